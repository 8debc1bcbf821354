"""For which requests a view's `get_serializer_class` and such choose a class.

`if self.action == "list": return OrderRow` followed by `return OrderWrite` names two classes;
only one of them is ever given what a client sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

import libcst as cst

from nova_lint.knowledge.views import (
    ACTION_MEANINGS,
    LOGGED_IN,
    METHOD_REQUESTS,
    OTHER_REQUEST,
    PURPOSES,
    SAFE_METHODS,
)
from nova_lint.workspace.walk import last_name, walk

_EVERY = frozenset({*ACTION_MEANINGS, OTHER_REQUEST})
# Keys that stand for actions.
_NAMES = frozenset({*ACTION_MEANINGS, *METHOD_REQUESTS, *PURPOSES})


def chosen_actions(
    getter: cst.FunctionDef,
    name: str,
    answered: Callable[[str], bool] = lambda request: True,
    anonymous: frozenset[str] = _EVERY,
) -> frozenset[str]:
    """What the requests do for which a method speaks of a class of that short name, as far as
    they are answered at all. `anonymous` are those that need no login."""
    found = filter(answered, chosen_requests(getter, name, anonymous))
    return frozenset(action for request in found for action in ACTION_MEANINGS.get(request, ()))


def chosen_requests(
    getter: cst.FunctionDef, name: str, anonymous: frozenset[str] = _EVERY
) -> frozenset[str]:
    """The requests for which a method speaks of a class of that short name."""
    found: set[str] = set()
    _Choice(name, found, anonymous).read(getter.body, _EVERY)
    return frozenset(found)


def values_of_keys(table: cst.Dict, keys: Set[str]) -> Iterator[cst.BaseExpression]:
    """What a dictionary holds under some texts."""
    for element in table.elements:
        if isinstance(element, cst.DictElement) and _text(element.key) in keys:
            yield element.value


def actions_of_keys(table: cst.Dict, name: str) -> frozenset[str] | None:
    """What the actions do under whose names a dictionary holds a class; None where its keys
    are no names of actions."""
    elements = [e for e in table.elements if isinstance(e, cst.DictElement)]
    keys = [_text(element.key) for element in elements]
    if _NAMES.isdisjoint(keys):
        return None
    found: set[str] = set()
    for element, key in zip(elements, keys, strict=True):
        if _speaks_of(element.value, name):
            found |= PURPOSES.get(key, frozenset())
            for request in METHOD_REQUESTS.get(key, {key}):
                found |= ACTION_MEANINGS.get(request, frozenset())
    return frozenset(found)


def is_of_safe_methods(test: cst.Comparison) -> bool:
    """`request.method in SAFE_METHODS`"""
    match test.comparisons:
        case [cst.ComparisonTarget(operator=cst.In(), comparator=right)]:
            return _is_request(test.left) and last_name(right) == SAFE_METHODS.name
    return False


class _Choice:
    """Follows the branches of a method with the requests that can get there."""

    def __init__(self, name: str, found: set[str], anonymous: frozenset[str]) -> None:
        self._name = name
        self._found = found
        self._anonymous = anonymous

    def read(self, node: cst.CSTNode, live: frozenset[str]) -> frozenset[str]:
        """Reads a statement; the requests that come out behind it."""
        match node:
            case cst.BaseSuite():
                return self._in_turn(node.body, live)
            case cst.SimpleStatementLine():
                return self._in_turn(node.body, live)
            case cst.If():
                return self._if(node, live)
            case cst.Return(value=value):
                if value is not None:
                    self._expression(value, live)
                return frozenset()
            case cst.Raise():
                return frozenset()
            case cst.BaseSmallStatement():
                self._expression(node, live)
                return live
        if _speaks_of(node, self._name):
            self._found |= live
        return live

    def _in_turn(self, body: Iterable[cst.CSTNode], live: frozenset[str]) -> frozenset[str]:
        for statement in body:
            live = self.read(statement, live)
        return live

    def _if(self, node: cst.If, live: frozenset[str]) -> frozenset[str]:
        yes, no = _split(node.test, live, self._anonymous)
        after = self.read(node.body, yes)
        match node.orelse:
            case None:
                return after | no
            case cst.Else(body=body):
                return after | self.read(body, no)
            case other:
                return after | self.read(other, no)

    def _expression(self, node: cst.CSTNode, live: frozenset[str]) -> None:
        match node:
            case cst.IfExp():
                yes, no = _split(node.test, live, self._anonymous)
                self._expression(node.body, yes)
                self._expression(node.orelse, no)
            case cst.Call(
                func=cst.Attribute(value=cst.Dict() as table, attr=cst.Name(value="get")),
                args=[asked, *others],
            ) if _is_request(asked.value):
                left = self._table(table, asked.value, live)
                for other in others:
                    self._expression(other.value, left)
            case cst.Subscript(
                value=cst.Dict() as table,
                slice=[cst.SubscriptElement(slice=cst.Index(value=asked))],
            ) if _is_request(asked):
                self._table(table, asked, live)
            case _ if _speaks_of(node, self._name):
                self._found |= live

    def _table(
        self, table: cst.Dict, asked: cst.BaseExpression, live: frozenset[str]
    ) -> frozenset[str]:
        """Reads `{"list": OrderRow}` that is asked for a request; those that it does not have."""
        left = live
        for element in table.elements:
            key = element.key if isinstance(element, cst.DictElement) else None
            named = _requests(asked, key) if key is not None else None
            self._expression(element.value, live if named is None else live & named)
            left -= (named or frozenset()) - {OTHER_REQUEST}
        return left


def _split(
    test: cst.BaseExpression, live: frozenset[str], anonymous: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The requests for which a condition may hold, and those for which it may not."""
    match test:
        case cst.UnaryOperation(operator=cst.Not(), expression=inner):
            yes, no = _split(inner, live, anonymous)
            return no, yes
        case cst.BooleanOperation(left=left, operator=cst.And(), right=right):
            yes, no = _split(left, live, anonymous)
            inner_yes, inner_no = _split(right, yes, anonymous)
            return inner_yes, no | inner_no
        case cst.BooleanOperation(left=left, operator=cst.Or(), right=right):
            yes, no = _split(left, live, anonymous)
            inner_yes, inner_no = _split(right, no, anonymous)
            return yes | inner_yes, inner_no
        case cst.Attribute(attr=cst.Name(value=name)) if name == LOGGED_IN:
            return live, live & anonymous
        case cst.Comparison(left=left, comparisons=[comparison]):
            named = _requests(left, comparison.comparator)
            if named is None:
                return live, live
            # What is asked about may be one of several requests that share a name.
            yes, no = live & named, live - (named - {OTHER_REQUEST})
            if isinstance(comparison.operator, cst.NotEqual | cst.NotIn):
                return no, yes
            if isinstance(comparison.operator, cst.Equal | cst.In):
                return yes, no
    return live, live


def _is_request(node: cst.BaseExpression) -> bool:
    """`self.action`, `self.request.method`."""
    match node:
        case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value="lower" | "upper"))):
            return _is_request(inner)
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value="action")):
            return True
        case cst.Attribute(attr=cst.Name(value="method")):
            return True
    return False


def _requests(left: cst.BaseExpression, right: cst.BaseExpression) -> frozenset[str] | None:
    """The requests that `self.action == …` and `request.method in (…)` speak of."""
    match left:
        case cst.Call(func=cst.Attribute(value=inner, attr=cst.Name(value="lower" | "upper"))):
            return _requests(inner, right)
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value="action")):
            names = list(_texts(right))
            known = {name if name in ACTION_MEANINGS else OTHER_REQUEST for name in names}
            return frozenset(known) if names else None
        case cst.Attribute(attr=cst.Name(value="method")):
            methods = [METHOD_REQUESTS.get(name.lower(), frozenset()) for name in _texts(right)]
            return frozenset().union(*methods, {OTHER_REQUEST}) if methods else None
    return None


def _texts(node: cst.BaseExpression) -> Iterator[str]:
    match node:
        case cst.SimpleString():
            yield _text(node)
        case cst.Tuple() | cst.List() | cst.Set():
            for element in node.elements:
                yield from _texts(element.value)
        case cst.Name() | cst.Attribute() if last_name(node) == SAFE_METHODS.name:
            yield from SAFE_METHODS.methods


def _text(node: cst.BaseExpression) -> str:
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return value if isinstance(value, str) else ""


def _speaks_of(node: cst.CSTNode, name: str) -> bool:
    return any(isinstance(part, cst.Name) and part.value == name for part in walk(node))
