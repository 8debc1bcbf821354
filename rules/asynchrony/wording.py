"""How findings about async code name things."""

from __future__ import annotations

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related
from nova_lint.knowledge.queries import Twin, Use
from nova_lint.semantics.operations import Operation, ProjectCall, Reached

_LONGEST = 60
RAISES = "Django raises SynchronousOnlyOperation in the event loop"


def source(operation: Operation) -> str:
    """The source of an operation as it is quoted in a message."""
    text = operation.site.text()
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}…`"


def available(twin: Twin | None, project: Contracts) -> Twin | None:
    """A twin, if the project's Django has it; an unknown Django is taken for a new one."""
    if twin is None:
        return None
    version = project.package_version("django")
    return None if version is not None and version[:2] < twin.since else twin


def advice(twin: Twin | None) -> str:
    """What to write in the place of a call whose twin that is."""
    if twin is None:
        return "call it in a function that `sync_to_async` wraps"
    match twin.use:
        case Use.ASYNC_FOR:
            return f"iterate it with `async for` over `{twin.name}(…)`"
        case Use.AWAIT:
            return f"`await` its twin `{twin.name}`"


def path_of(reached: Reached) -> str:
    """`helper → Book.objects.count()`, the way from a call to the query."""
    names = [f"`{_step(step)}`" for step in reached.steps]
    return " → ".join(names)


def _step(operation: Operation) -> str:
    if isinstance(operation.action, ProjectCall):
        return operation.action.name
    return source(operation).strip("`")


def steps(reached: Reached) -> tuple[Related, ...]:
    """Every step on the way to the query as a related place."""
    *calls, last = reached.steps
    return (
        *(Related(step.site.place(), f"calls {_step(step)}") for step in calls),
        Related(last.site.place(), "the query runs here"),
    )
