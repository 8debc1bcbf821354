"""The edits that make a float a Decimal."""

from __future__ import annotations

import libcst as cst

from nova_lint.engine.fixes.fix import Fix, FromImport, Safety
from nova_lint.engine.fixes.offering import replace
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import Expression
from nova_lint.semantics.operations import Operation, Site

_DECIMAL = FromImport("decimal", "Decimal")


def as_decimal(operation: Operation) -> Fix | None:
    """`price * 1.1` → `price * Decimal("1.1")`."""
    return _literal_in(operation.site, Safety.SAFE)


def in_expression(expression: Expression) -> Fix | None:
    """`F("price") * 1.1` → `F("price") * Decimal("1.1")`."""
    return _literal_in(expression.site, Safety.SAFE) if expression.site is not None else None


def _literal_in(site: Site, safety: Safety) -> Fix | None:
    """Writes the only float of an expression as a Decimal."""
    if not isinstance(site, Node):
        return None
    match site.node:
        case cst.BinaryOperation(left=left, right=right):
            parts: list[cst.BaseExpression] = [left, right]
        case cst.AugAssign(value=value):
            parts = [value]
        case cst.Call(args=arguments):
            parts = [argument.value for argument in arguments]
        case _:
            return None
    floats = [part for part in parts if isinstance(part, cst.Float)]
    if len(floats) != 1:
        return None
    return _written(site, floats[0], safety)


def of_text(operation: Operation) -> Fix | None:
    """`Decimal(0.1)` → `Decimal("0.1")`."""
    site = operation.site
    if not isinstance(site, Node):
        return None
    match site.node:
        case cst.Call(args=[cst.Arg(value=cst.Float(value=digits) as literal)]):
            text = cst.SimpleString(f'"{digits}"')
            title = f'Write `Decimal("{digits}")`'
            return replace(site.segment, {literal: text}, title=title, safety=Safety.SAFE)
    return None


def _decimal(digits: str) -> cst.Call:
    return cst.Call(cst.Name("Decimal"), [cst.Arg(cst.SimpleString(f'"{digits}"'))])


def _written(site: Node, literal: cst.Float, safety: Safety) -> Fix | None:
    digits = literal.value
    return replace(
        site.segment,
        {literal: _decimal(digits)},
        title=f'Write `Decimal("{digits}")`',
        safety=safety,
        imports=(_DECIMAL,),
    )
