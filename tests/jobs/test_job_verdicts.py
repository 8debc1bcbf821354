"""The rules about background jobs against the libraries: each body is judged as it went."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nova_lint.rules.jobs import RULES

from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import analyse_code, by_need
from nova_lint.engine.finding import Finding
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import open_project

HERE = Path(__file__).resolve().parent
PROJECT = HERE / "project"


@dataclass(frozen=True)
class Outcome:
    """What happened to the job that a body queues: the exceptions where it was queued and where
    it was run, and whether the task got something else than it was given."""

    name: str
    path: str
    first_line: int
    last_line: int
    queued: str | None
    run: str | None
    changed: bool

    @property
    def misfits(self) -> bool:
        """Whether the arguments do not fit the task."""
        return self.path.endswith("arguments.py") and "TypeError" in (self.queued, self.run)

    @property
    def is_serialized_wrong(self) -> bool:
        return self.path.endswith("values.py") and (self.queued is not None or self.changed)


@cache
def outcomes() -> Mapping[str, Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "outcomes.json"
        command = [sys.executable, str(HERE / "running.py"), str(output)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        records = json.loads(output.read_text(encoding="utf-8"))
    return {record["name"]: Outcome(**record) for record in records}


@cache
def findings() -> list[Finding]:
    paths = [file.path for file in discover(PROJECT, FileSelection((), (), ())).files]
    packages = find_environment(PROJECT, sys.executable, {}).search_path
    contracts = Contracts(open_project(PROJECT, paths, packages).workspace)
    rules = by_need(rule(None) for rule in RULES)
    judgements = [analyse_code(contracts, rules, path) for path in paths]
    assert not any(judgement.problems for judgement in judgements)
    return [finding for judgement in judgements for finding in judgement.findings]


def inside(outcome: Outcome) -> list[Finding]:
    return [
        each
        for each in findings()
        if each.place.path == outcome.path
        and outcome.first_line <= each.place.line <= outcome.last_line
    ]


def test_arguments_are_judged_as_the_library_takes_them():
    wrong = [
        f"{each.name}: {each.queued or each.run}, judged {_codes(each)}"
        for each in outcomes().values()
        if ("NL501" in _codes(each)) is not each.misfits
    ]
    assert not wrong, "\n".join(wrong)


def test_values_are_judged_as_the_serializer_takes_them():
    wrong = [
        f"{each.name}: {each.queued}, changed {each.changed}, judged {_codes(each)}"
        for each in outcomes().values()
        if ("NL502" in _codes(each)) is not each.is_serialized_wrong
    ]
    assert not wrong, "\n".join(wrong)


def _codes(outcome: Outcome) -> set[str]:
    return {finding.code for finding in inside(outcome)}


def test_a_finding_says_where_it_raises():
    wrong = [
        f"{each.name}: {finding.message}"
        for each in outcomes().values()
        for finding in inside(each)
        if finding.code == "NL501"
        and (
            ("raises TypeError here" in finding.message and each.queued != "TypeError")
            # Celery is told to run its jobs where they are queued.
            or ("the worker raises" in finding.message and not each.misfits)
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_a_finding_names_what_the_serializer_raises():
    wrong = [
        f"{each.name}: {each.queued}: {finding.message}"
        for each in outcomes().values()
        for finding in inside(each)
        if finding.code == "NL502"
        and each.queued
        and f"raises {each.queued}" not in finding.message
    ]
    assert not wrong, "\n".join(wrong)


def test_there_are_bodies_of_every_outcome():
    assert sum(each.misfits for each in outcomes().values()) > 20
    assert sum(each.queued is not None for each in outcomes().values()) > 30
    assert any(each.changed for each in outcomes().values())
