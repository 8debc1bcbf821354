"""What a type checker has told of a project's files, kept for the runs to come.

One file holds a note for each time that something was told; of several about one file of
the project, the last counts. Several processes may add notes at once.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Iterator, Set
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

    Where nothing was found that is not found anyway, `run` is the name of the run in which
    that was so, and `asked` are the numbers of the questions behind it.
    """

    path: str
    source: str
    inferred: tuple[Inferred, ...]
    told: tuple[Told, ...]
    run: str = ""
    asked: tuple[int, ...] = ()

    def holds(self, changed: Set[int] | None) -> bool:
        """Whether still nothing is found that is not found anyway, given the questions that
        have other answers than in the note's run; None where these are not known."""
        return bool(self.asked) and changed is not None and changed.isdisjoint(self.asked)


def notes_in(file: str) -> dict[str, Note]:
    """The notes that count, by the absolute path of the file that each is about. A file that
    is missing has none, and what is broken in it is passed over."""
    return {note.path: note for note in _every(file)}


def add(file: str, notes: Iterable[Note]) -> None:
    """Adds notes to a file that has begun; where they cannot be written, the next run asks
    again."""
    with contextlib.suppress(OSError):
        append(file, _written(notes))


def tidy(file: str) -> None:
    """Throws away notes that are out of date, if there are many."""
    current = notes_in(file)
    with contextlib.suppress(OSError):
        name, every = messages_in(file)
        if len(every) - len(current) >= _MOST_OUTDATED:
            replace(Path(file), [name, _written(n for n in current.values() if n.inferred)])


def _written(notes: Iterable[Note]) -> bytes:
    written = io.BytesIO()
    for note in notes:
        send(written, msgspec.msgpack.encode(note))
    return written.getvalue()


def _every(file: str) -> Iterator[Note]:
    try:
        _, messages = messages_in(file)
    except OSError:
        return
    for message in messages:
        with contextlib.suppress(msgspec.MsgspecError):
            yield msgspec.msgpack.decode(message, type=Note)
