"""What the readers of forms, serializers and schemas share: class bodies and `Meta`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts import facts
from nova_lint.contracts.contract import Span
from nova_lint.semantics.evaluation import Declaration
from nova_lint.semantics.values import Constant, Items, Value
from nova_lint.workspace.outline_nodes import Assignment, Function, Statement
from nova_lint.workspace.symbols import ClassSymbol, Linearization

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def own_names(cls: ClassSymbol) -> Iterator[tuple[str, Statement]]:
    """The names that a class body binds, in order, each with the statement that decides."""
    found: dict[str, Statement] = {}
    for statement in cls.node.body:
        if isinstance(statement, Assignment) and (
            statement.augmented or (statement.annotated and statement.name in found)
        ):
            continue
        found.pop(statement.name, None)
        found[statement.name] = statement
    yield from found.items()


def declared(
    cls: ClassSymbol, statement: Statement, contracts: Contracts
) -> tuple[Declaration, Value] | None:
    """The declaration behind a class-level assignment and its value; None for the rest."""
    if not isinstance(statement, Assignment):
        return None
    declaration = contracts.evaluator.declaration(cls, statement)
    if declaration is None or declaration.value is None:
        return None
    return declaration, contracts.evaluator.evaluate(declaration.value, declaration.scope)


def project_classes(order: Linearization) -> Iterator[ClassSymbol]:
    """The classes of a resolution order whose source is at hand."""
    for base in order.classes:
        if isinstance(base, ClassSymbol):
            yield base


def is_plain(order: Linearization) -> bool:
    """Whether every base is known and none has a metaclass of its own, so that the class
    is what its body says."""
    return order.complete and not any(
        "metaclass" in base.node.keywords for base in project_classes(order)
    )


def meta_class(cls: ClassSymbol, contracts: Contracts) -> ClassSymbol | None:
    """The `Meta` that attribute look-up finds on a class."""
    symbol = contracts.symbols.class_member(cls, "Meta")
    return symbol if isinstance(symbol, ClassSymbol) else None


class MetaOptions:
    """The options of a `Meta` class, with the place of each."""

    def __init__(self, meta: ClassSymbol | None, contracts: Contracts) -> None:
        self.meta = meta
        self._contracts = contracts

    def get(self, name: str) -> Value | None:
        """An option's value; None where neither `Meta` nor a base of it sets it."""
        if self.meta is None:
            return None
        symbol = self._contracts.symbols.class_member(self.meta, name)
        return self._contracts.evaluator.symbol_value(symbol) if symbol is not None else None

    def names(self, name: str) -> tuple[str, ...] | None:
        """An option that lists names: `()` where it is not set, None where unreadable."""
        value = self.get(name)
        if value is None or value == Constant(None):
            return ()
        return facts.names(value)

    def span(self, name: str) -> Span | None:
        """Where an option is set."""
        if self.meta is None:
            return None
        for base in project_classes(self._contracts.symbols.mro(self.meta)):
            for statement in base.bindings.get(name, ()):
                return Span(base.module.path, statement.line, statement.end_line)
        return None

    def owner(self, name: str) -> str | None:
        """The qualified name of the `Meta` class that sets an option."""
        if self.meta is None:
            return None
        for base in project_classes(self._contracts.symbols.mro(self.meta)):
            if name in base.bindings:
                return base.qualname
        return None

    @property
    def is_readable(self) -> bool:
        """Whether every base of the `Meta` class is known."""
        return self.meta is None or self._contracts.symbols.mro(self.meta).complete


def method(cls: ClassSymbol, name: str, contracts: Contracts) -> tuple[ClassSymbol, Function] | None:
    """The first definition of a method along the resolution order, framework code excluded."""
    for base in project_classes(contracts.symbols.mro(cls)):
        for statement in base.bindings.get(name, ()):
            if isinstance(statement, Function):
                return base, statement
    return None


def flat_names(value: Value | None) -> tuple[str, ...] | None:
    """Names in a list that may hold groups of names, as form and admin options do."""
    if not isinstance(value, Items) or not value.complete:
        return None
    found: list[str] = []
    for item in value.items:
        if isinstance(item, Constant) and isinstance(item.value, str):
            found.append(item.value)
            continue
        inner = flat_names(item)
        if inner is None:
            return None
        found.extend(inner)
    return tuple(found)
