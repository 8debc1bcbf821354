"""What Python and Django make of each body: the truth that a static verdict is compared with.

    from tests.decimals.outcomes import PROJECT, kinds, outcomes

    for name, outcome in outcomes().items(): ...

The bodies are run in a process of their own, once for each process that asks.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# The root under which the bodies, the models and everything else is to be read.
PROJECT = HERE / "project"
BODIES = PROJECT / "bodies"

Record = dict[str, Any]


class Verdict(Enum):
    """`RAISES`: an exception left the body. `LOSSY`: what it returned is not what it would be
    without floats, or an object that it returned, or was given, holds a float that is not exact
    where the column is a Decimal. `EXACT`: neither."""

    RAISES = "raises"
    LOSSY = "lossy"
    EXACT = "exact"


@dataclass(frozen=True)
class Step:
    """One place on the way to what raised; `path` is relative to the project."""

    path: str
    line: int
    function: str


@dataclass(frozen=True)
class Held:
    """A float where the column is a Decimal: the object's own value as text, and what the
    database gives back, None if the object is not in it. `lossy` says that the float is not
    the number that it is written as."""

    model: str
    column: str
    held: str
    lossy: bool
    stored: str | None


@dataclass(frozen=True)
class Outcome:
    """What happened to one body.

    `name` is `module.function`, `path` its file relative to the project, `first_line` that of
    its first decorator or its `def`. `line` is where it raised in the body itself, `steps` lead
    from there to where it was raised, both included; no step of Django or of the standard
    library is among them. `returned` and `exact` are what it returned and what it would
    without floats, as text. `floats` are in the columns of what it returned, exact ones too.
    `possible` is the reason for which a reader cannot know, None if one can; `like` names the
    body that goes wrong by the same code, if there is one. `about` is the
    dotted name of the declaration that is put to the test, None if it is the body itself.
    """

    name: str
    path: str
    first_line: int
    last_line: int
    verdict: Verdict
    line: int | None
    error: str | None
    # In `statistics` it names two classes, in whichever order a set has them.
    message: str = field(compare=False)
    steps: tuple[Step, ...]
    returned: str | None
    exact: str | None
    floats: tuple[Held, ...]
    possible: str | None
    like: str
    about: str | None


@dataclass(frozen=True, order=True)
class Place:
    """Where `kind(…)` is called: the line, and the column (from 0) at which the call begins."""

    path: str
    line: int
    column: int


@cache
def outcomes() -> Mapping[str, Outcome]:
    """The outcome of each body by its name, on the Django of this interpreter."""
    return {each["name"]: outcome(each) for each in _records()}


@cache
def kinds() -> Mapping[Place, frozenset[str]]:
    """The dotted names of the classes that an expression was of, for each `kind(…)` that ran."""
    found: dict[Place, set[str]] = {}
    for record in _records():
        for path, line, column, dotted in record["kinds"]:
            found.setdefault(Place(path, line, column), set()).add(dotted)
    return {place: frozenset(dotted) for place, dotted in sorted(found.items())}


@cache
def _records() -> list[Record]:
    return records()


def records(*arguments: str) -> list[Record]:
    """What running.py writes down when it is run with these arguments.

    Raises AssertionError with the program's own words if it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "outcomes.json"
        command = [sys.executable, str(HERE / "running.py"), str(output), *arguments]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return list(json.loads(output.read_text(encoding="utf-8")))


def outcome(record: Record) -> Outcome:
    """The meaning of a record."""
    error = record["error"]
    floats = tuple(Held(**each) for each in record["columns"])
    return Outcome(
        name=record["name"],
        path=record["path"],
        first_line=record["first_line"],
        last_line=record["last_line"],
        verdict=_verdict(record, floats),
        line=error["line"] if error else None,
        error=error["type"] if error else None,
        message=error["message"] if error else "",
        steps=tuple(Step(**step) for step in error["steps"]) if error else (),
        returned=record["returned"],
        exact=record["exact"],
        floats=floats,
        possible=record["possible"],
        like=record["like"],
        about=record["about"],
    )


def _verdict(record: Record, floats: tuple[Held, ...]) -> Verdict:
    if record["error"]:
        return Verdict.RAISES
    if record["differs"] or any(each.lossy for each in floats):
        return Verdict.LOSSY
    return Verdict.EXACT
