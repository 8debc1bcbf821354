"""NL112: a layer refuses what the model would take."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Known
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording


class StricterThanModel(Rule[Linked]):
    code = "NL112"
    name = "stricter-than-model"
    severity = Severity.INFO
    enabled = False
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        for pair in subject.written:
            problems = list(_stricter(pair))
            if problems and pair.field.declared:
                yield Report(
                    place=wording.field_place(pair, project),
                    message=(
                        f"{wording.field_name(pair)} {' and '.join(problems)}; "
                        f"{wording.column_name(pair)} does not ask for that"
                    ),
                    related=wording.column_related(pair, project, "the column takes more"),
                )


def _stricter(pair: Pair) -> Iterator[str]:
    field, column = pair.field, pair.column
    if field.required == Known(True) and Known(True) in (
        column.nullable,
        column.blank,
        column.has_default,
    ):
        yield "is required"
    own, held = field.max_length, column.max_length
    if isinstance(own, Known) and isinstance(held, Known) and own.value and held.value:
        if own.value < held.value:
            yield f"accepts {own.value} characters of {held.value}"
    chosen, choices = field.choices, column.choices
    if isinstance(chosen, Known) and isinstance(choices, Known) and chosen.value and choices.value:
        left_out = {str(c) for c in choices.value} - {str(c) for c in chosen.value}
        if left_out:
            yield f"refuses {', '.join(sorted(left_out)[:3])}"
