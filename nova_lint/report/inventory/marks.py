"""The marks in a table, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable

DIFFERS = "≠"
"""The layer lets a value through that the column refuses, or promises what it may not hold."""

NARROWER = "<"
"""The layer takes less than the column: usually meant."""

LEGEND = {
    DIFFERS: "lets through what the column refuses, or promises what it may not hold",
    NARROWER: "takes less than the column",
}

ABSENT = "\N{EN DASH}"
AT_MOST = "≤"
AT_LEAST = "≥"
ARROW = "→"
MORE = "…"
RULE = "─"

PLAINER = str.maketrans(
    {DIFFERS: "!", ABSENT: "-", AT_MOST: "<", AT_LEAST: ">", ARROW: ">", MORE: "~", RULE: "-"}
)
"""For an encoding that has no others."""


def worst(verdicts: Iterable[str]) -> str:
    """The verdict on a whole whose parts have these."""
    return max(verdicts, key=("", NARROWER, DIFFERS).index, default="")
