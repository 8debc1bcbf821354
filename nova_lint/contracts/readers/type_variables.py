"""Type variables in annotations: which there are, and what stands in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from nova_lint.contracts import facts
from nova_lint.semantics.values import Call, Reference, Subscript, Union, Value
from nova_lint.workspace.symbols import External

Bound: TypeAlias = Mapping[Value, Value]

# A variable of `class Page[T]` has no assignment to stand for it.
PARAMETER_PREFIX = "type parameter "


def is_type_variable(value: Value) -> bool:
    """Whether a value is a `TypeVar`, of either syntax."""
    match value:
        case Call(callee=callee):
            return facts.dotted_name(callee) == "typing.TypeVar"
        case Reference(symbol=External(name=name)):
            return name.startswith(PARAMETER_PREFIX)
    return False


def type_variables(value: Value) -> list[Value]:
    """The type variables in an annotation, in the order of their first appearance."""
    found: dict[Value, None] = {}
    _gather_variables(value, found)
    return list(found)


def _gather_variables(value: Value, found: dict[Value, None]) -> None:
    match value:
        case Subscript(arguments=inner) | Union(options=inner):
            for part in inner:
                _gather_variables(part, found)
        case Call() | Reference() if is_type_variable(value):
            found.setdefault(value)


def substituted(value: Value, bound: Bound) -> Value:
    """An annotation with its type variables replaced."""
    match value:
        case Call() | Reference():
            return bound.get(value, value)
        case Subscript(base=base, arguments=arguments):
            return Subscript(base, tuple(substituted(part, bound) for part in arguments))
        case Union(options=options):
            return Union(tuple(substituted(part, bound) for part in options))
    return value
