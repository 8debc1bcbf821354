"""Loops, comprehensions and everything else that goes through items."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import libcst as cst

from nova_lint.knowledge.flows import NAMED_TUPLE
from nova_lint.semantics.bodies.control.conditions import truth
from nova_lint.semantics.bodies.control.joining import joined_all
from nova_lint.semantics.bodies.control.narrowing import narrowed
from nova_lint.semantics.bodies.expressions.protocols import found
from nova_lint.semantics.bodies.expressions.using import look, mark_fetched
from nova_lint.semantics.bodies.frame import Frame, Outcome
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Coroutine,
    Framework,
    Function,
    Generator,
    Given,
    Kind,
    Lazy,
    Literal,
    Local,
    Mapping,
    Method,
    Object,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Awaiting, FailingCall, Iteration, ProjectCall
from nova_lint.workspace.outline_nodes import Assignment


def over(kind: Kind, by: str, node: cst.CSTNode, frame: Frame, *, is_async: bool = False) -> Kind:
    """What iterating something gives; collects that it is iterated."""
    if not is_async and _is_async_only(kind):
        frame.note(Awaiting(kind, "iterated without `async for`"), node)
    if is_async and _is_list(kind):
        frame.note(Awaiting(kind, "iterated with `async for`"), node)
    match kind:
        case QuerySet(row=row):
            frame.note(Iteration(kind, by, is_async), node)
            if is_async:
                frame.update(node, dataclasses.replace(kind, fetched=True))
            else:
                mark_fetched(node, kind, frame)
            return row
        case Coroutine(name=called) if called and not is_async:
            frame.note(Awaiting(kind, "iterated"), node)
        case Generator(item=item) if is_async or by == "iter":
            return item
        case Generator():
            return _generated(kind, node, frame)
        case Together(items=items):
            return joined_all(items)
        case Sequence(item=item):
            return item
        case Mapping(key=key, entries=entries):
            return key if key != UNKNOWN or not entries else Scalar("builtins.str")
        case Framework() | Object():
            name = _SPECIAL.get(by, "__iter__")
            made = found(kind, name, Given(), node, frame)
            if made is None and name != "__iter__":
                made = found(kind, "__iter__", Given(), node, frame)
            return over(made, by, node, frame) if isinstance(made, Generator) else UNKNOWN
        case Literal(value=str()):
            return Scalar("builtins.str")
    return UNKNOWN


def _is_list(kind: Kind) -> bool:
    """Whether something is surely one of Python's own containers."""
    match kind:
        case Together():
            return True
        case Sequence(name=name):
            return name in _CONTAINERS
    return False


_CONTAINERS = frozenset({"builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset"})


def _is_async_only(kind: Kind) -> bool:
    match kind:
        case Sequence(name="async generator"):
            return True
        case Generator(is_async=is_async):
            return is_async
    return False


def _generated(kind: Generator, node: cst.CSTNode, frame: Frame) -> Kind:
    """Iterating a generator runs its body."""
    for source in kind.sources:
        # One that does not keep its rows fetches them whatever was fetched before.
        if isinstance(source, QuerySet) and kind.function is None and len(kind.sources) == 1:
            source = dataclasses.replace(source, fetched=False)
        over(source, "for", node, frame)
    if kind.is_async or kind.function is None:
        return kind.item
    if isinstance(kind.function, Method):
        frame.bodies.invoke(kind.function, kind.given or Given(), node, frame)
        return kind.item
    outcome = _ran(kind, frame)
    if outcome is not None and outcome.failing is not None and not frame.guarded:
        named = kind.function.symbol.node.name if isinstance(kind.function, Function) else "lambda"
        frame.note_failing(FailingCall(named, kind.given or Given(), outcome.failing), node)
    if outcome is not None and outcome.reached:
        symbol = kind.function.symbol if isinstance(kind.function, Function) else None
        label = symbol.node.name if symbol is not None else "generator"
        frame.note(ProjectCall(symbol, label, outcome.reached, implicit=True), node)
    return kind.item


def _ran(kind: Generator, frame: Frame) -> Outcome | None:
    """What the body of a generator does, or the function that `map` calls."""
    given = kind.given or Given()
    match kind.function:
        case Local() as local:
            return frame.bodies.run_local(local, given, frame.context)
        case Function() as function:
            return frame.bodies.run(function, given, frame.context)
    return None


_SPECIAL = {"len": "__len__", "reversed": "__reversed__", "in": "__contains__"}


def contains(kind: Kind, node: cst.CSTNode, frame: Frame) -> None:
    """Collects that something is searched with `in`."""
    match kind:
        case QuerySet() | Generator() | Object() | Framework() | Coroutine():
            over(kind, "in", node, frame)
        case Lazy():
            look(kind, node, frame)
        case _:
            pass


MOST_ROUNDS = 8
"""How many items a loop may be read for one by one."""


def items_of(source: Kind, item: Kind) -> tuple[Kind, ...]:
    """What a loop is read for: each item of a short tuple or list, else any one of them."""
    if isinstance(source, Together) and 0 < len(source.items) <= MOST_ROUNDS:
        return source.items
    return (item,)


def rounds(loop: cst.CompFor, frame: Frame, read: Callable[[], None]) -> None:
    """Binds the names of a comprehension's loops, and reads what it makes of each item."""
    is_async = loop.asynchronous is not None
    source = frame.value(loop.iter)
    item = over(source, "comprehension", loop.iter, frame, is_async=is_async)
    for each in items_of(source, item):
        bind(loop.target, each, frame)
        for condition in loop.ifs:
            truth(condition.test, "if", frame)
            frame.names = narrowed(condition.test, True, frame)
        if loop.inner_for_in is not None:
            rounds(loop.inner_for_in, frame, read)
        else:
            read()


def bind(target: cst.CSTNode, kind: Kind, frame: Frame) -> None:
    """Gives the names of a target what a loop or an assignment gives them."""
    match target:
        case cst.Name(value=name):
            frame.bind(name, kind)
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            items = parts(kind, len(elements), target, frame)
            for element, item in zip(elements, items, strict=True):
                inner = Sequence(item) if isinstance(element, cst.StarredElement) else item
                bind(element.value, inner, frame)
        case cst.StarredElement(value=value):
            bind(value, Sequence(kind), frame)
        case _:
            pass


def parts(kind: Kind, count: int, target: cst.CSTNode, frame: Frame) -> list[Kind]:
    """What unpacking into so many targets gives to each."""
    if isinstance(kind, Object):
        kind = as_tuple(kind, frame) or kind
    if isinstance(kind, Together) and len(kind.items) == count:
        return list(kind.items)
    return [over(kind, "unpacking", target, frame)] * count


def as_tuple(kind: Object, frame: Frame) -> Together | None:
    """The items of an object of a class of named tuples; None for any other object."""
    if NAMED_TUPLE not in (base.name for base in frame.bodies.symbols.mro(kind.cls).classes):
        return None
    fields = [s.name for s in kind.cls.node.body if isinstance(s, Assignment) and s.annotated]
    items = (frame.bodies.member(kind.cls, name) or UNKNOWN for name in fields)
    return Together(tuple(items), tuple(fields))
