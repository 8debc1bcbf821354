"""What the project registers: views in URL configurations, middleware, signal receivers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from nova_lint.knowledge.code_layers import CONNECT, MIDDLEWARE, URL_PATTERNS
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Assignment, Mutation
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module, Symbol
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

# A function or class: its file, and its name with those of the classes around it.
Key = tuple[str, str]


class Registrations(NamedTuple):
    """Functions and classes that are registered, by what with."""

    views: frozenset[Key] = frozenset()
    middleware: frozenset[Key] = frozenset()
    receivers: frozenset[Key] = frozenset()


def key_of(symbol: ClassSymbol | FunctionSymbol) -> Key:
    return symbol.module.path, symbol.name


def registrations(contracts: Contracts) -> Registrations:
    """Everything that the project's files register."""
    workspace = contracts.workspace
    paths = {
        path
        for word in (URL_PATTERNS, MIDDLEWARE, CONNECT)
        for path in workspace.having(word)
        if not TEST_FILES.search(path)
    }
    each = [registered_in(path, contracts) for path in sorted(paths)]
    return Registrations(*(frozenset().union(*kind) for kind in zip(*each, strict=True)))


def registered_in(path: str, contracts: Contracts) -> Registrations:
    """What one file registers."""
    return contracts.workspace.questions.settle(
        questions.registered(path), lambda: _registered_in(path, contracts)
    )


def _registered_in(path: str, contracts: Contracts) -> Registrations:
    contracts.workspace.questions.ask(questions.file(path))
    module = contracts.workspace.modules.at(path)
    return Registrations(
        frozenset(map(key_of, _in_urls(module, contracts))),
        frozenset(map(key_of, _in_settings(module, contracts))),
        frozenset(map(key_of, _connected(module, contracts))),
    )


def _definitions(symbols: Iterator[Symbol | None]) -> Iterator[ClassSymbol | FunctionSymbol]:
    for symbol in symbols:
        if isinstance(symbol, ClassSymbol | FunctionSymbol) and symbol.module.first_party:
            yield symbol


# URL configurations ---------------------------------------------------------------------


def _in_urls(module: Module, contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    for statement in module.outline.statements:
        if isinstance(statement, Assignment | Mutation) and _is_of_urls(statement):
            named = _named(statement, module, contracts)
            yield from _definitions(contracts.symbols.lookup(module, name) for name in named)


def _is_of_urls(statement: Assignment | Mutation) -> bool:
    return statement.name.removesuffix("[]").endswith(URL_PATTERNS)


def _named(statement: Assignment | Mutation, module: Module, contracts: Contracts) -> set[str]:
    """The dotted names in a statement, `as_view` and what is behind it left out."""
    segment = contracts.workspace.segments.statement(module.path, statement)
    found: set[str] = set()
    for part in (p for each in (segment.body if segment else ()) for p in walk(each)):
        if isinstance(part, cst.Name | cst.Attribute):
            name = dotted(part)
            if name is not None:
                found.add(name.removesuffix(".as_view"))
    return found


# Settings -------------------------------------------------------------------------------


def _in_settings(module: Module, contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    """What the dotted names in `MIDDLEWARE = […]`, or `MIDDLEWARE.append(…)`, stand for."""
    for statement in module.outline.statements:
        if isinstance(statement, Assignment | Mutation) and _is_middleware(statement):
            texts = _texts(statement, module, contracts)
            yield from _definitions(contracts.symbols.absolute(each) for each in texts)


def _is_middleware(statement: Assignment | Mutation) -> bool:
    return statement.name.removesuffix("[]") == MIDDLEWARE


def _texts(statement: Assignment | Mutation, module: Module, contracts: Contracts) -> Iterator[str]:
    segment = contracts.workspace.segments.statement(module.path, statement)
    for part in (p for each in (segment.body if segment else ()) for p in walk(each)):
        if isinstance(part, cst.SimpleString) and isinstance(part.evaluated_value, str):
            yield part.evaluated_value


# Signals --------------------------------------------------------------------------------


_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_RECEIVER = re.compile(rf"\.{CONNECT}\(\s*(?:receiver\s*=\s*)?([^\W\d][\w.]*)\s*[,)]")


def _connected(module: Module, contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    """The functions in `post_save.connect(function, sender=Order)`."""
    if CONNECT in module.outline.names:
        text = _COMMENT.sub("", contracts.workspace.text(module.path))
        named = _RECEIVER.findall(text)
        yield from _definitions(contracts.symbols.lookup(module, name) for name in named)
