"""What mypy is told about modules before that is known.

mypy asks about every module while it reads its cache, beginning with the project's own, and
judges none of them until it has read all. Nearly all of them have what they had in the last
run: so mypy is told that, and reads on while the companion works. Of those that turn out to
have something else, mypy is told when it is about to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from mypy.plugin import ReportConfigContext


class Provisional:
    """What was said of each module that was asked about, until mypy has read its cache."""

    def __init__(self) -> None:
        self._said: dict[str, tuple[ReportConfigContext, str]] = {}
        self.is_open = True

    def cause(self, asked: ReportConfigContext, last: str) -> str:
        """Says for now that a module has what it had last."""
        self._said[asked.id] = asked, last
        return last

    def end(self) -> Collection[str]:
        """Ends what is said for now; gives the names of the modules of which it was."""
        self.is_open = False
        return self._said.keys()

    def others(self, cause: Callable[[ReportConfigContext], str | None]) -> list[str]:
        """The names of those modules that have something else now."""
        return [name for name, (asked, last) in self._said.items() if cause(asked) != last]
