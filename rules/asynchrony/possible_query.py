"""NL209: async code may query, if what it is given has not been loaded before."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Following, Operation, ProjectCall

from . import wording
from .judging import ASYNC, blocked


class PossibleQueryInAsync(Rule[Operation]):
    code = "NL209"
    name = "possible-query-in-async"
    severity = Severity.WARNING
    needs = Operation
    enabled = False

    def mentions(self, project: Contracts) -> Mentions:
        return ASYNC

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        doing = blocked(subject, project)
        if doing is None or doing.sure:
            return
        action = subject.action
        reached = action.reached[0] if isinstance(action, ProjectCall) else None
        yield Report(
            place=subject.site.place(),
            message=(f"{wording.source(subject)} queries {_when(subject)}: then {wording.RAISES}"),
            related=wording.steps(reached) if reached is not None else (),
        )


def _when(operation: Operation) -> str:
    match operation.action:
        case Following(relation=True, name=name):
            return f"unless `{name}` was loaded with the object that this code is given"
        case ProjectCall(name=name, reached=(reached, *_)):
            return f"unless that was done before, `{name}` → {wording.path_of(reached)}"
    return "unless its rows were fetched before"
