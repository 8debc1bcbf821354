"""What a body says of itself beyond its code, and what it notes while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

Body = TypeVar("Body", bound=Callable[..., Any])
Value = TypeVar("Value")
# Where an object was seen, and the dotted name of its class: file, line, column, name.
seen: list[tuple[str, int, int, str]] = []


def exactly(value: Callable[[], Any]) -> Callable[[Body], Body]:
    """Says what a body would return if no digit of a Decimal were lost: a Decimal, or what
    follows from one. Where nothing ever was a Decimal, or a float is what is wanted (a weight,
    a ratio), it is a float."""

    def mark(body: Body) -> Body:
        body.exactly = value
        return body

    return mark


def possible(reason: str, *, like: str = "") -> Callable[[Body], Body]:
    """Marks a body whose outcome depends on what its reader cannot see: the rows, the amount at
    hand. `like` names the body (`module.function`) that does the same with others, for which it
    goes wrong."""

    def mark(body: Body) -> Body:
        body.possible = reason
        body.like = like
        return body

    return mark


def about(declaration: str) -> Callable[[Body], Body]:
    """Names the declaration that a body puts to the test: what is wrong is wrong there, and
    not in the body."""

    def mark(body: Body) -> Body:
        body.about = declaration
        return body

    return mark


def kind(value: Value) -> Value:
    """Gives its argument back, and notes of which class it is. A reader finds the place as the
    call's own: the line and column (from 0) at which it begins."""
    frame = sys._getframe(1)
    positions = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    line, column = positions[0], positions[2]
    cls = type(value)
    seen.append((frame.f_code.co_filename, line, column, f"{cls.__module__}.{cls.__qualname__}"))
    return value
