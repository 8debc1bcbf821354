"""NL208: a coroutine is used, or dropped, as if it had been awaited."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import (
    Coroutine,
    External,
    Function,
    Kind,
    Local,
    Method,
    Partial,
    Threaded,
    Unknown,
)
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Awaiting, Operation
from nova_lint.workspace.walk import walk

from . import fixes, wording
from .judging import ASYNC


class MissingAwait(Rule[Operation]):
    code = "NL208"
    name = "missing-await"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if isinstance(action, Awaiting) and not _is_misused(action.subject):
            message = f"{wording.source(subject)} {_message(action, subject)}"
            fix = fixes.awaited(subject) if action.used == "dropped" else None
            yield Report(place=subject.site.place(), message=message, fix=fix)


def _is_misused(subject: Kind) -> bool:
    """Whether what was wrapped is no function at all, which NL207 says."""
    return isinstance(subject, Threaded) and not isinstance(
        subject.function, Function | Local | Method | External | Partial | Unknown
    )


def _message(action: Awaiting, operation: Operation) -> str:
    if action.used == "iterated with `async for`":
        return "is no asynchronous iterator: `async for` raises TypeError; write `for`"
    match action.subject:
        case Threaded():
            return (
                "only wraps the function: nothing is ever run; call what it gives, and `await` that"
            )
        case Coroutine():
            return f"{_used(action.used)}; {_advice(action, operation)}"
    return "is an asynchronous iterator: Python raises TypeError; use `async for`"


def _used(used: str) -> str:
    match used:
        case "dropped":
            return "makes a coroutine that nobody awaits: it never runs"
        case "taken for true":
            return "is taken for true without `await`: a coroutine always is"
        case "written as text":
            return "is written as text without `await`: the text is that of a coroutine"
    if used.startswith("assigned to"):
        return "is given a coroutine without `await`, and not what that comes to"
    return f"is {used} without `await`: it is a coroutine, and Python raises"


def _advice(action: Awaiting, operation: Operation) -> str:
    """What to write; an `await` that is there already takes more than the call."""
    site = operation.site
    if isinstance(site, Node):
        call = site.node
        if action.used == "indexed" and isinstance(call, cst.Subscript):
            call = call.value
        for taken in _awaited_with(call, site):
            inner, whole = (Node(site.segment, each).text() for each in (call, taken))
            return f"write `(await {inner}){whole.removeprefix(inner)}`"
    return "write `await` before the call"


def _awaited_with(call: cst.CSTNode, site: Node) -> Iterator[cst.BaseExpression]:
    """What is awaited of which a call is the first part, and not the whole."""
    for part in (each for statement in site.segment.body for each in walk(statement)):
        if isinstance(part, cst.Await) and part.expression is not call:
            begins: cst.CSTNode = part.expression
            while isinstance(begins, cst.Attribute | cst.Subscript) and begins is not call:
                begins = begins.value
            if begins is call:
                yield part.expression
