"""What nova-lint leaves alone on purpose: each kind with its reason, as narrow as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .probes import Probe
from .project import Pair


@dataclass(frozen=True)
class Allowed:
    """A kind of value that a layer may let through although the column refuses it."""

    because: str
    covers: Callable[[Pair, Probe, str], bool]


def _is_beyond_64_bits(pair: Pair, probe: Probe, reason: str) -> bool:
    return isinstance(probe.value, int) and not -(2**63) <= probe.value < 2**63


def _is_blank(pair: Pair, probe: Probe, reason: str) -> bool:
    return reason == "blank"


def _is_unique_in_schema(pair: Pair, probe: Probe, reason: str) -> bool:
    return reason in ("unique", "UNIQUE") and pair.field.layer in ("schema", "form")


def _is_format_of_class(pair: Pair, probe: Probe, reason: str) -> bool:
    formats = ("EmailField", "SlugField", "URLField")
    return reason == "invalid" and pair.column.kind in formats


EXCEPTIONS = (
    Allowed(
        "`blank=False` is about forms: the table takes an empty value that a client sends on "
        "purpose. What a client leaves out is `silently empty`, and not excepted.",
        _is_blank,
    ),
    Allowed(
        "The range of the database's own integers is not in the source (NL106).",
        _is_beyond_64_bits,
    ),
    Allowed(
        "A schema and a plain form cannot ask whether a value is taken (NL105).",
        _is_unique_in_schema,
    ),
    Allowed(
        "The format that a column's class stands for is no validator of the project (NL107).",
        _is_format_of_class,
    ),
)
