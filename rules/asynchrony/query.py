"""NL201: a query is run in async code."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge import queries
from nova_lint.semantics.kinds import Manager, Model, QuerySet, RelatedManager
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import MethodCall, Operation

from . import fixes, wording
from .judging import ASYNC, blocked

_MODEL = frozenset(
    name for name, call in queries.MODEL.items() if call.when is not queries.When.CHECKED
)


class QueryInAsync(Rule[Operation]):
    code = "NL201"
    name = "query-in-async"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        if not is_query(subject):
            return
        doing = blocked(subject, project)
        if doing is None or not doing.sure:
            return
        twin = wording.available(doing.twin, project)
        yield Report(
            place=subject.site.place(),
            message=(
                f"{wording.source(subject)} runs a query: {wording.RAISES}; {wording.advice(twin)}"
            ),
            fix=fixes.awaiting_twin(subject, twin),
        )


def is_query(operation: Operation) -> bool:
    """Whether an operation is a call of the ORM's own methods."""
    match operation.action:
        case MethodCall(receiver=Model(), name=name):
            return name in _MODEL or name.startswith(("get_next_by_", "get_previous_by_"))
        case MethodCall(receiver=QuerySet() | Manager() | RelatedManager(), name=name):
            return True
    return False
