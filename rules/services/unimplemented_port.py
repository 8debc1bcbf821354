"""NL411: a class that is to implement a port of the project does not."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.architecture import Boundary
from nova_lint.contracts.code.ports import Port, Shortfall, Unlike
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.semantics.signatures import Misfit
from nova_lint.workspace.symbols import ClassSymbol, Module

from .judging import listed, name_of

_MOST_NAMED = 4


class UnimplementedPort(Rule[Module]):
    code = "NL411"
    name = "unimplemented-port"
    severity = Severity.ERROR
    needs = Module

    def concerns(self, module: Module, project: Contracts) -> bool:
        boundaries = project.architecture.boundaries
        return any(boundary.must_implement for boundary in boundaries)

    def check(self, subject: Module, project: Contracts) -> Iterator[Report]:
        for boundary in project.boundaries.around(subject):
            ports = project.boundaries.ports(boundary) if boundary.must_implement else ()
            for cls in project.symbols.classes(subject) if boundary.must_implement else ():
                if project.boundaries.holds_class(boundary, cls):
                    yield from _judged(cls, ports, boundary, project)


def _judged(
    cls: ClassSymbol, ports: tuple[Port, ...], boundary: Boundary, project: Contracts
) -> Iterator[Report]:
    if not project.ports.is_finished(cls):
        return
    inherited = _nearest_bases(cls, ports, project)
    falls = [project.ports.shortfall(cls, port) for port in inherited or ports]
    if inherited:
        for fall in falls:
            yield from _of_base(cls, fall, project)
    elif (
        project.ports.is_adapter(cls)
        and not project.boundaries.is_below_ports(boundary, cls)
        and not any(fall.is_none for fall in falls)
    ):
        yield from _of_nobody(cls, falls, boundary, project)


def _nearest_bases(cls: ClassSymbol, ports: tuple[Port, ...], project: Contracts) -> list[Port]:
    """The ports that a class inherits, those left out that others of them inherit."""
    mro = project.symbols.mro
    found = [port for port in ports if port.cls in mro(cls).classes and port.cls is not cls]
    return [
        port
        for port in found
        if not any(port.cls in mro(o.cls).classes for o in found if o is not port)
    ]


def _of_base(cls: ClassSymbol, fall: Shortfall, project: Contracts) -> Iterator[Report]:
    port = fall.port.cls.short_name
    if fall.lacking:
        abstract = [asked.name for asked in fall.lacking if asked.abstract]
        happens = (
            "making one raises TypeError"
            if abstract
            else "whoever asks for it gets what the port has, which is nothing"
        )
        yield Report(
            place=project.name_place(cls),
            message=f"`{cls.short_name}` implements `{port}` without "
            f"{listed([asked.name for asked in fall.lacking])}: {happens}; write what is missing",
            related=(_the_port(fall.port, project),),
        )
    for unlike in fall.unlike:
        yield _of_method(unlike, fall.port, project)


def _of_nobody(
    cls: ClassSymbol, falls: list[Shortfall], boundary: Boundary, project: Contracts
) -> Iterator[Report]:
    """What is said of a class that inherits no port and looks like none."""
    nearest = max(falls, key=lambda fall: (fall.common, -len(fall.lacking)), default=None)
    if nearest is not None and nearest.common and not nearest.lacking:
        for unlike in nearest.unlike:
            yield _of_method(unlike, nearest.port, project)
        return
    yield Report(
        place=project.name_place(cls),
        message=f"`{cls.short_name}` is inside the boundary `{boundary.name}` and implements no "
        f"port of {listed(boundary.must_implement)}{_nearly(nearest)}; have it derive from the "
        "one that it is for, or move it out",
        related=(_the_port(nearest.port, project),) if nearest and nearest.common else (),
    )


def _nearly(nearest: Shortfall | None) -> str:
    if nearest is None:
        return ", in which there is no ABC and no Protocol"
    if not nearest.common:
        return ""
    names = [asked.name for asked in nearest.lacking]
    more = " and more" if len(names) > _MOST_NAMED else ""
    return f", and of `{nearest.port.cls.short_name}` it lacks {listed(names[:_MOST_NAMED])}{more}"


def _of_method(unlike: Unlike, port: Port, project: Contracts) -> Report:
    is_namesake = port.cls.short_name == _owner_of(unlike)
    asked = f"`{port.cls.name if is_namesake else port.cls.short_name}.{unlike.asked.name}`"
    function = unlike.asked.function
    return Report(
        place=project.name_place(unlike.given),
        message=f"`{name_of(unlike.given)}` {_difference(unlike, asked)}",
        related=(Related(project.name_place(function), "the port's"),) if function else (),
    )


def _owner_of(unlike: Unlike) -> str:
    return unlike.given.owner.short_name if unlike.given.owner is not None else ""


def _difference(unlike: Unlike, asked: str) -> str:
    if unlike.misfit is None:
        if unlike.given.node.is_async:
            return (
                f"is to be awaited, and {asked} is not: whoever calls it by way of the port gets "
                "a coroutine that never runs; make both async, or none"
            )
        return (
            f"is not to be awaited, and {asked} is: whoever awaits what it gives gets "
            "TypeError; make both async, or none"
        )
    return (
        f"{_said(unlike.misfit)}: a call that {asked} allows raises TypeError; take what the "
        "port takes, or change the port"
    )


def _said(misfit: Misfit) -> str:
    parts = []
    if misfit.missing:
        parts.append(f"needs {listed(misfit.missing)}")
    if misfit.unexpected:
        parts.append(f"takes no {listed(misfit.unexpected)}")
    if misfit.surplus:
        more = "argument" if misfit.surplus == 1 else "arguments"
        parts.append(f"takes {misfit.surplus} positional {more} fewer")
    return " and ".join(parts)


def _the_port(port: Port, project: Contracts) -> Related:
    return Related(project.name_place(port.cls), "the port")
