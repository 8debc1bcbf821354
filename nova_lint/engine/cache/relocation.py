"""Moves findings and contracts of an earlier run to where their lines are now."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Field, Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.overview import Summary
from nova_lint.engine.finding import Finding, Related
from nova_lint.engine.fixes.fix import Edit, Fix
from nova_lint.problem import Problem
from nova_lint.workspace.changes import Moves
from nova_lint.workspace.place import Place


class Relocation:
    """Knows the moves of every changed file."""

    def __init__(self, moves: Mapping[str, Moves]) -> None:
        self._moves = moves
        self._encoded_paths = tuple(path.encode() for path in moves)

    def concerns(self, encoded: bytes) -> bool:
        """Whether something encoded may name a place in one of the files that changed."""
        return any(path in encoded for path in self._encoded_paths)

    def line(self, path: str, line: int) -> int:
        moves = self._moves.get(path)
        return moves.line(line) if moves is not None else line

    def place(self, place: Place) -> Place:
        if place.path not in self._moves:
            return place
        return replace(
            place,
            line=self.line(place.path, place.line),
            end_line=self.line(place.path, place.end_line),
        )

    def finding(self, finding: Finding) -> Finding:
        related = tuple(Related(self.place(r.place), r.message) for r in finding.related)
        fix = self.fix(finding.fix) if finding.fix is not None else None
        return replace(finding, place=self.place(finding.place), related=related, fix=fix)

    def fix(self, fix: Fix) -> Fix:
        edits = tuple(Edit(self.place(edit.place), edit.text) for edit in fix.edits)
        return replace(fix, edits=edits)

    def problem(self, problem: Problem) -> Problem:
        return replace(problem, line=self.line(problem.path, problem.line))

    def span(self, span: Span) -> Span:
        if span.path not in self._moves:
            return span
        return Span(span.path, self.line(span.path, span.line), self.line(span.path, span.end_line))

    def field(self, field: Field) -> Field:
        if field.span is None or field.span.path not in self._moves:
            return field
        return replace(field, span=self.span(field.span))

    def contract(self, contract: Contract) -> Contract:
        return replace(
            contract,
            span=self.span(contract.span),
            name_line=self.line(contract.span.path, contract.name_line),
            fields=tuple(self.field(field) for field in contract.fields),
            constraints=tuple(replace(c, span=self.span(c.span)) for c in contract.constraints),
            missing=tuple(replace(m, span=self.span(m.span)) for m in contract.missing),
        )

    def summary(self, summary: Summary) -> Summary:
        relations = tuple((model, self.field(field)) for model, field in summary.relations)
        return replace(summary, relations=relations)

    def flow(self, flow: Flow) -> Flow:
        return replace(flow, span=self.span(flow.span))
