"""NL102: a ModelForm's own field is longer than its column, which `full_clean` catches late."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.forms import is_form_field

from . import wording
from .wider_length import excess_length


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
            accepted, held = excess
            how_many = f"{accepted:,} characters" if accepted is not None else "any length"
            yield Report(
                place=wording.field_place(pair, project),
                message=(
                    f"{wording.field_name(pair)} accepts {how_many}, "
                    f"{wording.column_name(pair)} holds {held:,}: the browser does not stop a "
                    f"longer value, the model's validation refuses it after the form's; set "
                    f"max_length={held}"
                ),
                related=wording.column_related(pair, project, f"the column holds {held}"),
            )
