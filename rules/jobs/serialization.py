"""NL502: a job is given a value that its serializer refuses, or changes."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.jobs import Library, When
from nova_lint.semantics.kinds import Kind, Lazy, Model, QuerySet
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Operation, Queueing

from ..asynchrony.wording import source
from .judging import definition, queueing
from .serializers import Changed, changed, described, is_refused, serializer_of


class UnserializableArgument(Rule[Operation]):
    code = "NL502"
    name = "unserializable-argument"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return queueing(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, Queueing) or action.task is None or action.when is When.NEVER:
            return
        serializer = serializer_of(action, project)
        if serializer is None:
            return
        for name, kind in _arguments(action):
            found = changed(kind, serializer, project)
            if found is not None:
                yield Report(
                    place=subject.site.place(),
                    message=f"{source(subject)} gives {name} {_message(found, action)}",
                    related=definition(action.task, project),
                    severity=None if is_refused(found) else Severity.WARNING,
                )


def _arguments(action: Queueing) -> Iterator[tuple[str, Kind]]:
    """What a task is given, by the names of its parameters as far as they are known."""
    signature = action.task.signature if action.task is not None else None
    leading = signature.leading if signature is not None else ()
    for index, kind in enumerate(action.given.positional):
        known = index < len(leading) and not action.open
        yield (f"`{leading[index].name}`" if known else f"as argument {index + 1}"), kind
    for name, kind in action.given.keywords:
        yield f"`{name}`", kind


def _message(found: Changed, action: Queueing) -> str:
    library = action.package.value
    what = described(found)
    if found.is_key:
        what = f"a dictionary with {what} as a key"
    start = f"{what}: {library} serializes it as JSON"
    if is_refused(found):
        error = "EncodeError" if action.package is Library.CELERY else "TypeError"
        return f"{start}, which raises {error}; {_remedy(found)}"
    if found.is_key:
        return f"{start}, whose keys are texts; make them texts, or give a list of pairs"
    became = found.becomes.rpartition(".")[2]
    return f"{start}, and the task gets a {became}; make it what it is to be on both sides"


def _remedy(found: Changed) -> str:
    match found.kind:
        case Model() | Lazy():
            return "give its key, and fetch it in the task"
        case QuerySet():
            return "give a list of keys, and fetch the rows in the task"
    return "give what JSON has: text, numbers, lists and dictionaries"
