"""What changed since a run is known for a while."""

from __future__ import annotations

from nova_lint.engine.cache.history import History, Step, changed_since, continued


def history(*steps: tuple[str, tuple[int, ...]]) -> History:
    found: History = ()
    for run, changed in steps:
        found = continued(found, Step(run, changed))
    return found


def test_what_changed_since_a_run_is_what_all_later_ones_changed():
    runs = history(("one", (9,)), ("two", (1, 2)), ("three", (2, 3)))
    assert changed_since("one", runs) == {1, 2, 3}
    assert changed_since("two", runs) == {2, 3}
    assert changed_since("three", runs) == set()


def test_nothing_is_known_of_a_run_that_led_elsewhere():
    assert changed_since("four", history(("one", ()), ("two", (1,)))) is None


def test_runs_that_lie_far_back_are_forgotten():
    runs = history(*((str(number), (number,)) for number in range(1000)))
    assert changed_since("0", runs) is None
    assert changed_since("990", runs) == set(range(991, 1000))
    assert len(runs) < 300


def test_a_run_that_changed_much_is_the_first_of_a_new_history():
    """As when another branch is checked out: nothing that was known before it is worth telling."""
    runs = history(("one", ()), ("two", tuple(range(10_000))), ("three", (1,)))
    assert changed_since("one", runs) is None
    assert changed_since("two", runs) == {1}
    assert sum(len(step.changed) for step in runs) == 1
