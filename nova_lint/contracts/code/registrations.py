"""What the project registers: views in URL configurations, middleware, signal receivers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import libcst as cst

from nova_lint.knowledge.code_layers import CONNECT, MIDDLEWARE, SAVING_SIGNALS, URL_PATTERNS
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Assignment, Mutation
from nova_lint.workspace.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    Module,
    Symbol,
    Variable,
)
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
    of_saving: frozenset[Key] = frozenset()
    """Receivers of signals that Django sends where rows are saved or deleted."""


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
    connected = list(_connected(module, contracts))
    return Registrations(
        frozenset(map(key_of, _in_urls(module, contracts))),
        frozenset(map(key_of, _in_settings(module, contracts))),
        frozenset(map(key_of, _definitions(function for function, _ in connected))),
        frozenset(
            map(key_of, _definitions(f for f, signal in connected if signal in SAVING_SIGNALS))
        ),
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
_RECEIVER = re.compile(
    rf"([^\W\d][\w.]*)\.{CONNECT}\(\s*(?:receiver\s*=\s*)?([^\W\d][\w.]*)\s*[,)]"
)


def _connected(module: Module, contracts: Contracts) -> Iterator[tuple[Symbol | None, str]]:
    """What the names stand for in `post_save.connect(function, sender=Order)`, the function and
    the name of the signal."""
    if CONNECT in module.outline.names:
        text = _COMMENT.sub("", contracts.workspace.text(module.path))
        for signal, function in _RECEIVER.findall(text):
            name = _name_of(contracts.symbols.lookup(module, signal))
            yield contracts.symbols.lookup(module, function), name


def _name_of(symbol: Symbol | None) -> str:
    """The dotted name of a signal, whether its module is read or not."""
    if isinstance(symbol, Variable) and symbol.owner is None:
        return f"{symbol.module.name}.{symbol.name}"
    return symbol.name if isinstance(symbol, External) else ""


def receives_saving(function: FunctionSymbol, contracts: Contracts) -> bool:
    """Whether a decorator connects a function to a signal of saving or deleting rows:
    `@receiver([post_save, post_delete])`."""
    definition = contracts.evaluator.function(function)
    calls = (each.decorator for each in (definition.decorators if definition is not None else ()))
    return any(
        _is_of_saving(argument.value, function, contracts)
        for call in calls
        if isinstance(call, cst.Call)
        for argument in call.args
    )


def _is_of_saving(node: cst.BaseExpression, function: FunctionSymbol, contracts: Contracts) -> bool:
    if isinstance(node, cst.List | cst.Tuple | cst.Set):
        return any(_is_of_saving(each.value, function, contracts) for each in node.elements)
    name = dotted(node)
    around = function.owner or function.module
    symbol = contracts.symbols.lookup(around, name) if name is not None else None
    return _name_of(symbol) in SAVING_SIGNALS
