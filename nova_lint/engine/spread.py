"""Spreads work over processes that share what is known so far.

A child is a fork: it sees everything that its parent has read, and sends back only what is
new. Where there is no fork, or too little to do, the work is done here.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
import warnings
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_FEWEST = 40
"""Items for which a fork earns what it costs."""


class ChildError(Exception):
    """What went wrong in a child; the message is its traceback."""


def spread(
    work: Callable[[Sequence[T]], list[R]], items: Sequence[T], owners: Sequence[int], jobs: int
) -> list[R]:
    """The results of `work` for all items, in their order.

    `work` gives one result for each item that it is given. `owners` names the process of
    each item, from 0, which is this one: what it has done for an item it need not do again
    in the next step. Raises ChildError.
    """
    if jobs < 2 or len(items) < _FEWEST or sys.platform != "linux":
        return work(items)
    shares = [[n for n, owner in enumerate(owners) if owner == job] for job in range(jobs)]
    children = [_start(work, [items[n] for n in share]) for share in shares[1:]]
    found: list[list[R]] = [
        work([items[n] for n in shares[0]]),
        *(_collect(child) for child in children),
    ]
    by_item = {
        number: result
        for share, results in zip(shares, found, strict=True)
        for number, result in zip(share, results, strict=True)
    }
    return [by_item[number] for number in range(len(items))]


def _start(work: Callable[[Sequence[T]], list[R]], share: Sequence[T]) -> tuple[int, int]:
    """Starts a child; its process and the pipe on which it will answer."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python warns of threads that a fork leaves behind; the only one is the progress
        # display's, which a child never touches.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(_answer(work, share))
        status = 0
    finally:
        # Neither the parent's buffers nor its exit handlers are this process's business.
        os._exit(status)


def _answer(work: Callable[[Sequence[T]], list[R]], share: Sequence[T]) -> bytes:
    try:
        return pickle.dumps((work(share), None), protocol=pickle.HIGHEST_PROTOCOL)
    except BaseException:
        return pickle.dumps((None, traceback.format_exc()))


def _collect(child: tuple[int, int]) -> list[Any]:
    process, reading = child
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(process, 0)
    if not data:
        raise ChildError("a worker process ended without an answer")
    found, error = pickle.loads(data)
    if error is not None:
        raise ChildError(error)
    return list(found)
