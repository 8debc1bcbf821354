"""Exit codes, and which of them a command ends with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nova_lint.engine.finding import Finding
    from nova_lint.problem import Problem

CLEAN = 0
FOUND = 1
FAILED = 2
"""Wrong usage or settings, something that could not be checked, or a mistake of our own."""

INTERRUPTED = 130


def exit_code(findings: Sequence[Finding], problems: Sequence[Problem]) -> int:
    if problems:
        return FAILED
    return FOUND if findings else CLEAN
