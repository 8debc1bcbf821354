"""Processes that take the steps of a run together give what one process would give."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import pytest

from nova_lint.engine.team import ChildError, Team

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="teams need a fork")

ITEMS = list(range(100))
SAME = [1] * len(ITEMS)


def squares(items: Sequence[int]) -> list[int]:
    return [item * item for item in items]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    with Team(jobs) as team:
        found = team.share(squares, ITEMS, SAME)
        team.disband()
    assert found == squares(ITEMS)


@pytest.mark.parametrize("jobs", [2, 3])
def test_every_process_does_its_share_and_knows_what_all_found(jobs: int) -> None:
    with Team(jobs) as team:
        workers = team.share(lambda items: [os.getpid() for _ in items], ITEMS, SAME)
        known = team.tell((os.getpid(), workers))
        team.disband()
    assert len(set(workers)) == jobs
    assert {process for process, _ in known} == set(workers)
    assert all(seen == workers for _, seen in known)


def test_what_a_process_learned_serves_it_in_the_next_step() -> None:
    learned: list[int] = []

    def learn(items: Sequence[int]) -> list[int]:
        learned.extend(items)
        return list(items)

    with Team(2) as team:
        team.share(learn, ITEMS, SAME)
        remembered = team.share(lambda items: [item in learned for item in items], ITEMS, SAME)
        team.disband()
    assert all(remembered)
    assert learned == ITEMS[:50]


def test_neighbours_stay_together_and_weights_are_shared() -> None:
    heavy_start = [9 if item < 10 else 1 for item in ITEMS]
    with Team(2) as team:
        workers = team.share(lambda items: [os.getpid() for _ in items], ITEMS, heavy_start)
        team.disband()
    assert workers.count(os.getpid()) == 10
    assert workers[:10] == [os.getpid()] * 10


def test_a_few_items_are_not_worth_a_process() -> None:
    with Team(2) as team:
        workers = team.share(lambda items: [os.getpid() for _ in items], ITEMS[:5], SAME[:5])
        team.disband()
    assert set(workers) == {os.getpid()}


def test_an_error_in_another_process_ends_the_run_with_its_traceback() -> None:
    first = os.getpid()

    def fail(items: Sequence[int]) -> list[int]:
        if os.getpid() != first:
            raise ZeroDivisionError("in the second process")
        return list(items)

    with pytest.raises(ChildError, match="in the second process"), Team(2) as team:
        team.share(fail, ITEMS, SAME)


def test_a_process_that_dies_is_noticed() -> None:
    first = os.getpid()

    def die(items: Sequence[int]) -> list[int]:
        if os.getpid() != first:
            os._exit(9)
        return list(items)

    with pytest.raises(ChildError, match="ended without an answer"), Team(2) as team:
        team.share(die, ITEMS, SAME)
