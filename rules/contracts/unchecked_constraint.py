"""NL116: a layer lets through what a constraint of the table refuses."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Constraint, Known, Layer, Link
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .hooks import sees_input
from .rows import never_saves
from .taken import asks_whether_taken, derives_validator, may_ask

_LONG = 60
_WHERE = {
    Layer.SERIALIZER: "`validate`",
    Layer.SCHEMA: "a validator, or where the row is saved",
    Layer.FORM: "`clean`",
}


class UncheckedConstraint(Rule[Linked]):
    code = "NL116"
    name = "unchecked-constraint"
    severity = Severity.WARNING
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late or subject.contract.layer is Layer.FORM or never_saves(subject):
            return
        for constraint in subject.columns.constraints:
            if _is_unchecked(constraint, subject, project):
                yield Report(
                    place=project.class_place(subject.contract),
                    message=_message(constraint, subject),
                    related=(
                        Related(
                            project.place_of_text(constraint.span, constraint.name or ""),
                            "the constraint",
                        ),
                    ),
                )
        for pair in subject.written:
            if _is_unchecked_column(pair):
                yield Report(
                    place=wording.field_place(pair, project),
                    message=_column_message(pair),
                    related=wording.column_related(pair, project, "the column is unique"),
                )


def _is_unchecked_column(pair: Pair) -> bool:
    """Whether nobody asks if a value for a unique column is taken. A ModelSerializer does,
    unless its field is declared anew: that is NL105's matter."""
    linked, column = pair.linked, pair.column
    if linked.contract.layer is Layer.SERIALIZER and linked.link is Link.META:
        return False
    if column.unique != Known(True) or column.primary_key or may_ask(pair.field):
        return False
    if linked.contract.layer is Layer.SCHEMA and sees_input(pair.field):
        return False
    return not asks_whether_taken(linked, column.name)


def _is_unchecked(constraint: Constraint, linked: Linked, project: Contracts) -> bool:
    if not _is_reached(constraint, linked):
        return False
    if any(linked.supply.checks(name) for name in constraint.fields):
        return False
    if linked.supply.answers_refusals or _sees_input(constraint, linked):
        return False
    if constraint.kind == "check":
        return not _is_bounded(constraint, linked)
    if derives_validator(constraint, linked, project) or _has_unique_column(constraint, linked):
        return False
    written = {pair.column.name for pair in linked.written}
    return not asks_whether_taken(linked, *(name for name in constraint.fields if name in written))


def _has_unique_column(constraint: Constraint, linked: Linked) -> bool:
    """Whether one of the columns is unique by itself: that is broken first."""
    columns = map(linked.columns.field, constraint.fields)
    return any(column is not None and column.unique == Known(True) for column in columns)


def _is_reached(constraint: Constraint, linked: Linked) -> bool:
    """Whether a client's values can break the constraint: it gives them all, or code gives
    the rest of what must be unique together."""
    written = {pair.column.name for pair in linked.written}
    if constraint.kind == "check" or constraint.condition is not None:
        return bool(constraint.fields) and set(constraint.fields) <= written
    return bool(written.intersection(constraint.fields)) and all(
        name in written or _is_given(name, linked) for name in constraint.fields
    )


def _is_given(name: str, linked: Linked) -> bool:
    """Whether code gives a column its value. One that may be null is null where no code is
    seen to do so, and no two rows with null are the same to a unique constraint."""
    column = linked.columns.field(name)
    if column is not None and column.nullable == Known(True):
        return linked.supply.surely_gives(name)
    return linked.supply.supplies(name)


def _sees_input(constraint: Constraint, linked: Linked) -> bool:
    """Whether code of a schema sees the values that the constraint speaks of."""
    return linked.contract.layer is Layer.SCHEMA and any(
        sees_input(pair.field) for pair in linked.written if pair.column.name in constraint.fields
    )


def _is_bounded(constraint: Constraint, linked: Linked) -> bool:
    """Whether the field itself may keep within a check over one column."""
    if len(constraint.fields) > 1:
        return False
    for pair in linked.written:
        if pair.column.name in constraint.fields:
            field = pair.field
            facts = (field.min_value, field.max_value, field.choices, field.pattern)
            bounded = field.refuses or field.type == Known("bool")
            return bounded or any(fact != Known(None) for fact in facts)
    return True


def _message(constraint: Constraint, linked: Linked) -> str:
    called = f"`{constraint.name}`" if constraint.name else "a constraint"
    columns = wording.listed([f"`{name}`" for name in constraint.fields])
    if constraint.kind == "check":
        broken = f"values that break it ({_shortened(constraint.condition or columns)}) raise"
    else:
        broken = f"a second row with the same {columns} raises"
    return (
        f"`{linked.contract.short_name}` does not check {called} of "
        f"`{linked.columns.short_name}`: {broken} IntegrityError, {wording.refusal(linked)}; "
        f"check it in {_WHERE[linked.contract.layer]}"
    )


def _column_message(pair: Pair) -> str:
    return (
        f"{wording.field_name(pair)} is saved to the unique column {wording.column_name(pair)}, "
        f"and nothing asks whether its value is taken: one that is raises IntegrityError, "
        f"{wording.refusal(pair.linked)}; check it in {_WHERE[pair.linked.contract.layer]}"
    )


def _shortened(condition: str) -> str:
    return condition if len(condition) <= _LONG else f"{condition[:_LONG]}…"
