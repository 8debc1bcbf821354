"""The edits that make a query awaitable, of one statement each."""

from __future__ import annotations

import libcst as cst

from nova_lint.engine.fixes.fix import Fix, FromImport, Safety
from nova_lint.engine.fixes.offering import replace
from nova_lint.knowledge.queries import Twin, Use
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import Model, QuerySet
from nova_lint.semantics.operations import FunctionCall, Iteration, MethodCall, Operation


def awaiting_twin(operation: Operation, twin: Twin | None) -> Fix | None:
    """`x.get(…)` → `await x.aget(…)`."""
    site = operation.site
    if not isinstance(site, Node) or twin is None or twin.use is not Use.AWAIT:
        return None
    match site.written, operation.action:
        case cst.Call(func=cst.Attribute() as callee) as call, MethodCall():
            renamed = call.with_changes(func=callee.with_changes(attr=cst.Name(twin.name)))
            return _await(site, call, renamed, operation, f"Await `{twin.name}`")
    return None


def awaiting_function(operation: Operation, twin: Twin | None) -> Fix | None:
    """`get_object_or_404(…)` → `await aget_object_or_404(…)`."""
    site, action = operation.site, operation.action
    if not isinstance(action, FunctionCall):
        return awaiting_twin(operation, twin)
    if not isinstance(site, Node) or twin is None or not isinstance(site.node, cst.Call):
        return None
    call, module = site.segment.written(site.node), action.name.rpartition(".")[0]
    title = f"Await `{twin.name}`"
    match call.func:
        case cst.Attribute() as callee:
            renamed = call.with_changes(func=callee.with_changes(attr=cst.Name(twin.name)))
            return _await(site, call, renamed, operation, title)
        case cst.Name(value=name) if name == action.name.rpartition(".")[2]:
            renamed = call.with_changes(func=cst.Name(twin.name))
            return _await(site, call, renamed, operation, title, (FromImport(module, twin.name),))
    return None


def awaited(operation: Operation) -> Fix | None:
    """`book.asave()` → `await book.asave()`."""
    site = operation.site
    if not isinstance(site, Node) or not isinstance(site.node, cst.Call):
        return None
    call = site.segment.written(site.node)
    return _await(site, call, call, operation, "Await it")


def _await(
    site: Node,
    call: cst.Call,
    new: cst.Call,
    operation: Operation,
    title: str,
    imports: tuple[FromImport, ...] = (),
) -> Fix | None:
    if not may_await(site, call):
        return None
    node: cst.BaseExpression = new if operation.awaited else cst.Await(expression=new)
    return replace(site.segment, {call: node}, title=title, safety=Safety.SAFE, imports=imports)


def asynchronous(operation: Operation) -> Fix | None:
    """`for` → `async for`, `list(qs)` → `[book async for book in qs]`."""
    site, action = operation.site, operation.action
    if not isinstance(site, Node) or not isinstance(action, Iteration):
        return None
    match action:
        case Iteration(by="for"):
            return _async_for(site)
        case Iteration(by="comprehension"):
            return _async_comprehension(site)
        case Iteration(by="list", source=QuerySet(row=row)):
            return _async_list(
                site, row.cls.short_name.lower() if isinstance(row, Model) else "row"
            )
    return None


_ASYNC = cst.Asynchronous()


def _async_for(site: Node) -> Fix | None:
    for loop in site.segment.nodes(cst.For):
        if loop.iter is site.written and may_await(site, loop):
            new = loop.with_changes(asynchronous=_ASYNC)
            title = "Loop with `async for`"
            return replace(site.segment, {loop: new}, title=title, safety=Safety.SAFE)
    return None


def _async_comprehension(site: Node) -> Fix | None:
    for loop in site.segment.nodes(cst.CompFor):
        if loop.iter is site.written and may_await(site, loop):
            new = loop.with_changes(asynchronous=_ASYNC)
            title = "Loop with `async for`"
            return replace(site.segment, {loop: new}, title=title, safety=Safety.SAFE)
    return None


def _async_list(site: Node, name: str) -> Fix | None:
    for call in site.segment.nodes(cst.Call):
        if len(call.args) == 1 and call.args[0].value is site.written and may_await(site, call):
            loop = cst.CompFor(cst.Name(name), call.args[0].value, asynchronous=_ASYNC)
            new = cst.ListComp(cst.Name(name), loop)
            title = "Fetch the rows with `async for`"
            return replace(site.segment, {call: new}, title=title, safety=Safety.SAFE)
    return None


def may_await(site: Node, node: cst.CSTNode) -> bool:
    """Whether `await` may stand where a node does: in an async function itself, in no lambda
    or generator expression inside."""
    return any(
        function.asynchronous is not None and _holds(function, node)
        for function in site.segment.nodes(cst.FunctionDef)
    )


def _holds(function: cst.FunctionDef, node: cst.CSTNode) -> bool:
    """Whether a node stands in the code of a function itself."""
    waiting: list[cst.CSTNode] = list(function.body.children)
    while waiting:
        part = waiting.pop()
        if part is node:
            return True
        if not isinstance(part, cst.FunctionDef | cst.Lambda | cst.ClassDef | cst.GeneratorExp):
            waiting.extend(part.children)
    return False
