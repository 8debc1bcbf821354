"""A small project, and the real command run on it with the rules of `swaps`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from small_shop import MODELS, SERIALIZERS, VIEWS
from swaps import install

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "manage.py").touch()
    (root / "shop/__init__.py").touch()
    (root / "shop/models.py").write_text(MODELS)
    (root / "shop/serializers.py").write_text(SERIALIZERS)
    (root / "shop/views.py").write_text(VIEWS)
    return root


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Run:
    """Runs `nova-lint check` in the project."""
    packages = install(tmp_path / "packages")
    variables = os.environ | {"NO_COLOR": "1", "PYTHONPATH": str(packages)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "nova_lint", "check", *arguments]
        done = subprocess.run(
            command,
            cwd=project,
            env=variables,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def configure(project: Path) -> Callable[..., None]:
    """Writes the project's settings: options of the rules by code, and other lines."""

    def configure(*lines: str, **rules: Mapping[str, object]) -> None:
        tables = [
            f"[rules.{code}]\n"
            + "".join(f"{key} = {_toml(value)}\n" for key, value in options.items())
            for code, options in rules.items()
        ]
        (project / "nova-lint.toml").write_text("\n".join([*lines, *tables]) + "\n")

    return configure


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(key)} = {json.dumps(each)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    return json.dumps(value)
