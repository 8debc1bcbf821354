"""Rows that a view writes as they came: what generic views do, written out."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import msgspec

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.knowledge.code_layers import FETCHES, FETCHING, HANDS_ON, MANAGERS, REQUESTED
from nova_lint.knowledge.queries import MANY_TO_MANY_COLUMN, Effect
from nova_lint.semantics.bodies.frame import Node, dotted
from nova_lint.semantics.kinds import Model, RelatedManager
from nova_lint.semantics.operations import MethodCall, ProjectCall
from nova_lint.workspace.walk import last_name, walk

_FEW = 8
"""Statements, docstrings and returns included."""
_DATABASE = frozenset({Effect.READ, Effect.WRITE, Effect.TRANSACTION})


def is_plain_crud(unit: Unit, writes: list[Deed]) -> bool:
    """Whether a view writes one row, of nothing but what it was sent, and does and decides
    nothing else: there is nothing in such code that another place could do differently."""
    if unit.layer not in REQUESTED or len(writes) != 1 or unit.decisions:
        return False
    if any(deed.effect not in _DATABASE for deed in unit.own):
        return False
    body = _Body.of(unit)
    node = writes[0].done.site.node if isinstance(writes[0].done.site, Node) else None
    if body is None or not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return False
    if not body.is_short or body.calls_of(node.func.value) > 1:
        return False
    match _method(writes[0]):
        case "create":
            return all(map(body.is_handed_on, (argument.value for argument in node.args)))
        case "add" | "remove" | "set" | "clear":
            related = (node.func.value, *(argument.value for argument in node.args))
            return _is_relation(writes[0]) and all(map(body.is_handed_on, related))
        case "delete":
            return _is_row(writes[0]) and not node.args
        case "save":
            return _is_row(writes[0]) and body.changes_plainly(node.func.value)
    return False


def _method(deed: Deed) -> str:
    """The method that writes, by the name of the one that waits."""
    match deed.done.action:
        case MethodCall(name=name) | ProjectCall(name=name):
            last = name.rpartition(".")[2]
            return last.removeprefix("a") if last in ("acreate", "adelete", "asave") else last
    return ""


def _is_row(deed: Deed) -> bool:
    match deed.done.action:
        case MethodCall(receiver=Model()) | ProjectCall():
            return True
    return False


def _is_relation(deed: Deed) -> bool:
    match deed.done.action:
        case MethodCall(receiver=RelatedManager(column=column)):
            return column == MANY_TO_MANY_COLUMN
    return False


class _Body(msgspec.Struct, frozen=True):
    """A function, its parameters, and what its names are given."""

    node: cst.FunctionDef
    parameters: frozenset[str]
    given: dict[str, list[cst.BaseExpression]]

    @classmethod
    def of(cls, unit: Unit) -> _Body | None:
        node = unit.contracts.evaluator.function(unit.function)
        if node is None:
            return None
        params = (*node.params.posonly_params, *node.params.params, *node.params.kwonly_params)
        given: dict[str, list[cst.BaseExpression]] = {}
        for name, value in _assignments(node):
            given.setdefault(name, []).append(value)
        return cls(node, frozenset(each.name.value for each in params), given)

    @property
    def is_short(self) -> bool:
        """Whether there is no room for more than to fetch, to write and to answer."""
        lines = [part for part in walk(self.node.body) if isinstance(part, cst.SimpleStatementLine)]
        return len(lines) <= _FEW

    def calls_of(self, row: cst.BaseExpression) -> int:
        """How many methods of a row are called."""
        name = dotted(row)
        return sum(
            isinstance(part, cst.Call)
            and isinstance(part.func, cst.Attribute)
            and dotted(part.func.value) == name
            for part in walk(self.node.body)
            if name is not None
        )

    def is_handed_on(self, value: cst.BaseExpression, depth: int = 4) -> bool:
        """Whether a value is what the function was given, or a row that it has fetched."""
        match value:
            case cst.Name(value=name):
                known = self.given.get(name, [])
                return name in self.parameters or (
                    bool(known)
                    and depth > 0
                    and all(self.is_handed_on(each, depth - 1) for each in known)
                )
            case cst.Attribute(value=owner) | cst.Subscript(value=owner):
                return self.is_handed_on(owner, depth)
            case cst.Call(func=func) if _fetches(func):
                return True
            case cst.Call(func=cst.Attribute(value=owner, attr=cst.Name(value=name))):
                return name in HANDS_ON and self.is_handed_on(owner, depth)
        return False

    def changes_plainly(self, row: cst.BaseExpression) -> bool:
        """Whether a row is given nothing but what was handed on: attribute by attribute, or in a
        loop by `setattr`."""
        name, changed = dotted(row), 0
        for part in walk(self.node.body):
            match part:
                case cst.Assign(targets=[cst.AssignTarget(target=cst.Attribute(value=owner))]):
                    if dotted(owner) == name:
                        changed += 1
                        if not self.is_handed_on(part.value):
                            return False
                case cst.AugAssign(target=cst.Attribute(value=owner)) if dotted(owner) == name:
                    return False
                case cst.Call(func=cst.Name(value="setattr"), args=[first, _, value]):
                    if dotted(first.value) == name:
                        changed += 1
                        if not self.is_handed_on(value.value):
                            return False
        return name is not None and changed > 0


def _assignments(node: cst.FunctionDef) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The names that a function binds, with what they are given; of a loop, what it is over."""
    for part in walk(node.body):
        match part:
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    yield from ((name, value) for name in _names(target.target))
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                yield from ((name, value) for name in _names(target))
            case cst.For(target=target, iter=source):
                yield from ((name, source) for name in _names(target))


def _names(target: cst.BaseExpression) -> Iterator[str]:
    match target:
        case cst.Name(value=name):
            yield name
        case cst.Tuple(elements=elements) | cst.List(elements=elements):
            for element in elements:
                yield from _names(element.value)


def _fetches(function: cst.BaseExpression) -> bool:
    """Whether a call of that gives a row: `get_object_or_404`, `Order.objects.filter(…).get`."""
    name = last_name(function)
    if name not in FETCHING:
        return name in FETCHES
    parts = walk(function)
    return any(isinstance(part, cst.Name) and part.value in MANAGERS for part in parts)
