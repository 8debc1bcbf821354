"""The corpus of async functions: large enough, honest, and the same on every run."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.asynchrony.outcomes import PROJECT, Kind, Outcome, outcome, outcomes, records

pytestmark = pytest.mark.xdist_group("async bodies")  # they run for half a minute

# Modules whose subject is what goes wrong without a refused query, or that show one case.
WITH_MISUSE = {"awaitables", "shortcuts", "sync_to_async", "threads", "transactions"}
# Bodies that are refused before any SQL: they handle the connection itself.
WITHOUT_SQL = {"transactions", "raw_querysets.cursor_made"}


def all_of(kind: Kind) -> list[Outcome]:
    return [each for each in outcomes().values() if each.kind is kind]


def test_there_are_enough_of_each_kind():
    counts = Counter(each.kind for each in outcomes().values())
    assert counts[Kind.RAISES] >= 500
    assert counts[Kind.SILENT] >= 650
    assert counts[Kind.MISUSE] >= 50


def test_the_order_of_the_bodies_changes_nothing():
    """Each body starts with the same rows, and nothing is remembered of those before."""
    (backwards,) = records(["--backwards"])
    known = outcomes()
    assert len(backwards) == len(known)
    for record in backwards:
        each = known[record["name"]]
        let_through = {"returned": each.returned, "statements": each.statements}
        assert outcome(record, let_through) == each


def test_what_is_refused_would_have_queried():
    """Django's own switch lets the same bodies through: they then run SQL."""
    for each in all_of(Kind.RAISES):
        if not {each.name, each.name.split(".")[0]} & WITHOUT_SQL:
            assert each.statements, each.name


def test_what_is_silent_queries_in_a_thread_or_not_at_all():
    for each in all_of(Kind.SILENT):
        assert each.statements == (), each.name


def test_nothing_goes_wrong_but_what_is_the_subject():
    for each in all_of(Kind.MISUSE):
        assert each.name.split(".")[0] in WITH_MISUSE, each
    for each in all_of(Kind.RAISES):
        refused = (each.error or "").startswith("SynchronousOnlyOperation")
        assert refused or each.caught, each
    for each in all_of(Kind.SILENT):
        assert each.error is None, each


def test_a_refusal_has_a_line_in_its_body_and_a_path_from_there():
    without_line = []
    for each in all_of(Kind.RAISES):
        if each.line is None:
            without_line.append(each.name)
            continue
        assert each.line >= each.first_line
        if each.steps:
            assert all((PROJECT / step.path).is_file() for step in each.steps)
    # The event loop called what this body had left with it.
    assert without_line == ["threads.call_soon"]


def test_paths_lead_through_one_to_four_functions():
    depths = Counter(len(each.steps) for each in all_of(Kind.RAISES))
    assert all(depths[depth] for depth in (1, 2, 3, 4)), depths


def test_a_path_names_each_function_on_the_way():
    steps = outcomes()["calls.three_steps"].steps
    assert [(step.path, step.function) for step in steps] == [
        ("bodies/calls.py", "three_steps"),
        ("library/helpers.py", "report"),
        ("library/helpers.py", "count_twice"),
        ("library/helpers.py", "count_books"),
    ]


def test_refusals_that_somebody_swallows_are_seen():
    caught = {each.name for each in all_of(Kind.RAISES) if each.caught}
    assert caught == {
        "evaluation.in_a_log_message",
        "rebinding.swallowed",
        "shortcuts.signal_send_robust_swallows",
        "threads.call_soon",
    }


def test_a_body_that_cannot_be_known_says_why():
    unknown = [each for each in outcomes().values() if each.possible is not None]
    assert unknown
    assert all(each.possible for each in unknown)
