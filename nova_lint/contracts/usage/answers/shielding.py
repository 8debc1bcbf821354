"""Who keeps the errors of code that saves from its callers: a decorator around it that calls it in
a `try`, or a context manager that swallows what is raised in its `with`."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.usage.answers.refusals import catches, saves
from nova_lint.contracts.usage.decorators import decorators
from nova_lint.knowledge.exceptions import LEAVING, SUPPRESSORS
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module
from nova_lint.workspace.walk import last_name, walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def is_shielded(
    module: Module,
    function: Function,
    exceptions: Set[str],
    saving: Set[str],
    contracts: Contracts,
) -> bool:
    """Whether a function saves something under a decorator, or in a `with`, that catches one of
    some exceptions."""
    node = contracts.evaluator.function_at(module, function)
    if node is None:
        return False
    if any(saves(part, saving) for part in walk(node.body)) and any(
        _calls_in_try(decorator, exceptions, contracts)
        for decorator in decorators(module, function, contracts)
    ):
        return True
    return any(
        isinstance(part, cst.With)
        and any(_swallows(item.item, module, exceptions, contracts) for item in part.items)
        and any(saves(each, saving) for each in walk(part.body))
        for part in walk(node)
    )


def _calls_in_try(decorator: FunctionSymbol, exceptions: Set[str], contracts: Contracts) -> bool:
    """Whether a decorator calls what it decorates in a `try` that catches some exceptions, and
    does not call it again then."""
    node = contracts.evaluator.function(decorator)
    given = {
        parameter.name.value
        for part in (walk(node) if node is not None else ())
        if isinstance(part, cst.FunctionDef)
        for parameter in part.params.params
    }
    return node is not None and any(
        isinstance(part, cst.Try)
        and _calls(part.body, given)
        and any(
            catches(handler, exceptions) and not _calls(handler.body, given)
            for handler in part.handlers
        )
        for part in walk(node)
    )


def _calls(body: cst.CSTNode, names: Set[str]) -> bool:
    return any(
        isinstance(each, cst.Call) and isinstance(each.func, cst.Name) and each.func.value in names
        for each in walk(body)
    )


def _swallows(
    manager: cst.BaseExpression, module: Module, exceptions: Set[str], contracts: Contracts
) -> bool:
    """Whether a context manager keeps some exceptions from whoever stands around it."""
    arguments = manager.args if isinstance(manager, cst.Call) else ()
    called = manager.func if isinstance(manager, cst.Call) else manager
    if last_name(called) in SUPPRESSORS:
        return any(last_name(argument.value) in exceptions for argument in arguments)
    symbol = contracts.symbols.lookup(module, dotted(called) or "")
    if isinstance(symbol, ClassSymbol) and symbol.module.first_party:
        leaving = contracts.symbols.class_member(symbol, LEAVING)
        node = (
            contracts.evaluator.function(leaving) if isinstance(leaving, FunctionSymbol) else None
        )
        return node is not None and any(map(_may_be_true, walk(node)))
    if isinstance(symbol, FunctionSymbol) and symbol.module.first_party:
        node = contracts.evaluator.function(symbol)
        return node is not None and _yields_in_try(node, exceptions)
    return False


def _may_be_true(node: cst.CSTNode) -> bool:
    """A `return` of something else than None or False: `__exit__` so keeps the exception."""
    match node:
        case cst.Return(value=None | cst.Name(value="None" | "False")):
            return False
    return isinstance(node, cst.Return)


def _yields_in_try(generator: cst.FunctionDef, exceptions: Set[str]) -> bool:
    """Whether a context manager that is a generator catches what is raised at its `yield`."""
    return any(
        isinstance(part, cst.Try)
        and any(catches(handler, exceptions) for handler in part.handlers)
        and any(isinstance(each, cst.Yield) for each in walk(part.body))
        for part in walk(generator)
    )
