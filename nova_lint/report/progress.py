"""A progress display for runs that take long enough to wonder about."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

PATIENCE = 1.0
"""Seconds before anything is shown."""


class Progress:
    """Shows how much of the work is done, on a terminal and only once it has taken a second.

        with Progress("Checking", sys.stderr) as progress:
            progress.total = len(files)
            for file in files:
                check(file)
                progress.advance(1)

    Elsewhere than on a terminal it does nothing. `total` may be set or raised at any time;
    0 stands for not known yet. The display is gone when the block is left.
    """

    def __init__(
        self, title: str, stream: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total = 0
        self._title = title
        self._stream = stream
        self._clock = clock
        self._silent = not stream.isatty()
        self._done = 0
        self._started = clock()
        self._display: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._started = self._clock()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._display is not None:
            self._display.stop()
            self._display = None

    def advance(self, count: int) -> None:
        """Says that so many more units of work are done."""
        self._done += count
        if self._silent or self._clock() - self._started < PATIENCE:
            return
        if self._display is None:
            self._display, self._task = self._show()
        if self._task is not None:
            self._display.update(self._task, completed=self._done, total=self.total or None)

    def _show(self) -> tuple[RichProgress, TaskID]:
        # A second has passed: the time that importing rich takes is no longer felt.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        display = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=self._stream),
            transient=True,
        )
        display.start()
        return display, display.add_task(self._title, total=self.total or None)
