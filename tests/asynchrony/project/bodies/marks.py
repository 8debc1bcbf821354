"""What a body says of itself beyond its code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Body = TypeVar("Body", bound=Callable[..., Any])


def possible(reason: str) -> Callable[[Body], Body]:
    """Marks a body whose outcome depends on what its reader cannot see."""

    def mark(body: Body) -> Body:
        body.possible = reason
        return body

    return mark


def sometimes(reason: str) -> Callable[[Body], Body]:
    """Marks a body that Django lets pass with the rows of this library and refuses with others:
    whoever reads it expects the others."""

    def mark(body: Body) -> Body:
        body.sometimes = reason
        return body

    return mark


def read_by_caller(body: Body) -> Body:
    """Marks a body whose result is iterated by its caller, inside the same event loop."""
    body.read_by_caller = True
    return body
