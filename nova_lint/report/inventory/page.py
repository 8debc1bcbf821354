"""The page that tables are written on: its width, its colours, the looks of a table."""

from __future__ import annotations

import io

from rich.box import Box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nova_lint.contracts.contract import Contract, Layer
from nova_lint.report.inventory.marks import DIFFERS, NARROWER, RULE
from nova_lint.report.sources import Sources
from nova_lint.report.style import PLAIN, Style

EDGE = 2
"""The blanks before and behind a table."""

GAP = 2
"""The blanks between two columns of a table."""

COLOURS = {
    Layer.MODEL: "bold",
    Layer.FORM: "magenta",
    Layer.SERIALIZER: "blue",
    Layer.SCHEMA: "cyan",
    DIFFERS: "bold red",
    NARROWER: "yellow",
    "": "",
}
NO_MODEL = "of no model that is known"

_WIDTH = 120
"""Of a table that goes elsewhere than to a terminal, so that it is the same everywhere."""

_NARROWEST = 60


class Page:
    """Collects lines and tables as text."""

    def __init__(self, sources: Sources, style: Style) -> None:
        coloured = style.palette != PLAIN
        self.width = max(style.width or _WIDTH, _NARROWEST)
        self.sources = sources
        self._stream = io.StringIO()
        self._console = Console(
            file=self._stream,
            width=self.width,
            color_system="standard" if coloured else None,
            force_terminal=coloured,
            no_color=not coloured,
            highlight=False,
            legacy_windows=False,
        )

    @property
    def text(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self._stream.getvalue().split("\n")[:-1])

    def line(self, *parts: str | tuple[str, str]) -> None:
        """Writes a line of texts, some with their style."""
        self._console.print(Text.assemble(*parts), soft_wrap=True)

    def table(self, table: Table) -> None:
        """Writes a table."""
        self._console.print(Padding(table, (0, 0, 0, EDGE), expand=False))

    def heading(self, contract: Contract, *more: tuple[str, str]) -> None:
        """Writes the name of a class and where it stands."""
        if self._stream.tell():
            self.line("")
        place = f"{self.sources.shown(contract.span.path)}:{contract.name_line}"
        self.line((contract.short_name, "bold"), "  ", (place, "dim"), *more)
        self.line("")


def empty_table(*, header: bool = True) -> Table:
    """A table without columns yet."""
    # One rule below the header, and nothing else: the marks are to be seen.
    blank, rule = " " * 4 + "\n", f" {RULE * 2} \n"
    box = Box(blank + blank + rule + blank * 5)
    return Table(
        box=box if header else None,
        show_header=header,
        show_edge=False,
        # A box has a blank of its own between two columns.
        padding=(0, GAP - header, 0, 0),
        border_style="dim",
        header_style="",
    )
