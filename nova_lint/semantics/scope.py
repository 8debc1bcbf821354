"""Where an expression stands, and what one assignment says of one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, Module

if TYPE_CHECKING:
    import libcst as cst

    from nova_lint.semantics.values import Value


class Scope(msgspec.Struct, frozen=True, eq=False):
    """Where an expression stands: its module or class, and the names bound around it.

    `line` is that of the statement in a class body that is being read: a name in it means what
    it was bound to before.
    """

    around: Module | ClassSymbol
    local: dict[str, Value] = msgspec.field(default_factory=dict)
    line: int | None = None

    @property
    def module(self) -> Module:
        return self.around.module if isinstance(self.around, ClassSymbol) else self.around

    def with_local(self, bound: dict[str, Value]) -> Scope:
        return Scope(self.around, {**self.local, **bound}, self.line)


class Declaration(msgspec.Struct, frozen=True, eq=False):
    """What one assignment says of one name."""

    name: str
    annotation: cst.BaseExpression | None
    value: cst.BaseExpression | None
    scope: Scope
    statement: Assignment
