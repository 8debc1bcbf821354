"""NL105: a redeclared serializer field no longer asks whether a unique value is taken."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Known, Layer, Link
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .rows import never_saves
from .taken import asks_whether_taken, may_ask


class LostUniqueCheck(Rule[Linked]):
    code = "NL105"
    name = "lost-unique-check"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.contract.layer is not Layer.SERIALIZER or subject.link is not Link.META:
            return
        if subject.checked_late or never_saves(subject):
            return
        for pair in subject.written:
            if not _lost(pair) or asks_whether_taken(subject, pair.column.name):
                continue
            if subject.supply.makes_anew(pair.column.name):
                continue
            yield Report(
                place=wording.field_place(pair, project),
                message=(
                    f"{wording.field_name(pair)} replaces {_replaced(pair)} for the unique column "
                    f"{wording.column_name(pair)} and has no UniqueValidator: a value that is "
                    f"taken raises IntegrityError, a 500 instead of a 400; add "
                    f"UniqueValidator(queryset={subject.columns.short_name}.objects.all())"
                    f"{', or use extra_kwargs' if pair.field.declared else ''}"
                ),
                related=wording.column_related(pair, project, "the column is unique"),
            )


def _replaced(pair: Pair) -> str:
    """What of DRF's own is gone: `extra_kwargs` may replace the validators alone."""
    return "DRF's own field" if pair.field.declared else "the validators of DRF's own field"


def _lost(pair: Pair) -> bool:
    field, column = pair.field, pair.column
    if column.unique != Known(True) or column.primary_key:
        return False
    if field.type in (Known("object"), Known("list"), Known("any")):
        return False
    return not field.custom and not may_ask(field)
