"""NL103: a layer accepts null for a column that is NOT NULL."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.exceptions import OF_ANY_ROW

from . import wording
from .hooks import sees_input
from .rows import never_saves


class NullableInput(Rule[Linked]):
    code = "NL103"
    name = "nullable-input"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.contract.layer is Layer.FORM or subject.checked_late:
            # A form has no null; the model's own validation refuses it with a message.
            return
        if never_saves(subject):
            return
        if subject.partial and subject.contract.layer is Layer.SCHEMA:
            # `x: int | None = None` in a PATCH is how a schema says "left out".
            return
        for pair in subject.written:
            if not _takes_null(pair) or subject.supply.supplies(pair.column.name):
                continue
            if pair.linked.contract.layer is Layer.SCHEMA and sees_input(pair.field):
                continue
            if subject.supply.asks_about(pair.field.name) or _turns_null(pair):
                continue
            if subject.supply.catches(OF_ANY_ROW):
                return
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair),
                related=wording.column_related(pair, project, "the column is NOT NULL"),
            )


def _turns_null(pair: Pair) -> bool:
    """Whether a method that validates the one field may make something of null: DRF calls
    `validate_x` with it."""
    return pair.linked.supply.validates(pair.field.name)


def _takes_null(pair: Pair) -> bool:
    field, column = pair.field, pair.column
    if column.nullable != Known(False) or column.primary_key or column.many != Known(False):
        return False
    return field.nullable == Known(True) or _defaults_to_null(pair)


def _defaults_to_null(pair: Pair) -> bool:
    """Whether leaving the field out hands None to the model: `model_dump()` has it, and so
    have a serializer's validated data, unless they are those of a PATCH."""
    if pair.linked.partial and pair.linked.contract.layer is Layer.SERIALIZER:
        return False
    return pair.field.has_default == Known(True) and pair.field.default == Known(None)


def _message(pair: Pair) -> str:
    subject = wording.field_name(pair)
    column = wording.column_name(pair)
    if _defaults_to_null(pair):
        return (
            f"{subject} is None when a client leaves it out, and {column} is NOT NULL: saving it "
            f"raises IntegrityError; make it required, or default to a value"
        )
    return (
        f"{subject} accepts null, and {column} is NOT NULL: a client that sends null gets "
        f"IntegrityError, {wording.refusal(pair.linked)}; drop the null, or allow it in the model"
    )
