"""A process that reads one project after the other does not keep them all."""

from __future__ import annotations

import gc
import weakref

from nova_lint.engine.interpreter import free_garbage, without_collector


class Holding:
    """Refers to itself, as the parts of a project refer to each other."""

    def __init__(self) -> None:
        self.own = self


def test_what_is_left_of_earlier_readings_is_freed_once_it_is_much() -> None:
    with without_collector():
        lasting = Holding()
    kept = free_garbage(0)
    assert kept == gc.get_freeze_count()

    with without_collector():
        few = weakref.ref(Holding())
    assert free_garbage(kept) == kept
    assert few() is not None, "so soon, looking for garbage costs more than it gives"

    with without_collector():
        for _ in range(kept):
            Holding()
    assert free_garbage(kept) < kept * 1.1
    assert few() is None
    assert lasting.own is lasting
