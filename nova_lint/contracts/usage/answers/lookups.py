"""Which columns code looks rows up by before it saves: whether it asks if a value is taken.

`Product.objects.filter(sku=sku).exists()` asks about `sku` and about nothing else. Names are
read from the keywords of the whole chain, and through variables of the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import libcst as cst
import msgspec

from nova_lint.knowledge import flows
from nova_lint.knowledge import lookups as known
from nova_lint.workspace.walk import last_name, walk

_MAKERS = flows.GETTERS_OR_CREATORS | flows.UPDATERS_OR_CREATORS
_SAME_ROWS = flows.SAME_ROWS - known.FILTERS
_Variables: TypeAlias = Mapping[str, Sequence[cst.BaseExpression]]


class Lookup(msgspec.Struct, frozen=True):
    """A search for rows. `names` are the columns that it names; `readable` says that it
    names no others."""

    names: frozenset[str]
    readable: bool = True

    def __or__(self, other: Lookup) -> Lookup:
        return Lookup(self.names | other.names, self.readable and other.readable)

    def asks_for(self, name: str) -> bool:
        """Whether rows with a column's value are searched for, or may be."""
        return not self.readable or not self.names.isdisjoint((name, f"{name}_id"))


_NOTHING = Lookup(frozenset())
_UNREADABLE = Lookup(frozenset(), readable=False)


def lookups(function: cst.CSTNode) -> Iterator[Lookup]:
    """The searches of a function that tell whether there is such a row."""
    nodes = list(walk(function))
    catches = any(last_name(node) == known.NOT_FOUND for node in nodes)
    variables = _variables(nodes)
    for node in nodes:
        match node:
            case cst.Call(func=cst.Attribute(value=rows, attr=cst.Name(value=name))):
                found = _keywords(node) | _chain(rows, variables)
                if name in known.FINDERS and not found.readable:
                    # It serves other ends more often than this one.
                    continue
                if _searches(name, node, catches):
                    yield found


def _searches(name: str, call: cst.Call, catches: bool) -> bool:
    """Whether a method tells if there is a row; a dictionary has a `get`, a text a `count`
    and a storage an `exists` that take a plain value."""
    if any(a.keyword is None and a.star == "" and not _is_condition(a.value) for a in call.args):
        return False
    if name in known.GETTERS:
        return catches
    return name in known.EXISTENCE or name in known.FINDERS or name in _MAKERS


def _variables(nodes: Iterable[cst.CSTNode]) -> _Variables:
    """What a function assigns to each name."""
    found: dict[str, list[cst.BaseExpression]] = {}
    for node in nodes:
        match node:
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target.target, cst.Name):
                        found.setdefault(target.target.value, []).append(value)
            case cst.NamedExpr(target=cst.Name(value=name), value=value):
                found.setdefault(name, []).append(value)
    return found


def _chain(
    node: cst.BaseExpression, variables: _Variables, seen: frozenset[str] = frozenset()
) -> Lookup:
    """The columns by which an expression restricts the rows that it gives."""
    match node:
        case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value=name))):
            if name in known.FILTERS:
                return _keywords(node) | _chain(inner, variables, seen)
            if name in _SAME_ROWS:
                return _chain(inner, variables, seen)
            # A method of the project's own, that says by its arguments what it looks for.
            return _keywords(node)
        case cst.Subscript(value=inner) | cst.Await(expression=inner):
            return _chain(inner, variables, seen)
        case cst.Attribute():
            # A manager, or the rows of a relation.
            return _NOTHING
        case cst.Name(value=name) if name in seen:
            # `rows = rows.exclude(pk=pk)`
            return _NOTHING
        case cst.Name(value=name) if name in variables:
            found = _NOTHING
            for value in variables[name]:
                found |= _chain(value, variables, seen | {name})
            return found
        case cst.Name(value="self" | "cls") | cst.Call(func=cst.Name(value="super")):
            return _NOTHING
    return _UNREADABLE


def _keywords(call: cst.Call) -> Lookup:
    """The columns that the arguments of `filter(sku=sku)` and `filter(Q(sku=sku))` name."""
    found = _NOTHING
    for argument in call.args:
        match argument:
            case cst.Arg(keyword=cst.Name(value=name)):
                found |= _NOTHING if name in flows.DEFAULTS else _named(name)
            case cst.Arg(star="**", value=cst.Dict(elements=elements)):
                for element in elements:
                    found |= _key(element)
            case cst.Arg(star="", value=value):
                found |= _conditions(value)
            case _:
                found |= _UNREADABLE
    return found


def _named(lookup: str) -> Lookup:
    """`sku__iexact` looks at `sku`."""
    return Lookup(frozenset({lookup.partition("__")[0]}))


def _key(element: cst.BaseDictElement) -> Lookup:
    match element:
        case cst.DictElement(key=cst.SimpleString() as key):
            return _named(str(key.evaluated_value))
    return _UNREADABLE


def _is_condition(node: cst.BaseExpression) -> bool:
    return _conditions(node).readable


def _conditions(node: cst.BaseExpression) -> Lookup:
    """The columns in `Q(sku=sku) & ~Q(pk=pk)`."""
    match node:
        case cst.Call(func=func) if last_name(func) == known.CONDITION:
            return _keywords(node)
        case cst.BinaryOperation(left=left, right=right):
            return _conditions(left) | _conditions(right)
        case cst.UnaryOperation(expression=inner):
            return _conditions(inner)
    return _UNREADABLE
