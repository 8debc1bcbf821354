"""Which runs led to the results of a project, and what each of them changed.

Whoever keeps something that rests on the answers of one run can tell from this whether it
still holds after others, whichever program made those.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import accumulate, chain
from typing import TypeAlias

import msgspec

_MOST_RUNS = 200
_MOST_CHANGED = 5_000
"""What is told of earlier runs is read by every later one, so it is not to grow."""


class Step(msgspec.Struct, frozen=True, array_like=True):
    """A run, by its name, and the questions that had other answers in it than in the one in
    front of it, by their numbers for `questions.number_of`."""

    run: str
    changed: tuple[int, ...]


History: TypeAlias = tuple[Step, ...]
"""The runs behind some results, the last of which worked them out."""


def continued(history: History, step: Step) -> History:
    """The history with one more step; what lies too far back is forgotten."""
    newest_first = [step, *reversed(history[-_MOST_RUNS:])]
    since = accumulate((len(each.changed) for each in newest_first), initial=0)
    kept = [each for each, size in zip(newest_first, since, strict=False) if size <= _MOST_CHANGED]
    # What the first run changed matters to those in front of it alone.
    return (Step(kept[-1].run, ()), *reversed(kept[:-1]))


def changed_since(run: str, history: History) -> Set[int] | None:
    """The questions that have other answers than in an earlier run; None where that is not
    known."""
    names = [step.run for step in history]
    if run not in names:
        return None
    later = history[names.index(run) + 1 :]
    return frozenset(chain.from_iterable(step.changed for step in later))
