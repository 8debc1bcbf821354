"""Fixes for declarations and options: which nodes are replaced by what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from nova_lint.contracts.contract import Field, Known, Layer, Missing, Span
from nova_lint.contracts.links import Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.fixes.arguments import with_arguments
from nova_lint.engine.fixes.fix import Fix, FromImport, Safety
from nova_lint.engine.fixes.offering import replace
from nova_lint.engine.fixes.removing import Item, remove
from nova_lint.workspace.segments import Segment
from nova_lint.workspace.walk import walk

_DECIMAL = FromImport("decimal", "Decimal")
_TEXT_FIELDS = frozenset({"CharField", "EmailField", "URLField", "SlugField"})


# Lengths -----------------------------------------------------------------------------------


def narrower_length(pair: Pair, accepted: int | None, held: int, project: Contracts) -> Fix | None:
    """Gives a field the length that its column holds, where the field's own call says how long
    a value may be, or is of a class that can be told."""
    segment = _declaration(pair.field, project)
    if segment is None:
        return None
    said = [arg for arg in segment.nodes(cst.Arg) if _keyword(arg) == "max_length"]
    title = f"Set max_length to {held}"
    if not said:
        return _with_length(pair, segment, title, held)
    (value, *more) = (arg.value for arg in said)
    if more or not isinstance(value, cst.Integer) or value.evaluated_value != accepted:
        return None
    new = cst.Integer(str(held))
    return replace(segment, {value: new}, title=title, safety=Safety.UNSAFE)


def _with_length(pair: Pair, segment: Segment, title: str, held: int) -> Fix | None:
    field, layer = pair.field, pair.linked.contract.layer
    if layer is Layer.SCHEMA or field.custom:
        return None
    if field.framework_class.rpartition(".")[2] not in _TEXT_FIELDS:
        return None
    calls = [node.value for node in segment.nodes(cst.Assign) if isinstance(node.value, cst.Call)]
    if len(calls) != 1 or any(arg.star for arg in calls[0].args):
        return None
    new = with_arguments(calls[0], {"max_length": cst.Integer(str(held))})
    return replace(segment, {calls[0]: new}, title=title, safety=Safety.UNSAFE)


def _keyword(arg: cst.Arg) -> str | None:
    return arg.keyword.value if arg.keyword is not None else None


# Types -------------------------------------------------------------------------------------


def decimal_annotation(pair: Pair, project: Contracts) -> Fix | None:
    """Makes `float` in a schema's annotation a `Decimal` with the digits of the column, and a
    default with it. Bounds that are written as floats are left to whoever knows what they are
    to be."""
    segment = _declaration(pair.field, project)
    notes = list(segment.nodes(cst.AnnAssign)) if segment is not None else []
    if segment is None or len(notes) != 1:
        return None
    inside = list(walk(notes[0].annotation))
    names = [node for node in inside if isinstance(node, cst.Name) and node.value == "float"]
    numbers = [node for node in walk(notes[0]) if isinstance(node, cst.Float)]
    default = notes[0].value
    if len(names) != 1 or any(number is not default for number in numbers):
        return None
    digits = _digits(pair.column)
    nodes: dict[cst.CSTNode, cst.CSTNode] = {names[0]: cst.Name("Decimal")}
    imports = [_DECIMAL]
    if isinstance(default, cst.Call):
        given = {_keyword(arg) for arg in default.args}
        missing = {name: value for name, value in digits.items() if name not in given}
        nodes[default] = with_arguments(default, missing)
    elif digits:
        limits = with_arguments(cst.Call(cst.Name("Field")), digits)
        code = cst.Module([]).code_for_node(limits)
        nodes[names[0]] = cst.parse_expression(f"Annotated[Decimal, {code}]")
        imports += [FromImport("typing", "Annotated"), FromImport("pydantic", "Field")]
    if isinstance(default, cst.Float):
        nodes[default] = cst.parse_expression(f'Decimal("{default.value}")')
    title = "Declare it as Decimal"
    return replace(segment, nodes, title=title, safety=Safety.UNSAFE, imports=imports)


def _digits(column: Field) -> dict[str, cst.BaseExpression]:
    """The arguments that limit a Decimal to what a column holds."""
    limits = (("max_digits", column.max_digits), ("decimal_places", column.decimal_places))
    return {
        name: cst.Integer(str(limit.value))
        for name, limit in limits
        if isinstance(limit, Known) and limit.value is not None
    }


# Names -------------------------------------------------------------------------------------


def without_names(several: Sequence[Missing], safety: Safety, project: Contracts) -> Fix | None:
    """Takes names out of the option that lists them."""
    span = several[0].span
    segment = project.segment(span)
    if segment is None or any(missing.span != span for missing in several):
        return None
    items: list[Item] = []
    for missing in several:
        found = [item for item in _listed(segment) if _text(item) == missing.name]
        if len(found) != 1:
            return None
        items += found
    names = ", ".join(f"`{missing.name}`" for missing in several)
    return remove(segment, items, title=f"Remove {names}", safety=safety)


def other_name(span: Span, old: str, new: str, project: Contracts) -> Fix | None:
    """Writes another name in the place of a quoted one."""
    segment = project.segment(span)
    if segment is None:
        return None
    found = [node for node in segment.nodes(cst.SimpleString) if node.evaluated_value == old]
    if len(found) != 1:
        return None
    written = cst.SimpleString(found[0].value.replace(old, new))
    title = f"Write `{new}`"
    return replace(segment, {found[0]: written}, title=title, safety=Safety.UNSAFE)


def _listed(segment: Segment) -> Iterator[Item]:
    """The items of the lists, tuples and dictionaries that an option consists of."""
    for assignment in segment.nodes(cst.Assign):
        yield from _items(assignment.value)


def _items(value: cst.BaseExpression) -> Iterator[Item]:
    match value:
        case cst.List() | cst.Tuple() | cst.Set():
            yield from value.elements
        case cst.Dict():
            yield from value.elements
        case cst.BinaryOperation(left=left, right=right):
            yield from _items(left)
            yield from _items(right)


def _text(item: Item) -> object:
    """The name that an item stands for: itself, or its key."""
    node = item.key if isinstance(item, cst.DictElement) else item.value
    return node.evaluated_value if isinstance(node, cst.SimpleString) else None


def _declaration(field: Field, project: Contracts) -> Segment | None:
    if field.span is None or not field.declared:
        return None
    return project.segment(field.span)
