"""What is remembered of calls among functions that call each other."""

from __future__ import annotations

from nova_lint.semantics.bodies.recursion import Remembered

Graph = dict[str, str]
"""Whom each function calls, by their names of one letter."""


class Reading:
    """Finds out which functions a call reaches, and counts how many it reads for that."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.remembered: Remembered[frozenset[str]] = Remembered()
        self.reads = 0

    def reached(self, name: str) -> frozenset[str]:
        known = self.remembered.find(name)
        if known is not None:
            return known
        if self.remembered.cuts(name):
            return frozenset()
        return self.remembered.work_out(name, name, lambda: self._read(name))

    def _read(self, name: str) -> frozenset[str]:
        self.reads += 1
        return frozenset({name}).union(*(self.reached(other) for other in self.graph[name]))


def test_what_calls_nothing_that_is_being_read_is_read_once():
    reading = Reading({"a": "bc", "b": "d", "c": "d", "d": ""})
    assert reading.reached("a") == set("abcd")
    assert reading.reached("b") == set("bd")
    assert reading.reads == 4


def test_what_was_cut_short_is_not_remembered_for_good():
    reading = Reading({"a": "b", "b": "a"})
    assert reading.reached("a") == set("ab")
    assert reading.reached("b") == set("ab")


def test_a_circle_beside_does_not_keep_others_from_being_remembered():
    reading = Reading({"a": "bcd", "b": "a", "c": "d", "d": ""})
    assert reading.reached("a") == set("abcd")
    assert reading.reached("c") == set("cd")
    assert reading.reads == 4


def test_functions_that_all_call_each_other_are_not_read_in_every_order():
    names = "abcdefghijkl"
    reading = Reading(dict.fromkeys(names, names))
    assert reading.reached("a") == set(names)
    assert reading.reads <= len(names) ** 2


def test_a_call_far_down_is_not_followed():
    names = "abcdefghijklmnopqrstuvwxyz012345"
    reading = Reading({name: names[index + 1 : index + 2] for index, name in enumerate(names)})
    assert reading.reached("a") == set(names[:25])
    assert reading.reached("z") == set("z012345")
