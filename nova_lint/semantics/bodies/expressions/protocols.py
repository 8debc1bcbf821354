"""Special methods: what the syntax of Python calls on an object."""

from __future__ import annotations

import libcst as cst
import msgspec

from nova_lint.knowledge import framework_queries
from nova_lint.semantics import framework_calls
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Framework,
    Function,
    Given,
    Kind,
    Method,
    Model,
    Object,
)
from nova_lint.semantics.operations import ProjectCall


def result(base: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What a special method gives; collects what it does. UNKNOWN for one that nobody has."""
    return found(base, name, given, node, frame) or UNKNOWN


def found(base: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind | None:
    """The same; None where the object's class has no such method."""
    if isinstance(base, Model | Object):
        member = frame.bodies.member(base.cls, name)
        if isinstance(member, Function):
            outcome = frame.bodies.run(Function(member.symbol, base), given, frame.context)
            if outcome.reached:
                symbol = member.symbol
                frame.note(ProjectCall(symbol, name, outcome.reached, implicit=True), node)
            return outcome.result
    if isinstance(base, Object | Framework):
        known = framework_calls.method(base, name, frame.bodies.symbols)
        if known is not None:
            result = frame.bodies.invoke(Method(base, name), given, node, frame)
            if isinstance(base, Framework):
                mark_loaded(base, node.value if isinstance(node, cst.Subscript) else node, frame)
            return result
    return None


def mark_loaded(kind: Framework, node: cst.CSTNode, frame: Frame) -> None:
    """A session that was asked for anything is in memory from then on."""
    if kind.name == framework_queries.SESSION and not kind.loaded:
        frame.load(node, msgspec.structs.replace(kind, loaded=True))
