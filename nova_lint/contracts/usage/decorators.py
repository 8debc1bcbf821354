"""The decorators of a function, by the lines above its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_DECORATOR = re.compile(r"^\s*@([\w.]+)", re.MULTILINE)


def decorators(
    module: Module, function: Function, contracts: Contracts
) -> Iterator[FunctionSymbol]:
    """The decorators of a function that are functions of the project."""
    for name in decorator_names(module, function, contracts):
        symbol = contracts.symbols.lookup(module, name)
        if isinstance(symbol, FunctionSymbol) and symbol.module.first_party:
            yield symbol


def decorator_names(module: Module, function: Function, contracts: Contracts) -> list[str]:
    text = contracts.workspace.statement_text(module.path, function)
    head = "\n".join(text.split("\n")[: function.name_line - function.line])
    return _DECORATOR.findall(head)
