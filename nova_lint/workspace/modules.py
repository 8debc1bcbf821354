"""The modules of the project and of the installed packages that it imports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from nova_lint.workspace import questions
from nova_lint.workspace.outline import UnparsableSource
from nova_lint.workspace.outline_nodes import EMPTY, Import, Outline
from nova_lint.workspace.questions import Questions
from nova_lint.workspace.source import UnreadableSource
from nova_lint.workspace.symbols import Module, group


class Modules:
    """Finds a module by its dotted name.

    `names` maps every dotted name under which a project file can be imported to its path;
    the file's own name is the one in `own_names`. `outline` reads a file's outline and may
    raise UnreadableSource or UnparsableSource: an installed file that cannot be read counts
    as missing.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        own_names: Mapping[str, str],
        search_path: Iterable[str],
        outline: Callable[[str], Outline],
        asked: Questions,
    ) -> None:
        self._names = names
        self._own_names = own_names
        self._search_path = tuple(Path(entry) for entry in search_path)
        self._outline = outline
        self._questions = asked
        self._by_path: dict[str, Module] = {}
        self._installed: dict[str, str | None] = {}

    def get(self, dotted: str) -> Module | None:
        """The module of that name, or None. The project's own files come first."""
        self._questions.ask(questions.module(dotted))
        path = self._names.get(dotted)
        if path is not None:
            return self.at(path)
        installed = self._find_installed(dotted)
        if installed is None:
            return None
        return self._load(installed, dotted, first_party=False)

    def own(self, dotted: str) -> Module | None:
        """The project's module of that name, or None."""
        self._questions.ask(questions.module(dotted))
        path = self._names.get(dotted)
        return self.at(path) if path is not None else None

    def at(self, path: str) -> Module:
        """The module of a project file."""
        return self._load(path, self._own_names[path], first_party=True)

    def name_at(self, path: str) -> str:
        """The dotted name of a project file."""
        return self._own_names[path]

    def _load(self, path: str, name: str, *, first_party: bool) -> Module:
        known = self._by_path.get(path)
        if known is not None:
            return known
        try:
            outline = self._outline(path)
        except (UnreadableSource, UnparsableSource):
            # Reported once, by whoever checks the file; to everyone else it is empty.
            outline = EMPTY
        module = Module(
            name=name,
            path=path,
            is_package=path.rsplit("/", 1)[-1] == "__init__.py",
            first_party=first_party,
            outline=outline,
            bindings=group(outline.statements),
            stars=tuple(
                s for s in outline.statements if isinstance(s, Import) and s.attribute == "*"
            ),
        )
        self._by_path[path] = module
        return module

    def _find_installed(self, dotted: str) -> str | None:
        if dotted in self._installed:
            return self._installed[dotted]
        found = self._search(dotted)
        self._installed[dotted] = found
        return found

    def _search(self, dotted: str) -> str | None:
        top = dotted.rpartition(".")[0]
        if top and self._find_installed(top) is None:
            # Namespace packages have no file of their own; their directory is enough.
            if not any((entry / Path(*top.split("."))).is_dir() for entry in self._search_path):
                return None
        relative = Path(*dotted.split("."))
        for entry in self._search_path:
            for candidate in (entry / relative / "__init__.py", entry / f"{relative}.py"):
                if candidate.is_file():
                    return candidate.as_posix()
        return None
