"""NL115: a class that makes rows has no field for a column that every row needs."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Field, Known, Layer, Link
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import names, wording
from .needs import needs_value, saves_empty_text


class OmittedColumn(Rule[Linked]):
    code = "NL115"
    name = "omitted-column"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        omitted = list(_omitted(subject)) if _makes_rows(subject) else []
        if omitted:
            yield Report(
                place=project.class_place(subject.contract),
                message=_message(omitted, subject),
                related=tuple(_related(column, subject, project) for column in omitted),
            )


def _makes_rows(linked: Linked) -> bool:
    if linked.link is not Link.META or linked.contract.layer is Layer.SCHEMA:
        return False
    if linked.contract.unknown or linked.columns.unknown or names.fails(linked.contract):
        return False
    if linked.contract.layer is Layer.FORM and linked.supply.edits_given_rows:
        return False
    # A class that writes nothing at all is there for something else: to confirm a deletion.
    return linked.uses.creates and bool(linked.written) and not linked.supply.is_inline


def _omitted(linked: Linked) -> Iterator[Field]:
    present = {pair.column.name for pair in linked.pairs if pair.field.read_only != Known(True)}
    for column in linked.columns.fields:
        if column.name in present or not _is_needed(column):
            continue
        if not linked.supply.supplies(column.name):
            yield column


def _is_needed(column: Field) -> bool:
    return needs_value(column) and not saves_empty_text(column) and column.type != Known("bool")


def _related(column: Field, linked: Linked, project: Contracts) -> Related:
    place = wording.place_of(column, linked.columns, project)
    return Related(place, "the column is NOT NULL and has no default")


def _message(omitted: list[Field], linked: Linked) -> str:
    columns = wording.listed([f"`{column.name}`" for column in omitted])
    which = "which is" if len(omitted) == 1 else "which are"
    add = "add the field, or supply the value" if len(omitted) == 1 else "add them, or supply them"
    return (
        f"`{linked.contract.short_name}` creates `{linked.columns.short_name}` without {columns}, "
        f"{which} NOT NULL without a default: every create raises IntegrityError; {add}"
    )
