"""The statements of a function, at any depth."""

from __future__ import annotations

from collections.abc import Iterator

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
    """Every statement of a block, those of the functions and classes in it included."""
    for statement in block.body:
        yield from _of_statement(statement)


def _of_statement(statement: Statement) -> Iterator[Statement]:
    match statement:
        case Decorator():
            yield from _of_statement(statement.func)
        case OverloadedFuncDef():
            for item in statement.items:
                yield from _of_statement(item)
        case _:
            yield statement
            for block in _blocks(statement):
                yield from statements_in(block)


def _blocks(statement: Statement) -> Iterator[Block]:
    found: list[Block | None] = []
    match statement:
        case FuncDef() | WithStmt():
            found = [statement.body]
        case ClassDef():
            found = [statement.defs]
        case ForStmt() | WhileStmt():
            found = [statement.body, statement.else_body]
        case IfStmt():
            found = [*statement.body, statement.else_body]
        case TryStmt():
            handlers = statement.handlers
            found = [statement.body, *handlers, statement.else_body, statement.finally_body]
        case MatchStmt():
            found = [*statement.bodies]
        case Block():
            found = [statement]
    yield from (block for block in found if block is not None)
