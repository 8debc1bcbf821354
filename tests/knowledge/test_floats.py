"""What nova-lint says of floats is what Python's own floats, Decimals and fractions do."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from nova_lint.knowledge.floats import (
    calculated,
    error,
    is_exact,
    is_power_of_two,
    rounds_otherwise,
)


@pytest.mark.parametrize("literal", [0.5, 0.25, 3.0, 100.0, 1e15, 0.0, -2.75, math.inf, math.nan])
def test_a_float_that_is_the_number_it_says(literal: float):
    assert is_exact(literal)


@pytest.mark.parametrize("literal", [0.1, 0.01, 1.1, 99.99, 1e23, -0.3, 3.14])
def test_a_float_that_is_not_the_number_it_says(literal: float):
    assert not is_exact(literal)
    assert Decimal(literal) != Decimal(str(literal))


@pytest.mark.parametrize("literal", [0.01, 99.99, 0.1, 0.3, 1.1, 0.5])
def test_the_error_of_a_float_tells_which_bound_excludes_itself(literal: float):
    itself = Decimal(str(literal))
    assert (itself < literal) is (error(literal) > 0)
    assert (itself > literal) is (error(literal) < 0)


@pytest.mark.parametrize("literal", [2.675, 2.665, 1.005, 1.015, 0.29, 1.1, 0.5, 2.5])
@pytest.mark.parametrize("rounding", [None, "ROUND_HALF_UP", "ROUND_DOWN", "ROUND_UP"])
def test_whether_rounding_hides_what_a_float_is(literal: float, rounding: str | None):
    for quantum in map(Decimal, ("1", "0.1", "0.01", "0.001")):
        rounded = Decimal(literal).quantize(quantum, rounding)
        meant = Decimal(str(literal)).quantize(quantum, rounding)
        assert rounds_otherwise(literal, quantum, rounding) is (rounded != meant)


def test_rounding_to_more_digits_than_there_are_says_nothing():
    assert not rounds_otherwise(2.675, Decimal("1e-40"), None)
    assert not rounds_otherwise(2.675, Decimal("0.01"), "HALF_UP")


@pytest.mark.parametrize(
    ("left", "sign", "right", "made", "is_meant"),
    [
        (14, "/", 28.0, 14 / 28.0, True),
        (2.45, "*", 5, 2.45 * 5, True),
        (10, "*", 0.1, 10 * 0.1, True),
        (3, "*", 0.1, 3 * 0.1, False),
        (0.1, "+", 0.2, 0.1 + 0.2, False),
        (1, "/", 3, 1 / 3, False),
        (5, "-", 1, 5 - 1, True),
        (7, "//", 2, 7 // 2, True),
        (2, "**", -2, 2**-2, True),
    ],
)
def test_whether_what_is_calculated_is_what_the_literals_mean(
    left: float, sign: str, right: float, made: float, is_meant: bool
):
    assert calculated(sign, left, right) == (made, is_meant)
    if is_meant:
        assert is_exact(made)


@pytest.mark.parametrize(
    ("left", "sign", "right"), [(1, "/", 0), (9, "**", 10**9), (10**9, "**", 2), (1, "@", 1)]
)
def test_what_raises_or_takes_too_long_is_not_calculated(left: float, sign: str, right: float):
    assert calculated(sign, left, right) is None


@pytest.mark.parametrize("divisor", [1, 2, 4, 0.5, -8, 1024.0])
def test_a_division_that_loses_nothing(divisor: float):
    assert is_power_of_two(divisor)
    assert all(Fraction(n / divisor) == Fraction(n) / Fraction(divisor) for n in range(1, 1000))


@pytest.mark.parametrize("divisor", [3, 10, 0.1, 6, 0, math.inf, math.nan])
def test_a_division_that_may_lose_something(divisor: float):
    assert not is_power_of_two(divisor)
