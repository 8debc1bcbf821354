"""The pages of the rules, checked by mypy: both engines are held to the same page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import Case, differences_from, read_cases
from tests.plugin.running import found_by_mypy

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "rules").glob("*.md"))
FURTHER = sorted((ROOT / "tests" / "rules").glob("*.md"))


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
    found = differences_from(case.expected, found_by_mypy(case, tmp_path))
    assert not found, f"{case.page}:{case.line}\n" + "\n".join(found)
