"""What is asked of the companion, and what it tells: all that a run needs in which mypy checks
something."""

from __future__ import annotations

import weakref
from bisect import bisect_right
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from nova_lint.engine.companion import inferences
from nova_lint.engine.companion.consulting import (
    Answer,
    Companion,
    Inferences,
    Request,
    Told,
    decoded,
    failure,
    overview,
)
from nova_lint.engine.companion.inferences import Note
from nova_lint.engine.companion.keeping import Kept, Overview, Question
from nova_lint.semantics.inferred import Inferred

if TYPE_CHECKING:
    from .inference import InModule


class Consultation:
    """Asks a companion, unless the answer of an earlier run still holds.

    The companion works while mypy does: its answer is waited for when it is needed. Paths of
    files are absolute.
    """

    def __init__(self, question: Question, kept: Kept | None) -> None:
        self._question = question
        self._companion: Companion | None = None
        self._waiting = 0
        self._answer: Answer | None = None
        self._found: dict[str, tuple[Told, ...]] = {}
        self.uninferred: Answer | None = None
        """Why not all types were used, if something kept them from it."""
        if kept is not None:
            self._take(decoded(kept.answer))

    def ask(self) -> None:
        """Asks anew: something may have changed."""
        self._answer = None
        try:
            companion = self._started()
        except OSError as error:
            self._take(failure(error))
            return
        companion.ask(Request(self._question))
        self._waiting += 1

    def _started(self) -> Companion:
        if self._companion is None:
            self._companion = Companion()
            self._ending = weakref.finalize(self, self._companion.close)
        return self._companion

    def is_waiting(self) -> bool:
        """Whether an answer is yet to come."""
        return bool(self._waiting)

    @property
    def answer(self) -> Answer:
        """The answer to the last question; that to an older one is out of date."""
        while self._answer is None or self._waiting:
            assert self._companion is not None
            answer = self._take(self._companion.answer())
            self._waiting -= 1
            if answer.has_ended:
                self._close()
        return self._answer

    def overview(self) -> Overview:
        """The answer in short."""
        return overview(self.answer)

    def _take(self, answer: Answer) -> Answer:
        self._answer = answer
        self._found = dict(answer.inferred)
        return answer

    # What was inferred ----------------------------------------------------------------------

    def begin_notes(self) -> None:
        """Begins to take notes of what is inferred, for the runs to come."""
        inferences.add(self._question.notes, ())

    def has_inferred(self, path: str) -> bool:
        """Whether something has been found in a file with what was inferred there."""
        return path in self._found

    def found(self, path: str) -> tuple[Told, ...]:
        """What is found in a file, with what was inferred there."""
        told = self.answer.told.get(path, ())
        return self._found.get(path, told)

    def is_stale(self, path: str) -> bool:
        """Whether something else was found in a file when it was last checked."""
        return path in self.answer.stale and self._notes[path].answer != self.answer.name

    @cached_property
    def _notes(self) -> dict[str, Note]:
        """What was told in earlier runs, and in this one."""
        return inferences.notes_in(self._question.notes)

    def infer(self, path: str, found: InModule) -> None:
        """Asks what is found in a file with what has now been inferred there."""
        answer = self.answer
        if path not in self._found and not any(found.values()):
            # Nothing is worth telling of nearly all files.
            return
        note = self._notes.get(path)
        inferred = _merged(found, note.inferred if note is not None else ())
        if note is None or note.inferred != inferred or self.is_stale(path):
            self._ask_with(path, inferred, answer)
        elif note.answer == answer.name:
            self._found[path] = note.told

    def _ask_with(self, path: str, inferred: tuple[Inferred, ...], answer: Answer) -> None:
        if self._companion is None:
            # The answer of an earlier run holds; this is so that the companion knows as much.
            companion = self._started()
            companion.ask(Request(self._question._replace(keep="")))
            companion.answer()
        assert self._companion is not None
        self._companion.ask(Inferences(path, inferred, answer.name))
        told = self._companion.answer()
        if told.failure:
            self.uninferred = told
        if told.has_ended:
            self._close()
        self._found.update(told.inferred)
        self._notes[path] = Note(path, "", inferred, self._found.get(path, ()), answer.name)

    def fail(self, error: Exception) -> None:
        """Something went wrong with the types: everything that is found without still is."""
        self.uninferred = failure(error)

    def _close(self) -> None:
        self._ending()
        self._companion = None
        self._waiting = 0


def _merged(found: InModule, before: tuple[Inferred, ...]) -> tuple[Inferred, ...]:
    """What is inferred now, and in functions that were not checked again what was before."""
    lines = sorted(found)
    kept: dict[int, list[Inferred]] = {}
    for each in before:
        at = bisect_right(lines, each.line) - 1
        if at >= 0 and found[lines[at]] is None:
            kept.setdefault(lines[at], []).append(each)
    return tuple(chain.from_iterable(found[line] or kept.get(line) or () for line in lines))
