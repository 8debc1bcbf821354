"""The pages of the rules, checked by mypy: both engines are held to the same page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nova_lint.engine.registry import installed_rules
from tests.pages import Case, Found, differences_from, read_cases, write
from tests.plugin import running

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "rules").glob("*.md"))
FURTHER = sorted((ROOT / "tests" / "rules").glob("*.md"))
SETTINGS = "nova-lint.toml"
OTHERS = ("pyproject.toml", "setup.cfg")

CODES = {info.name: code for code, info in installed_rules().infos.items()}


def _cases() -> list[object]:
    found: list[object] = []
    for page in (*PAGES, *FURTHER):
        marks = (pytest.mark.thorough, pytest.mark.slow) if page in FURTHER else ()
        for case in read_cases(page):
            name = f"{page.parent.name}/{case.code}: {case.title}"
            found.append(pytest.param(case, marks=marks, id=name))
    return found


@pytest.mark.parametrize("case", _cases())
def test_a_page_is_true_in_mypy(case: Case, tmp_path: Path):
    if any(path.endswith("/rules.py") for path in case.files):
        pytest.skip("its own rules are known to the process of the tests alone")
    found = differences_from(case.expected, _found(case, tmp_path))
    assert not found, f"{case.page}:{case.line}\n" + "\n".join(found)


def _found(case: Case, root: Path) -> list[Found]:
    """What mypy reports of nova-lint's in the files of a case, its own rule switched on."""
    write(case, root)
    running.write(root, {"mypy.ini": running.SETTINGS, **_settings(case)})
    options = ("-O", "json", "--cache-dir", str(running.cache_of_nothing()))
    told = map(json.loads, running.Called(root, options).check())
    return [_as_found(each) for each in told if each["code"] and each["code"].startswith("nova")]


def _settings(case: Case) -> dict[str, str]:
    """The page's own rule is switched on, unless its settings stand in another file."""
    if case.code not in installed_rules().infos or any(name in case.files for name in OTHERS):
        return {}
    own = case.code_of(SETTINGS) if SETTINGS in case.files else ""
    return {SETTINGS: f'extend-select = ["{case.code}"]\n{own}'}


def _as_found(told: dict[str, object]) -> Found:
    name = str(told["code"]).removeprefix("nova-")
    line = told["line"]
    assert isinstance(line, int)
    return Found(str(told["file"]), line, CODES.get(name, name), str(told["message"]))
