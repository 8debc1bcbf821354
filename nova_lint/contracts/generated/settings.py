"""Settings of packages that generate classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_lint.semantics.values import Unknown, Value
from nova_lint.workspace.symbols import Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def setting(name: str, contracts: Contracts) -> Value | None:
    """What the project's modules assign to a setting: None where none does, Unknown where
    they disagree."""
    found: list[Value] = []
    for path in contracts.workspace.mentioning(name):
        module = contracts.workspace.modules.at(path)
        symbol = contracts.symbols.own_member(module, name)
        if isinstance(symbol, Variable):
            found.append(contracts.evaluator.variable(symbol))
    return found[0] if len(found) == 1 else Unknown() if found else None
