"""Findings as an editor shows them in the text."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from lsprotocol.types import (
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
    Range,
)

from nova_lint.engine.finding import Finding, Related, Severity
from nova_lint.engine.selection import CRASH
from nova_lint.engine.suppression import UNUSED_SUPPRESSION
from nova_lint.problem import Problem
from nova_lint.server.client import Client
from nova_lint.server.documents import Document, Judged, text_at, uri_of
from nova_lint.server.positions import Encoding, position, range_of

SOURCE = "nova-lint"

_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.INFO: DiagnosticSeverity.Information,
}


def diagnostics_of(
    judged: Judged, documents: Iterable[Document], client: Client
) -> list[Diagnostic]:
    """Everything that was found in a document, and why it was not looked at."""
    lines = judged.document.text.plain.split("\n")
    locate = _locating(judged, list(documents), client)
    return [
        *(_of_problem(each, lines, client.encoding) for each in judged.found.problems),
        *(_of_finding(each, lines, locate, client) for each in judged.found.findings),
    ]


def _of_finding(
    finding: Finding,
    lines: Sequence[str],
    locate: Callable[[Related], DiagnosticRelatedInformation],
    client: Client,
) -> Diagnostic:
    """A finding in a document with those lines."""
    related = [locate(each) for each in finding.related] if client.shows_related else None
    aside = "" if client.shows_related else _aside(finding.related)
    return Diagnostic(
        range_of(finding.place, lines, client.encoding),
        f"{finding.message}{aside}",
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        tags=[DiagnosticTag.Unnecessary] if finding.code == UNUSED_SUPPRESSION.code else None,
        related_information=related,
    )


def _of_problem(problem: Problem, lines: Sequence[str], encoding: Encoding) -> Diagnostic:
    """A problem from where it is known to be up to the end of the line."""
    line, column = max(problem.line, 1), max(problem.column, 1)
    end = len(lines[line - 1]) + 1 if line <= len(lines) else column
    is_crash = problem.message.startswith(CRASH)
    return Diagnostic(
        Range(position(lines, line, column, encoding), position(lines, line, end, encoding)),
        problem.message.removeprefix(CRASH).lstrip(),
        severity=DiagnosticSeverity.Information,
        code=CRASH if is_crash else None,
        source=SOURCE,
    )


def _aside(related: Iterable[Related]) -> str:
    """The other places, for an editor that does not show them by themselves."""
    places = "; ".join(f"{r.place.path}:{r.place.line}: {r.message}" for r in related)
    return f" ({places})" if places else ""


def _locating(
    judged: Judged, documents: list[Document], client: Client
) -> Callable[[Related], DiagnosticRelatedInformation]:
    """Finds the other places, and reads each file once for as many of them as it has."""

    @functools.cache
    def lines_at(path: Path) -> Sequence[str]:
        text = text_at(path, documents)
        return text.plain.split("\n") if text is not None else ()

    def locate(related: Related) -> DiagnosticRelatedInformation:
        path = judged.root / related.place.path
        there = range_of(related.place, lines_at(path), client.encoding)
        return DiagnosticRelatedInformation(
            Location(uri_of(path, documents), there), related.message
        )

    return locate


def ranges_of(judged: Judged, client: Client) -> Iterator[tuple[Finding, Range]]:
    """The findings in a document, and where the editor has them."""
    lines = judged.document.text.plain.split("\n")
    for finding in judged.found.findings:
        yield finding, range_of(finding.place, lines, client.encoding)
