"""NL203: a relation or a deferred column is fetched in async code."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Following, Operation

from . import wording
from .judging import ASYNC, blocked


class LazyRelationInAsync(Rule[Operation]):
    code = "NL203"
    name = "lazy-relation-in-async"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, Following):
            return
        doing = blocked(subject, project)
        if doing is None or not doing.sure:
            return
        yield Report(
            place=subject.site.place(),
            message=f"{wording.source(subject)} {_message(action, project)}",
        )


def _message(action: Following, project: Contracts) -> str:
    model = action.owner.cls.short_name
    if not action.relation:
        return (
            f"reads a column that the query for this `{model}` left out: {wording.RAISES}; "
            f"load it with the row, or call `await arefresh_from_db(fields=[…])` before"
        )
    column = project.bodies.models.column(action.owner.cls, action.name)
    may_be_null = column is None or column.nullable is not False
    return (
        f"follows a relation that was not loaded with this `{model}`: {wording.RAISES}"
        f"{', unless it is null' if may_be_null else ''}; add "
        f"{_loader(action)} to the query that fetches {_root(action)}"
    )


def _loader(action: Following) -> str:
    """The method that loads what is missing: one join cannot fetch several rows."""
    loading = action.owner.loading
    method = "prefetch_related" if loading.several else "select_related"
    return f'`{method}("{loading.to(action.name)}")`'


def _root(action: Following) -> str:
    return "the rows it was reached from" if action.owner.loading.path else "it"
