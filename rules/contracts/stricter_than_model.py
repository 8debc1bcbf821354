"""NL112: a layer refuses what the model would take."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Field, Known
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
                        f"{wording.field_name(pair)} {wording.listed(problems)}, and "
                        f"{wording.column_name(pair)} does not ask for that: such a value is "
                        f"refused here and saved elsewhere"
                    ),
                    related=wording.column_related(pair, project, "the column takes more"),
                )


def _length(field: Field) -> int | None:
    """The length that a field takes. A class with a reading of its own may take another."""
    if field.refuses:
        return None
    return field.max_length.value if isinstance(field.max_length, Known) else None


def _stricter(pair: Pair) -> Iterator[str]:
    field, column = pair.field, pair.column
    if field.required == Known(True) and Known(True) in (
        column.nullable,
        column.blank,
        column.has_default,
    ):
        yield "is required"
    own, held = _length(field), _length(column)
    if own is not None and held is not None and own < held:
        yield f"accepts {own:,} characters of {held:,}"
    chosen, choices = field.choices, column.choices
    if isinstance(chosen, Known) and isinstance(choices, Known) and chosen.value and choices.value:
        left_out = {str(c) for c in choices.value} - {str(c) for c in chosen.value}
        if left_out:
            yield f"refuses {', '.join(sorted(left_out)[:3])}"
