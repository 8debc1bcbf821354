"""The comment that silences a finding, written where it belongs; see docs/suppression.md."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence

from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.fix import Edit, Fix, Safety
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.suppression import (
    UNKNOWN_CODE,
    UNUSED_SUPPRESSION,
    Origin,
    Reach,
    Suppression,
    read_suppressions,
)
from nova_lint.workspace.place import Place

_ABOUT_COMMENTS = frozenset({UNUSED_SUPPRESSION.code, UNKNOWN_CODE.code})
_WORD_BEHIND = re.compile(r"[^\s\]]+\Z")


def silence(text: str, finding: Finding) -> Fix | None:
    """Adds the rule to a comment that already speaks of the finding, else writes one on its
    first line, its last, or the line above, the first of these that can hold a comment. None
    where none can, and for findings about comments themselves. `text` is its file's."""
    if finding.code in _ABOUT_COMMENTS:
        return None
    lines = text.split("\n")
    edit = _merged(text, lines, finding) or _written(text, lines, finding)
    if edit is None:
        return None
    return Fix(f"Silence {finding.code} ({finding.name}) on this line", Safety.SAFE, (edit,))


# Into a comment that is there --------------------------------------------------------------


def _merged(text: str, lines: Sequence[str], finding: Finding) -> Edit | None:
    for comment in read_suppressions(text, installed_rules().infos):
        if _can_take_more(comment) and comment.reaches(finding.place):
            return _with_code(finding, comment, lines[comment.line - 1])
    return None


def _can_take_more(comment: Suppression) -> bool:
    return (
        comment.origin is Origin.NOVA
        and comment.reach is not Reach.FILE
        and comment.selectors is not None
        and comment.misread is None
        and comment.certain
    )


def _with_code(finding: Finding, comment: Suppression, line: str) -> Edit:
    end = comment.end_column - 1
    marker = line[comment.column - 1 : end]
    bare = _WORD_BEHIND.search(marker)
    if bare is not None:
        # `# nova: ignore NL101` names one rule; several stand in brackets.
        start = comment.column - 1 + bare.start()
        place = _at(finding.place.path, comment.line, start, end)
        return Edit(place, f"[{bare.group()}, {finding.code}]")
    separator = ", " if comment.selectors else ""
    return Edit(
        _at(finding.place.path, comment.line, end - 1, end - 1), f"{separator}{finding.code}"
    )


# A comment of its own ----------------------------------------------------------------------


def _written(text: str, lines: Sequence[str], finding: Finding) -> Edit | None:
    place, comment = finding.place, f"# nova: ignore[{finding.code}]"
    try:
        open_lines = frozenset(_lines_that_go_on(text))
    except (tokenize.TokenError, SyntaxError):
        # Where strings begin and end is not known, and in one it would be no comment.
        return None
    for number in (place.line, place.end_line):
        line = lines[number - 1]
        if number not in open_lines:
            end = len(line.rstrip())
            return Edit(_at(place.path, number, end, len(line)), f"  {comment}")
    if place.line - 1 in open_lines:
        return None
    line = lines[place.line - 1]
    indentation = line[: len(line) - len(line.lstrip())]
    return Edit(_at(place.path, place.line, 0, 0), f"{indentation}{comment}\n")


def _lines_that_go_on(text: str) -> Iterator[int]:
    """The lines at whose end no comment can stand: inside of a string, or before a backslash
    that joins the next one. Raises tokenize.TokenError and SyntaxError."""
    opened: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in _BEGINNINGS:
            opened.append(token.start[0])
        elif token.type in _ENDS:
            yield from range(opened.pop(), token.end[0])
        elif token.type == tokenize.STRING:
            yield from range(token.start[0], token.end[0])
    for number, line in enumerate(text.split("\n"), start=1):
        if line.endswith("\\"):
            yield number


def _kinds(*names: str) -> frozenset[int]:
    """Kinds of tokens, as far as the running Python has them."""
    return frozenset(getattr(tokenize, name) for name in names if hasattr(tokenize, name))


_BEGINNINGS = _kinds("FSTRING_START", "TSTRING_START")
_ENDS = _kinds("FSTRING_END", "TSTRING_END")


def _at(path: str, line: int, start: int, end: int) -> Place:
    return Place(path, line, start + 1, line, end + 1)
