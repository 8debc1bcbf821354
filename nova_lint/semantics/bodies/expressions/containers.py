"""Methods of Python's own containers and texts."""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge.numbers import FLOAT_METHODS, Number
from nova_lint.semantics import numeric
from nova_lint.semantics.bodies.control.joining import joined
from nova_lint.semantics.bodies.expressions import iteration
from nova_lint.semantics.bodies.expressions.iteration import MOST_ROUNDS
from nova_lint.semantics.bodies.expressions.using import formatting
from nova_lint.semantics.bodies.frame import Frame, argument
from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    Given,
    Kind,
    Literal,
    Mapping,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Comparison, MethodCall


def call(
    receiver: Sequence | Together | Mapping | Literal | Scalar,
    name: str,
    given: Given,
    node: cst.CSTNode,
    frame: Frame,
) -> Kind:
    known = numeric.member(receiver, name)
    if known is not None:
        frame.note(MethodCall(receiver, name, given), node)
        return Scalar(known.gives.value)
    if isinstance(receiver, Scalar) and f"{receiver.name}.{name}" in FLOAT_METHODS:
        return Scalar(Number.FLOAT.value)
    match receiver, name:
        case Mapping(), "get" | "pop" | "setdefault":
            return _entry(receiver, given, node, frame)
        case ((Sequence() | Together()), "index" | "count" | "remove") if given.positional:
            if numeric.is_mixable(given.positional[0]):
                frame.note(Comparison("in", given.positional[0], receiver), node)
        case Mapping(value=value), "values":
            return Sequence(value, "")
        case Mapping(), "items":
            return _items(receiver)
        case Mapping(key=key), "keys":
            return Sequence(key, "")
        case Sequence(item=item), "pop":
            return item
        case (Sequence() | Together(items=()), "append" | "add") if given.positional:
            _grow(receiver, given.positional[0], node, frame)
        case ((Literal(value=str()) | Scalar(name="builtins.str")), "join"):
            _consume(given, "str.join", node, frame)
            return Scalar("builtins.str")
        case ((Literal(value=str()) | Scalar(name="builtins.str")), "format"):
            _format(given, node, frame)
            return Scalar("builtins.str")
        case (Sequence() | Together(), "extend" | "update"):
            _consume(given, name, node, frame)
    return UNKNOWN


def _entry(receiver: Mapping, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What `get` gives: of a key that is not known, any value or the default."""
    key = given.positional[0] if given.positional else UNKNOWN
    default = given.positional[1] if len(given.positional) > 1 else NONE
    if isinstance(key, Literal) and isinstance(key.value, str):
        found = receiver.entry(key.value)
        if found is not None:
            return found
    elif numeric.is_mixable(key):
        frame.note(Comparison("in", key, receiver), node)
    return joined(receiver.value, default)


def _items(receiver: Mapping) -> Kind:
    """The keys and values of a dictionary, one by one where all of a few are written out."""
    entries = dict(receiver.entries)
    if receiver.complete and len(entries) <= MOST_ROUNDS:
        return Together(tuple(Together((Literal(key), value)) for key, value in entries.items()))
    return Sequence(Together((receiver.key, receiver.value)), "")


def _grow(receiver: Kind, item: Kind, node: cst.CSTNode, frame: Frame) -> None:
    """A list that something is appended to holds things of that kind."""
    match receiver, node:
        case Sequence(item=known), cst.Call(func=cst.Attribute(value=cst.Name(value=name))):
            if known == UNKNOWN and name in frame.names:
                frame.names[name] = Sequence(item, receiver.name)
        case Together(), cst.Call(func=cst.Attribute(value=cst.Name(value=name))):
            frame.names[name] = Sequence(item)


def _consume(given: Given, by: str, node: cst.CSTNode, frame: Frame) -> None:
    for kind in given.positional[:1]:
        iteration.over(kind, by, argument(node, 0), frame)


def _format(given: Given, node: cst.CSTNode, frame: Frame) -> None:
    for index, kind in enumerate(given.positional):
        formatting(kind, "str.format", argument(node, index), frame)
