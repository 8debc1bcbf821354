"""The functions and assignments of a file in whose text certain words stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

from nova_lint.workspace.outline_nodes import Assignment, Class, Function, Statement
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module, Variable
from nova_lint.workspace.workspace import Workspace

Code: TypeAlias = FunctionSymbol | Variable
"""What is read for its operations: a function, or one assignment outside of all functions."""


def line_of(code: Code) -> int:
    """The line on which the definition of a function begins, or an assignment."""
    return code.node.name_line if isinstance(code, FunctionSymbol) else code.statements[0].line


def functions_mentioning(
    module: Module, patterns: tuple[str, ...], workspace: Workspace
) -> Iterator[FunctionSymbol]:
    """The functions and methods of a module in whose text each of some regular expressions
    matches, in their order. Whoever asks has noted that the file's text matters, and names
    the pattern that is rarest first: it saves looking for the others."""
    for code in _mentioning(module, patterns, workspace):
        if isinstance(code, FunctionSymbol):
            yield code


def assignments_mentioning(
    module: Module, patterns: tuple[str, ...], workspace: Workspace
) -> Iterator[Variable]:
    """The same for the assignments of the module and of its classes."""
    for code in _mentioning(module, patterns, workspace):
        if isinstance(code, Variable):
            yield code


def _mentioning(module: Module, patterns: tuple[str, ...], workspace: Workspace) -> Iterator[Code]:
    if not patterns:
        yield from _code(module, module.outline.statements, None, workspace)
        return
    text = workspace.text(module.path)
    first, *others = map(_compiled, patterns)
    places = [match.start() for match in first.finditer(text)]
    if not places:
        return
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    for code in _code(module, module.outline.statements, None, workspace):
        node = code.node if isinstance(code, FunctionSymbol) else code.statements[0]
        start, end = starts[node.line - 1], starts[min(node.end_line, len(starts) - 1)]
        if _is_between(start, end, places) and all(
            other.search(text, start, end) for other in others
        ):
            yield code


def _is_between(start: int, end: int, places: list[int]) -> bool:
    """Whether one of some places is within a range."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def one_of(words: Iterable[str]) -> str:
    """The regular expression of any of several words."""
    return rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b"


_compiled = cache(re.compile)


def _code(
    module: Module,
    statements: Iterable[Statement],
    owner: ClassSymbol | None,
    workspace: Workspace,
) -> Iterator[Code]:
    for statement in statements:
        if isinstance(statement, Function):
            yield FunctionSymbol(module, statement, owner)
        elif isinstance(statement, Assignment):
            yield Variable(module, owner, statement.name, (statement,))
        elif isinstance(statement, Class):
            cls = workspace.symbols.class_symbol(module, owner, statement)
            yield from _code(module, cls.node.body, cls, workspace)
