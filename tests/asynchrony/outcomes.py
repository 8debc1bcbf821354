"""What Django makes of each body: the truth that a static verdict is compared with.

    from tests.asynchrony.outcomes import PROJECT, outcomes

    for name, outcome in outcomes().items(): ...

The bodies are run in a process of their own, once for each process that asks.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# The root under which the bodies, the models and everything else is to be read.
PROJECT = HERE / "project"
BODIES = PROJECT / "bodies"

Record = dict[str, Any]


class Kind(Enum):
    """`RAISES`: Django refused a query. `SILENT`: nothing happened. `MISUSE`: no query was
    refused in the body, but a coroutine was never awaited or taken for its result, or what
    the body returned was refused to its caller."""

    RAISES = "raises"
    SILENT = "silent"
    MISUSE = "misuse"


@dataclass(frozen=True)
class Step:
    """One place on the way to a refused query; `path` is relative to the project."""

    path: str
    line: int
    function: str


@dataclass(frozen=True)
class Outcome:
    """What happened to one body.

    `name` is `module.function`, `path` its file relative to the project and `first_line` that
    of its first decorator or its `def`. `line` is where it went wrong in the body itself:
    None if silent, and where the event loop called something that the body had left with it.
    `steps` lead from the body to the place that was refused, both included; no step of Django
    or of the standard library is among them. `caught` says that the refusal did not leave the
    body. `error` is the class and the text of what was raised. `origin` is the place where a
    coroutine was made that nobody awaited. `possible` is the reason for which a reader cannot
    know, None if one can; `sometimes` the reason for which these rows were let pass and others
    are not.

    `returned` and `statements` are what the body returns and the first words of the SQL that
    it runs in the event loop's thread when Django is told to let queries through.
    """

    name: str
    path: str
    first_line: int
    kind: Kind
    line: int | None
    steps: tuple[Step, ...]
    caught: bool
    error: str | None
    origin: Step | None
    possible: str | None
    sometimes: str | None
    returned: str
    statements: tuple[str, ...]


@cache
def outcomes() -> Mapping[str, Outcome]:
    """The outcome of each body by its name, on the Django of this interpreter."""
    refused, through = records([], ["--let-through"])
    let_through = {record["name"]: record for record in through}
    return {record["name"]: outcome(record, let_through[record["name"]]) for record in refused}


def records(*runs: Sequence[str]) -> list[list[Record]]:
    """What running.py writes down when it is run with each of these arguments, side by side.

    Raises AssertionError with the program's own words if it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder) / f"{number}.json" for number in range(len(runs))]
        started = [
            subprocess.Popen(
                [sys.executable, str(HERE / "running.py"), str(output), *arguments],
                stderr=subprocess.PIPE,
                text=True,
            )
            for output, arguments in zip(outputs, runs, strict=True)
        ]
        for each in started:
            words = each.communicate()[1]
            assert each.returncode == 0, words
        return [json.loads(output.read_text(encoding="utf-8")) for output in outputs]


def outcome(record: Record, let_through: Record) -> Outcome:
    """The meaning of a record."""
    error, unawaited = record["error"], record["unawaited"]
    refused = record["refusals"][0] if record["refusals"] else None
    handed_back = error is not None and error["over"]
    steps = tuple(Step(**step) for step in refused or ())
    return Outcome(
        name=record["name"],
        path=record["path"],
        first_line=record["first_line"],
        kind=_kind(refused is not None, handed_back, bool(error or unawaited)),
        line=_line(record, steps),
        steps=steps,
        caught=refused is not None and error is None,
        error=f"{error['type']}: {error['message']}" if error else None,
        origin=Step(**unawaited[0]) if unawaited else None,
        possible=record["possible"],
        sometimes=record["sometimes"],
        returned=let_through["returned"],
        statements=tuple(let_through["statements"]),
    )


def _kind(refused: bool, handed_back: bool, wrong: bool) -> Kind:
    if refused and not handed_back:
        return Kind.RAISES
    return Kind.MISUSE if refused or wrong else Kind.SILENT


def _line(record: Record, steps: tuple[Step, ...]) -> int | None:
    function = record["name"].rpartition(".")[2]
    for step in steps:
        if step.path == record["path"] and step.function == function:
            return step.line
    if record["error"]:
        return int(record["error"]["line"])
    if record["unawaited"] and record["unawaited"][0]["path"] == record["path"]:
        return int(record["unawaited"][0]["line"])
    return None
