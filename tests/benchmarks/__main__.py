"""Measures nova-lint on a project, beside other tools, and checks that it always says the same.

    python -m tests.benchmarks PROJECT [--python ENV] [--runs N]

The project is copied first; nothing in it changes. Every tool runs once in each round, so that
a busy machine is busy for all of them, and the median of the rounds counts. The floor is what
it takes to `ast.parse` every file but the migrations, in one process. nova-lint's own modules
are compiled first, as pip does when it installs them.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import nova_lint
from nova_lint import rules
from nova_lint.config import CACHE_DIRECTORY

FLOOR = "floor: ast.parse of every file"

_SKIPPED = shutil.ignore_patterns(
    ".git", ".nova_lint_cache", ".ruff_cache", ".mypy_cache", "__pycache__", "node_modules"
)
_PARSE = """\
import ast, sys
for path in sys.stdin.read().splitlines():
    with open(path, "rb") as file:
        text = file.read()
    try:
        ast.parse(text)
    except SyntaxError:
        pass  # newer than this Python, which nova-lint reads all the same
"""


class Edit(NamedTuple):
    """A change to one file of the project."""

    name: str
    path: Path
    text: str


class Result(NamedTuple):
    """One run of a command."""

    seconds: float
    output: str


class Bench:
    """A copy of a project, and what was measured on it."""

    def __init__(self, project: Path, python: str | None) -> None:
        self.project = project
        self.times: dict[str, list[float]] = {}
        self.faults: list[str] = []
        self._python = ["--python", python] if python else []

    def measure(self, name: str, command: Sequence[str], stdin: str = "") -> Result:
        """Runs a command in the project and notes its time."""
        started = time.perf_counter()
        done = subprocess.run(
            command, cwd=self.project, input=stdin, capture_output=True, text=True, check=False
        )
        result = Result(time.perf_counter() - started, done.stdout)
        if done.returncode not in (0, 1):
            lines = done.stderr.strip().splitlines() or ["no word"]
            self._note(f"{name}: exit status {done.returncode}: {lines[-1]}")
        self.times.setdefault(name, []).append(result.seconds)
        return result

    def check(self, name: str, *options: str) -> str:
        """Runs `nova-lint check` with the cache as it is, and gives its output."""
        command = [sys.executable, "-P", "-m", "nova_lint", "check", "."]
        given = ["--format", "json", *self._python, *options]
        return self.measure(name, [*command, *given]).output

    def forget(self) -> None:
        """Removes the cache."""
        shutil.rmtree(self.project / CACHE_DIRECTORY, ignore_errors=True)

    def expect_same(self, name: str, output: str, expected: str) -> None:
        if output != expected:
            self._note(f"{name}: other output than a cold run")

    def _note(self, fault: str) -> None:
        if fault not in self.faults:
            self.faults.append(fault)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("project", type=Path)
    parser.add_argument("--python", help="the environment with the project's packages")
    parser.add_argument("--without-flake8", action="store_true", help="it can take minutes")
    parser.add_argument("--runs", type=int, default=3, help="rounds; the median counts")
    given = parser.parse_args(arguments)
    if not given.project.is_dir():
        parser.error(f"no such directory: {given.project}")
    compileall.compile_dir(Path(nova_lint.__file__).parent, quiet=1)
    compileall.compile_dir(Path(rules.__file__ or "").parent, quiet=1)
    with tempfile.TemporaryDirectory(prefix="nova-lint-benchmark-") as directory:
        copy = Path(directory) / given.project.resolve().name
        shutil.copytree(given.project, copy, ignore=_SKIPPED, symlinks=True)
        # Not `resolve`: the interpreter of an environment is a link out of it.
        bench = Bench(copy, str(Path(given.python).absolute()) if given.python else None)
        files = _files(copy)
        edits = [edit for edit in (_new_field(files), _new_line(files)) if edit is not None]
        for _ in range(given.runs):
            _round(bench, files, edits, others=_other_tools(given.without_flake8))
        _print(bench, files)
        return 1 if bench.faults else 0


def _files(project: Path) -> list[Path]:
    return sorted(
        path
        for path in project.rglob("*.py")
        if "migrations" not in path.relative_to(project).parts and path.is_file()
    )


# What is measured


def _round(
    bench: Bench, files: Sequence[Path], edits: Sequence[Edit], others: dict[str, list[str]]
) -> None:
    bench.measure(FLOOR, [sys.executable, "-c", _PARSE], "\n".join(map(str, files)))
    for name, command in others.items():
        bench.measure(name, command)
    bench.forget()
    cold = bench.check("nova-lint, cold")
    bench.expect_same("nova-lint, warm", bench.check("nova-lint, warm"), cold)
    for edit in edits:
        _edited(bench, edit, cold)
    for jobs in ("1", "2"):
        name = f"nova-lint, cold, --jobs {jobs}"
        bench.forget()
        bench.expect_same(name, bench.check(name, "--jobs", jobs), cold)


def _edited(bench: Bench, edit: Edit, before: str) -> None:
    """Times a run after the edit, then compares it with one that knows nothing."""
    name = f"nova-lint, {edit.name}"
    original = edit.path.read_text(encoding="utf-8")
    edit.path.write_text(edit.text, encoding="utf-8")
    try:
        warm = bench.check(name)
        again = bench.check("nova-lint, warm")
        cold = bench.check("nova-lint, no cache", "--no-cache")
    finally:
        edit.path.write_text(original, encoding="utf-8")
    bench.expect_same(name, warm, cold)
    bench.expect_same(f"{name}, then warm", again, cold)
    undone = "nova-lint, edit undone"
    bench.expect_same(undone, bench.check(undone), before)


def _other_tools(without_flake8: bool) -> dict[str, list[str]]:
    """The commands of the tools that are installed, by what they are called in the table."""
    tools: dict[str, list[str]] = {}
    ruff = shutil.which("ruff", path=_own_path())
    if ruff:
        options = ["--no-cache", "--quiet", "--isolated", "--exclude", "migrations"]
        tools["ruff, no cache"] = [ruff, "check", *options, "--select", "E,F,DJ", "."]
    flake8 = shutil.which("flake8", path=_own_path())
    if flake8 and not without_flake8:
        version = subprocess.run([flake8, "--version"], capture_output=True, text=True, check=True)
        name = "flake8 with flake8-django" if "django" in version.stdout else "flake8"
        tools[name] = [flake8, "--isolated", "--jobs", "1", "--exclude", "migrations", "."]
    return tools


def _own_path() -> str:
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


# Edits


def _new_field(files: Sequence[Path]) -> Edit | None:
    """A field more in the model in the middle of the longest file of models."""
    path = _longest(files, lambda path: path.stem == "models" or path.parent.name == "models")
    if path is None:
        return None
    lines = path.read_text(encoding="utf-8").split("\n")
    fields = [
        number
        for number, line in enumerate(lines)
        if line.startswith("    ") and not line[4].isspace() and " = models." in line
    ]
    if not fields:
        return None
    lines.insert(
        fields[len(fields) // 2], "    nova_lint_benchmark = models.IntegerField(null=True)"
    )
    return Edit("a field added", path, "\n".join(lines))


def _new_line(files: Sequence[Path]) -> Edit | None:
    """A comment at the top of the longest file of views: everything below it moves."""
    path = _longest(files, lambda path: path.stem == "views" or path.parent.name == "views")
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    return Edit("a line on top", path, f"# The benchmark was here.\n{text}")


def _longest(files: Sequence[Path], wanted: Callable[[Path], bool]) -> Path | None:
    found = [path for path in files if wanted(path) and "tests" not in path.parts]
    return max(found, key=lambda path: (path.stat().st_size, path), default=None)


# The table


def _print(bench: Bench, files: Sequence[Path]) -> None:
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    medians = {name: statistics.median(times) for name, times in bench.times.items()}
    floor = medians[FLOOR]
    width = max(map(len, medians))
    print(f"{bench.project.name}: {len(files):,} files, {lines:,} lines without migrations")
    print(f"{'':<{width}}  seconds  x floor  fastest  slowest")
    for name, seconds in medians.items():
        times = bench.times[name]
        print(
            f"{name:<{width}}  {seconds:7.2f}  {seconds / floor:7.2f}"
            f"  {min(times):7.2f}  {max(times):7.2f}"
        )
    for fault in bench.faults:
        print(f"FAULT: {fault}")
    if not bench.faults:
        print("The same output byte for byte: cold, warm, after each edit, with one job and two.")


if __name__ == "__main__":
    sys.exit(main())
