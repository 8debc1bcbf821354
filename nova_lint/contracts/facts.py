"""Turns static values into facts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from nova_lint.contracts.contract import UNKNOWN, Fact, Known
from nova_lint.knowledge.models import COMPARING, LIMIT_VALIDATORS
from nova_lint.semantics.evaluation import Evaluator, plain_value
from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Mapping,
    Reference,
    Subscript,
    Value,
)
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol, Module


def boolean(value: Value | None, default: bool | None) -> Fact[bool]:
    """A keyword's truth; its default where the keyword is surely not given."""
    if value is None:
        return Known(default) if default is not None else UNKNOWN
    plain = plain_value(value)
    return Known(bool(plain.value)) if isinstance(plain, Constant) else UNKNOWN


def integer(value: Value | None, default: int | None) -> Fact[int | None]:
    """A keyword's whole number, None for an explicit None."""
    if value is None:
        return Known(default)
    plain = plain_value(value)
    if isinstance(plain, Constant) and (plain.value is None or isinstance(plain.value, int)):
        return Known(plain.value)
    return UNKNOWN


def limit(value: Value | None, default: object = None) -> Fact[object]:
    """A bound: a number, a Decimal, a date."""
    if value is None:
        return Known(default)
    plain = plain_value(value)
    return Known(plain.value) if isinstance(plain, Constant) else UNKNOWN


def text(value: Value | None) -> Fact[str | None]:
    if value is None:
        return Known(None)
    plain = plain_value(value)
    if isinstance(plain, Constant) and (plain.value is None or isinstance(plain.value, str)):
        return Known(plain.value)
    return UNKNOWN


def names(value: Value | None) -> tuple[str, ...] | None:
    """A list of names, None where some cannot be read."""
    if not isinstance(value, Items) or not value.complete:
        return None
    found = [plain_value(item) for item in value.items]
    if not all(isinstance(item, Constant) and isinstance(item.value, str) for item in found):
        return None
    return tuple(str(item.value) for item in found if isinstance(item, Constant))


def choices(value: Value | None, evaluator: Evaluator) -> Fact[tuple[object, ...] | None]:
    """The values that a `choices` argument allows, groups flattened, None for no choices."""
    if value is None or value == Constant(None):
        return Known(None)
    if isinstance(value, Reference) and isinstance(value.symbol, FunctionSymbol):
        value = evaluator.returned(value.symbol)
    if isinstance(value, Reference) and isinstance(value.symbol, ClassSymbol):
        value = evaluator.attribute(value, "choices")
    items = _pairs(value, evaluator)
    if items is None or not items.complete:
        return UNKNOWN
    found: list[object] = []
    for item in items.items:
        inner = _choice_values(item, evaluator)
        if inner is None:
            return UNKNOWN
        found.extend(inner)
    # An empty list is one that something fills when the program starts.
    return Known(tuple(found)) if found else UNKNOWN


def _pairs(value: Value, evaluator: Evaluator) -> Items | None:
    if isinstance(value, Mapping):
        return Items(tuple(Items(entry) for entry in value.entries), value.complete)
    return evaluator.iterate(value)


def _choice_values(item: Value, evaluator: Evaluator) -> list[object] | None:
    match item:
        case Items(items=(first, second)):
            if isinstance(second, Items | Mapping):
                group = _pairs(second, evaluator)
                if group is None or not group.complete:
                    return None
                found: list[object] = []
                for inner in group.items:
                    values = _choice_values(inner, evaluator)
                    if values is None:
                        return None
                    found.extend(values)
                return found
            plain = plain_value(first)
            return [plain.value] if isinstance(plain, Constant) else None
    # DRF allows plain values, members of an enumeration too; Django 5 turns two-letter strings
    # into pairs.
    plain = plain_value(item)
    return [plain.value] if isinstance(plain, Constant) else None


class Validators(msgspec.Struct, frozen=True):
    """What a list of validators says: limits by fact name, and the names of the others.

    `first` has the limit of the first validator of each kind, where there are several.
    """

    limits: dict[str, Fact[object]]
    others: Fact[tuple[str, ...]]
    first: dict[str, Fact[object]]

    def length(self, fact: str, given: Fact[int | None]) -> Fact[int | None]:
        """A length limit that a keyword gives, or a validator where that is stricter."""
        wide: Fact[object] = Known(given.value) if isinstance(given, Known) else UNKNOWN
        together = stricter(fact, wide, self.limits.get(fact, Known(None)))
        if isinstance(together, Known) and (
            together.value is None or isinstance(together.value, int)
        ):
            return Known(together.value)
        return UNKNOWN

    def first_bounds(self, least: object) -> tuple[Fact[object], Fact[object]] | None:
        """The bounds that the first validators set, `least` being that of the column's class;
        None where all of them together say the same."""
        bounds = (
            self.first.get("min_value", Known(least)),
            self.first.get("max_value", Known(None)),
        )
        together = stricter("min_value", Known(least), self.limits.get("min_value", Known(None)))
        same = (together, self.limits.get("max_value", Known(None)))
        return None if bounds == same else bounds


def validators(values: Iterable[Value | None]) -> Validators:
    """Reads `validators=[…]` arguments and `default_validators` of custom classes."""
    limits: dict[str, Fact[object]] = {}
    first: dict[str, Fact[object]] = {}
    others: list[str] = []
    complete = True
    for value in values:
        if value is None:
            continue
        if not isinstance(value, Items):
            complete = False
            continue
        complete = complete and value.complete
        for item in value.items:
            name = dotted_name(item.callee if isinstance(item, Call) else item)
            fact = _limited(item) if isinstance(item, Call) else None
            if name is None:
                complete = False
            elif fact is not None and isinstance(item, Call):
                said = limit(item.argument(0, "limit_value"))
                first.setdefault(fact, said)
                limits[fact] = stricter(fact, limits.get(fact), said)
            else:
                others.append(name)
    return Validators(limits, Known(tuple(others)) if complete else UNKNOWN, first)


def _limited(call: Call) -> str | None:
    """The fact that a validator limits: one of Django's, or a class that inherits from one
    and leaves its comparison alone."""
    match call.callee:
        case Reference(symbol=External(name=name)):
            return LIMIT_VALIDATORS.get(name)
        case Reference(symbol=ClassSymbol() as cls):
            for base in call.evaluator.symbols.mro(cls).classes:
                if isinstance(base, External):
                    return LIMIT_VALIDATORS.get(base.name)
                if not COMPARING.isdisjoint(base.bindings):
                    return None
    return None


def stricter(fact: str, first: Fact[object] | None, second: Fact[object]) -> Fact[object]:
    """The limit that two limits together set; a missing one sets none."""
    if first is None or first == Known(None):
        return second
    if second == Known(None):
        return first
    if not isinstance(first, Known) or not isinstance(second, Known):
        return UNKNOWN
    pick = max if fact.startswith("min") else min
    one, other = first.value, second.value
    if isinstance(one, int | float | Decimal) and isinstance(other, int | float | Decimal):
        return Known(pick(one, other))
    return first if one == other else UNKNOWN


def dotted_name(value: Value) -> str | None:
    """The dotted name of a class or function."""
    match value:
        case Reference(symbol=External(name=name)):
            return name
        case Reference(symbol=ClassSymbol() | FunctionSymbol() | Module() as symbol):
            return symbol.name
        case Subscript(base=base):
            return dotted_name(base)
    return None
