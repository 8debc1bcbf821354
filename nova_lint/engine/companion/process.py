"""The companion of a program that checks a project in its own way, as that program sees it.

Such a program (a type checker with a plugin, an editor) has a process read the project,
because the reading needs memory, deep recursion and libraries that are none of its business,
and because whatever fails there fails there.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile

import msgspec

from nova_lint.engine.companion.consulting import Answer, Inferences, Request, decoded
from nova_lint.engine.companion.editors import Look, Mend
from nova_lint.engine.messages import receive, send


class Companion:
    """The process that works for this one. It ends when it is closed, or with this one."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "nova_lint.engine.companion.answering"]
        # The project's own modules must not stand in for those that the companion imports.
        environment = {**os.environ, "PYTHONSAFEPATH": "1"}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the process runs
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=environment,
        )

    def ask(self, request: Request | Inferences | Look | Mend) -> None:
        """Sends a request; `answer` gives what comes back."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            send(self._process.stdin, msgspec.msgpack.encode(request))

    def answer(self) -> Answer:
        """The answer to the oldest request; waits until there is one."""
        assert self._process.stdout is not None
        data = receive(self._process.stdout)
        if data is None:
            return self._last_words()
        return decoded(data)

    def _last_words(self) -> Answer:
        status = self._process.wait()
        self._said.seek(0)
        said = self._said.read().decode(errors="replace")
        last = said.strip().rpartition("\n")[2]
        ended = f"its process ended with status {status}: {last}"
        return Answer({}, failure=ended, trace=said or f"{ended}\n", has_ended=True)

    def close(self) -> None:
        """Lets the process end."""
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._said.close()
