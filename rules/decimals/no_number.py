"""NL310: a Decimal is made of what is no number."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.exceptions import NO_NUMBER
from nova_lint.knowledge.numbers import NOT_WITH_DECIMALS, is_number
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import Given, Kind, Literal, Scalar
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import FunctionCall, Operation

from .judging import class_of, is_believed, source

_DECIMAL = "decimal.Decimal"
# Of a name, a call, an empty text, or one with something in it that is no digit.
_MADE = r"Decimal\((?:[A-Za-z_]|(['\"])(?:\1|[^'\"\n]*[^\d.'\"\n]))"


class NoNumber(Rule[Operation]):
    code = "NL310"
    name = "no-number"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return frozenset({"Decimal"}), _MADE

    def mentions_outside(self, project: Contracts) -> Mentions:
        return self.mentions(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        match subject.action:
            case FunctionCall(name=name, given=Given(positional=(first,))) if name == _DECIMAL:
                pass
            case _:
                return
        error = _raised(first) if _is_settled(subject) else ""
        expected = NO_NUMBER if error == "InvalidOperation" else {"TypeError"}
        if error and is_believed(first, subject, project) and not expected & subject.expected:
            yield Report(
                place=subject.site.place(),
                message=f"{source(subject)} raises {error}: {_reason(first)}",
            )


def _is_settled(operation: Operation) -> bool:
    """Whether what is given is written there, or has a name: what an attribute of a class holds
    may be another thing for an object."""
    match operation.site:
        case Node(node=cst.Call(args=[cst.Arg(value=value)])):
            return not isinstance(value, cst.Attribute | cst.Subscript)
    return False


def _raised(kind: Kind) -> str:
    """The exception that making a Decimal raises; empty where it raises none, or nobody knows."""
    match kind:
        case Literal(value=str() as text):
            return "" if is_number(text) else "InvalidOperation"
        case Scalar(name=name):
            return "TypeError" if name in NOT_WITH_DECIMALS else ""
    return ""


def _reason(kind: Kind) -> str:
    match kind:
        case Literal(value=str() as text) if not text.strip():
            return "an empty text is no number; write `Decimal(0)`, or test the text first"
        case Literal(value=str() as text) if is_number(text.replace(",", ".")):
            return f'the decimal point is a point; write `Decimal("{text.replace(",", ".")}")`'
        case Literal():
            return "the text is no number"
    return f"no Decimal is made of a {class_of(kind)}"
