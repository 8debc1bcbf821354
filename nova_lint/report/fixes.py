"""What is said about fixes: which there are, and which were not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.batch import Refused
from nova_lint.engine.fixes.fix import Safety
from nova_lint.report.sources import Sources
from nova_lint.report.style import Style, paint
from nova_lint.report.text import FIXABLE


def render_refused(refused: Iterable[Refused], sources: Sources, style: Style) -> Iterator[str]:
    """Each fix that was not made as one line that says why."""
    for each in refused:
        place, code, name = each.finding.place, each.finding.code, each.finding.name
        where = f"{sources.shown(place.path)}:{place.line}:{place.column}:"
        yield f"{paint(where, style.palette.place)} {code} {name} not fixed: {each.reason}\n"


def would_fix(fixed: Sequence[Finding]) -> str:
    """How much a run that writes its fixes would fix, in one line."""
    if not fixed:
        return "Nothing to fix"
    files = len({finding.fix.path for finding in fixed if finding.fix is not None})
    return f"Would fix {_count(len(fixed), 'finding', 's')} in {_count(files, 'file', 's')}"


def available(findings: Iterable[Finding], made: frozenset[Safety]) -> str:
    """How many findings have fixes, and which options make them; empty where none has.

    `made` are the kinds of fixes that `--fix` makes by itself.
    """
    kinds = Counter(finding.fix.safety for finding in findings if finding.fix is not None)
    shown = sum(kinds[safety] for safety in made)
    hidden = kinds.total() - shown
    parts = []
    if shown:
        parts.append(f"{FIXABLE} {shown:,} fixable with --fix")
    if hidden:
        parts.append(f"{_count(hidden, 'hidden fix', 'es')} with --unsafe-fixes")
    return ", ".join(parts)


def hidden(findings: Iterable[Finding], made: frozenset[Safety]) -> list[Finding]:
    """The findings whose fixes are of a kind that is not made."""
    return [each for each in findings if each.fix is not None and each.fix.safety not in made]


def _count(number: int, noun: str, plural: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}{plural}"
