"""Processes that take the steps of a run together.

A member of the team is a fork of the first process and goes on with the same program. Of
the items of a step each does its own share; then all tell each other what they found. So
everyone knows after each step what all know, and whatever else one has learned on the way
(statements that are parsed, results that are remembered) serves it in the next step. Where
there is no fork, or too little to do, one process does all.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self, TypeVar

from nova_lint.engine.messages import receive, send

T = TypeVar("T")
R = TypeVar("R")

_FEWEST = 40
"""Items for which a fork earns what it costs."""


class ChildError(Exception):
    """What went wrong in another process; the message is its traceback."""


class Team:
    """The processes of a run; entered by one, which alone leaves the `with` statement."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs if sys.platform == "linux" else 1
        self._number = 0
        # The first process is linked to every other one, the others to the first.
        self._links: list[_Link] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._number:
            # Neither the first one's buffers nor its exit handlers are this one's business.
            os._exit(1)
        for link in self._links:
            link.close()
            assert link.child is not None
            os.waitpid(link.child, 0)

    def share(
        self, work: Callable[[Sequence[T]], list[R]], items: Sequence[T], weights: Sequence[int]
    ) -> list[R]:
        """The results of `work` for all items, in their order, in every process.

        `work` gives the results for the items that it is given: neighbours, because they
        have the most in common, and as many that their weights are about the same for each
        process. Raises ChildError.
        """
        if not self._links and self.jobs > 1 and len(items) >= _FEWEST:
            self._fork()
        if not self._links:
            return work(items)
        owners = _owners(weights, self.jobs)
        mine = [item for item, owner in zip(items, owners, strict=True) if owner == self._number]
        return list(chain.from_iterable(self._exchange(_attempt(work, mine))))

    def tell(self, known: T) -> list[T]:
        """What each process knows, in every process."""
        return [each for [each] in self._exchange(([known], ""))] if self._links else [known]

    def disband(self) -> None:
        """Ends all processes but the first: what is left to do is for one alone."""
        if self._number:
            os._exit(0)

    def _fork(self) -> None:
        for number in range(1, self.jobs):
            link = _fork()
            if link.child is None:
                for other in self._links:
                    other.close()
                self._number, self._links = number, [link]
                return
            self._links.append(link)

    def _exchange(self, own: _Attempt) -> list[list[Any]]:
        """What came out of everyone's attempt, by number."""
        written = pickle.dumps(own, protocol=pickle.HIGHEST_PROTOCOL)
        if self._number:
            self._links[0].send(written)
            others = [self._links[0].receive() for _ in range(1, self.jobs)]
        else:
            others = [link.receive() for link in self._links]
            for number, link in enumerate(self._links):
                for message in (written, *others[:number], *others[number + 1 :]):
                    link.send(message)
        attempts: list[_Attempt] = [pickle.loads(message) for message in others]
        attempts.insert(self._number, own)
        for _, error in attempts:
            if error:
                raise ChildError(error)
        return [found for found, _ in attempts]


def _owners(weights: Sequence[int], jobs: int) -> Iterator[int]:
    """The number of the process for each item."""
    whole, before = max(1, sum(weights)), 0
    for weight in weights:
        yield min(int((before + weight / 2) * jobs / whole), jobs - 1)
        before += weight


_Attempt = tuple[list[Any], str]
"""Results, and the traceback of what kept them from being complete."""


def _attempt(work: Callable[[Sequence[T]], list[R]], items: Sequence[T]) -> _Attempt:
    try:
        return work(items), ""
    except Exception:
        return [], traceback.format_exc()


class _Link(NamedTuple):
    """Two pipes to another process. `child` is its number where it is a child of this one."""

    child: int | None
    incoming: BinaryIO
    outgoing: BinaryIO

    def send(self, message: bytes) -> None:
        send(self.outgoing, message)

    def receive(self) -> bytes:
        message = receive(self.incoming)
        if not message:
            raise ChildError("a process of the run ended without an answer")
        return message

    def close(self) -> None:
        """Closes this process's ends, upon which the other one waits for nothing more."""
        self.incoming.close()
        with suppress(BrokenPipeError):
            self.outgoing.close()


def _fork() -> _Link:
    """A child that goes on from here like its parent; each gets the link to the other."""
    from_child, to_parent = os.pipe()
    from_parent, to_child = os.pipe()
    with warnings.catch_warnings():
        # Python warns of threads that a fork leaves behind; the only one is the progress
        # display's, which a child never touches.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        os.close(to_parent)
        os.close(from_parent)
        return _Link(child, os.fdopen(from_child, "rb"), os.fdopen(to_child, "wb"))
    os.close(from_child)
    os.close(to_child)
    return _Link(None, os.fdopen(from_parent, "rb"), os.fdopen(to_parent, "wb"))
