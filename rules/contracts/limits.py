"""How limits compare and read, whatever type they are written in."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TypeAlias

from nova_lint.contracts.contract import Fact, Field, Known

Number: TypeAlias = int | Decimal


def number(value: object) -> Number | None:
    """A limit as an exact number: the float 0.3 is what was written, not its binary digits."""
    if isinstance(value, float):
        return Decimal(str(value))
    return value if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def smallest(field: Field) -> Fact[Number | None]:
    """The smallest number that a field accepts; None where it sets no limit."""
    return _reached(field, field.min_value, "gt", 1)


def largest(field: Field) -> Fact[Number | None]:
    """The largest number that a field accepts; None where it sets no limit."""
    return _reached(field, field.max_value, "lt", -1)


def _reached(field: Field, bound: Fact[object], mark: str, direction: int) -> Fact[Number | None]:
    if not isinstance(bound, Known) or bound.value is None:
        return bound if not isinstance(bound, Known) else Known(None)
    value = number(bound.value)
    marks = field.validators.value if isinstance(field.validators, Known) else ()
    step = _step(field)
    if value is None or not step or not Decimal(value).is_finite():
        return Known(value)
    reached = _inward(value, step, direction)
    excluded = mark in marks and reached == value
    return Known(reached + direction * step if excluded else reached)


def _inward(value: Number, step: Number, direction: int) -> Number:
    """The nearest number that a field can hold: a bound between two of them is not reached."""
    if isinstance(value, int):
        return value
    units = int((value / step).to_integral_value(ROUND_CEILING if direction > 0 else ROUND_FLOOR))
    return value if units * step == value else units * step


def _step(field: Field) -> Number:
    """The distance between a number and the next one that the field can hold."""
    if field.type == Known("int"):
        return 1
    places = field.decimal_places.value if isinstance(field.decimal_places, Known) else None
    return Decimal(1).scaleb(-places) if places is not None else 0
