"""When the answer of an earlier process still holds, and what it takes to see that."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest

from nova_lint.engine.companion import keeping
from nova_lint.engine.companion.keeping import (
    Basis,
    Kept,
    Overview,
    Question,
    as_of_now,
    by_absolute_path,
    completed,
    keep,
    last_answer,
)
from nova_lint.problem import Problem
from nova_lint.workspace import discovery
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.stamps import stamped_now, stamped_then

LONG_AGO = time.time() - 3600
FILES = {
    "shop/models.py": "from django.db import models\n\nLIMIT = 20  # characters\n",
    "shop/static/logo.svg": "<svg/>",
    ".gitignore": "build/\n",
}
OVERVIEW = Overview({"/shop/forms.py": "c0ffee"}, ["/shop/views.py"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


def long_ago(root: Path) -> None:
    """Has everything be an hour old: what is newer may change once more unseen."""
    for path in (root, *root.rglob("*")):
        os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)


def remember(root: Path) -> Question:
    """Keeps an answer for a project as it is now; what asks for it later."""
    question = Question(str(root), {}, str(root.parent / "kept"), "")
    found = discover(root, FileSelection()).files
    sources = by_absolute_path(str(root), {file.path: (file.mtime_ns, file.size) for file in found})
    search_path = find_environment(root, sys.prefix, os.environ).search_path
    last = last_answer(question)
    basis = Basis(
        question,
        str(root),
        None,
        (),
        sys.prefix,
        search_path,
        stamped_then(sources),
        stamped_now([str(root / "nova-lint.toml")]),
    )
    basis = completed(basis, last.basis if last is not None else None)
    keep(Kept(basis, OVERVIEW, b"the answer,\nas it was sent"))
    return question


def kept_answer(question: Question) -> Kept | None:
    """What was said last, as long as it holds."""
    last = last_answer(question)
    return as_of_now(last) if last is not None else None


def walks(ask: Callable[[], object]) -> int:
    """How often the whole project is walked."""
    with patch.object(discovery, "discover", side_effect=discover) as walk:
        ask()
    return walk.call_count


def test_where_nothing_has_changed_nobody_walks_through_the_project(project):
    long_ago(project)
    question = remember(project)
    assert walks(lambda: kept_answer(question)) == 0
    kept = kept_answer(question)
    assert kept is not None
    assert kept.overview == OVERVIEW
    assert kept.answer == b"the answer,\nas it was sent"


def test_of_files_only_those_are_read_that_another_answer_has_not_known(project):
    forms = project / "shop" / "forms.py"
    forms.write_text("from django import forms\n\nLINES = 3\n")
    long_ago(project)
    question = remember(project)
    models = project / "shop" / "models.py"
    models.write_text(FILES["shop/models.py"] + "SHORTEST = 2\n")
    with patch.object(keeping, "_digest_of", side_effect=keeping._digest_of) as read:
        assert remember(project) == question
    read.assert_called_once_with(str(models))
    models.write_text(FILES["shop/models.py"] + "SHORTEST = 2\n# Both in characters.\n")
    forms.write_text("from django import forms\n\nLINES = 4\n")
    assert kept_answer(question) is None
    forms.write_text("from django import forms\n\nLINES = 3\n# and no more\n")
    assert kept_answer(question)


def test_what_is_too_new_is_looked_at_as_a_whole(project):
    question = remember(project)
    assert walks(lambda: kept_answer(question)) == 1
    assert kept_answer(question)
    long_ago(project)
    assert kept_answer(question)
    assert walks(lambda: kept_answer(question)) == 0


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("shop/models.py", FILES["shop/models.py"]),
        ("shop/models.py", FILES["shop/models.py"] + "\n# To do: more.\n"),
        ("shop/static/more.css", "p {}"),
        (".gitignore", "build/\n*.log\n"),
    ],
)
def test_what_makes_no_difference(project, path, text):
    long_ago(project)
    question = remember(project)
    (project / path).write_text(text)
    assert kept_answer(question)


def new_package(root: Path) -> None:
    (root / "shop" / "static" / "new.py").write_text("")


def ignored(root: Path) -> None:
    (root / ".gitignore").write_text("shop/\n")


def ignored_by_one_clone(root: Path) -> None:
    (root / ".git" / "info" / "exclude").write_text("shop/\n")


def ignored_above(root: Path) -> None:
    (root / ".git").rename(root.parent / ".git")
    (root.parent / ".gitignore").write_text("shop/\n")


def removed(root: Path) -> None:
    (root / "shop" / "models.py").unlink()


def other_limit(root: Path) -> None:
    text = FILES["shop/models.py"].replace("20", "21")
    (root / "shop" / "models.py").write_text(text)


def moved_down(root: Path) -> None:
    (root / "shop" / "models.py").write_text("# New.\n" + FILES["shop/models.py"])


@pytest.mark.parametrize(
    "edit",
    [
        new_package,
        ignored,
        ignored_by_one_clone,
        ignored_above,
        removed,
        other_limit,
        moved_down,
    ],
)
def test_what_makes_one(project, edit):
    long_ago(project)
    question = remember(project)
    edit(project)
    assert kept_answer(question) is None


def test_a_project_that_changes_meanwhile_is_not_taken_for_the_one_that_was_read(project):
    long_ago(project)
    walk = keeping._discovered

    def _meanwhile(basis: Basis) -> discovery.Discovered:
        found = walk(basis)
        other_limit(project)
        return found

    with patch.object(keeping, "_discovered", _meanwhile):
        question = remember(project)
    assert kept_answer(question) is None


def test_a_link_leads_somewhere_one_day(project):
    (project / "shared").symlink_to(project.parent / "shared")
    long_ago(project)
    question = remember(project)
    assert kept_answer(question)
    (project.parent / "shared").mkdir()
    (project.parent / "shared" / "more.py").write_text("")
    assert kept_answer(question) is None


def test_where_something_cannot_be_looked_into_the_project_is_walked_through_each_time(project):
    long_ago(project)
    denied = Problem("shop/secret/", 0, 0, "cannot be read: Permission denied")

    def _with_error(root: Path, wanted: FileSelection) -> discovery.Discovered:
        return msgspec.structs.replace(discover(root, wanted), errors=(denied,))

    with patch.object(discovery, "discover", _with_error):
        question = remember(project)
    assert walks(lambda: kept_answer(question)) == 1


def test_another_program_asks_anew(project):
    question = remember(project)
    assert kept_answer(question)
    assert kept_answer(question._replace(program="0.2.0")) is None


@pytest.mark.parametrize("size", [0, 10, -5])
def test_a_file_that_was_cut_off_is_no_answer(project, size):
    question = remember(project)
    path = Path(question.keep)
    path.write_bytes(path.read_bytes()[:size])
    assert kept_answer(question) is None


@pytest.mark.parametrize("head", [b"null", b"[[], {}, 0]", b"[[1, 2, 3], 4, 0]"])
def test_a_file_of_another_shape_is_no_answer(project, head):
    question = remember(project)
    Path(question.keep).write_bytes(head + b"\n")
    assert kept_answer(question) is None
