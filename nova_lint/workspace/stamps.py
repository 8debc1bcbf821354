"""Stamps of files: what tells that one was written."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int]
"""Modification time in nanoseconds and size of a file."""


def stamps_of(paths: Iterable[str], root: Path) -> Mapping[str, Stamp]:
    """The stamps of files that exist."""
    found: dict[str, Stamp] = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = (root / path).stat()
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


def stamp_of_text(text: str) -> Stamp:
    """A stamp for a text in memory, which no file on disk bears."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return -int.from_bytes(digest) - 1, len(text)
