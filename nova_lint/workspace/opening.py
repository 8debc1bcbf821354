"""Opens a project: outlines of its files, its source roots, the names of its modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from nova_lint.workspace.outline import UnparsableSource, make_outline
from nova_lint.workspace.outline_nodes import Class, Function, Import, Outline, Statement
from nova_lint.workspace.source import UnreadableSource, read_text
from nova_lint.workspace.source_roots import module_names, source_roots
from nova_lint.workspace.workspace import Workspace


def open_workspace(
    root: Path,
    paths: Sequence[str],
    search_path: Iterable[str],
    given_roots: Sequence[str] | None = None,
    outlines: Mapping[str, Outline] | None = None,
) -> Workspace:
    """The workspace of the files at `paths` (relative to `root`).

    `given_roots` are source roots that the user names; otherwise they are found. A file
    without an outline in `outlines` is outlined here; one that cannot be read stays out of
    the vote on source roots.
    """
    known = dict(outlines or {})
    for path in paths:
        if path not in known:
            try:
                known[path] = make_outline(read_text(root / path))
            except (UnreadableSource, UnparsableSource):
                continue
    roots = given_roots or source_roots(paths, _imports(known))
    own_names: dict[str, str] = {}
    names: dict[str, str] = {}
    for path in paths:
        every = module_names(path, roots)
        own_names[path] = every[0]
        for name in every:
            names.setdefault(name, path)
    # A file's own name wins over the names that other roots would give to other files.
    names.update({name: path for path, name in own_names.items()})
    return Workspace(root, own_names, names, search_path, known)


def _imports(outlines: Mapping[str, Outline]) -> Iterator[tuple[str, list[str]]]:
    for path, outline in outlines.items():
        yield path, list(_imported(outline.statements))


def _imported(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case Import(level=0, module=module):
                yield module
            case Class(body=body):
                yield from _imported(body)
            case Function():
                continue
