"""NL114: two layers that write one model ask for different things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import msgspec

from nova_lint.contracts.contract import Fact, Field, Known, Link
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge import views

from . import wording
from .limits import Number, number

_SHOWN = 3
_LIMITS = ("max_length", "min_value", "max_value")


class _Disagreement(msgspec.Struct, frozen=True):
    """A limit that two layers set on one column, and set differently."""

    first: Pair
    second: Pair
    limit: str
    own: Number
    its: Number

    def __str__(self) -> str:
        return f"{self.limit} of `{self.first.column.name}` is {self.own} here and {self.its} there"


class InputsDisagree(Rule[Inputs]):
    code = "NL114"
    name = "inputs-disagree"
    severity = Severity.WARNING
    needs = Inputs

    def check(self, subject: Inputs, project: Contracts) -> Iterator[Report]:
        for first, second in combinations(subject.layers, 2):
            found = list(_disagreements(first, second))
            if found:
                yield _report(first, second, found, project)


def _report(
    first: Linked, second: Linked, found: list[_Disagreement], project: Contracts
) -> Report:
    shown = "; ".join(map(str, found[:_SHOWN]))
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return Report(
        place=wording.field_place(found[0].first, project),
        message=(
            f"`{first.contract.short_name}` and `{second.contract.short_name}` both write "
            f"`{first.columns.short_name}` and disagree: {shown}{more}; what one saves, the "
            f"other refuses to save again"
        ),
        related=(
            Related(
                wording.field_place(found[0].second, project),
                f"`{second.contract.short_name}` says otherwise",
            ),
        ),
    )


def _disagreements(first: Linked, second: Linked) -> Iterator[_Disagreement]:
    if first.contract.layer is second.contract.layer or _is_related(first, second):
        return
    others = {pair.column.name: pair for pair in second.written}
    for pair in first.written:
        other = others.get(pair.column.name)
        for limit in _LIMITS if other is not None else ():
            assert other is not None
            own, its = _asked(pair.field, limit), _asked(other.field, limit)
            if own is None or its is None or own == its:
                continue
            if not _edits(pair if _is_stricter(own, its, limit) else other):
                # It makes rows and never meets one that the other layer saved.
                continue
            if all(_is_within(each, limit, pair) for each in (own, its)):
                yield _Disagreement(pair, other, limit, own, its)


def _is_stricter(own: Number, its: Number, limit: str) -> bool:
    return own < its if limit.startswith("max") else own > its


def _edits(pair: Pair) -> bool:
    """Whether the layer may save rows again that were there before. A form or serializer of
    the model can be given any row; what else takes data does what it is seen to do."""
    return pair.linked.link is Link.META or views.UPDATE in pair.linked.uses.actions


def _is_related(first: Linked, second: Linked) -> bool:
    return (
        first.contract.name in second.contract.bases or second.contract.name in first.contract.bases
    )


def _asked(field: Field, limit: str) -> Number | None:
    """The limit that a field asks for, None also where its class asks for more than limits."""
    return None if field.refuses else _value(field, limit)


def _value(field: Field, limit: str) -> Number | None:
    fact: Fact[object] = getattr(field, limit)
    return number(fact.value) if isinstance(fact, Known) else None


def _is_within(value: Number, limit: str, pair: Pair) -> bool:
    """Whether a limit stays within the column's: what goes beyond has a finding of its own."""
    if not isinstance(getattr(pair.column, limit), Known):
        return False
    held = _value(pair.column, limit)
    if held is None:
        return True
    return value <= held if limit.startswith("max") else value >= held
