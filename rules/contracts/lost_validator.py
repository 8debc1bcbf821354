"""NL107: a layer does not run a validator that the column has."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Known, Layer, Link
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.drf import HIDDEN
from nova_lint.knowledge.models import VALIDATOR_NAMES

from . import wording
from .hooks import is_checked, sees_input
from .rows import never_saves

_BUILT_IN = frozenset(f"django.core.validators.{name}" for name in VALIDATOR_NAMES)
_REGEX = "django.core.validators.RegexValidator"


class LostValidator(Rule[Linked]):
    code = "NL107"
    name = "lost-validator"
    severity = Severity.WARNING
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late or never_saves(subject):
            return
        for pair in subject.written:
            lost = _lost(pair)
            if not lost or is_checked(pair):
                continue
            if subject.supply.has_word(*(name.rpartition(".")[2] for name in lost)):
                continue
            names = wording.listed(list(dict.fromkeys(name.rpartition(".")[2] for name in lost)))
            yield Report(
                place=wording.field_place(pair, project),
                message=(
                    f"{wording.field_name(pair)} does not run {names}, which "
                    f"{wording.column_name(pair)} does: what it would refuse is saved; "
                    f"{_advice(pair)}"
                ),
                related=wording.column_related(pair, project, "the column's validators"),
            )


def _lost(pair: Pair) -> tuple[str, ...]:
    """The validators of the project's own, and patterns, that the field does not run."""
    field, column = pair.field, pair.column
    if not isinstance(column.validators, Known) or not isinstance(field.validators, Known):
        return ()
    if field.choices != Known(None) or field.type in (Known("object"), Known("list")):
        return ()
    if field.pattern != Known(None) or field.framework_class == HIDDEN:
        return ()
    if pair.linked.contract.layer is Layer.SCHEMA and sees_input(field):
        return ()
    return tuple(
        name
        for name in column.validators.value
        if name not in field.validators.value and (name not in _BUILT_IN or name == _REGEX)
    )


def _advice(pair: Pair) -> str:
    match pair.linked.contract.layer:
        case Layer.SCHEMA:
            return "no schema runs a model's validators, so call it in a field_validator"
        case Layer.SERIALIZER if pair.linked.link is Link.META:
            return "pass it in validators=[…], or leave the field to DRF and extra_kwargs"
    return "pass it in validators=[…]"
