"""Runs mypy with the plugin in every way that there is, each in processes of its own."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from unittest.mock import patch

from mypy import api
from nova_lint.mypy_plugin import consultation

from nova_lint.engine.companion.process import Companion
from nova_lint.engine.registry import installed_rules
from tests import pages
from tests.pages import Case, Found

SETTINGS = """\
[mypy]
plugins = nova_lint.mypy_plugin
no_site_packages = True
ignore_missing_imports = True
"""
"""What the frameworks' types are does not matter for what nova-lint reads itself, and
without them a run takes a fraction of a second."""

_now: Iterator[int] = count(1)


def write(root: Path, files: Mapping[str, str | None]) -> None:
    """Writes files, or removes those of None. Each is newer than any before it: the daemon
    takes a file for unchanged that was written in the same second."""
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        status = path.stat()
        later = status.st_mtime + 2 * next(_now)
        os.utime(path, (later, later))


def run(root: Path, *command: str, packages: Path | None = None) -> str:
    """What a module of mypy's prints; `packages` holds another mypy than the one installed."""
    first = {"PYTHONPATH": str(packages)} if packages is not None else {}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | first,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert not done.stderr, done.stderr
    return done.stdout


def reported(output: str) -> list[str]:
    """The messages in mypy's output, in an order that does not depend on how it went."""
    ends = ("Found ", "Success: ", "Daemon ")
    return sorted(line for line in output.splitlines() if line and not line.startswith(ends))


@dataclass
class Mypy:
    """`mypy`, which keeps its cache from run to run; more options may be given."""

    root: Path
    options: tuple[str, ...] = ()
    packages: Path | None = None

    def check(self) -> list[str]:
        return reported(run(self.root, "mypy", *self.options, ".", packages=self.packages))

    def stop(self) -> None:
        pass


@dataclass
class Called(Mypy):
    """`mypy.api.run`, as editors call it. One process stays for all runs to consult: starting
    one takes most of the time of a small run."""

    def check(self) -> list[str]:
        with patch.object(consultation, "Companion", _Lasting), contextlib.chdir(self.root):
            out, errors, _ = api.run([*self.options, "."])
        assert not errors, errors
        return reported(out)


class _Lasting(Companion):
    """The one companion of this process, whoever starts it and closes it."""

    _only: Companion | None = None

    def __new__(cls) -> Companion:  # type: ignore[misc]  # it is made once
        if _Lasting._only is None:
            _Lasting._only = Companion()
            atexit.register(Companion.close, _Lasting._only)
            _Lasting._only.close = lambda: None  # type: ignore[method-assign]  # it lasts
        return _Lasting._only


@dataclass
class Cold(Called):
    """The same, without anything that an earlier run left of the project."""

    def check(self) -> list[str]:
        with tempfile.TemporaryDirectory() as directory:
            root, cache = Path(directory, "project"), Path(directory, "cache")
            ignored = shutil.ignore_patterns(".*_cache")
            shutil.copytree(self.root, root, ignore=ignored)
            shutil.copytree(cache_of_nothing(), cache)
            return Called(root, (*self.options, "--cache-dir", str(cache))).check()


@functools.cache
def cache_of_nothing() -> Path:
    """mypy's cache of the standard library. Whoever writes to it keeps it at that: what mypy
    finds there of another project it does not believe."""
    root = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, root)
    write(root, {"mypy.ini": SETTINGS, "nothing.py": "import abc, typing\n"})
    run(root, "mypy", ".")
    (root / ".mypy_cache" / "nova_lint.answer").unlink()
    return root / ".mypy_cache"


@dataclass
class Daemon:
    """The daemon, asked by `dmypy run`."""

    root: Path
    packages: Path | None = None
    status: Path = field(init=False)

    def __post_init__(self) -> None:
        self.status = self.root.parent / f"{self.root.name}.json"

    def check(self) -> list[str]:
        return reported(self._dmypy("run", "--", "."))

    def stop(self) -> None:
        if self.status.exists():
            self._dmypy("stop")

    def _dmypy(self, *arguments: str) -> str:
        command = ("mypy.dmypy", "--status-file", str(self.status), *arguments)
        return run(self.root, *command, packages=self.packages)


@dataclass
class StartedDaemon(Daemon):
    """The daemon, started on its own and then asked by `dmypy check`."""

    def check(self) -> list[str]:
        if not self.status.exists():
            self._dmypy("start")
        return reported(self._dmypy("check", "."))


# Cases of pages -----------------------------------------------------------------------------

_CODES = {info.name: code for code, info in installed_rules().infos.items()}
_OWN_SETTINGS = "nova-lint.toml"
_OTHER_SETTINGS = ("pyproject.toml", "setup.cfg")


def found_by_mypy(case: Case, root: Path) -> list[Found]:
    """What mypy reports of nova-lint's in the files of a case, its own rule switched on."""
    pages.write(case, root)
    write(root, {"mypy.ini": SETTINGS, **_settings(case)})
    options = ("-O", "json", "--cache-dir", str(cache_of_nothing()))
    told = map(json.loads, Called(root, options).check())
    return [_as_found(each) for each in told if each["code"] and each["code"].startswith("nova")]


def _settings(case: Case) -> dict[str, str]:
    """The page's own rule is switched on, unless its settings stand in another file."""
    is_known = case.code in installed_rules().infos
    if not is_known or any(name in case.files for name in _OTHER_SETTINGS):
        return {}
    own = case.code_of(_OWN_SETTINGS) if _OWN_SETTINGS in case.files else ""
    return {_OWN_SETTINGS: f'extend-select = ["{case.code}"]\n{own}'}


def _as_found(told: dict[str, object]) -> Found:
    name = str(told["code"]).removeprefix("nova-")
    line = told["line"]
    assert isinstance(line, int)
    return Found(str(told["file"]), line, _CODES.get(name, name), str(told["message"]))
