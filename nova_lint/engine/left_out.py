"""Why there is nothing to check below a path that somebody named."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from nova_lint.config import Settings
from nova_lint.workspace.discovery import (
    DEFAULT_EXCLUDES,
    FOREIGN_DIRECTORIES,
    Discovered,
    FileSelection,
    discover,
)
from nova_lint.workspace.gitignore import parse


def reasons(settings: Settings, paths: Iterable[Path]) -> dict[Path, str]:
    """Each of the paths (absolute) that holds no file to check, and why."""
    selection = FileSelection((), settings.exclude, settings.extend_exclude)
    discovered = discover(settings.root, selection)
    return {path: _reason(settings, path, discovered) for path in paths}


def _reason(settings: Settings, path: Path, discovered: Discovered) -> str:
    if path.is_file() and path.suffix != ".py":
        return "no Python file"
    if path.is_dir() and next(path.rglob("*.py"), None) is None:
        return "no Python files in it"
    inside = Path(os.path.relpath(path, settings.root)).as_posix()
    known = [file.path for file in discovered.files if f"{file.path}/".startswith(f"{inside}/")]
    if known:
        return f"excluded by {_setting(settings, known[0])}"
    for part in inside.split("/"):
        if part in FOREIGN_DIRECTORIES:
            return f"`{part}` is never part of a project"
        if settings.exclude is None and part in DEFAULT_EXCLUDES:
            return f"`{part}` is excluded unless `exclude` in the settings says otherwise"
    return "git ignores it, or it is excluded by default"


def _setting(settings: Settings, path: str) -> str:
    """The pattern in the settings that excludes a file."""
    for key, patterns in (
        ("exclude", settings.exclude or ()),
        ("extend-exclude", settings.extend_exclude),
    ):
        for pattern in patterns:
            if parse([pattern]).cover(path):
                return f'"{pattern}" in `{key}`'
    return "the settings"
