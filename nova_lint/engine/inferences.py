"""What a type checker has told of a project's files, kept for the runs to come.

One file holds a note for each time that something was told; of several about one file of
the project, the last counts. Several processes may add notes at once.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from nova_lint.engine.consulting import Told, receive, send
from nova_lint.semantics.inferred import Inferred

_MOST_OUTDATED = 200
"""Notes that may be out of date before they are thrown away."""


class Note(msgspec.Struct, frozen=True, array_like=True):
    """What was inferred in a file that had a certain text, by its digest, and what was found
    there with it, on the basis of which answer."""

    path: str
    source: str
    inferred: tuple[Inferred, ...]
    told: tuple[Told, ...]
    answer: str


def notes_in(file: str) -> dict[str, Note]:
    """The notes that count, by the absolute path of the file that each is about. A file that
    is missing or broken has none, or those in front of what is broken."""
    return {note.path: note for note in _every(file)}


def exists(file: str) -> bool:
    """Whether somebody has begun to take notes."""
    return Path(file).exists()


def add(file: str, notes: Iterable[Note]) -> None:
    """Adds notes; where they cannot be written, the next run asks again."""
    written = io.BytesIO()
    for note in notes:
        send(written, msgspec.msgpack.encode(note))
    with contextlib.suppress(OSError):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            # At once, so that the notes of several processes do not run into each other.
            os.write(handle, written.getvalue())
        finally:
            os.close(handle)


def tidy(file: str) -> None:
    """Throws away notes that are out of date, if there are many."""
    every = list(_every(file))
    current = {note.path: note for note in every}
    if len(every) - len(current) < _MOST_OUTDATED:
        return
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=Path(file).parent)
        os.close(handle)
        add(temporary, (note for note in current.values() if note.inferred))
        Path(temporary).replace(file)


def _every(file: str) -> Iterator[Note]:
    try:
        with Path(file).open("rb") as stream:
            while (data := receive(stream)) is not None:
                yield msgspec.msgpack.decode(data, type=Note)
    except (OSError, msgspec.MsgspecError):
        return
