"""What an editor asks a companion, and what it is told: findings with their fixes, in files
as the editor has them, saved or not."""

from __future__ import annotations

import msgspec

from nova_lint.engine.finding import Finding
from nova_lint.problem import Problem


class Look(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Asks what is found in the files that an editor has open. `near` is a directory inside
    the project; `texts` are those of the files, by absolute path, with their line endings."""

    near: str
    texts: dict[str, str]


class Mend(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Asks for the text of one of the files with all safe fixes that can be made in it."""

    look: Look
    path: str


class Found(msgspec.Struct, frozen=True, array_like=True):
    """What there is to say of one file, in the order of its places. Where `problems` say that
    it cannot be read, there are no findings in it."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


class Seen(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """What is found in each file that was asked about and belongs to the project, by the path
    that the editor gave. `general` are problems that are none of a single file, and `notice`
    says why less may be found than there is; paths in findings are relative to `root`."""

    root: str
    found: dict[str, Found]
    general: tuple[Problem, ...]
    notice: str


class Mended(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The text of a file after its fixes; None where none could be made."""

    text: str | None
