"""Reads calls: what the frameworks' methods do with data, and which function runs."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.flow import data_calls, layer_calls, row_calls
from nova_lint.contracts.flow.attributes import attribute
from nova_lint.contracts.flow.contents import as_data, element
from nova_lint.contracts.flow.frame import Arguments, Frame
from nova_lint.contracts.flow.result import CREATE
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Attributes,
    Data,
    Filled,
    Instance,
    Item,
    Key,
    Local,
    Many,
    Method,
    Payload,
    Plain,
    Row,
    Rows,
    Super,
    Thing,
    Together,
    Value,
)
from nova_lint.knowledge import flows as known
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol


def call(node: cst.Call, frame: Frame) -> Value:
    """What a call returns; collects what it writes and shows."""
    if isinstance(node.func, cst.Attribute):
        base = frame.value(node.func.value)
        name = node.func.attr.value
        callee = attribute(base, name, frame)
    else:
        callee = _super(node, frame) or frame.value(node.func)
        if isinstance(callee, Super):
            return callee
    given = arguments(node, frame)
    match callee:
        case Method(base=base, name=name):
            return _method(base, name, given, node, frame)
        case Thing(symbol=symbol):
            return _thing(symbol, given, node, frame)
        case Local():
            return frame.reader.call_local(callee, given)
    _hand_over(node, frame)
    return UNKNOWN


def arguments(node: cst.Call, frame: Frame) -> Arguments:
    """The arguments of a call, read in order."""
    given = Arguments()
    for argument in node.args:
        value = frame.value(argument.value)
        if argument.star == "**" and isinstance(value, Attributes):
            given.row = value.row
        elif argument.star == "**":
            given.spread = given.spread.merged(as_data(value))
        elif argument.star == "*":
            given.starred = True
        elif argument.keyword is not None:
            given.keywords[argument.keyword.value] = value
        elif not given.starred:
            given.positional.append(value)
    return given


def _super(node: cst.Call, frame: Frame) -> Super | None:
    match node.func:
        case cst.Name(value="super") if frame.function.owner is not None:
            bound = next(iter(frame.names.values()), UNKNOWN)
            return Super(frame.function.owner, bound)
    return None


# Methods --------------------------------------------------------------------------------


def _method(base: Value, name: str, given: Arguments, node: cst.Call, frame: Frame) -> Value:
    reader = _METHODS.get(type(base))
    if reader is not None:
        found = reader(base, name, given, frame)
        if found is not None:
            if isinstance(base, Data):
                data_calls.changed_data(base, name, given, node, frame)
            return found
    if name not in known.HARMLESS:
        _hand_over(node, frame)
    return UNKNOWN


def _hand_over(node: cst.Call, frame: Frame) -> None:
    """An unknown function may change the dictionaries that it is given."""
    for argument in node.args:
        match argument.value:
            case cst.Name(value=name) if isinstance(frame.names.get(name), Data):
                if argument.star == "":
                    frame.names[name] = Data(readable=False)


def _of_instance(base: Instance, name: str, given: Arguments, frame: Frame) -> Value | None:
    own = _project_method(base.cls, name, frame)
    if own is not None:
        return frame.reader.invoke(own, given, frame, base)
    return layer_calls.of_view(base, name, given, frame)


def _project_method(cls: ClassSymbol, name: str, frame: Frame) -> FunctionSymbol | None:
    found = frame.layers.symbols.class_member(cls, name)
    if isinstance(found, FunctionSymbol) and found.module.first_party:
        return found
    return None


def _of_row(base: Row, name: str, given: Arguments, frame: Frame) -> Value | None:
    own = _project_method(base.model, name, frame)
    if own is not None and name not in known.SAVERS:
        return frame.reader.invoke(own, given, frame, base)
    return row_calls.of_row(base, name)


def _of_rows(base: Rows, name: str, given: Arguments, frame: Frame) -> Value | None:
    if base.manager is not None:
        own = _project_method(base.manager, name, frame)
        if own is not None:
            return frame.reader.invoke(own, given, frame, base)
    return row_calls.of_rows(base, name, given, frame)


def _of_filled(base: Filled, name: str, given: Arguments, frame: Frame) -> Value | None:
    own = _project_method(base.cls, name, frame)
    if own is not None and name != "save":
        return frame.reader.invoke(own, given, frame, base)
    if own is not None and frame.layers.layer(base.cls) is Layer.FORM:
        return frame.reader.invoke(own, given, frame, base)
    return layer_calls.of_filled(base, name, given, frame)


def _of_super(base: Super, name: str, given: Arguments, frame: Frame) -> Value | None:
    """`super().create(…)`: the next definition in the resolution order of the object."""
    bound = base.bound
    cls = bound.cls if isinstance(bound, Filled | Instance) else base.owner
    order = frame.layers.symbols.mro(cls).classes
    if base.owner not in order:
        order = frame.layers.symbols.mro(base.owner).classes
    for parent in order[order.index(base.owner) + 1 :]:
        if isinstance(parent, ClassSymbol) and parent.module.first_party:
            found = frame.layers.symbols.own_member(parent, name)
            if isinstance(found, FunctionSymbol):
                return frame.reader.invoke(found, given, frame, bound)
    match bound:
        case Filled():
            return layer_calls.of_framework(bound, name, given, frame)
        case Row():
            return row_calls.of_row(bound, name)
        case Rows():
            return row_calls.of_rows(bound, name, given, frame)
        case Instance():
            return layer_calls.of_view(bound, name, given, frame)
    return None


def _of_thing(base: Thing, name: str, given: Arguments, frame: Frame) -> Value | None:
    match base.symbol:
        case ClassSymbol() as cls:
            own = _project_method(cls, name, frame)
            if own is not None:
                return frame.reader.invoke(own, given, frame, base)
            if frame.layers.layer(cls) is Layer.SCHEMA:
                return layer_calls.of_schema_class(cls, name, given, frame)
        case FunctionSymbol() as function:
            return _task(function, name, given, frame)
    return None


def _task(function: FunctionSymbol, name: str, given: Arguments, frame: Frame) -> Value | None:
    if name in known.TASK_CALLS:
        frame.reader.invoke(function, given, frame, None)
        return UNKNOWN
    if name in known.TASK_CALLS_WITH_LISTS:
        positional = given.argument(0, "args")
        keywords = given.argument(1, "kwargs")
        passed = Arguments(list(positional.items) if isinstance(positional, Together) else [])
        if isinstance(keywords, Data):
            passed.spread = keywords
        frame.reader.invoke(function, passed, frame, None)
        return UNKNOWN
    return None


def _of_payload(base: Payload, name: str, given: Arguments, frame: Frame) -> Value | None:
    own = _project_method(base.cls, name, frame)
    if own is not None:
        return frame.reader.invoke(own, given, frame, base)
    return layer_calls.of_payload(base, name, given, frame)


_METHODS: dict[type, Callable[..., Value | None]] = {
    Data: data_calls.of_data,
    Payload: _of_payload,
    Filled: _of_filled,
    Row: _of_row,
    Rows: _of_rows,
    Instance: _of_instance,
    Super: _of_super,
    Thing: _of_thing,
}


# Functions and classes ------------------------------------------------------------------


def _thing(symbol: object, given: Arguments, node: cst.Call, frame: Frame) -> Value:
    match symbol:
        case FunctionSymbol() as function:
            if function.module.first_party:
                return frame.reader.invoke(function, given, frame, None)
            return _external(function.name, given, node, frame)
        case ClassSymbol() as cls:
            return _made(cls, given, frame)
        case External(name=name):
            return _external(name, given, node, frame)
    return UNKNOWN


def _made(cls: ClassSymbol, given: Arguments, frame: Frame) -> Value:
    """The object that a class makes."""
    if frame.layers.is_model(cls):
        record = frame.write(cls, CREATE, given.data())
        record.made_by_call = frame.depth == 1
        return Row(cls, record)
    if not cls.module.first_party:
        return UNKNOWN
    match frame.layers.layer(cls):
        case Layer.SCHEMA:
            return layer_calls.made_schema(cls, given, frame)
        case Layer.FORM | Layer.SERIALIZER as layer:
            return layer_calls.made_filled(cls, layer, given, frame)
    instance = Instance(cls)
    constructor = _project_method(cls, "__init__", frame)
    if constructor is not None:
        frame.reader.invoke(constructor, given, frame, instance)
    else:
        instance.attributes.update(given.keywords)
    return instance


def _external(name: str, given: Arguments, node: cst.Call, frame: Frame) -> Value:
    first = given.positional[0] if given.positional else UNKNOWN
    if name in known.LOOK_UPS:
        return row_calls.looked_up(first, several=False)
    if name in known.LIST_LOOK_UPS:
        return row_calls.looked_up(first, several=True)
    if name in known.FUNCTION_WRAPPERS:
        return first
    if name in known.FUNCTION_CALLERS:
        return _run(first, given.without_first(), frame)
    match name:
        case "builtins.dict":
            return (as_data(first) if given.positional else Data()).merged(given.data())
        case "builtins.list" | "builtins.tuple" | "builtins.reversed" | "builtins.sorted":
            return first if isinstance(first, Many | Rows | Together) else UNKNOWN
        case "builtins.enumerate":
            return _numbered(first, frame)
        case "builtins.getattr":
            return _read_attribute(given, frame)
        case "builtins.setattr":
            set_attribute(given, frame)
        case "typing.cast":
            return given.positional[1] if len(given.positional) > 1 else UNKNOWN
        case known.ON_COMMIT:
            return _run(first, Arguments(), frame)
    package, _, short = name.rpartition(".")
    if package != "builtins" and short not in known.HARMLESS:
        _hand_over(node, frame)
    return UNKNOWN


def _run(callee: Value, given: Arguments, frame: Frame) -> Value:
    match callee:
        case Thing(symbol=FunctionSymbol() as function):
            return frame.reader.invoke(function, given, frame, None)
        case Local():
            return frame.reader.call_local(callee, given)
        case Method(base=Instance() | Thing() | Row() | Rows() as base, name=name):
            reader = _METHODS[type(base)]
            return reader(base, name, given, frame) or UNKNOWN
    return UNKNOWN


def _numbered(value: Value, frame: Frame) -> Value:
    return Many(Together((UNKNOWN, element(value, frame))))


def _read_attribute(given: Arguments, frame: Frame) -> Value:
    match given.positional:
        case [base, Plain(value=str() as name), *_]:
            found = attribute(base, name, frame)
            return UNKNOWN if isinstance(found, Method) else found
    return UNKNOWN


def set_attribute(given: Arguments, frame: Frame) -> None:
    """`setattr(obj, name, value)`, in a loop over a dictionary too."""
    match given.positional:
        case [Row() as row, Plain(value=str() as name), value]:
            frame.record_of(row).put(name, value, frame.is_guarded(value))
        case [Row() as row, Key(data=data), Item(data=same)] if data == same:
            guarded = frame.is_guarded(Item(data)) or frame.is_guarded(Key(data))
            frame.record_of(row).put_data(data, guarded)
        case [Row() as row, *_]:
            frame.record_of(row).supplies_more = True
        case [Instance() as instance, Plain(value=str() as name), value]:
            instance.attributes[name] = value
