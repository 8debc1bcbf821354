"""What the project registers: views in URL configurations, middleware, signal receivers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

# A function or class, by its file and the line where its statement begins.
Key = tuple[str, int]


@dataclass(frozen=True)
class Registrations:
    """Functions and classes that are registered, by what with."""

    views: frozenset[Key]
    middleware: frozenset[Key]
    receivers: frozenset[Key]


def key_of(symbol: ClassSymbol | FunctionSymbol) -> Key:
    node = symbol.outline if isinstance(symbol, ClassSymbol) else symbol.node
    return symbol.module.path, node.line


def find_registrations(contracts: Contracts) -> Registrations:
    """Everything that the project's files register."""
    return Registrations(
        frozenset(map(key_of, _in_urls(contracts))),
        frozenset(map(key_of, _in_settings(contracts))),
        frozenset(map(key_of, _connected(contracts))),
    )


def _files(word: str, contracts: Contracts) -> Iterator[Module]:
    workspace = contracts.workspace
    for path in workspace.mentioning(word):
        if not TEST_FILES.search(path):
            workspace.questions.ask(questions.file(path))
            yield workspace.modules.at(path)


def _definitions(symbols: Iterator[Symbol | None]) -> Iterator[ClassSymbol | FunctionSymbol]:
    for symbol in symbols:
        if isinstance(symbol, ClassSymbol | FunctionSymbol) and symbol.module.first_party:
            yield symbol


# URL configurations ---------------------------------------------------------------------


def _in_urls(contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    for module in _files(URL_PATTERNS, contracts):
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


def _in_settings(contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    """What the dotted names in `MIDDLEWARE = […]`, or `MIDDLEWARE.append(…)`, stand for."""
    for module in _files(MIDDLEWARE, contracts):
        for statement in module.outline.statements:
            if not isinstance(statement, Assignment | Mutation) or not _is_middleware(statement):
                continue
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


def _connected(contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    """The functions in `post_save.connect(function, sender=Order)`."""
    for module in _files(CONNECT, contracts):
        text = contracts.workspace.text(module.path)
        if f".{CONNECT}(" not in text:
            continue
        try:
            tree = cst.parse_module(text)
        except cst.ParserSyntaxError:
            # Said once, among the problems of the run.
            continue
        yield from _definitions(contracts.symbols.lookup(module, name) for name in _receivers(tree))


def _receivers(tree: cst.Module) -> Iterator[str]:
    for part in walk(tree):
        match part:
            case cst.Call(func=cst.Attribute(attr=cst.Name(value=name)), args=[first, *_]):
                path = dotted(first.value) if name == CONNECT else None
                if path is not None:
                    yield path
