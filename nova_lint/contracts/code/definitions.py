"""The classes and functions that a project file defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nova_lint.workspace.outline_nodes import Class, Function, Statement
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def definitions(module: Module, contracts: Contracts) -> Iterator[ClassSymbol | FunctionSymbol]:
    """The classes and functions of a module in their order, methods and nested classes
    included."""
    return _definitions(module, module.outline.statements, None, contracts)


def _definitions(
    module: Module,
    statements: Iterable[Statement],
    owner: ClassSymbol | None,
    contracts: Contracts,
) -> Iterator[ClassSymbol | FunctionSymbol]:
    for statement in statements:
        if isinstance(statement, Function):
            yield FunctionSymbol(module, statement, owner)
        elif isinstance(statement, Class):
            cls = contracts.symbols.class_symbol(module, owner, statement)
            yield cls
            yield from _definitions(module, cls.node.body, cls, contracts)
