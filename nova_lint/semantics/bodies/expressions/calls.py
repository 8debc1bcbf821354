"""Calls: what is called, with what, and what that gives and does."""

from __future__ import annotations

import dataclasses

import libcst as cst
import msgspec

from nova_lint.knowledge import outside, queries
from nova_lint.semantics.bodies.expressions import (
    attributes,
    externals,
    fates,
    iteration,
    methods,
    protocols,
)
from nova_lint.semantics.bodies.expressions.loosening import loosened
from nova_lint.semantics.bodies.expressions.making import built, by_names
from nova_lint.semantics.bodies.expressions.using import look
from nova_lint.semantics.bodies.frame import Frame, Outcome
from nova_lint.semantics.bodies.frameworks import layers
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Blocking,
    ClassOf,
    Coroutine,
    External,
    Function,
    Generator,
    Given,
    Handed,
    Kind,
    Lazy,
    Local,
    Mapping,
    Method,
    Model,
    Object,
    Partial,
    QuerySet,
    Super,
    Threaded,
    Together,
)
from nova_lint.semantics.operations import (
    Context,
    FailingCall,
    FunctionCall,
    Making,
    ProjectCall,
    RunToEnd,
)
from nova_lint.semantics.written import handed_over, marked, moved
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol
from nova_lint.workspace.walk import walk


def call(node: cst.Call, frame: Frame, *, awaited: bool = False) -> Kind:
    """The kind of a call's result; collects what the call does."""
    if isinstance(node.func, cst.Name) and node.func.value == "super" and not node.args:
        return _super(frame)
    fates.of_receiver(node, frame)
    callee = frame.value(node.func)
    if isinstance(callee, External):
        fates.of_arguments(callee.name, node, frame)
    elif isinstance(callee, Function) and node.args:
        fates.in_function(callee, node, frame)
    given = arguments(node, frame)
    frame.touched = _may_touch(callee)
    fates.at_a_tie(callee, given, node, frame)
    kind = invoke(callee, given, node, frame, awaited=awaited)
    if frame.touched:
        _may_load(node, frame)
    return kind


def _super(frame: Frame) -> Kind:
    inner: Frame | None = frame
    while inner is not None and inner.first is None:
        inner = inner.outer
    if inner is None or inner.owner is None or inner.first is None:
        return UNKNOWN
    return Super(inner.owner, inner.names.get(inner.first, UNKNOWN))


def arguments(node: cst.Call, frame: Frame) -> Given:
    """The kinds of a call's arguments."""
    positional: list[Kind] = []
    keywords: list[tuple[str, Kind]] = []
    complete = True
    for argument in node.args:
        kind = frame.value(argument.value)
        if isinstance(argument.value, cst.List) and not argument.value.elements:
            # Written out in the call itself, so nothing can have been put into it.
            kind = Together(())
        if argument.keyword is not None:
            keywords.append((argument.keyword.value, kind))
        elif argument.star == "**":
            if isinstance(kind, Mapping):
                keywords.extend(kind.entries)
            complete = complete and isinstance(kind, Mapping) and bool(kind.entries)
        elif argument.star == "*":
            iteration.over(kind, "*", argument.value, frame)
            complete = False
        else:
            positional.append(kind)
    return Given(tuple(positional), tuple(keywords), complete)


def invoke(
    callee: Kind, given: Given, node: cst.CSTNode, frame: Frame, *, awaited: bool = False
) -> Kind:
    """What calling something gives; collects what it does."""
    match callee:
        case Function():
            if awaited and _is_made_awaitable(callee.symbol):
                return UNKNOWN
            return _project(callee, given, node, frame)
        case Local():
            return _local(callee, given, node, frame)
        case ClassOf():
            return _made(callee, given, node, frame)
        case Method(receiver=receiver, name=name):
            return methods.call(receiver, name, given, node, frame, awaited=awaited)
        case External(name=name):
            return externals.call(name, given, node, frame, awaited=awaited)
        case Threaded(function=function):
            return Coroutine(result_of(function, given, node, frame), _named(function))
        case Blocking(function=function):
            frame.note(RunToEnd(function), node)
            ran = invoke(function, given, node, frame)
            return ran.result if isinstance(ran, Coroutine) else UNKNOWN
        case Object():
            return protocols.result(callee, "__call__", given, node, frame)
        case Partial(function=function, positional=positional, keywords=keywords):
            merged = Given(
                (*positional, *given.positional), (*keywords, *given.keywords), given.complete
            )
            return invoke(function, merged, node, frame, awaited=awaited)
    return UNKNOWN


def _named(function: Kind) -> str:
    """What a coroutine of a thread is called in a message."""
    return f"{called_name(function)}()"


def called_name(function: Kind) -> str:
    """The name by which a function is called."""
    match function:
        case Function(symbol=symbol):
            around = f"{symbol.owner.short_name}." if symbol.owner else ""
            return f"{around}{symbol.node.name}"
        case Local(node=cst.FunctionDef(name=name)):
            return name.value
        case Local():
            return "lambda"
        case Method(name=name):
            return f".{name}"
        case External(name=name):
            return name.rpartition(".")[2]
    return "function"


def _loosen_seen(local: Local) -> None:
    """What a function of a thread reads of the names around it, it may have loaded."""
    for part in walk(local.node):
        if isinstance(part, cst.Name):
            frame: Frame | None = local.frame
            while frame is not None:
                _loosen(part.value, frame)
                frame = frame.outer


def result_of(function: Kind, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What a function gives when a thread calls it: what it does there is not collected."""
    before = frame.context
    frame.context = Context.THREAD
    try:
        with frame.quietly():
            result = invoke(function, given, node, frame)
    finally:
        frame.context = before
        if isinstance(function, Local):
            _loosen_seen(function)
    if isinstance(result, QuerySet) and not result.fetched:
        return dataclasses.replace(result, handed=Handed(node))
    return result


# Functions of the project -----------------------------------------------------------------


def _project(callee: Function, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    symbol = callee.symbol
    if not symbol.module.first_party and outside.function(symbol.name) is not None:
        frame.note(FunctionCall(symbol.name, given), node)
    if isinstance(callee.bound, Model):
        callee = msgspec.structs.replace(callee, bound=moved(callee.bound, None))
    outcome = frame.bodies.run(callee, handed_over(given), frame.context)
    _mark_saved(callee, outcome, node, frame)
    if symbol.node.is_async:
        if outcome.is_generator:
            return Generator(outcome.result, is_async=True)
        return Coroutine(outcome.result, _coroutine_name(symbol), symbol)
    return moved(_done(callee, given, outcome, node, frame), frame.writing)


def _is_made_awaitable(symbol: FunctionSymbol) -> bool:
    """Whether a sync function whose call is awaited must be what a decorator makes of it, which
    nobody knows: those that are known have made something else of it before."""
    return bool(symbol.node.decorators) and not symbol.node.is_async


def _done(
    callee: Function | Local, given: Given, outcome: Outcome, node: cst.CSTNode, frame: Frame
) -> Kind:
    """What calling a sync function gives; collects what it does."""
    # What it loads here it loads in the event loop, which has its own finding.
    frame.touched = outcome.touches
    note_failing(callee, given, outcome, node, frame)
    if outcome.is_generator:
        return Generator(outcome.result, callee, given)
    if outcome.reached:
        symbol = callee.symbol if isinstance(callee, Function) else None
        frame.note(ProjectCall(symbol, called_name(callee), outcome.reached), node)
    return outcome.result


def _mark_saved(callee: Function, outcome: Outcome, node: cst.CSTNode, frame: Frame) -> None:
    """The rows that a function has saved of those that it was handed."""
    if not outcome.saves or not isinstance(node, cst.Call):
        return
    for name, handed in frame.bodies.handed(callee, node):
        if name in outcome.saves:
            named = frame.without_super(handed)
            with frame.quietly():
                kind = frame.value(named)
            frame.update(named, marked(kind, frame.writing))


def note_failing(
    callee: Kind, given: Given, outcome: Outcome, node: cst.CSTNode, frame: Frame
) -> None:
    """Collects that what is called raises for what it is given."""
    if outcome.failing is not None and not outcome.is_generator and not frame.guarded:
        frame.note_failing(FailingCall(called_name(callee), given, outcome.failing), node)


def _coroutine_name(symbol: FunctionSymbol) -> str:
    """The name of a call that surely gives a coroutine: a decorator may make it another."""
    return f"{symbol.node.name}()" if not symbol.node.decorators else ""


def _local(callee: Local, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    outcome = frame.bodies.run_local(callee, given, frame.context)
    is_async = isinstance(callee.node, cst.FunctionDef) and callee.node.asynchronous is not None
    if is_async:
        if outcome.is_generator:
            return Generator(outcome.result, is_async=True)
        return Coroutine(outcome.result)
    return _done(callee, given, outcome, node, frame)


# Objects that are made --------------------------------------------------------------------


def _made(callee: ClassOf, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    cls = callee.cls
    if frame.bodies.models.is_model(cls):
        given = by_names(cls, given, frame)
        frame.note(Making(cls, given), node)
        _give(cls, given, node, frame)
        return built(callee, given, frame)
    rows = frame.bodies.rows_of_class(cls)
    if rows is not None:
        return rows
    if frame.bodies.models.layer(cls) is not None:
        thing = Object(cls, given)
        layers.made(thing, given, node, frame)
        return thing
    made = Object(cls)
    initializer = frame.bodies.member(cls, "__init__")
    if isinstance(initializer, Function):
        outcome = frame.bodies.run(Function(initializer.symbol, made), given, frame.context)
        if outcome.reached:
            name = f"{cls.short_name}.__init__"
            frame.note(ProjectCall(initializer.symbol, name, outcome.reached), node)
    return made


def _give(cls: ClassSymbol, given: Given, node: cst.CSTNode, frame: Frame) -> None:
    """What a row that is made in memory does with the rows that it is given: it asks for their
    class, and either end of a one-to-one relation then knows the other."""
    for argument in node.args if isinstance(node, cst.Call) else ():
        name = argument.keyword.value if argument.keyword is not None else ""
        column = frame.bodies.models.column(cls, name)
        kind = given.keyword(name)
        if column is None or not column.is_relation:
            continue
        if isinstance(kind, Lazy):
            look(kind, argument.value, frame)
        if isinstance(kind, Model) and column.back and not column.many:
            frame.update(argument.value, attributes.with_loaded(kind, column.back, frame))


# What a call may have done to its arguments -------------------------------------------------


def _may_touch(callee: Kind) -> bool:
    """Whether a call may load something of its arguments."""
    match callee:
        case External(name=name):
            return name in queries.LOADS_RELATIONS
        case Method() | ClassOf():
            return False
    return True


def _may_load(node: cst.Call, frame: Frame) -> None:
    """Code that is handed rows or a queryset may load what is missing."""
    for argument in node.args:
        for name in _handed(argument.value):
            _loosen(name, frame)


def _handed(node: cst.CSTNode) -> list[str]:
    """The names that an argument consists of: itself, or the items of a list."""
    match node:
        case cst.Name(value=name):
            return [name]
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            return [e.value.value for e in elements if isinstance(e.value, cst.Name)]
    return []


def _loosen(name: str, frame: Frame) -> None:
    """What a name stands for may have been loaded by other code."""
    kind = frame.names.get(name)
    if kind is None:
        return
    frame.names[name] = loosened(kind)
