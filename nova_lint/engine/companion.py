"""The process that reads a project for another program, as often as that asks.

`python -m nova_lint.engine.companion` reads requests from its standard input and writes the
answers to its standard output, until the input ends. See `nova_lint.engine.consulting`.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import IO

import msgspec

from nova_lint.config import Overrides, Settings, load, places_of_settings
from nova_lint.engine.checking import cache_of, files_of_program, identity_of
from nova_lint.engine.consulting import (
    Answer,
    Aside,
    Basis,
    Kept,
    Request,
    Told,
    failure,
    keep,
    receive,
    send,
    shadow_stamps,
    stamps_now,
)
from nova_lint.engine.finding import Finding
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import Report, Task, judge, prepare
from nova_lint.engine.snapshot import Memory, Snapshot
from nova_lint.engine.suppression import Origin
from nova_lint.errors import Problem
from nova_lint.workspace.place import Place
from nova_lint.workspace.source import Reader, UnreadableSource, read_text

_HEEDED = (Origin.NOVA, Origin.NOQA)
"""Who asks heeds `# type: ignore` itself."""


def main() -> None:
    """Answers until nobody asks any more."""
    # What a rule prints must not be taken for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    memory = _Memories()
    while (data := receive(sys.stdin.buffer)) is not None:
        request = msgspec.msgpack.decode(data, type=Request)
        try:
            send(answers, msgspec.msgpack.encode(_answered(request, memory)))
        except BrokenPipeError:
            # Who asked has ended. The stream holds what could not be sent: ending in the
            # ordinary way, Python would try once more.
            os._exit(0)


def _answered(request: Request, memories: _Memories) -> Answer:
    try:
        return _answer(request, memories)
    except Exception as error:
        return failure(error)


def _answer(request: Request, memories: _Memories) -> Answer:
    settings = load(Path(request.near), Overrides(), installed_rules().infos)
    with _alone(settings):
        task = prepare(settings, ())
        shadowed = shadow_stamps(settings.root, request.shadows)
        task = replace(task, stamps={**task.stamps, **shadowed})
        read = _reader(request.shadows)
        report = judge(task, memories.of(task), lambda count: None, read, _HEEDED)
        answer = Answer(_told(report, task, read))
        if request.keep:
            keep(Kept(_basis(request, task), answer))
    return answer


class _Memories:
    """What each answer leaves for the next one: on disk for the first, as it is shared with
    every other run of nova-lint, and from then on in memory."""

    def __init__(self) -> None:
        self._own: dict[Path, Memory] = {}

    def of(self, task: Task) -> Snapshot:
        identity = identity_of(task.settings, task.environment, task.rules)
        root = task.settings.root
        known = self._own.get(root)
        if known is not None and known.identity == identity:
            return known
        on_disk = cache_of(task.settings, task.environment, task.rules)
        self._own[root] = Memory(identity, on_disk)
        return on_disk or self._own[root]


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Has companions of one project wait for each other: where several processes check it
    at once, the first one's work is in the cache for the others."""
    with contextlib.ExitStack() as held:
        if settings.cache_dir is not None:
            with contextlib.suppress(OSError, ImportError):
                held.enter_context(_lock(settings.root / settings.cache_dir))
        yield


@contextlib.contextmanager
def _lock(directory: Path) -> Iterator[None]:
    import fcntl

    directory.mkdir(parents=True, exist_ok=True)
    file: IO[bytes]
    with (directory / "lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _reader(shadows: Mapping[str, str]) -> Reader:
    texts: dict[Path, str] = {}
    for path, shadow in shadows.items():
        with contextlib.suppress(UnreadableSource):
            texts[Path(path)] = read_text(Path(shadow))
    return Reader(texts)


def _basis(request: Request, task: Task) -> Basis:
    settings = task.settings
    others = [
        *map(str, places_of_settings(Path(request.near))),
        *files_of_program(task.rules),
        *task.environment.search_path,
    ]
    return Basis(
        request,
        str(settings.root),
        settings.exclude,
        settings.extend_exclude,
        settings.python,
        task.environment.search_path,
        dict(task.stamps),
        stamps_now(dict.fromkeys(others)),
    )


def _told(report: Report, task: Task, read: Reader) -> dict[str, tuple[Told, ...]]:
    found: dict[str, list[Told]] = {}
    root = task.settings.root
    for path, findings in groupby(report.findings, lambda finding: finding.place.path):
        lines = _lines(root / path, read)
        found[str(root / path)] = [_of_finding(finding, lines) for finding in findings]
    for problem in report.errors:
        if problem.path:
            found.setdefault(str(root / problem.path), []).append(_of_problem(problem))
    return {path: tuple(told) for path, told in found.items()}


def _lines(path: Path, read: Reader) -> Sequence[str]:
    try:
        return read(path).split("\n")
    except UnreadableSource:
        return ()


def _of_finding(finding: Finding, lines: Sequence[str]) -> Told:
    place = finding.place
    return Told(
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        finding.severity.value,
        finding.name,
        finding.message,
        tuple(Aside(r.place.path, r.place.line, r.message) for r in finding.related),
        _expression(place, lines),
    )


def _expression(place: Place, lines: Sequence[str]) -> str:
    """What stands at a place, as one line."""
    there = list(lines[place.line - 1 : place.end_line])
    if not there:
        return ""
    there[-1] = there[-1][: place.end_column - 1]
    there[0] = there[0][place.column - 1 :]
    return " ".join(" ".join(there).split())


def _of_problem(problem: Problem) -> Told:
    line, column = max(problem.line, 1), max(problem.column, 1)
    return Told(line, column, line, column + 1, "info", "", problem.message, (), "")


if __name__ == "__main__":
    main()
