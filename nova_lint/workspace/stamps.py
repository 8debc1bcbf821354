"""Stamps of files: what tells that one was written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int]
"""Modification time in nanoseconds and size of a file."""


def stamps_of(paths: Iterable[str], root: Path) -> Mapping[str, Stamp]:
    """The stamps of files that exist."""
    found: dict[str, Stamp] = {}
    # Thousands of files in each run: with a `Path` for each, it takes ten times as long.
    above = os.path.join(root, "")  # noqa: PTH118
    for path in paths:
        try:
            status = os.stat(path if os.path.isabs(path) else above + path)  # noqa: PTH116, PTH117
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def are_current(stamps: Mapping[str, Stamp | None], root: Path) -> bool:
    """Whether all files still have these stamps; those of None do not exist."""
    above = os.path.join(root, "")  # noqa: PTH118
    for path, stamp in stamps.items():
        try:
            status = os.stat(path if os.path.isabs(path) else above + path)  # noqa: PTH116, PTH117
        except OSError:
            if stamp is not None:
                return False
            continue
        if stamp is None or stamp[0] != status.st_mtime_ns or stamp[1] != status.st_size:
            return False
    return True


def stamp_of_text(text: str) -> Stamp:
    """A stamp for a text in memory, which no file on disk bears."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return -int.from_bytes(digest) - 1, len(text)
