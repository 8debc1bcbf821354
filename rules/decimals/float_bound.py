"""NL311: a field that is made in a function has a float as a bound that refuses itself."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.conversions import (
    BOUNDS,
    DECIMAL_FIELDS,
    LIMIT,
    VALIDATING,
    Bound,
    Side,
    excludes_itself,
)
from nova_lint.semantics.kinds import Framework, Given, Kind, Literal
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import items_of
from nova_lint.semantics.operations import FunctionCall, Operation

from . import fixes
from .judging import refuses_itself


class FloatBound(Rule[Operation]):
    code = "NL311"
    name = "float-bound"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return frozenset({"DecimalField"}), r"DecimalField\(", r"_value|Validator"

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        match subject.action:
            case FunctionCall(name=name, given=given) if name in DECIMAL_FIELDS:
                wrong = [each for each in _bounds(name, given) if excludes_itself(*each)]
            case _:
                return
        if not wrong:
            return
        yield Report(
            place=subject.site.place(),
            message="; ".join(
                refuses_itself(f"this `{name.rpartition('.')[2]}`", value, bound.side is Side.LOWER)
                for bound, value in wrong
            ),
            fix=fixes.in_call([value for _, value in wrong], subject.site),
        )


def _bounds(name: str, given: Given) -> Iterator[tuple[Bound, float]]:
    """The floats that bound what a field takes: by its own keywords, and by validators."""
    own = ((bound, given.keyword(keyword)) for keyword, bound in BOUNDS.get(name, {}).items())
    validators = given.keyword(VALIDATING)
    for bound, kind in (*own, *_of_validators(items_of(validators) if validators else ())):
        if isinstance(kind, Literal) and isinstance(kind.value, float):
            yield bound, kind.value


def _of_validators(validators: tuple[Kind, ...]) -> Iterator[tuple[Bound, Kind | None]]:
    for validator in validators:
        match validator:
            case Framework(name=name, given=Given() as given) if name in BOUNDS:
                yield BOUNDS[name][LIMIT], given.argument(0, LIMIT)
