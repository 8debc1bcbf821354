"""Who answers for the database's refusals: code that catches `IntegrityError` for others.

A decorator of an operation, or a handler of exceptions for the whole project, may turn the
error into an answer, so that no client sees a 500.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.usage.decorators import decorator_names
from nova_lint.contracts.usage.uses import Site
from nova_lint.knowledge import supply, views
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import FunctionSymbol, Module
from nova_lint.workspace.walk import last_name, walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_REFUSAL = "IntegrityError"
_CATCHES = re.compile(rf"\bexcept\b[^\n]*\b{_REFUSAL}\b")
_CALLED = re.compile(r"@([\w.]+)|\b([a-z_][\w.]*)\(")
_HANDLER = re.compile(r"exception_handler|process_exception")
_MOST = 30


def catches_errors(
    function: cst.FunctionDef, exceptions: Set[str], saving: Set[str] = frozenset()
) -> bool:
    """Whether a function saves something in a `try` that catches one of some exceptions, given
    by their last names, or everything. `saving` are further functions that save."""
    return any(
        isinstance(part, cst.Try)
        and any(catches(handler, exceptions) for handler in part.handlers)
        and any(saves(each, saving) for each in walk(part.body))
        for part in walk(function)
    )


def catches(handler: cst.ExceptHandler, exceptions: Set[str]) -> bool:
    """Whether a handler takes one of some exceptions, and does not raise the same again."""
    caught = handler.name.name if handler.name is not None else None
    for part in walk(handler.body):
        match part:
            case cst.Raise(exc=None):
                return False
            case cst.Raise(exc=cst.Name(value=raised)) if isinstance(caught, cst.Name):
                if raised == caught.value:
                    return False
    if handler.type is None:
        return True
    types = (
        [element.value for element in handler.type.elements]
        if isinstance(handler.type, cst.Tuple)
        else [handler.type]
    )
    return any(last_name(each) in exceptions for each in types)


def saves(node: cst.CSTNode, saving: Set[str]) -> bool:
    if not isinstance(node, cst.Call):
        return False
    name = last_name(node.func)
    return name in saving or bool(supply.SAVING_NAMES.search(name))


def answers_refusals(sites: Iterable[Site], contracts: Contracts) -> bool:
    """Whether somebody catches `IntegrityError` around the functions of some sites."""
    if contracts.workspace.questions.memo("refusals", lambda: _handles(contracts)):
        return True
    return any(
        _is_wrapped(site.module, site.function, contracts)
        for site in sites
        if site.function is not None
    )


def _handles(contracts: Contracts) -> bool:
    """Whether the project has a handler for every request: `@api.exception_handler(…)`,
    DRF's `EXCEPTION_HANDLER`, a middleware's `process_exception`."""
    workspace = contracts.workspace
    for path in workspace.mentioning(_REFUSAL):
        if views.TEST_FILES.search(path):
            continue
        for statement in workspace.modules.at(path).outline.statements:
            if isinstance(statement, Function) and _REFUSAL in statement.words:
                text = workspace.statement_text(path, statement)
                if _HANDLER.search(text.partition(":\n")[0]):
                    return True
    return False


def _is_wrapped(module: Module, function: Function, contracts: Contracts) -> bool:
    waiting = [(module, name) for name in decorator_names(module, function, contracts)]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST:
        scope, name = waiting.pop()
        symbol = contracts.symbols.lookup(scope, name)
        if not isinstance(symbol, FunctionSymbol) or id(symbol.node) in seen:
            continue
        seen.add(id(symbol.node))
        if not symbol.module.first_party:
            continue
        body = contracts.workspace.statement_text(symbol.module.path, symbol.node)
        if _CATCHES.search(body):
            return True
        waiting.extend((symbol.module, a or b) for a, b in _CALLED.findall(body))
    return False
