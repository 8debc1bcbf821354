"""What a rule reports."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nova_lint.engine.fixes.fix import Fix
from nova_lint.workspace.place import Place


class Severity(StrEnum):
    """How much a finding hurts: `error` fails at run time or loses data."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Related(msgspec.Struct, frozen=True, order=True):
    """Another place that takes part in a finding, and what stands there."""

    place: Place
    message: str


class Finding(msgspec.Struct, frozen=True):
    """One report of one rule.

    `message` says what happens at run time, to which value, and what to do; `related`
    shows the other side. `fix` is what would do away with it.
    """

    code: str
    name: str
    severity: Severity
    place: Place
    message: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def fixable(self) -> bool:
        """Whether there is a fix, safe or not."""
        return self.fix is not None


def sort_key(finding: Finding) -> tuple[Place, str, str]:
    """The order of findings in every report: by place, then code, then message."""
    return (finding.place, finding.code, finding.message)
