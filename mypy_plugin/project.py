"""What nova-lint says of the project that mypy checks."""

from __future__ import annotations

import os
from pathlib import Path

from mypy.options import Options

from nova_lint.engine.consulting import Answer, Companion, Request, Told, failure, kept_answer

_KEPT = "nova_lint.msgpack"


class Project:
    """Asks a companion, unless the answer of an earlier run still holds.

    The companion works while mypy does: its answer is waited for when it is needed.
    """

    def __init__(self, options: Options) -> None:
        self._request = _request(options)
        # Only the daemon has more than one question.
        self._goes_on = options.fine_grained_incremental
        self._companion: Companion | None = None
        self._waiting = 0
        self._answer: Answer | None = None
        self._names: set[str] = set()

    def begin(self) -> None:
        """Asks for the first time, unless that is needless."""
        known = kept_answer(self._request)
        if known is None:
            self.ask()
        else:
            self._take(known)

    def ask(self) -> None:
        """Asks anew: something may have changed."""
        self._answer = None
        try:
            self._companion = self._companion or Companion()
        except OSError as error:
            self._take(failure(error))
            return
        self._companion.ask(self._request)
        self._waiting += 1

    @property
    def answer(self) -> Answer:
        """The answer to the last question; that to an older one is out of date."""
        if self._answer is None and not self._waiting:
            self.begin()
        while self._answer is None or self._waiting:
            assert self._companion is not None
            answer = self._take(self._companion.answer())
            self._waiting -= 1
            if answer.has_ended or not self._goes_on:
                self._close()
        return self._answer

    def _take(self, answer: Answer) -> Answer:
        self._answer = answer
        self._names = {os.path.basename(path) for path in answer.told}  # noqa: PTH119
        return answer

    def told(self, path: str) -> tuple[Told, ...]:
        """What is found in a file, whose path mypy gives."""
        told = self.answer.told
        # mypy asks about thousands of modules at each start, and most names settle it.
        if os.path.basename(path) not in self._names:  # noqa: PTH119
            return ()
        return told.get(_absolute(path), ())

    def _close(self) -> None:
        assert self._companion is not None
        self._companion.close()
        self._companion = None
        self._waiting = 0


def _request(options: Options) -> Request:
    shadows = {_absolute(source): _absolute(shadow) for source, shadow in options.shadow_file or ()}
    return Request(str(_near(options)), shadows, _place_to_keep(options))


def _absolute(path: str) -> str:
    return os.path.normpath(Path(path).absolute())


def _near(options: Options) -> Path:
    """A directory of the project: that of mypy's settings, unless these are the user's own
    and lie elsewhere."""
    here = Path.cwd()
    if options.config_file is None:
        return here
    directory = Path(_absolute(options.config_file)).parent
    is_related = directory.is_relative_to(here) or here.is_relative_to(directory)
    return directory if is_related and directory != Path.home() else here


def _place_to_keep(options: Options) -> str:
    """A file in mypy's cache; empty where mypy is to keep none."""
    if not options.incremental or options.cache_dir == os.devnull:
        return ""
    return _absolute(f"{options.cache_dir}/{_KEPT}")
