"""The cache: everything that a run worked out, and the questions behind it.

A snapshot is the state of one project after one run: stamps and outlines of its files, the
contracts of its classes, the findings of its files. The next run compares the outlines of
changed files, and keeps every result behind which no question has a new answer.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from nova_lint.contracts.number_names import NumberNames
from nova_lint.contracts.usage.uses import SiteName
from nova_lint.engine.cache.files import RESULTS, STATE, file_in
from nova_lint.engine.cache.history import History
from nova_lint.engine.cache.numbering import Numbers
from nova_lint.engine.finding import Finding
from nova_lint.problem import Problem
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.questions import Question
from nova_lint.workspace.replacing import replace
from nova_lint.workspace.stamps import Stamp

T = TypeVar("T")


class Judgement(msgspec.Struct, frozen=True, array_like=True):
    """The findings of one file or class, and what kept rules from judging it."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


class Results(msgspec.Struct, frozen=True, array_like=True):
    """What a run in which nothing changed needs, and no more.

    `identity` covers the program, the settings and the environment: with another one,
    nothing here holds. `with_comments` are the files that may hold suppressions. `history`
    are the runs in which something was new; the last one's state goes with these results.
    """

    identity: str
    stamps: dict[str, Stamp]
    files: dict[str, Judgement]
    unread: tuple[Problem, ...]
    with_comments: frozenset[str]
    history: History

    @property
    def run(self) -> str:
        """The name of the run that these are the results of."""
        return self.history[-1].run


class StoredClass(msgspec.Struct, frozen=True, array_like=True):
    """A class's contract and its summary, encoded; empty where they cannot be stored."""

    summary: bytes
    contract: bytes
    questions: Numbers


class StoredUses(msgspec.Struct, frozen=True, array_like=True):
    """What a class is used for, and the names of the sites that say so."""

    actions: tuple[str, ...]
    sites: tuple[SiteName, ...]
    requested: bool
    questions: Numbers


class StoredJudgement(msgspec.Struct, frozen=True, array_like=True):
    """The judgement of one class, or of a file's functions."""

    judgement: Judgement
    questions: Numbers


class StoredFile(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one file.

    `classes` are its contract classes by qualified name, whether each is a model, and its
    contract; `flows` are those that begin in its functions, encoded, and `flow_problem`
    says why there are none. `judgements` are those of the classes, in their order, and
    behind them that of the functions; `uses` are those of classes by qualified name. Each
    part comes with the questions behind it.
    """

    classes: tuple[tuple[str, bool, StoredClass | None], ...]
    class_questions: Numbers
    flows: bytes
    flow_questions: Numbers
    flow_problem: Problem | None
    judgements: tuple[StoredJudgement, ...]
    uses: dict[str, StoredUses]


class StoredAnswer(msgspec.Struct, frozen=True, array_like=True):
    """An answer that was worked out from others, encoded, and the questions behind it."""

    answer: bytes
    questions: Numbers


class State(msgspec.Struct, frozen=True, array_like=True):
    """What a run after an edit needs beside the results, which have the name of its `run`.

    Questions are numbers into `questions`. `overview` holds digests of the answers that
    take the whole project to give: relations and speakers by model, flows by contract.
    `settled` are answers that are kept whole, and `number_names` is one more.
    """

    run: str
    roots: tuple[str, ...]
    outlines: dict[str, Outline]
    questions: tuple[Question, ...]
    files: dict[str, StoredFile]
    overview: dict[Question, bytes]
    settled: dict[Question, StoredAnswer]
    number_names: NumberNames


class Snapshot(Protocol):
    """What an earlier run left for the next one."""

    @property
    def identity(self) -> str: ...

    def results(self) -> Results | None: ...

    def state(self, run: str) -> State | None: ...

    def write(self, results: Results, state: Callable[[], State]) -> None:
        """Keeps the results of a run and what gives its state, which takes time to make."""


class Memory:
    """A snapshot that ends with the process; as long as it has none of its own, the one on
    disk."""

    def __init__(self, identity: str, on_disk: Snapshot | None) -> None:
        self.identity = identity
        self._on_disk = on_disk
        self._own: Results | None = None
        self._state: State | Callable[[], State] | None = None

    def results(self) -> Results | None:
        if self._own is not None:
            return self._own
        return self._on_disk.results() if self._on_disk is not None else None

    def state(self, run: str) -> State | None:
        if self._own is None:
            return self._on_disk.state(run) if self._on_disk is not None else None
        if callable(self._state):
            self._state = self._state()
        return _of_run(run, self._state)

    def write(self, results: Results, state: Callable[[], State]) -> None:
        self._own, self._state = results, state


class Cache:
    """The two files of a snapshot in a directory. A file that is missing, broken or of
    another identity counts as no snapshot; a directory that cannot be written to, as none."""

    def __init__(self, directory: Path, identity: str) -> None:
        self._directory = directory
        self.identity = identity

    def results(self) -> Results | None:
        found = self._read(RESULTS, Results)
        return found if found is not None and found.identity == self.identity else None

    def state(self, run: str) -> State | None:
        """The state that belongs to the results of a run. There is none where two processes
        wrote at once and each has left one of its files."""
        return _of_run(run, self._read(STATE, State))

    def write(self, results: Results, state: Callable[[], State]) -> None:
        encoded = msgspec.msgpack.encode(state())
        with contextlib.suppress(OSError):
            self._directory.mkdir(parents=True, exist_ok=True)
            ignore = self._directory / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
            # First the state: results without their state would be taken for whole.
            self._replace(RESULTS, b"")
            self._replace(STATE, encoded)
            self._replace(RESULTS, msgspec.msgpack.encode(results))

    def _read(self, name: str, kind: type[T]) -> T | None:
        try:
            data = file_in(self._directory, name).read_bytes()
            return msgspec.msgpack.decode(data, type=kind)
        except (OSError, msgspec.MsgspecError):
            return None

    def _replace(self, name: str, data: bytes) -> None:
        replace(file_in(self._directory, name), [data])


def _of_run(run: str, state: State | None) -> State | None:
    return state if state is not None and state.run == run else None


def identity(parts: Iterable[object]) -> str:
    """One string for everything that a snapshot depends on besides the project's files."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()
