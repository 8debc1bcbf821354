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

from nova_lint.engine.companion.consulting import Told, receive, send
from nova_lint.semantics.inferred import Inferred

_MOST_OUTDATED = 200
"""Notes that may be out of date before they are thrown away."""


class Note(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What was inferred in a file that had a certain text, by its digest, and what was found
    there with it, on the basis of which answer.

    Where nothing was found that is not found anyway, `run` is the name of the run of which
    that is still true, and `asked` are the numbers of the questions behind it.
    """

    path: str
    source: str
    inferred: tuple[Inferred, ...]
    told: tuple[Told, ...]
    answer: str
    run: str = ""
    asked: tuple[int, ...] = ()


class Step(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What changed from a run to the next: the questions that have other answers now."""

    before: str
    run: str
    changed: tuple[int, ...]

    def taken(self, note: Note) -> Note:
        """A note after the step: it goes along if nothing behind it has changed."""
        if not self.before or note.run != self.before or not note.asked:
            return note
        if not frozenset(self.changed).isdisjoint(note.asked):
            return note
        return msgspec.structs.replace(note, run=self.run)


def notes_in(file: str) -> dict[str, Note]:
    """The notes that count, by the absolute path of the file that each is about. A file that
    is missing or broken has none, or those in front of what is broken."""
    notes: dict[str, Note] = {}
    for each in _every(file):
        if isinstance(each, Note):
            notes[each.path] = each
        else:
            notes.update({path: each.taken(note) for path, note in notes.items()})
    return notes


def exists(file: str) -> bool:
    """Whether somebody has begun to take notes."""
    return Path(file).exists()


def add(file: str, notes: Iterable[Note | Step]) -> None:
    """Adds notes and steps; where they cannot be written, the next run asks again."""
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
    current = notes_in(file)
    if sum(1 for _ in _every(file)) - len(current) < _MOST_OUTDATED:
        return
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=Path(file).parent)
        os.close(handle)
        add(temporary, (note for note in current.values() if note.inferred))
        Path(temporary).replace(file)


def _every(file: str) -> Iterator[Note | Step]:
    try:
        with Path(file).open("rb") as stream:
            while (data := receive(stream)) is not None:
                yield msgspec.msgpack.decode(data, type=Note | Step)
    except (OSError, msgspec.MsgspecError):
        return
