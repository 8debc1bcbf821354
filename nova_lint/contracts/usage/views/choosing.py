"""Which form or serializer class a view's own getter gives to one of its methods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.usage.views.getters import chosen_requests, values_of_keys
from nova_lint.knowledge import views
from nova_lint.semantics.values import Reference
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Variable
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def class_for(
    view: ClassSymbol, getter: FunctionSymbol, method: str, contracts: Contracts
) -> ClassSymbol | None:
    """The class that a getter gives while a method of the view runs; None where that is not
    one for all requests that the method answers."""
    node = contracts.evaluator.function(getter)
    if node is None:
        return None
    requests = views.ANSWERED.get(method, frozenset({method}))
    found = {
        *_in_branches(node, getter, requests, contracts),
        *_in_tables(node, view, requests, contracts),
    } or set(_left(node, getter, view, requests, contracts))
    return found.pop() if len(found) == 1 else None


def _in_branches(
    node: cst.FunctionDef, getter: FunctionSymbol, requests: frozenset[str], contracts: Contracts
) -> Iterator[ClassSymbol]:
    """`if self.action == "create": return OrderWrite`."""
    for word in getter.node.words:
        symbol = contracts.symbols.lookup(getter.owner or getter.module, word)
        if (
            isinstance(symbol, ClassSymbol)
            and contracts.layer(symbol) in (Layer.FORM, Layer.SERIALIZER)
            and requests & chosen_requests(node, word)
        ):
            yield symbol


def _in_tables(
    node: cst.FunctionDef, view: ClassSymbol, requests: frozenset[str], contracts: Contracts
) -> Iterator[ClassSymbol]:
    """`return self.classes[self.action]`, with `classes = {"create": OrderWrite}`."""
    names = _attributes(node)
    for name in names if views.ACTION in names else ():
        symbol = contracts.symbols.class_member(view, name)
        if not isinstance(symbol, Variable) or symbol.owner is None:
            continue
        statement = symbol.statements[-1]
        if not isinstance(statement, Assignment):
            continue
        declaration = contracts.evaluator.declaration(symbol.owner, statement)
        if declaration is None or not isinstance(declaration.value, cst.Dict):
            continue
        for value in values_of_keys(declaration.value, requests):
            match contracts.evaluator.evaluate(value, declaration.scope):
                case Reference(symbol=ClassSymbol() as cls):
                    yield cls


def _left(
    node: cst.FunctionDef,
    getter: FunctionSymbol,
    view: ClassSymbol,
    requests: frozenset[str],
    contracts: Contracts,
) -> Iterator[ClassSymbol]:
    """`return super().get_serializer_class()`: the class of the view's attribute."""
    for chooser in views.CHOOSERS.values():
        if getter.node.name not in chooser.methods or not any(
            requests & chosen_requests(node, name) for name in ("super", chooser.attribute)
        ):
            continue
        symbol = contracts.symbols.class_member(view, chooser.attribute)
        match contracts.evaluator.symbol_value(symbol) if symbol is not None else None:
            case Reference(symbol=ClassSymbol() as cls):
                yield cls


def _attributes(node: cst.FunctionDef) -> frozenset[str]:
    """The attributes of `self` that a method reads."""
    return frozenset(
        part.attr.value
        for part in walk(node)
        if isinstance(part, cst.Attribute)
        and isinstance(part.value, cst.Name)
        and part.value.value == "self"
    )
