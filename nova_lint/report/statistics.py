"""How many findings each rule made: for a first look at a project, and for CI to follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from nova_lint.engine.finding import Finding, Severity
from nova_lint.problem import Problem
from nova_lint.report.json import VERSION, dumps, problem_as_json
from nova_lint.report.style import Palette, paint


class Row(msgspec.Struct, frozen=True):
    """The findings of one rule at one severity, and the number of files that they are in."""

    code: str
    name: str
    severity: Severity
    count: int
    files: int


def count(findings: Iterable[Finding]) -> tuple[Row, ...]:
    """A row for each rule that found something, the one that found most first."""
    groups: dict[tuple[str, str, Severity], list[str]] = defaultdict(list)
    for finding in findings:
        groups[finding.code, finding.name, finding.severity].append(finding.place.path)
    rows = [Row(*key, count=len(paths), files=len(set(paths))) for key, paths in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.code)))


def render_text(rows: Sequence[Row], palette: Palette) -> str:
    """The rows as a table, without a line where there is nothing to count."""
    if not rows:
        return ""
    count_width = len(f"{max(row.count for row in rows):,}")
    name_width = max(len(row.name) for row in rows)
    code_width = max(len(row.code) for row in rows)
    return "".join(
        f"{row.count:>{count_width},}  {paint(f'{row.code:<{code_width}}', palette.code)}  "
        f"{row.name:<{name_width}}  "
        f"{paint(f'{row.severity.value:<7}', palette.of(row.severity))}  "
        f"in {row.files:,} {'file' if row.files == 1 else 'files'}\n"
        for row in rows
    )


def render_json(rows: Iterable[Row], problems: Iterable[Problem]) -> str:
    """The rows as JSON, with what kept others from being counted and a line feed at the end."""
    statistics = [
        {
            "code": row.code,
            "name": row.name,
            "severity": row.severity.value,
            "count": row.count,
            "files": row.files,
        }
        for row in rows
    ]
    errors = [problem_as_json(problem) for problem in problems]
    return dumps({"version": VERSION, "statistics": statistics, "errors": errors})
