"""NL116: a layer lets through what a constraint of the table refuses."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Constraint, Known, Layer, Link
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .taken import asks_whether_taken


class UncheckedConstraint(Rule[Linked]):
    code = "NL116"
    name = "unchecked-constraint"
    severity = Severity.WARNING
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late or subject.contract.layer is Layer.FORM:
            return
        for constraint in subject.columns.constraints:
            if _is_unchecked(constraint, subject):
                yield Report(
                    place=project.class_place(subject.contract),
                    message=_message(constraint, subject),
                    related=(
                        Related(
                            project.place_of_text(constraint.span, constraint.name or ""),
                            "the constraint",
                        ),
                    ),
                )


def _is_unchecked(constraint: Constraint, linked: Linked) -> bool:
    written = {pair.column.name for pair in linked.written}
    if not constraint.fields or not set(constraint.fields) <= written:
        return False
    if any(linked.supply.checks(name) for name in constraint.fields):
        return False
    if linked.supply.has_word("IntegrityError", "model_validator", "root_validator"):
        return False
    if constraint.kind == "check":
        return not _is_bounded(constraint, linked)
    if linked.contract.layer is Layer.SERIALIZER and linked.link is Link.META:
        # DRF derives a UniqueTogetherValidator, unless the class replaces its validators.
        return False
    return not asks_whether_taken(linked, constraint.fields[0])


def _is_bounded(constraint: Constraint, linked: Linked) -> bool:
    """Whether the field itself may keep within a check over one column."""
    if len(constraint.fields) > 1:
        return False
    for pair in linked.written:
        if pair.column.name in constraint.fields:
            field = pair.field
            facts = (field.min_value, field.max_value, field.choices, field.pattern)
            return any(fact != Known(None) for fact in facts) or field.type == Known("bool")
    return True


def _message(constraint: Constraint, linked: Linked) -> str:
    columns = ", ".join(f"`{name}`" for name in constraint.fields)
    called = f"`{constraint.name}`" if constraint.name else "a constraint"
    rule = f" ({constraint.condition})" if constraint.condition and constraint.kind == "check" else ""
    noun = wording.layer_noun(linked)
    return (
        f"nothing in `{linked.contract.short_name}` checks {called} over {columns}{rule}: a value "
        f"that breaks it passes the {noun} and raises IntegrityError, a 500 instead of a 400"
    )
