"""NL503: a job is queued inside the transaction that writes the row which it is to work on."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.jobs import IN_DATABASE_BY_DEFAULT, Library, When
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.kinds import Kind, Mapping, Model, Scalar, Sequence, Together
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Operation, Queueing

from ..asynchrony.wording import source
from .judging import queueing


class QueuedBeforeCommit(Rule[Operation]):
    code = "NL503"
    name = "queued-before-commit"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return queueing(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action, transaction = subject.action, subject.transaction
        if not isinstance(action, Queueing) or transaction is None:
            return
        place = subject.site.place()
        if (
            action.when is not When.NOW
            or not _is_elsewhere(action)
            or TEST_FILES.search(place.path)
        ):
            return
        values = (*action.given.positional, *(kind for _, kind in action.given.keywords))
        row = next((row for kind in values for row in _rows(kind)), None)
        if row is None or row.written is not transaction:
            return
        yield Report(
            place=place,
            message=(
                f"{source(subject)} queues a job for the `{row.cls.short_name}` that "
                "the transaction around it writes: a worker that is quick looks for the row before "
                "it is committed, and has the job even if it never is; queue it with "
                f"`transaction.on_commit`{_other_way(action)}"
            ),
            related=(Related(transaction.place(), "the transaction"),),
        )


def _is_elsewhere(action: Queueing) -> bool:
    """Whether the queue is surely not in the database itself."""
    return action.package not in IN_DATABASE_BY_DEFAULT


def _rows(kind: Kind) -> Iterator[Model]:
    """The rows that a value is, or is the key of."""
    match kind:
        case Model():
            yield kind
        case Scalar(row=Model() as row):
            yield row
        case Sequence(item=item):
            yield from _rows(item)
        case Together(items=items):
            for item in items:
                yield from _rows(item)
        case Mapping(entries=entries):
            for _, value in entries:
                yield from _rows(value)


def _other_way(action: Queueing) -> str:
    """Celery's own method for that."""
    if action.package is not Library.CELERY or action.task is None:
        return ""
    return f", or `{action.by}_on_commit` of Celery's tasks for Django"
