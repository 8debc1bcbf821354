"""Calls by which a file has something generated: in its functions, and when it is imported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Span
from nova_lint.contracts.generated.proxies.statements import Code, Site
from nova_lint.semantics.mentions import functions_mentioning
from nova_lint.semantics.scope import Scope
from nova_lint.workspace import questions
from nova_lint.workspace.symbols import FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def calls_beside(word: str, module: Module, contracts: Contracts) -> Iterator[Site]:
    """The calls in functions of a module that call something of that name, and in such
    statements of the module itself."""
    if module.path not in contracts.workspace.having(word):
        return
    contracts.workspace.questions.ask(questions.file(module.path))
    for function in functions_mentioning(module, (rf"\b{word}\(",), contracts.workspace):
        yield from calls_in(function, contracts)
    for statement, span in _statements(word, module, contracts):
        yield from Code(module.name, Scope(module), span, contracts).anywhere(statement)


def calls_in(function: FunctionSymbol, contracts: Contracts) -> Iterator[Site]:
    """The calls in a function."""
    definition = contracts.evaluator.function(function)
    if definition is not None:
        module = function.module
        span = Span(module.path, function.node.line, function.node.end_line)
        code = Code(function.name, Scope(module), span, contracts)
        yield from code.of_function(definition)


def _statements(
    word: str, module: Module, contracts: Contracts
) -> Iterator[tuple[cst.CSTNode, Span]]:
    """The statements of a module that are nothing but an expression: outlines have few of
    them, since they bind no name."""
    text = contracts.workspace.text(module.path)
    if re.search(rf"^(?:[\w.]+\.)?{word}\(", text, re.MULTILINE) is None:
        return
    whole = contracts.workspace.segments.lines(module.path, 1, text.count("\n") + 1)
    for statement in whole.body if whole is not None else ():
        match statement:
            case cst.SimpleStatementLine(body=[cst.Expr(value=value)]) if whole is not None:
                place = whole.place(value)
                yield value, Span(module.path, place.line, place.end_line)
