"""NL115: a class that makes rows has no field for a column that every row needs."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Field, Known, Layer, Link
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .needs import needs_value, saves_empty_text


class OmittedColumn(Rule[Linked]):
    code = "NL115"
    name = "omitted-column"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if not _makes_rows(subject):
            return
        present = {pair.column.name for pair in subject.pairs if pair.field.read_only != Known(True)}
        for column in subject.columns.fields:
            if column.name in present or not _is_needed(column, subject):
                continue
            if subject.supply.supplies(column.name):
                continue
            yield Report(
                place=project.class_place(subject.contract),
                message=_message(column, subject),
                related=(
                    Related(
                        wording.place_of(column, subject.columns, project),
                        "the column is NOT NULL and has no default",
                    ),
                ),
            )


def _makes_rows(linked: Linked) -> bool:
    if linked.link is not Link.META or linked.contract.layer is Layer.SCHEMA:
        return False
    if linked.contract.unknown or linked.columns.unknown:
        return False
    return linked.uses.creates and not linked.supply.is_inline


def _is_needed(column: Field, linked: Linked) -> bool:
    return needs_value(column) and not saves_empty_text(column) and column.type != Known("bool")


def _message(column: Field, linked: Linked) -> str:
    return (
        f"`{linked.contract.short_name}` creates `{linked.columns.short_name}` without "
        f"`{column.name}`, which is NOT NULL without a default: every create raises "
        f"IntegrityError; add the field, or supply the value"
    )
