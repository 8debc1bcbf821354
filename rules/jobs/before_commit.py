"""NL503: a job is queued inside the transaction that writes the row which it is to work on."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nova_lint.contracts.code.transactions import Admin, Caller, Request
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.jobs import IN_DATABASE_BY_DEFAULT, Library, When
from nova_lint.knowledge.transactions import CALLED_BY_FRAMEWORKS
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.kinds import Model
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Operation, Queueing
from nova_lint.workspace.symbols import FunctionSymbol

from ..asynchrony.wording import source
from .judging import is_queued_as_usual, queueing
from .written_rows import Write, as_whole, is_called_later, row_of, written_by_query


class QueuedBeforeCommit(Rule[Operation]):
    code = "NL503"
    name = "queued-before-commit"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return queueing(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, Queueing) or not _counts(action, project):
            return
        place = subject.site.place()
        if TEST_FILES.search(place.path):
            return
        found = _in_own(subject, project) or _in_others(subject, project)
        if found is not None:
            yield Report(
                place=place,
                message=(
                    f"{source(subject)} queues a job for the `{found.row}` that {found.happens}: "
                    "a worker that is quick looks for the row before it is committed, and has "
                    "the job even if it never is; queue it with "
                    f"`transaction.on_commit`{_other_way(action)}"
                ),
                related=found.related,
            )


class _Found(msgspec.Struct, frozen=True):
    """A row that is not committed yet: of which model, who writes it, and where."""

    row: str
    happens: str
    related: tuple[Related, ...]


def _counts(action: Queueing, project: Contracts) -> bool:
    """Whether a job is queued at once, and surely not in the database itself."""
    return (
        action.when is When.NOW
        and action.package not in IN_DATABASE_BY_DEFAULT
        and is_queued_as_usual(action, project)
    )


def _in_own(subject: Operation, project: Contracts) -> _Found | None:
    """A row that the function writes in a transaction of its own, itself or through what it
    calls."""
    if subject.transaction is None:
        return None
    row = row_of(subject)
    if row is not None and row.written is subject.transaction:
        return _own(row.cls.short_name, subject)
    whole = as_whole(subject, project)
    if whole is None or whole.transaction is None:
        return None
    row = row_of(whole)
    if row is not None and row.written is whole.transaction:
        return _own(row.cls.short_name, whole)
    query = written_by_query(whole, project)
    if query is not None and query.operation.transaction is whole.transaction:
        return _own(query.model.short_name, whole, *_by_query(query))
    return None


def _own(row: str, queued: Operation, *related: Related) -> _Found:
    transaction = queued.transaction
    assert transaction is not None
    opened = Related(transaction.place(), "the transaction")
    return _Found(row, "the transaction around it writes", (opened, *related))


def _by_query(query: Write) -> tuple[Related, ...]:
    return (Related(query.operation.site.place(), "written here"),)


def _in_others(subject: Operation, project: Contracts) -> _Found | None:
    """A row that the function writes in a transaction that others have opened."""
    function = subject.function
    if function is None or is_called_later(subject):
        return None
    given = project.transactions.of_framework(function)
    if given is not None:
        return _in_framework(subject, given, project)
    layer = project.code_layers.of_function(function).layer
    row = _written(subject, project) if layer not in CALLED_BY_FRAMEWORKS else None
    caller = project.transactions.of_caller(function) if row is not None else None
    return _in_caller(row.cls.short_name, caller) if row is not None and caller else None


def _written(subject: Operation, project: Contracts) -> Model | None:
    """The row of a job that its function has written, itself or through what it calls."""
    for operation in (subject, as_whole(subject, project)):
        row = row_of(operation) if operation is not None else None
        if row is not None and row.written is not None:
            return row
    return None


def _in_framework(subject: Operation, around: Request | Admin, project: Contracts) -> _Found | None:
    whole = as_whole(subject, project)
    row = row_of(whole) if whole is not None else None
    query = written_by_query(whole, project) if whole is not None else None
    related = _by_query(query) if query is not None else ()
    if row is not None and row.written is not None:
        name, related = row.cls.short_name, ()
    elif query is not None:
        name = query.model.short_name
    else:
        return None
    match around:
        case Request(place=place):
            asked = Related(place, "every request has a transaction")
            return _Found(name, "is written in the transaction of the request", (asked, *related))
        case Admin():
            return _Found(name, "is written in the transaction of the admin", related)


def _in_caller(row: str, caller: Caller) -> _Found:
    first = caller.steps[0]
    return _Found(
        row,
        f"is written in a transaction of `{_name(first.function)}`, which calls this",
        (
            Related(caller.place, "the transaction"),
            *(Related(step.site.place(), "called here") for step in caller.steps),
        ),
    )


def _name(function: FunctionSymbol | None) -> str:
    return function.name.rpartition(".")[2] if function is not None else "a caller"


def _other_way(action: Queueing) -> str:
    """Celery's own method for that."""
    if action.package is not Library.CELERY or action.task is None:
        return ""
    return f", or `{action.by}_on_commit` of Celery's tasks for Django"
