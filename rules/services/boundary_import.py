"""NL409: an import crosses a boundary of the project."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.architecture import Boundary
from nova_lint.contracts.code.boundaries import Crossing
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.workspace.symbols import Module

from .judging import listed


class BoundaryImport(Rule[Module]):
    code = "NL409"
    name = "boundary-import"
    severity = Severity.ERROR
    needs = Module

    def concerns(self, module: Module, project: Contracts) -> bool:
        boundaries = project.architecture.boundaries
        return any(b.must_not_import or b.may_import is not None for b in boundaries)

    def check(self, subject: Module, project: Contracts) -> Iterator[Report]:
        for boundary in project.boundaries.around(subject):
            for crossing in project.boundaries.crossings(boundary, subject):
                yield Report(
                    place=crossing.imported.place,
                    message=f"`{subject.name}` is inside the boundary `{boundary.name}`, which "
                    f"{_said(boundary, crossing)}; {_advice(crossing)}",
                )


def _said(boundary: Boundary, crossing: Crossing) -> str:
    if crossing.forbidden is None:
        allowed = listed(boundary.may_import or ()) or "nothing but itself"
        return f"may import {allowed} and not `{crossing.chain[-1]}`"
    if len(crossing.chain) == 1:
        return f"must not import `{crossing.forbidden}`"
    way = " → ".join(f"`{name}`" for name in crossing.chain)
    return f"must not import `{crossing.forbidden}`, and does by way of {way}"


def _advice(crossing: Crossing) -> str:
    if len(crossing.chain) > 2:
        return "break the chain where it leaves what the boundary is about"
    return "have what it needs handed over by its caller, or move it out"
