"""Conditions: what is tested, and what each operand leaves known."""

from __future__ import annotations

import libcst as cst

from nova_lint.semantics import numeric
from nova_lint.semantics.bodies.control.joining import joined
from nova_lint.semantics.bodies.control.narrowing import narrowed
from nova_lint.semantics.bodies.expressions.using import test
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import NONE, UNKNOWN, ClassOf, Kind, Literal, Model


def decided(node: cst.CSTNode, frame: Frame) -> bool | None:
    """Whether a condition holds whatever happens; None where that is not known."""
    match node:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            inside = decided(inner, frame)
            return None if inside is None else not inside
        case cst.BooleanOperation(left=left, operator=operator, right=right):
            ends = isinstance(operator, cst.Or)
            sides = (decided(left, frame), decided(right, frame))
            if ends in sides:
                return ends
            return None if None in sides else not ends
        case cst.Comparison(left=left, comparisons=[part]):
            with frame.quietly():
                return _compared(frame.value(left), part.operator, frame.value(part.comparator))
        case cst.Name() | cst.Attribute():
            with frame.quietly():
                kind = frame.value(node)
            return bool(kind.value) if isinstance(kind, Literal) else None
    return None


def asks_for_global(node: cst.CSTNode, frame: Frame, *, is_set: bool) -> int:
    """1 where a condition asks whether a global of the module, or a variable of the class,
    is set (or is not). What runs where it is not set runs once in the life of a process."""
    match node:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            return asks_for_global(inner, frame, is_set=not is_set)
        case cst.Name(value=name):
            return frame.is_global(name) if is_set else 0
        case cst.Attribute(value=cst.Name(value=owner)):
            return int(is_set and isinstance(frame.names.get(owner), ClassOf))
        case cst.Comparison(
            left=cst.Name() | cst.Attribute() as asked,
            comparisons=[
                cst.ComparisonTarget(
                    operator=cst.Is() | cst.IsNot() as sign, comparator=cst.Name(value="None")
                )
            ],
        ):
            return asks_for_global(asked, frame, is_set=isinstance(sign, cst.IsNot) is is_set)
    return 0


def _compared(left: Kind, operator: cst.BaseCompOp, right: Kind) -> bool | None:
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return None
    match operator:
        case cst.Is():
            return left == right
        case cst.IsNot():
            return left != right
        case cst.Equal():
            return left.value == right.value
        case cst.NotEqual():
            return left.value != right.value
    return None


def truth(node: cst.CSTNode, by: str, frame: Frame) -> Kind:
    """Reads an expression that is taken for true or false."""
    if isinstance(node, cst.BooleanOperation | cst.UnaryOperation | cst.Comparison):
        if isinstance(node, cst.BooleanOperation):
            return boolean(node, frame, by)
        return frame.value(node)
    kind = frame.value(node)
    test(kind, by, node, frame)
    return kind


def boolean(node: cst.BooleanOperation, frame: Frame, by: str = "") -> Kind:
    """The kind of `a and b`, `a or b`; `by` is how the whole is tested, if it is."""
    is_and = isinstance(node.operator, cst.And)
    left = truth(node.left, "and" if is_and else "or", frame)
    if decided(node.left, frame) is (not is_and):
        return left
    before = dict(frame.names)
    frame.names = narrowed(node.left, is_and, frame)
    start = dict(frame.names)
    # The last operand is tested only where the whole is.
    right = truth(node.right, by, frame) if by else frame.value(node.right)
    frame.names = before | _left_behind(before, start, frame)
    if is_and:
        # What is false on the left is None, or says nothing.
        return right if left in (NONE, UNKNOWN) or isinstance(left, Model) else UNKNOWN
    return numeric.fallen_back(left, right) or joined(left, right)


def _left_behind(before: dict[str, Kind], start: dict[str, Kind], frame: Frame) -> dict[str, Kind]:
    """What the last operand, which may have run, has made of names: bound or loaded them."""
    return {
        name: joined(before[name], kind) if name in before else kind
        for name, kind in frame.names.items()
        if name not in start or start[name] != kind
    }
