"""Which floats are the number that is written, and what arithmetic, rounding and bounds make of
those that are not.

Source: IEEE 754 as CPython 3.11 to 3.14 has it, and `decimal`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final


def is_exact(literal: float) -> bool:
    """Whether a float is the number that its literal says: 0.5 and 3.0 are, 0.1 is not."""
    return not math.isfinite(literal) or Decimal(literal) == Decimal(repr(literal))


def error(literal: float) -> Decimal:
    """By how much a finite float exceeds the number that its literal says: 0.01 is a little
    more than a hundredth, so that as a lower bound it excludes `Decimal("0.01")`; 99.99 is a
    little less, and excludes it as an upper one."""
    return Decimal(literal) - Decimal(repr(literal))


def is_power_of_two(number: float) -> bool:
    """Whether a division by a number moves the point of a float, and loses nothing."""
    return math.isfinite(number) and abs(math.frexp(number)[0]) == 1 / 2


_GREATEST_POWER = 16
_CALCULATIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


def calculated(sign: str, left: float, right: float) -> tuple[float, bool] | None:
    """What an operator makes of two literals, and whether it is the number that they mean; None
    where there is none."""
    calculate = _CALCULATIONS.get(sign)
    if calculate is None or (sign == "**" and not _is_small_power(left, right)):
        return None
    try:
        made = calculate(left, right)
        meant = calculate(*(Fraction(repr(number)) for number in (left, right)))
    except (ArithmeticError, ValueError):
        return None
    return (made, meant == made) if isinstance(made, int | float) else None


def _is_small_power(left: float, right: float) -> bool:
    return abs(right) <= _GREATEST_POWER and abs(left) <= 2**_GREATEST_POWER


def rounds_otherwise(literal: float, quantum: Decimal, rounding: str | None) -> bool:
    """Whether the Decimal of a float, rounded to the places of another one, is not what the number
    would be that its literal says. `rounding` is the mode, None for that of the context."""
    meant = Decimal(repr(literal))
    try:
        return Decimal(literal).quantize(quantum, rounding) != meant.quantize(quantum, rounding)
    except (InvalidOperation, TypeError):
        # More digits than the context has, or a mode that there is not: this raises there as well.
        return False
