"""Which files belong to a project, and which of them are checked."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from nova_lint.workspace.discovery import Discovered, FileSelection, discover


def write(root: Path, *paths: str) -> Path:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return root


def paths(discovered: Discovered) -> list[str]:
    return [file.path for file in discovered.files]


def checked(discovered: Discovered) -> list[str]:
    return [file.path for file in discovered.files if file.checked]


def found(root: Path, **wanted: object) -> Discovered:
    return discover(root, FileSelection(**wanted))


# What a project is


def test_python_files_in_the_order_of_their_paths(tmp_path):
    write(tmp_path, "shop/models.py", "manage.py", "shop/__init__.py", "shop/logo.png", "a/b.pyi")
    result = found(tmp_path)
    assert paths(result) == ["manage.py", "shop/__init__.py", "shop/models.py"]
    assert result.errors == ()


def test_what_is_known_of_a_file(tmp_path):
    (tmp_path / "models.py").write_text("x = 1\n")
    (file,) = found(tmp_path).files
    assert file.absolute == str(tmp_path / "models.py")
    assert file.size == 6
    assert file.mtime_ns == (tmp_path / "models.py").stat().st_mtime_ns
    assert file.checked


def test_an_empty_project_has_no_files(tmp_path):
    assert (found(tmp_path).files, found(tmp_path).errors) == ((), ())


@pytest.mark.parametrize(
    "directory",
    [
        ".venv",
        "node_modules",
        "lib/site-packages",
        ".git",
        ".tox",
        "__pypackages__",
        ".mypy_cache",
        "shop/locale/de/LC_MESSAGES",
    ],
)
def test_other_peoples_code_is_never_read(tmp_path, directory):
    write(tmp_path, "shop/models.py", f"{directory}/x.py")
    assert paths(found(tmp_path)) == ["shop/models.py"]
    assert paths(found(tmp_path, exclude=())) == ["shop/models.py"]


def test_an_environment_is_known_by_its_pyvenv_cfg_whatever_its_name(tmp_path):
    write(tmp_path, "env/pyvenv.cfg", "env/x.py", "virtual/pyvenv.cfg", "virtual/lib/x.py")
    assert paths(found(tmp_path)) == []


def test_an_app_may_be_called_env(tmp_path):
    write(tmp_path, "env/models.py")
    assert paths(found(tmp_path)) == ["env/models.py"]


def test_migrations_are_not_read_whatever_their_directory_is_called(tmp_path):
    write(
        tmp_path,
        "shop/migrations/__init__.py",
        "shop/db_migrations/0001_initial.py",
        "shop/db_migrations/0002_more.py",
        "shop/migrations.py",
    )
    assert paths(found(tmp_path)) == ["shop/migrations.py"]


def test_what_a_build_leaves_behind_is_not_read_but_an_app_called_build_is(tmp_path):
    write(tmp_path, "build/lib/shop/models.py", "dist/x.py")
    write(tmp_path, "apps/build/__init__.py", "apps/build/models.py")
    assert paths(found(tmp_path)) == ["apps/build/__init__.py", "apps/build/models.py"]


def test_exclude_of_the_users_own_replaces_these_defaults(tmp_path):
    write(tmp_path, "shop/migrations/0001_initial.py", "build/x.py")
    assert checked(found(tmp_path, exclude=("build",))) == ["shop/migrations/0001_initial.py"]


# What is checked


def test_what_the_user_excludes_is_read_but_not_checked(tmp_path):
    write(tmp_path, "shop/models.py", "shop/legacy/models.py", "shop/api_pb2.py")
    result = found(tmp_path, extend_exclude=("legacy/", "*_pb2.py"))
    assert paths(result) == ["shop/api_pb2.py", "shop/legacy/models.py", "shop/models.py"]
    assert checked(result) == ["shop/models.py"]


def test_only_the_named_paths_are_checked_but_the_whole_project_is_read(tmp_path):
    write(tmp_path, "shop/models.py", "shop/forms.py", "shops/models.py")
    assert checked(found(tmp_path, paths=(tmp_path / "shop",))) == [
        "shop/forms.py",
        "shop/models.py",
    ]
    result = found(tmp_path, paths=(tmp_path / "shop" / "forms.py",))
    assert checked(result) == ["shop/forms.py"]
    assert len(result.files) == 3


def test_naming_the_root_names_everything(tmp_path):
    write(tmp_path, "a.py", "b/c.py")
    assert checked(found(tmp_path, paths=(tmp_path, tmp_path / "b"))) == ["a.py", "b/c.py"]


def test_a_named_path_that_is_excluded_stays_unchecked(tmp_path):
    """pre-commit names every changed file, and must get what a whole run would give."""
    write(tmp_path, "legacy/models.py")
    named = (tmp_path / "legacy" / "models.py",)
    assert checked(found(tmp_path, paths=named, extend_exclude=("legacy",))) == []


# What git ignores


def test_ignored_files_are_not_read(tmp_path):
    write(tmp_path, "shop/models.py", "local_settings.py", "scratch/x.py", "shop/scratch/y.py")
    (tmp_path / ".gitignore").write_text("# mine\nlocal_settings.py\n/scratch/\n")
    assert paths(found(tmp_path)) == ["shop/models.py", "shop/scratch/y.py"]


def test_an_ignore_file_speaks_for_its_own_directory_and_the_nearest_has_the_first_word(tmp_path):
    write(tmp_path, "a/keep.py", "a/drop.py", "b/keep.py", "b/drop.py")
    (tmp_path / ".gitignore").write_text("drop.py\n")
    (tmp_path / "a" / ".gitignore").write_text("!drop.py\n/keep.py\n")
    assert paths(found(tmp_path)) == ["a/drop.py", "b/keep.py"]


@pytest.mark.parametrize(
    ("patterns", "kept"),
    [
        ("*\n!*/\n!*.py\n", ["a/b/x.py", "a/x.py", "x.py"]),
        ("a/**\n!a/x.py\n", ["a/x.py", "x.py"]),
        ("a/*\n!a/b/\n", ["a/b/x.py", "x.py"]),
        ("**/b\n", ["a/x.py", "x.py"]),
        ("[\n*.py[cod]\n", ["a/b/x.py", "a/x.py", "x.py"]),
    ],
)
def test_patterns_mean_what_they_mean_to_git(tmp_path, patterns, kept):
    write(tmp_path, "x.py", "a/x.py", "a/b/x.py")
    (tmp_path / ".gitignore").write_text(patterns)
    assert paths(found(tmp_path)) == kept
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    listing = ["git", "ls-files", "--others", "--exclude-standard", "*.py"]
    git = subprocess.run(listing, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert sorted(git.stdout.split()) == kept


def test_ignore_files_above_the_root_count_inside_a_repository(tmp_path):
    backend = write(tmp_path, "backend/x.py", "backend/var/y.py").joinpath("backend")
    (tmp_path / ".gitignore").write_text("/backend/var/\n")
    assert paths(found(backend)) == ["var/y.py", "x.py"]
    (tmp_path / ".git" / "info").mkdir(parents=True)
    assert paths(found(backend)) == ["x.py"]
    (tmp_path / ".git" / "info" / "exclude").write_text("x.py\n")
    assert paths(found(backend)) == []


# What lies in the way


def test_a_linked_directory_is_read_once_and_under_its_own_name(tmp_path):
    write(tmp_path, "real/x.py")
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    assert paths(found(tmp_path)) == ["real/x.py"]


def test_a_link_out_of_the_project_is_followed(tmp_path):
    root = write(tmp_path, "shared/x.py", "project/y.py").joinpath("project")
    (root / "common").symlink_to(tmp_path / "shared")
    assert paths(found(root)) == ["common/x.py", "y.py"]


def test_a_loop_of_links_ends(tmp_path):
    root = write(tmp_path, "project/a/x.py", "outside.py").joinpath("project")
    (root / "a" / "self").symlink_to(root / "a")
    (root / "a" / "up").symlink_to(root)
    (root / "a" / "above").symlink_to(tmp_path)
    (root / "a" / "endless").symlink_to(root / "a" / "endless")
    assert paths(found(root)) == ["a/x.py"]


def test_a_broken_link_such_as_an_editors_lock_is_no_file(tmp_path):
    (tmp_path / ".#models.py").symlink_to("user@host.1234")
    assert (found(tmp_path).files, found(tmp_path).errors) == ((), ())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_directory_that_may_not_be_read_is_an_error_and_the_rest_is_found(tmp_path):
    write(tmp_path, "closed/x.py", "open/y.py")
    (tmp_path / "closed").chmod(0)
    result = found(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert paths(result) == ["open/y.py"]
    assert [(error.path, error.message) for error in result.errors] == [
        ("closed", "cannot be read: Permission denied")
    ]


def test_a_directory_that_cannot_be_listed_is_an_error(tmp_path, monkeypatch):
    write(tmp_path, "closed/x.py", "open/y.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = found(tmp_path)
    assert paths(result) == ["open/y.py"]
    assert [error.path for error in result.errors] == ["closed"]


def test_a_name_that_is_no_text_is_an_error(tmp_path):
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).touch()
    except OSError:
        pytest.skip("the file system takes no such name")
    (error,) = found(tmp_path).errors
    assert error.path == "\\xff.py"
    assert "not valid Unicode" in error.message


def test_a_large_tree_takes_well_below_a_second(tmp_path):
    for directory in range(200):
        inside = tmp_path / f"app{directory}"
        inside.mkdir()
        for file in range(100):
            (inside / f"module{file}.{'py' if file % 2 else 'html'}").touch()
    (tmp_path / ".gitignore").write_text("*.log\n__pycache__/\n*.py[cod]\nlocal.py\n.env\n" * 10)
    started = time.perf_counter()
    result = found(tmp_path)
    assert len(result.files) == 10_000
    assert time.perf_counter() - started < 2.0  # about 0.1 s on an idle machine
