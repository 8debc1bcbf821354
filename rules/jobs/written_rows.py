"""Rows that a job is given and that the code around it has written."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import msgspec

from nova_lint.contracts.project import Contracts
from nova_lint.knowledge.jobs import UPDATING
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics import effects
from nova_lint.semantics.bodies.frame import Node, dotted
from nova_lint.semantics.kinds import Kind, Mapping, Model, Scalar, Sequence, Together
from nova_lint.semantics.operations import MethodCall, Operation, Queueing
from nova_lint.workspace.symbols import ClassSymbol
from nova_lint.workspace.walk import children, walk

_KEYS = ("pk", "id")


def row_of(queued: Operation) -> Model | None:
    """The first row that a job is given, or the key of; one that was written where there is."""
    action = queued.action
    if not isinstance(action, Queueing):
        return None
    values = (*action.given.positional, *(kind for _, kind in action.given.keywords))
    found = [row for kind in values for row in _rows(kind)]
    return next((row for row in found if row.written is not None), found[0] if found else None)


def _rows(kind: Kind) -> Iterator[Model]:
    """The rows that a value is, or is the key of."""
    match kind:
        case Model():
            yield kind
        case Scalar(row=Model() as row):
            yield row
        case Sequence(item=item):
            yield from _rows(item)
        case Together(items=items):
            for item in items:
                yield from _rows(item)
        case Mapping(entries=entries):
            for _, value in entries:
                yield from _rows(value)


def as_whole(queued: Operation, project: Contracts) -> Operation | None:
    """The same operation as it is when everything is read that its function calls."""
    if queued.function is None or not isinstance(queued.site, Node):
        return None
    for operation in project.whole_bodies.operations(queued.function):
        site = operation.site
        if isinstance(operation.action, Queueing) and isinstance(site, Node):
            if site.node is queued.site.node:
                return operation
    return None


def is_called_later(queued: Operation) -> bool:
    """Whether an operation stands in a function or lambda inside of another, which somebody
    calls some time."""
    if not isinstance(queued.site, Node):
        return True
    node, segment = queued.site.node, queued.site.segment
    return any(
        isinstance(part, cst.FunctionDef | cst.Lambda)
        and part not in segment.body
        and any(each is node for each in walk(part))
        for statement in segment.body
        for part in walk(statement)
    )


# What a query writes -------------------------------------------------------------------------


class Write(msgspec.Struct, frozen=True):
    """An operation that changes rows of a model without having them in memory."""

    operation: Operation
    model: ClassSymbol


def written_by_query(queued: Operation, project: Contracts) -> Write | None:
    """The update of rows by which a job finds others than its function left: it stands before
    the job, is about the very rows or keys that the job is given, and the task reads that
    model."""
    action = queued.action
    if not isinstance(action, Queueing) or queued.function is None or action.task is None:
        return None
    given = set(_paths(queued))
    found: list[Write] = []
    for operation in project.whole_bodies.operations(queued.function):
        if operation is queued:
            break
        model = effects.model_of(operation)
        if _updates(operation) and model is not None and not given.isdisjoint(_paths(operation)):
            found.append(Write(operation, model))
    read = _read_by(action, project) if found else frozenset()
    return next((write for write in reversed(found) if write.model in read), None)


def _updates(operation: Operation) -> bool:
    match operation.action:
        case MethodCall(name=name):
            return name in UPDATING
    return False


def _read_by(action: Queueing, project: Contracts) -> frozenset[ClassSymbol | None]:
    """The models whose rows a task reads."""
    symbol = action.task.symbol if action.task is not None else None
    if symbol is None:
        return frozenset()
    deeds = project.unit(symbol).deeds
    return frozenset(deed.model for deed in deeds if deed.effect is Effect.READ)


def _paths(operation: Operation) -> Iterator[str]:
    """The names in the arguments of a call and of those that it is chained to, and that of the
    row whose relation it goes by; keys for the rows that they are of."""
    node = operation.site.node if isinstance(operation.site, Node) else None
    while isinstance(node, cst.Call | cst.Attribute):
        if isinstance(node, cst.Call):
            yield from (path for argument in node.args for path in _named(argument.value))
            node = node.func
            continue
        path = dotted(node.value)
        if path is not None and "." in path and not path[0].isupper():
            # `order.lines.filter(…)` is about the lines of `order`.
            yield path.rpartition(".")[0]
        node = node.value


def _named(node: cst.CSTNode) -> Iterator[str]:
    """The values that an expression is made of, by their dotted names."""
    path = dotted(node) if isinstance(node, cst.Name | cst.Attribute) else None
    if path is not None:
        owner, _, last = path.rpartition(".")
        yield owner if owner and last in _KEYS else path
    elif isinstance(node, cst.Call):
        if isinstance(node.func, cst.Attribute):
            yield from _named(node.func.value)
        for argument in node.args:
            yield from _named(argument.value)
    else:
        for child in children(node):
            yield from _named(child)
