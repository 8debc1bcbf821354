"""Opens a project: outlines of its files, its source roots, the names of its modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec

from nova_lint.problem import Problem
from nova_lint.workspace.outline_nodes import EMPTY, Class, Function, Import, Outline, Statement
from nova_lint.workspace.outlining import Outlining, Reading, outlining
from nova_lint.workspace.source import read_text
from nova_lint.workspace.source_roots import module_names, source_roots
from nova_lint.workspace.workspace import Workspace


class Opened(msgspec.Struct, frozen=True):
    """A workspace, its source roots, and the files that could not be read."""

    workspace: Workspace
    roots: tuple[str, ...]
    problems: tuple[Problem, ...]


class Earlier(msgspec.Struct, frozen=True):
    """What was known of a project before an edit: its files, at least their outlines, and the
    source roots that were found by them."""

    paths: Set[str]
    outlines: Mapping[str, Outline]
    roots: tuple[str, ...]


def open_project(
    root: Path,
    paths: Sequence[str],
    search_path: Iterable[str],
    *,
    given_roots: Sequence[str] = (),
    jobs: int = 1,
    known: Mapping[str, Outline] | None = None,
    earlier: Earlier | None = None,
    begun: Outlining | None = None,
    read: Reading = read_text,
    done: Callable[[int], object] = lambda count: None,
) -> Opened:
    """Opens the files at `paths` (relative to `root`).

    `given_roots` are source roots that the user names; otherwise they are found, unless
    `earlier` says them already. `known` holds outlines that need not be made again, those of
    installed files too. A file that cannot be read has an empty outline and a problem that
    says why; it stays out of the vote on source roots. `begun` are outlines that are being
    made already, of files as `read` gives them. `done` hears how many files have been
    outlined.
    """
    outlines: dict[str, Outline] = dict(known or {})
    problems: list[Problem] = []
    missing = [path for path in paths if path not in outlines]
    done(len(paths) - len(missing))
    with _outlines_of(missing, begun) or outlining(root, missing, jobs, read) as each:
        for path, outcome in each.outcomes:
            done(1)
            if isinstance(outcome, Problem):
                problems.append(outcome)
                outlines[path] = EMPTY
            else:
                outlines[path] = outcome
    roots = tuple(given_roots) or _earlier_roots(paths, missing, outlines, earlier)
    roots = roots or source_roots(paths, _imports(paths, outlines))
    own_names: dict[str, str] = {}
    names: dict[str, str] = {}
    for path in paths:
        every = module_names(path, roots)
        own_names[path] = every[0]
        for name in every:
            names.setdefault(name, path)
    # A file's own name wins over the names that other roots would give to other files.
    names.update({name: path for path, name in own_names.items()})
    workspace = Workspace(root, own_names, names, search_path, outlines, read)
    return Opened(workspace, roots, tuple(problems))


def _outlines_of(
    paths: Sequence[str], begun: Outlining | None
) -> AbstractContextManager[Outlining] | None:
    """What has begun, where that is to outline these files."""
    return nullcontext(begun) if begun is not None and begun.paths == tuple(paths) else None


def _earlier_roots(
    paths: Sequence[str],
    changed: Iterable[str],
    outlines: Mapping[str, Outline],
    earlier: Earlier | None,
) -> tuple[str, ...]:
    """The source roots of a project that had the same files and imports; otherwise none."""
    if earlier is None or earlier.paths != set(paths):
        return ()
    if list(_imports(changed, outlines)) != list(_imports(changed, earlier.outlines)):
        return ()
    return earlier.roots


def _imports(
    paths: Iterable[str], outlines: Mapping[str, Outline]
) -> Iterator[tuple[str, list[str]]]:
    for path in paths:
        yield path, list(_imported(outlines[path].statements))


def _imported(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        match statement:
            case Import(level=0, module=module):
                yield module
            case Class(body=body):
                yield from _imported(body)
            case Function():
                continue
