"""Objects of models that are made in memory."""

from __future__ import annotations

from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import ClassOf, Given, Kind, Loading, Model, Origin
from nova_lint.semantics.numeric import number_of


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


def _held(given: Given) -> tuple[tuple[str, Kind], ...]:
    """The numbers that the object holds until it is read back: what it was given."""
    return tuple((name, kind) for name, kind in given.keywords if number_of(kind) is not None)
