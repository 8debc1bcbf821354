"""Methods of dictionaries, and what they and assignments leave behind."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from nova_lint.contracts.flow.contents import as_data, bind, entry
from nova_lint.contracts.flow.frame import Arguments, Frame
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Filled,
    Instance,
    Item,
    Key,
    Many,
    One,
    Plain,
    Row,
    Together,
    Value,
)
from nova_lint.knowledge import flows as known


def of_data(base: Data, name: str, given: Arguments, frame: Frame) -> Value | None:
    key = given.positional[0] if given.positional else UNKNOWN
    match name:
        case "items":
            return Many(Together((Key(base), Item(base))))
        case "keys":
            return Many(Key(base))
        case "values":
            return Many(Item(base))
        case "copy":
            return base
        case "get" | "pop" | "setdefault":
            if not isinstance(key, Plain) or not isinstance(key.value, str):
                return UNKNOWN
            found = entry(base, key.value, frame)
            fallback = given.positional[1] if len(given.positional) > 1 else Plain(None)
            if isinstance(found, One) and fallback != Plain(None):
                return replace(found, optional=True)
            return found
        case "update":
            return UNKNOWN
    return None


def changed_data(base: Data, name: str, given: Arguments, node: cst.Call, frame: Frame) -> None:
    """Stores what `pop`, `update` and `setdefault` leave of a dictionary."""
    assert isinstance(node.func, cst.Attribute)
    key = given.positional[0] if given.positional else UNKNOWN
    match name, key:
        case "pop", Plain(value=str() as text):
            changed = base.without(text)
        case "setdefault", Plain(value=str() as text):
            changed = base.with_entry(text, UNKNOWN)
        case (("pop" | "setdefault"), _):
            changed = Data(readable=False)
        case "update", _:
            added = as_data(key) if given.positional else Data()
            changed = base.merged(added).merged(given.data())
        case _:
            return
    store(node.func.value, changed, frame)


def store(target: cst.CSTNode, value: Value, frame: Frame) -> None:
    """Gives a name, or the clean data of a form or serializer, a new value."""
    match target:
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            holder = frame.value(base)
            if isinstance(holder, Filled) and name in known.CLEAN_DATA:
                holder.data = value if isinstance(value, Data) else Data(readable=False)
            elif isinstance(holder, Filled) and name == "instance":
                holder.row = value if isinstance(value, Row) else None
            elif isinstance(holder, Instance):
                holder.attributes[name] = value
        case _:
            bind(target, value, frame)
