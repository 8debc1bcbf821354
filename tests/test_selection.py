"""Selectors: what they stand for, and which of them wins."""

from __future__ import annotations

import pytest

from nova_lint.engine.finding import Severity
from nova_lint.engine.selection import (
    RuleInfo,
    Selection,
    UnknownSelectorError,
    most_specific,
    resolve,
    selected,
)


def rule(code: str, name: str, *, enabled: bool = True) -> RuleInfo:
    return RuleInfo(code, name, Severity.ERROR, enabled, {})


RULES = {
    each.code: each
    for each in (
        rule("NL101", "nullable-input"),
        rule("NL102", "longer-input"),
        rule("NL110", "late-length", enabled=False),
        rule("NL201", "sync-in-async"),
    )
}


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("NL101", {"NL101"}),
        ("nullable-input", {"NL101"}),
        ("NL10", {"NL101", "NL102"}),
        ("NL1", {"NL101", "NL102", "NL110"}),
        ("ALL", {"NL101", "NL102", "NL110", "NL201"}),
    ],
)
def test_a_selector_is_a_code_a_name_a_prefix_or_everything(selector, codes):
    assert resolve(selector, RULES) == codes


@pytest.mark.parametrize("selector", ["NL102x", "nulable-input", "nl102"])
def test_an_unknown_selector_names_the_nearest_right_one(selector):
    with pytest.raises(UnknownSelectorError, match="did you mean"):
        resolve(selector, RULES)


def test_an_empty_selector_selects_nothing_rather_than_everything():
    with pytest.raises(UnknownSelectorError):
        resolve("", RULES)


def test_a_code_that_is_the_beginning_of_another_stands_for_itself():
    rules = {each.code: each for each in (rule("ACME1", "one"), rule("ACME10", "ten"))}
    assert resolve("ACME1", rules) == {"ACME1"}


def test_without_a_selection_the_enabled_rules_run():
    assert selected((), RULES) == {"NL101", "NL102", "NL201"}


def test_select_replaces_and_extend_select_adds():
    assert selected([Selection(select=("NL2",))], RULES) == {"NL201"}
    assert selected([Selection(extend_select=("late-length",))], RULES) == set(RULES)


def test_ignore_wins_over_select_that_is_no_more_specific():
    assert selected([Selection(select=("NL1",), ignore=("NL1",))], RULES) == set()
    assert selected([Selection(select=("NL1",), ignore=("NL10",))], RULES) == {"NL110"}


def test_the_more_specific_selector_wins_whichever_list_it_stands_in():
    layer = Selection(select=("NL101",), ignore=("NL1",))
    assert selected([layer], RULES) == {"NL101"}


def test_a_name_is_as_specific_as_a_code():
    layer = Selection(select=("NL101",), ignore=("nullable-input",))
    assert selected([layer], RULES) == set()


def test_select_on_the_command_line_forgets_what_the_file_says():
    file = Selection(select=("NL1",), ignore=("NL201",))
    assert selected([file, Selection(select=("NL2",))], RULES) == {"NL201"}


def test_ignore_on_the_command_line_takes_away_from_what_the_file_says():
    file = Selection(select=("NL101", "NL102"))
    assert selected([file, Selection(ignore=("NL1",))], RULES) == set()
    assert selected([file, Selection(extend_select=("NL2",))], RULES) == {
        "NL101",
        "NL102",
        "NL201",
    }


def test_in_a_table_the_more_specific_selector_wins_in_any_order():
    table = {"NL101": "info", "ALL": "error", "NL1": "warning"}
    assert most_specific(table, RULES) == {
        "NL101": "info",
        "NL102": "warning",
        "NL110": "warning",
        "NL201": "error",
    }
