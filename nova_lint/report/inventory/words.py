"""What a class says of one field, in few words, each by its subject: `str`, `≤120`, `null`."""

from __future__ import annotations

from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known, T
from nova_lint.report.inventory.json import plain
from nova_lint.report.inventory.marks import ABSENT, ARROW, AT_LEAST, AT_MOST, MORE

UNSAID = {
    "length": "any length",
    "bounds": "no bounds",
    "choices": "any choice",
    "optional": "needs a value",
    "null": "not null",
}
"""Where a class says nothing of a subject, and that is what disagrees."""

_CHOICES_WIDTH = 20
_OF_FIXED_LENGTH = frozenset({Known("uuid")})


def said_of_column(column: Field) -> dict[str, str]:
    """What a model says of one of its columns, by subject."""
    filled = column.automatic or column.primary_key
    remarks = {
        "key": Known(column.primary_key),
        "unique": Known(False) if column.primary_key else column.unique,
        "null": column.nullable,
        "blank": Known(False) if filled or column.many == Known(True) else column.blank,
        "default": Known(False) if column.automatic else column.has_default,
        "automatic": Known(column.automatic),
    }
    said = {subject: subject for subject, fact in remarks.items() if fact == Known(True)}
    return {**_said_of_value(column), **said}


def said_of_field(field: Field) -> dict[str, str]:
    """What a layer says of one of its fields, by subject."""
    read_only = field.read_only == Known(True)
    remarks = {
        "read only": read_only,
        "optional": field.required == Known(False) and not read_only,
        "write only": field.write_only == Known(True),
        "null": field.nullable == Known(True),
    }
    said = {subject: subject for subject, holds in remarks.items() if holds}
    return {**_said_of_value(field), **said}


def _said_of_value(field: Field) -> dict[str, str]:
    """Type and limits: `str ≤120`, `int ≥1`, `decimal(8,2)`, `draft|active`."""
    said = {
        "type": _type_text(field),
        "length": _range_text(field.min_length, field.max_length),
        "bounds": _range_text(field.min_value, field.max_value),
        "choices": _choices_text(field.choices),
    }
    if said["choices"] or field.type in _OF_FIXED_LENGTH:
        said["length"] = ""
    if said["choices"] and said["type"] in ("str", "choice"):
        said["type"] = ""
    return {subject: text for subject, text in said.items() if text}


def _type_text(field: Field) -> str:
    many = "many " if field.many == Known(True) else ""
    if isinstance(field.relation, Known) and field.relation.value is not None:
        return f"{ARROW} {many}{field.relation.value.rpartition('.')[2]}"
    if not isinstance(field.type, Known):
        return "?"
    if field.type.value == "relation":
        return f"{ARROW} {many}?"
    if field.type.value == "decimal":
        return f"decimal{_digits_text(field)}"
    return f"{many}{field.type.value}"


def _digits_text(field: Field) -> str:
    if field.max_digits == field.decimal_places == Known(None):
        return ""
    return f"({_limit(field.max_digits) or MORE},{_limit(field.decimal_places) or MORE})"


def _range_text(smallest: Fact[T], largest: Fact[T]) -> str:
    low, high = _limit(smallest), _limit(largest)
    if low == high == "?":
        return "limits?"
    if low and high:
        return low if low == high else f"{low}{ABSENT}{high}"
    return f"{AT_LEAST}{low}" if low else f"{AT_MOST}{high}" if high else ""


def _limit(fact: Fact[T]) -> str:
    if not isinstance(fact, Known):
        return "?"
    return str(plain(fact.value)) if fact.value is not None else ""


def _choices_text(fact: Fact[tuple[object, ...] | None]) -> str:
    if fact is UNKNOWN:
        return "choices?"
    if fact.value is None:
        return ""
    chosen = [str(choice) for choice in fact.value if choice not in ("", None)]
    listed = "|".join(chosen)
    if chosen and len(listed) <= _CHOICES_WIDTH and listed.isprintable():
        return listed
    return f"{len(chosen)} choices"
