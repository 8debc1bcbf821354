"""NL205: async code opens a transaction or a cursor."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge import framework_queries
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics.kinds import Framework
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Action, Entering, Operation, ProjectCall

from . import wording
from .judging import ASYNC, blocked


class TransactionInAsync(Rule[Operation]):
    code = "NL205"
    name = "transaction-in-async"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        if isinstance(subject.action, ProjectCall):
            return
        message = _never(subject.action) or _message(subject, project)
        if message is not None:
            place = subject.site.place()
            yield Report(place=place, message=f"{wording.source(subject)} {message}")


def _never(action: Action) -> str | None:
    """What is wrong with a transaction wherever the code runs."""
    match action:
        case Entering(manager=Framework(name=name), by="async with"):
            if name in framework_queries.ENTERED:
                return f"is no asynchronous context manager: `async with` raises TypeError; {_MOVE}"
    return None


def _message(operation: Operation, project: Contracts) -> str | None:
    doing = blocked(operation, project)
    if doing is None or not doing.sure or doing.effect is not Effect.TRANSACTION:
        return None
    match operation.action:
        case Entering(by="decorator"):
            return (
                "opens a transaction when this async function is called, and ends it before its "
                f"body runs: {wording.RAISES}; {_MOVE}"
            )
        case Entering():
            return f"opens a transaction: {wording.RAISES}; {_MOVE}"
    return f"uses the database connection: {wording.RAISES}; {wording.advice(None)}"


_MOVE = "move the whole transaction into a sync function and call that with `sync_to_async`"
