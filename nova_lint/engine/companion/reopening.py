"""A project as a run left it, for who has another question about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from nova_lint.config import Settings
from nova_lint.contracts.overview import Summary, relations_of, summarize
from nova_lint.contracts.project import Contracts, Stored
from nova_lint.engine.cache import codec
from nova_lint.engine.cache.numbering import unpacked
from nova_lint.engine.cache.snapshot import State, StoredClass
from nova_lint.workspace.environment import Environment
from nova_lint.workspace.opening import open_project
from nova_lint.workspace.stamps import Stamp


def reopen(
    settings: Settings,
    stamps: Mapping[str, Stamp],
    environment: Environment,
    state: State,
    read: Callable[[Path], str],
) -> Contracts:
    """The contracts of a project whose files are as they were when the state was written."""
    opened = open_project(
        settings.root,
        list(stamps),
        environment.search_path,
        given_roots=state.roots,
        known=state.outlines,
        read=read,
    )
    project = Contracts(opened.workspace, settings.links, settings.architecture)
    project.stored = _Stored(state)
    project.relations = relations_of(_models(project, state))
    project.known_number_names = state.number_names
    return project


def _models(project: Contracts, state: State) -> Iterator[Summary]:
    for path, file in state.files.items():
        for name, is_model, stored in file.classes:
            if not is_model or stored is None:
                continue
            if stored.summary:
                yield codec.decode(stored.summary)
                continue
            for cls in project.classes_of(path):
                contract = project.contract(cls) if cls.qualname == name else None
                if contract is not None:
                    yield summarize(contract)


class _Stored(Mapping[tuple[str, str], Stored]):
    """The contracts of a state by path and qualified name, decoded when they are asked for."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._by_path: dict[str, dict[str, StoredClass]] = {}

    def __getitem__(self, key: tuple[str, str]) -> Stored:
        path, name = key
        stored = self._classes(path)[name]
        if not stored.contract:
            raise KeyError(key)
        asked = frozenset(map(self._state.questions.__getitem__, unpacked(stored.questions)))
        return Stored(codec.decode(stored.contract), asked)

    def _classes(self, path: str) -> dict[str, StoredClass]:
        if path not in self._by_path:
            classes = self._state.files[path].classes
            self._by_path[path] = {n: each for n, _, each in classes if each is not None}
        return self._by_path[path]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((path, name) for path in self._state.files for name in self._classes(path))

    def __len__(self) -> int:
        return sum(1 for _ in self)
