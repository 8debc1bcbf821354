"""NL111: a schema promises a value where the column may be null."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Known, Layer, Link
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .hooks import sees_output


class NonNullOutput(Rule[Linked]):
    code = "NL111"
    name = "non-null-output"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.contract.layer is not Layer.SCHEMA or subject.link is Link.NAME:
            return
        for pair in subject.shown:
            if not _promises_too_much(pair) or _is_guarded(pair):
                continue
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair),
                related=wording.column_related(pair, project, "the column may be null"),
            )


def _promises_too_much(pair: Pair) -> bool:
    field, column = pair.field, pair.column
    if field.nullable != Known(False) or column.nullable != Known(True):
        return False
    return column.many == Known(False) and field.type != Known("any")


def _is_guarded(pair: Pair) -> bool:
    """Whether something turns null into a value first, or leaves such rows out."""
    if sees_output(pair.field) or pair.linked.supply.asks_for_null(pair.column.name):
        return True
    return pair.linked.supply.has_word(
        f"{pair.column.name}__isnull", f"resolve_{pair.field.name}", "exclude_none"
    )


def _message(pair: Pair) -> str:
    subject, column = wording.field_name(pair), wording.column_name(pair)
    outcome = "one row with null makes the response fail to validate, a 500"
    if pair.field.default == Known(None) and pair.field.has_default == Known(True):
        return (
            f"{subject} defaults to None but does not accept it, and {column} may be null: "
            f"{outcome}; write `| None`"
        )
    return f"{subject} does not accept None, and {column} may be null: {outcome}; write `| None`"
