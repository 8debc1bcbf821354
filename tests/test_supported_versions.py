"""What the tables and the verdicts rest on is run on the other Pythons and Djangos that are here.

Left out by default: it installs each of them. `pytest -m thorough`.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.thorough, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[1]
RUN = ("tests/asynchrony", "tests/decimals", "tests/knowledge")
# An interpreter, and the newest Django that it can have.
VERSIONS = (("python3.12", "6"), ("python3.13", "6"), ("python3.14", "6"), ("python3.12", "5.2"))


@pytest.mark.parametrize(("interpreter", "django"), VERSIONS)
def test_what_the_frameworks_do_is_what_the_rules_say(
    interpreter: str, django: str, tmp_path: Path
):
    python = shutil.which(interpreter)
    if python is None or subprocess.run([python, "--version"], check=False).returncode:
        pytest.skip(f"there is no {interpreter}")
    source = tmp_path / "nova-lint"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "*.egg-info", "__pycache__"))
    subprocess.run([python, "-m", "venv", str(tmp_path / "venv")], check=True)
    there = tmp_path / "venv" / "bin" / "python"
    install = [there, "-m", "pip", "install", "-q", "-e", f"{source}[test]", f"django=={django}.*"]
    subprocess.run(install, check=True)
    subprocess.run([there, "-m", "pytest", "-q", *RUN], cwd=source, check=True)
