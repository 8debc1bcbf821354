"""Reads expressions: names, attributes, subscripts, dictionaries, comprehensions."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from nova_lint.contracts.flow import calls
from nova_lint.contracts.flow.attributes import attribute, thing
from nova_lint.contracts.flow.contents import as_data, bind, element, entry, item
from nova_lint.contracts.flow.frame import Frame
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Item,
    Key,
    Local,
    Many,
    One,
    Plain,
    Row,
    Rows,
    Spread,
    Together,
    Value,
    joined,
)
from nova_lint.workspace.literals import literal
from nova_lint.workspace.walk import children


def evaluate(node: cst.CSTNode, frame: Frame) -> Value:
    """What an expression holds."""
    reader = _READERS.get(type(node))
    value = reader(node, frame) if reader is not None else _parts(node, frame)
    if frame.seen is not None and isinstance(value, One | Key | Item):
        frame.seen.append(value)
    return value


def _parts(node: cst.CSTNode, frame: Frame) -> Value:
    """Reads what is inside an expression whose own value says nothing."""
    for part in children(node):
        evaluate(part, frame)
    return UNKNOWN


# Names and attributes -------------------------------------------------------------------


def _name(node: cst.Name, frame: Frame) -> Value:
    if node.value in frame.names:
        return frame.names[node.value]
    if node.value in ("None", "True", "False"):
        return Plain({"None": None, "True": True, "False": False}[node.value])
    return thing(frame.layers.imports.lookup(frame.function.module, node.value), frame)


def _attribute(node: cst.Attribute, frame: Frame) -> Value:
    return attribute(frame.value(node.value), node.attr.value, frame)


# Subscripts and loops -------------------------------------------------------------------


def _subscript(node: cst.Subscript, frame: Frame) -> Value:
    base = frame.value(node.value)
    keys = [
        frame.value(element.slice.value) if isinstance(element.slice, cst.Index) else None
        for element in node.slice
    ]
    if len(keys) != 1:
        return UNKNOWN
    if keys[0] is None:
        # A slice of a list or queryset holds the same things.
        return base if isinstance(base, Many | Rows) else UNKNOWN
    return item(base, keys[0], frame)


def _comprehension(node: cst.ListComp | cst.SetComp | cst.GeneratorExp, frame: Frame) -> Value:
    before = dict(frame.names)
    _rounds(node.for_in, frame)
    value = frame.value(node.elt)
    frame.names = before
    return Many(value) if value != UNKNOWN else UNKNOWN


def _rounds(loop: cst.CompFor, frame: Frame) -> list[Value]:
    """Binds the names of a comprehension's loops; the values that its conditions ask about."""
    bind(loop.target, element(frame.value(loop.iter), frame), frame)
    with frame.watching() as seen:
        for condition in loop.ifs:
            frame.value(condition.test)
    inner = _rounds(loop.inner_for_in, frame) if loop.inner_for_in is not None else []
    return [*seen, *inner]


def _dict_comprehension(node: cst.DictComp, frame: Frame) -> Value:
    before = dict(frame.names)
    seen = _rounds(node.for_in, frame)
    key, value = frame.value(node.key), frame.value(node.value)
    frame.names = before
    match key, value:
        case Key(data=data), Item(data=other) if data == other:
            if any(isinstance(asked, Key) for asked in seen):
                # Which keys pass is not read.
                return Data(readable=False)
            partial = bool(seen)
            spreads = tuple(Spread(s.cls, s.left_out, s.partial or partial) for s in data.spreads)
            return Data(spreads, data.entries, data.readable)
    return Data(readable=False)


# Literals -------------------------------------------------------------------------------


def _dict(node: cst.Dict, frame: Frame) -> Value:
    data = Data()
    for part in node.elements:
        value = frame.value(part.value)
        if not isinstance(part, cst.DictElement):
            data = data.merged(as_data(value))
            continue
        key = frame.value(part.key)
        if isinstance(key, Plain) and isinstance(key.value, str):
            data = data.with_entry(key.value, value)
        else:
            data = data.merged(Data(readable=False))
    return data


def _sequence(node: cst.Tuple | cst.List | cst.Set, frame: Frame) -> Value:
    if any(isinstance(part, cst.StarredElement) for part in node.elements):
        return _parts(node, frame)
    return Together(tuple(frame.value(part.value) for part in node.elements))


def _plain(node: cst.SimpleString | cst.Integer | cst.Float, frame: Frame) -> Value:
    return Plain(literal(node))


def _choice(node: cst.IfExp, frame: Frame) -> Value:
    frame.value(node.test)
    return joined(frame.value(node.body), frame.value(node.orelse))


def _boolean(node: cst.BooleanOperation, frame: Frame) -> Value:
    first, second = frame.value(node.left), frame.value(node.right)
    if isinstance(first, Row) and isinstance(second, Row):
        return joined(first, second)
    return UNKNOWN


def _comparison(node: cst.Comparison, frame: Frame) -> Value:
    left = frame.value(node.left)
    for part in node.comparisons:
        right = frame.value(part.comparator)
        match left, right:
            case Plain(value=str() as key), Data():
                asked = entry(right, key, frame)
                if frame.seen is not None and isinstance(asked, One):
                    frame.seen.append(asked)
    return UNKNOWN


def _binary(node: cst.BinaryOperation, frame: Frame) -> Value:
    first, second = frame.value(node.left), frame.value(node.right)
    if isinstance(node.operator, cst.BitOr) and isinstance(first, Data):
        return first.merged(as_data(second))
    return UNKNOWN


def _named(node: cst.NamedExpr, frame: Frame) -> Value:
    value = frame.value(node.value)
    bind(node.target, value, frame)
    return value


def _awaited(node: cst.Await, frame: Frame) -> Value:
    return frame.value(node.expression)


def _lambda(node: cst.Lambda | cst.FunctionDef, frame: Frame) -> Value:
    return Local(node, frame)


_READERS: dict[type, Callable[..., Value]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Call: calls.call,
    cst.Subscript: _subscript,
    cst.Dict: _dict,
    cst.Tuple: _sequence,
    cst.List: _sequence,
    cst.Set: _sequence,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.DictComp: _dict_comprehension,
    cst.SimpleString: _plain,
    cst.Integer: _plain,
    cst.Float: _plain,
    cst.IfExp: _choice,
    cst.BooleanOperation: _boolean,
    cst.Comparison: _comparison,
    cst.BinaryOperation: _binary,
    cst.NamedExpr: _named,
    cst.Await: _awaited,
    cst.Lambda: _lambda,
}
