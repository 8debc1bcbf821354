"""What a program that checks a project in its own way asks nova-lint, and what it is told.

Such a program (a type checker with a plugin, an editor) has a `Companion` work for it: a
process that reads the project, because the reading needs memory, deep recursion and
libraries that are none of the asking program's business, and because whatever fails there
fails there. This module is what both ends share, and loads neither rules nor libcst.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import traceback

import msgspec

from nova_lint.engine.companion.editors import Look, Mend, Mended, Seen
from nova_lint.engine.companion.keeping import Overview, Question
from nova_lint.engine.messages import receive, send
from nova_lint.errors import ConfigError
from nova_lint.semantics.inferred import Inferred


class Request(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Asks for everything that is found in a project."""

    question: Question


def jobs_beside(jobs: int) -> int:
    """How many processes work on an answer, of those that may: whoever asks is busy itself."""
    return max(1, jobs - 1)


class Inferences(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Tells what was inferred of the expressions in a file, by its absolute path, and asks
    what is found there with it, all else being as it was for the last answer."""

    path: str
    inferred: tuple[Inferred, ...]


class Aside(msgspec.Struct, frozen=True, array_like=True):
    """Another place that takes part in a finding, and what stands there; the path is for
    people, relative to the project's root."""

    path: str
    line: int
    message: str


class Told(msgspec.Struct, frozen=True, array_like=True):
    """One finding, or a problem with one file, of which `rule` is empty.

    Lines and columns count characters from 1, the end column is behind the range;
    `expression` is what stands there, on one line.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    rule: str
    message: str
    related: tuple[Aside, ...]
    expression: str


class Typed(msgspec.Struct, frozen=True, array_like=True):
    """What was inferred in a file as it is now, and everything that is found there with it."""

    inferred: tuple[Inferred, ...]
    told: tuple[Told, ...]


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What is found in each file, by its absolute path; `failure` says why there is nothing,
    `trace` where in nova-lint, unless it is the settings that are wrong, and `has_ended` that
    the companion is no more.

    `typed` are the files of which something was inferred, now or in an earlier run, that still
    holds; in those of them that are `stale`, something else was found then. `for_editor` is
    what an editor's request asks for.
    """

    told: dict[str, tuple[Told, ...]]
    typed: dict[str, Typed] = {}
    stale: frozenset[str] = frozenset()
    failure: str = ""
    trace: str = ""
    has_ended: bool = False
    for_editor: Seen | Mended | None = None


def overview(answer: Answer) -> Overview:
    """What there is to say of an answer in short."""
    digests = {path: _digest(told) for path, told in answer.told.items()}
    return Overview(digests, sorted(answer.stale))


def _digest(told: tuple[Told, ...]) -> str:
    return hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()


def failure(error: Exception) -> Answer:
    """The answer that says what went wrong."""
    if isinstance(error, ConfigError):
        return Answer({}, failure=str(error))
    return Answer(
        {},
        failure=f"{type(error).__name__}: {error}",
        trace="".join(traceback.format_exception(error)),
    )


def encoded(answer: Answer) -> bytes:
    """An answer as it is sent, and kept."""
    return msgspec.msgpack.encode(answer)


def decoded(data: bytes) -> Answer:
    """The answer that was sent or kept."""
    return msgspec.msgpack.decode(data, type=Answer)


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
