"""What is asked of the companion, and what it tells: all that a run needs in which mypy checks
something."""

from __future__ import annotations

import weakref
from bisect import bisect_right
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from nova_lint.engine.companion.consulting import (
    Answer,
    Inferences,
    Request,
    Told,
    Typed,
    decoded,
    failure,
    overview,
)
from nova_lint.engine.companion.keeping import Kept, Overview, Question
from nova_lint.engine.companion.process import Companion
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
        self._typed: dict[str, Typed] = {}
        # What was told here, and which of that a companion took along when it ended.
        self._told: dict[str, tuple[Inferred, ...]] = {}
        self._lost: dict[str, tuple[Inferred, ...]] = {}
        self.uninferred: Answer | None = None
        """Why not all types were used, if something kept them from it."""
        if kept is not None:
            self._take(decoded(kept.answer))

    def ask(self) -> None:
        """Asks anew: something may have changed."""
        self._answer = None
        try:
            self._started().ask(Request(self._question))
        except (OSError, ValueError) as error:
            # It cannot be started, or a path cannot be told.
            self._take(failure(error))
        else:
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
        while self._waiting:
            assert self._companion is not None
            answer = self._take(self._companion.answer())
            self._waiting -= 1
            if answer.has_ended:
                self._close()
        assert self._answer is not None
        if self._lost and not self._answer.failure:
            self._tell_again(self._answer)
        return self._answer

    def _tell_again(self, answer: Answer) -> None:
        lost, self._lost = self._lost, {}
        for path, inferred in lost.items():
            if path not in answer.typed:
                self._ask_with(path, inferred)

    def overview(self) -> Overview:
        """The answer in short."""
        return overview(self.answer)

    def _take(self, answer: Answer) -> Answer:
        self._answer = answer
        self._typed = dict(answer.typed)
        return answer

    # What was inferred ----------------------------------------------------------------------

    def has_inferred(self, path: str) -> bool:
        """Whether something worth telling was inferred in a file."""
        return path in self._typed

    def found(self, path: str) -> tuple[Told, ...]:
        """What is found in a file, with what was inferred there."""
        told = self.answer.told.get(path, ())
        return self._typed[path].told if path in self._typed else told

    def infer(self, path: str, found: InModule) -> None:
        """Asks what is found in a file with what has now been inferred there."""
        before = self._typed.get(path)
        if before is None and not any(found.values()):
            # Nothing is worth telling of nearly all files.
            return
        inferred = _merged(found, before.inferred if before is not None else ())
        if before is None or before.inferred != inferred or path in self.answer.stale:
            self._ask_with(path, inferred)

    def _ask_with(self, path: str, inferred: tuple[Inferred, ...]) -> None:
        told = self._answered_with(path, inferred)
        if told.failure:
            self.uninferred = told
        if told.has_ended:
            self._close()
            # mypy is about to keep what was found without types: with other notes, it will
            # check everything once more.
            if self._question.notes:
                Path(self._question.notes).unlink(missing_ok=True)
        self._told[path] = inferred
        self._typed.update(told.typed)

    def _answered_with(self, path: str, inferred: tuple[Inferred, ...]) -> Answer:
        if self._companion is None:
            # The answer of an earlier run holds, or the companion that gave this one is no
            # more; this is so that the new one knows as much.
            companion = self._started()
            companion.ask(Request(self._question))
            answer = companion.answer()
            if answer.failure:
                return answer
        assert self._companion is not None
        self._companion.ask(Inferences(path, inferred))
        return self._companion.answer()

    def fail(self, error: Exception) -> None:
        """Something went wrong with the types: everything that is found without still is."""
        self.uninferred = failure(error)

    def _close(self) -> None:
        self._ending()
        self._companion = None
        self._waiting = 0
        self._lost.update(self._told)


def _merged(found: InModule, before: tuple[Inferred, ...]) -> tuple[Inferred, ...]:
    """What is inferred now, and in functions that were not checked again what was before."""
    lines = sorted(found)
    kept: dict[int, list[Inferred]] = {}
    for each in before:
        at = bisect_right(lines, each.line) - 1
        if at >= 0 and found[lines[at]] is None:
            kept.setdefault(lines[at], []).append(each)
    return tuple(chain.from_iterable(found[line] or kept.get(line) or () for line in lines))
