"""Reads assignments: what a name, an attribute or an entry is from there on."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from nova_lint.semantics import numeric
from nova_lint.semantics.bodies.control.joining import joined
from nova_lint.semantics.bodies.expressions import attributes, iteration, protocols
from nova_lint.semantics.bodies.expressions.evaluate import arithmetic, sign
from nova_lint.semantics.bodies.frame import Frame, dotted
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Coroutine,
    Expression,
    Given,
    Kind,
    Mapping,
    Model,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Awaiting, Setting


def assignment(node: cst.Assign, frame: Frame) -> bool:
    kind = frame.value(node.value)
    for target in node.targets:
        assign(target.target, kind, frame)
        if isinstance(target.target, cst.Name) and isinstance(kind, Coroutine) and kind.name:
            frame.unread[target.target.value] = (node.value, kind)
        if isinstance(target.target, cst.Name) and isinstance(kind, Model):
            frame.writes[target.target.value] = [id(called(node.value))]
    return False


def annotated_assignment(node: cst.AnnAssign, frame: Frame) -> bool:
    kind = frame.value(node.value) if node.value is not None else UNKNOWN
    if kind == UNKNOWN:
        kind = frame.bodies.annotated(node.annotation.annotation, frame.around)
    assign(node.target, kind, frame)
    return False


def augmented_assignment(node: cst.AugAssign, frame: Frame) -> bool:
    value = frame.value(node.value)
    before = frame.value(node.target)
    if isinstance(before, Sequence | Together) and isinstance(node.operator, cst.AddAssign):
        value = Sequence(iteration.over(value, "+=", node.value, frame))
    if numeric.number_of(before) is not None or isinstance(before, Expression):
        made = arithmetic(sign(node.operator), before, value, node, frame)
        assign(node.target, made, frame)
        return False
    kept = before if isinstance(node.operator, cst.BitOrAssign | cst.AddAssign) else UNKNOWN
    assign(node.target, joined(kept, value), frame)
    return False


def assign(target: cst.CSTNode, kind: Kind, frame: Frame) -> None:
    """Reads one target of an assignment."""
    match target:
        case cst.Attribute(value=base, attr=cst.Name(value=name)):
            _set(target, base, name, kind, frame)
        case cst.Subscript(value=base, slice=keys):
            owner = frame.value(base)
            for key in keys:
                if isinstance(key.slice, cst.Index):
                    frame.value(key.slice.value)
            if isinstance(owner, Mapping):
                frame.update(base, _with_entry(owner, keys, kind, frame))
            protocols.found(owner, "__setitem__", Given((UNKNOWN, kind)), target, frame)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            parts = iteration.parts(kind, len(elements), target, frame)
            for element, part in zip(elements, parts, strict=True):
                assign(element.value, part, frame)
        case _:
            iteration.bind(target, kind, frame)


def _with_entry(
    owner: Mapping, keys: Iterable[cst.SubscriptElement], kind: Kind, frame: Frame
) -> Mapping:
    """A dictionary after `owner[key] = …`: under a key that is not known it may be any entry."""
    value = joined(owner.value, kind)
    match list(keys):
        case [cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString(evaluated_value=name)))]:
            entries = (*owner.entries, (str(name), kind))
            return Mapping(owner.key, value, entries, owner.complete)
    return Mapping(owner.key, value)


def _set(
    target: cst.Attribute, base: cst.BaseExpression, name: str, kind: Kind, frame: Frame
) -> None:
    """Assigning a relation's object or a column puts it in memory."""
    owner = frame.value(base)
    path = dotted(target)
    if isinstance(owner, Model):
        frame.note(Setting(owner, name, kind), target)
        written = dotted(base)
        if written is not None:
            frame.writes.setdefault(written, []).append(id(target))
        loaded = attributes.with_loaded(owner, name, frame)
        frame.update(base, attributes.with_held(loaded, name, kind))
        if isinstance(kind, Coroutine) and kind.name:
            frame.note(Awaiting(kind, f"assigned to .{name}"), target)
    if path is not None:
        frame.bind(path, kind)
    if isinstance(base, cst.Name) and base.value == frame.first:
        frame.assigned.setdefault(name, []).append(kind)


def deletion(node: cst.Del, frame: Frame) -> bool:
    path = dotted(node.target)
    if path is not None:
        frame.names.pop(path, None)
    if isinstance(node.target, cst.Subscript):
        owner = frame.value(node.target.value)
        protocols.found(owner, "__delitem__", Given((UNKNOWN,)), node.target, frame)
    return False


def called(node: cst.BaseExpression) -> cst.BaseExpression:
    """The call that is awaited, or whatever else the expression is."""
    return node.expression if isinstance(node, cst.Await) else node
