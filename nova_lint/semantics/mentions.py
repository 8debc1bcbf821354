"""The functions and assignments of a file in whose text certain words stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from functools import cache
from itertools import chain
from typing import TypeAlias

import msgspec

from nova_lint.workspace.outline import CLASS_NAME
from nova_lint.workspace.outline_nodes import Assignment, Class, Function
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module, Symbols, Variable
from nova_lint.workspace.workspace import Workspace

Code: TypeAlias = FunctionSymbol | Variable
"""What is read for its operations: a function, or one assignment outside of all functions."""


class Naming(msgspec.Struct, frozen=True):
    """A regular expression: one of some words between two others. In each file it is made of
    the words that the file has, because one of all the names of a project takes its time. It
    takes least where `before` takes no character: `\\b`, or a look behind."""

    before: str
    words: frozenset[str]
    after: str


Pattern: TypeAlias = str | Naming
Mention: TypeAlias = Pattern | tuple[Pattern, ...] | frozenset[str]
"""A regular expression, or several of which any may match; or words of which one stands
anywhere in the file."""
Mentions: TypeAlias = tuple[Mention, ...]
"""What a text must have, all of it."""


def line_of(code: Code) -> int:
    """The line on which the definition of a function begins, or an assignment."""
    return code.node.name_line if isinstance(code, FunctionSymbol) else code.statements[0].line


def functions_mentioning(
    module: Module, mentions: Mentions, workspace: Workspace
) -> Iterator[FunctionSymbol]:
    """The functions and methods of a module that mention all of something, in their order.
    Whoever asks has noted that the file's text matters, and names what is rarest first: it
    saves looking for the rest."""
    for statement, owner in _mentioning(module, mentions, workspace):
        if isinstance(statement, Function):
            yield FunctionSymbol(module, statement, owner)


def assignments_mentioning(
    module: Module, mentions: Mentions, workspace: Workspace
) -> Iterator[Variable]:
    """The same for the assignments of the module and of its classes."""
    for statement, owner in _mentioning(module, mentions, workspace):
        if isinstance(statement, Assignment):
            yield Variable(module, owner, statement.name, (statement,))


def functions_naming(
    module: Module, words: Set[str], workspace: Workspace
) -> Iterator[FunctionSymbol]:
    """The functions and methods of a module in whose text one of some words stands."""
    # Outlines know the words that could name a class; only the others are looked for.
    classes = {word for word in words if CLASS_NAME.fullmatch(word)}
    others = words - classes
    mentioning = _mentioning(module, (word_of(others),), workspace) if others else ()
    lines = {statement.line for statement, _ in mentioning}
    for statement, owner in statements_with_owners(module, workspace.symbols):
        if isinstance(statement, Function) and (
            statement.line in lines or not classes.isdisjoint(statement.words)
        ):
            yield FunctionSymbol(module, statement, owner)


def _mentioning(
    module: Module, mentions: Mentions, workspace: Workspace
) -> Iterator[tuple[Function | Assignment, ClassSymbol | None]]:
    words = workspace.words(module.path) if mentions else frozenset()
    wanted: list[_Present] = []
    for mention in mentions:
        if isinstance(mention, frozenset):
            if words.isdisjoint(mention):
                return
            continue
        present = _present(mention, words)
        if not present:
            return
        wanted.append(present)
    if not wanted:
        yield from statements_with_owners(module, workspace.symbols)
        return
    text = workspace.text(module.path)
    places = sorted(chain.from_iterable(_places(pattern, text) for pattern in wanted[0]))
    if not places:
        return
    others = [_compiled("|".join(map(_expression, present))) for present in wanted[1:]]
    starts = workspace.line_starts(module.path)
    for statement, owner in statements_with_owners(module, workspace.symbols):
        start, end = starts[statement.line - 1], starts[min(statement.end_line, len(starts) - 1)]
        if _is_between(start, end, places) and all(
            other.search(text, start, end) for other in others
        ):
            yield statement, owner


_Present: TypeAlias = list[Pattern]
"""What may match of a mention in a file: its namings have only words that the file has."""


def _present(mention: Pattern | tuple[Pattern, ...], words: Set[str]) -> _Present:
    found: list[Pattern] = []
    for pattern in mention if isinstance(mention, tuple) else (mention,):
        if isinstance(pattern, str):
            found.append(pattern)
        elif present := pattern.words & words:
            found.append(Naming(pattern.before, present, pattern.after))
    return found


def _expression(pattern: Pattern) -> str:
    if isinstance(pattern, str):
        return pattern
    return f"{pattern.before}{_any_of(pattern.words)}{pattern.after}"


def _places(pattern: Pattern, text: str) -> Iterator[int]:
    """Where a pattern matches, or a little behind."""
    if isinstance(pattern, Naming) and pattern.before.startswith(_TAKES_NOTHING):
        if min(map(len, pattern.words)) >= _LONG:
            # Looking for a text is many times faster than a regular expression.
            for word in pattern.words:
                expression = f"{pattern.before}{re.escape(word)}{pattern.after}"
                yield from _places_of(word, _compiled(expression), text)
            return
    yield from (match.start() for match in _compiled(_expression(pattern)).finditer(text))


_TAKES_NOTHING = (r"\b", "(?<", "(?:(?<")
_LONG = 4
"""Shorter words stand inside of too many others."""


def _places_of(word: str, expression: re.Pattern[str], text: str) -> Iterator[int]:
    """Where a word stands such that an expression matches there."""
    place = text.find(word)
    while place >= 0:
        if expression.match(text, place):
            yield place
        place = text.find(word, place + 1)


def _is_between(start: int, end: int, places: list[int]) -> bool:
    """Whether one of some places is within a range."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def word_of(words: Iterable[str]) -> Naming:
    """One of several words, by itself."""
    return Naming(r"\b", frozenset(words), r"\b")


def one_of(words: Iterable[str]) -> str:
    """The regular expression of any of several words."""
    return rf"\b{_any_of(words)}\b"


def _any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words)))})"


_compiled = cache(re.compile)


def statements_with_owners(
    module: Module, symbols: Symbols
) -> Iterator[tuple[Function | Assignment, ClassSymbol | None]]:
    """The functions and assignments of a module and of its classes, each with its class."""
    for statement in module.outline.statements:
        if isinstance(statement, Class):
            yield from _members(symbols.class_symbol(module, None, statement), symbols)
        elif isinstance(statement, Function | Assignment):
            yield statement, None


def _members(
    cls: ClassSymbol, symbols: Symbols
) -> Iterator[tuple[Function | Assignment, ClassSymbol | None]]:
    for statement in cls.node.body:
        if isinstance(statement, Class):
            yield from _members(symbols.class_symbol(cls.module, cls, statement), symbols)
        elif isinstance(statement, Function | Assignment):
            yield statement, cls
