"""What is edited in one file is reported in the others, as a run from nothing would report it.

The serializer, the form and the async function stay as they are; nearly every edit is made on
the other side of what they say.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias
from unittest.mock import patch

import pytest
from mypy import api
from mypy.version import __version__ as mypy_version

from nova_lint.engine.companion.consulting import Inferences
from nova_lint.engine.companion.keeping import Basis
from nova_lint.engine.companion.process import Companion
from tests.plugin.running import (
    SETTINGS,
    Called,
    Cold,
    Daemon,
    Mypy,
    StartedDaemon,
    reported,
    write,
)

Checker: TypeAlias = Mypy | Daemon

BASE = """\
from django.db import models

from library.limits import LONGEST


class Named(models.Model):
    title = models.CharField(max_length=LONGEST)

    class Meta:
        abstract = True
"""
MODELS = """\
from django.db import models

from library.base import Named


class Book(Named):
    isbn = models.CharField(max_length=20)
    note = models.CharField(max_length=100)
"""
MOVED = "from library.books import Book as Book\n"
SERIALIZERS = """\
from rest_framework import serializers

from library.models import Book


class Basic(serializers.ModelSerializer):
    isbn = serializers.CharField(max_length=20)


class BookSerializer(Basic):
    title = serializers.CharField(max_length=80)
    note = serializers.CharField(max_length=100)

    class Meta:
        model = Book
        fields = ["title", "isbn", "note"]
"""
FORMS = """\
from django import forms

from library.models import Book


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "isbn", "note"]
"""
HELPERS = """\
def shown(book):
    return label(book)


def label(book):
    return book.title
"""
LIVE = """\
from library.helpers import shown
from library.models import Book


async def newest() -> str:
    book = await Book.objects.afirst()
    return shown(book)
"""
STOCK = """\
from typing import Generic, TypeVar

from library.models import Book

T = TypeVar("T")


class Stock(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item

    async def newest(self) -> T:
        return self.item


BOOKS: Stock[Book] = Stock(Book())
"""
SHELF = """\
from decimal import Decimal

from library import helpers, stock


async def top() -> str:
    book = await stock.BOOKS.newest()
    return helpers.shown(book)


async def is_cheap(prices: stock.Stock[Decimal]) -> bool:
    return await prices.newest() == 9.99  # type: ignore[nova]
"""
VIEWS = """\
from rest_framework import viewsets

from library.models import Book
from library.serializers import BookSerializer


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
"""
FILES = {
    "manage.py": "",
    "library/__init__.py": "",
    "library/limits.py": "LONGEST = 80\n",
    "library/base.py": BASE,
    "library/models.py": MODELS,
    "library/serializers.py": SERIALIZERS,
    "library/forms.py": FORMS,
    "library/helpers.py": HELPERS,
    "library/live.py": LIVE,
    "library/stock.py": STOCK,
    "library/shelf.py": SHELF,
    "library/views.py": VIEWS,
}
SILENT = "  # type: ignore[nova]"
BEHIND = "\n\nSIZE = 1\n"
SHORTER = MODELS.replace("max_length=20", "max_length=13")
QUERYING = HELPERS.replace("return book.title", "return str(type(book).objects.count())")

EDITS: dict[str, dict[str, str | None]] = {
    "a column holds less": {"library/models.py": SHORTER},
    "and as much as before": {"library/models.py": MODELS},
    "an abstract base holds less": {"library/base.py": BASE.replace("LONGEST)", "40)")},
    "and as before": {"library/base.py": BASE},
    "a column is deleted": {"library/models.py": MODELS.replace("    note = ", "    # note = ")},
    "and there again": {"library/models.py": MODELS},
    "a column is renamed": {"library/models.py": MODELS.replace(" isbn = ", " ean = ")},
    "and has its name back": {"library/models.py": MODELS},
    "the model moves": {"library/books.py": MODELS, "library/models.py": MOVED},
    "the moved model is edited": {"library/books.py": SHORTER},
    "and edited back": {"library/books.py": MODELS},
    "the base of the moved model is edited": {"library/base.py": BASE.replace("LONGEST)", "40)")},
    "and is as before": {"library/base.py": BASE},
    "the form is edited": {"library/forms.py": FORMS.replace('"isbn"', '"isbm"')},
    "and mended": {"library/forms.py": FORMS},
    "a constant in a third module": {"library/limits.py": "LONGEST = 50\n"},
    "and has its value back": {"library/limits.py": "LONGEST = 80\n"},
    "the base of the serializer": {
        "library/serializers.py": SERIALIZERS.replace("max_length=20", "max_length=25")
    },
    "is mended": {"library/serializers.py": SERIALIZERS},
    "a helper two calls away queries": {"library/helpers.py": QUERYING},
    "and queries no more": {"library/helpers.py": HELPERS},
    "types elsewhere say less": {"library/stock.py": STOCK.replace("-> T", "-> object")},
    "and again what they said": {"library/stock.py": STOCK},
    "a helper queries what only types know": {"library/helpers.py": QUERYING},
    "code comes behind where types matter": {"library/shelf.py": SHELF + BEHIND},
    "a comment there silences no more": {"library/shelf.py": SHELF.replace(SILENT, "") + BEHIND},
    "and the helper does not query": {"library/helpers.py": HELPERS},
    "the comment silences again": {"library/shelf.py": SHELF},
    "the module is edited in which types matter": {
        "library/shelf.py": "# Shelves.\n" + SHELF.replace(SILENT, "")
    },
    "and is what it was": {"library/shelf.py": SHELF},
    "no view uses the serializer": {
        "library/models.py": MOVED,
        "library/books.py": SHORTER,
        "library/views.py": None,
    },
    "a view uses it again": {"library/views.py": VIEWS},
    "a module goes": {"library/live.py": None},
}


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What a run from nothing reports before the edits, and after each."""
    root = tmp_path_factory.mktemp("truth")
    known: dict[frozenset[tuple[str, str | None]], list[str]] = {}
    told: list[list[str]] = []
    files: dict[str, str | None] = {"mypy.ini": SETTINGS}
    for edit in (FILES, *EDITS.values()):
        write(root, files | edit if not told else edit)
        files |= edit
        state = frozenset(files.items())
        if state not in known:
            known[state] = Cold(root).check()
        told.append(known[state])
    return told


def _told(checker: Checker) -> list[list[str]]:
    try:
        return list(_after_each_edit(checker))
    finally:
        checker.stop()


def _after_each_edit(checker: Checker) -> Iterator[list[str]]:
    write(checker.root, {**FILES, "mypy.ini": SETTINGS})
    yield checker.check()
    for edit in EDITS.values():
        write(checker.root, edit)
        yield checker.check()


def test_the_edits_make_a_difference(truth):
    """Else nothing below could fail."""
    assert truth[0] == []
    changed = [before != after for before, after in pairwise(truth)]
    assert changed.count(True) >= 20
    rules = {line.rpartition("[nova-")[2] for told in truth for line in told if "[nova-" in line}
    assert {"wider-length]", "unknown-name]", "sync-call-in-async]"} <= rules
    typed = {line.rpartition("[nova-")[2] for told in truth for line in told if "shelf.py" in line}
    assert typed == {"sync-call-in-async]", "decimal-equals-float]"}


def test_edits_on_the_other_side_are_seen(truth, tmp_path):
    _compare(_told(Called(tmp_path / "project")), truth)


def test_edits_on_the_other_side_are_seen_by_the_daemon(truth, tmp_path):
    _compare(_told(Daemon(tmp_path / "project")), truth)


@pytest.mark.slow
def test_edits_on_the_other_side_are_seen_by_a_started_daemon(truth, tmp_path):
    _compare(_told(StartedDaemon(tmp_path / "project")), truth)


@pytest.mark.slow
def test_edits_on_the_other_side_are_seen_by_workers(truth, tmp_path):
    if tuple(map(int, mypy_version.split(".")[:2])) < (2, 0):
        pytest.skip("this mypy has no workers")
    _compare(_told(Mypy(tmp_path / "project", ("-n", "2"))), truth)


def test_a_comment_is_no_edit_and_nothing_is_forgotten_over_it(tmp_path):
    project = Called(tmp_path / "project")
    shelf = SHELF.replace(SILENT, "")
    write(project.root, {**FILES, "mypy.ini": SETTINGS, "library/shelf.py": shelf})
    before = project.check()
    # Time for the companion to note what every file says.
    time.sleep(1.5)
    write(project.root, {"library/shelf.py": shelf + "\n# Shelves.\n"})
    with patch.object(Companion, "ask", side_effect=AssertionError):
        assert project.check() == before
    write(project.root, {"library/helpers.py": QUERYING})
    assert project.check() == Cold(project.root).check() != before


def notes_are_lost(root: Path) -> None:
    notes(root).unlink()


def notes_are_cut_off(root: Path) -> None:
    notes(root).write_bytes(notes(root).read_bytes()[:-5])


def notes_are_broken(root: Path) -> None:
    notes(root).write_bytes(b"\xff" * 20)


def an_answer_is_broken(root: Path) -> None:
    (root / ".mypy_cache" / "nova_lint.answer").write_bytes(b"[[], {}, 0]\n")


def notes(root: Path) -> Path:
    (found,) = (root / ".mypy_cache").glob("nova_lint_types*")
    return found


@pytest.mark.parametrize(
    "lose",
    [
        notes_are_lost,
        notes_are_cut_off,
        notes_are_broken,
        an_answer_is_broken,
    ],
)
def test_whatever_is_lost_between_two_runs_everything_is_said(tmp_path, lose):
    project = Mypy(tmp_path / "project")
    write(project.root, {**FILES, "mypy.ini": SETTINGS})
    nothing = project.check()
    lose(project.root)
    write(project.root, {"library/helpers.py": QUERYING})
    found = project.check()
    assert {line.partition(":")[0] for line in found} == {"library/live.py", "library/shelf.py"}
    assert project.check() == found
    lose(project.root)
    write(project.root, {"library/helpers.py": HELPERS})
    assert project.check() == nothing


def test_a_project_has_another_name(tmp_path):
    project, renamed = Mypy(tmp_path / "project"), Mypy(tmp_path / "renamed")
    write(project.root, {**FILES, "mypy.ini": SETTINGS})
    nothing = project.check()
    project.root.rename(renamed.root)
    write(renamed.root, {"library/helpers.py": QUERYING})
    found = renamed.check()
    assert "library/shelf.py" in {line.partition(":")[0] for line in found}
    renamed.root.rename(project.root)
    write(project.root, {"library/helpers.py": HELPERS})
    assert project.check() == nothing


def test_two_runs_at_once(tmp_path):
    root = tmp_path / "project"
    write(root, {**FILES, "mypy.ini": SETTINGS, "library/helpers.py": QUERYING})
    command = [sys.executable, "-m", "mypy", "."]
    both = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) for _ in "12"]
    told = [sorted(each.communicate()[0].splitlines()) for each in both]
    assert told[0] == told[1]
    assert [line for line in told[0] if line.startswith("library/shelf.py")]


INSTALLED = """\
from django.db import models


class Shelf(models.Model):
    name = models.CharField(max_length={})
"""
LABEL = """\
from rest_framework import serializers

from furniture.models import Shelf


class ShelfSerializer(serializers.ModelSerializer):
    name = serializers.CharField(max_length=100)

    class Meta:
        model = Shelf
        fields = ["name"]
"""


def test_an_edit_in_a_package_that_is_installed_in_place(tmp_path):
    project = Mypy(tmp_path / "project")
    views = VIEWS.replace("library.models", "furniture.models")
    views = views.replace("library.serializers", "library.labels").replace("Book", "Shelf")
    write(project.root, {"manage.py": "", "mypy.ini": SETTINGS, "library/__init__.py": ""})
    write(project.root, {"library/labels.py": LABEL, "library/views.py": views})
    packages, place = project.root / ".venv/lib/python3.11/site-packages", tmp_path / "place"
    write(packages, {"furniture.pth": f"{place}\n"})
    write(place, {"furniture/__init__.py": "", "furniture/models.py": INSTALLED.format(20)})
    with patch.dict(os.environ):
        os.environ.pop("VIRTUAL_ENV", None)
        (line,) = project.check()
        assert "accepts 100 characters, `Shelf.name` holds 20" in line
        assert project.check() == [line]
        write(place, {"furniture/models.py": INSTALLED.format(200)})
        assert project.check() == []


def test_a_repository_that_is_made_above_makes_another_project_of_it(tmp_path):
    top, project = tmp_path / "top", Mypy(tmp_path / "top" / "project")
    write(project.root, {**FILES, "mypy.ini": SETTINGS})
    (project.root / "manage.py").unlink()
    project.check()
    assert _root_of_answer(project.root) == str(project.root)
    subprocess.run(["git", "init", "-q"], cwd=top, check=True)
    project.check()
    assert _root_of_answer(project.root) == str(top)


def _root_of_answer(root: Path) -> str:
    head, _, _ = (root / ".mypy_cache" / "nova_lint.answer").read_bytes().partition(b"\n")
    basis, *_ = json.loads(head)
    return Basis._make(basis).root


def test_what_a_companion_takes_along_when_it_dies_is_found_in_the_next_run(tmp_path):
    root = tmp_path / "project"
    write(root, {**FILES, "mypy.ini": SETTINGS, "library/helpers.py": QUERYING})
    ask = Companion.ask

    def _dying(self, request):
        if isinstance(request, Inferences) and request.path.endswith("shelf.py"):
            self._process.kill()
            self._process.wait()
        ask(self, request)

    with patch.object(Companion, "ask", _dying), contextlib.chdir(root):
        told = reported(api.run(["."])[0])
    assert [line for line in told if "did not use all of mypy's types" in line]
    assert not [line for line in told if line.startswith("library/shelf.py:8")]
    (live, shelf) = Mypy(root).check()
    assert live.startswith("library/live.py:7: error")
    assert shelf.startswith("library/shelf.py:8: error")


def test_a_path_that_cannot_be_told_is_said_to_be_one(tmp_path):
    root = tmp_path / os.fsdecode(b"shelves-\xff")
    write(root, {**FILES, "mypy.ini": SETTINGS})
    (line,) = Mypy(root).check()
    assert "nova-lint did not look at this project: UnicodeEncodeError" in line


def test_a_run_in_which_nothing_has_changed_loads_next_to_nothing(tmp_path):
    project = Called(tmp_path / "project")
    write(project.root, {**FILES, "mypy.ini": SETTINGS})
    project.check()
    # Time for the companion to note what every file says, and for directories to get old:
    # one that has just been changed may be changed once more unseen.
    time.sleep(1.5)
    long_ago = time.time() - 3600
    for directory in (project.root, project.root / "library"):
        os.utime(directory, (long_ago, long_ago))
    project.check()
    program = "import sys; from mypy import api; api.run(['.']); print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.check_output(command, cwd=project.root, text=True).split()
    assert "nova_lint.mypy_plugin.plugin" in loaded
    heavy = {"msgspec", "libcst", "nova_lint.mypy_plugin.consultation"}
    assert not heavy.intersection(loaded)


def _compare(told: list[list[str]], truth: list[list[str]]) -> None:
    stale = {
        edit: (sorted({*after} - {*right}), sorted({*right} - {*after}))
        for edit, after, right in zip(["at first", *EDITS], told, truth, strict=True)
        if after != right
    }
    assert stale == {}
