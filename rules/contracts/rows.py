"""Whether the rows that a layer makes can be saved at all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from nova_lint.contracts.contract import Field, Known, Layer
from nova_lint.contracts.links import Creation, Linked
from nova_lint.knowledge import views

from . import names
from .needs import needs_value, saves_empty_text


def unfilled(
    linked: Linked, given: Collection[str], supplies: Callable[[str], bool]
) -> list[Field]:
    """The columns that a row needs and that neither the layer nor code gives a value."""
    return [
        column
        for column in linked.columns.fields
        if column.name not in given and _is_needed(column) and not supplies(column.name)
    ]


def left_empty(creation: Creation, linked: Linked) -> list[Field]:
    """The columns that a row needs and does not get from a statement that makes it; none
    where not all is seen, or where the model does not even take what it is given."""
    if not creation.complete or creation.refused:
        return []
    if linked.contract.unknown or linked.columns.unknown:
        return []
    return unfilled(linked, creation.given, partial(linked.supply.fills, creation.span))


def never_saves(linked: Linked) -> bool:
    """Whether no value of a client makes a difference: the class fails for a name in its
    options, which is NL113's matter, or a schema's data goes nowhere but to statements that
    fail each time. What they lack is NL115's."""
    if names.fails(linked.contract):
        return True
    if linked.contract.layer is not Layer.SCHEMA or views.UPDATE in linked.uses.actions:
        return False
    return bool(linked.creations) and all(left_empty(c, linked) for c in linked.creations)


def _is_needed(column: Field) -> bool:
    return needs_value(column) and not saves_empty_text(column) and column.type != Known("bool")
