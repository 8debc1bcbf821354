"""What the documents promise: commands that work, settings that exist, output that is real."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from nova_lint.config import Overrides, Settings, load
from nova_lint.config import _Raw as Keys
from nova_lint.engine.registry import installed_rules

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
KEYS = {field.encode_name: field for field in msgspec.structs.fields(Keys)}

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "docs/rules/*.md", ".pre-commit-hooks.yaml")
    for path in ROOT.glob(pattern)
)


def block_after(marker: str) -> str:
    """The one line in the fenced block that follows a marker in the README."""
    _, _, rest = README.partition(f"<!-- {marker} -->\n```sh\n")
    return rest.partition("\n```")[0]


def nova_lint(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nova_lint", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


# The README


def test_the_main_command_works_but_for_the_installation():
    command = block_after("main command")
    install, _, check = command.partition(" && ")
    assert install == "pip install ."
    assert check.startswith("nova-lint check docs/examples/shop")
    done = nova_lint(*check.split()[1:], "--no-cache")
    assert done.returncode == 0, done.stderr
    assert "NL101" in done.stdout


def test_the_excerpt_is_what_is_really_printed():
    excerpt = README.partition("```text\n")[2].partition("```")[0]
    output = nova_lint("check", "docs/examples/shop", "--no-cache").stdout
    assert excerpt.strip()
    assert excerpt in output


def test_ci_runs_the_test_command_word_for_word():
    command = block_after("test command")
    assert "pytest" in command
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (assignment,) = re.findall(r"^command=.*$", script, re.MULTILINE)
    shown = f'cd {ROOT} && {assignment} && printf %s "$command"'
    done = subprocess.run(["bash", "-c", shown], capture_output=True, text=True, check=True)
    assert done.stdout == command
    assert 'bash -c "$command"' in script
    assert "set -euo pipefail" in script


def test_every_option_that_is_shown_exists():
    help_texts = "".join(
        nova_lint(name, "--help").stdout
        for name in ("check", "contracts", "layers", "rule", "server")
    )
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README + SETTINGS))
    assert shown - {"--exit-zero"} < set(re.findall(r"--[a-z-]+", help_texts)) | {"--exit-zero"}


def test_every_rule_that_is_named_exists():
    infos = installed_rules().infos
    texts = (README, SETTINGS, (ROOT / "docs" / "suppression.md").read_text(encoding="utf-8"))
    for code in re.findall(r"\bNL\d{3}\b", "".join(texts)):
        assert code in infos


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


# docs/settings.md


def sections() -> dict[str, str]:
    parts = SETTINGS.split("\n## ")[1:]
    return {heading: text for heading, _, text in (part.partition("\n") for part in parts)}


def test_the_settings_are_exactly_those_that_are_accepted():
    assert sorted(sections()) == sorted(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_example_of_a_setting_can_be_used(key, tmp_path):
    example = sections()[key].partition("```toml\n")[2].partition("```")[0]
    assert "Default: " in sections()[key]
    (tmp_path / "backend").mkdir()
    (tmp_path / "nova-lint.toml").write_text(example)
    assert re.search(rf"^\[*{key}\b", example, re.MULTILINE)
    settings = load(tmp_path, Overrides(), installed_rules().infos)
    assert isinstance(settings, Settings)


def test_the_settings_in_the_readme_can_be_used(tmp_path):
    (tmp_path / "pyproject.toml").write_text(README.partition("```toml\n")[2].partition("```")[0])
    settings = load(tmp_path, Overrides(), installed_rules().infos)
    assert "NL112" in settings.selected
    assert settings.severities["NL116"] == "info"
