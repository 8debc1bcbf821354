"""NL108: a layer accepts values outside the column's choices."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nova_lint.contracts.contract import Field, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .hooks import is_checked, sees_input
from .rows import never_saves

_SHOWN = 4


class WiderChoices(Rule[Linked]):
    code = "NL108"
    name = "wider-choices"
    severity = Severity.WARNING
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late or never_saves(subject):
            return
        for pair in subject.written:
            excess = excess_choices(pair)
            if excess is None:
                continue
            yield Report(
                place=wording.field_place(pair, project),
                message=(
                    f"{wording.field_name(pair)} accepts {excess} beyond the choices of "
                    f"{wording.column_name(pair)}: it is saved, and no form and no admin can "
                    f"save that row again; use the column's choices"
                ),
                related=wording.column_related(pair, project, _listed(pair)),
            )


def excess_choices(pair: Pair) -> str | None:
    """What the field accepts beyond the column's choices, and no code looks at."""
    if is_checked(pair):
        return None
    field, column = pair.field, pair.column
    if not isinstance(column.choices, Known) or column.choices.value is None:
        return None
    if not isinstance(field.choices, Known) or column.many != Known(False):
        return None
    if pair.linked.contract.layer is Layer.SCHEMA and sees_input(field):
        return None
    allowed = {str(choice) for choice in column.choices.value} | {"", "None"}
    if field.choices.value is None:
        open_types = (Known("str"), Known("int"))
        if field.type not in open_types or field.pattern != Known(None):
            return None
        if _is_within(field, allowed):
            return None
        return "any text" if field.type == Known("str") else "any number"
    extra = [choice for choice in field.choices.value if str(choice) not in allowed]
    return ", ".join(repr(choice) for choice in extra[:_SHOWN]) if extra else None


def _is_within(field: Field, allowed: Collection[str]) -> bool:
    """Whether the bounds of a number leave the choices and nothing else."""
    match field.min_value, field.max_value:
        case Known(value=int() as least), Known(value=int() as most):
            return most - least < len(allowed) and all(
                str(value) in allowed for value in range(least, most + 1)
            )
    return False


def _listed(pair: Pair) -> str:
    choices = pair.column.choices
    values = choices.value if isinstance(choices, Known) and choices.value else ()
    shown = ", ".join(repr(value) for value in values[:_SHOWN])
    more = ", …" if len(values) > _SHOWN else ""
    return f"the choices are {shown}{more}"
