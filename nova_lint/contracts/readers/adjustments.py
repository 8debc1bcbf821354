"""What a form's or serializer's methods change about its fields when an object is made.

`__init__` and `get_fields` may set attributes of fields, remove fields and add some. What
they touch is not known from the source; everything else still is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import UNKNOWN, Field
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import ClassSymbol
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_METHODS = ("__init__", "get_fields", "get_field_names", "get_extra_kwargs")
# Attributes of field objects, and the fact that each one is.
_ATTRIBUTES = {
    "required": ("required",),
    "allow_null": ("nullable",),
    "allow_blank": ("blank",),
    "default": ("has_default", "required"),
    "max_length": ("max_length",),
    "min_length": ("min_length",),
    "min_value": ("min_value",),
    "max_value": ("max_value",),
    "choices": ("choices",),
    "read_only": ("read_only", "required"),
    "disabled": ("read_only",),
    "validators": ("validators",),
}


@dataclass(frozen=True)
class Adjusted:
    """The fields with what methods touch set to unknown; `adds_fields` where methods may
    add some that the source does not name."""

    fields: dict[str, Field]
    adds_fields: bool


@dataclass(frozen=True)
class Changes:
    """What one method changes: pairs of a field's name (None: any field) and an attribute
    that is set on it; `adds_fields` where it sets fields whose names are not written out."""

    touched: tuple[tuple[str | None, str], ...]
    adds_fields: bool


def adjusted(cls: ClassSymbol, fields: dict[str, Field], contracts: Contracts) -> Adjusted:
    """Applies what the methods of a class and its bases change to the fields."""
    result = dict(fields)
    adds = False
    for base in project_classes(contracts.symbols.mro(cls)):
        if not base.module.first_party:
            continue
        changes = contracts.changes(base)
        adds = adds or changes.adds_fields
        for name, attribute in changes.touched:
            facts = _ATTRIBUTES.get(attribute, ())
            for target in tuple(result) if name is None else (name,):
                if target in result:
                    result[target] = unsettled(result[target], facts)
    return Adjusted(result, adds)


def unsettled(field: Field, facts: Iterable[str]) -> Field:
    """The field with some of its facts unknown."""
    for fact in facts:
        field = replace(field, **{fact: UNKNOWN})  # type: ignore[arg-type]  # fact names are fields
    return field


def read_changes(cls: ClassSymbol, contracts: Contracts) -> Changes:
    """What the methods in the body of one class change about the fields of its objects."""
    touched: list[tuple[str | None, str]] = []
    adds = False
    for name in _METHODS:
        for statement in cls.bindings.get(name, ()):
            if not isinstance(statement, Function):
                continue
            lines = contracts.workspace.lines(cls.module.path)
            if not any("fields" in line for line in lines[statement.line : statement.end_line]):
                continue
            method = contracts.evaluator.function_at(cls.module, statement)
            if method is not None:
                nodes = list(walk(method))
                touched.extend(_touched(nodes))
                adds = adds or _adds_fields(nodes)
    return Changes(tuple(touched), adds)


def _touched(nodes: list[cst.CSTNode]) -> Iterator[tuple[str | None, str]]:
    aliases = set(_aliases(nodes))
    for node in nodes:
        match node:
            case cst.AssignTarget(target=cst.Attribute(value=base, attr=attribute)):
                match base:
                    case cst.Subscript() if _is_fields(base.value):
                        yield _key(base), attribute.value
                    case cst.Name(value=name) if name in aliases:
                        yield None, attribute.value


def _aliases(nodes: list[cst.CSTNode]) -> Iterator[str]:
    """Names that stand for a field: loop variables over `fields`, and `f = fields[…]`."""
    for node in nodes:
        match node:
            case cst.For(target=target, iter=iterated) if any(map(_is_fields, walk(iterated))):
                for part in walk(target):
                    if isinstance(part, cst.Name):
                        yield part.value
            case cst.Assign(targets=targets, value=cst.Subscript(value=base)) if _is_fields(base):
                for target in targets:
                    if isinstance(target.target, cst.Name):
                        yield target.target.value


def _is_fields(node: cst.CSTNode) -> bool:
    match node:
        case cst.Name(value="fields"):
            return True
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value="fields")):
            return True
    return False


def _key(node: cst.Subscript) -> str | None:
    match node.slice[0].slice:
        case cst.Index(value=cst.SimpleString() as text):
            value = text.evaluated_value
            return value if isinstance(value, str) else None
    return None


def _adds_fields(nodes: list[cst.CSTNode]) -> bool:
    """Whether a method sets fields whose names are not written out."""
    for node in nodes:
        match node:
            case cst.AssignTarget(target=cst.Subscript(value=base) as target):
                if _is_fields(base) and _key(target) is None:
                    return True
            case cst.Call(func=cst.Attribute(value=base, attr=cst.Name(value="update"))):
                if _is_fields(base):
                    return True
    return False
