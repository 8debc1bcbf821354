"""Objects of models that are made in memory."""

from __future__ import annotations

import msgspec

from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import ClassOf, Given, Kind, Loading, Model, Origin
from nova_lint.semantics.numeric import number_of
from nova_lint.workspace.symbols import ClassSymbol


def built(callee: ClassOf, given: Given, frame: Frame) -> Model:
    """An object of a model that is made in memory."""
    relations: set[str] = set()
    pending: set[str] = set()
    for name, _ in given.keywords:
        column = frame.bodies.models.column(callee.cls, name)
        if column is not None and column.is_relation:
            relations.add(name)
        elif name.endswith("_id"):
            pending.add(name.removesuffix("_id"))
    loading = Loading(
        Origin.BUILT,
        frozenset(relations),
        pending=frozenset(pending),
        everything=not given.complete or bool(given.positional),
    )
    return Model(callee.cls, loading, _held(given))


def by_names(model: ClassSymbol, given: Given, frame: Frame) -> Given:
    """What a call of a model gives, with the names of what it gives by position; those stay among
    the positional ones as well, because not all columns need be known."""
    if not given.positional:
        return given
    columns = frame.bodies.models.columns_in_order(model)
    if len(columns) < len(given.positional):
        return given
    pairs = zip(columns, given.positional, strict=False)
    named = tuple((f"{c.name}_id" if c.is_relation else c.name, kind) for c, kind in pairs)
    return msgspec.structs.replace(given, keywords=(*named, *given.keywords))


def _held(given: Given) -> tuple[tuple[str, Kind], ...]:
    """The numbers that the object holds until it is read back: what it was given."""
    return tuple((name, kind) for name, kind in given.keywords if number_of(kind) is not None)
