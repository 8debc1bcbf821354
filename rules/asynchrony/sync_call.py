"""NL204: async code calls a sync function that reaches the database."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Operation, ProjectCall

from . import wording
from .judging import ASYNC, blocked


class SyncCallInAsync(Rule[Operation]):
    code = "NL204"
    name = "sync-call-in-async"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, ProjectCall):
            return
        doing = blocked(subject, project)
        if doing is None or not doing.sure:
            return
        reached = action.reached[0]
        yield Report(
            place=subject.site.place(),
            message=(
                f"{wording.source(subject)} reaches the database, {_way(action)}: "
                f"{wording.RAISES}; {_advice(subject, action)}"
            ),
            related=wording.steps(reached),
        )


def _way(action: ProjectCall) -> str:
    return f"`{action.name}` → {wording.path_of(action.reached[0])}"


def _advice(operation: Operation, action: ProjectCall) -> str:
    site = operation.site
    if not action.implicit and isinstance(site, Node) and isinstance(site.node, cst.Call):
        callee = Node(site.segment, site.node.func).text()
        return f"call it as `await sync_to_async({callee})(…)`"
    return "read it in a function that `sync_to_async` wraps, or load what it needs before"
