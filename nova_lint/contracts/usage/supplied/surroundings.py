"""The code around a contract, as text: the class's own methods, the functions and classes that
use it, those that save its data, the model's `save` and receivers of its signals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.contract import Contract, Direction, Layer, Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.contracts.usage.uses import Uses
from nova_lint.contracts.usage.views.actions import ViewActions
from nova_lint.knowledge.supply import CLASS_METHODS, MODEL_METHODS, SIGNALS, VALIDATING_METHODS
from nova_lint.semantics.values import Reference
from nova_lint.workspace.outline_nodes import Class, Function, Statement
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


# How many functions are looked at that code around a contract calls.
MOST_FUNCTIONS = 30
_CALLED = re.compile(r"\.(\w+)\(")
_CALLED_BY_NAME = re.compile(r"(?<![.\w])([a-z_]\w*(?:\.[a-z_]\w*)?)\(")


class Surroundings:
    """Gathers the code around one contract, each part of it when somebody asks."""

    def __init__(
        self,
        contract: Contract,
        columns: Contract,
        uses: Uses,
        contracts: Contracts,
        flows: tuple[Flow, ...],
    ) -> None:
        self._contract = contract
        self._columns = columns
        self._uses = uses
        self._flows = flows
        self._contracts = contracts

    def writing_texts(self) -> list[str]:
        """The functions that save the data, where the class does not do so itself."""
        if self._contract.layer is not Layer.SCHEMA and self._contract.model is not None:
            return []
        return [self.around(flow.span) for flow in self._flows if flow.direction is Direction.INPUT]

    def called_texts(self) -> tuple[str, ...]:
        """The functions of the project that the class's own methods call by their names, and
        those that these call."""
        key = ("called texts", self._contract.name)
        return self._contracts.workspace.questions.memo(key, lambda: tuple(self._read_called()))

    def _read_called(self) -> Iterator[str]:
        waiting, seen = list(self.own_functions()), set[int]()
        while waiting and len(seen) < MOST_FUNCTIONS:
            module, function = waiting.pop(0)
            for name in dict.fromkeys(_CALLED_BY_NAME.findall(self.text(module, function))):
                symbol = self._contracts.symbols.lookup(module, name)
                if not isinstance(symbol, FunctionSymbol) or id(symbol.node) in seen:
                    continue
                if symbol.module.first_party:
                    seen.add(id(symbol.node))
                    waiting.append((symbol.module, symbol.node))
                    yield self.text(symbol.module, symbol.node)

    def around(self, span: Span) -> str:
        """The text of the function around a statement."""
        found = self.function_around(span)
        return self.text(*found) if found is not None else ""

    def function_around(self, span: Span) -> tuple[Module, Function] | None:
        """The function around a statement, with its module."""
        module = self._contracts.workspace.modules.at(span.path)
        for statement in _functions(module.outline.statements):
            if statement.line <= span.line <= statement.end_line:
                return module, statement
        return None

    @property
    def own_text(self) -> str:
        """The class's own methods that handle data, those of its bases included."""
        return self._memo("_own_text", self._read_own_text)

    def _read_own_text(self) -> str:
        return "\n".join(self.text(*method) for method in self.own_functions())

    def own_functions(self) -> Iterator[tuple[Module, Function]]:
        """The class's own methods that handle data, with their modules."""
        cls = self._contracts.class_named(self._contract.name)
        for holder in (cls, self._list_serializer(cls)) if cls is not None else ():
            for base in project_classes(self._contracts.symbols.mro(holder)) if holder else ():
                for module, statement in self.methods(base):
                    if CLASS_METHODS.fullmatch(statement.name):
                        yield module, statement

    def _list_serializer(self, cls: ClassSymbol) -> ClassSymbol | None:
        """The class that saves several objects at once in the place of a serializer."""
        symbols = self._contracts.symbols
        meta = symbols.class_member(cls, "Meta")
        if self._contract.layer is not Layer.SERIALIZER or not isinstance(meta, ClassSymbol):
            return None
        symbol = symbols.class_member(meta, "list_serializer_class")
        value = self._contracts.evaluator.symbol_value(symbol) if symbol is not None else None
        named = value.symbol if isinstance(value, Reference) else symbol
        return named if isinstance(named, ClassSymbol) else None

    @property
    def saving_text(self) -> str:
        """The methods that validate data of another form or serializer which saves the class's."""
        return self._memo("_saving_text", self._read_saving_text)

    def _read_saving_text(self) -> str:
        classes = {id(cls): cls for cls in map(self._class_around, self.writing_functions()) if cls}
        return "\n".join(
            self.text(module, statement)
            for cls in classes.values()
            if self._contracts.layer(cls) in (Layer.FORM, Layer.SERIALIZER)
            for base in project_classes(self._contracts.symbols.mro(cls))
            for module, statement in self.methods(base)
            if VALIDATING_METHODS.fullmatch(statement.name)
        )

    def _class_around(self, function: tuple[Module, Function]) -> ClassSymbol | None:
        """The class of the project in which a function stands."""
        module, statement = function
        for cls in self._contracts.classes_of(module.path):
            if cls.node.line <= statement.line <= cls.node.end_line:
                return cls
        return None

    @property
    def callers_text(self) -> str:
        """The functions and view classes that use the class or save its data."""
        return self._memo("_callers_text", self._read_callers_text)

    def _read_callers_text(self) -> str:
        pieces = [self.text(s.module, s.statement) for s in self._uses.sites if s.owner is None]
        pieces.extend(self.text(base.module, base.node) for base in self._using_classes())
        pieces.extend(self.text(*function) for function in self.writing_functions())
        return "\n".join(pieces)

    def caller_functions(self) -> Iterator[tuple[Module, Function]]:
        """The functions and methods of what uses the class or saves its data."""
        for site in self._uses.sites:
            if site.owner is None and site.function is not None:
                yield site.module, site.function
        for base in self._using_classes():
            yield from self.methods(base)
        yield from self.writing_functions()

    def _using_classes(self) -> Iterator[ClassSymbol]:
        """The views and other classes that use the class, with their families, each once."""
        owners = (site.owner for site in self._uses.sites if site.owner is not None)
        family = (base for owner in owners for base in self._family(owner))
        yield from {id(base): base for base in family if base.module.first_party}.values()

    def writing_functions(self) -> Iterator[tuple[Module, Function]]:
        """The functions in which the class's data is saved."""
        spans = (flow.span for flow in self._flows if flow.direction is Direction.INPUT)
        for span in dict.fromkeys(spans):
            found = self.function_around(span)
            if found is not None:
                yield found

    def _family(self, owner: ClassSymbol) -> Iterator[ClassSymbol]:
        """A class with its bases, and where it is a view with those that inherit from it."""
        yield from project_classes(self._contracts.symbols.mro(owner))
        if self._contracts.layer(owner) is None:
            for other in ViewActions(self._contracts).below(owner):
                yield from project_classes(self._contracts.symbols.mro(other))

    @property
    def model_text(self) -> str:
        """The model's `save` and its kin, and receivers of its signals."""
        return self._memo("_model_text", self._read_model_text)

    def _read_model_text(self) -> str:
        cls = self._contracts.class_named(self._columns.name)
        if cls is None:
            return ""
        pieces = self._reached_methods(cls)
        for path in self._contracts.workspace.mentioning(cls.short_name):
            if not any(map(self._contracts.workspace.outline(path).mentions, SIGNALS)):
                continue
            module = self._contracts.workspace.modules.at(path)
            for statement in module.outline.statements:
                if isinstance(statement, Function) and "receiver" in statement.decorators:
                    pieces.append(self.text(module, statement))
                elif isinstance(statement, Function) and "sender" in self.text(module, statement):
                    pieces.append(self.text(module, statement))
        return "\n".join(pieces)

    @property
    def package_text(self) -> str:
        """What runs when a row is saved of the model's bases that come from packages."""
        return self._memo("_package_text", self._read_package_text)

    def _read_package_text(self) -> str:
        cls = self._contracts.class_named(self._columns.name)
        bases = project_classes(self._contracts.symbols.mro(cls)) if cls is not None else ()
        return "\n".join(
            self.text(base.module, statement)
            for base in bases
            if not base.module.first_party
            for statement in base.node.body
            if isinstance(statement, Function) and MODEL_METHODS.fullmatch(statement.name)
        )

    def _reached_methods(self, cls: ClassSymbol) -> list[str]:
        """The methods of a model that run when a row is saved, those that they call, and
        those that the code around the contract calls."""
        waiting: dict[str, list[tuple[Module, Function]]] = {}
        for base in project_classes(self._contracts.symbols.mro(cls)):
            for method in self.methods(base):
                waiting.setdefault(method[1].name, []).append(method)
        named = set(_CALLED.findall(f"{self.own_text}\n{self.callers_text}")) if waiting else set()
        found: list[str] = []
        while reached := [n for n in waiting if n in named or MODEL_METHODS.fullmatch(n)]:
            for name in reached:
                texts = [self.text(*method) for method in waiting.pop(name)]
                named.update(_CALLED.findall("\n".join(texts)))
                found.extend(texts)
        return found

    def methods(self, cls: ClassSymbol) -> Iterator[tuple[Module, Function]]:
        """The methods of a class of the project, its bases left out."""
        for statement in cls.node.body if cls.module.first_party else ():
            if isinstance(statement, Function):
                yield cls.module, statement

    def text(self, module: Module, statement: Statement | Class) -> str:
        """What a statement says."""
        return self._contracts.workspace.statement_text(module.path, statement)

    def _memo(self, which: str, read: Callable[[], str]) -> str:
        key = (which, self._contract.name, self._columns.name)
        return self._contracts.workspace.questions.memo(key, read)


def _functions(statements: Iterable[Statement]) -> Iterator[Function]:
    for statement in statements:
        if isinstance(statement, Function):
            yield statement
        elif isinstance(statement, Class):
            yield from _functions(statement.body)
