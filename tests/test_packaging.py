"""What is installed: exactly three packages and the pages, and it runs without the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterable, Iterator
from email import message_from_string
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = sorted(path.name for path in (ROOT / "docs" / "rules").glob("*.md"))

PLACES = {
    "nova_lint": "nova_lint",
    "rules": "nova_lint.rules",
    "mypy_plugin": "nova_lint.mypy_plugin",
}
"""Where the three packages lie, and the names under which they are installed."""

FILES = {
    "manage.py": "",
    "models.py": """\
from django.db import models


class Order(models.Model):
    total = models.DecimalField(max_digits=8, decimal_places=2)
""",
    "serializers.py": """\
from models import Order
from rest_framework import serializers


class OrderSerializer(serializers.ModelSerializer):
    total = serializers.FloatField()

    class Meta:
        model = Order
        fields = ["total"]
""",
    "views.py": """\
from models import Order
from rest_framework import viewsets
from serializers import OrderSerializer


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
""",
}
DRIFTS = [("NL110", "serializers.py")]


def packages_on_disk() -> set[str]:
    """The names under which the packages in the three folders are installed."""
    return {
        ".".join((name, *path.parent.relative_to(ROOT / folder).parts))
        for folder, name in PLACES.items()
        for path in (ROOT / folder).rglob("*.py")
    }


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """The output of a command that must succeed, or find something."""
    inherited = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, as a clone would have them: builds leave files behind."""
    copy = tmp_path_factory.mktemp("sources") / "nova-lint"
    leave_out = shutil.ignore_patterns(".*cache", "*.egg-info", "build", "__pycache__", ".git")
    shutil.copytree(ROOT, copy, ignore=leave_out, symlinks=True)
    return copy


@pytest.fixture(scope="module")
def backend() -> None:
    """What builds: builds run in this environment, because there may be no index to make
    another one from. `pip install -e ".[test]"` brings it."""
    lacking = list(_lacking(["build", *PROJECT["build-system"]["requires"]]))
    if lacking:
        pytest.skip(f"to build takes {', '.join(lacking)}")


def _lacking(requirements: Iterable[str]) -> Iterator[str]:
    """The requirements that this environment does not meet, and what it has instead."""
    for requirement in map(Requirement, requirements):
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            yield f"{requirement}, which is not installed"
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            yield f"{requirement}, and {version} is installed"


@pytest.fixture(scope="module")
def distributions(backend: None, sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the sdist, and the wheel that is built from it."""
    output = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", output, sources)
    command = [str(part) for part in build]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    (found,) = distributions.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names_in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


# What is in the archives


def test_the_listed_packages_are_those_on_disk():
    listed = PROJECT["tool"]["setuptools"]["packages"]
    assert sorted(listed) == sorted(packages_on_disk() | {"nova_lint.pages"})


def test_every_directory_with_code_is_a_package():
    """One without `__init__.py` works from the checkout and is found by no type checker."""
    directories = {path.parent for folder in PLACES for path in (ROOT / folder).rglob("*.py")}
    assert [str(each) for each in directories if not (each / "__init__.py").is_file()] == []


def test_the_wheel_holds_the_three_packages_the_pages_and_nothing_else(names_in_wheel):
    modules = {
        "/".join((*name.split("."), path.relative_to(ROOT / folder).as_posix()))
        for folder, name in PLACES.items()
        for path in (ROOT / folder).rglob("*.py")
    }
    pages = {f"nova_lint/pages/{page}" for page in PAGES}
    installed = {name for name in names_in_wheel if ".dist-info/" not in name}
    assert installed == modules | pages | {"nova_lint/py.typed"}


def test_nothing_but_nova_lint_lands_in_site_packages(names_in_wheel):
    """A top-level `rules` would overwrite the Django package of that name."""
    top = {name.partition("/")[0] for name in names_in_wheel}
    assert {name for name in top if not name.endswith(".dist-info")} == {"nova_lint"}


def test_every_rule_has_its_page():
    code = re.compile(r'^    code = "(\w+)"', re.MULTILINE)
    rules = (path.read_text(encoding="utf-8") for path in (ROOT / "rules").rglob("*.py"))
    codes = {found for text in rules for found in code.findall(text)}
    assert codes
    assert {f"{each}.md" for each in codes} <= set(PAGES)


def test_metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith("/METADATA"))
        described = message_from_string(archive.read(name).decode())
        (points,) = (each for each in archive.namelist() if each.endswith("/entry_points.txt"))
        entry_points = archive.read(points).decode()
    needed = [each for each in described.get_all("Requires-Dist") if "extra ==" not in each]
    assert sorted(map(_project_name, needed)) == ["click", "libcst", "msgspec", "rich"]
    assert not any("==" in each or "<" in each for each in needed), "loosely pinned"
    assert described["Requires-Python"] == ">=3.11"
    assert described["License-Expression"] == "MIT"
    assert "nova-lint" in described.get_payload()
    assert "nova-lint = nova_lint.cli:main" in entry_points
    assert "[nova_lint.rules]" in entry_points


def test_the_sdist_has_what_a_build_and_the_tests_need(distributions):
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in PLACES:
        for path in (ROOT / folder).rglob("*.py"):
            assert path.relative_to(ROOT).as_posix() in names
    assert {f"docs/rules/{page}" for page in PAGES} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "tests/test_packaging.py"} <= names
    assert "docs/examples/shop/manage.py" in names
    assert not [name for name in names if name.endswith((".pyc", ".sqlite3"))]


# The wheel, installed


class Installed:
    """An environment that nova-lint is installed in."""

    def __init__(self, directory: Path) -> None:
        self.scripts = directory / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / "python"

    def nova_lint(self, *arguments: str, cwd: Path) -> str:
        return run(self.scripts / "nova-lint", *arguments, cwd=cwd)


def _closure(requirements: Iterable[str]) -> Iterator[metadata.Distribution]:
    """The installed distributions that some requirements stand for, and what they need."""
    waiting = [_project_name(each) for each in requirements]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # needed on other platforms only; what is really missing fails to import
        yield found
        waiting.extend(_project_name(each) for each in found.requires or () if "extra" not in each)


def _project_name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None
    return found.group()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A fresh environment with the wheel and what it says that it needs, nothing else.

    The dependencies are linked in from the running environment: no network is needed, and
    one that is used but not declared is missing.
    """
    directory = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(directory, with_pip=False, symlinks=os.name != "nt")
    environment = Installed(directory)
    purelib = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(environment.python, "-c", purelib, cwd=directory).strip())
    for distribution in _closure(PROJECT["project"]["dependencies"]):
        for file in distribution.files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (packages / top).exists():
                (packages / top).symlink_to(distribution.locate_file(top))
    pip = (sys.executable, "-m", "pip", "--python", environment.python, "install", "--no-index")
    run(*pip, "--no-deps", "--quiet", wheel, cwd=directory)
    return environment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def check_that_it_works(environment: Installed, project: Path) -> None:
    assert environment.nova_lint("--version", cwd=project) == "nova-lint 0.1.0\n"
    page = (ROOT / "docs" / "rules" / "NL101.md").read_text(encoding="utf-8")
    assert environment.nova_lint("rule", "NL101", cwd=project) == page
    check = ("check", "--format", "json")
    reports = [
        environment.nova_lint(*check, cwd=project),
        run(environment.python, "-m", "nova_lint", *check, cwd=project),
        environment.nova_lint(*check, "--no-cache", "--jobs", "2", cwd=project),
    ]
    assert reports[1:] == reports[:1] * 2
    report = json.loads(reports[0])
    assert [(each["code"], each["path"]) for each in report["findings"]] == DRIFTS
    assert report["errors"] == []


def test_the_wheel_works_without_the_checkout(installed, project):
    where = run(installed.python, "-c", "import nova_lint; print(nova_lint.__file__)", cwd=project)
    assert not Path(where.strip()).is_relative_to(ROOT)
    check_that_it_works(installed, project)


def test_what_is_installed_is_known_by_the_record_of_it(installed, project):
    program = (
        "from nova_lint.engine.checking import files_of_program\n"
        "from nova_lint.engine.registry import installed_rules\n"
        "rules = [rule() for rule in installed_rules().rules.values()]\n"
        "print(len(rules), *files_of_program(rules))"
    )
    rules, *files = run(installed.python, "-c", program, cwd=project).split()
    assert int(rules) > 50
    assert [Path(file).parts[-2:] for file in files] == [("nova_lint-0.1.0.dist-info", "RECORD")]


def test_every_module_of_the_wheel_can_be_imported_first(installed, project):
    """Alone and before the others, so that no circle of imports hides behind their order."""
    # The plugin needs mypy and the server pygls, which the command line does without.
    extras = ("nova_lint.mypy_plugin", "nova_lint.server")
    modules = [each for each in _modules() if not each.startswith(extras)]
    program = (
        "import importlib, os, sys\n"
        "import click, libcst.metadata, msgspec\n"
        "for name in sys.argv[1:]:\n"
        "    if os.fork() == 0:\n"
        "        importlib.import_module(name)\n"
        "        os._exit(0)\n"
        "    assert os.wait()[1] == 0, name\n"
    )
    run(installed.python, "-c", program, *modules, cwd=project)


def _modules() -> Iterator[str]:
    for folder, name in PLACES.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT / folder).with_suffix("").parts
            if parts != ("__main__",):
                yield ".".join((name, *parts)).removesuffix(".__init__")


def test_pip_check_has_nothing_to_say(installed, project):
    pip = (sys.executable, "-m", "pip", "--python", installed.python, "check")
    assert run(*pip, cwd=project) == "No broken requirements found.\n"


# The checkout, installed in place


def test_an_editable_install_finds_the_three_packages(backend, sources, project, tmp_path_factory):
    directory = tmp_path_factory.mktemp("editable") / "venv"
    venv.create(directory, with_pip=False, symlinks=os.name != "nt")
    environment = Installed(directory)
    purelib = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(environment.python, "-c", purelib, cwd=directory).strip())
    # As a plain path, so that what is installed in place over there stays out of sight.
    (packages / "others.pth").write_text(f"{_own_packages()}\n")
    pip = (sys.executable, "-m", "pip", "--python", environment.python, "install", "--no-index")
    run(*pip, "--no-deps", "--no-build-isolation", "--quiet", "-e", sources, cwd=directory)
    program = (
        "import nova_lint.cli, nova_lint.rules.contracts, nova_lint.mypy_plugin\n"
        "print(nova_lint.cli.__file__, nova_lint.rules.__file__, nova_lint.mypy_plugin.__file__)"
    )
    files = run(environment.python, "-c", program, cwd=project).split()
    assert [Path(file).resolve().relative_to(sources).as_posix() for file in files] == [
        "nova_lint/cli/__init__.py",
        "rules/__init__.py",
        "mypy_plugin/__init__.py",
    ]
    check_that_it_works(environment, project)


def _own_packages() -> str:
    (directory,) = {str(Path(pytest.__file__).parents[1])}
    return directory


# Other interpreters


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_another_python(version, wheel, project, tmp_path):
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        pytest.skip("the one that runs")
    python = _interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    directory = tmp_path / "venv"
    run(python, "-m", "venv", directory, cwd=tmp_path)
    environment = Installed(directory)
    pip = [environment.python, "-m", "pip", "install", "--quiet", str(wheel)]
    if subprocess.run(pip, capture_output=True, check=False).returncode:
        pytest.skip(f"no index with the dependencies for Python {version}")
    check_that_it_works(environment, project)


def _interpreter(version: str) -> Path | None:
    """One that runs: what stands on the path may be a shim for one that is not there."""
    candidates = [shutil.which(f"python{version}")]
    if pyenv := shutil.which("pyenv"):
        command = [pyenv, "prefix", version]
        prefix = subprocess.run(command, capture_output=True, text=True, check=False)
        candidates.append(f"{prefix.stdout.strip()}/bin/python" if prefix.stdout else None)
    for each in filter(None, candidates):
        asked = subprocess.run([each, "--version"], capture_output=True, text=True, check=False)
        if asked.stdout.startswith(f"Python {version}."):
            return Path(each)
    return None
