"""What has changed since the last look: as much as there is, at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path


class Changes:
    """Projects in which something changed, gathered while an earlier look goes on."""

    def __init__(self) -> None:
        self._projects: set[Path] = set()
        self._noted = 0
        self._looked_at = 0
        self._due = 0.0
        self._something = asyncio.Event()
        self._end = asyncio.Condition()

    def note(self, projects: Iterable[Path], pause: float) -> None:
        """Has some projects looked at once nothing else has changed for so many seconds."""
        self._projects.update(projects)
        self._noted += 1
        self._due = asyncio.get_running_loop().time() + pause
        self._something.set()

    @asynccontextmanager
    async def next(self) -> AsyncIterator[frozenset[Path]]:
        """Waits for changes, and gives the projects to look at."""
        await self._something.wait()
        while (rest := self._due - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(rest)
        self._something.clear()
        projects, noted = frozenset(self._projects), self._noted
        self._projects.clear()
        yield projects
        self._looked_at = noted
        async with self._end:
            self._end.notify_all()

    async def settled(self) -> None:
        """Waits until everything has been looked at that has changed up to now."""
        noted = self._noted
        async with self._end:
            await self._end.wait_for(lambda: self._looked_at >= noted)
