"""The command line: options in, text and exit codes out. The analysis is a stand-in."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from nova_lint.cli import main
from nova_lint.config import Settings
from nova_lint.engine.beginning import Begun
from nova_lint.engine.finding import Finding, Severity
from nova_lint.errors import ConfigError
from nova_lint.problem import Problem
from nova_lint.workspace.place import Place

FINDING = Finding(
    "NL103", "nullable-input", Severity.ERROR, Place("forms.py", 1, 1, 1, 6), "it hurts"
)


@dataclass
class Analysis:
    """What the stand-in answers, and what it was asked."""

    findings: tuple[Finding, ...] = ()
    errors: tuple[Problem, ...] = ()
    checked_files: int = 1
    paths: tuple[str, ...] = ()
    failure: BaseException | None = None
    settings: list[Settings] = field(default_factory=list)
    checked: list[list[str]] = field(default_factory=list)

    def go_on(self, settings: Settings, begun: Begun, progress: object) -> Analysis:
        if self.failure is not None:
            raise self.failure
        self.settings.append(settings)
        self.checked.append([file.path for file in begun.discovered.files if file.checked])
        self.paths = tuple(file.path for file in begun.discovered.files)
        return self


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "manage.py").touch()
    (tmp_path / "forms.py").write_text("total = None\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def analysis(monkeypatch: pytest.MonkeyPatch) -> Analysis:
    stand_in = Analysis()
    module = ModuleType("nova_lint.engine.runner")
    module.go_on = stand_in.go_on  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("nova_lint.engine.runner", module, raising=False)
    return stand_in


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as exit_:
        main([str(each) for each in arguments])
    assert isinstance(exit_.value.code, int)
    return exit_.value.code


# nova-lint check: exit codes


def test_a_clean_project(project, analysis, capsys):
    assert run("check") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("No findings; checked 1 file in ")


def test_findings(project, analysis, capsys):
    analysis.findings = (FINDING,)
    assert run("check") == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("forms.py:1:1: error NL103 nullable-input  it hurts\n")
    assert captured.err.startswith("Found 1 finding (1 error) in 1 file; checked 1 file in ")
    assert run("check", "--exit-zero") == 0


def test_a_file_that_could_not_be_checked_is_no_clean_run(project, analysis, capsys):
    analysis.errors = (Problem("broken.py", 3, 1, "cannot be parsed"),)
    assert run("check", "--exit-zero") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("broken.py:3:1: problem: cannot be parsed\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "missing.py"], "does not exist"),
        (["check", "--select", "NL999"], '--select: unknown rule "NL999"'),
        (["check", "--format", "yaml"], "'yaml' is not one of"),
        (["check", "--jobs", "0"], "0 is not in the range"),
        (["check", "--config", "missing.toml"], "does not exist"),
        (["check", "--frobnicate"], "No such option"),
        (["frobnicate"], "No such command"),
        (["check", "--show-settings", "--python", "missing"], "no such interpreter"),
        (["check", "--output-file", "missing/report.txt"], "cannot be written"),
    ],
)
def test_wrong_usage(project, analysis, capsys, arguments, message):
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_a_selection_of_nothing_is_no_selection_of_everything(project, analysis, capsys):
    assert run("check", "--select", "") == 2
    assert "names no rule; leave it out" in capsys.readouterr().err


def test_a_mistake_in_the_settings(project, analysis, capsys):
    (project / "nova-lint.toml").write_text("selct = []")
    assert run("check") == 2
    assert 'nova-lint.toml: unknown key "selct"; did you mean "select"?' in capsys.readouterr().err


def test_a_mistake_of_our_own_is_not_mistaken_for_findings(project, analysis, capsys):
    analysis.failure = ZeroDivisionError("oops")
    assert run("check") == 2
    error = capsys.readouterr().err
    assert "ZeroDivisionError: oops" in error
    assert "mistake in nova-lint" in error


def test_settings_that_only_the_analysis_finds_wrong(project, analysis, capsys):
    analysis.failure = ConfigError("links: no class shop.forms.OrderForm")
    assert run("check") == 2
    assert capsys.readouterr().err == "error: links: no class shop.forms.OrderForm\n"


def test_an_interrupted_run(project, analysis):
    analysis.failure = KeyboardInterrupt()
    assert run("check") == 130


# nova-lint check: options


def test_options_win_over_settings(project, analysis):
    (project / "nova-lint.toml").write_text('ignore = ["NL001"]\njobs = 7\n')
    run("check", "--select", "NL001,NL002", "--ignore", "NL002", "--jobs", "3", "--no-cache")
    (settings,) = analysis.settings
    assert settings.selected == {"NL001"}
    assert settings.jobs == 3
    assert settings.cache_dir is None


def test_paths_decide_where_the_project_is_and_what_is_checked(project, analysis, monkeypatch):
    (project / "views.py").touch()
    monkeypatch.chdir(project.parent)
    run("check", project / "forms.py")
    run("check", f"{project.name}/forms.py", project.name)
    assert analysis.checked == [["forms.py"], ["forms.py", "manage.py", "views.py"]]
    assert [settings.root for settings in analysis.settings] == [project, project]


def test_paths_of_two_projects_are_refused(tmp_path, analysis, capsys):
    for name in ("blog", "shop"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manage.py").touch()
    paths = [str(tmp_path / name) for name in ("blog", "shop")]
    assert run("check", *paths) == 2
    assert f"several projects ({paths[0]}, {paths[1]})" in capsys.readouterr().err
    (tmp_path / "nova-lint.toml").touch()
    assert run("check", *paths) == 0


def test_json_has_everything_on_one_stream(project, analysis, capsys):
    analysis.findings = (FINDING,)
    analysis.errors = (Problem("broken.py", 3, 1, "cannot be parsed"),)
    assert run("check", "--format", "json") == 2
    captured = capsys.readouterr()
    assert captured.err == ""
    report = json.loads(captured.out)
    assert [each["code"] for each in report["findings"]] == ["NL103"]
    assert [each["path"] for each in report["errors"]] == ["broken.py"]


def test_an_environment_without_django_is_said(project, analysis, tmp_path, capsys):
    packages = tmp_path / "bare/lib/python3.12/site-packages"
    packages.mkdir(parents=True)
    said = f"Django is not installed in the environment ({tmp_path / 'bare'}): what the project"
    assert run("check", "--python", tmp_path / "bare") == 0
    assert said in capsys.readouterr().err
    (packages / "django").mkdir()
    assert run("check", "--python", tmp_path / "bare") == 0
    assert "Django" not in capsys.readouterr().err


def test_statistics(project, analysis, capsys):
    analysis.findings = (FINDING, FINDING)
    assert run("check", "--statistics") == 1
    assert capsys.readouterr().out == "2  NL103  nullable-input  error    in 1 file\n"
    run("check", "--statistics", "--format", "json")
    assert json.loads(capsys.readouterr().out)["statistics"][0]["count"] == 2


def test_output_goes_to_a_file(project, analysis, capsys):
    analysis.findings = (FINDING,)
    assert run("check", "--output-file", "report.txt") == 1
    assert capsys.readouterr().out == ""
    assert (project / "report.txt").read_text().startswith("forms.py:1:1: error NL103")


def test_show_files(project, capsys):
    (project / "legacy").mkdir()
    (project / "legacy" / "models.py").touch()
    (project / "nova-lint.toml").write_text('extend-exclude = ["legacy"]')
    assert run("check", "--show-files") == 0
    assert capsys.readouterr().out == "forms.py\nmanage.py\n"


def test_show_settings_can_be_read_back(project, capsys):
    (project / "nova-lint.toml").write_text('jobs = 2\nseverity.NL001 = "info"')
    assert run("check", "--show-settings") == 0
    shown = capsys.readouterr().out
    assert f"# settings from: {project / 'nova-lint.toml'}\n" in shown
    (project / "nova-lint.toml").write_text(shown)
    assert run("check", "--show-settings") == 0
    assert capsys.readouterr().out == shown


# nova-lint contracts


@dataclass
class Inventory:
    """Stands in for the inventory of contracts, and remembers what it was asked."""

    asked: list[tuple[Path, tuple[str, ...]]] = field(default_factory=list)
    errors: tuple[Problem, ...] = ()


@pytest.fixture
def inventory(monkeypatch: pytest.MonkeyPatch) -> Inventory:
    stand_in = Inventory()

    def contracts(settings: Settings, names: tuple[str, ...], progress: object) -> Inventory:
        stand_in.asked.append((settings.root, names))
        return stand_in

    monkeypatch.setattr("nova_lint.engine.inventory.collect", contracts)
    monkeypatch.setattr("nova_lint.report.inventory.render_json", lambda _: '"found"\n')
    monkeypatch.setattr("nova_lint.report.inventory.render_table", lambda *_: "| found |\n")
    return stand_in


def test_contracts_of_the_project_around(project, inventory, capsys):
    assert run("contracts", "Order", "Invoice") == 0
    assert inventory.asked == [(project, ("Order", "Invoice"))]
    assert capsys.readouterr().out == "| found |\n"


def test_a_name_that_is_a_directory_is_the_project(project, inventory, monkeypatch, capsys):
    monkeypatch.chdir(project.parent)
    assert run("contracts", "--format", "json", project.name) == 0
    assert run("contracts", "--project", project, "Order") == 0
    assert inventory.asked == [(project, ()), (project, ("Order",))]
    assert capsys.readouterr().out == '"found"\n| found |\n'


def test_one_project_at_a_time(project, inventory, capsys):
    assert run("contracts", "--project", project, ".") == 2
    assert "one project at a time" in capsys.readouterr().err


# nova-lint rule


def test_a_page_by_code_and_by_name(monkeypatch, capsys):
    monkeypatch.setattr("nova_lint.report.pages.read_page", lambda code, _: f"# {code}\n")
    assert run("rule", "NL001") == 0
    assert run("rule", "unused-suppression") == 0
    assert capsys.readouterr().out == "# NL001\n# NL001\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["NL0O1"], 'unknown rule "NL0O1"; did you mean "NL001"?'),
        (["NL0"], 'unknown rule "NL0"'),
        ([], "name a rule"),
        (["NL001", "--all"], "name a rule"),
    ],
)
def test_rules_that_are_none(capsys, arguments, message):
    assert run("rule", *arguments) == 2
    assert message in capsys.readouterr().err


def test_all_rules_as_json(monkeypatch, capsys):
    page = "# NL001\n\nFinds comments that\nsilence nothing. They mislead.\n"
    monkeypatch.setattr("nova_lint.report.pages.read_page", lambda code, _: page)
    assert run("rule", "--all", "--format", "json") == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert rules[[each["code"] for each in rules].index("NL001")] == {
        "code": "NL001",
        "name": "unused-suppression",
        "severity": "warning",
        "enabled": True,
        "summary": "Finds comments that silence nothing.",
    }


def test_one_rule_has_the_keys_of_all_and_its_page(monkeypatch, capsys):
    page = "# NL001\n\nFinds comments that\nsilence nothing. They mislead.\n"
    monkeypatch.setattr("nova_lint.report.pages.read_page", lambda code, _: page)
    assert run("rule", "NL001", "--format", "json") == 0
    (rule,) = json.loads(capsys.readouterr().out)["rules"]
    assert rule["summary"] == "Finds comments that silence nothing."
    assert rule["page"] == page


# Nothing to check


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("README.md", "no Python file"),
        ("docs", "no Python files in it"),
        ("shop/migrations/0001_initial.py", "`migrations` is excluded unless `exclude` in the"),
        ("shop/migrations", "`migrations` is excluded unless `exclude` in the settings says"),
        ("shop/api_pb2.py", 'excluded by "*_pb2.py" in `extend-exclude`'),
        ("ignored.py", "git ignores it"),
    ],
)
def test_why_there_is_nothing_to_check(project, analysis, capsys, path, reason):
    analysis.checked_files = 0
    (project / ".git").mkdir()
    (project / ".gitignore").write_text("ignored.py")
    (project / "nova-lint.toml").write_text('extend-exclude = ["*_pb2.py"]')
    (project / "docs").mkdir()
    (project / "shop" / "migrations").mkdir(parents=True)
    for each in ("README.md", "shop/migrations/0001_initial.py", "shop/api_pb2.py", "ignored.py"):
        (project / each).touch()
    assert run("check", path) == 0
    assert f"No Python files to check\n{path}: {reason}" in capsys.readouterr().err


# Settings that do nothing


SETTINGS_FOR_NOTHING = """
[links]
"shop.forms.OrderForm" = "shop.models.Ordr"
"shop.lost.OrderIn" = "shop.models.Order"

[[boundaries]]
name = "domain"
modules = ["shop", "shop.domain", "shop.models"]
may = ["read"]
"""


def test_names_in_settings_that_nothing_has_are_told_of_the_whole_project(
    project, analysis, capsys
):
    shop = project / "shop"
    shop.mkdir()
    (shop / "models.py").write_text("class Order: ...\n")
    (shop / "forms.py").write_text("class OrderForm: ...\n")
    (project / "nova-lint.toml").write_text(SETTINGS_FOR_NOTHING)
    assert run("check") == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "does nothing" in line]
    assert [line.partition("nova-lint.toml: ")[2].partition(";")[0] for line in told] == [
        'links: there is no class "shop.models.Ordr" in the project',
        'links: there is no class "shop.lost.OrderIn" in the project',
        'boundaries.domain: no file of the project is in "shop.domain"',
    ]
    assert run("check", "shop/forms.py") == 0
    assert "does nothing" not in capsys.readouterr().err


# Starting up


def test_help_does_not_wait_for_the_analysis():
    code = (
        "import sys\n"
        "from nova_lint.cli import nova_lint\n"
        "nova_lint(['--help'], standalone_mode=False)\n"
        "heavy = {'libcst', 'rich', 'nova_lint.config'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "check" in done.stdout


def test_the_package_can_be_run():
    command = [sys.executable, "-m", "nova_lint", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("nova-lint ")


def test_a_reader_that_has_seen_enough_is_no_mistake_of_ours(project):
    for number in range(3000):
        (project / f"module_with_a_long_name_{number}.py").touch()
    command = f"{sys.executable} -m nova_lint check --show-files | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout == "forms.py\n"
    assert done.stderr == ""
