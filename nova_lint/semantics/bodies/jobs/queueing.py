"""Calls that queue a task, or get ready to: what they are given for it."""

from __future__ import annotations

import libcst as cst

from nova_lint.knowledge import jobs
from nova_lint.knowledge.jobs import Library, Takes, Way, When
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    Coroutine,
    Framework,
    Function,
    Given,
    Kind,
    Literal,
    Local,
    Mapping,
    Method,
    Object,
    Partial,
    Task,
    Together,
)
from nova_lint.semantics.operations import Context, Queueing


def method(receiver: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind | None:
    """What a method gives that queues a task; None for one that does not."""
    match receiver:
        case Task() | Function() | Object():
            task = frame.bodies.task(receiver)
            return _of_task(task, name, given, node, frame) if task is not None else None
        case Framework(name=jobs.SIGNATURE) if name in jobs.SAME_SIGNATURE:
            return receiver
        case Framework(name=jobs.SIGNATURE):
            when = jobs.SIGNATURE_METHODS.get(name)
            if when is None:
                return None
            prepared = receiver.given or Given()
            frame.note(Queueing(Library.CELERY, None, name, when, prepared, open=True), node)
            return UNKNOWN
        case Framework(name=queue) if queue in jobs.QUEUE_CLASSES and name in jobs.QUEUE_METHODS:
            return _of_function(Library.RQ, jobs.QUEUE_METHODS[name], name, given, node, frame)
        case Framework(name=app) if app in jobs.DECORATING and name in jobs.BY_NAME:
            return _of_function(Library.CELERY, jobs.BY_NAME[name], name, given, node, frame)
    return None


def function(name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind | None:
    """What a function gives that queues a task, a queue, or something that queues several."""
    if name in jobs.QUEUE_FACTORIES:
        return Framework(jobs.QUEUE_FACTORIES[name])
    if name in jobs.SIGNATURE_MAKERS:
        return Framework(jobs.SIGNATURE, Given(_parts(given), complete=False))
    known = jobs.FUNCTIONS.get(name)
    if known is None:
        return None
    library, way = known
    return _of_function(library, way, name.rpartition(".")[2], given, node, frame)


def _parts(given: Given) -> tuple[Kind, ...]:
    """What the signatures were given that another one is made of."""
    found: list[Kind] = []
    for kind in given.positional:
        for each in kind.items if isinstance(kind, Together) else (kind,):
            if isinstance(each, Framework) and each.name == jobs.SIGNATURE and each.given:
                found.extend((*each.given.positional, *(k for _, k in each.given.keywords)))
    return tuple(found)


def call_afterwards(callee: Kind, node: cst.CSTNode, frame: Frame) -> None:
    """`transaction.on_commit(function)`: the function is called when nothing is left to be
    committed. In an event loop Django refuses the call."""
    if frame.context is not Context.PLAIN:
        return
    if isinstance(callee, Local):
        if not frame.quiet:
            frame.afterwards.append(frame.bodies.called_later(callee, frame.context))
        return
    if not isinstance(callee, Partial | Method | Function):
        return
    around, frame.transaction = frame.transaction, None
    before, frame.committed = frame.committed, True
    frame.bodies.invoke(callee, Given(), node, frame)
    frame.transaction, frame.committed = around, before


# Tasks --------------------------------------------------------------------------------------


def _of_task(task: Task, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind | None:
    """A method of a task."""
    if name in jobs.SAME_TASK.get(task.package, ()):
        return task
    way = jobs.TASK_METHODS[task.package].get(name)
    if way is None:
        return None
    handed = _handed(way, given, node)
    _note(task.package, task, way, name, handed, given, node, frame)
    if way.awaitable:
        return Coroutine(UNKNOWN, f".{name}()")
    if way.when is When.LATER:
        return Framework(jobs.SIGNATURE, handed)
    return UNKNOWN


def _of_function(
    library: Library, way: Way, name: str, given: Given, node: cst.CSTNode, frame: Frame
) -> Kind:
    """A call that is given the function to queue, or its dotted name."""
    called = given.argument(way.function or 0, way.keyword)
    task: Task | None = None
    match called:
        case Literal(value=str() as dotted):
            found = frame.bodies.task_named(dotted)
            task = _queued(found, library, frame) if isinstance(found, Function) else None
        case Function():
            task = _queued(called, library, frame)
    _note(library, task, way, name, _handed(way, given, node), given, node, frame)
    return UNKNOWN


def _queued(kind: Function, library: Library, frame: Frame) -> Task | None:
    if library is Library.CELERY:
        return frame.bodies.task(kind)
    return frame.bodies.queued(kind, library)


def _note(
    library: Library,
    task: Task | None,
    way: Way,
    name: str,
    handed: Given,
    given: Given,
    node: cst.CSTNode,
    frame: Frame,
) -> None:
    queueing = Queueing(
        library,
        task,
        name,
        When.ON_COMMIT if frame.committed and way.when is When.NOW else way.when,
        handed,
        way.open,
        given.keyword("serializer") if way.takes is Takes.PACKED else None,
        way.awaitable,
    )
    frame.note(queueing, node)


# Arguments ----------------------------------------------------------------------------------


def _handed(way: Way, given: Given, node: cst.CSTNode) -> Given:
    """What the task is to be called with."""
    complete = given.complete and not _has_stars(node)
    # RQ and Django-Q take them packed as well, where they are given by name.
    packed = way.function is not None and given.keyword("args") is not None
    if way.takes is Takes.PACKED or packed or (given.keyword("kwargs") is not None and way.own):
        return _unpacked(way, given, node, complete)
    keywords = tuple(each for each in given.keywords if each[0] not in way.own | {way.keyword})
    return Given(given.positional[way.first :], keywords, complete)


def _has_stars(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and any(argument.star for argument in node.args)


def _unpacked(way: Way, given: Given, node: cst.CSTNode, complete: bool) -> Given:
    """`args=(1, 2), kwargs={"a": 3}`."""
    places = (99, 99) if way.keyword_only else (way.first, way.first + 1)
    args = given.argument(places[0], "args") or NONE
    kwargs = given.argument(places[1], "kwargs") or NONE
    positional: tuple[Kind, ...] = ()
    match args:
        case Together(items=items):
            positional = items
        case Literal(value=None):
            pass
        case _:
            complete = False
    keywords = kwargs.entries if isinstance(kwargs, Mapping) else ()
    written = _argument(node, places[1], "kwargs")
    complete = complete and (kwargs == NONE or _is_written_out(written))
    return Given(positional, keywords, complete)


def _argument(node: cst.CSTNode, index: int, name: str) -> cst.CSTNode | None:
    """The node of an argument by its name or its position."""
    arguments = node.args if isinstance(node, cst.Call) else ()
    for argument in arguments:
        if argument.keyword is not None and argument.keyword.value == name:
            return argument.value
    if index < len(arguments) and arguments[index].keyword is None:
        return arguments[index].value
    return None


def _is_written_out(node: cst.CSTNode | None) -> bool:
    """Whether a dictionary is one whose keys all stand there as texts."""
    return isinstance(node, cst.Dict) and all(
        isinstance(each, cst.DictElement) and isinstance(each.key, cst.SimpleString)
        for each in node.elements
    )
