"""The pages of the rules: what `nova-lint rule` shows of them, and every case that they hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import EXAMPLE, INSTEAD, Case, differences, fixed, read_cases, run, write

from nova_lint.engine.analysis import CRASH
from nova_lint.engine.finding import Severity
from nova_lint.engine.registry import Registry, installed_rules
from nova_lint.engine.selection import RuleInfo
from nova_lint.report.pages import list_rules, read_page, render_list, summarize
from nova_lint.report.style import PLAIN

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs" / "rules").glob("*.md"))
FURTHER = sorted((ROOT / "tests" / "rules").glob("*.md"))
CASES = [case for page in (*PAGES, *FURTHER) for case in read_cases(page)]
PARTS = (
    "What happens at run time",
    "Why it matters",
    "How to fix it",
    "What it does not see",
    "Severity",
    EXAMPLE,
    INSTEAD,
)


def _name(case: Case) -> str:
    return f"{case.page.parent.name}/{case.code}: {case.title}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_page_is_true(case: Case, tmp_path: Path):
    found = differences(case, run(case, tmp_path))
    assert not found, f"{case.page}:{case.line}\n" + "\n".join(found)


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed], ids=_name)
def test_a_page_shows_what_a_fix_writes(case: Case, tmp_path: Path):
    for options in {options for options, _ in case.fixed}:
        root = tmp_path / options.replace(" ", "")
        root.mkdir()
        write(case, root)
        after = fixed(case, root, options)
        shown = {path: text for (each, path), text in case.fixed.items() if each == options}
        unchanged = {path: (case.code_of(path)) for path in case.files if path not in shown}
        assert after == unchanged | shown, f"{case.page}:{case.line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_all_its_parts(page: Path):
    text = page.read_text(encoding="utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == list(PARTS)
    info = installed_rules().infos.get(page.stem)
    name = info.name if info is not None else "rule-crashed"
    assert text.startswith(f"# {page.stem}: {name}\n\n")
    assert summarize(text).endswith(".")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_example_shows_its_own_rule_and_its_cure_is_silent(page: Path):
    cases = read_cases(page)
    examples = [case for case in cases if case.title.startswith(EXAMPLE)]
    cures = [case for case in cases if case.title.startswith(INSTEAD)]
    assert examples and cures
    for case in examples:
        assert page.stem in {expected.code for expected in case.expected}, case.title
    for case in cures:
        assert not case.expected, case.title


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_how_severe_its_rule_is(page: Path):
    info = installed_rules().infos.get(page.stem)
    if info is None:
        return
    part = page.read_text(encoding="utf-8").partition("## Severity")[2].partition("\n## ")[0]
    assert part.strip().lower().startswith(info.severity.value)
    assert ("On by default" in part) == info.enabled
    assert ("No options" in part) == (not info.options)
    assert all(f"`{option}`" in part for option in info.options)


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert {page.stem for page in PAGES} == {*installed_rules().infos, CRASH}
    assert {page.stem for page in FURTHER} <= {page.stem for page in PAGES}


def test_titles_tell_the_cases_of_a_page_apart():
    for page in (*PAGES, *FURTHER):
        titles = [case.title for case in read_cases(page)]
        assert len(set(titles)) == len(titles), page


class Longer:
    """Finds what is longer than its column.

    The database says so too late.
    """

    code = "ACME1"
    name = "acme-longer"
    severity = Severity.WARNING
    enabled = False
    options: dict[str, type] = {}  # noqa: RUF012


REGISTRY = Registry(
    rules={"ACME1": Longer},
    infos={"ACME1": RuleInfo("ACME1", "acme-longer", Severity.WARNING, False, {})},
    problems=(),
)


@pytest.mark.parametrize(
    ("page", "summary"),
    [
        ("# NL1\n\nFinds this. And that.\n", "Finds this."),
        ("# NL1\n\nFinds this\nand that.\n\nMore.\n", "Finds this and that."),
        ("# NL1\n\n```python\nx = 1\n```\n\n| a |\n\nFinds `a.b` here\n", "Finds `a.b` here"),
        ("# NL1\n", ""),
    ],
)
def test_the_summary_is_the_first_sentence_of_prose(page, summary):
    assert summarize(page) == summary


def test_a_rule_of_another_package_is_documented_by_its_class():
    assert read_page("ACME1", REGISTRY) == (
        "Finds what is longer than its column.\n\nThe database says so too late.\n"
    )
    assert read_page("ACME2", REGISTRY) is None


def test_the_list_marks_what_does_not_run_by_itself():
    assert render_list(list_rules(REGISTRY), PLAIN) == (
        "ACME1  acme-longer (off)  warning  Finds what is longer than its column.\n"
    )
