"""NL501: a job is given arguments that its task does not take."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Operation, Queueing
from nova_lint.semantics.signatures import Misfit, Signature, misfit

from ..asynchrony.wording import source
from .judging import definition, queueing, raised_by, task_name


class JobArguments(Rule[Operation]):
    code = "NL501"
    name = "job-arguments"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return queueing(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, Queueing) or action.task is None or subject.guarded:
            return
        signature, given = action.task.signature, action.given
        if signature is None:
            return
        names = [name for name, _ in given.keywords]
        complete = given.complete and not action.open
        found = misfit(signature, len(given.positional), names, complete=complete)
        if found is None or (action.open and not (found.unexpected or found.surplus)):
            return
        yield Report(
            place=subject.site.place(),
            message=(
                f"{source(subject)}: {_described(found, signature, action)}; "
                f"{raised_by(action, action.task)}"
            ),
            related=definition(action.task, project),
        )


def _described(found: Misfit, signature: Signature, action: Queueing) -> str:
    name = task_name(action.task) if action.task is not None else ""
    parts: list[str] = []
    if found.missing:
        parts.append(f"needs {_listed(found.missing)}, which is not given")
    if found.unexpected:
        parts.append(f"takes no {_listed(found.unexpected)}")
    if found.twice:
        parts.append(f"gets {_listed(found.twice)} twice, by position and by name")
    if found.surplus:
        most = len(signature.leading)
        parts.append(
            f"takes {_counted(most)}, and is given {len(action.given.positional)}"
            if most
            else "takes no positional arguments"
        )
    return f"the task {name} " + "; it ".join(parts)


def _counted(number: int) -> str:
    return f"{number} positional argument{'s' if number != 1 else ''}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
