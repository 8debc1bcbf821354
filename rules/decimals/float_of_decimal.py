"""NL305: a Decimal is made a float, and then calculated with."""

from __future__ import annotations

from collections.abc import Iterator
from math import frexp

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.numbers import FLOAT_SUMS, STEPS, Number
from nova_lint.semantics.kinds import Kind, Literal, Scalar
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import numbers_of, raises
from nova_lint.semantics.operations import Action, Arithmetic, Fate, FunctionCall, Operation

from .judging import is_decimal, is_float, mixes, source

# What is written has few digits, and what is drawn at random is no amount. `round(…, 2)` decides
# over half a cent.
_HARMLESS = frozenset({Fate.WHOLE, Fate.WRITTEN, Fate.DRAWN_BY})
_CALCULATING = frozenset({"+", "-", "*", "%", "//"})
# A quotient is a share or a rate, which no number of decimals holds exactly.
_HALF = 0.5


class FloatOfDecimal(Rule[Operation]):
    code = "NL305"
    name = "float-of-decimal"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return mixes(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        if _calculates(subject.action) and not _is_harmless(subject):
            yield Report(
                place=subject.site.place(),
                message=(
                    f"{source(subject)} calculates with a float that was a Decimal: the result is "
                    f"rounded in binary, as 0.1 + 0.2 is 0.30000000000000004; calculate with the "
                    f"Decimal, and convert the result where it is shown"
                ),
            )


def _is_harmless(operation: Operation) -> bool:
    """Whether the error does not show. A sum or a difference that is divided, or squared, makes a
    mean, a share or a deviation, which are seldom exact in decimals either; a product that is
    divided may be an amount: `float(total) * 19 / 119`."""
    if operation.fate is not Fate.DIVIDED:
        return operation.fate in _HARMLESS
    match operation.action:
        case Arithmetic(operator=operator):
            return operator in _ADDING
        case FunctionCall(name=name):
            return STEPS.get(name) in _ADDING
    return False


_ADDING = frozenset({"+", "-"})


def _calculates(action: Action) -> bool:
    """Whether Decimals are calculated with as floats."""
    match action:
        case Arithmetic(operator=operator, left=left, right=right):
            if raises(operator, left, right) or _only_scales(action):
                return False
            return operator in _CALCULATING and (_was_decimal(left) or _was_decimal(right))
        case FunctionCall(name=name, given=given) if name in STEPS:
            return any(_was_decimal(kind) for kind in numbers_of(name, given))
        case FunctionCall(name=name, given=given) if name in FLOAT_SUMS:
            return any(_was_decimal(k) or is_decimal(k) for k in numbers_of(name, given))
    return False


def _was_decimal(kind: Kind) -> bool:
    return is_float(kind) and isinstance(kind, Scalar) and kind.made_of == Number.DECIMAL.value


def _only_scales(action: Arithmetic) -> bool:
    """Whether a float is multiplied by a power of two (1, 2, 0.5), which loses nothing."""
    return action.operator == "*" and any(
        isinstance(side, Literal)
        and isinstance(side.value, int | float)
        and abs(frexp(side.value)[0]) == _HALF
        for side in (action.left, action.right)
    )
