"""Every version of mypy that the plugin is for: what it does there hangs on mypy's internals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plugin.running import SETTINGS, Daemon, Mypy, reported, run, write

OLDEST_AND_NEWEST = ("1.18.2", "2.4.1")
BETWEEN = ("1.19.1", "1.20.2", "2.0.0", "2.1.0", "2.2.0", "2.3.1")
VERSIONS = (
    *OLDEST_AND_NEWEST,
    *(pytest.param(version, marks=pytest.mark.thorough) for version in BETWEEN),
)
MODELS = """\
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=120)
"""
FORMS = """\
from django import forms

from library.models import Book


class BookForm(forms.ModelForm):
    title = forms.CharField(max_length=80)

    class Meta:
        model = Book
        fields = ["title", "pages"]
"""
LIVE = """\
from library.models import Book


async def first() -> object:
    return str(Book.objects.get(pk=1))
"""
TYPED = """\
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


def is_tenth(price: Box[Decimal]) -> bool:
    return price.item == 0.1
"""
FILES = {
    "manage.py": "",
    "mypy.ini": SETTINGS + "warn_unused_ignores = True\n",
    "library/__init__.py": "",
    "library/models.py": MODELS,
    "library/forms.py": FORMS,
    "library/live.py": LIVE,
    "library/typed.py": TYPED,
}
RULES = ["nova-decimal-equals-float", "nova-query-in-async", "nova-unknown-name"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=VERSIONS)
def packages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with that version, to be looked into before what is installed."""
    return installed(request.param, tmp_path_factory.mktemp("mypy"))


def installed(version: str, directory: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(directory)]
    done = subprocess.run([*pip, f"mypy=={version}"], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"mypy {version} cannot be installed here")
    assert version in run(directory, "mypy", "--version", packages=directory)
    return directory


def rules(told: list[str]) -> list[str]:
    assert all(line.endswith("]") for line in told), told
    return sorted(line.rpartition("  [")[2].rstrip("]") for line in told)


def test_a_run_and_another_one(packages, tmp_path):
    write(tmp_path, FILES)
    mypy = Mypy(tmp_path, packages=packages)
    told = mypy.check()
    assert rules(told) == RULES
    assert mypy.check() == told
    mended = FORMS.replace('"pages"', '"pages"]  # type: ignore[nova-unknown-name]').replace(
        "]]", "]"
    )
    write(tmp_path, {"library/forms.py": mended})
    assert rules(mypy.check()) == RULES[:2]
    write(tmp_path, {"library/models.py": MODELS + "    pages = models.IntegerField()\n"})
    assert rules(mypy.check()) == [*RULES[:2], "unused-ignore"]


def test_the_daemon(packages, tmp_path):
    write(tmp_path / "project", FILES)
    daemon = Daemon(tmp_path / "project", packages)
    try:
        assert rules(daemon.check()) == RULES
        write(daemon.root, {"library/models.py": MODELS + "    pages = models.IntegerField()\n"})
        assert rules(daemon.check()) == RULES[:2]
        write(daemon.root, {"library/models.py": MODELS})
        assert rules(daemon.check()) == RULES
    finally:
        daemon.stop()


def test_workers(packages, tmp_path):
    write(tmp_path, FILES)
    version = run(tmp_path, "mypy", "--version", packages=packages).split()[1]
    if int(version.partition(".")[0]) < 2:
        pytest.skip("this mypy has no workers")
    told = run(tmp_path, "mypy", "-n", "2", ".", packages=packages)
    assert rules(reported(told)) == RULES


def test_a_finding_that_is_a_note_has_its_code(packages, tmp_path):
    severity = '[severity]\nNL113 = "info"\nNL201 = "info"\nNL306 = "info"\n'
    write(tmp_path, {**FILES, "nova-lint.toml": severity})
    mypy = Mypy(tmp_path, packages=packages)
    for _ in range(2):
        assert rules(mypy.check()) == RULES


def test_a_mypy_that_is_too_old_is_told(tmp_path):
    packages = installed("1.17.1", tmp_path / "mypy")
    write(tmp_path / "project", FILES)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "."],
        cwd=tmp_path / "project",
        env=os.environ | {"PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "it needs mypy 1.18, and this is 1.17.1, " in done.stdout + done.stderr
