"""Enumerations: their members, and what Django's `choices` make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Member,
    Reference,
    Unknown,
    Value,
    plain_value,
)
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, Variable

if TYPE_CHECKING:
    from nova_lint.semantics.evaluation import Evaluator

_ENUM_ROOTS = frozenset(
    {
        "enum.Enum",
        "enum.StrEnum",
        "enum.IntEnum",
        "enum.Flag",
        "enum.IntFlag",
        "django.db.models.TextChoices",
        "django.db.models.IntegerChoices",
        "django.db.models.Choices",
    }
)
_DJANGO_CHOICES = frozenset(name for name in _ENUM_ROOTS if name.startswith("django."))


class Enumerations:
    """Reads enumerations, each once."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._symbols = evaluator.symbols
        self._reading: set[int] = set()

    def is_enum(self, cls: ClassSymbol) -> bool:
        """Whether a class is an enumeration, Django's choices included."""
        return self._symbols.questions.memo(("is enum", id(cls)), lambda: self._descends(cls))

    def _descends(self, cls: ClassSymbol) -> bool:
        order = self._symbols.mro(cls)
        return any(isinstance(c, External) and c.name in _ENUM_ROOTS for c in order.classes)

    def members(self, cls: ClassSymbol) -> tuple[Member, ...] | None:
        """The members of an enumeration in order; None where some cannot be read, or while
        they are being read."""
        key = id(cls)
        if key in self._reading:
            return None
        self._reading.add(key)
        try:
            return self._symbols.questions.memo(("members", key), lambda: self._read_members(cls))
        finally:
            self._reading.discard(key)

    def _read_members(self, cls: ClassSymbol) -> tuple[Member, ...] | None:
        roots = {c.name for c in self._symbols.mro(cls).classes if isinstance(c, External)}
        found: list[Member] = []
        for statement in cls.node.body:
            if not isinstance(statement, Assignment) or _is_private(statement.name):
                continue
            declaration = self._evaluator.declaration(cls, statement)
            if declaration is None:
                return None
            if declaration.value is None:
                continue
            value = self._evaluator.evaluate(declaration.value, declaration.scope)
            if statement.name.startswith("__") or isinstance(value, Reference):
                continue
            found.append(Member(cls, statement.name, _member_value(value, statement, found, roots)))
        return tuple(found)

    def member(self, cls: ClassSymbol, name: str) -> Member | None:
        """The member of that name."""
        for base in self._symbols.mro(cls).classes:
            if isinstance(base, ClassSymbol) and name in base.bindings:
                return next((m for m in self.members(base) or () if m.name == name), None)
        return None

    def of_value(self, cls: ClassSymbol, value: Value) -> Member | None:
        """The member that `Status("draft")` gives."""
        wanted = plain_value(value)
        return next((m for m in self.members(cls) or () if plain_value(m) == wanted), None)

    def attribute(self, cls: ClassSymbol, name: str) -> Value | None:
        """A member, or the `choices`, `values` and `names` of Django's enumerations."""
        member = self.member(cls, name)
        if member is not None:
            return member
        if name in ("choices", "values", "names") and name not in cls.bindings:
            return self._listed(cls, name)
        return None

    def _listed(self, cls: ClassSymbol, name: str) -> Value:
        members = self.members(cls)
        if members is None:
            return Unknown()
        pairs: list[tuple[Value, Value]] = [
            (member.value, Constant(member.name.replace("_", " ").title())) for member in members
        ]
        if isinstance(self._symbols.class_member(cls, "__empty__"), Variable):
            pairs.insert(0, (Constant(None), Constant("")))
        match name:
            case "choices":
                return Items(tuple(Items(pair) for pair in pairs))
            case "values":
                return Items(tuple(value for value, _ in pairs))
        return Items(tuple(Constant(member.name) for member in members))


def _is_private(name: str) -> bool:
    return name.startswith("_") or "." in name or name.endswith("[]")


def _member_value(
    value: Value, statement: Assignment, before: list[Member], roots: set[str]
) -> Value:
    """The value of an enumeration's member, as `enum` and Django's choices make it."""
    if isinstance(value, Call) and _is_auto(value.callee):
        return _automatic(statement.name, before, roots)
    if isinstance(value, Items) and roots & _DJANGO_CHOICES and len(value.items) >= 2:
        # `DRAFT = "draft", "Draft"`: the label is the last of the tuple.
        return value.items[0] if len(value.items) == 2 else Items(value.items[:-1])
    return value


def _is_auto(callee: Value) -> bool:
    return isinstance(callee, Reference) and callee.symbol == External("enum.auto")


def _automatic(name: str, before: list[Member], roots: set[str]) -> Value:
    if "django.db.models.TextChoices" in roots:
        return Constant(name)
    if "enum.StrEnum" in roots:
        return Constant(name.lower())
    numbers = [m.value.value for m in before if isinstance(m.value, Constant)]
    last = max([n for n in numbers if isinstance(n, int)], default=0)
    return Constant(last + 1)
