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


def allow_deep_calls() -> None:
    """Lets the readers of code call each other as deep as the code that they follow does:
    a call of the project takes some forty of Python's."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _DEEPEST_CALLS))
