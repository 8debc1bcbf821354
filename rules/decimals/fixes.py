"""The edits that make a float a Decimal."""

from __future__ import annotations

from collections.abc import Sequence
from types import UnionType

import libcst as cst

from nova_lint.engine.fixes.fix import Fix, FromImport, Safety
from nova_lint.engine.fixes.offering import replace
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import Expression
from nova_lint.semantics.operations import Operation, Site
from nova_lint.workspace.segments import Segment
from nova_lint.workspace.walk import walk

from .judging import written

_DECIMAL = FromImport("decimal", "Decimal")


def as_decimal(operation: Operation) -> Fix | None:
    """`price * 1.1` → `price * Decimal("1.1")`."""
    return _literal_in(operation.site, Safety.SAFE)


def in_expression(expression: Expression) -> Fix | None:
    """`F("price") * 1.1` → `F("price") * Decimal("1.1")`, and `Coalesce(Sum("price"), 0)` →
    `Coalesce(Sum("price"), Decimal(0))`."""
    return _literal_in(expression.site, Safety.SAFE) if expression.site is not None else None


def _literal_in(site: Site | None, safety: Safety) -> Fix | None:
    """Writes the only number of an expression as a Decimal: an operator takes an int as well."""
    if not isinstance(site, Node):
        return None
    match site.node:
        case cst.BinaryOperation(left=left, right=right):
            found = _only(cst.Float, [left, right])
        case cst.AugAssign(value=value):
            found = _only(cst.Float, [value])
        case cst.Call(args=arguments):
            found = _only(cst.Float | cst.Integer, [argument.value for argument in arguments])
        case _:
            return None
    return _written(site, found, safety) if found is not None else None


def _only(
    kinds: type[cst.Float] | UnionType, parts: Sequence[cst.BaseExpression]
) -> cst.BaseNumber | None:
    found = [part for part in parts if isinstance(part, kinds)]
    return found[0] if len(found) == 1 and isinstance(found[0], cst.BaseNumber) else None


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


def _written(site: Node, literal: cst.BaseNumber, safety: Safety) -> Fix | None:
    new = cst.parse_expression(written(_digits(literal)))
    return replace(
        site.segment,
        {literal: new},
        title=f"Write `{written(_digits(literal))}`",
        safety=safety,
        imports=(_DECIMAL,),
    )


def _digits(literal: cst.BaseNumber) -> str:
    """The number as it is written: `1.10` stays that."""
    return str(getattr(literal, "value", ""))


# Declarations ------------------------------------------------------------------------------


def in_declaration(floats: Sequence[float], segment: Segment | None, safety: Safety) -> Fix | None:
    """`default=0.1` → `default=Decimal("0.1")`, and the same for bounds. None where it is not
    plain which of the numbers there is meant."""
    if segment is None:
        return None
    return _each(floats, list(segment.nodes(cst.Float)), segment, safety)


def in_call(floats: Sequence[float], site: Site) -> Fix | None:
    """The same for a field that is made in a function."""
    if not isinstance(site, Node):
        return None
    written_out = [node for node in walk(site.node) if isinstance(node, cst.Float)]
    return _each(floats, written_out, site.segment, Safety.SAFE)


def _each(
    floats: Sequence[float], written_out: Sequence[cst.Float], segment: Segment, safety: Safety
) -> Fix | None:
    nodes: dict[cst.CSTNode, cst.CSTNode] = {}
    for value in floats:
        found = [node for node in written_out if node.evaluated_value == value]
        if len(found) != 1:
            return None
        nodes[found[0]] = cst.parse_expression(written(_digits(found[0])))
    title = f"Write `{written(floats[0])}`" if len(floats) == 1 else "Write Decimals"
    return replace(segment, nodes, title=title, safety=safety, imports=(_DECIMAL,))
