"""The overview of all models: a row for each with its columns, disagreements and layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.links import Linked
from nova_lint.engine.inventory import Inventory, Spoken
from nova_lint.report.inventory.cells import broken
from nova_lint.report.inventory.marks import ABSENT, DIFFERS
from nova_lint.report.inventory.page import COLOURS, EDGE, GAP, NO_MODEL, Page, empty_table
from nova_lint.report.inventory.verdicts import judged
from nova_lint.report.style import cells

_HEADINGS = ("model", "columns", "", "layers that speak of it")
_WIDEST_NAME = 32
_COUNT_WIDTH = 4


def write_overview(page: Page, inventory: Inventory) -> None:
    """All models by file, and what is worth a closer look."""
    if not inventory.contracts:
        page.line("No models, forms, serializers or schemas found.")
        return
    models = sorted(inventory.models, key=lambda each: each.model.span.path)
    counts = {each.model.name: _count(each) for each in models}
    widths = _widths(models, page.width)
    heading = _table(widths)
    heading.add_row(*_HEADINGS, style="dim")
    page.table(heading)
    page.line("")
    for path, here in groupby(models, key=lambda each: each.model.span.path):
        table = _table(widths)
        for spoken in here:
            table.add_row(*_row(spoken, counts[spoken.model.name], widths))
        page.line((page.sources.shown(path), "dim"))
        page.table(table)
        page.line("")
    page.line(_totals(inventory))
    if models:
        best = max(models, key=lambda each: (counts[each.model.name], len(each.layers)))
        command = f"nova-lint contracts {best.model.short_name}"
        page.line("See what every layer says of one: ", (command, "bold"))


def _count(spoken: Spoken) -> int:
    """How many fields of layers disagree with their columns."""
    pairs = (pair for linked in spoken.layers for pair in linked.pairs)
    return sum(any(word.verdict == DIFFERS for word in judged(pair)) for pair in pairs)


def _widths(models: Sequence[Spoken], width: int) -> tuple[int, int, int, int]:
    """The room for a model's name, the two numbers, and its layers."""
    model, columns = cells(_HEADINGS[0]), cells(_HEADINGS[1])
    longest = max((cells(_name(each)) for each in models), default=0)
    name = max(min(longest, _WIDEST_NAME, width // 3), model)
    layers = width - EDGE - name - columns - _COUNT_WIDTH - len(_HEADINGS) * GAP
    return name, columns, _COUNT_WIDTH, layers


def _table(widths: tuple[int, int, int, int]) -> Table:
    name, columns, count, layers = widths
    table = empty_table(header=False)
    table.add_column(width=name, overflow="fold")
    table.add_column(width=columns, justify="right")
    table.add_column(width=count)
    table.add_column(width=layers, overflow="fold")
    return table


def _row(spoken: Spoken, count: int, widths: tuple[int, int, int, int]) -> Sequence[str | Text]:
    name = "\n".join(broken(_name(spoken), widths[0]))
    return (
        Text(name, "dim" if spoken.model.abstract else "bold"),
        f"{len(spoken.model.fields):,}",
        Text(f"{DIFFERS} {count}", COLOURS[DIFFERS]) if count else "",
        _layers(spoken.layers, widths[-1]),
    )


def _name(spoken: Spoken) -> str:
    return spoken.model.short_name + (" (abstract)" if spoken.model.abstract else "")


def _layers(layers: Sequence[Linked], width: int) -> Text:
    """The names of layers, broken between them, and inside them only where one is too long."""
    if not layers:
        return Text(ABSENT, "dim")
    text, line = Text(), ""
    for number, linked in enumerate(layers, start=1):
        comma = "," if number < len(layers) else ""
        first, *rest = broken(linked.contract.short_name + comma, width)
        if line and cells(f"{line} {first}") > width:
            text.append("\n")
            line = ""
        elif line:
            text.append(" ")
            line += " "
        text.append("\n".join((first, *rest)), COLOURS[linked.contract.layer])
        line = rest[-1] if rest else line + first
    return text


def _totals(inventory: Inventory) -> str:
    count = Counter(contract.layer for contract in inventory.contracts)
    text = ", ".join(_plural(count[layer], layer.value) for layer in Layer if count[layer])
    number = len(inventory.strays)
    if not number:
        return text
    return f"{text}; {number:,} of them {'speaks' if number == 1 else 'speak'} {NO_MODEL}"


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
