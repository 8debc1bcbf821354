"""Ports: classes that say what others are to provide, and how a class falls short of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.knowledge import ports
from nova_lint.semantics.signatures import Misfit, Signature, misfit_in_place, signature_of
from nova_lint.workspace.outline_nodes import Assignment, Function
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Asked(msgspec.Struct, frozen=True):
    """A member that a port asks for: a method, or an attribute where `function` is None.

    It is `abstract` where Python makes no object of a class without it, and `open` where a
    class that inherits it has nothing of its own in its place.
    """

    name: str
    function: FunctionSymbol | None
    abstract: bool
    open: bool


class Port(msgspec.Struct, frozen=True):
    """A class that is there to be implemented, and what it asks for."""

    cls: ClassSymbol
    asked: tuple[Asked, ...]


class Unlike(msgspec.Struct, frozen=True):
    """A method that cannot be called as the port's: in which way, or that only one of the two
    is to be awaited."""

    asked: Asked
    given: FunctionSymbol
    misfit: Misfit | None


class Shortfall(msgspec.Struct, frozen=True):
    """What a class lacks of a port, and what it has in another form. `inherits` says that the
    port is one of its bases."""

    port: Port
    inherits: bool
    lacking: tuple[Asked, ...]
    unlike: tuple[Unlike, ...]
    common: int

    @property
    def is_none(self) -> bool:
        return not self.lacking and not self.unlike


class Ports:
    """Answers what the ports of a project ask for."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._symbols = contracts.symbols

    def candidates(self) -> Iterator[Module]:
        """The files that may have ports, in order."""
        workspace = self._contracts.workspace
        found = {path for word in ports.WORDS for path in workspace.mentioning(word)}
        return (workspace.modules.at(path) for path in sorted(found))

    def of_module(self, module: Module) -> Iterator[Port]:
        """The ports that a file defines."""
        for cls in self._symbols.classes(module):
            port = self.port(cls)
            if port is not None:
                yield port

    def port(self, cls: ClassSymbol) -> Port | None:
        """A class as a port; None for one that is none, or asks for nothing."""
        asked = tuple(self._asked(cls))
        is_port = self.is_protocol(cls) or any(each.abstract for each in asked)
        return Port(cls, asked) if is_port and asked else None

    def is_protocol(self, cls: ClassSymbol) -> bool:
        """Whether a class is a Protocol itself, and not only descends from one."""
        bases = self._symbols.bases(cls)
        return any(isinstance(b, External) and b.name in ports.PROTOCOLS for b in bases)

    # What is asked for ------------------------------------------------------------------

    def _asked(self, cls: ClassSymbol) -> Iterator[Asked]:
        seen: set[str] = set()
        for base in self._symbols.mro(cls).classes:
            if not isinstance(base, ClassSymbol):
                continue
            for name in [each for each in base.bindings if each not in seen]:
                seen.add(name)
                asked = self._member(base, name)
                if asked is not None and (asked.abstract or _is_for_others(name)):
                    yield asked

    def _member(self, cls: ClassSymbol, name: str) -> Asked | None:
        statement = cls.bindings[name][-1]
        match statement:
            case Function():
                function = FunctionSymbol(cls.module, statement, cls)
                decorators = self._decorators(function)
                abstract = not ports.ABSTRACT_METHODS.isdisjoint(decorators)
                is_open = abstract or self._is_stub(function)
                is_property = not ports.PROPERTIES.isdisjoint(decorators)
                return Asked(name, None if is_property else function, abstract, is_open)
            case Assignment(annotated=True):
                declaration = self._contracts.evaluator.declaration(cls, statement)
                has_value = declaration is None or declaration.value is not None
                return Asked(name, None, abstract=False, open=not has_value)
        return None

    def _decorators(self, function: FunctionSymbol) -> set[str]:
        """The dotted names of a function's decorators; empty for one that is not known."""
        around = function.owner or function.module
        found = [self._symbols.lookup(around, name) for name in function.node.decorators]
        return {each.name if isinstance(each, External) else "" for each in found}

    def _is_stub(self, function: FunctionSymbol) -> bool:
        """Whether a body says nothing but that somebody else is to say it."""
        node = self._contracts.evaluator.function(function)
        return node is not None and all(_says_nothing(part) for part in node.body.body)

    # Who is to give it ------------------------------------------------------------------

    def is_finished(self, cls: ClassSymbol) -> bool:
        """Whether objects are made of a class: it leaves nothing open for classes below it."""
        below = self._contracts.bodies.classes.below(cls)
        abstract = any(each.abstract for each in self._asked(cls) if each.name in cls.bindings)
        return not below and not abstract and not self.is_protocol(cls)

    def is_adapter(self, cls: ClassSymbol) -> bool:
        """Whether a class that inherits no port may be there to implement one: it has methods
        for others, and is no part of a framework or of another package."""
        return (
            cls.outer is None
            and not cls.short_name.startswith("_")
            and self._contracts.code_layers.of_class(cls).layer in ports.ADAPTING
            and self._is_known(cls)
            and any(each.function is not None for each in self._asked(cls))
        )

    # What is given ----------------------------------------------------------------------

    def shortfall(self, cls: ClassSymbol, port: Port) -> Shortfall:
        """How a class falls short of a port. What cannot be decided is taken for given."""
        inherits = port.cls in self._symbols.mro(cls).classes
        certain = self._is_known(cls)
        lacking: list[Asked] = []
        unlike: list[Unlike] = []
        common = 0
        for asked in port.asked:
            given = self._given(cls, asked, port)
            if given is None:
                if certain and (asked.open or not inherits):
                    lacking.append(asked)
                continue
            common += 1
            difference = self._difference(asked, given)
            if difference is not None:
                unlike.append(difference)
        return Shortfall(port, inherits, tuple(lacking), tuple(unlike), common)

    def _is_known(self, cls: ClassSymbol) -> bool:
        """Whether everything is known that a class has: no base or decorator of it is unread,
        and it does not answer for names that it does not have."""
        order = self._symbols.mro(cls)
        if not order.complete:
            return False
        for base in order.classes:
            if isinstance(base, External):
                if base.name not in ports.EMPTY_BASES:
                    return False
            elif ports.ANSWERS_ALL in base.bindings or not self._keeps_members(base):
                return False
        return True

    def _keeps_members(self, cls: ClassSymbol) -> bool:
        around = cls.outer or cls.module
        found = [self._symbols.lookup(around, name) for name in cls.node.decorators if name]
        names = {each.name if isinstance(each, External) else "" for each in found}
        return all(cls.node.decorators) and names <= ports.KEEPING_MEMBERS

    def _given(self, cls: ClassSymbol, asked: Asked, port: Port) -> FunctionSymbol | str | None:
        """What a class has under a name that a port asks for: the method, the name itself for
        anything else, None where it has nothing but what the port says."""
        own = [
            base
            for base in self._symbols.mro(cls).classes
            if isinstance(base, ClassSymbol) and base not in self._symbols.mro(port.cls).classes
        ]
        for base in own:
            statements = base.bound(asked.name)
            if not statements:
                continue
            found = self._member(base, asked.name)
            if found is not None and found.abstract:
                return None
            return found.function or asked.name if found is not None else asked.name
        kept = re.compile(rf"\bself\.{re.escape(asked.name)}\s*(?::[^=\n]+)?=[^=]")
        return asked.name if any(self._assigns(base, kept) for base in own) else None

    def _assigns(self, cls: ClassSymbol, kept: re.Pattern[str]) -> bool:
        workspace = self._contracts.workspace
        return any(
            kept.search(workspace.statement_text(cls.module.path, statement))
            for statement in cls.node.body
            if isinstance(statement, Function)
        )

    # Whether it fits --------------------------------------------------------------------

    def _difference(self, asked: Asked, given: FunctionSymbol | str) -> Unlike | None:
        if asked.function is None or isinstance(given, str):
            return None
        wanted, own = self._signature(asked.function), self._signature(given)
        if wanted is None or own is None:
            return None
        if {self._is_awaited(asked.function), self._is_awaited(given)} == {True, False}:
            return Unlike(asked, given, None)
        found = misfit_in_place(own, wanted)
        return Unlike(asked, given, found) if found is not None else None

    def _signature(self, function: FunctionSymbol) -> Signature | None:
        """The signature of a method as it is called on an object; None where a decorator may
        change it."""
        decorators = self._decorators(function)
        definition = self._contracts.evaluator.function(function)
        if definition is None or not decorators <= ports.KEEPING:
            return None
        signature = signature_of(definition.params)
        return signature if ports.STATIC in decorators else signature.without_first()

    def _is_awaited(self, function: FunctionSymbol) -> bool | None:
        """Whether what a call gives is to be awaited; None where that is not known, or is
        worked out step by step."""
        definition = self._contracts.evaluator.function(function)
        returns = definition.returns.annotation if definition and definition.returns else None
        said = cst.Module(body=[]).code_for_node(returns) if returns is not None else ""
        text = self._contracts.workspace.statement_text(function.module.path, function.node)
        if "yield" in text or any(name in said for name in ports.LATER):
            return None
        return function.node.is_async


def _is_for_others(name: str) -> bool:
    return not name.startswith("_") or name in ports.SPECIAL


def _says_nothing(part: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    """`...`, `pass`, a docstring, `raise NotImplementedError`."""
    match part:
        case cst.SimpleStatementLine(body=body):
            return all(map(_says_nothing, body))
        case cst.Pass() | cst.Expr(value=cst.Ellipsis() | cst.SimpleString()):
            return True
        case cst.Expr(value=cst.ConcatenatedString()):
            return True
        case cst.Raise(exc=cst.Name(value=name) | cst.Call(func=cst.Name(value=name))):
            return name == "NotImplementedError"
    return False
