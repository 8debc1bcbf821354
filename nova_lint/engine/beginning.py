"""What a check begins with: the project's files, and where nothing is known of them, their
outlines.

Loading the rules takes half a second in which one process is busy; others have outlined a
good part of a project by then. So this imports nothing that the rules need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec

from nova_lint.config import Layout
from nova_lint.engine.cache.files import RESULTS, file_in
from nova_lint.workspace.discovery import Discovered, FileSelection, discover
from nova_lint.workspace.outlining import Outlining, outlining


class Begun(msgspec.Struct, frozen=True):
    """The files that a check is about, and their outlines where those are being made."""

    discovered: Discovered
    outlining: Outlining | None


@contextmanager
def begin(layout: Layout, paths: Sequence[Path]) -> Iterator[Begun]:
    """Begins to check the files below `paths` (absolute; none: the whole project)."""
    selection = FileSelection(tuple(paths), layout.exclude, layout.extend_exclude)
    discovered = discover(layout.root, selection)
    files = [file.path for file in discovered.files]
    with (
        nullcontext()
        if _has_results(layout)
        else outlining(layout.root, files, layout.jobs) as outlines
    ):
        yield Begun(discovered, outlines)


def _has_results(layout: Layout) -> bool:
    """Whether an earlier run has left something that may still hold."""
    return layout.cache_dir is not None and file_in(layout.cache_dir, RESULTS).exists()
