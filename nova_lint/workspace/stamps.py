"""Stamps of files: what tells that one was written."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

Stamp: TypeAlias = tuple[int, int]
"""Modification time in nanoseconds and size of a file."""

_NOTHING: Stamp = (0, -1)
"""Stands for the stamp of a file that does not exist; those that do have a size."""
_LAST = 2**63 - 1


class Stamped(NamedTuple):
    """Files by their absolute paths, and what their stamps were, those of files that did not
    exist included.

    `stamps` is one text for all: looking whether thousands of files are as they were is to
    cost little more than asking the disk.
    """

    paths: Sequence[str]
    stamps: str


def stamps_of(paths: Iterable[str], root: Path) -> dict[str, Stamp]:
    """The stamps of files that exist."""
    paths = list(paths)
    # With a `Path` for each, it takes ten times as long.
    above = os.path.join(root, "")  # noqa: PTH118
    absolute = (path if os.path.isabs(path) else above + path for path in paths)  # noqa: PTH117
    stamps = zip(paths, _now(absolute), strict=True)
    return {path: stamp for path, stamp in stamps if stamp != _NOTHING}


def stamped_now(paths: Iterable[str]) -> Stamped:
    """Files with their stamps as they are."""
    paths = list(paths)
    return Stamped(paths, _packed(_now(paths)))


def stamped_then(stamps: Mapping[str, Stamp]) -> Stamped:
    """Files with stamps that they had."""
    return Stamped(list(stamps), _packed(stamps.values()))


def stamps_then(files: Stamped) -> dict[str, Stamp]:
    """The stamps that files had, without those that did not exist."""
    numbers = array("q", bytes.fromhex(files.stamps))
    stamps = zip(files.paths, zip(numbers[::2], numbers[1::2], strict=True), strict=True)
    return {path: stamp for path, stamp in stamps if stamp != _NOTHING}


def are_current(files: Stamped) -> bool:
    """Whether all files still have the stamps that they had."""
    return _packed(_now(files.paths)) == files.stamps


def stamp_of_text(text: str) -> Stamp:
    """A stamp for a text in memory, which no file on disk bears."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return -int.from_bytes(digest) - 1, len(text)


def _now(paths: Iterable[str]) -> Iterator[Stamp]:
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            yield _NOTHING
        else:
            yield status.st_mtime_ns, status.st_size


def _packed(stamps: Iterable[Stamp]) -> str:
    numbers = list(chain.from_iterable(stamps))
    try:
        packed = array("q", numbers)
    except OverflowError:
        # Dates behind the year 2262, all of which are one.
        packed = array("q", (max(-_LAST, min(number, _LAST)) for number in numbers))
    return packed.tobytes().hex()
