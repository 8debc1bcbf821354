"""The lines of source that a report shows, and the paths under which it shows them."""

from __future__ import annotations

import os
from pathlib import Path

from nova_lint.workspace.source import UnreadableSource, read_text


class Sources:
    """Reads the files that findings point at, each once.

    `root` is the project's root, which paths are relative to; `working` is the directory
    that the reader of the report stands in.
    """

    def __init__(self, root: Path, working: Path) -> None:
        self._root = root
        self._working = working
        self._lines: dict[str, tuple[str, ...]] = {}

    def lines(self, path: str, first: int, last: int) -> tuple[str, ...]:
        """The lines from `first` to `last`, counted from 1; fewer where the file ends sooner.

        None of a file that cannot be read any more.
        """
        if path not in self._lines:
            self._lines[path] = self._read(path)
        return self._lines[path][first - 1 : last]

    def shown(self, path: str) -> str:
        """The path that leads from the working directory to the file, where one is near."""
        file = self._root / path
        if file.is_relative_to(self._working):
            return file.relative_to(self._working).as_posix()
        if self._working.is_relative_to(self._root) and file.is_relative_to(self._root):
            return Path(os.path.relpath(file, self._working)).as_posix()
        return file.as_posix()

    def _read(self, path: str) -> tuple[str, ...]:
        try:
            return tuple(read_text(self._root / path).split("\n"))
        except UnreadableSource:
            return ()
