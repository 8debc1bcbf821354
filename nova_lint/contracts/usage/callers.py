"""Which functions of a project call some others by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nova_lint.knowledge import views
from nova_lint.semantics.mentions import statements_with_owners
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_MOST = 30


def callers(
    functions: Iterable[tuple[Module, Function]], contracts: Contracts
) -> Iterator[tuple[Module, Function]]:
    """The functions that call some others, and those that call these; methods, which are called
    on objects, are not looked for."""
    waiting, seen = list(functions), set[int]()
    while waiting and len(seen) < _MOST:
        module, function = waiting.pop(0)
        if id(function) not in seen:
            seen.add(id(function))
            for found in _calling(module, function, contracts):
                yield found
                waiting.append(found)


def _calling(
    module: Module, function: Function, contracts: Contracts
) -> Iterator[tuple[Module, Function]]:
    name = function.name
    call = re.compile(rf"(?<!def )(?<![.\w]){re.escape(name)}\(")
    for path in contracts.workspace.mentioning(name):
        other = contracts.workspace.modules.at(path)
        if views.TEST_FILES.search(path) or not _means(name, other, function, contracts):
            continue
        for statement, _ in statements_with_owners(other, contracts.symbols):
            if isinstance(statement, Function):
                if call.search(contracts.workspace.statement_text(path, statement)):
                    yield other, statement


def _means(name: str, module: Module, function: Function, contracts: Contracts) -> bool:
    symbol = contracts.symbols.lookup(module, name)
    return isinstance(symbol, FunctionSymbol) and symbol.node is function
