"""NL306: a Decimal is compared for equality with a float."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.numbers import Number
from nova_lint.semantics.kinds import ANYTHING, Kind, Literal, Scalar
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import is_inexact, items_of
from nova_lint.semantics.operations import Comparison, Operation

from .judging import (
    described,
    exactly,
    is_believed,
    is_decimal,
    is_float,
    mixes,
    source,
)


class DecimalEqualsFloat(Rule[Operation]):
    code = "NL306"
    name = "decimal-equals-float"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return mixes(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, Comparison):
            return
        match action.operator:
            case "==" | "!=":
                pairs = [(action.left, action.right)]
            case "in" | "not in":
                pairs = [(action.left, item) for item in items_of(action.right)]
            case _:
                return
        for left, right in pairs:
            inexact = _inexact(left, right)
            if inexact is not None and is_believed(inexact, subject, project):
                yield Report(place=subject.site.place(), message=_message(subject, inexact))
                return


def _message(operation: Operation, inexact: Kind) -> str:
    how = f"by {source(operation)}"
    if isinstance(inexact, Literal) and isinstance(inexact.value, float):
        value = inexact.value
        return (
            f"{how} a Decimal is compared with the float {value}, which is {exactly(value)}, "
            f'so that they are never equal; compare with `Decimal("{value}")`'
        )
    return (
        f"{how} a Decimal is compared with {described(inexact)} by their exact values, which "
        f'are hardly ever equal (`Decimal("0.1") == 0.1` is False); compare with a Decimal'
    )


def _was_float(kind: Kind) -> bool:
    return isinstance(kind, Scalar) and kind.made_of in (ANYTHING, Number.FLOAT.value)


def _inexact(left: Kind, right: Kind) -> Kind | None:
    """The float of a pair, if it may not be the number that is meant, nor the one that the
    Decimal was made of."""
    for one, other in ((left, right), (right, left)):
        if is_decimal(one) and not _was_float(one) and is_float(other) and is_inexact(other):
            return other
    return None
