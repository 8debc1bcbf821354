"""With which of a view's classes its own handlers work, where it has several.

`self.serializer_class = OrderWrite` before a handler hands on, or `self.write_serializer_class(
data=request.data)` in it: the class of another attribute is never given what a client sends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from nova_lint.contracts.usage.making import call_actions, names_layers
from nova_lint.knowledge import views
from nova_lint.workspace.walk import walk

# The frameworks' own methods that make an object of whichever class is chosen.
_GETTERS = frozenset(name for chooser in views.CHOOSERS.values() for name in chooser.methods)


class Handling(NamedTuple):
    """What a handler does with the classes of its view: the attributes that it gives a value, the
    attributes and methods whose classes it gives what a client sends, and whether it hands on to
    a base's handler."""

    assigned: frozenset[str]
    fed: frozenset[str]
    hands_up: bool


def handling(handler: cst.FunctionDef) -> Handling:
    return Handling(
        frozenset(name for name, _ in assigned(handler)),
        frozenset(_fed(handler)),
        any(isinstance(part, cst.Name) and part.value == "super" for part in walk(handler)),
    )


def is_replaced(handled: Handling, attribute: str) -> bool:
    """Whether a handler puts another class in the place of an attribute's, or gives what a client
    sends to the classes of other attributes alone."""
    if attribute in handled.assigned:
        return True
    return (
        bool(handled.fed)
        and handled.fed.isdisjoint({attribute, *_GETTERS})
        and not handled.hands_up
    )


def assigned(handler: cst.FunctionDef) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The attributes of its view to which a method gives a value, and what it gives them."""
    for part in walk(handler):
        match part:
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    match target.target:
                        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
                            yield name, value


def _fed(handler: cst.FunctionDef) -> Iterator[str]:
    """The attributes and methods of its view that a handler gives what a client sends."""
    for part in walk(handler):
        match part:
            case cst.Call(
                func=cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name))
            ) if names_layers(name) and call_actions(part) - {views.READ}:
                yield name
