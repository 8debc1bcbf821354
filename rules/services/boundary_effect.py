"""NL410: a function has an effect that the boundary around it forbids."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.architecture import Boundary
from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics.operations import AwaitedCall, ProjectCall
from nova_lint.workspace.symbols import FunctionSymbol, Module

from .judging import listed, name_of, path_of, source

_SAID = {
    Effect.READ: "reads from the database",
    Effect.WRITE: "writes to the database",
    Effect.TRANSACTION: "opens a transaction",
    Effect.NETWORK: "asks another service",
    Effect.MAIL: "sends mail",
    Effect.STORAGE: "changes what is stored",
    Effect.QUEUE: "queues a task",
}


class BoundaryEffect(Rule[Unit]):
    code = "NL410"
    name = "boundary-effect"
    severity = Severity.ERROR
    needs = Unit

    def concerns(self, module: Module, project: Contracts) -> bool:
        around = project.boundaries.around(module) if project.architecture.boundaries else []
        return any(boundary.may is not None for boundary in around)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        for boundary in project.boundaries.around(subject.function.module):
            if boundary.may is None or not project.boundaries.holds(boundary, subject.function):
                continue
            for deed in _first_of_each(subject, boundary, project):
                yield _report(deed, boundary, subject)


def _first_of_each(unit: Unit, boundary: Boundary, project: Contracts) -> list[Deed]:
    """The first way to each effect that is forbidden; what a function inside does is reported
    there, and not of those that call it."""
    found: dict[Effect, Deed] = {}
    for deed in unit.deeds:
        called = _called(deed)
        if called is not None and project.boundaries.holds(boundary, called):
            continue
        if deed.sure and deed.effect not in (boundary.may or ()):
            found.setdefault(deed.effect, deed)
    return list(found.values())


def _called(deed: Deed) -> FunctionSymbol | None:
    """The function that the first step calls, where there is one between."""
    match deed.steps[0].action:
        case ProjectCall(function=function) | AwaitedCall(function=function):
            return function
    return None


def _report(deed: Deed, boundary: Boundary, unit: Unit) -> Report:
    first = deed.steps[0]
    way = f", by way of {path_of(deed)}" if len(deed.steps) > 1 else ""
    allowed = listed(sorted(effect.value for effect in boundary.may or ())) or "nothing"
    related = (Related(deed.done.site.place(), "it happens here"),) if way else ()
    return Report(
        place=first.site.place(),
        message=(
            f"{source(first)} {_SAID[deed.effect]} in `{name_of(unit.function)}`{way}: the "
            f"boundary `{boundary.name}` allows {allowed}; have the caller do it, and hand over "
            "what comes out"
        ),
        related=related,
    )
