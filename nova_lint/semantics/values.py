"""The static value of an expression: what it is, as far as the source alone can say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from nova_lint.workspace.symbols import ClassSymbol, Symbol

if TYPE_CHECKING:
    import libcst as cst

    from nova_lint.semantics.evaluation import Evaluator
    from nova_lint.semantics.scope import Scope


class Constant(msgspec.Struct, frozen=True):
    """A plain Python value: a string, a number, None, a Decimal, a timedelta."""

    value: object


class Items(msgspec.Struct, frozen=True):
    """A list, tuple or set. `complete` is False where some items are not known."""

    items: tuple[Value, ...]
    complete: bool = True


class Mapping(msgspec.Struct, frozen=True):
    """A dictionary in order. `complete` is False where some entries are not known."""

    entries: tuple[tuple[Value, Value], ...]
    complete: bool = True

    def get(self, key: object) -> Value | None:
        """The value of a constant key, the last one where it stands twice."""
        for name, value in reversed(self.entries):
            if isinstance(name, Constant) and name.value == key:
                return value
        return None

    def constant_items(self) -> Iterator[tuple[object, Value]]:
        for name, value in self.entries:
            if isinstance(name, Constant):
                yield name.value, value


class Reference(msgspec.Struct, frozen=True):
    """A class, function, module or framework name itself."""

    symbol: Symbol


class Member(msgspec.Struct, frozen=True):
    """A member of an enumeration; `value` is Unknown where it cannot be read."""

    enum: ClassSymbol
    name: str
    value: Value


class Call(msgspec.Struct, frozen=True, eq=False):
    """A call that is kept as such: `models.CharField(max_length=20)`.

    Its arguments are evaluated when they are asked for.
    """

    callee: Value
    node: cst.Call
    scope: Scope
    evaluator: Evaluator

    def positional(self, index: int) -> Value | None:
        """The value of a positional argument; None where there is none of that index."""
        position = 0
        for argument in self.node.args:
            if argument.star == "*":
                return Unknown() if position <= index else None
            if argument.keyword is None and argument.star == "":
                if position == index:
                    return self.evaluator.evaluate(argument.value, self.scope)
                position += 1
        return None

    def keyword(self, name: str) -> Value | None:
        """The value of a keyword argument; None where it is surely not given."""
        found: Value | None = None
        for argument in self.node.args:
            if argument.keyword is not None and argument.keyword.value == name:
                return self.evaluator.evaluate(argument.value, self.scope)
            if argument.star == "**":
                found = _unpacked(self.evaluator.evaluate(argument.value, self.scope), name, found)
        return found

    def keyword_node(self, name: str) -> cst.BaseExpression | None:
        """The expression of a keyword argument that is written out."""
        for argument in self.node.args:
            if argument.keyword is not None and argument.keyword.value == name:
                return argument.value
        return None

    def argument(self, index: int, name: str) -> Value | None:
        """An argument that can be given by position or by keyword."""
        value = self.keyword(name)
        return value if value is not None else self.positional(index)

    def keywords(self) -> dict[str, Value]:
        """Every keyword argument that is known by name, unpacked dictionaries included."""
        found: dict[str, Value] = {}
        for argument in self.node.args:
            if argument.keyword is not None:
                found[argument.keyword.value] = self.evaluator.evaluate(argument.value, self.scope)
            elif argument.star == "**":
                value = self.evaluator.evaluate(argument.value, self.scope)
                if isinstance(value, Mapping):
                    found.update({str(key): item for key, item in value.constant_items()})
        return found

    @property
    def has_unknown_keywords(self) -> bool:
        """Whether `**something` may give keywords that cannot be read."""
        for argument in self.node.args:
            if argument.star == "**":
                value = self.evaluator.evaluate(argument.value, self.scope)
                if not isinstance(value, Mapping) or not value.complete:
                    return True
        return False

    @property
    def positional_count(self) -> int:
        return sum(1 for a in self.node.args if a.keyword is None and a.star == "")


def _unpacked(value: Value, name: str, so_far: Value | None) -> Value | None:
    if not isinstance(value, Mapping):
        return so_far if so_far is not None else Unknown()
    found = value.get(name)
    if found is not None:
        return found
    return so_far if value.complete or so_far is not None else Unknown()


class Subscript(msgspec.Struct, frozen=True):
    """`base[arguments]`, as annotations use it: `list[int]`, `Optional[Order]`."""

    base: Value
    arguments: tuple[Value, ...]


class Union(msgspec.Struct, frozen=True):
    """`A | B`, as annotations use it."""

    options: tuple[Value, ...]


class Unknown(msgspec.Struct, frozen=True):
    """Anything that the source does not say."""


Value: TypeAlias = (
    Constant | Items | Mapping | Reference | Member | Call | Subscript | Union | Unknown
)


def plain_value(value: Value) -> Value:
    """A member of an enumeration as its value, everything else as it is."""
    return plain_value(value.value) if isinstance(value, Member) else value


def constant(value: Value | None) -> object:
    """The Python value of a constant or enum member; `Unknown()` where it has none."""
    plain = plain_value(value) if value is not None else Unknown()
    return plain.value if isinstance(plain, Constant) else plain
