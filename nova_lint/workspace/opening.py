"""Opens a project: outlines of its files, its source roots, the names of its modules."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nova_lint.errors import Problem
from nova_lint.workspace.modules import EMPTY
from nova_lint.workspace.outline import UnparsableSource, make_outline
from nova_lint.workspace.outline_nodes import Class, Function, Import, Outline, Statement
from nova_lint.workspace.source import UnreadableSource, read_text
from nova_lint.workspace.source_roots import module_names, source_roots
from nova_lint.workspace.workspace import Workspace


@dataclass(frozen=True)
class Opened:
    """A workspace, its source roots, and the files that could not be read."""

    workspace: Workspace
    roots: tuple[str, ...]
    problems: tuple[Problem, ...]


def open_project(
    root: Path,
    paths: Sequence[str],
    search_path: Iterable[str],
    *,
    given_roots: Sequence[str] = (),
    jobs: int = 1,
    known: Mapping[str, Outline] | None = None,
    read: Callable[[Path], str] = read_text,
    done: Callable[[int], object] = lambda count: None,
) -> Opened:
    """Opens the files at `paths` (relative to `root`).

    `given_roots` are source roots that the user names; otherwise they are found. `known`
    holds outlines that need not be made again, those of installed files too. A file that
    cannot be read has an empty outline and a problem that says why; it stays out of the vote
    on source roots. `read` gives the text of a file, and must be fit to be sent to another
    process. `done` hears how many files have been outlined.
    """
    outlines: dict[str, Outline] = dict(known or {})
    problems: list[Problem] = []
    missing = [path for path in paths if path not in outlines]
    done(len(paths) - len(missing))
    for path, outcome in outline_files(root, missing, jobs, read):
        done(1)
        if isinstance(outcome, Problem):
            problems.append(outcome)
            outlines[path] = EMPTY
        else:
            outlines[path] = outcome
    roots = tuple(given_roots) or source_roots(paths, _imports(paths, outlines))
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


def outline_files(
    root: Path, paths: Sequence[str], jobs: int, read: Callable[[Path], str]
) -> Iterator[tuple[str, Outline | Problem]]:
    """The outline of each file in order, or why it has none."""
    if jobs < 2 or len(paths) < _WORTH_A_PROCESS:
        yield from ((path, _outline(root, read, path)) for path in paths)
        return
    chunk = max(1, len(paths) // (jobs * 4))
    with ProcessPoolExecutor(jobs) as pool:
        work = functools.partial(_encoded_outline, root, read)
        for path, data in zip(paths, pool.map(work, paths, chunksize=chunk), strict=True):
            yield path, _DECODER.decode(data)


_WORTH_A_PROCESS = 200
"""Files from which on a second process earns its start."""

_DECODER = msgspec.msgpack.Decoder(Outline | Problem)
_ENCODER = msgspec.msgpack.Encoder()


def _encoded_outline(root: Path, read: Callable[[Path], str], path: str) -> bytes:
    return _ENCODER.encode(_outline(root, read, path))


def _outline(root: Path, read: Callable[[Path], str], path: str) -> Outline | Problem:
    try:
        return make_outline(read(root / path))
    except UnreadableSource as error:
        return Problem(path, 0, 0, str(error))
    except UnparsableSource as error:
        return Problem(path, error.line, 1, f"not valid Python: {error}")


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
