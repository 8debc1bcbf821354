"""Puts edits into the text of a file, leaving every other character as it is.

Places count lines that end in line feeds; a file may end its lines in another way, or each in
its own. What is common to an edit's old and its new text is not touched either, so that a loop
that becomes `async for` keeps the endings of its lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

import msgspec

from nova_lint.engine.fixes.fix import Edit
from nova_lint.workspace.place import Place

_ENDING = re.compile(r"\r\n|\r|\n")


class Text(msgspec.Struct, frozen=True, dict=True):
    """The text of a file with the line endings that it has on disk."""

    raw: str

    @cached_property
    def plain(self) -> str:
        """The same with line feeds only, which is what everybody else sees."""
        return _ENDING.sub("\n", self.raw)

    def offset(self, line: int, column: int) -> int:
        """Where a line and column lie in the plain text."""
        return self._line_starts[line - 1] + column - 1

    def line(self, offset: int) -> int:
        """The line in which an offset of the plain text lies."""
        return bisect_right(self._line_starts, offset)

    def span(self, place: Place) -> tuple[int, int]:
        """Where a place begins and ends in the plain text."""
        start = self.offset(place.line, place.column)
        return start, self.offset(place.end_line, place.end_column)

    def ending(self, line: int) -> str:
        """How a line ends; the last one of a file as the one before it."""
        endings = self._endings
        return endings[min(line, len(endings)) - 1] if endings else "\n"

    def raw_offset(self, offset: int) -> int:
        """Where an offset of the plain text lies in the raw one."""
        return offset + bisect_right(self._second_halves, offset - 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self.plain.split("\n")), initial=0))[:-1]

    @cached_property
    def _endings(self) -> list[str]:
        return _ENDING.findall(self.raw)

    @cached_property
    def _second_halves(self) -> list[int]:
        """The offsets of the line feeds in the plain text that are two characters in the raw."""
        feeds = (start - 1 for start in self._line_starts[1:])
        return [at for at, end in zip(feeds, self._endings, strict=True) if len(end) == 2]


class Splice(msgspec.Struct, frozen=True, order=True):
    """An edit as offsets into a plain text, without what its old and new text share."""

    start: int
    end: int
    text: str


def splice(text: Text, edit: Edit) -> Splice:
    """The smallest splice that does what an edit says."""
    start, end = text.span(edit.place)
    old, new = text.plain[start:end], edit.text
    ahead = _shared(old, new)
    old, new = old[ahead:], new[ahead:]
    behind = _shared(old[::-1], new[::-1])
    return Splice(start + ahead, end - behind, new[: len(new) - behind])


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def spliced(text: Text, splices: Iterable[Splice]) -> Text:
    """The text with splices that do not overlap. New lines end as those do where they are."""
    parts: list[str] = []
    done = 0
    for each in sorted(splices):
        ending = text.ending(text.line(each.start))
        parts += [text.raw[done : text.raw_offset(each.start)], each.text.replace("\n", ending)]
        done = text.raw_offset(each.end)
    return Text("".join(parts) + text.raw[done:])


def line_before(old: Text, new: Text, splices: Sequence[Splice], place: Place) -> int:
    """The line in the old text of what stands at a place in the new one."""
    offset = new.offset(place.line, place.column)
    shift = 0
    for each in sorted(splices):
        start = each.start + shift
        if offset < start:
            break
        if offset < start + len(each.text):
            return old.line(each.start)
        shift += len(each.text) - (each.end - each.start)
    return old.line(offset - shift)
