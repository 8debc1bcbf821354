"""The statements of a function, at any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mypy.nodes import (
    Block,
    ClassDef,
    Decorator,
    ForStmt,
    FuncDef,
    IfStmt,
    MatchStmt,
    OverloadedFuncDef,
    Statement,
    TryStmt,
    WhileStmt,
    WithStmt,
)


def statements_in(block: Block) -> Iterator[Statement]:
    """Every statement of a block, those of the functions and classes in it included, in no
    order. What is decorated or overloaded comes as the functions that it consists of."""
    waiting: list[Statement] = [*block.body]
    while waiting:
        statement = waiting.pop()
        inside = _INSIDE.get(type(statement))
        if inside is None:
            # Most statements by far.
            yield statement
            continue
        if type(statement) not in _WRAPPERS:
            yield statement
        waiting.extend(inside(statement))


def _of(*blocks: Block | None) -> Sequence[Statement]:
    return [statement for block in blocks if block is not None for statement in block.body]


_INSIDE: dict[type, Callable[[Any], Sequence[Statement]]] = {
    Decorator: lambda it: [it.func],
    OverloadedFuncDef: lambda it: it.items,
    FuncDef: lambda it: it.body.body,
    WithStmt: lambda it: it.body.body,
    ClassDef: lambda it: it.defs.body,
    ForStmt: lambda it: _of(it.body, it.else_body),
    WhileStmt: lambda it: _of(it.body, it.else_body),
    IfStmt: lambda it: _of(*it.body, it.else_body),
    TryStmt: lambda it: _of(it.body, *it.handlers, it.else_body, it.finally_body),
    MatchStmt: lambda it: _of(*it.bodies),
    Block: lambda it: it.body,
}
"""The statements right inside a statement."""

_WRAPPERS = frozenset({Decorator, OverloadedFuncDef})
