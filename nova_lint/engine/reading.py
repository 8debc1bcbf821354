"""What every command does first: it reads the project."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from nova_lint.config import Settings
from nova_lint.workspace.discovery import Discovered
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import Opened, open_project

_DEEPEST_CALLS = 3000


class Progress(Protocol):
    """What a run tells about how far it is."""

    total: int

    def advance(self, count: int) -> None: ...


def open_files(settings: Settings, discovered: Discovered, progress: Progress) -> Opened:
    """The workspace of a project's files and its environment."""
    environment = find_environment(settings.root, settings.python, os.environ)
    return open_project(
        settings.root,
        [file.path for file in discovered.files],
        environment.search_path,
        given_roots=settings.src,
        jobs=settings.jobs,
        done=progress.advance,
    )


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of syntax nodes that all live to the end: looking for garbage among them
    costs a third of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def allow_deep_calls() -> None:
    """Lets the readers of code call each other as deep as the code that they follow does:
    a call of the project takes some forty of Python's."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEPEST_CALLS))
