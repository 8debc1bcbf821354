"""NL106: a layer accepts numbers that the column or its validators refuse."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nova_lint.contracts.contract import Fact, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording

_NUMBERS = frozenset({Known("int"), Known("float"), Known("decimal")})


class LooserBounds(Rule[Linked]):
    code = "NL106"
    name = "looser-bounds"
    severity = Severity.WARNING
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late:
            return
        for pair in subject.written:
            if pair.field.type not in _NUMBERS or pair.column.type not in _NUMBERS:
                continue
            if pair.field.choices != Known(None) or subject.supply.checks(pair.field.name):
                continue
            problems = [*_beyond_bounds(pair), *_beyond_digits(pair)]
            if problems and not _is_reshaped(pair):
                yield Report(
                    place=wording.field_place(pair, project),
                    message=_message(pair, problems),
                    related=wording.column_related(pair, project, "the column's limits"),
                    severity=Severity.ERROR if _breaks_database(pair) else None,
                )


def _is_reshaped(pair: Pair) -> bool:
    validators = pair.field.validators
    return isinstance(validators, Known) and any(
        name.startswith(("field_validator", "validator")) for name in validators.value
    )


def _message(pair: Pair, problems: list[str]) -> str:
    what = " and ".join(problems)
    if _breaks_database(pair):
        outcome = "saving a negative number raises IntegrityError"
    else:
        outcome = "what the model would refuse is saved, because nothing else runs its validators"
    return f"{wording.field_name(pair)} {what} for {wording.column_name(pair)}: {outcome}"


def _breaks_database(pair: Pair) -> bool:
    """Whether the table itself refuses: Positive… columns have a CHECK on them."""
    positive = pair.column.framework_class.rpartition(".")[2].startswith("Positive")
    return positive and _looser(pair.field.min_value, Known(0), smallest=True)


def _beyond_bounds(pair: Pair) -> Iterator[str]:
    for fact, word in (("min_value", "no smaller than"), ("max_value", "no larger than")):
        own: Fact[object] = getattr(pair.field, fact)
        limit: Fact[object] = getattr(pair.column, fact)
        if isinstance(limit, Known) and _looser(own, limit, smallest=fact == "min_value"):
            accepted = own.value if isinstance(own, Known) else None
            given = f"accepts {accepted}" if accepted is not None else "sets no limit"
            yield f"{given} where values must be {word} {limit.value}"


def _looser(own: Fact[object], limit: Fact[object], *, smallest: bool) -> bool:
    if not isinstance(own, Known) or not isinstance(limit, Known):
        return False
    if limit.value is None or not isinstance(limit.value, int | float | Decimal):
        return False
    if own.value is None:
        return True
    if not isinstance(own.value, int | float | Decimal):
        return False
    return own.value < limit.value if smallest else own.value > limit.value


def _beyond_digits(pair: Pair) -> Iterator[str]:
    field, column = pair.field, pair.column
    if column.type != Known("decimal") or field.type != Known("decimal"):
        return
    places, digits = column.decimal_places, column.max_digits
    if not isinstance(places, Known) or not isinstance(digits, Known):
        return
    if places.value is None or digits.value is None:
        return
    if not isinstance(field.decimal_places, Known) or not isinstance(field.max_digits, Known):
        return
    own_places, own_digits = field.decimal_places.value, field.max_digits.value
    if own_places is None or own_places > places.value:
        given = "any number of" if own_places is None else str(own_places)
        yield f"accepts {given} decimal places where {places.value} are kept"
    whole = digits.value - places.value
    if own_digits is None:
        if pair.linked.contract.layer is Layer.SCHEMA and own_places is not None:
            yield f"accepts any number of digits where {digits.value} fit"
    elif own_digits - (own_places if own_places is not None else 0) > whole:
        yield f"accepts {own_digits} digits where {digits.value} fit"
