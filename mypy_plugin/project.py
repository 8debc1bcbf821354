"""What nova-lint says of the project that mypy checks."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mypy.options import Options

from nova_lint.engine.companion.keeping import (
    Kept,
    Overview,
    Question,
    as_of_now,
    last_answer,
)
from nova_lint.engine.companion.records import begun

if TYPE_CHECKING:
    from nova_lint.engine.companion.consulting import Answer, Told

    from .consultation import Consultation
    from .inference import InModule

_KEPT = "nova_lint.answer"
_NOTES = "nova_lint_types."
_INSTALLED = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))
"""Directories in whose files nothing is found, unless the project lies there itself."""


class _InShort:
    """An answer in short, by the files that mypy asks about."""

    def __init__(self, overview: Overview) -> None:
        self._overview = overview
        told = (*overview.digests, *overview.stale)
        self._names = frozenset(os.path.basename(path) for path in told)  # noqa: PTH119

    def digest(self, path: str) -> str:
        """A digest of what is found in a file; empty where nothing is."""
        # Most names settle it.
        if os.path.basename(path) not in self._names:  # noqa: PTH119
            return ""
        return self._overview.digests.get(_absolute(path), "")

    def is_stale(self, path: str) -> bool:
        """Whether something else was found in a file when it was last checked."""
        stale = self._overview.stale
        return bool(stale) and _absolute(path) in stale


class Project:
    """Knows what was said in an earlier run, and whether that still holds; where it does not,
    and for all that mypy checks, there is a consultation. Paths are as mypy gives them."""

    def __init__(self, options: Options) -> None:
        self._question = _question(options)
        self._installed = tuple(name for name in _INSTALLED if name not in self._question.near)
        self._has_begun = False
        self._kept: Kept | None = None
        self._in_short: _InShort | None = None
        self._last: _InShort | None = None
        self._has_notes = False
        self.name_of_notes = ""
        """Of the notes of what was inferred, which mypy's cache rests on."""

    def begin(self) -> None:
        """Asks for the first time, unless that is needless."""
        self._has_begun = True
        notes = self._question.notes
        self._has_notes = bool(notes) and Path(notes).exists()
        self.name_of_notes = begun(notes) if notes else ""
        last = last_answer(self._question)
        self._last = _InShort(last.overview) if last is not None else None
        self._kept = as_of_now(last) if last is not None else None
        if self._kept is None:
            self.consulted.ask()
        else:
            self._in_short = self._last

    def ask(self) -> None:
        """Asks anew: something may have changed."""
        self._kept = self._in_short = self._last = None
        self.consulted.ask()

    @cached_property
    def consulted(self) -> Consultation:
        """What the companion says."""
        # Imported here because a run in which nothing has changed can do without.
        from .consultation import Consultation

        return Consultation(self._question, self._kept)

    @property
    def begins_anew(self) -> bool:
        """Whether the answer is yet to come, and nothing was inferred in an earlier run."""
        is_asked = self._has_begun and self._kept is None
        return is_asked and self.consulted.is_waiting() and not self._has_notes

    # What is found --------------------------------------------------------------------------

    @property
    def answer(self) -> Answer:
        """The answer to the last question; that to an older one is out of date."""
        if not self._has_begun:
            self.begin()
        return self.consulted.answer

    @property
    def failure(self) -> str:
        """Why nothing was looked at; empty where everything was."""
        return self.answer.failure if self._kept is None else ""

    @property
    def _known(self) -> _InShort:
        """The answer in short."""
        if not self._has_begun:
            self.begin()
        if self._in_short is None:
            self._in_short = _InShort(self.consulted.overview())
        return self._in_short

    def is_installed(self, path: str) -> bool:
        """Whether a file belongs to an installed package, by its path alone: nobody need wait
        to be told that nothing is found there."""
        # mypy asks about thousands of modules at each start.
        return any(map(path.__contains__, self._installed))

    def digest(self, path: str) -> str:
        """A digest of all on which it depends what is reported in a file, which mypy keeps: if
        there is another one in a later run, mypy checks the file again."""
        return self._digest(self._known, path)

    def _digest(self, known: _InShort, path: str) -> str:
        return self.name_of_notes + known.digest(path)

    @property
    def has_last_answer(self) -> bool:
        """Whether something was said in an earlier run, and what holds now is yet to come."""
        return self._last is not None and self._kept is None and self.consulted.is_waiting()

    def last_digest(self, path: str) -> str:
        """The digest that was given in an earlier run."""
        assert self._last is not None
        return self._digest(self._last, path)

    def is_stale(self, path: str) -> bool:
        """Whether something else was found in a file when it was last checked."""
        return self._known.is_stale(path)

    def found(self, path: str) -> tuple[Told, ...]:
        """What is found in a file with what was inferred there."""
        return self.consulted.found(_absolute(path))

    # What was inferred ----------------------------------------------------------------------

    def may_have_inferred(self, path: str) -> bool:
        """Whether something may have been inferred in a file before, as it is now."""
        if not self._has_begun:
            self.begin()
        if self.consulted.is_waiting():
            return self._has_notes
        return self.consulted.has_inferred(_absolute(path))

    def infer(self, path: str, found: InModule) -> None:
        """Asks what is found in a file with what has now been inferred there."""
        self.consulted.infer(_absolute(path), found)


def _question(options: Options) -> Question:
    near = str(_near(options))
    shadows = {_absolute(source): _absolute(shadow) for source, shadow in options.shadow_file or ()}
    notes = _NOTES + _name_of_cache(options, near)
    return Question(near, shadows, _place_to_keep(options, _KEPT), _place_to_keep(options, notes))


def _name_of_cache(options: Options, near: str) -> str:
    """A name for what mypy keeps of a project: one directory may hold it more than once."""
    kinds = ("sqlite_cache", "fixed_format_cache", "cache_fine_grained", "use_fine_grained_cache")
    kept = (options.python_version, near, [getattr(options, kind, None) for kind in kinds])
    return hashlib.blake2b(repr(kept).encode(errors="surrogateescape"), digest_size=6).hexdigest()


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
