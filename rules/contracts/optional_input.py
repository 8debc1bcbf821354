"""NL104: a client may leave out a value that the column needs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from nova_lint.contracts.contract import Field, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .needs import needs_value, saves_empty_text
from .rows import never_saves
from .taken import derives_validator

_NUMBERS = (Known("int"), Known("float"), Known("decimal"))

# Form fields whose `to_python` turns an empty box into None (django/forms/fields.py).
_EMPTY_IS_NONE = frozenset(
    {
        "DateField",
        "DateTimeField",
        "DecimalField",
        "DurationField",
        "FloatField",
        "IntegerField",
        "JSONField",
        "ModelChoiceField",
        "TimeField",
        "UUIDField",
    }
)


class OptionalInput(Rule[Linked]):
    code = "NL104"
    name = "optional-input"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.partial or not subject.uses.creates or never_saves(subject):
            return
        if subject.checked_late and subject.contract.layer is not Layer.FORM:
            # The model's own validation asks for the value. A ModelForm's does not: it
            # leaves out what the form takes as optional and finds empty.
            return
        asked_for = {
            name
            for constraint in subject.columns.constraints
            if len(constraint.fields) > 1 and derives_validator(constraint, subject, project)
            for name in constraint.fields
        }
        for pair in subject.written:
            if not _may_be_missing(pair) or subject.supply.supplies(pair.column.name):
                continue
            if pair.column.name in asked_for or _is_looked_at(pair):
                continue
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair),
                related=wording.column_related(
                    pair,
                    project,
                    "the column is NOT NULL"
                    + (" and has no default" if needs_value(pair.column) else ""),
                ),
                severity=Severity.WARNING if saves_empty_text(pair.column) else None,
            )


def _may_be_missing(pair: Pair) -> bool:
    field = pair.field
    if not needs_value(_column(pair)) or field.required != Known(False):
        return False
    if field.has_default != Known(False) or field.nullable == Known(True):
        return False
    if pair.linked.contract.layer is Layer.FORM and field.type == Known("bool"):
        # An unticked box is False, not nothing.
        return False
    return pair.linked.contract.layer is not Layer.SCHEMA


def _is_looked_at(pair: Pair) -> bool:
    """Whether a form's own `clean` looks at the value, or the value is a password, which is
    not stored as it came."""
    if "password" in pair.column.name.lower():
        return True
    return pair.linked.contract.layer is Layer.FORM and pair.linked.supply.checks(pair.field.name)


def _column(pair: Pair) -> Field:
    """The column as its layer treats it. A form hands over None for a box that is left
    empty, and then the column's default does not count."""
    if pair.linked.contract.layer is not Layer.FORM or saves_empty_text(pair.column):
        return pair.column
    if _empty(pair) is None:
        return pair.column
    return replace(pair.column, has_default=Known(False), database_default=Known(False))


def _empty(pair: Pair) -> str | None:
    """What a form's field makes of an empty box; None where that is not known."""
    kind = pair.field.framework_class.rpartition(".")[2]
    if kind in _EMPTY_IS_NONE:
        return "None"
    return '""' if kind == "ChoiceField" and pair.column.type in _NUMBERS else None


def _message(pair: Pair) -> str:
    subject = wording.field_name(pair)
    column = wording.column_name(pair)
    if saves_empty_text(pair.column):
        return (
            f"{subject} is optional, and {column} may not be blank: without it a row is saved "
            f'with "" in silence; make it required, or set blank=True on the column if that is '
            f"meant"
        )
    if not needs_value(pair.column):
        empty = _empty(pair)
        error = "IntegrityError" if empty == "None" else "ValueError"
        what = "NOT NULL" if empty == "None" else "a number"
        return (
            f"{subject} is optional, and {column} is {what}: left empty it is {empty}, in spite "
            f"of the column's default, and saving it raises {error}; make it required, or "
            f"supply the value"
        )
    return (
        f"{subject} is optional, and {column} is NOT NULL without a default: leaving it out "
        f"raises IntegrityError; make it required, or supply the value"
    )
