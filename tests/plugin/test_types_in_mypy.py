"""What mypy's types add: every case of docs/types.md, under mypy and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import pages
from tests.pages import Case, differences_from, found_in, read_cases
from tests.plugin.running import found_by_mypy

PAGE = Path(__file__).resolve().parents[2] / "docs" / "types.md"
CASES = [pytest.param(case, id=case.title) for case in read_cases(PAGE)]


@pytest.mark.parametrize("case", CASES)
def test_mypy_finds_it(case: Case, tmp_path: Path):
    found = differences_from(case.expected, found_by_mypy(case, tmp_path))
    assert not found, f"{case.page}:{case.line}\n" + "\n".join(found)


@pytest.mark.parametrize("case", CASES)
def test_the_command_line_does_not(case: Case, tmp_path: Path):
    """Else it belongs on the page of its rule."""
    assert not found_in(pages.run(case, tmp_path))


def test_there_is_something_to_find():
    rules = {expected.code for case in read_cases(PAGE) for expected in case.expected}
    assert rules == {"NL201", "NL204", "NL304", "NL305", "NL306", "NL307"}
