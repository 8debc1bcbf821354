"""NL114: two layers that write one model ask for different things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from nova_lint.contracts.contract import Fact, Known
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule

from . import wording

_SHOWN = 4


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
    first: Linked, second: Linked, found: list[tuple[Pair, Pair, str]], project: Contracts
) -> Report:
    shown = "; ".join(text for _, _, text in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    one, other, _ = found[0]
    return Report(
        place=wording.field_place(one, project),
        message=(
            f"`{first.contract.short_name}` and `{second.contract.short_name}` both write "
            f"`{first.columns.short_name}` and disagree: {shown}{more}; what one takes, the other "
            f"refuses"
        ),
        related=(
            Related(wording.field_place(other, project), f"`{second.contract.short_name}` here"),
        ),
    )


def _disagreements(first: Linked, second: Linked) -> Iterator[tuple[Pair, Pair, str]]:
    """The limits that both layers set on one column, and set differently."""
    if first.contract.layer is second.contract.layer or _is_related(first, second):
        return
    others = {pair.column.name: pair for pair in second.written}
    for pair in first.written:
        other = others.get(pair.column.name)
        if other is None:
            continue
        for fact, noun in (
            ("max_length", "max_length"),
            ("min_value", "min_value"),
            ("max_value", "max_value"),
        ):
            own: Fact[object] = getattr(pair.field, fact)
            its: Fact[object] = getattr(other.field, fact)
            if _differ(own, its) and _is_within(pair, other, fact):
                assert isinstance(own, Known) and isinstance(its, Known)
                yield pair, other, f"{noun} of `{pair.column.name}` is {own.value} and {its.value}"


def _is_related(first: Linked, second: Linked) -> bool:
    return first.contract.name in second.contract.bases or second.contract.name in first.contract.bases


def _differ(own: Fact[object], its: Fact[object]) -> bool:
    if not isinstance(own, Known) or not isinstance(its, Known):
        return False
    return own.value is not None and its.value is not None and own.value != its.value


def _is_within(pair: Pair, other: Pair, fact: str) -> bool:
    """Whether both stay within the column: what goes beyond it has a finding of its own."""
    limit: Fact[object] = getattr(pair.column, fact)
    if not isinstance(limit, Known):
        return False
    if limit.value is None:
        return True
    for one in (pair, other):
        value = getattr(one.field, fact).value
        try:
            beyond = value > limit.value if fact.startswith("max") else value < limit.value
        except TypeError:
            return False
        if beyond:
            return False
    return True
