"""The boundary values that a field and its column are tried with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from .columns import Column, Limits
from .project import Pair

_REGULAR = {
    "bool": (True, False),
    "date": ("2024-02-29",),
    "datetime": ("2024-02-29T12:30:00Z",),
    "time": ("12:30:00",),
    "uuid": ("5f0c7f5e-6a3c-4f5c-9b1e-2d8f6f1f0a11",),
    "json": ({"a": 1}, {}, "text"),
}
_EMAIL = "@b.co"
_URL = "http://b.co/"
# Lengths about the limits that classes have of themselves.
_LENGTHS = (1, 5, 50, 51, 200, 201, 254, 255, 320, 321)


class Probe(msgspec.Struct, frozen=True):
    """A value that a client sends, or none at all, and what it is there for."""

    what: str
    value: Any = None
    missing: bool = False


def probes(pair: Pair) -> tuple[Probe, ...]:
    """The values that a pair is tried with, each once."""
    found = [Probe("missing", missing=True), Probe("null"), Probe("empty", "")]
    both = (pair.column.limits, pair.field.limits)
    makers = {"text": _texts, "int": _ints, "decimal": _decimals, "float": _floats}
    maker = makers.get(pair.column.family)
    if maker is not None:
        found.extend(maker(pair.column, both))
    found.extend(Probe("regular", value) for value in _REGULAR.get(pair.column.family, ()))
    for limits in both:
        found.extend(Probe("choice", choice) for choice in limits.choices or ())
    return tuple({repr((probe.value, probe.missing)): probe for probe in found}.values())


def _texts(column: Column, both: tuple[Limits, Limits]) -> Iterator[Probe]:
    lengths = set(_LENGTHS)
    for limits in both:
        for limit in (limits.max_length, limits.min_length):
            if limit is not None:
                lengths |= {limit - 1, limit, limit + 1}
    for length in sorted(lengths - {0}):
        yield Probe(f"{length} letters", "a" * length)
        if length > len(_EMAIL):
            yield Probe(f"an address of {length}", "a" * (length - len(_EMAIL)) + _EMAIL)
        if length > len(_URL):
            yield Probe(f"a URL of {length}", _URL + "a" * (length - len(_URL)))
    others = ("Abc", "ABCDE", "a1-b2", "two words", "outside", "xxxxx")
    for value in (*others, "x" + _EMAIL, _URL + "x"):
        yield Probe("another text", value)


def _ints(column: Column, both: tuple[Limits, Limits]) -> Iterator[Probe]:
    numbers = {-1, 0, 1, 2, 6, 7, 12, 13, 1000, 2**63, -(2**63) - 1}
    for bound in _bounds(both):
        numbers |= {int(bound) - 1, int(bound), int(bound) + 1}
    yield from (Probe("a whole number", number) for number in sorted(numbers))
    yield Probe("a float", 1.1)


def _decimals(column: Column, both: tuple[Limits, Limits]) -> Iterator[Probe]:
    numbers = {Decimal(n) for n in (-1, 0, 1, 2, 1000)}
    steps = {Decimal(1)}
    for limits in both:
        places = limits.decimal_places
        for each in (places, places + 1) if places is not None else (12,):
            steps.add(Decimal(1).scaleb(-each))
        if limits.max_digits is not None:
            numbers |= _around_digits(limits.max_digits, places)
    numbers |= {Decimal(one) + step for step in steps for one in (0, 1)}
    for bound in _bounds(both):
        numbers |= {Decimal(str(bound)) + n * step for step in steps for n in (-1, 0, 1)}
    # Without zeros at the end: some layers count them and some do not, and nothing is lost.
    yield from (Probe("a decimal", f"{number.normalize():f}") for number in sorted(numbers))
    yield Probe("a float", 1.1)


def _around_digits(digits: int, places: int | None) -> set[Decimal]:
    """The largest number of so many digits and the next one, and the same below zero."""
    step = Decimal(1).scaleb(-(places or 0))
    whole = Decimal(10) ** (digits - (places or 0))
    found = {whole - step, whole, Decimal(10) ** digits - 1, Decimal(10) ** digits}
    return found | {-number for number in found}


def _floats(column: Column, both: tuple[Limits, Limits]) -> Iterator[Probe]:
    numbers = {-1.0, 0.0, 1.1, 1e6}
    for bound in _bounds(both):
        numbers |= {float(bound) - 0.1, float(bound), float(bound) + 0.1}
    yield from (Probe("a float", number) for number in sorted(numbers))


def _bounds(both: tuple[Limits, Limits]) -> list[Any]:
    bounds = [b for limits in both for b in (limits.min_value, limits.max_value)]
    return [bound for bound in bounds if bound is not None]
