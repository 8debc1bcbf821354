"""What a check begins with, while the rules are still being loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nova_lint import config
from nova_lint.cli import main
from nova_lint.config import Layout, Overrides
from nova_lint.engine.beginning import begin
from nova_lint.engine.cache.files import RESULTS, file_in
from nova_lint.problem import Problem
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.outlining import outlining

MANY = 240
"""Files enough for other processes to be worth their start."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "manage.py").touch()
    for number in range(MANY):
        (tmp_path / f"app{number}.py").write_text(f"class Order{number}:\n    total = {number}\n")
    (tmp_path / "broken.py").write_text("class :\n")
    (tmp_path / "latin.py").write_bytes(b"name = '\xe9'\n")
    # Python 3.11 cannot read this, libcst can.
    (tmp_path / "newer.py").write_text("def first[T](of: T) -> T: ...\ntype Row = list[int]\n")
    return tmp_path


def layout(project: Path, **changes: object) -> Layout:
    overrides = Overrides(jobs=2, **changes)  # type: ignore[arg-type]  # names of overrides
    return config.layout(project, overrides)


def test_several_processes_outline_as_one_does(project: Path) -> None:
    with begin(layout(project), ()) as begun:
        files = [file.path for file in begun.discovered.files]
        assert begun.outlining is not None
        by_two = list(begun.outlining.outcomes)
    with outlining(project, files, 1) as alone:
        by_one = list(alone.outcomes)
    assert by_two == by_one
    assert [path for path, _ in by_two] == files
    outcomes = dict(by_two)
    assert isinstance(outcomes["newer.py"], Outline)
    unread = {path for path, outcome in by_two if isinstance(outcome, Problem)}
    assert unread == {"broken.py", "latin.py"}


def test_a_run_with_something_to_go_by_outlines_what_it_needs_itself(project: Path) -> None:
    cold = layout(project)
    assert cold.cache_dir is not None
    results = file_in(cold.cache_dir, RESULTS)
    results.parent.mkdir()
    results.touch()
    with begin(cold, ()) as begun:
        assert begun.outlining is None
    with begin(layout(project, cache_dir=None), ()) as begun:
        assert begun.outlining is not None


def test_what_has_begun_is_ended_where_the_settings_are_wrong(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    with pytest.raises(SystemExit) as ending:
        main(["check", "--jobs", "2", "--select", "NL1O3"])
    assert ending.value.code == 2
    assert 'unknown rule "NL1O3"' in capsys.readouterr().err


def test_beginning_loads_nothing_that_the_rules_need() -> None:
    code = "import sys, nova_lint.engine.beginning; print('libcst' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
