"""What the rules about background jobs ask of an operation."""

from __future__ import annotations

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related
from nova_lint.knowledge import jobs
from nova_lint.knowledge.jobs import Library, When
from nova_lint.semantics.kinds import Task
from nova_lint.semantics.mentions import Mentions, Naming
from nova_lint.semantics.operations import Queueing


def queueing(project: Contracts) -> Mentions:
    """What a function mentions that queues a task: the methods and functions of the libraries
    that the project has."""
    return project.workspace.questions.memo("calls that queue", lambda: _patterns(project))


def _patterns(project: Contracts) -> Mentions:
    used = [library for library in Library if _uses(library, project)]
    ways = [each for library in used for each in jobs.TASK_METHODS[library].items()]
    if Library.RQ in used:
        ways += jobs.QUEUE_METHODS.items()
    if Library.CELERY in used:
        ways += jobs.BY_NAME.items()
    # Those that queue at once are also handed to others, as `partial(task.delay, …)`.
    at_once = {name for name, way in ways if way.when in (When.NOW, When.ON_COMMIT)} - {jobs.CALL}
    others = {name for name, _ in ways} - at_once - {jobs.CALL}
    functions = {
        dotted.rpartition(".")[2]
        for dotted, (library, _) in jobs.FUNCTIONS.items()
        if library in used
    }
    return (
        (
            Naming(r"\.", frozenset(at_once), r"\b"),
            Naming(r"\.", frozenset(others), r"\("),
            Naming(r"\b", frozenset(functions), r"\("),
        ),
    )


def _uses(library: Library, project: Contracts) -> bool:
    return any(project.workspace.having(word) for word in jobs.PACKAGES[library])


def is_queued_as_usual(action: Queueing, project: Contracts) -> bool:
    """Whether a call queues a task as its library does: neither the task nor the application
    has a class of its own for tasks, nor the project another package's queues, which may wait
    for the commit."""
    if action.task is not None and not action.task.plain:
        return False
    if any(map(project.workspace.having, jobs.WAITING.get(action.package, ()))):
        return False
    if action.package is not Library.CELERY:
        return True
    return not project.workspace.questions.memo(
        "class of Celery's tasks", lambda: _has_task_class(project)
    )


def _has_task_class(project: Contracts) -> bool:
    paths = project.workspace.mentioning(jobs.PACKAGES[Library.CELERY][0])
    return any(jobs.TASK_CLASS_SET.search(project.workspace.text(path)) for path in paths)


def task_name(task: Task) -> str:
    """The name of a task as messages give it."""
    return f"`{task.name.rpartition('.')[2]}`"


def definition(task: Task, project: Contracts) -> tuple[Related, ...]:
    """Where the function of a task is defined."""
    symbol = task.symbol
    return (Related(project.name_place(symbol), "the task"),) if symbol is not None else ()


def raised_by(action: Queueing, task: Task) -> str:
    """Where a call with arguments that do not fit raises."""
    if action.by in jobs.BY_NAME or not task.checked:
        return "the worker raises TypeError when it runs the job"
    if action.when is jobs.When.NEVER:
        return "the task raises TypeError"
    if action.when is jobs.When.LATER:
        return "TypeError is raised when this is queued"
    return "Celery raises TypeError here"
