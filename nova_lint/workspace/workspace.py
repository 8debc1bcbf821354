"""A project as the rest of the program sees it: its modules, its symbols, its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from nova_lint.workspace.modules import Modules
from nova_lint.workspace.outline import make_outline
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.segments import Segments
from nova_lint.workspace.source import read_text
from nova_lint.workspace.symbols import Symbols


class Workspace:
    """The files of one project and of the packages that it imports.

    `own_names` maps the path of each project file to its dotted name, `names` every dotted
    name under which one can be imported to its path. `outlines` holds outlines that are
    known already; others are made when they are asked for.
    """

    def __init__(
        self,
        root: Path,
        own_names: Mapping[str, str],
        names: Mapping[str, str],
        search_path: Iterable[str] = (),
        outlines: Mapping[str, Outline] | None = None,
        read: Callable[[Path], str] = read_text,
    ) -> None:
        self.root = root
        self.paths: tuple[str, ...] = tuple(own_names)
        self.outlines: dict[str, Outline] = dict(outlines or {})
        self._read = read
        self._texts: dict[str, str] = {}
        self._lines: dict[str, list[str]] = {}
        self.modules = Modules(names, own_names, search_path, self.outline)
        self.symbols = Symbols(self.modules)
        self.segments = Segments(self.lines)

    def text(self, path: str) -> str:
        """The text of a file with line feeds. Raises UnreadableSource."""
        if path not in self._texts:
            self._texts[path] = self._read(self.root / path)
        return self._texts[path]

    def lines(self, path: str) -> list[str]:
        """The lines of a file, without their line feeds. Raises UnreadableSource."""
        if path not in self._lines:
            self._lines[path] = self.text(path).split("\n")
        return self._lines[path]

    def outline(self, path: str) -> Outline:
        """The outline of a file. Raises UnreadableSource or UnparsableSource."""
        known = self.outlines.get(path)
        if known is None:
            known = make_outline(self.text(path))
            self.outlines[path] = known
        return known
