"""The functions of a file in whose text certain words stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

from nova_lint.workspace.outline_nodes import Class, Function, Statement
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module
from nova_lint.workspace.workspace import Workspace


def functions_mentioning(
    module: Module, patterns: tuple[str, ...], workspace: Workspace
) -> Iterator[FunctionSymbol]:
    """The functions and methods of a module in whose text each of some regular expressions
    matches, in their order. Whoever asks has noted that the file's text matters, and names
    the pattern that is rarest first: it saves looking for the others."""
    text = workspace.text(module.path)
    places: list[list[int]] = []
    for pattern in patterns:
        places.append(_places(pattern, text))
        if not places[-1]:
            return
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    lines = [sorted({bisect_right(starts, place) for place in each}) for each in places]
    for function in _functions(module, module.outline.statements, None, workspace):
        if all(_is_between(function.node.line, function.node.end_line, each) for each in lines):
            yield function


def _places(pattern: str, text: str) -> list[int]:
    return [match.start() for match in _compiled(pattern).finditer(text)]


def _is_between(first: int, last: int, lines: list[int]) -> bool:
    """Whether one of some lines is within a range."""
    index = bisect_right(lines, first - 1)
    return index < len(lines) and lines[index] <= last


def one_of(words: Iterable[str]) -> str:
    """The regular expression of any of several words."""
    return rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b"


_compiled = cache(re.compile)


def _functions(
    module: Module,
    statements: Iterable[Statement],
    owner: ClassSymbol | None,
    workspace: Workspace,
) -> Iterator[FunctionSymbol]:
    for statement in statements:
        if isinstance(statement, Function):
            yield FunctionSymbol(module, statement, owner)
        elif isinstance(statement, Class):
            cls = workspace.symbols.class_symbol(module, owner, statement)
            yield from _functions(module, cls.node.body, cls, workspace)
