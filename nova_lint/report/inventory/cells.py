"""The columns of a table: each a class, and what it says of every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import msgspec
from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Layer
from nova_lint.contracts.links import Linked
from nova_lint.report.inventory.marks import MORE, worst
from nova_lint.report.inventory.verdicts import Word, judged
from nova_lint.report.inventory.words import said_of_column, said_of_field
from nova_lint.report.style import cells

_WORTH_A_LINE = 19
"""Longer names of classes do not make a column wider, they go on in the next line."""

_CAMEL_PARTS = re.compile(r"^[^A-Z]+|[A-Z]+[^A-Z]*")


class Cell(msgspec.Struct, frozen=True, dict=True):
    """What one class says of one column: a line for each of its fields, mostly one."""

    lines: tuple[tuple[Word, ...], ...] = ()

    @cached_property
    def verdict(self) -> str:
        return worst(word.verdict for line in self.lines for word in line)

    @cached_property
    def width(self) -> int:
        return max(map(_width, self.lines), default=1)

    def wrapped(self, width: int) -> Iterator[list[Word]]:
        """Its lines, with what is too long for the width going on in the next."""
        for line in self.lines:
            current: list[Word] = []
            for word in (_shortened(word, width) for word in line):
                if current and _width((*current, word)) > width:
                    yield current
                    current = []
                current.append(word)
            yield current


def _width(line: Iterable[Word]) -> int:
    return cells(" ".join(word.text for word in line))


def _shortened(word: Word, width: int) -> Word:
    if cells(word.text) <= width:
        return word
    return replace(word, text=f"{word.text[: width - 1]}{MORE}")


class Speaker(msgspec.Struct, frozen=True):
    """A column of the table: a class, what it is for, and its cell in each row."""

    title: str
    layer: Layer
    use: str
    rows: Mapping[str, Cell]

    @property
    def subtitle(self) -> str:
        return f"{self.layer.value} {self.use}".rstrip()

    def width(self, most: int) -> int:
        """The room that its widest cell takes, without the mark."""
        title = max(min(cells(self.title), _WORTH_A_LINE), cells(self.subtitle))
        return min(max(title, *(cell.width for cell in self.rows.values()), 0), most)


def speaker_of_model(model: Contract) -> Speaker:
    """A model and what it says of its columns."""
    rows = {column.name: _said(said_of_column(column)) for column in model.fields}
    return Speaker(model.short_name, Layer.MODEL, "(abstract)" if model.abstract else "", rows)


def speaker_of_layer(linked: Linked) -> Speaker:
    """A layer and what it says of its model's columns, each word with its verdict."""
    lines: dict[str, list[tuple[Word, ...]]] = {}
    for pair in linked.pairs:
        words = judged(pair)
        if pair.field.name != pair.column.name:
            words = (Word(f"{pair.field.name}:"), *words)
        lines.setdefault(pair.column.name, []).append(words)
    rows = {name: Cell(tuple(each)) for name, each in lines.items()}
    ways = (("in", linked.uses.writes), ("out", linked.uses.reads))
    use = "/".join(way for way, used in ways if used)
    return Speaker(linked.contract.short_name, linked.contract.layer, use, rows)


def speaker_of_stray(contract: Contract) -> Speaker:
    """A layer of no model that is known, and what it says of its own fields."""
    rows = {field.name: _said(said_of_field(field)) for field in contract.fields}
    return Speaker(contract.short_name, contract.layer, "", rows)


def _said(said: Mapping[str, str]) -> Cell:
    return Cell((tuple(map(Word, said.values())),))


def broken(name: str, width: int) -> list[str]:
    """The name of a class, in several lines where it is long: `OrderLine`, `Serializer`."""
    lines = [""]
    for part in _CAMEL_PARTS.findall(name):
        if lines[-1] and cells(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return lines
