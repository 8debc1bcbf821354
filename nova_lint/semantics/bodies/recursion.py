"""Remembers what calls give, where functions may call themselves.

A reading that meets a function which is being read already is cut short there: what it gives
lacks what that function does, and holds only as long as that function is being read. Without
remembering it that long, reading functions that call each other takes exponential time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

_DEEPEST = 25
"""How many calls deep a function is followed."""
_UNCUT = 1_000_000


class Remembered(Generic[T]):
    """The outcomes of calls, each worked out once for its key."""

    def __init__(self) -> None:
        self._known: dict[Hashable, T] = {}
        # What was cut short, by how far down the stack it was: the position of the function
        # that was being read already.
        self._provisional: dict[Hashable, tuple[T, int]] = {}
        self._resting_on: dict[int, list[Hashable]] = {}
        self._stack: list[Hashable] = []
        self._lowest = _UNCUT

    def find(self, key: Hashable) -> T | None:
        """What is remembered of a call."""
        known = self._known.get(key)
        if known is not None:
            return known
        provisional = self._provisional.get(key)
        if provisional is None:
            return None
        self._lowest = min(self._lowest, provisional[1])
        return provisional[0]

    def cuts(self, subject: Hashable) -> bool:
        """Whether a function is not to be read again: it is being read, or too deep."""
        if subject in self._stack:
            self._lowest = min(self._lowest, self._stack.index(subject))
            return True
        if len(self._stack) < _DEEPEST:
            return False
        self._lowest = 0
        return True

    def work_out(self, subject: Hashable, key: Hashable | None, read: Callable[[], T]) -> T:
        """Reads a function, and remembers the outcome under a key, if there is one."""
        outside, self._lowest = self._lowest, _UNCUT
        depth = len(self._stack)
        self._stack.append(subject)
        try:
            outcome = read()
        finally:
            self._stack.pop()
            for each in self._resting_on.pop(depth, ()):
                self._provisional.pop(each, None)
            lowest = self._lowest if self._lowest < depth else _UNCUT
            self._lowest = min(outside, lowest)
        if key is not None:
            self._remember(key, outcome, lowest)
        return outcome

    def _remember(self, key: Hashable, outcome: T, lowest: int) -> None:
        if lowest == _UNCUT:
            self._known[key] = outcome
            return
        self._provisional[key] = (outcome, lowest)
        self._resting_on.setdefault(lowest, []).append(key)
