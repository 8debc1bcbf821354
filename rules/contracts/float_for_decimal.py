"""NL110: a float goes into a DecimalField."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import cures, wording
from .hooks import sees_input
from .rows import never_saves


class FloatForDecimal(Rule[Linked]):
    code = "NL110"
    name = "float-for-decimal"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if never_saves(subject):
            return
        for pair in subject.taken_in:
            if pair.field.type != Known("float") or pair.column.type != Known("decimal"):
                continue
            if subject.checked_late and pair.column.decimal_places == Known(0):
                # Whole numbers have no binary digits that the validation could count.
                continue
            is_schema = subject.contract.layer is Layer.SCHEMA
            if is_schema and sees_input(pair.field, whole=False):
                continue
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair),
                related=wording.column_related(pair, project, "the column is a DecimalField"),
                fix=cures.decimal_annotation(pair, project) if is_schema else None,
            )


def _message(pair: Pair) -> str:
    subject, column = wording.field_name(pair), wording.column_name(pair)
    if pair.linked.checked_late:
        return (
            f"{subject} is a float, and {column} a Decimal: the model's validation counts its "
            f"binary digits and refuses 1.1 for having too many decimal places; use DecimalField"
        )
    return (
        f"{subject} is a float, and {column} a Decimal: the saved object holds the float until "
        f"it is read back, and adding a Decimal to it raises TypeError; declare it as Decimal"
    )
