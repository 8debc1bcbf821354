"""The shape of a value: what the annotation of a schema's field accepts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, TypeVar

import msgspec

from nova_lint.contracts.contract import UNKNOWN, Fact, Known
from nova_lint.semantics.values import Call

T = TypeVar("T")
Limits: TypeAlias = dict[str, Fact[object]]

_NO = Known(False)
_NO_CHOICES: Fact[tuple[object, ...] | None] = Known(None)
_NO_SCHEMA: Fact[str | None] = Known(None)


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """The values that an annotation accepts.

    `limits` are pydantic's own constraints by their names (`gt`, `max_length`); where
    `readable` is False there may be others. `fields` are the `Field(…)` calls that stand in
    its `Annotated`, `marks` the names of what else checks or changes the value, `schema`
    the dotted name of the schema that a nested value follows.
    """

    type: Fact[str]
    name: str = ""
    custom: bool = False
    nullable: Fact[bool] = _NO
    choices: Fact[tuple[object, ...] | None] = _NO_CHOICES
    schema: Fact[str | None] = _NO_SCHEMA
    many: Fact[bool] = _NO
    limits: Limits = msgspec.field(default_factory=dict)
    readable: bool = True
    marks: tuple[str, ...] = ()
    fields: tuple[Call, ...] = ()


OPAQUE = Shape(
    type=UNKNOWN, nullable=UNKNOWN, choices=UNKNOWN, schema=UNKNOWN, many=UNKNOWN, readable=False
)
# A type variable that nothing limits.
FREE = Shape(type=UNKNOWN, nullable=UNKNOWN, schema=UNKNOWN, many=UNKNOWN)
# `None`: that value and nothing else.
NONE = Shape(type=UNKNOWN, name="types.NoneType", nullable=Known(True))
# An object of some class.
INSTANCE = Shape(type=UNKNOWN)


def joined(shapes: list[Shape]) -> Shape:
    """One shape for a union: what all of its alternatives have in common."""
    limited = {name for shape in shapes for name in shape.limits}
    return Shape(
        type=_common_type(shapes),
        nullable=any_of(shape.nullable for shape in shapes),
        choices=_common_choices(shapes),
        schema=_common([shape.schema for shape in shapes]),
        many=_common([shape.many for shape in shapes]),
        limits={name: _common_limit(name, shapes) for name in limited},
        readable=all(shape.readable for shape in shapes),
        marks=tuple(dict.fromkeys(mark for shape in shapes for mark in shape.marks)),
    )


def _common_type(shapes: list[Shape]) -> Fact[str]:
    families = {shape.type for shape in shapes}
    if Known("any") in families:
        return Known("any")
    if families == {Known("int"), Known("float")}:
        return Known("float")
    return families.pop() if len(families) == 1 else UNKNOWN


def _common_choices(shapes: list[Shape]) -> Fact[tuple[object, ...] | None]:
    found: list[object] = []
    for shape in shapes:
        if shape.choices == Known(None):
            return Known(None)
        if isinstance(shape.choices, Known):
            found.extend(shape.choices.value or ())
    if any(shape.choices is UNKNOWN for shape in shapes):
        return UNKNOWN
    return Known(tuple(dict.fromkeys(found)))


def _common_limit(name: str, shapes: list[Shape]) -> Fact[object]:
    return _common([shape.limits.get(name, Known(None)) for shape in shapes])


def _common(several: list[Fact[T]]) -> Fact[T]:
    return several[0] if all(fact == several[0] for fact in several) else UNKNOWN


def any_of(several: Iterable[Fact[bool]]) -> Fact[bool]:
    """Whether one of several facts holds."""
    found = list(several)
    if Known(True) in found:
        return Known(True)
    return UNKNOWN if UNKNOWN in found else Known(False)
