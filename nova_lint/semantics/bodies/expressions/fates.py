"""What becomes of a value at once: a call rounds it, counts it, or draws a number by it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import libcst as cst
import msgspec

from nova_lint.knowledge import conversions, expressions, floats, numbers
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import External, Function, Given, Kind, Literal, Method
from nova_lint.semantics.operations import Fate, FunctionCall
from nova_lint.workspace.walk import walk

_BY_METHOD = dict.fromkeys(numbers.ROUNDING_METHODS, Fate.ROUNDED) | dict.fromkeys(
    expressions.UNFETCHING, Fate.COUNTED
)


def of_receiver(node: cst.Call, frame: Frame) -> None:
    """Says what a method makes of what it is called on."""
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in _BY_METHOD:
        frame.fates[id(node.func.value)] = _BY_METHOD[node.func.attr.value]


def of_arguments(name: str, node: cst.Call, frame: Frame) -> None:
    """Says what a function makes of its arguments."""
    if name in numbers.ROUNDING and node.args:
        fate = Fate.WHOLE if len(node.args) == 1 else Fate.ROUNDED
        frame.fates[id(node.args[0].value)] = fate
    elif name in numbers.KEEPING_DIGITS and node.args and id(node) in frame.fates:
        frame.fates[id(node.args[0].value)] = frame.fates[id(node)]
    elif name in conversions.VALIDATORS:
        is_upper = conversions.BOUNDS[name][conversions.LIMIT].side is conversions.Side.UPPER
        fate = Fate.GREATEST if is_upper else Fate.LEAST
        frame.fates.update((id(argument.value), fate) for argument in node.args[:1])
    elif name in numbers.DRAWING:
        frame.fates.update((id(argument.value), Fate.DRAWN_BY) for argument in node.args)


def of_operands(node: cst.BinaryOperation, frame: Frame) -> None:
    """Says of what a quotient or a power is made: `(total - budget) / budget`."""
    if isinstance(node.operator, cst.Divide | cst.Power):
        frame.fates.setdefault(id(node.left), Fate.DIVIDED)
        frame.fates.setdefault(id(node.right), Fate.DIVIDED)


# Functions of the project -------------------------------------------------------------------


def in_function(callee: Function, node: cst.Call, frame: Frame) -> None:
    """Says which arguments a function of the project rounds: `quantize_price(Decimal(…))`."""
    definition = frame.bodies.definition(callee)
    rounded = _rounded_in(definition) if definition is not None else frozenset()
    if rounded:
        for name, given in frame.bodies.handed(callee, node):
            if name in rounded:
                frame.fates[id(given)] = Fate.ROUNDED


def _rounded_in(definition: cst.FunctionDef) -> frozenset[str]:
    """The names of which a function rounds what it makes of them."""
    found: set[str] = set()
    for part in walk(definition.body):
        match part:
            case cst.Call(func=cst.Attribute(value=rounded, attr=cst.Name(value=name))) if (
                name in numbers.ROUNDING_METHODS
            ):
                found.update(_names(rounded))
            case cst.Call(func=cst.Name(value=name), args=[cst.Arg(value=rounded), *_]) if (
                f"builtins.{name}" in numbers.ROUNDING
            ):
                found.update(_names(rounded))
    return frozenset(found)


def _names(node: cst.CSTNode) -> Iterator[str]:
    return (part.value for part in walk(node) if isinstance(part, cst.Name))


# Ties -------------------------------------------------------------------------------------


def at_a_tie(callee: Kind, given: Given, node: cst.Call, frame: Frame) -> None:
    """Rounding hides what a float is, unless what is rounded is a half: `Decimal(2.675)` is a
    little less, and rounds to 2.67."""
    if isinstance(callee, Method) and callee.name in numbers.ROUNDING_METHODS:
        match node:
            case cst.Call(func=cst.Attribute(value=rounded), args=[cst.Arg(value=places), *_]):
                quantum = frame.bodies.constant(places, frame)
                _look(rounded, quantum, given.argument(1, "rounding"), frame)
    elif isinstance(callee, External) and callee.name in numbers.ROUNDING:
        match given.positional:
            case (_, Literal(value=int() as digits)) if abs(digits) <= _MOST_DIGITS:
                _look(node.args[0].value, Decimal(1).scaleb(-digits), None, frame)


_MOST_DIGITS = 28
"""How many digits a Decimal is rounded to at most, unless somebody asks for more."""


def _look(rounded: cst.CSTNode, quantum: object, rounding: Kind | None, frame: Frame) -> None:
    """Forgets that a Decimal is rounded which then is another one than is meant."""
    if not isinstance(quantum, Decimal) or not isinstance(rounding, External | None):
        return
    mode = rounding.name.rpartition(".")[2] if rounding is not None else None
    key = (id(rounded), FunctionCall.__name__, "")
    operation = frame.operations.get(key)
    match operation.action if operation is not None else None:
        case FunctionCall(given=Given(positional=(Literal(value=float() as value),))):
            if operation is not None and floats.rounds_otherwise(value, quantum, mode):
                frame.operations[key] = msgspec.structs.replace(operation, fate=None)
