"""Plain Python on static values: operators, constructors, comparison."""

from __future__ import annotations

import datetime
import decimal
import operator
import uuid
from collections.abc import Callable

import libcst as cst

from nova_lint.semantics.values import (
    Constant,
    Items,
    Mapping,
    Union,
    Unknown,
    Value,
    plain_value,
)

_OPERATORS: dict[type[cst.BaseBinaryOp], Callable[..., object]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Divide: operator.truediv,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: operator.pow,
    cst.BitOr: operator.or_,
    cst.LeftShift: operator.lshift,
}

# Classes of the standard library whose instances are plain values.
CONSTRUCTORS: dict[str, Callable[..., object]] = {
    "decimal.Decimal": decimal.Decimal,
    "datetime.timedelta": datetime.timedelta,
    "datetime.date": datetime.date,
    "datetime.time": datetime.time,
    "datetime.datetime": datetime.datetime,
    "uuid.UUID": uuid.UUID,
    "builtins.str": str,
    "builtins.int": int,
    "builtins.float": float,
    "builtins.bool": bool,
    "builtins.len": len,
    "builtins.min": min,
    "builtins.max": max,
    "builtins.abs": abs,
    "builtins.round": round,
}
COLLECTIONS = frozenset(
    {
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.frozenset",
        "builtins.sorted",
        "builtins.reversed",
    }
)
TEXT_METHODS = frozenset(
    {"lower", "upper", "title", "strip", "format", "join", "replace", "capitalize", "split"}
)


def computed(function: Callable[..., object], *arguments: object, **keywords: object) -> Value:
    """What a function of the standard library makes of plain values."""
    # A constant expression that raises (`1 / 0`, `Decimal("x")`) has no value; nothing is
    # hidden, because the program itself would not get past it.
    if function in (operator.mul, operator.pow) and _too_large(*arguments):
        return Unknown()
    try:
        return as_value(Constant(function(*arguments, **keywords)))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return Unknown()


def _too_large(*arguments: object) -> bool:
    sizes = [a for a in arguments if isinstance(a, int | float) and abs(a) > 10_000]
    return len(sizes) > 1 or any(abs(size) > 10**9 for size in sizes)


def as_value(value: Value) -> Value:
    """A constant list as Items."""
    if isinstance(value, Constant) and isinstance(value.value, list | tuple):
        return Items(tuple(Constant(item) for item in value.value))
    return value


def unary(node: cst.BaseUnaryOp, value: Value) -> Value:
    """The value of `-x` or `not x`."""
    plain = plain_value(value)
    if not isinstance(plain, Constant):
        return Unknown()
    match node, plain.value:
        case cst.Minus(), int() | float() | decimal.Decimal() | datetime.timedelta() as number:
            return Constant(-number)
        case cst.Not(), anything:
            return Constant(not anything)
    return Unknown()


def binary(node: cst.BaseBinaryOp, left: Value, right: Value) -> Value:
    """The value of `a + b` for plain values, of `A | B` for anything."""
    if isinstance(node, cst.BitOr) and not _are_numbers(left, right):
        return _alternatives(left, right)
    function = _OPERATORS.get(type(node))
    first, second = plain_value(left), plain_value(right)
    if function is None or not isinstance(first, Constant) or not isinstance(second, Constant):
        return Unknown()
    return computed(function, first.value, second.value)


def _are_numbers(left: Value, right: Value) -> bool:
    return all(isinstance(v, Constant) and isinstance(v.value, int) for v in (left, right))


def _alternatives(left: Value, right: Value) -> Value:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return joined(left, right)
    options: list[Value] = []
    for value in (left, right):
        options.extend(value.options if isinstance(value, Union) else (value,))
    return Union(tuple(options))


def joined(old: Value, new: Value) -> Value:
    """The value of `old += new`, or of `old |= new`."""
    match old, new:
        case Items(), Items():
            return Items(old.items + new.items, old.complete and new.complete)
        case Mapping(), Mapping():
            return Mapping(old.entries + new.entries, old.complete and new.complete)
        case Constant(), Constant():
            return computed(operator.add, old.value, new.value)
    return incomplete(old)


def incomplete(value: Value) -> Value:
    """A collection that something changes in a way that is not read."""
    match value:
        case Items(items=items):
            return Items(items, complete=False)
        case Mapping(entries=entries):
            return Mapping(entries, complete=False)
    return Unknown()


def compared(
    comparison: cst.BaseCompOp, left: Value, right: Value, items: Items | None
) -> bool | None:
    """Whether a comparison of plain values holds; `items` is what a loop over `right` sees."""
    match comparison:
        case cst.In() | cst.NotIn():
            if items is None or not items.complete or not isinstance(left, Constant):
                return None
            present = any(plain_value(item) == left for item in items.items)
            return present if isinstance(comparison, cst.In) else not present
        case cst.Equal() | cst.Is() | cst.NotEqual() | cst.IsNot():
            second = plain_value(right)
            if not isinstance(left, Constant) or not isinstance(second, Constant):
                return None
            equal = left.value == second.value
            return equal if isinstance(comparison, cst.Equal | cst.Is) else not equal
    return None
