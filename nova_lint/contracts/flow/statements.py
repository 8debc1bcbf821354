"""Reads the statements of a function in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import libcst as cst

from nova_lint.contracts.flow import conditions
from nova_lint.contracts.flow.attributes import thing
from nova_lint.contracts.flow.contents import as_data, bind, element
from nova_lint.contracts.flow.data_calls import store
from nova_lint.contracts.flow.frame import Frame
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Filled,
    Instance,
    Item,
    Key,
    Local,
    One,
    Payload,
    Plain,
    Row,
    Together,
    Value,
    joined,
)
from nova_lint.workspace.outline_nodes import Guard, Import
from nova_lint.workspace.walk import children

_MOST_ROUNDS = 30


def run(body: Iterable[cst.CSTNode], frame: Frame) -> bool:
    """Reads statements; whether what follows them is never reached."""
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            if run(statement.body, frame):
                return True
            continue
        frame.statement = statement
        reader = _STATEMENTS.get(type(statement))
        if reader is None:
            for part in children(statement):
                frame.value(part)
        elif reader(statement, frame):
            return True
    return False


# Simple statements ----------------------------------------------------------------------


def _expression(node: cst.Expr, frame: Frame) -> bool:
    if not isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
        frame.value(node.value)
    return False


def _return(node: cst.Return, frame: Frame) -> bool:
    if node.value is not None:
        frame.returns.append(frame.value(node.value))
    return True


def _raise(node: cst.Raise, frame: Frame) -> bool:
    return True


def _leave(node: cst.CSTNode, frame: Frame) -> bool:
    return True


def _assign(node: cst.Assign, frame: Frame) -> bool:
    value = frame.value(node.value)
    for target in node.targets:
        assign(target.target, value, frame)
    return False


def _annotated(node: cst.AnnAssign, frame: Frame) -> bool:
    if node.value is not None:
        assign(node.target, frame.value(node.value), frame)
    return False


def _augmented(node: cst.AugAssign, frame: Frame) -> bool:
    value = frame.value(node.value)
    before = frame.value(node.target)
    if isinstance(before, Data) and isinstance(node.operator, cst.BitOrAssign):
        assign(node.target, before.merged(as_data(value)), frame)
    else:
        assign(node.target, UNKNOWN, frame)
    return False


def _delete(node: cst.Del, frame: Frame) -> bool:
    match node.target:
        case cst.Subscript(value=base, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            data, name = frame.value(base), frame.value(key)
            if isinstance(data, Data):
                known = name.value if isinstance(name, Plain) else None
                changed = data.without(known) if isinstance(known, str) else Data(readable=False)
                store(base, changed, frame)
    return False


def assign(target: cst.CSTNode, value: Value, frame: Frame) -> None:
    """Reads one target of an assignment."""
    match target:
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            _set(base, name, value, target, frame)
        case cst.Subscript(value=base, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            _set_item(base, frame.value(key), value, frame)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            known = value.items if isinstance(value, Together) else ()
            for index, part in enumerate(elements):
                fits = len(known) == len(elements)
                assign(part.value, known[index] if fits else UNKNOWN, frame)
        case _:
            bind(target, value, frame)


def _set(
    base: cst.BaseExpression, name: str, value: Value, target: cst.Attribute, frame: Frame
) -> None:
    holder = frame.value(base)
    match holder:
        case Row():
            frame.record_of(holder).put(name, value, frame.is_guarded(value))
        case Payload(cls=cls, changed=changed):
            store(base, Payload(cls, changed | {name}), frame)
        case Filled() | Instance():
            store(target, value, frame)


def _set_item(base: cst.BaseExpression, key: Value, value: Value, frame: Frame) -> None:
    data = frame.value(base)
    if not isinstance(data, Data):
        return
    if isinstance(key, Plain) and isinstance(key.value, str):
        store(base, data.with_entry(key.value, value), frame)
    elif not (isinstance(key, Key) and isinstance(value, Item) and key.data == value.data):
        store(base, Data(readable=False), frame)


def _import(node: cst.ImportFrom, frame: Frame) -> bool:
    if isinstance(node.names, cst.ImportStar):
        return False
    module = _dotted(node.module) if node.module is not None else ""
    for alias in node.names:
        attribute = _dotted(alias.name)
        name = _dotted(alias.asname.name) if alias.asname is not None else attribute
        statement = Import(
            name=name,
            module=module,
            attribute=attribute,
            level=len(node.relative),
            line=0,
            end_line=0,
            guard=Guard.NONE,
        )
        found = frame.layers.imports.imported(statement, frame.function.module)
        frame.names[name] = thing(found, frame)
    return False


def _dotted(node: cst.CSTNode) -> str:
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            return f"{_dotted(base)}.{name}"
    return ""


def _nothing(node: cst.CSTNode, frame: Frame) -> bool:
    return False


# Branches -------------------------------------------------------------------------------


def _if(node: cst.If, frame: Frame) -> bool:
    guard = conditions.guard(node.test, frame)
    if _raises(node.body.body):
        _check(guard.asked, frame)
        frame.log.note_listed(conditions.listed(node.test, frame))
    before = frame.names
    frame.guards.append(guard)
    then, then_ends = _branch(
        node.body.body, conditions.narrowed(node.test, True, before, frame), frame
    )
    rest = node.orelse
    otherwise: Sequence[cst.CSTNode] = ()
    if rest is not None:
        otherwise = [rest] if isinstance(rest, cst.If) else rest.body.body
    other, other_ends = _branch(
        otherwise, conditions.narrowed(node.test, False, before, frame), frame
    )
    frame.guards.pop()
    if then_ends or other_ends:
        frame.names = other if then_ends else then
    else:
        frame.names = _joined(then, other)
    return then_ends and other_ends


def _branch(
    body: Iterable[cst.CSTNode], names: dict[str, Value], frame: Frame
) -> tuple[dict[str, Value], bool]:
    frame.names = names
    ends = run(body, frame)
    return frame.names, ends


def _joined(first: dict[str, Value], second: dict[str, Value]) -> dict[str, Value]:
    result = {**first, **second}
    for name, value in first.items():
        if name in second:
            result[name] = joined(value, second[name])
    return result


def _raises(body: Sequence[cst.CSTNode]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, cst.SimpleStatementLine):
        return any(isinstance(part, cst.Raise | cst.Return) for part in last.body)
    return isinstance(last, cst.Raise | cst.Return)


def _check(asked: Iterable[Value], frame: Frame) -> None:
    for value in asked:
        if isinstance(value, One):
            frame.log.checked.add((value.cls, value.field))


def _for(node: cst.For, frame: Frame) -> bool:
    source = frame.value(node.iter)
    before = dict(frame.names)
    rounds: Sequence[Value] = (element(source, frame),)
    if isinstance(source, Together) and len(source.items) <= _MOST_ROUNDS:
        rounds = source.items
    for value in rounds:
        bind(node.target, value, frame)
        run(node.body.body, frame)
    frame.names = _joined(frame.names, before) if len(rounds) == 1 else frame.names
    if node.orelse is not None:
        run(node.orelse.body.body, frame)
    return False


def _while(node: cst.While, frame: Frame) -> bool:
    before = dict(frame.names)
    frame.value(node.test)
    run(node.body.body, frame)
    frame.names = _joined(frame.names, before)
    return False


def _with(node: cst.With, frame: Frame) -> bool:
    for part in node.items:
        value = frame.value(part.item)
        if part.asname is not None:
            bind(part.asname.name, value, frame)
    return run(node.body.body, frame)


def _try(node: cst.Try | cst.TryStar, frame: Frame) -> bool:
    before = dict(frame.names)
    ends = run(node.body.body, frame)
    if node.orelse is not None and not ends:
        ends = run(node.orelse.body.body, frame)
    names = frame.names
    for handler in node.handlers:
        after, handler_ends = _branch(handler.body.body, dict(before), frame)
        if not handler_ends:
            names = _joined(names, after) if not ends else after
            ends = False
    frame.names = names
    if node.finalbody is not None:
        ends = run(node.finalbody.body.body, frame) or ends
    return ends


def _match(node: cst.Match, frame: Frame) -> bool:
    guard = conditions.guard(node.subject, frame)
    if any(_raises(case.body.body) for case in node.cases):
        _check(guard.asked, frame)
    before = frame.names
    names: dict[str, Value] = dict(before)
    frame.guards.append(guard)
    for case in node.cases:
        after, ends = _branch(case.body.body, dict(before), frame)
        if not ends:
            names = _joined(names, after)
    frame.guards.pop()
    frame.names = names
    return False


def _assert(node: cst.Assert, frame: Frame) -> bool:
    _check(conditions.guard(node.test, frame).asked, frame)
    return False


def _function(node: cst.FunctionDef, frame: Frame) -> bool:
    local = Local(node, frame)
    frame.names[node.name.value] = local
    return False


_STATEMENTS: dict[type, Callable[..., bool]] = {
    cst.Expr: _expression,
    cst.Return: _return,
    cst.Raise: _raise,
    cst.Continue: _leave,
    cst.Break: _leave,
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Del: _delete,
    cst.Assert: _assert,
    cst.ImportFrom: _import,
    cst.Import: _nothing,
    cst.Pass: _nothing,
    cst.Global: _nothing,
    cst.If: _if,
    cst.For: _for,
    cst.While: _while,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _nothing,
}
