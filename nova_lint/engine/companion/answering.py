"""The process that works for another program.

`python -m nova_lint.engine.companion.answering` reads requests from its standard input and
writes the answers to its standard output, until the input ends; see `consulting`. It imports
next to nothing at first, so that reading a project can begin before the rules are loaded.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nova_lint import config
from nova_lint.config import Overrides
from nova_lint.engine.beginning import Begun, begin
from nova_lint.engine.companion.consulting import (
    Answer,
    Inferences,
    Request,
    encoded,
    jobs_beside,
)
from nova_lint.engine.companion.editors import Look, Mend
from nova_lint.engine.interpreter import free_garbage, without_collector
from nova_lint.engine.messages import receive, send
from nova_lint.errors import ConfigError
from nova_lint.workspace.libcst_loading import load_libcst
from nova_lint.workspace.syntax_warnings import ignore_syntax_warnings

if TYPE_CHECKING:
    from nova_lint.engine.companion.desk import Desk


_IDLE = 0.3
"""Seconds after which nobody is likely to ask at once."""


def main() -> None:
    """Answers until nobody asks any more."""
    # What a rule prints must not be taken for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    ignore_syntax_warnings()
    desk: Desk | None = None
    readings = kept = 0
    while (data := receive(sys.stdin.buffer)) is not None:
        request = msgspec.msgpack.decode(data, type=Request | Inferences | Look | Mend)
        if desk is None:
            desk, answer = _first(request)
        else:
            answer = desk.answered(request)
        try:
            send(answers, encoded(answer))
        except BrokenPipeError:
            # Who asked has ended.
            break
        desk.write_down()
        if isinstance(request, Request):
            desk.get_ready()
        readings += not isinstance(request, Inferences)
        if _is_idle():
            desk.tidy_up()
            # Most programs ask about a project once, and end.
            if readings > 1:
                kept = free_garbage(kept)
    if desk is not None:
        desk.write_down()
        desk.tidy_up()
    # Nothing is left to do, and taking everything apart that is in memory takes its time; a
    # stream that holds what could not be sent would be tried once more.
    os._exit(0)


def _is_idle() -> bool:
    """Whether nobody asks for a while. Windows cannot tell."""
    return sys.platform != "win32" and not select.select([sys.stdin], [], [], _IDLE)[0]


def _first(request: Request | Inferences | Look | Mend) -> tuple[Desk, Answer]:
    """Who answers from now on, and the first answer."""
    with without_collector(), _begun(request) as begun:
        load_libcst()
        from nova_lint.engine.companion.desk import Desk

        desk = Desk()
        return desk, desk.answered(request, begun)


@contextmanager
def _begun(request: Request | Inferences | Look | Mend) -> Iterator[Begun | None]:
    """What other processes can do meanwhile; nothing where a file is not what is on disk."""
    if not isinstance(request, Request) or request.question.shadows:
        yield None
        return
    try:
        layout = config.layout(Path(request.question.near), Overrides())
    except ConfigError:
        # Told with the answer, for which the settings are read as a whole.
        yield None
        return
    jobs = jobs_beside(layout.jobs)
    with begin(msgspec.structs.replace(layout, jobs=jobs), ()) as begun:
        yield begun


if __name__ == "__main__":
    main()
