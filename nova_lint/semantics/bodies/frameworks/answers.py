"""What a framework does with what a function returns for the answer to a request."""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge import hooks
from nova_lint.semantics.bodies.frame import Frame, dotted
from nova_lint.semantics.kinds import Framework, Kind, QuerySet, Together
from nova_lint.semantics.operations import Iteration
from nova_lint.workspace.walk import walk


def is_list(definition: cst.FunctionDef, frame: Frame) -> bool:
    """Whether a framework, and nobody else, makes a list of what an async function returns, in
    the event loop and after it has ended."""
    if definition.asynchronous is None:
        return False
    match definition.decorators:
        case [cst.Decorator(decorator=cst.Call(func=cst.Attribute() as made) as call)]:
            if made.attr.value not in hooks.OPERATION_DECORATORS or not _has_list(call):
                return False
            with frame.quietly():
                router = frame.value(made.value)
            return isinstance(router, Framework) and router.name in hooks.OPERATION_ROUTERS
    return False


def _has_list(decorator: cst.Call) -> bool:
    """Whether an operation's schema is a list, `response={200: list[BookOut]}`."""
    return any(
        isinstance(part, cst.Subscript)
        and (dotted(part.value) or "").rpartition(".")[2] in hooks.LISTS
        for argument in decorator.args
        if argument.keyword is not None and argument.keyword.value == hooks.OPERATION_SCHEMA
        for part in walk(argument.value)
    )


def read(node: cst.BaseExpression, kind: Kind, frame: Frame) -> None:
    """Collects that the rows of a queryset are read, which may stand behind the status. Of one
    that a thread handed back it has been said."""
    match node, kind:
        case cst.Tuple(elements=[_, cst.Element(value=content)]), Together(items=(_, rows)):
            node, kind = content, rows
    if isinstance(kind, QuerySet) and kind.handed is None:
        frame.note(Iteration(kind, "answer"), node)
