"""Which functions and objects are tasks of a library for background jobs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.knowledge import jobs
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.bodies.jobs.wrappers import keeps_parameters
from nova_lint.semantics.kinds import (
    ClassOf,
    External,
    Framework,
    Function,
    Kind,
    Literal,
    Method,
    Object,
    Task,
)
from nova_lint.semantics.operations import Context
from nova_lint.semantics.signatures import Signature, signature_of
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.semantics.bodies.reader import BodyReader

_TRUE = Literal(True)
_FALSE = Literal(False)


class Tasks:
    """Answers what task something is, for each function and class once."""

    def __init__(self, reader: BodyReader) -> None:
        self._reader = reader
        self._symbols = reader.symbols
        self._questions = reader.workspace.questions

    def of(self, kind: Kind) -> Task | None:
        """The task that a function, or an object of a class of tasks, is."""
        match kind:
            case Task():
                return kind
            case Function(symbol=symbol, bound=None) if symbol.module.first_party:
                return self._questions.memo(
                    ("task", symbol.module.path, symbol.node.line),
                    lambda: self._of_function(symbol),
                )
            case Object(cls=cls):
                return self._questions.memo(
                    ("task class", cls.module.path, cls.qualname), lambda: self._of_class(cls)
                )
        return None

    def queued(self, kind: Kind, library: jobs.Library) -> Task | None:
        """What a library runs that takes any function."""
        if not isinstance(kind, Function) or not kind.symbol.module.first_party:
            return None
        symbol = kind.symbol
        definition = self._reader.evaluator.function(symbol)
        if definition is None:
            return None
        signature = signature_of(definition.params) if not symbol.node.decorators else None
        if signature is not None and symbol.owner is not None:
            # A method brings its object along, or it is a function that a class keeps.
            signature = signature.without_first() if kind.bound is not None else None
        return Task(symbol.name, library, signature, symbol=symbol)

    # Functions --------------------------------------------------------------------------

    def _of_function(self, symbol: FunctionSymbol) -> Task | None:
        if not symbol.node.decorators:
            return None
        segment = self._reader.evaluator.segments.statement(symbol.module.path, symbol.node)
        definition = self._reader.evaluator.function(symbol)
        if segment is None or definition is None:
            return None
        frame = Frame(self._reader, symbol.module, symbol.owner, None, segment, Context.PLAIN)
        with frame.quietly():
            decorators = [_Decorator(each.decorator, frame) for each in definition.decorators]
            made = [self.making(each.callee) for each in decorators]
            index = next((n for n, making in enumerate(made) if making is not None), None)
            making = made[index] if index is not None else None
            if index is None or making is None:
                return None
            others = [*decorators[:index], *decorators[index + 1 :]]
            signature = signature_of(definition.params)
            return self._task(symbol, making, decorators[index], others, signature)

    def _task(
        self,
        symbol: FunctionSymbol,
        making: jobs.Making,
        decorator: _Decorator,
        others: list[_Decorator],
        signature: Signature | None,
    ) -> Task:
        options = decorator.options()
        bound = options.get(making.bound)
        if bound == _TRUE and signature is not None:
            signature = (
                signature.without(making.named) if making.named else signature.without_first()
            )
        plain = self._is_plain(options.get(making.base))
        if (
            bound not in (None, _TRUE, _FALSE)
            or any(not each.keeps_parameters(self._reader) for each in others)
            or not decorator.complete
            or not plain
        ):
            signature = None
        serializer = options.get(making.serializer, Literal(""))
        known = serializer.value if isinstance(serializer, Literal) else None
        name = known if isinstance(known, str) and making.converts not in options else None
        checked = making.package in jobs.CHECKS_WHEN_QUEUED
        checked = checked and options.get(making.unchecked) != _FALSE
        return Task(symbol.name, making.package, signature, checked, name, symbol, plain)

    def making(self, callee: Kind) -> jobs.Making | None:
        """What makes a task of the function that it decorates."""
        match callee:
            case External(name=name):
                return jobs.DECORATORS.get(name)
            case Method(receiver=Framework(name=name), name=method):
                return jobs.DECORATING.get(name, {}).get(method)
            case Method(receiver=Object(cls=cls), name=method):
                for base in self._symbols.mro(cls).classes:
                    if base.name in jobs.DECORATING:
                        return jobs.DECORATING[base.name].get(method)
        return None

    # Classes ----------------------------------------------------------------------------

    def _is_plain(self, base: Kind | None) -> bool:
        """Whether the class of a task leaves the ways to queue it as they are."""
        match base:
            case None:
                return True
            case External(name=name):
                return name in jobs.TASK_CLASSES
            case ClassOf(cls=cls):
                return self._queues_as_its_base(cls)
        return False

    def _queues_as_its_base(self, cls: ClassSymbol) -> bool:
        unknown = [base for base in self._symbols.mro(cls).classes if base.name not in _KNOWN_BASES]
        return all(
            isinstance(base, ClassSymbol) and not any(name in base.bindings for name in _WAYS)
            for base in unknown
        )

    def _of_class(self, cls: ClassSymbol) -> Task | None:
        makings = [
            jobs.TASK_CLASSES[base.name]
            for base in self._symbols.mro(cls).classes
            if base.name in jobs.TASK_CLASSES
        ]
        run = self._reader.member(cls, jobs.RUN)
        if not makings or not isinstance(run, Function):
            return None
        definition = self._reader.evaluator.function(run.symbol)
        if definition is None or run.symbol.node.decorators or not self._queues_as_its_base(cls):
            plain = self._queues_as_its_base(cls)
            return Task(cls.name, makings[0].package, None, False, None, run.symbol, plain)
        signature = signature_of(definition.params).without_first()
        named = cls.bindings.get(makings[0].serializer)
        serializer = "" if named is None else None
        return Task(cls.name, makings[0].package, signature, False, serializer, run.symbol)


_WAYS = frozenset({"apply_async", "delay", "signature", "s", "si", "typing"})
_KNOWN_BASES = frozenset({*jobs.TASK_CLASSES, "builtins.object", "abc.ABC"})


@dataclasses.dataclass
class _Decorator:
    """A decorator as it is written, and what is called in it."""

    node: cst.BaseExpression
    frame: Frame
    complete: bool = True

    @property
    def callee(self) -> Kind:
        node = self.node.func if isinstance(self.node, cst.Call) else self.node
        return self.frame.value(node)

    def options(self) -> dict[str, Kind]:
        """What the decorator is given by name."""
        found: dict[str, Kind] = {}
        for argument in self.node.args if isinstance(self.node, cst.Call) else ():
            if argument.star:
                self.complete = False
            if argument.keyword is not None:
                found[argument.keyword.value] = self.frame.value(argument.value)
        return found

    def keeps_parameters(self, reader: BodyReader) -> bool:
        match self.callee:
            case External(name=name):
                return name in jobs.KEEPING_PARAMETERS
            case Function(symbol=symbol, bound=None):
                definition = reader.evaluator.function(symbol)
                called = isinstance(self.node, cst.Call)
                return definition is not None and keeps_parameters(definition, called=called)
        return False
