"""Which project a file belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nova_lint.config_files import find_settings
from nova_lint.errors import ConfigError


def project_of(path: Path, folders: Iterable[Path]) -> Path:
    """A directory of the project of a file, from which its settings are found.

    Each folder that the editor has open is a project, unless a directory inside of it that
    the file lies in has settings of its own. Outside of the folders, the directory of the
    file says which project it is.
    """
    start = _existing(path.parent)
    around = [folder for folder in folders if path.is_relative_to(folder)]
    if not around:
        return start
    folder = max(around, key=lambda each: len(each.parts))
    try:
        source = find_settings(start)
    except ConfigError:
        # Whoever loads the settings from there finds the mistake, and says it.
        return start
    own = source.file.parent if source is not None else folder
    return own if own.is_relative_to(folder) else folder


def _existing(directory: Path) -> Path:
    """The directory, or the nearest one above it that is there: a new file may have none."""
    return next((each for each in (directory, *directory.parents) if each.is_dir()), directory)
