"""What stands in dictionaries, lists and querysets, and how loops and assignments take it
out."""

from __future__ import annotations

import libcst as cst

from nova_lint.contracts.flow.frame import Frame
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Item,
    Key,
    Many,
    One,
    Payload,
    Plain,
    Row,
    Rows,
    Together,
    Value,
    dumped,
)


def item(base: Value, key: Value, frame: Frame) -> Value:
    """What `base[key]` holds."""
    match base, key:
        case Data(), Plain(value=str() as name):
            return entry(base, name, frame)
        case Data(), Key(data=data) if data == base:
            return Item(data)
        case One(), Plain(value=str() as name):
            inner = frame.layers.nested(base)
            return entry(inner, name, frame) if isinstance(inner, Data) else UNKNOWN
        case Together(items=items), Plain(value=int() as index) if (
            -len(items) <= index < len(items)
        ):
            return items[index]
        case ((Many() | Rows()), Plain(value=int())):
            return element(base, frame)
    return UNKNOWN


def entry(data: Data, key: str, frame: Frame) -> Value:
    """The value under a key of a dictionary."""
    found = data.entry(key)
    if found is not None:
        return found
    for spread in reversed(data.spreads):
        if key in spread.left_out:
            continue
        name = frame.layers.field_name(spread.cls, key)
        if name is not None:
            return One(spread.cls, name, dumped=True)
    return UNKNOWN


def element(value: Value, frame: Frame) -> Value:
    """What a loop over a value sees."""
    match value:
        case Many(element=inner):
            return inner
        case Rows(model=model):
            return Row(model)
        case Data():
            return Key(value)
        case One():
            inner = frame.layers.nested(value)
            return inner.element if isinstance(inner, Many) else UNKNOWN
    return UNKNOWN


def bind(target: cst.CSTNode, value: Value, frame: Frame) -> None:
    """Gives the names of an assignment or loop their values."""
    match target:
        case cst.Name(value=name):
            frame.names[name] = value
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            known = value.items if isinstance(value, Together) else ()
            for index, part in enumerate(elements):
                fits = len(known) == len(elements)
                bind(part.value, known[index] if fits else UNKNOWN, frame)
        case cst.StarredElement(value=inner):
            bind(inner, UNKNOWN, frame)


def as_data(value: Value) -> Data:
    """A value as the dictionary that it is; one of unknown keys where it may be any."""
    match value:
        case Data():
            return value
        case Payload():
            return dumped(value)
    return Data(readable=False)
