"""NL202: a queryset is evaluated in async code."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import (
    Formatting,
    Indexing,
    Iteration,
    Operation,
    TruthTest,
)

from . import fixes, wording
from .judging import ASYNC, blocked


class EvaluationInAsync(Rule[Operation]):
    code = "NL202"
    name = "evaluation-in-async"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        how = _how(subject)
        if how is None:
            return
        doing = blocked(subject, project)
        if doing is None or not doing.sure:
            return
        what, instead = how
        yield Report(
            place=subject.site.place(),
            message=(
                f"{what} the queryset {wording.source(subject)} fetches its rows: "
                f"{wording.RAISES}; {instead}"
            ),
            fix=fixes.asynchronous(subject),
        )


def _how(operation: Operation) -> tuple[str, str] | None:
    """What the code does to a queryset, and what to write in its place."""
    match operation.action:
        case Iteration(by="for" | "comprehension" as by):
            return "looping (`for`) over" if by == "for" else "a comprehension over", _LOOP
        case Iteration(by="answer"):
            return "making an answer of", _LIST
        case Iteration(by="*" | "unpacking"):
            return "unpacking", _LIST
        case Iteration(by="in"):
            return "searching (`in`)", "use `await queryset.acontains(…)` or `aexists()`"
        case Iteration(by="len"):
            return "`len()` of", "use `await queryset.acount()`"
        case Iteration(by=by):
            return f"`{by}()` over", _LIST
        case TruthTest(by=by):
            return f"testing (`{by}`)", "use `await queryset.aexists()`"
        case Indexing(stepped=False):
            return "indexing", "use `await queryset.afirst()`, or `aget()` with the row's key"
        case Indexing():
            return "a slice with a step of", _LIST
        case Formatting(by=by):
            return f"writing (`{by}`)", _LIST
    return None


_LOOP = "use `async for`"
_LIST = "use `[row async for row in queryset]`"
