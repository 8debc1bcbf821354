"""Findings for people: what happens, the source line, and the other side.

shop/forms.py:14:5: error NL103 nullable-input
  `total` accepts null, and saving it raises IntegrityError
   |
14 |     total = forms.DecimalField(required=False)
   |     ^^^^^
  --> shop/models.py:33  the column is NOT NULL
   |
33 |     total = models.DecimalField(max_digits=8, decimal_places=2)
   |     ^^^^^
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nova_lint.engine.finding import Finding, Related, Severity
from nova_lint.engine.fixes.fix import Safety
from nova_lint.problem import Problem
from nova_lint.report.sources import Sources
from nova_lint.report.style import Palette, Style, cells, paint, printable
from nova_lint.workspace.place import Place

_MOST_LINES = 4
"""Of a longer range the beginning says enough."""

_LONGEST_LINE = 160
"""Of a source line, where the width of the terminal sets no narrower limit."""

_INDENT = "  "


FIXABLE = "[*]"


def render(
    findings: Iterable[Finding],
    sources: Sources,
    style: Style,
    fixed: frozenset[Safety] = frozenset(),
) -> Iterator[str]:
    """Each finding as a block of lines that ends in an empty one. Those are marked whose fix
    is of a kind that would be made."""
    for finding in findings:
        mark = FIXABLE if finding.fix is not None and finding.fix.safety in fixed else ""
        yield "\n".join((*_block(finding, mark, sources, style), "", ""))


def render_problems(problems: Iterable[Problem], sources: Sources, style: Style) -> Iterator[str]:
    """Each problem as one line."""
    for problem in problems:
        where = _location(problem, sources)
        word = paint("problem", style.palette.error)
        yield f"{paint(where, style.palette.place)}{word}: {problem.message}\n"


def summary(
    findings: Sequence[Finding],
    problems: Sequence[Problem],
    checked_files: int,
    seconds: float,
    fixed: int = 0,
) -> str:
    """What came out of a run that took so long, in one line. `fixed` findings are gone."""
    checked = f"checked {_count(checked_files, 'file')} in {seconds:.1f} s"
    trouble = f"; {_count(len(problems), 'problem')}" if problems else ""
    if not findings and not checked_files:
        return f"No Python files to check{trouble}"
    if not findings and not fixed:
        return f"No findings; {checked}{trouble}"
    severities = Counter(finding.severity for finding in findings)
    parts = ", ".join(
        _count(severities[severity], _NOUNS[severity])
        for severity in Severity
        if severities[severity]
    )
    if fixed:
        found = _count(len(findings) + fixed, "finding")
        remaining = f"{len(findings):,} remaining" + (f": {parts}" if parts else "")
        return f"Found {found} ({fixed:,} fixed, {remaining}); {checked}{trouble}"
    files = _count(len({finding.place.path for finding in findings}), "file")
    return f"Found {_count(len(findings), 'finding')} ({parts}) in {files}; {checked}{trouble}"


_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _location(problem: Problem, sources: Sources) -> str:
    if not problem.path:
        return ""
    position = [str(each) for each in (problem.line, problem.column) if each]
    return ":".join((sources.shown(problem.path), *position)) + ": "


def _block(finding: Finding, mark: str, sources: Sources, style: Style) -> Iterator[str]:
    places = (finding.place, *(related.place for related in finding.related))
    gutter = max(len(str(_last_line(place))) for place in places)
    yield from _header(finding, mark, sources, style)
    yield from _excerpt(finding.place, finding.severity, gutter, sources, style)
    for related in finding.related:
        yield from _pointer(related, gutter, sources, style)
        yield from _excerpt(related.place, Severity.INFO, gutter, sources, style)


def _header(finding: Finding, mark: str, sources: Sources, style: Style) -> Iterator[str]:
    """The place, the rule and the message: on one line where that is wide enough."""
    place, palette = finding.place, style.palette
    where = f"{sources.shown(place.path)}:{place.line}:{place.column}:"
    name = f"{finding.name} {mark}".rstrip()
    rule = f"{finding.severity.value} {finding.code} {name}"
    painted = (
        f"{paint(where, palette.place)} "
        f"{paint(finding.severity.value, palette.of(finding.severity))} "
        f"{paint(finding.code, palette.code)} {name}"
    )
    yield from _with_message(painted, cells(f"{where} {rule}"), finding.message, _INDENT, style)


def _pointer(related: Related, gutter: int, sources: Sources, style: Style) -> Iterator[str]:
    arrow = f"{' ' * gutter}-->"
    where = f"{sources.shown(related.place.path)}:{related.place.line}"
    painted = f"{paint(arrow, style.palette.frame)} {paint(where, style.palette.place)}"
    width = cells(f"{arrow} {where}")
    yield from _with_message(painted, width, related.message, " " * (gutter + 4), style)


def _with_message(
    head: str, head_width: int, message: str, indent: str, style: Style
) -> Iterator[str]:
    message = printable(" ".join(message.split()))
    if not message:
        yield head
    elif style.width is None or head_width + 2 + cells(message) <= style.width:
        yield f"{head}  {message}"
    else:
        yield head
        yield from textwrap.wrap(
            message,
            max(style.width, 40),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _excerpt(
    place: Place, severity: Severity, gutter: int, sources: Sources, style: Style
) -> Iterator[str]:
    """The lines of a place behind a gutter with their numbers, the range underlined."""
    lines = sources.lines(place.path, place.line, _last_line(place))
    if not lines:
        return
    palette = style.palette
    bar = paint(f"{' ' * gutter} |", palette.frame)
    room = (style.width or _LONGEST_LINE) - gutter - 3
    yield bar
    for number, line in enumerate(lines, start=place.line):
        begin, end = _underlined(place, number, line)
        shown, marker = _window(line, begin, end, room)
        yield f"{_number(number, gutter, palette)} {shown}".rstrip()
        if number == place.line:
            yield f"{bar} {_carets(marker, severity, palette)}"
    if place.end_line > _last_line(place):
        yield paint(f"{'.' * 3:>{gutter}}", palette.frame)


def _last_line(place: Place) -> int:
    return min(place.end_line, place.line + _MOST_LINES - 1)


def _number(number: int, gutter: int, palette: Palette) -> str:
    return paint(f"{number:>{gutter}} |", palette.frame)


def _underlined(place: Place, number: int, line: str) -> tuple[int, int]:
    """The part of a line that belongs to the range, as indexes into the line."""
    begin = place.column - 1 if number == place.line else 0
    end = place.end_column - 1 if number == place.end_line else len(line.rstrip())
    return min(begin, len(line)), max(end, begin + 1)


def _window(line: str, begin: int, end: int, room: int) -> tuple[str, tuple[int, int]]:
    """As much of a line as there is room for, and the columns to underline in it."""
    before = printable(line[:begin])
    inside = printable(line[begin:end])
    after = printable(line[end:]).rstrip()
    if cells(before + inside + after) <= room:
        return before + inside + after, (cells(before), max(cells(inside), 1))
    # What is left out first stands behind the range, then before it, then at its end.
    before = _last_cells(before, room - min(cells(inside), room // 2) - 1)
    inside = _first_cells(inside, room - cells(before))
    after = _first_cells(after, room - cells(before) - cells(inside))
    return before + inside + after, (cells(before), max(cells(inside), 1))


def _first_cells(text: str, room: int) -> str:
    """The beginning of a text, with an ellipsis where that is not all of it."""
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return f"{text}…" if room > 0 else ""


def _last_cells(text: str, room: int) -> str:
    """The end of a text, with an ellipsis where that is not all of it."""
    return _first_cells(text[::-1], room)[::-1]


def _carets(marker: tuple[int, int], severity: Severity, palette: Palette) -> str:
    start, width = marker
    return f"{' ' * start}{paint('^' * width, palette.of(severity))}"
