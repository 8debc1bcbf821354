"""NL207: what is handed to `sync_to_async` is not a function that works there."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.threads import Hands
from nova_lint.semantics import framework_calls
from nova_lint.semantics.kinds import (
    Coroutine,
    Function,
    Kind,
    Literal,
    Local,
    Mapping,
    Method,
    Model,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Context, HandingBack, Operation, RunToEnd, Threading

from . import wording
from .judging import ASYNC


class ThreadMisuse(Rule[Operation]):
    code = "NL207"
    name = "thread-misuse"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        wrong = _judged(subject, project)
        if wrong is not None:
            message = f"{wording.source(subject)} {wrong}"
            yield Report(place=subject.site.place(), message=message)


def _judged(operation: Operation, project: Contracts) -> str | None:
    """What is wrong with an operation that hands something over to a thread, or waits for what
    runs in the loop."""
    match operation.action:
        case Threading() as action:
            return _wrong(action, project)
        case HandingBack():
            return _LAZY
        case RunToEnd() if operation.context is Context.LOOP:
            return _IN_LOOP
    return None


_LAZY = (
    "only builds a queryset in the thread: its rows are fetched where it is iterated, and "
    f"{wording.RAISES}; build it here and use `async for`, or wrap a function that returns a list"
)
_IN_LOOP = (
    "runs an async function to its end in the thread of the event loop, which raises "
    "RuntimeError; `await` the function itself"
)


def _wrong(action: Threading, project: Contracts) -> str | None:
    """What is wrong with something that is to run in a thread; None where nothing is."""
    match action.function:
        case Model() | QuerySet() | Sequence() | Together() | Mapping() | Scalar() | Literal():
            return (
                "hands over what a call returned: the call has run here, in the event loop, and "
                f"`{action.wrapper}` is given no function, which is a TypeError; pass the function "
                "without calling it"
            )
        case (Coroutine() | Function() | Local()) as function if _is_async(function):
            return _ASYNC_FUNCTION[action.hands]
        case Method(receiver=receiver, name=name):
            known = framework_calls.method(receiver, name, project.symbols)
            if known is not None and known.awaits is not None:
                return _ASYNC_FUNCTION[action.hands]
    return None


_ASYNC_FUNCTION = {
    Hands.FUNCTION: (
        "hands over an async function: a thread cannot await what it makes, and asgiref raises "
        "TypeError; `await` it directly"
    ),
    Hands.CALL: (
        "hands over an async function: the thread runs nothing of it, and gives back a coroutine; "
        "`await` it directly"
    ),
}


def _is_async(function: Kind) -> bool:
    match function:
        case Function(symbol=symbol):
            return symbol.node.is_async and not symbol.node.decorators
        case Local(node=node):
            return getattr(node, "asynchronous", None) is not None
    return isinstance(function, Coroutine)
