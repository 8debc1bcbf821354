"""Where a layer and its column disagree: the marks on what the layer says."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known, Layer, T
from nova_lint.contracts.links import Pair
from nova_lint.knowledge.models import holds_empty_text
from nova_lint.report.inventory.marks import DIFFERS, MORE, NARROWER, worst
from nova_lint.report.inventory.words import UNSAID, said_of_column, said_of_field

_CHOICES_SHOWN = 4
_NUMBERS = frozenset({Known("int"), Known("float"), Known("decimal")})
_NO_CHOICE = frozenset({"", "None"})


class Word(msgspec.Struct, frozen=True):
    """One thing that a layer says of a field; `verdict` is how it stands to the column.

    `other` is what the column says of the same.
    """

    text: str
    verdict: str = ""
    other: str = ""


def judged(pair: Pair) -> tuple[Word, ...]:
    """What a layer says of a field, each word with its verdict.

    There is none on a fact that is not known, or that the code around the class makes
    harmless.
    """
    verdicts = _verdicts(pair)
    said = said_of_field(pair.field)
    for subject in verdicts:
        if subject not in said:
            said[subject] = UNSAID[subject]
    others = {**UNSAID, **said_of_column(pair.column)}
    others["choices"] += _extra_choices(pair)
    return tuple(
        Word(text, verdicts.get(subject, ""), others.get(subject, ""))
        for subject, text in said.items()
    )


def _extra_choices(pair: Pair) -> str:
    """The choices that the column does not have, as the end of what it says."""
    own, allowed = _known(pair.field.choices), _known(pair.column.choices)
    if own is None or allowed is None:
        return ""
    its = set(map(str, allowed))
    extra = [str(choice) for choice in own if str(choice) not in its]
    named = ", ".join(choice for choice in extra[:_CHOICES_SHOWN] if choice not in _NO_CHOICE)
    more = f" {MORE}" if len(extra) > _CHOICES_SHOWN else ""
    return f", not {named}{more}" if named else ""


def _verdicts(pair: Pair) -> dict[str, str]:
    """The subjects in which a field and its column disagree, each with its mark."""
    found = {"null": DIFFERS if _disagrees_on_null(pair) else ""}
    if _takes_input(pair):
        found["optional"] = DIFFERS if _may_be_missing(pair) else ""
        # A ModelForm leaves the limits of the fields that it derives to the model's validation.
        if pair.field.declared or not pair.linked.checked_late:
            found["type"] = _type_verdict(pair)
            found["length"] = _length_verdict(pair)
            found["bounds"] = _bounds_verdict(pair)
            found["choices"] = _choices_verdict(pair)
    return {subject: verdict for subject, verdict in found.items() if verdict}


def _takes_input(pair: Pair) -> bool:
    """Whether a client's value may reach the column: it does, or no use of the class is seen
    and nothing says that it cannot."""
    if pair.linked.uses.actions:
        return pair in pair.linked.taken_in
    return pair.field.read_only == Known(False) and not pair.column.automatic


def _known(fact: Fact[T]) -> T | None:
    return fact.value if isinstance(fact, Known) else None


def _is_reshaped(field: Field) -> bool:
    """Whether a validator of the class may turn the value into another."""
    names = _known(field.validators) or ()
    return any(name.startswith(("field_validator", "validator")) for name in names)


def _unchecked(pair: Pair, verdict: str) -> str:
    """The verdict, unless code of the class or of the field's class looks at the value."""
    looks = pair.field.refuses or pair.linked.supply.checks(pair.field.name)
    return "" if verdict == DIFFERS and looks else verdict


# Types

_COUNTED = frozenset({"int", "float", "decimal", "bool"})
_TIMES = frozenset({"date", "datetime", "time"})
_OTHER_FAMILY = {
    **dict.fromkeys(_COUNTED, _TIMES | {"uuid"}),
    "uuid": _COUNTED | _TIMES,
    "date": _COUNTED | {"uuid", "time"},
    "datetime": _COUNTED | {"uuid"},
}
"""Types of a schema's fields, and the types of columns that share no value with them."""


def _type_verdict(pair: Pair) -> str:
    own, its = _known(pair.field.type), _known(pair.column.type)
    if own is None or its is None:
        return ""
    if its == "decimal" and own in ("decimal", "float"):
        return _digits_verdict(pair) if own == "decimal" else DIFFERS
    if pair.linked.contract.layer is not Layer.SCHEMA or pair.field.validators != Known(()):
        return ""
    return DIFFERS if its in _OTHER_FAMILY.get(own, ()) else ""


def _digits_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    if UNKNOWN in (field.max_digits, field.decimal_places) or _is_reshaped(field):
        return ""
    if field.refuses:
        return ""
    digits, places = _known(column.max_digits), _known(column.decimal_places)
    own_digits, own_places = _known(field.max_digits), _known(field.decimal_places)
    if digits is None or places is None:
        return ""
    if own_digits is None or own_places is None:
        return DIFFERS
    if own_places > places or own_digits - own_places > digits - places:
        return DIFFERS
    return NARROWER if (own_digits, own_places) != (digits, places) else ""


# Limits

_EMAIL_LENGTH = 320


def _length_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    held, accepted = _known(column.max_length), _known(field.max_length)
    texts = field.type == column.type == Known("str") and field.choices == Known(None)
    if not texts or held is None or field.max_length is UNKNOWN:
        return ""
    if accepted is not None and accepted <= held:
        return NARROWER if accepted < held else ""
    # A secret is hashed first; a pattern and the column's choices say more than a length.
    excused = field.pattern != Known(None) or column.choices != Known(None)
    if "password" in field.name or (accepted is None and excused):
        return ""
    # What Django itself gives a form's EmailField is nobody's decision.
    if field.framework_class == "django.forms.EmailField" and accepted == _EMAIL_LENGTH:
        return ""
    return "" if field.refuses or pair.linked.supply.limits_length(field.name) else DIFFERS


def _bounds_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    if field.type not in _NUMBERS or column.type not in _NUMBERS:
        return ""
    if field.choices != Known(None) or _is_reshaped(field):
        return ""
    below = _bound_verdict(field.min_value, column.min_value, outward=-1)
    above = _bound_verdict(field.max_value, column.max_value, outward=1)
    return _unchecked(pair, worst((below, above)))


def _bound_verdict(own: Fact[object], its: Fact[object], *, outward: int) -> str:
    """How a bound stands to the column's; `outward` is where the greater freedom lies."""
    mine, limit = _as_number(_known(own)), _as_number(_known(its))
    if own is UNKNOWN or limit is None or mine == limit:
        return ""
    if mine is None:
        return DIFFERS if own == Known(None) else ""
    return DIFFERS if (mine - limit) * outward > 0 else NARROWER


def _as_number(value: object) -> Decimal | None:
    """A bound as it is written: a float's 0.01 and a Decimal's are the same."""
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else None


def _choices_verdict(pair: Pair) -> str:
    field, column = pair.field, pair.column
    allowed, own = _known(column.choices), _known(field.choices)
    if allowed is None or field.choices is UNKNOWN or column.many != Known(False):
        return ""
    if _is_reshaped(field):
        return ""
    if own is None:
        free = field.type in (Known("str"), Known("int")) and field.pattern == Known(None)
        return _unchecked(pair, DIFFERS) if free else ""
    mine = set(map(str, own)) - _NO_CHOICE
    its = set(map(str, allowed)) - _NO_CHOICE
    return _unchecked(pair, DIFFERS if mine - its else NARROWER if its - mine else "")


# Values that are not there


def _may_be_missing(pair: Pair) -> bool:
    """Whether a client may leave out what the column needs and nothing else supplies."""
    field, column, linked = pair.field, pair.column, pair.linked
    if linked.partial or not _needs_value(column) or field.required != Known(False):
        return False
    if linked.contract.layer is Layer.SCHEMA:
        # `x: str = None` hands None on; any other default is a value.
        gap = field.has_default == Known(True) and field.default == Known(None)
    else:
        box = linked.contract.layer is Layer.FORM and field.type == Known("bool")
        gap = field.has_default == Known(False) and not box
    return gap and not linked.supply.supplies(column.name)


def _needs_value(column: Field) -> bool:
    """Whether a row needs a value for the column: NOT NULL, and no default of any kind."""
    given = (column.nullable, column.has_default, column.database_default, column.many)
    if column.primary_key or any(fact != Known(False) for fact in given):
        return False
    return not holds_empty_text(column.framework_class) or column.blank == Known(False)


def _disagrees_on_null(pair: Pair) -> bool:
    field, column = pair.field, pair.column
    if column.many != Known(False) or column.primary_key:
        return False
    if field.nullable == Known(True) and column.nullable == Known(False):
        return _saves_null(pair)
    promised = field.nullable == Known(False) and column.nullable == Known(True)
    return promised and _is_checked_output(pair)


def _saves_null(pair: Pair) -> bool:
    """Whether a null that a client sends is saved as it is."""
    linked = pair.linked
    if linked.partial or linked.contract.layer is Layer.FORM or not _takes_input(pair):
        return False
    return not linked.supply.supplies(pair.column.name)


def _is_checked_output(pair: Pair) -> bool:
    """Whether a row's value is validated as it stands when it is shown."""
    linked, field = pair.linked, pair.field
    if linked.contract.layer is not Layer.SCHEMA or pair not in linked.shown:
        return False
    if field.type == Known("any") or field.validators != Known(()):
        return False
    guards = (f"{pair.column.name}__isnull", f"resolve_{field.name}", "exclude_none")
    return not linked.supply.has_word(*guards)
