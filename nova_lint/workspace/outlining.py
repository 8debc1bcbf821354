"""Outlines of many files, made by several processes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from nova_lint.problem import Problem
from nova_lint.workspace.outline import (
    NewerSyntaxError,
    UnparsableSource,
    make_outline,
    plain_outline,
)
from nova_lint.workspace.outline_nodes import Outline
from nova_lint.workspace.source import UnreadableSource, read_text

T = TypeVar("T")
Reading = Callable[[Path], str]
"""Gives the text of a file, and is fit to be sent to another process."""


class Outlining(msgspec.Struct, frozen=True):
    """Files of which the outlines are being made, and their outlines in the same order, or
    why there is none. Each comes once."""

    paths: tuple[str, ...]
    outcomes: Iterator[tuple[str, Outline | Problem]]


@contextmanager
def outlining(
    root: Path, paths: Sequence[str], jobs: int, read: Reading = read_text
) -> Iterator[Outlining]:
    """Begins to outline the files at `paths` (relative to `root`).

    Where there are many, other processes are at work from now on; else each file is read
    when its turn comes.
    """
    if jobs < 2 or len(paths) < _WORTH_A_PROCESS:
        yield Outlining(tuple(paths), ((path, outline_of(root, read, path)) for path in paths))
        return
    # Imported here because most runs have few files to outline.
    from concurrent.futures import ProcessPoolExecutor

    chunk = max(1, len(paths) // (jobs * _CHUNKS))
    # Syntax trees come and go whole: looking for garbage among them finds none.
    pool = ProcessPoolExecutor(jobs, initializer=gc.disable)
    try:
        encoded = pool.map(partial(_encoded_outline, root, read), paths, chunksize=chunk)
        made = (
            (path, _DECODER.decode(data) if data else outline_of(root, read, path))
            for path, data in zip(paths, encoded, strict=True)
        )
        yield Outlining(tuple(paths), _to_the_end(made, pool.shutdown))
    finally:
        pool.shutdown(cancel_futures=True)


def _to_the_end(items: Iterable[T], end: Callable[[], object]) -> Iterator[T]:
    """The items; behind the last one, `end` is called."""
    yield from items
    end()


_WORTH_A_PROCESS = 200
"""Files from which on a second process earns its start."""

_CHUNKS = 4
"""Parts into which the share of a process is divided, so that all end at the same time."""

_DECODER: msgspec.msgpack.Decoder[Outline | Problem] = msgspec.msgpack.Decoder(Outline | Problem)
_ENCODER = msgspec.msgpack.Encoder()


def _encoded_outline(root: Path, read: Reading, path: str) -> bytes:
    """What `outline_of` gives; empty where it takes libcst, which the process that asks will
    load in any case, and others then need not."""
    with suppress(NewerSyntaxError):
        return _ENCODER.encode(_attempt(plain_outline, root, read, path))
    return b""


def outline_of(root: Path, read: Reading, path: str) -> Outline | Problem:
    """The outline of one file, or why it has none."""
    return _attempt(make_outline, root, read, path)


def _attempt(
    outline: Callable[[str], Outline], root: Path, read: Reading, path: str
) -> Outline | Problem:
    try:
        return outline(read(root / path))
    except UnreadableSource as error:
        return Problem(path, 0, 0, str(error))
    except UnparsableSource as error:
        return Problem(path, error.line, 1, f"not valid Python: {error}")
