"""NL102: a ModelForm's own field is longer than its column, which `full_clean` catches late."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.forms import is_form_field

from . import wording
from .wider_length import excess_length, length


class WiderLengthInModelForm(Rule[Linked]):
    code = "NL102"
    name = "wider-length-in-model-form"
    severity = Severity.INFO
    enabled = False
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.contract.layer is not Layer.FORM or not subject.checked_late:
            return
        for pair in subject.written:
            excess = excess_length(pair)
            # An EmailField's 320 is Django's own limit, not somebody's decision.
            email = is_form_field(pair.field.framework_class.rpartition(".")[2], "EmailField")
            if excess is None or not pair.field.declared or email:
                continue
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair, *excess),
                related=wording.column_related(pair, project, f"the column holds {excess[1]:,}"),
            )


def _message(pair: Pair, accepted: int | None, held: int) -> str:
    return (
        f"{wording.field_name(pair)} accepts {length(accepted)}, {wording.column_name(pair)} "
        f"holds {held:,}: the browser does not stop a longer value, and only the model's "
        f"validation refuses it; set max_length={held}"
    )
