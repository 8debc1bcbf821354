"""The calls in some code, each with what the names around it stand for when it runs.

Straight lines are followed, and loops over what is written out; whatever a branch binds is
not known behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.contracts.contract import Span
from nova_lint.contracts.generated.proxies.making import local_proxy, made_class
from nova_lint.semantics.comprehensions import MOST_ITEMS, names_of
from nova_lint.semantics.functions import imported
from nova_lint.semantics.plain import incomplete
from nova_lint.semantics.scope import Scope
from nova_lint.semantics.values import Items, Mapping, Reference, Unknown, Value
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Site(msgspec.Struct, frozen=True):
    """A call, the scope that it stands in, and the lines of the function or statement. A `sure`
    one runs whenever its code does."""

    node: cst.Call
    scope: Scope
    span: Span
    sure: bool

    @property
    def name(self) -> str:
        """The last name of what is called; empty where that is no name."""
        match self.node.func:
            case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
                return name
        return ""


class Code:
    """Some code that runs from its beginning: `around` is the dotted name of its function."""

    def __init__(self, around: str, scope: Scope, span: Span, contracts: Contracts) -> None:
        self._around = around
        self._scope = scope
        self._span = span
        self._contracts = contracts
        self._goes_on = True

    def of_function(self, definition: cst.FunctionDef) -> Iterator[Site]:
        """The calls in the body of a function, and in what stands around it."""
        for decorator in definition.decorators:
            yield from self.anywhere(decorator)
        yield from self.anywhere(definition.params)
        yield from self._block(definition.body.body)

    def anywhere(self, node: cst.CSTNode) -> Iterator[Site]:
        """The calls in code of which it is not known whether, and how often, it runs."""
        self._bind(dict.fromkeys(_bound(node), Unknown()))
        self._change(node)
        for part in walk(node):
            match part:
                case cst.ImportFrom():
                    self._bind(dict(self._imported(part)))
                case cst.Call():
                    yield Site(part, self._scope, self._span, sure=False)
                case cst.Return() | cst.Raise():
                    self._goes_on = False

    # Statements -------------------------------------------------------------------------

    def _block(self, body: Iterable[cst.CSTNode]) -> Iterator[Site]:
        for statement in body:
            match statement:
                case cst.SimpleStatementLine(body=lines) | cst.SimpleStatementSuite(body=lines):
                    yield from self._block(lines)
                case cst.ImportFrom():
                    self._bind(dict(self._imported(statement)))
                case cst.Assign(targets=targets, value=value):
                    yield from self._calls(value)
                    self._change(statement)
                    given = self._value(value)
                    for each in targets:
                        self._assign(each.target, given)
                case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                    yield from self._calls(value)
                    self._assign(target, self._value(value))
                case cst.Expr(value=value):
                    self._change(statement)
                    yield from self._calls(value)
                case cst.For():
                    yield from self._loop(statement)
                case cst.ClassDef():
                    yield from self._class(statement)
                case _:
                    yield from self.anywhere(statement)

    def _loop(self, node: cst.For) -> Iterator[Site]:
        items = self._items(node)
        if items is None:
            yield from self.anywhere(node)
            return
        yield from self._calls(node.iter)
        for item in items:
            self._assign(node.target, item)
            yield from self._block(node.body.body)

    def _items(self, node: cst.For) -> tuple[Value, ...] | None:
        """What a loop goes over, where each round runs all of its lines."""
        if node.orelse is not None or not all(map(_always_runs, node.body.body)):
            return None
        evaluator = self._contracts.evaluator
        found = evaluator.iterate(evaluator.evaluate(node.iter, self._scope))
        if not isinstance(found, Items) or not found.complete or len(found.items) > MOST_ITEMS:
            return None
        return found.items

    def _class(self, node: cst.ClassDef) -> Iterator[Site]:
        made = local_proxy(node, self._around, self._scope, self._span, self._contracts)
        yield from self.anywhere(node)
        if made is not None:
            self._bind({node.name.value: Reference(made)})

    # Names ------------------------------------------------------------------------------

    def _calls(self, node: cst.CSTNode) -> Iterator[Site]:
        """The calls in an expression, of which comprehensions and functions have own names."""
        self._bind(dict.fromkeys(_bound(node), Unknown()))
        for part in walk(node):
            if isinstance(part, cst.Call):
                yield Site(part, self._scope, self._span, self._goes_on)

    def _value(self, node: cst.BaseExpression) -> Value:
        made = made_class(node, self._scope, self._span, self._contracts)
        if made is not None:
            return Reference(made)
        return self._contracts.evaluator.evaluate(node, self._scope)

    def _assign(self, target: cst.CSTNode, value: Value) -> None:
        self._bind(self._contracts.evaluator.unpacked(target, value))

    def _imported(self, node: cst.ImportFrom) -> Iterator[tuple[str, Value]]:
        return imported(node, self._scope.module, self._contracts.evaluator)

    def _change(self, node: cst.CSTNode) -> None:
        """A collection that some code may change in place has items that are not known."""
        local = self._scope.local
        names = [name for name in _changed(node) if isinstance(local.get(name), Items | Mapping)]
        self._bind({name: incomplete(local[name]) for name in names})

    def _bind(self, names: dict[str, Value]) -> None:
        self._scope = self._scope.with_local(names)


def _always_runs(statement: cst.CSTNode) -> bool:
    """Whether nothing in a statement of a loop's body may keep a line of it from running."""
    if isinstance(statement, cst.SimpleStatementLine):
        return not any(
            isinstance(line, cst.Break | cst.Continue | cst.Return | cst.Raise)
            for line in statement.body
        )
    return isinstance(statement, cst.For | cst.ClassDef)


def _bound(node: cst.CSTNode) -> Iterator[str]:
    """The names that some code may bind, imports aside."""
    for part in walk(node):
        match part:
            case cst.AssignTarget(target=target) | cst.AnnAssign(target=target):
                yield from names_of(target)
            case cst.AugAssign(target=target) | cst.NamedExpr(target=target):
                yield from names_of(target)
            case cst.For(target=target) | cst.CompFor(target=target):
                yield from names_of(target)
            case cst.AsName(name=target):
                yield from names_of(target)
            case cst.Param(name=target) | cst.ClassDef(name=target):
                yield from names_of(target)
            case cst.FunctionDef(name=target) | cst.Del(target=target):
                yield from names_of(target)


def _changed(node: cst.CSTNode) -> Iterator[str]:
    """The names of what some code may change: `tables.append(…)`, `tables[0] = …`."""
    for part in walk(node):
        match part:
            case cst.Expr(value=cst.Call(func=cst.Attribute(value=cst.Name(value=name)))):
                yield name
            case (
                cst.AssignTarget(target=cst.Subscript(value=cst.Name(value=name)))
                | cst.AugAssign(target=cst.Subscript(value=cst.Name(value=name)))
                | cst.Del(target=cst.Subscript(value=cst.Name(value=name)))
            ):
                yield name
