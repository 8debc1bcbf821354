"""NL301: a Decimal and a float meet in a calculation, which raises."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.numbers import AS_OPERATOR, STEPS, Number
from nova_lint.semantics.kinds import Given, Kind, Literal
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import (
    is_promised,
    member,
    numbers_of,
    raises,
    refuses,
)
from nova_lint.semantics.operations import (
    Arithmetic,
    Comparison,
    FailingCall,
    FunctionCall,
    MethodCall,
    Operation,
)

from . import fixes
from .judging import advice, class_of, is_believed, is_decimal, is_float, mixes, source


class MixedArithmetic(Rule[Operation]):
    code = "NL301"
    name = "mixed-arithmetic"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return mixes(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        match subject.action:
            case (
                Arithmetic(operator=operator, left=left, right=right)
                | Comparison(operator=operator, left=left, right=right)
            ):
                believed = all(is_believed(each, subject, project) for each in (left, right))
                if raises(operator, left, right) and believed and not subject.guarded:
                    yield Report(
                        place=subject.site.place(),
                        message=_message(subject, operator, left, right),
                        fix=fixes.as_decimal(subject),
                    )
            case FailingCall() as failing if _is_of_this_call(failing, subject, project):
                yield Report(
                    place=subject.site.place(),
                    message=(
                        f"{source(subject)} raises TypeError: `{failing.name}` comes to "
                        f"{source(failing.cause)}, where {_meeting(failing)}; give it "
                        f"numbers of one kind"
                    ),
                    related=(Related(failing.cause.site.place(), "where it raises"),),
                )
            case FunctionCall(name=name, given=given) if (
                refuses(name, given) and not subject.guarded
            ):
                yield Report(place=subject.site.place(), message=_refused(subject, name, given))
            case MethodCall(receiver=receiver, name=name, given=given):
                known = member(receiver, name)
                if known is None or Number.DECIMAL not in known.operands or subject.guarded:
                    return
                if Number.FLOAT not in known.operands and any(map(is_float, given.positional)):
                    owner = "Decimal" if is_decimal(receiver) else "context of Decimals"
                    yield Report(
                        place=subject.site.place(),
                        message=(
                            f"{source(subject)} gives a float to a method of a {owner}: Python "
                            f"raises TypeError; give a Decimal"
                        ),
                    )


def _is_of_this_call(failing: FailingCall, subject: Operation, project: Contracts) -> bool:
    """Whether a function raises for what this call gives it. One that does for every caller has
    its finding where it stands, and what it believes of its own annotations counts there."""
    action, function = failing.cause.action, failing.cause.function
    if not isinstance(action, Arithmetic | Comparison):
        return False
    given = (*failing.given.positional, *(kind for _, kind in failing.given.keywords))
    for kind in (action.left, action.right):
        is_known = kind in given or function == subject.function
        if is_promised(kind) and not (is_known and is_believed(kind, subject, project)):
            return False
    return function in (None, subject.function) or not _raises_anyway(failing.cause, project)


def _meeting(failing: FailingCall) -> str:
    action = failing.cause.action
    assert isinstance(action, Arithmetic | Comparison)
    sides = (action.left, action.right)
    by = "by their annotations " if any(map(is_promised, sides)) else ""
    other = action.right if is_decimal(action.left) else action.left
    return f"{by}a Decimal and a {class_of(other)} meet"


def _raises_anyway(cause: Operation, project: Contracts) -> bool:
    """Whether an operation raises whoever calls its function."""
    if cause.function is None:
        return False
    place = cause.site.place()
    return any(
        isinstance(each.action, Arithmetic | Comparison)
        and raises(each.action.operator, each.action.left, each.action.right)
        and each.site.place() == place
        and not (is_promised(each.action.left) or is_promised(each.action.right))
        for each in project.bodies.operations(cause.function)
    )


def _refused(operation: Operation, name: str, given: Given) -> str:
    """What a function of numbers does with the numbers that it is given."""
    items = (*numbers_of(name, given), given.argument(1, "start"))
    if name not in AS_OPERATOR and not any(is_float(each) for each in items if each is not None):
        return f"{source(operation)} raises TypeError: it calculates with floats inside"
    does = "adds" if name in STEPS else "calculates with"
    return (
        f"{source(operation)} {does} Decimals and floats: Python raises TypeError; "
        f"make all of them, and the start, Decimals"
    )


def _message(operation: Operation, operator: str, left: Kind, right: Kind) -> str:
    promised = is_promised(left) or is_promised(right)
    reason = "by its annotations it is" if promised else "it is"
    return (
        f"{source(operation)} raises TypeError: {reason} "
        f"`{class_of(left)} {operator} {class_of(right)}`; {_advice(operation, left, right)}"
    )


def _advice(operation: Operation, left: Kind, right: Kind) -> str:
    for kind in (left, right):
        if isinstance(kind, Literal) and isinstance(kind.value, float):
            return advice(kind.value, operation)
    if not (is_float(left) or is_float(right)):
        return "make both sides Decimals, or neither"
    if is_promised(left) or is_promised(right):
        return "annotate both sides as Decimals, and give Decimals"
    return "convert the float with `Decimal(str(…))`, or keep a Decimal from the start"
