"""The companion of the server: asked by one request after the other, beside the protocol."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from nova_lint.engine.companion.consulting import Answer, failure
from nova_lint.engine.companion.editors import Look, Mend
from nova_lint.engine.companion.process import Companion


class Consultant:
    """Starts a companion with the first request, and another one when that has ended."""

    def __init__(self) -> None:
        self._companion: Companion | None = None
        self._thread = ThreadPoolExecutor(1, "companion")

    async def answer(self, request: Look | Mend) -> Answer:
        """What the companion answers, in its turn."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._asked, request)

    def _asked(self, request: Look | Mend) -> Answer:
        try:
            if self._companion is None:
                self._companion = Companion()
        except OSError as error:
            return failure(error)
        self._companion.ask(request)
        answer = self._companion.answer()
        if answer.has_ended:
            self._companion.close()
            self._companion = None
        return answer
