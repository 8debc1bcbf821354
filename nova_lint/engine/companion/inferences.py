"""What a type checker has told of a project's files, kept for the runs to come.

One file holds a note for each time that something was told; of several about one file of
the project, the last counts. Several processes may add notes at once.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from nova_lint.engine.companion.consulting import Told
from nova_lint.engine.companion.records import append, messages_in
from nova_lint.engine.messages import send
from nova_lint.semantics.inferred import Inferred
from nova_lint.workspace.replacing import replace

_MOST_OUTDATED = 200
"""Notes that may be out of date before they are thrown away."""


class Note(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What was inferred in a file that had a certain text, by its digest, and what was found
    there with it.

    Where nothing was found that is not found anyway, `run` is the name of the run of which
    that is still true, and `asked` are the numbers of the questions behind it.
    """

    path: str
    source: str
    inferred: tuple[Inferred, ...]
    told: tuple[Told, ...]
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


def add(file: str, notes: Iterable[Note | Step]) -> None:
    """Adds notes and steps to a file that has begun; where they cannot be written, the next
    run asks again."""
    with contextlib.suppress(OSError):
        append(file, _written(notes))


def tidy(file: str) -> None:
    """Throws away notes that are out of date, if there are many."""
    current = notes_in(file)
    with contextlib.suppress(OSError):
        name, every = messages_in(file)
        if len(every) - len(current) >= _MOST_OUTDATED:
            replace(Path(file), [name, _written(n for n in current.values() if n.inferred)])


def _written(notes: Iterable[Note | Step]) -> bytes:
    written = io.BytesIO()
    for note in notes:
        send(written, msgspec.msgpack.encode(note))
    return written.getvalue()


def _every(file: str) -> Iterator[Note | Step]:
    try:
        _, messages = messages_in(file)
        for message in messages:
            yield msgspec.msgpack.decode(message, type=Note | Step)
    except (OSError, msgspec.MsgspecError):
        return
