"""What every command does first: it reads the project."""

from __future__ import annotations

import os
from typing import Protocol

from nova_lint.config import Settings
from nova_lint.workspace.discovery import Discovered
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import Opened, open_project


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
