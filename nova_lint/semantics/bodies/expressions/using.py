"""Using something as a truth value or as text: what that does."""

from __future__ import annotations

import dataclasses

import libcst as cst

from nova_lint.semantics.bodies.expressions.protocols import found
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import (
    Coroutine,
    Framework,
    Given,
    Kind,
    Lazy,
    Model,
    Object,
    QuerySet,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Awaiting, Formatting, Looking, TruthTest


def test(kind: Kind, by: str, node: cst.CSTNode, frame: Frame) -> None:
    """Collects that something is taken for true or false."""
    match kind:
        case QuerySet():
            frame.note(TruthTest(kind, by), node)
            mark_fetched(node, kind, frame)
        case Coroutine(name=called) if called:
            frame.note(Awaiting(kind, "taken for true"), node)
        case Lazy():
            look(kind, node, frame)
        case Object() | Framework():
            if found(kind, "__bool__", Given(), node, frame) is None:
                found(kind, "__len__", Given(), node, frame)


def look(kind: Lazy, node: cst.CSTNode, frame: Frame, at: cst.CSTNode | None = None) -> None:
    """Collects that something is looked at that is fetched then; the expression `node` names
    what was fetched from then on. `at` is where it is looked at, if that is no `node`."""
    frame.note(Looking(kind, kind.name), at or node)
    frame.load(node, kind.target)


def mark_fetched(node: cst.CSTNode, kind: QuerySet, frame: Frame) -> None:
    """A queryset that was taken for true or iterated has its rows in memory from then on."""
    if not kind.fetched:
        frame.load(node, dataclasses.replace(kind, fetched=True))


def formatting(kind: Kind, by: str, node: cst.CSTNode, frame: Frame) -> None:
    """Collects that something is written as text."""
    match kind:
        case QuerySet():
            frame.note(Formatting(kind, by), node)
        case Coroutine(name=called) if called:
            frame.note(Awaiting(kind, "written as text"), node)
        case Lazy():
            look(kind, node, frame)
        case _:
            as_text(kind, node, frame)


def as_text(kind: Kind, node: cst.CSTNode, frame: Frame) -> None:
    """Writing an object as text runs its `__str__`, or its `__repr__`."""
    match kind:
        case Model() | Object() | Framework():
            if found(kind, "__str__", Given(), node, frame) is None:
                found(kind, "__repr__", Given(), node, frame)
        case Sequence(item=item):
            formatting(item, "repr", node, frame)
        case Together(items=items):
            for item in items:
                formatting(item, "repr", node, frame)
