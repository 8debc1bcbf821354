"""What the readers of forms, serializers and schemas share: class bodies and `Meta`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst
import msgspec
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import FACTS, UNKNOWN, Field, Span
from nova_lint.semantics.values import Call, Constant, Items, Reference, Unknown, Value
from nova_lint.workspace.outline_nodes import Assignment, Function, Guard, Mutation, Statement
from nova_lint.workspace.symbols import ClassSymbol, Linearization

if TYPE_CHECKING:
    from nova_lint.contracts.construction import Construction
    from nova_lint.contracts.project import Contracts
    from nova_lint.semantics.evaluation import Evaluator


class Bound(msgspec.Struct, frozen=True):
    """What one statement of a class body gives to a name: the value of an assignment, None
    for a method, a class or an import."""

    statement: Statement
    value: Value | None


def own_values(cls: ClassSymbol, contracts: Contracts) -> Iterator[tuple[str, tuple[Bound, ...]]]:
    """The names that a class body binds, in order, each with what it may be: several things
    where an `if` or an `except` decides. An annotation alone binds nothing."""
    for name, statements in _deciding(cls).items():
        found = tuple(bound for one in statements for bound in _bound(cls, one, contracts))
        if found:
            yield name, found


def _deciding(cls: ClassSymbol) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for statement in cls.node.body:
        if isinstance(statement, Mutation):
            continue
        name = statement.name
        if isinstance(statement, Assignment) and (
            statement.augmented or "." in name or name.endswith("[]")
        ):
            continue
        if statement.guard in (Guard.NONE, Guard.LOOP) and not _is_repeated(statement, found):
            found.pop(name, None)
        found.setdefault(name, []).append(statement)
    return found


def _is_repeated(statement: Statement, found: dict[str, list[Statement]]) -> bool:
    """`name: str` may follow `name = …` without taking its value away."""
    return isinstance(statement, Assignment) and statement.annotated and statement.name in found


def _bound(cls: ClassSymbol, statement: Statement, contracts: Contracts) -> Iterator[Bound]:
    if not isinstance(statement, Assignment):
        yield Bound(statement, None)
        return
    if statement.is_display:
        # Neither a field nor None, whatever stands in it: nobody here needs to know more.
        yield Bound(statement, Unknown())
        return
    declaration = contracts.evaluator.declaration(cls, statement)
    if declaration is None:
        yield Bound(statement, Unknown())
    elif declaration.value is not None:
        for node in _branches(declaration.value):
            yield Bound(statement, contracts.evaluator.evaluate(node, declaration.scope))


def _branches(node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """Both sides of `a if settings.LDAP else b`."""
    if isinstance(node, cst.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    else:
        yield node


def span_of(cls: ClassSymbol, statement: Statement) -> Span:
    """The lines of a statement in the body of a class."""
    return Span(cls.module.path, statement.line, statement.end_line)


def own_span(cls: ClassSymbol) -> Span:
    """The lines of a class."""
    return Span(cls.module.path, cls.outline.line, cls.outline.end_line)


def merged(fields: Sequence[Field]) -> Field:
    """One field that may be any of several: what they disagree about is unknown."""
    first, *others = fields
    for other in others:
        unlike = [n for n in _MERGED if getattr(first, n) != getattr(other, n)]
        first = replace(first, **dict.fromkeys(unlike, UNKNOWN))
        if first.framework_class != other.framework_class:
            first = replace(first, framework_class="")
        first = replace(first, refuses=first.refuses or other.refuses)
    return first


_MERGED = (*FACTS, "source", "default", "validators", "editable", "database_default")


ReadField: TypeAlias = "Callable[[str, Call, Span, ClassSymbol, Contracts], Field | None]"


class Body(msgspec.Struct, frozen=True):
    """What the body of a form or serializer gives to its names: a field, or something else
    (None). `nothing` are the names that it sets to None."""

    fields: dict[str, Field | None]
    nothing: frozenset[str]


def body(cls: ClassSymbol, read: ReadField, contracts: Contracts) -> Body:
    """The body of a class, read once, however many classes inherit it."""
    key = ("body", read, id(cls))
    return contracts.workspace.questions.memo(key, lambda: _read_body(cls, read, contracts))


def _read_body(cls: ClassSymbol, read: ReadField, contracts: Contracts) -> Body:
    found: dict[str, Field | None] = {}
    nothing: set[str] = set()
    for name, several in own_values(cls, contracts):
        fields = [
            field
            for bound in several
            if isinstance(bound.value, Call)
            and (field := read(name, bound.value, span_of(cls, bound.statement), cls, contracts))
        ]
        found[name] = merged(fields) if fields else None
        if all(bound.value == Constant(None) for bound in several):
            nothing.add(name)
    return Body(found, frozenset(nothing))


def class_validators(built: Construction, contracts: Contracts) -> list[Value]:
    """The `default_validators` that custom field classes state."""
    return [
        contracts.evaluator.symbol_value(contracts.symbols.own_member(cls, "default_validators"))
        for cls in built.classes
        if "default_validators" in cls.bindings
    ][:1]


def may_be_field(callee: Value, evaluator: Evaluator) -> bool:
    """Whether a class that no framework class is known to stand behind may have one: it is
    not installed, or one of its bases cannot be read."""
    if not isinstance(callee, Reference):
        return False
    symbol = callee.symbol
    if isinstance(symbol, ClassSymbol):
        return not evaluator.symbols.mro(symbol).complete
    return True


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


def method(
    cls: ClassSymbol, name: str, contracts: Contracts
) -> tuple[ClassSymbol, Function] | None:
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
