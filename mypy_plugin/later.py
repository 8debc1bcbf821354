"""Which modules are reported later than mypy checks them, so that it need not wait.

mypy begins with what depends on nothing else. Of a project that uses a framework these are
its empty files, and small ones that import nothing of what states data; then mypy is busy
with the framework's stubs for seconds, in which the companion finishes. So what is found in
the first modules, which is next to nothing, is reported with the first one that can hold more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import Import, ImportAll, ImportFrom, MypyFile

from nova_lint.knowledge.frameworks import states_data


class Later:
    """The modules that wait, and those that end the waiting.

    Which these are depends on the modules alone, never on how fast anyone is: mypy prints the
    same lines in the same order each time.
    """

    def __init__(self) -> None:
        # The modules that import what states data, as long as none of them has been checked.
        self._ahead: set[str] = set()
        self._waiting: list[MypyFile] = []

    def note(self, file: MypyFile) -> None:
        """Notes a module that mypy is going to check."""
        if any(map(states_data, _imported(file))):
            self._ahead.add(file.fullname)

    def takes(self, file: MypyFile) -> bool:
        """Whether a module is one of the first, which can be reported later."""
        return bool(self._ahead) and not self.awaits(file)

    def awaits(self, file: MypyFile) -> bool:
        """Whether a module ends the waiting, whatever is found in it."""
        return file.fullname in self._ahead

    def add(self, file: MypyFile) -> None:
        """Has a module wait."""
        self._waiting.append(file)

    def end(self) -> Iterable[MypyFile]:
        """Ends the waiting; gives the modules that have waited."""
        waited, self._waiting = self._waiting, []
        self._ahead.clear()
        return waited


def _imported(file: MypyFile) -> Iterator[str]:
    for statement in file.imports:
        match statement:
            case Import():
                yield from (name for name, _ in statement.ids)
            case ImportFrom() if not statement.relative:
                yield from (f"{statement.id}.{name}" for name, _ in statement.names)
            case ImportAll() if not statement.relative:
                yield statement.id
