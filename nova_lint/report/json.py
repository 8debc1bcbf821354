"""Findings for other tools. The shape is a promise: see `version`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from nova_lint.engine.finding import Finding, Related
from nova_lint.engine.fixes.fix import Fix
from nova_lint.problem import Problem

VERSION = 1


def render(findings: Iterable[Finding], problems: Iterable[Problem]) -> str:
    """The report as JSON, with a line feed at the end."""
    document = {
        "version": VERSION,
        "findings": [finding_as_json(finding) for finding in findings],
        "errors": [problem_as_json(problem) for problem in problems],
    }
    return dumps(document)


def dumps(document: object) -> str:
    """A document as indented JSON, with a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def finding_as_json(finding: Finding) -> dict[str, object]:
    """A finding in the shape that every document of ours gives it."""
    place = finding.place
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "message": finding.message,
        "related": [_related(related) for related in finding.related],
        "fixable": finding.fixable,
        "fix": _fix(finding.fix) if finding.fix is not None else None,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {"title": fix.title, "safety": fix.safety.value}


def _related(related: Related) -> dict[str, object]:
    place = related.place
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "message": related.message,
    }


def problem_as_json(problem: Problem) -> dict[str, object]:
    """A problem in the shape that every document of ours gives it."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
    }
