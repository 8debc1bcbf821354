"""What a companion remembers of projects: in memory for its own next answer, and on disk for
every other run of nova-lint.

Writing takes its time, and whoever asks need not wait for it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from nova_lint.config import Settings
from nova_lint.engine.cache.snapshot import Cache, Memory, Results, Snapshot, State
from nova_lint.engine.checking import cache_of, identity_of
from nova_lint.engine.runner import Task

_PATIENCE = 20.0
"""Seconds to wait for another companion of the project. It may have been stopped."""
_PAUSE = 0.02


class Memories:
    """Remembers what was found in each project when it was last looked at."""

    def __init__(self) -> None:
        self._by_root: dict[Path, Memory] = {}
        self._unwritten: list[Callable[[], None]] = []
        self._held = contextlib.ExitStack()

    def hold(self, settings: Settings) -> None:
        """Has other companions of a project wait until everything is written down: where
        several processes check it at once, the first one's work is in the cache for them."""
        if settings.cache_dir is not None:
            with contextlib.suppress(OSError, ImportError):
                self._held.enter_context(_lock(settings.root / settings.cache_dir))

    def before(self, task: Task) -> Snapshot:
        """What the last answer left: what is on disk for the first, as it is shared with every
        other run of nova-lint, and from then on what is in memory."""
        identity = identity_of(task.settings, task.environment, task.rules)
        root = task.settings.root
        known = self._by_root.get(root)
        if known is not None and known.identity == identity:
            return known
        on_disk = cache_of(task.settings, task.environment, task.rules)
        self._by_root[root] = memory = Memory(identity, on_disk)
        return _Both(memory, on_disk, root, self._unwritten) if on_disk is not None else memory

    def write_down(self) -> None:
        """Writes what is on no disk yet, and lets others in."""
        for write in self._unwritten:
            write()
        self._unwritten.clear()
        self._held.close()


class _Both(msgspec.Struct, frozen=True):
    """A snapshot in memory that is to be written to disk as well."""

    memory: Memory
    on_disk: Cache
    root: Path
    unwritten: list[Callable[[], None]]

    @property
    def identity(self) -> str:
        return self.memory.identity

    def results(self) -> Results | None:
        return self.memory.results()

    def state(self, run: str) -> State | None:
        return self.memory.state(run)

    def write(self, results: Results, state: Callable[[], State]) -> None:
        self.memory.write(results, state)
        self.unwritten.append(lambda: self._write_down(results))

    def _write_down(self, results: Results) -> None:
        state = self.memory.state(results.run)
        # The project may be gone by now, and is not to come back as a directory.
        if state is not None and self.root.is_dir():
            self.on_disk.write(results, lambda: state)


@contextlib.contextmanager
def _lock(directory: Path) -> Iterator[None]:
    directory.mkdir(parents=True, exist_ok=True)
    file: IO[bytes]
    with (directory / "lock").open("wb") as file:
        until = time.monotonic() + _PATIENCE
        while not _is_locked(file) and time.monotonic() < until:
            time.sleep(_PAUSE)
        yield


def _is_locked(file: IO[bytes]) -> bool:
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
