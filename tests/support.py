"""Small projects written to a folder and opened, for tests that read source."""

from __future__ import annotations

import sysconfig
import textwrap
from collections.abc import Mapping
from pathlib import Path

from nova_lint.contracts.project import Contracts
from nova_lint.workspace import opening


def open_project(files: Mapping[str, str], tmp_path: Path) -> Contracts:
    """The contracts of a project of these files (path: text), beside the packages that the
    tests are installed with."""
    for path, text in files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text), encoding="utf-8")
    packages = [sysconfig.get_paths()["purelib"]]
    return Contracts(opening.open_project(tmp_path, list(files), packages).workspace)


def unheard(path: str, line: int) -> None:
    """Where nobody keeps what was asked, nobody hears it."""
