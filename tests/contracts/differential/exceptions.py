"""What nova-lint leaves alone on purpose: each kind with its reason, as narrow as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from .columns import Column, Limits
from .layers import LayerField
from .probes import Probe
from .project import Pair


@dataclass(frozen=True)
class Allowed:
    """A kind of value that a layer may let through although the column refuses it, with a
    pair that shows it."""

    because: str
    covers: Callable[[Pair, Probe, str], bool]
    example: Pair


def _is_beyond_64_bits(pair: Pair, probe: Probe, reason: str) -> bool:
    return isinstance(probe.value, int) and not -(2**63) <= probe.value < 2**63


def _is_blank(pair: Pair, probe: Probe, reason: str) -> bool:
    return reason == "blank"


def _is_unique_in_form(pair: Pair, probe: Probe, reason: str) -> bool:
    return reason in ("unique", "UNIQUE") and pair.field.layer == "form"


def _is_format_of_class(pair: Pair, probe: Probe, reason: str) -> bool:
    formats = ("EmailField", "SlugField", "URLField")
    return reason == "invalid" and pair.column.kind in formats


def _is_empty_and_taken(pair: Pair, probe: Probe, reason: str) -> bool:
    layers = ("serializer", "model_form")
    return probe.value == "" and pair.field.layer in layers and "taken" in probe.what


def _is_chosen(pair: Pair, probe: Probe, reason: str) -> bool:
    reasons = ("invalid", "min_value", "max_value", "max_length", "min_length", "CHECK")
    return pair.field.limits.choices is not None and reason in reasons


def _is_patterned(pair: Pair, probe: Probe, reason: str) -> bool:
    reasons = ("max_length", "min_length", "invalid", "invalid_choice")
    return pair.field.limits.pattern and reason in reasons


def _is_json_null(pair: Pair, probe: Probe, reason: str) -> bool:
    derived = pair.field.layer == "schema" and pair.field.style == "derived"
    return derived and pair.column.family == "json" and reason in ("null", "NOT NULL")


_NAME = LayerField("form", "declared", "CharField", Limits(max_length=20))
_TEXT = LayerField("schema", "declared", "str", Limits(max_length=20))
_LETTERS = Limits(max_length=20, pattern=True)

EXCEPTIONS = (
    Allowed(
        "`blank=False` is about forms: the table takes an empty value that a client sends on "
        "purpose. What a client leaves out is `silently empty`, and not excepted.",
        _is_blank,
        Pair(Column("text", "CharField", Limits(max_length=20)), _TEXT),
    ),
    Allowed(
        "The range of the database's own integers is not in the source (NL106).",
        _is_beyond_64_bits,
        Pair(Column("int", "IntegerField", Limits()), LayerField("schema", "declared", "int")),
    ),
    Allowed(
        "A plain form's checks are in its `clean` and in its view (NL105, NL116).",
        _is_unique_in_form,
        Pair(Column("text", "CharField", Limits(max_length=20), {"unique": "True"}), _NAME),
    ),
    Allowed(
        "The format that a column's class stands for is no validator of the project (NL107).",
        _is_format_of_class,
        Pair(Column("text", "SlugField", Limits(max_length=20)), _NAME),
    ),
    Allowed(
        "A second empty text in a unique column: DRF takes an empty text that it allows before "
        "it asks its validators, and a ModelForm validates no field that it found empty. "
        "That the first one is taken is NL104's matter, or the model's own will.",
        _is_empty_and_taken,
        Pair(
            Column("text", "CharField", Limits(max_length=20), {"unique": "True", "blank": "True"}),
            LayerField("serializer", "derived"),
        ),
    ),
    Allowed(
        "Choices of the field's own: whether limits and validators of the column take each of "
        "them is not decided (NL106, NL107).",
        _is_chosen,
        Pair(
            Column("int", "IntegerField", Limits(max_value=5)),
            LayerField("schema", "declared", "int", Limits(choices=(2, 8))),
        ),
    ),
    Allowed(
        "A schema's field with a pattern: which texts pass is not decided (NL101, NL107, NL108).",
        _is_patterned,
        Pair(
            Column("text", "CharField", Limits(max_length=20)),
            LayerField("schema", "declared", "str", replace(_LETTERS, max_length=30)),
        ),
    ),
    Allowed(
        "ninja makes an object that takes everything of a JSONField, null included.",
        _is_json_null,
        Pair(Column("json", "JSONField", Limits()), LayerField("schema", "derived")),
    ),
)
