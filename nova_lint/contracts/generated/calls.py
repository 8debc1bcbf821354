"""Calls by which a file has something generated: in its functions, and when it is imported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Span
from nova_lint.semantics.functions import imported
from nova_lint.semantics.mentions import functions_mentioning
from nova_lint.semantics.scope import Scope
from nova_lint.workspace import questions
from nova_lint.workspace.symbols import Module
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


@dataclass(frozen=True)
class Site:
    """A call, the scope that it stands in, and the lines of the function or statement."""

    node: cst.Call
    scope: Scope
    span: Span

    @property
    def name(self) -> str:
        """The last name of what is called; empty where that is no name."""
        match self.node.func:
            case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
                return name
        return ""


def calls_beside(word: str, module: Module, contracts: Contracts) -> Iterator[Site]:
    """The calls in functions of a module that call something of that name, and in such
    statements of the module itself."""
    if module.path not in contracts.workspace.having(word):
        return
    contracts.workspace.questions.ask(questions.file(module.path))
    for function in functions_mentioning(module, (rf"\b{word}\(",), contracts.workspace):
        definition = contracts.evaluator.function(function)
        if definition is not None:
            span = Span(module.path, function.node.line, function.node.end_line)
            yield from _calls_in(definition, span, module, contracts)
    for statement, span in _statements(word, module, contracts):
        yield from _calls_in(statement, span, module, contracts)


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


def _calls_in(
    node: cst.CSTNode, span: Span, module: Module, contracts: Contracts
) -> Iterator[Site]:
    """The calls in some code, each with the names that are imported before it."""
    scope = Scope(module)
    for part in walk(node):
        match part:
            case cst.ImportFrom():
                names = imported(part, module, contracts.evaluator)
                scope = scope.with_local(dict(names))
            case cst.Call():
                yield Site(part, scope, span)
