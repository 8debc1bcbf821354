"""NL304: a Decimal is made of a float that is not the number that it seems."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.floats import error
from nova_lint.knowledge.numbers import FROM_FLOAT
from nova_lint.semantics.kinds import UNKNOWN, Given, Kind, Literal, Scalar
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import is_inexact
from nova_lint.semantics.operations import Fate, FunctionCall, MethodCall, Operation

from . import fixes
from .judging import exactly, is_believed, is_float, mixes, source

# What comes of it has so few digits that what the float is does not show.
_ROUNDED = frozenset({Fate.ROUNDED, Fate.WHOLE, Fate.WRITTEN})
_TAKES_TEXT = "decimal.Decimal"


class DecimalFromFloat(Rule[Operation]):
    code = "NL304"
    name = "decimal-from-float"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return mixes(project)

    def mentions_outside(self, project: Contracts) -> Mentions:
        return (r"Decimal(?:\.from_float)?\([-+]?(?:\d*\.\d|\d+e|[A-Za-z_])",)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        name, first = _made_of(subject)
        if name not in FROM_FLOAT or not is_float(first) or not is_inexact(first):
            return
        if subject.fate in _ROUNDED or _lets_through(first, subject.fate):
            return
        if is_believed(first, subject, project):
            yield Report(
                place=subject.site.place(),
                message=f"{source(subject)} {_message(first)}",
                fix=fixes.of_text(subject) if name == _TAKES_TEXT else None,
            )


def _lets_through(kind: Kind, fate: Fate | None) -> bool:
    """Whether a bound is a hair too wide, and lets through what it says."""
    match kind:
        case Literal(value=float() as value):
            over = error(value)
            return (fate is Fate.GREATEST and over > 0) or (fate is Fate.LEAST and over < 0)
    return False


def _made_of(operation: Operation) -> tuple[str, Kind]:
    """What is called, and with what, where a call has one argument."""
    match operation.action:
        case FunctionCall(name=name, given=Given(positional=(first,))):
            return name, first
        case MethodCall(
            receiver=Scalar(name=cls, made_of=""), name=name, given=Given(positional=(first,))
        ):
            return f"{cls}.{name}", first
    return "", UNKNOWN


def _message(kind: Kind) -> str:
    if isinstance(kind, Literal) and isinstance(kind.value, float):
        return f'is {exactly(kind.value)} and not {kind.value}; write `Decimal("{kind.value}")`'
    return (
        "keeps every binary digit of the float, so that 0.1 becomes 0.1000000000000000055…; "
        "write `Decimal(str(…))`, and round to the digits that count"
    )
