"""What nova-lint says of the project that mypy checks."""

from __future__ import annotations

import os
import weakref
from bisect import bisect_right
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from mypy.options import Options

from nova_lint.engine.companion import inferences
from nova_lint.engine.companion.consulting import (
    Answer,
    Companion,
    Inferences,
    Request,
    Told,
    failure,
)
from nova_lint.engine.companion.inferences import Note
from nova_lint.engine.companion.keeping import kept_answer
from nova_lint.semantics.inferred import Inferred

if TYPE_CHECKING:
    from .inference import InModule

_KEPT = "nova_lint.msgpack"
_NOTES = "nova_lint_types.{}.{}.msgpack"
_INSTALLED = ("site-packages", "dist-packages")
"""Directories in whose files nothing is found, unless the project lies there itself."""


class Project:
    """Asks a companion, unless the answer of an earlier run still holds.

    The companion works while mypy does: its answer is waited for when it is needed.
    """

    def __init__(self, options: Options) -> None:
        self._request = _request(options)
        self._installed = tuple(name for name in _INSTALLED if name not in self._request.near)
        # Only the daemon has more than one question.
        self._goes_on = options.fine_grained_incremental
        self._companion: Companion | None = None
        self._waiting = 0
        self._answer: Answer | None = None
        self._names: set[str] = set()
        self._has_more_to_say = False
        self._found: dict[str, tuple[Told, ...]] = {}
        self.uninferred: Answer | None = None
        self._are_notes_lost = False

    def begin(self) -> None:
        """Asks for the first time, unless that is needless."""
        notes = self._request.notes
        if notes and not inferences.exists(notes):
            # What mypy's cache holds was found with them.
            self._are_notes_lost = True
            inferences.add(notes, ())
        known = kept_answer(self._request)
        if known is None:
            self.ask()
        else:
            self._take(known)

    def ask(self) -> None:
        """Asks anew: something may have changed."""
        self._answer = None
        try:
            companion = self._started()
        except OSError as error:
            self._take(failure(error))
            return
        companion.ask(self._request)
        self._waiting += 1

    def _started(self) -> Companion:
        if self._companion is None:
            self._companion = Companion()
            self._ending = weakref.finalize(self, self._companion.close)
        return self._companion

    @property
    def begins_anew(self) -> bool:
        """Whether the answer is yet to come, and nothing was inferred in an earlier run."""
        return bool(self._waiting) and not self._has_notes

    @property
    def _has_notes(self) -> bool:
        return bool(self._request.notes) and not self._are_notes_lost

    def may_have_inferred(self, path: str) -> bool:
        """Whether something may have been inferred in a file before."""
        return self._has_notes or (bool(self._found) and _absolute(path) in self._found)

    @property
    def answer(self) -> Answer:
        """The answer to the last question; that to an older one is out of date."""
        if self._answer is None and not self._waiting:
            self.begin()
        while self._answer is None or self._waiting:
            assert self._companion is not None
            answer = self._take(self._companion.answer())
            self._waiting -= 1
            if answer.has_ended:
                self._close()
        return self._answer

    def _take(self, answer: Answer) -> Answer:
        self._answer = answer
        self._found = dict(answer.inferred)
        self._names = {os.path.basename(path) for path in answer.told}  # noqa: PTH119
        self._has_more_to_say = bool(answer.failure or answer.stale or self._are_notes_lost)
        return answer

    def is_installed(self, path: str) -> bool:
        """Whether a file belongs to an installed package, by its path alone: nobody need wait
        to be told that nothing is found there."""
        return any(name in path for name in self._installed)

    def is_clean(self, path: str) -> bool:
        """Whether it is known already that nothing is found in a file, nor was before."""
        if self._answer is None or self._waiting or self._has_more_to_say:
            return False
        # mypy asks about thousands of modules at each start, and most names settle it.
        return os.path.basename(path) not in self._names  # noqa: PTH119

    def told(self, path: str) -> tuple[Told, ...]:
        """What is found in a file, whose path mypy gives."""
        told = self.answer.told
        if os.path.basename(path) not in self._names:  # noqa: PTH119
            return ()
        return told.get(_absolute(path), ())

    # What was inferred ----------------------------------------------------------------------

    def found(self, path: str) -> tuple[Told, ...]:
        """What is found in a file with what was inferred there."""
        told = self.told(path)
        return self._found.get(_absolute(path), told) if self._found else told

    def is_stale(self, path: str) -> bool:
        """Whether something else was found in a file when it was last checked."""
        if self._are_notes_lost and path.endswith(".py"):
            return True
        return bool(self.answer.stale) and self._is_stale(_absolute(path))

    def _is_stale(self, path: str) -> bool:
        return path in self.answer.stale and self._notes[path].answer != self.answer.name

    @cached_property
    def _notes(self) -> dict[str, Note]:
        """What was told in earlier runs, and in this one."""
        return inferences.notes_in(self._request.notes)

    def infer(self, path: str, found: InModule) -> None:
        """Asks what is found in a file with what has now been inferred there."""
        answer = self.answer
        if not self._found and not any(found.values()):
            # Nothing is worth telling of nearly all files.
            return
        path = _absolute(path)
        if path not in self._found and not any(found.values()):
            return
        note = self._notes.get(path)
        inferred = _merged(found, note.inferred if note is not None else ())
        if note is None or note.inferred != inferred or self._is_stale(path):
            self._ask_with(path, inferred, answer)
        elif note.answer == answer.name:
            self._found[path] = note.told

    def _ask_with(self, path: str, inferred: tuple[Inferred, ...], answer: Answer) -> None:
        if self._companion is None:
            # The answer of an earlier run holds; this is so that the companion knows as much.
            companion = self._started()
            companion.ask(msgspec.structs.replace(self._request, keep=""))
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


def _request(options: Options) -> Request:
    shadows = {_absolute(source): _absolute(shadow) for source, shadow in options.shadow_file or ()}
    return Request(
        str(_near(options)),
        shadows,
        _place_to_keep(options, _KEPT),
        _place_to_keep(options, _NOTES.format(*options.python_version)),
    )


def _absolute(path: str) -> str:
    return os.path.normpath(os.path.join(os.getcwd(), path))  # noqa: PTH109, PTH118


def _near(options: Options) -> Path:
    """A directory of the project: that of mypy's settings, unless these are the user's own
    and lie elsewhere."""
    here = Path.cwd()
    if options.config_file is None:
        return here
    directory = Path(_absolute(options.config_file)).parent
    is_related = directory.is_relative_to(here) or here.is_relative_to(directory)
    return directory if is_related and directory != Path.home() else here


def _place_to_keep(options: Options, name: str) -> str:
    """A file in mypy's cache; empty where mypy is to keep none."""
    if not options.incremental or options.cache_dir == os.devnull:
        return ""
    return _absolute(f"{options.cache_dir}/{name}")
