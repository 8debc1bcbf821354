"""The pages of the rules, as `nova-lint rule` shows them."""

from __future__ import annotations

import pytest

from nova_lint.engine.finding import Severity
from nova_lint.engine.registry import Registry
from nova_lint.engine.selection import RuleInfo
from nova_lint.report.pages import list_rules, read_page, render_list, summarize
from nova_lint.report.style import PLAIN


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
