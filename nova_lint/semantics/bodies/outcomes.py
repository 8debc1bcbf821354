"""What a call of a function comes to, once its body has been read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_lint.knowledge.queries import DATABASE, Effect
from nova_lint.semantics import effects
from nova_lint.semantics.bodies.control.joining import joined_all
from nova_lint.semantics.bodies.frame import Frame, Outcome
from nova_lint.semantics.kinds import Model
from nova_lint.semantics.numeric import raises
from nova_lint.semantics.operations import (
    Arithmetic,
    Comparison,
    FailingCall,
    Operation,
    Reached,
)
from nova_lint.workspace.symbols import ClassSymbol

if TYPE_CHECKING:
    from nova_lint.semantics.bodies.reader import BodyReader

_MOST_REACHED = 8
"""How many effects of one function are remembered besides the first of each sort; a finding
shows the way to one."""


def finished(frame: Frame, reader: BodyReader) -> Outcome:
    """The outcome of a frame whose body has been read."""
    reached = tuple(_reached(frame, reader))
    touches = any(frame.names.get(name) != kind for name, kind in frame.given.items())
    failing, saves = _failing(frame), _saved(frame, reader)
    if frame.yields:
        items = joined_all(frame.yields)
        return Outcome(items, reached, is_generator=True, touches=touches, failing=failing)
    return Outcome(
        joined_all(frame.returns), reached, touches=touches, failing=failing, saves=saves
    )


def _failing(frame: Frame) -> Operation | None:
    """The first operation of a function that raises between a Decimal and a float."""
    for operation in frame.operations.values():
        match operation.action:
            case (
                Arithmetic(operator=operator, left=left, right=right)
                | Comparison(operator=operator, left=left, right=right)
            ) if raises(operator, left, right):
                return operation
            case FailingCall(cause=cause):
                return cause
    return None


# Rows written ---------------------------------------------------------------------------


def _saved(frame: Frame, reader: BodyReader) -> frozenset[str]:
    """The parameters whose rows a function has written, those left out that it gives another
    value."""
    saved = {name for name in frame.given if _is_saved(name, frame)}
    if not saved or frame.function is None:
        return frozenset()
    text = reader.workspace.statement_text(frame.module.path, frame.function.node)
    return frozenset(name for name in saved if not _is_bound_anew(name, text))


def _is_saved(name: str, frame: Frame) -> bool:
    now = frame.names.get(name)
    return isinstance(frame.given[name], Model) and isinstance(now, Model) and bool(now.written)


def _is_bound_anew(name: str, text: str) -> bool:
    target = rf"^\s*(?:[\w, ]+,\s*)?{re.escape(name)}\s*(?:,[\w, ]+)?=(?!=)"
    return re.search(target, text, re.MULTILINE) is not None


# Effects reached ------------------------------------------------------------------------


def _reached(frame: Frame, reader: BodyReader) -> list[Reached]:
    found = [
        each
        for part in (frame, *frame.afterwards)
        for operation in part.operations.values()
        for each in effects.reached(operation, reader.models, reader.symbols)
    ]
    # Whoever asks for the database alone looks at the first.
    found.sort(key=lambda r: (r.doing.effect not in DATABASE, not r.doing.sure, len(r.steps)))
    return [*found[:_MOST_REACHED], *_first_of_each_sort(found)]


def _first_of_each_sort(found: list[Reached]) -> list[Reached]:
    """The first way to each effect on each model behind those that are remembered anyway."""
    seen = {_sort(each) for each in found[:_MOST_REACHED]}
    first: dict[tuple[Effect, ClassSymbol | None], Reached] = {}
    for each in found[_MOST_REACHED:]:
        if _sort(each) not in seen:
            first.setdefault(_sort(each), each)
    return list(first.values())


def _sort(reached: Reached) -> tuple[Effect, ClassSymbol | None]:
    return reached.doing.effect, effects.model_of(reached.steps[-1])
