"""Conditions: which values they ask about, and in loops over dictionaries which keys pass
`if name in ("a", "b")`."""

from __future__ import annotations

import libcst as cst

from nova_lint.contracts.flow.contents import entry
from nova_lint.contracts.flow.frame import Frame, Guard
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Item,
    Key,
    One,
    Plain,
    Together,
    Value,
)


def guard(test: cst.BaseExpression, frame: Frame) -> Guard:
    """What a condition asks about."""
    match test:
        case cst.BooleanOperation(left=left, right=right):
            first, second = guard(left, frame), guard(right, frame)
            return Guard(first.asked | second.asked, first.compared | second.compared)
        case cst.UnaryOperation(expression=inner):
            return guard(inner, frame)
    with frame.watching() as seen:
        value = frame.value(test)
    asked = frozenset(each for each in seen if isinstance(each, One | Item))
    more = not isinstance(value, One | Item) and not _lets_most_through(test)
    return Guard(asked, asked if more else frozenset())


def _lets_most_through(test: cst.BaseExpression) -> bool:
    """Whether a condition is `x is None`, `"x" in data`, or `x != y`, which leaves all but one."""
    match test:
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=cst.NotEqual())]):
            return True
        case cst.Comparison(left=cst.SimpleString()):
            return True
        case cst.Comparison(comparisons=[cst.ComparisonTarget(comparator=cst.Name(value="None"))]):
            return True
    return False


def listed(test: cst.BaseExpression, frame: Frame) -> frozenset[Value]:
    """The values of which a condition is sure to hold where a collection lacks them."""
    match test:
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            # `force and x not in …` holds for some only, `x and x not in …` for all but none.
            return listed(right, frame) & guard(left, frame).asked
        case cst.BooleanOperation(left=left, right=right):
            return listed(left, frame) | listed(right, frame)
        case cst.Comparison(left=left, comparisons=[cst.ComparisonTarget(operator=cst.NotIn())]):
            value = frame.value(left)
            return frozenset({value}) if isinstance(value, One) else frozenset()
    return frozenset()


def narrowed(
    test: cst.BaseExpression, holds: bool, names: dict[str, Value], frame: Frame
) -> dict[str, Value]:
    """The names where a condition about a loop's key holds, or does not."""
    result = dict(names)
    key = _asked_key(test, frame)
    if key is None:
        return result
    wanted, positive = _wanted(test, frame)
    for name, value in names.items():
        if isinstance(value, Key | Item) and value.data == key.data:
            result[name] = _restricted(value, wanted, positive == holds, frame)
    return result


def _asked_key(test: cst.BaseExpression, frame: Frame) -> Key | None:
    """The key that a condition restricts; `hasattr(obj, key)` lets every column pass."""
    match test:
        case cst.Call(func=cst.Name(value="hasattr")):
            return None
        case cst.BooleanOperation(left=left, right=right):
            return _asked_key(left, frame) or _asked_key(right, frame)
        case cst.UnaryOperation(expression=inner):
            return _asked_key(inner, frame)
    with frame.watching() as seen:
        frame.value(test)
    return next((value for value in seen if isinstance(value, Key)), None)


def _wanted(test: cst.BaseExpression, frame: Frame) -> tuple[tuple[str, ...] | None, bool]:
    """The keys that a condition lists, and whether it asks for those or for the others."""
    match test:
        case cst.Comparison(left=left, comparisons=[part]) if isinstance(frame.value(left), Key):
            listed = frame.value(part.comparator)
            items = listed.items if isinstance(listed, Together) else (listed,)
            names = [i.value for i in items if isinstance(i, Plain) and isinstance(i.value, str)]
            if len(names) == len(items) and isinstance(
                part.operator, cst.In | cst.NotIn | cst.Equal | cst.NotEqual
            ):
                return tuple(names), isinstance(part.operator, cst.In | cst.Equal)
    return None, True


def _restricted(
    value: Key | Item, wanted: tuple[str, ...] | None, only: bool, frame: Frame
) -> Value:
    if wanted is None:
        return UNKNOWN
    data = value.data
    if only:
        data = Data(entries=tuple((key, entry(data, key, frame)) for key in wanted))
    else:
        for key in wanted:
            data = data.without(key)
    return Key(data) if isinstance(value, Key) else Item(data)
