"""What a program that checks a project in its own way asks nova-lint, and what it is told.

This is what both ends share: the program that asks, and its companion (see `process`). It
loads neither rules nor libcst.
"""

from __future__ import annotations

import hashlib
import traceback

import msgspec

from nova_lint.engine.companion.editors import Mended, Seen
from nova_lint.engine.companion.keeping import Overview, Question
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
