"""Places as the editor counts them: lines from 0, columns in units of an encoding."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol.types import Position, PositionEncodingKind, Range

from nova_lint.workspace.place import Place

Encoding = PositionEncodingKind | str


def units(text: str, encoding: Encoding) -> int:
    """How many units of an encoding a text takes. Outside the plane that the first 65,536
    characters are in, one takes two units of UTF-16."""
    match encoding:
        case PositionEncodingKind.Utf32:
            return len(text)
        case PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        case _:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2


def position(lines: Sequence[str], line: int, column: int, encoding: Encoding) -> Position:
    """A line and a column that count from 1 and in characters."""
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return Position(line - 1, units(before, encoding))


def range_of(place: Place, lines: Sequence[str], encoding: Encoding) -> Range:
    """A place in a file with those lines."""
    return Range(
        position(lines, place.line, place.column, encoding),
        position(lines, place.end_line, place.end_column, encoding),
    )


def overlap(one: Range, other: Range) -> bool:
    """Whether two ranges share anything, be it an end."""
    return one.start <= other.end and other.start <= one.end
