"""Patterns mean what they mean to git; `tests/test_discovery.py` asks git itself."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.gitignore import check, parse


@pytest.mark.parametrize(
    ("pattern", "matched", "other"),
    [
        ("x.py", ["x.py", "a/x.py"], ["x.pyc", "xx.py"]),
        ("/x.py", ["x.py"], ["a/x.py"]),
        ("a/x.py", ["a/x.py"], ["b/a/x.py"]),
        ("*.py", ["x.py", "a/.py"], ["x.pyi"]),
        ("x.p?", ["x.py"], ["x.p", "x.pyi"]),
        ("[xy].py", ["x.py", "y.py"], ["z.py", "xy.py"]),
        ("[!xy].py", ["z.py"], ["x.py"]),
        ("[]a].py", ["].py", "a.py"], ["b.py"]),
        ("[a-c].py", ["b.py"], ["d.py", "-.py"]),
        ("a/*.py", ["a/x.py"], ["a/b/x.py", "x.py"]),
        ("**/x.py", ["x.py", "a/b/x.py"], ["a/xx.py"]),
        ("a/**/x.py", ["a/x.py", "a/b/c/x.py"], ["x.py", "ab/x.py"]),
        ("a/**", ["a/x.py", "a/b/"], ["a/"]),
        ("a**b", ["axb"], ["a/b"]),
        ("build/", ["build/", "a/build/"], ["build"]),
        (r"\#x", ["#x"], ["x"]),
        (r"\!x", ["!x"], ["x"]),
        (r"a\*", ["a*"], ["ab"]),
        ("x.py   ", ["x.py"], ["x.py   "]),
        (r"x\ ", ["x "], ["x"]),
        ("a.b", ["a.b"], ["axb"]),
    ],
)
def test_one_pattern(pattern, matched, other):
    patterns = parse([pattern])
    assert {path: patterns.verdict(path) for path in matched} == dict.fromkeys(matched, True)
    assert {path: patterns.verdict(path) for path in other} == dict.fromkeys(other)


def test_the_last_pattern_that_matches_decides():
    patterns = parse(["*.py", "!keep.py", "/a/keep.py"])
    assert patterns.verdict("x.py") is True
    assert patterns.verdict("keep.py") is False
    assert patterns.verdict("a/keep.py") is True


def test_a_file_is_covered_where_a_directory_above_it_is():
    patterns = parse(["legacy/", "!legacy/keep.py"])
    assert patterns.cover("a/legacy/b/x.py")
    assert patterns.cover("legacy/keep.py")  # as in git, nothing below comes back
    assert not patterns.cover("a/x.py")


@pytest.mark.parametrize("line", ["", "  ", "# comment", "[", "a[b", "a\\", "/", "!"])
def test_lines_that_are_no_patterns_are_passed_over(line):
    assert not parse([line])
    with pytest.raises(ValueError, match="empty, a comment"):
        check(line)


def test_patterns_that_can_match_no_python_file_are_left_out():
    lines = ["*.log", "*.py[cod]", ".env", "build/", "local_*.py", "scratch*", "**/temp/**"]
    kept = parse(lines).matching(".py")
    assert sorted(each.glob for each in kept) == sorted(
        ["*.py[cod]", "local_*.py", "scratch*", "**/temp/**"]
    )


PATTERNS = [
    "a/",
    "/a",
    "*.py",
    "!keep.py",
    "foo/**",
    "!foo/keep.py",
    "**/lib",
    "lib/*",
    "!lib/keep.py",
    "x.p?",
    "[xy].py",
    "a/b",
    "*/b/",
    "*",
    "!*/",
    "!*.py",
    "data/**/x.py",
    "/x.py",
    "\\!x.py",
    "foo",
    "!foo/",
    "local_*",
    "**/a/**",
    "b/**/y.py",
    "*.py[cod]",
    "a/*/x.py",
    "!/a/b/",
    "**/",
    "**",
]


@pytest.mark.parametrize("seed", range(40))
def test_a_random_tree_with_random_patterns_is_what_git_says(tmp_path: Path, seed: int):
    chance = random.Random(seed)
    directories = [tmp_path]
    for _ in range(8):
        inside = chance.choice(directories) / chance.choice(["a", "b", "foo", "lib", "data"])
        inside.mkdir(exist_ok=True)
        directories.append(inside)
    for directory in sorted(set(directories)):
        for name in ("x.py", "y.py", "keep.py", "local_settings.py"):
            if chance.random() < 0.7:
                (directory / name).touch()
        if directory == tmp_path or chance.random() < 0.2:
            lines = chance.sample(PATTERNS, chance.randint(1, 5))
            (directory / ".gitignore").write_text("\n".join(lines))
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    listing = ["git", "ls-files", "--others", "--exclude-standard", "*.py"]
    git = subprocess.run(listing, cwd=tmp_path, capture_output=True, text=True, check=True)
    ours = [file.path for file in discover(tmp_path, FileSelection()).files]
    assert ours == sorted(git.stdout.split())
