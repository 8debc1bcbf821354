"""NL503 against Django and Celery: whether the rows of a job can be seen by others when the job
goes to the broker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nova_lint.rules.jobs.before_commit import QueuedBeforeCommit

from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import analyse_code, by_need
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import open_project

HERE = Path(__file__).resolve().parent / "commits"
UNSEEN = "# unseen"
"""Marks what the rule does not see."""

Line = tuple[str, int]


@pytest.fixture(scope="module", params=["True", "False"], ids=["requests held", "requests free"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, with requests held in transactions or not."""
    copy = tmp_path_factory.mktemp("commits") / "project"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    settings = copy / "settings.py"
    text = settings.read_text(encoding="utf-8")
    held = f'"ATOMIC_REQUESTS": {request.param}'
    settings.write_text(text.replace('"ATOMIC_REQUESTS": True', held), encoding="utf-8")
    return copy


def run(project: Path) -> dict[Line, bool]:
    """The lines that queue a job, and whether others do not see its rows as they are then."""
    output = project.parent / "seen.json"
    environment = {**os.environ, "COMMITS_DATABASE": str(project.parent / "db.sqlite3")}
    command = [sys.executable, str(project / "running.py"), str(project), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return {(path, line): behind for path, line, behind in json.loads(output.read_text("utf-8"))}


def judged(project: Path) -> set[Line]:
    paths = [file.path for file in discover(project, FileSelection((), (), ())).files]
    packages = find_environment(project, sys.executable, {}).search_path
    contracts = Contracts(open_project(project, paths, packages).workspace)
    rules = by_need([QueuedBeforeCommit(None)])
    judgements = [analyse_code(contracts, rules, path) for path in paths]
    assert not any(judgement.problems for judgement in judgements)
    return {(f.place.path, f.place.line) for each in judgements for f in each.findings}


def test_a_job_is_told_of_where_others_do_not_see_its_rows_yet(project: Path):
    ran, found = run(project), judged(project)
    lines = {path: (project / path).read_text("utf-8").split("\n") for path, _ in ran}
    wrong = [
        f"{path}:{line}: {lines[path][line - 1].strip()}: behind {behind}"
        for (path, line), behind in ran.items()
        if behind is not ((path, line) in found) and not lines[path][line - 1].endswith(UNSEEN)
    ]
    assert not wrong, "\n".join(wrong)
    assert found <= ran.keys()
    assert len(found) > 10
