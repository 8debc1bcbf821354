"""Tables of the models that were asked for: a row a column, and what each class says of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain

from rich.table import Table
from rich.text import Text

from nova_lint.contracts.contract import Contract
from nova_lint.contracts.links import Linked
from nova_lint.engine.inventory import Spoken
from nova_lint.report.inventory.cells import (
    Cell,
    Speaker,
    broken,
    speaker_of_layer,
    speaker_of_model,
    speaker_of_stray,
)
from nova_lint.report.inventory.marks import ABSENT, DIFFERS, LEGEND
from nova_lint.report.inventory.page import COLOURS, EDGE, GAP, NO_MODEL, Page, empty_table
from nova_lint.report.inventory.verdicts import judged
from nova_lint.report.style import cells

_MARK = 2
"""The room for a mark, before each cell."""

_WIDEST_CELL = 28
_WIDEST_NAME = 26
_WIDEST_WHERE = 48
_DYNAMIC = "fields that only the running program knows"


def write_model(page: Page, spoken: Spoken) -> None:
    """A model's columns, and what each of its layers says of them."""
    page.heading(spoken.model)
    model = speaker_of_model(spoken.model)
    layers = [speaker_of_layer(linked) for linked in spoken.layers]
    for number, part in enumerate(_parts(model, layers, page.width)):
        # The first table has all columns, a further one those that its layers speak of.
        named = set(model.rows if number == 0 else chain(*(each.rows for each in part)))
        names = [name for name in model.rows if name in named]
        page.table(_table(names, (model, *part), page.width))
        page.line("")
    _write_notes(page, spoken.layers)
    _write_more(page, spoken.model, model.rows)
    for linked in spoken.layers:
        _write_more(page, linked.contract, {pair.field.name for pair in linked.pairs})


def write_stray(page: Page, contract: Contract) -> None:
    """The fields of a layer that speaks of no model that is known."""
    stray = speaker_of_stray(contract)
    page.heading(contract, (f"  speaks {NO_MODEL}", "dim"))
    page.table(_table(list(stray.rows), (stray,), page.width))
    _write_more(page, contract, stray.rows)


# The table


def _parts(model: Speaker, layers: Iterable[Speaker], width: int) -> Iterator[tuple[Speaker, ...]]:
    """The layers, in as many tables as it takes for each to fit the width."""
    whole = width - EDGE - _names_width(model.rows) - GAP - _room(model, width)
    part: list[Speaker] = []
    room = whole
    for layer in layers:
        if part and _room(layer, width) > room:
            yield tuple(part)
            part, room = [], whole
        part.append(layer)
        room -= _room(layer, width)
    yield tuple(part)


def _room(speaker: Speaker, width: int) -> int:
    return _MARK + _cell_width(speaker, width) + GAP


def _cell_width(speaker: Speaker, width: int) -> int:
    return speaker.width(min(_WIDEST_CELL, width // 4 + 1))


def _names_width(names: Iterable[str]) -> int:
    return min(max(map(cells, names), default=0), _WIDEST_NAME)


def _table(names: Sequence[str], speakers: Sequence[Speaker], width: int) -> Table:
    table = empty_table()
    table.add_column(width=_names_width(names), overflow="fold")
    widths = [_cell_width(speaker, width) for speaker in speakers]
    for speaker, room in zip(speakers, widths, strict=True):
        table.add_column(_title(speaker, room), width=_MARK + room)
    for name in names:
        said = [speaker.rows.get(name, Cell()) for speaker in speakers]
        texts = [_text(cell, room) for cell, room in zip(said, widths, strict=True)]
        table.add_row(Text(name, "bold"), *texts)
    return table


def _title(speaker: Speaker, width: int) -> Text:
    blank = " " * _MARK
    colour = COLOURS[speaker.layer]
    lines = [(f"{blank}{line}\n", colour) for line in broken(speaker.title, width)]
    return Text.assemble(*lines, (f"{blank}{speaker.subtitle}", "dim"))


def _text(cell: Cell, width: int) -> Text:
    """A cell as text: the mark, and each line of it indented to stand behind the mark."""
    if not cell.lines:
        return Text(f"{' ' * _MARK}{ABSENT}", "dim")
    text = Text()
    text.append(f"{cell.verdict:<{_MARK}}", COLOURS[cell.verdict] or None)
    for number, line in enumerate(cell.wrapped(width)):
        text.append("\n" + " " * _MARK if number else "")
        for place, word in enumerate(line):
            text.append(" " if place else "")
            text.append(word.text, COLOURS[word.verdict] or None)
    return text


# Below the table


def _write_notes(page: Page, layers: Iterable[Linked]) -> None:
    """The disagreements in words, and what the marks mean."""
    seen: set[str] = set()
    notes = _grid()
    for pair in chain.from_iterable(linked.pairs for linked in layers):
        for word in judged(pair):
            seen.add(word.verdict)
            if word.verdict == DIFFERS:
                where = f"{pair.linked.contract.short_name}.{pair.field.name}"
                said = f"{word.text}; the column: {word.other}"
                notes.add_row(Text(DIFFERS, COLOURS[DIFFERS]), Text(where), Text(said))
    if notes.row_count:
        page.table(notes)
        page.line("")
    for mark, meaning in LEGEND.items():
        if mark in seen:
            page.line(" " * EDGE, (mark, COLOURS[mark]), (f" {meaning}", "dim"))


def _write_more(page: Page, contract: Contract, shown: Container[str]) -> None:
    """What a class has besides what is in the rows of the table."""
    left = [field.name for field in contract.fields if field.name not in shown]
    grid = _grid()
    for text in (", ".join(left), _DYNAMIC if "fields" in contract.unknown else ""):
        if text:
            name = Text(f"{contract.short_name} also has", COLOURS[contract.layer])
            grid.add_row(Text("+", "dim"), name, Text(text))
    if grid.row_count:
        page.table(grid)


def _grid() -> Table:
    """Rows of a mark, a name and a text that goes on below itself."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold", max_width=_WIDEST_WHERE)
    grid.add_column(overflow="fold")
    return grid
