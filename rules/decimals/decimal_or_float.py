"""NL312: `max` or `min` of a Decimal and a float gives now the one, now the other."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.numbers import EXTREMES
from nova_lint.semantics.kinds import Kind, Literal
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import numbers_of
from nova_lint.semantics.operations import Fate, FunctionCall, Operation

from .judging import decimals, described, is_believed, is_decimal, is_float, source, written

# Of a whole number, or of a text, nobody sees what it was made of.
_HARMLESS = frozenset({Fate.DROPPED, Fate.WHOLE, Fate.WRITTEN})
_CALLED = r"\b(?:max|min)\("


class DecimalOrFloat(Rule[Operation]):
    code = "NL312"
    name = "decimal-or-float"
    severity = Severity.WARNING
    enabled = False
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        words, patterns = decimals(project)
        return words, patterns, _CALLED

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        match subject.action:
            case FunctionCall(name=name, given=given) if name in EXTREMES:
                if given.keyword("key") is not None or subject.fate in _HARMLESS:
                    return
                mixed = _float_beside_decimal(numbers_of(name, given))
                if mixed is not None and is_believed(mixed, subject, project):
                    yield Report(place=subject.site.place(), message=_message(subject, name, mixed))


def _float_beside_decimal(kinds: tuple[Kind, ...]) -> Kind | None:
    floats = [kind for kind in kinds if is_float(kind)]
    return floats[0] if floats and any(map(is_decimal, kinds)) else None


def _message(subject: Operation, name: str, mixed: Kind) -> str:
    order = "greater" if name == "builtins.max" else "less"
    cure = "make it a Decimal first"
    if isinstance(mixed, Literal) and isinstance(mixed.value, float):
        cure = f"write `{written(mixed.value)}`"
    return (
        f"{source(subject)} gives {described(mixed)} where that is {order}, and a Decimal "
        f"elsewhere: calculating with another Decimal then raises TypeError for some values; {cure}"
    )
