"""What fixes would change, as a unified diff that `patch -p0` understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from nova_lint.engine.fixes.fixing import Change
from nova_lint.report.sources import Sources

_NO_ENDING = "\n\\ No newline at end of file\n"


def render(changes: Mapping[str, Change], sources: Sources) -> Iterator[str]:
    """The lines of the diff, file by file, with the endings that they have in the files."""
    for path, change in sorted(changes.items()):
        shown = sources.shown(path)
        before, after = _lines(change.before.text.raw), _lines(change.after.raw)
        for line in difflib.unified_diff(before, after, shown, shown):
            yield line if line.endswith("\n") else line + _NO_ENDING


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]
