"""Fixes that remove a comment, or one of the words in its brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nova_lint.engine.fixes.fix import Edit, Fix, Safety
from nova_lint.workspace.place import Place

_WORD = re.compile(r"[^,\s]+")
_NEXT_COMMENT = re.compile(r"\s+(?=#)")


def without_comment(lines: Sequence[str], place: Place) -> Fix:
    """Removes the comment that begins at a place, up to another one behind it on the line; the
    whole line where nothing else stands there."""
    line = lines[place.line - 1]
    start = place.column - 1
    following = _NEXT_COMMENT.search(line, start)
    if following is not None:
        removed = _on_line(place, start, following.end())
    elif line[:start].strip():
        removed = _on_line(place, len(line[:start].rstrip()), len(line))
    else:
        removed = _whole_line(lines, place)
    return Fix("Remove the comment", Safety.SAFE, (Edit(removed, ""),))


def without_word(lines: Sequence[str], place: Place, word: str) -> Fix:
    """Removes one of several words in the brackets of the comment at a place, with a comma."""
    line = lines[place.line - 1]
    opened = line.index("[", place.column - 1) + 1
    words = [
        found.span() for found in re.finditer(r"[^,\s]+", line[opened : line.index("]", opened)])
    ]
    inside = [(opened + start, opened + end) for start, end in words]
    at = next(n for n, (start, end) in enumerate(inside) if line[start:end] == word)
    if at + 1 < len(inside):
        removed = _on_line(place, inside[at][0], inside[at + 1][0])
    else:
        removed = _on_line(place, inside[at - 1][1], inside[at][1])
    return Fix(f"Remove `{word}` from the comment", Safety.SAFE, (Edit(removed, ""),))


def _on_line(place: Place, start: int, end: int) -> Place:
    return Place(place.path, place.line, start + 1, place.line, end + 1)


def _whole_line(lines: Sequence[str], place: Place) -> Place:
    number = place.line
    if number < len(lines):
        return Place(place.path, number, 1, number + 1, 1)
    # The last line of a file that has no line feed at its end, which it will not get.
    if number > 1:
        before = len(lines[number - 2])
        return Place(place.path, number - 1, before + 1, number, len(lines[-1]) + 1)
    return _on_line(place, 0, len(lines[-1]))
