"""Makes bare nodes fast: straight into the slots of libcst's classes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar, cast

import libcst as cst

N = TypeVar("N", bound=cst.CSTNode)


def maker(kind: type[N], *given: str) -> Callable[..., N]:
    """A function that makes nodes of a kind from the values of some attributes, in that order.
    All others hold what libcst gives them by itself; nodes of layout are shared by everything
    that is made.

    libcst's constructors would make each node of layout anew, and set every attribute by name.
    """
    # `kind.name.__set__` writes into the slot of that name, which nodes else refuse.
    fixed = {
        field.name: _default(field) for field in dataclasses.fields(kind) if field.name not in given
    }
    known: dict[str, object] = {"new": object.__new__, "kind": kind}
    lines = [f"def make({', '.join(given)}):", " node = new(kind)"]
    for name in (*given, *fixed):
        known[f"put_{name}"] = getattr(kind, name).__set__
        lines.append(f" put_{name}(node, {name if name in given else f'value_{name}'})")
    known |= {f"value_{name}": value for name, value in fixed.items()}
    # Written out, as `dataclasses` writes out its constructors: a loop takes twice the time.
    exec("\n".join([*lines, " return node"]), known)
    return cast(Callable[..., N], known["make"])


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        made = field.default_factory()
        return tuple(made) if isinstance(made, list) else made
    return None
