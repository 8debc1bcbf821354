"""What a run asks of the interpreter that it runs in."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_DEEPEST_CALLS = 3000


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of syntax nodes that all live to the end: looking for garbage among them
    costs a third of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def free_garbage(kept: int) -> int:
    """Looks for garbage among what `without_collector` keeps from the collector, where that has
    grown by half since the last look left `kept` objects; gives how many are left now.

    A project that is read leaves such garbage when the next reading takes its place: its
    objects hold each other.
    """
    if gc.get_freeze_count() <= 1.5 * kept:
        return kept
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return gc.get_freeze_count()


def allow_deep_calls() -> None:
    """Lets the readers of code call each other as deep as the code that they follow does:
    a call of the project takes some forty of Python's."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEPEST_CALLS))
