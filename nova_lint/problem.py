"""What can go wrong outside the checked code while the run goes on. Imported by every layer,
imports none."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True, array_like=True, tag=True):
    """Something that kept one file or one rule out of the run, which went on without it.

    `path` is relative to the project's root, or absolute outside it, and empty where no
    file is to blame; `line` and `column` count from 1, 0 where they are not known.
    """

    path: str
    line: int
    column: int
    message: str
