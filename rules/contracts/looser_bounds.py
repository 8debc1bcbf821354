"""NL106: a layer accepts numbers that the column or its validators refuse."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from nova_lint.contracts.contract import Fact, Field, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import limits, wording
from .hooks import is_checked, sees_input
from .rows import never_saves

_NUMBERS = frozenset({Known("int"), Known("float"), Known("decimal")})

_SAVED = "a {} number is saved, because only `full_clean` runs the model's validators"

_ROUNDED = "further decimal places are lost in silence"
_OVERFLOW = "a longer number is DataError on PostgreSQL and cannot be read back from SQLite"


class _Problem(msgspec.Struct, frozen=True):
    """A limit of the column that the field lacks: what the field does, what the column asks
    for, what happens, and the limit to set."""

    accepts: str
    wanted: str
    outcome: str
    remedy: str


class LooserBounds(Rule[Linked]):
    code = "NL106"
    name = "looser-bounds"
    severity = Severity.WARNING
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late or never_saves(subject):
            return
        said: set[str] = set()
        for pair in subject.written:
            if pair.field.type not in _NUMBERS or pair.column.type not in _NUMBERS:
                continue
            if pair.field.choices != Known(None) or is_checked(pair):
                continue
            if pair.column.choices != Known(None):
                # Whatever is none of the choices is NL108's matter.
                continue
            if subject.contract.layer is Layer.SCHEMA and sees_input(pair.field):
                continue
            problems = [*_beyond_bounds(pair), *_beyond_digits(pair)]
            if problems and pair.field.name not in said:
                # One field may be written to several columns; one cure serves them all.
                said.add(pair.field.name)
                yield Report(
                    place=wording.field_place(pair, project),
                    message=_message(pair, problems),
                    related=wording.column_related(pair, project, "the column's limits"),
                    severity=Severity.ERROR if _takes_negatives(pair) else None,
                )


def _message(pair: Pair, problems: list[_Problem]) -> str:
    accepts = " and ".join(problem.accepts for problem in problems)
    wanted = " and ".join(problem.wanted for problem in problems)
    outcomes = "; ".join(dict.fromkeys(problem.outcome for problem in problems))
    remedies = ", ".join(problem.remedy for problem in problems)
    return (
        f"{wording.field_name(pair)} {accepts}, and {wording.column_name(pair)} {wanted}: "
        f"{outcomes}; set {remedies}"
    )


# Bounds ---------------------------------------------------------------------------------


def _beyond_bounds(pair: Pair) -> Iterator[_Problem]:
    schema = pair.linked.contract.layer is Layer.SCHEMA
    lowest, smallest = _limit(pair.column.min_value), limits.smallest(pair.field)
    if lowest is not None and _is_beyond(smallest, lowest, -1):
        outcome = _SAVED.format("smaller")
        if _takes_negatives(pair):
            outcome = f"saving -1 raises IntegrityError, {wording.refusal(pair.linked)}"
        remedy = f"{'ge' if schema else 'min_value'}={_written(lowest)}"
        accepts = _accepts("minimum", smallest)
        yield _Problem(accepts, f"must be at least {lowest}", outcome, remedy)
    highest, largest = _limit(pair.column.max_value), limits.largest(pair.field)
    if highest is not None and _is_beyond(largest, highest, 1):
        outcome = _SAVED.format("larger")
        remedy = f"{'le' if schema else 'max_value'}={_written(highest)}"
        accepts = _accepts("maximum", largest)
        yield _Problem(accepts, f"must be at most {highest}", outcome, remedy)


def _is_beyond(own: Fact[limits.Number | None], limit: limits.Number, direction: int) -> bool:
    """Whether a field surely accepts numbers below (-1) or above (1) a limit."""
    if not isinstance(own, Known):
        return False
    return own.value is None or (own.value - limit) * direction > 0


def _limit(fact: Fact[object]) -> limits.Number | None:
    return limits.number(fact.value) if isinstance(fact, Known) else None


def _accepts(which: str, own: Fact[limits.Number | None]) -> str:
    value = own.value if isinstance(own, Known) else None
    return f"sets no {which}" if value is None else f"accepts {value}"


def _written(value: limits.Number) -> str:
    return f'Decimal("{value}")' if isinstance(value, Decimal) else str(value)


def _takes_negatives(pair: Pair) -> bool:
    """Whether the table itself refuses what comes in: Positive… columns have a CHECK."""
    if not pair.column.framework_class.rpartition(".")[2].startswith("Positive"):
        return False
    own = limits.smallest(pair.field)
    return isinstance(own, Known) and (own.value is None or own.value < 0)


# Digits ---------------------------------------------------------------------------------


def _beyond_digits(pair: Pair) -> Iterator[_Problem]:
    held, own = _digits(pair.column), _digits(pair.field)
    if held is None or own is None:
        return
    digits, places = held
    own_digits, own_places = own
    if digits is None or places is None:
        return
    finer = own_places is None or own_places > places
    longer = own_digits is None or own_digits - (own_places or 0) > digits - places
    longer = longer and _reaches(pair.field, 10 ** (digits - places))
    if finer and longer and own == (None, None):
        accepts = "accepts any number of digits and of decimal places"
        remedy = f"max_digits={digits}, decimal_places={places}"
        outcome = f"{_ROUNDED}, and {_OVERFLOW}"
        yield _Problem(accepts, f"holds {digits} and {places}", outcome, remedy)
        return
    if finer:
        accepts, remedy = f"accepts {_any(own_places)} decimal places", f"decimal_places={places}"
        yield _Problem(accepts, f"keeps {places}", _ROUNDED, remedy)
    if longer:
        accepts, remedy = f"accepts {_any(own_digits)} digits", f"max_digits={digits}"
        if pair.field.type == Known("int"):
            remedy = f"bounds within ±{10 ** (digits - places) - 1:,}"
        yield _Problem(accepts, f"holds {digits}", _OVERFLOW, remedy)


def _reaches(field: Field, size: int) -> bool:
    """Whether a field's bounds surely leave room for numbers of that size."""
    ends = (limits.smallest(field), limits.largest(field))
    return any(
        isinstance(end, Known) and (end.value is None or not -size < end.value < size)
        for end in ends
    )


def _digits(field: Field) -> tuple[int | None, int | None] | None:
    if field.type == Known("int"):
        return None, 0
    if field.type != Known("decimal"):
        return None
    if not isinstance(field.max_digits, Known) or not isinstance(field.decimal_places, Known):
        return None
    return field.max_digits.value, field.decimal_places.value


def _any(count: int | None) -> str:
    return "any number of" if count is None else str(count)
