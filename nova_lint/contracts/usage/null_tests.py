"""Where code asks whether a column of a row is null: `if book.subtitle is None`, a query that
gives no such rows.

What comes of the answer is not decided here. Names of values are followed inside of one
function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from nova_lint.knowledge import lookups as known
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace.walk import walk


def asks_for_null(function: cst.CSTNode, column: str) -> bool:
    """Whether a condition of a function speaks of a column, or a query of it leaves out the
    rows in which the column is null."""
    nodes = list(walk(function))
    names = frozenset(_names_of(nodes, column))
    return any(_speaks(part, column, names) for node in nodes for part in _conditions(node)) or any(
        _leaves_out(node, column) for node in nodes
    )


def called(function: cst.CSTNode) -> Iterator[str]:
    """The names of what a function calls: `find`, `books.find`."""
    for node in walk(function):
        if isinstance(node, cst.Call) and (name := dotted(node.func)):
            yield name


def _names_of(nodes: Iterable[cst.CSTNode], column: str) -> Iterator[str]:
    """The local names that are given what stands in the column."""
    for node in nodes:
        match node:
            case cst.Assign(targets=targets, value=value) if _is_column(value, column):
                for target in targets:
                    if isinstance(target.target, cst.Name):
                        yield target.target.value
            case cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value):
                if _is_column(value, column):
                    yield name
            case cst.NamedExpr(target=cst.Name(value=name), value=value):
                if _is_column(value, column):
                    yield name


def _is_column(node: cst.CSTNode, column: str) -> bool:
    """`book.subtitle`, `row["subtitle"]`"""
    match node:
        case cst.Attribute(attr=cst.Name(value=name)):
            return name in (column, f"{column}_id")
        case cst.Subscript(
            slice=[cst.SubscriptElement(slice=cst.Index(cst.SimpleString() as key))]
        ):
            return key.evaluated_value == column
    return False


def _conditions(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    match node:
        case cst.If() | cst.IfExp() | cst.While() | cst.Assert() | cst.CompIf():
            yield node.test
        case cst.Match():
            yield node.subject
        case cst.BooleanOperation():
            # `book.subtitle or ""`
            yield node.left


def _speaks(condition: cst.CSTNode, column: str, names: frozenset[str]) -> bool:
    return any(
        _is_column(node, column) or (isinstance(node, cst.Name) and node.value in names)
        for node in walk(condition)
    )


def _leaves_out(node: cst.CSTNode, column: str) -> bool:
    """Whether a query restricts rows by a column: no comparison but `isnull` holds for null.
    What `exclude` compares with a value leaves rows with null in."""
    match node:
        case cst.Call(
            func=cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)), args=arguments
        ) if name in known.RESTRICTIONS:
            return any(_is_restricted(each, column, name) for each in arguments)
    return False


def _is_restricted(argument: cst.Arg, column: str, method: str) -> bool:
    if argument.keyword is None:
        return False
    name, _, lookup = argument.keyword.value.partition("__")
    if name not in (column, f"{column}_id"):
        return False
    is_none = isinstance(argument.value, cst.Name) and argument.value.value == "None"
    return method not in known.NEGATIONS or is_none or lookup == "isnull"
