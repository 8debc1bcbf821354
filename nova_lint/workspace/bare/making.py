"""Makes bare nodes fast: straight into the slots of libcst's classes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

import libcst as cst

N = TypeVar("N", bound=cst.CSTNode)


def maker(kind: type[N], *given: str, **fixed: object) -> Callable[..., N]:
    """A function that makes nodes of a kind from the values of some attributes, in that order.
    All others hold what is `fixed`, or what libcst gives them by itself; nodes of layout are
    shared by everything that is made.

    libcst's constructors would make each node of layout anew, and set every attribute by name.
    """
    others = [field for field in dataclasses.fields(kind) if field.name not in given]
    values = [fixed.get(field.name, _default(field)) for field in others]
    # `kind.name.__set__` writes into the slot of that name, which nodes else refuse.
    slots = [getattr(kind, name).__set__ for name in given]
    rest = [
        (getattr(kind, field.name).__set__, value)
        for field, value in zip(others, values, strict=True)
    ]
    new = object.__new__

    def make(*attributes: object) -> N:
        node = new(kind)
        for put, attribute in zip(slots, attributes):  # noqa: B905  # `strict` takes its time
            put(node, attribute)
        for put, value in rest:
            put(node, value)
        return node

    return make


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        made = field.default_factory()
        return tuple(made) if isinstance(made, list) else made
    return None
