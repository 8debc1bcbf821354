"""NL206: async code calls something of Django or DRF that queries."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.queries import Effect, Twin
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import FunctionCall, Looking, MethodCall, Operation

from . import fixes, wording
from .judging import ASYNC, blocked
from .query import is_query


class FrameworkQueryInAsync(Rule[Operation]):
    code = "NL206"
    name = "framework-query-in-async"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        if not isinstance(subject.action, FunctionCall | MethodCall | Looking) or is_query(subject):
            return
        doing = blocked(subject, project)
        if doing is None or not doing.sure or doing.effect is Effect.TRANSACTION:
            return
        twin = wording.available(doing.twin, project)
        yield Report(
            place=subject.site.place(),
            message=(
                f"{wording.source(subject)} {_what(subject)}: {wording.RAISES}; "
                f"{_instead(subject, twin)}"
            ),
            fix=fixes.awaiting_function(subject, twin),
        )


def _what(operation: Operation) -> str:
    match operation.action:
        case Looking():
            return "makes Django fetch the user"
    return "queries the database"


def _instead(operation: Operation, twin: Twin | None) -> str:
    match operation.action:
        case Looking() if twin is not None:
            return f"use `await request.{twin.name}()`"
    return wording.advice(twin)
