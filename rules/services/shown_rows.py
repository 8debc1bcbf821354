"""Serializers that show several rows at once, as far as the project says so."""

from __future__ import annotations

import re

import libcst as cst

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.project import Contracts
from nova_lint.contracts.usage.uses import Site
from nova_lint.knowledge.drf import CLASS_ATTRIBUTE, CLASS_GETTER, LIST_ACTION, LISTING
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol
from nova_lint.workspace.walk import walk

_DEEPEST = 4
"""How many serializers inside each other are followed."""


def asked_for_several(function: FunctionSymbol, project: Contracts) -> bool:
    """Whether some list is shown with the serializer that a method is of, or with one that
    inherits the method."""
    owner = function.owner
    below = project.whole_bodies.classes.below(owner) if owner is not None else []
    inheriting = (
        cls for cls in below if project.symbols.class_member(cls, function.node.name) == function
    )
    classes = (owner, *inheriting) if owner is not None else ()
    return any(_shows_several(cls, project, _DEEPEST) for cls in classes)


def _shows_several(cls: ClassSymbol, project: Contracts, depth: int) -> bool:
    """Whether a list is shown with a serializer, or with one that has it as a part."""
    return any(_is_of_several(site, cls, project, depth) for site in project.uses(cls).sites)


def _is_of_several(site: Site, cls: ClassSymbol, project: Contracts, depth: int) -> bool:
    text = project.workspace.statement_text(site.module.path, site.statement)
    if _is_of_list(cls.short_name, text) or _is_made_of_many(site, cls, project):
        return True
    if site.owner is None:
        return False
    if project.layer(site.owner) is Layer.SERIALIZER and isinstance(site.statement, Assignment):
        return depth > 0 and _shows_several(site.owner, project, depth - 1)
    return site.statement.name == CLASS_ATTRIBUTE and _lists(site.owner, project)


def _is_of_list(name: str, text: str) -> bool:
    """Whether a view chooses the serializer for its lists: `{"list": OrderSerializer}`, or
    `if self.action == "list": return OrderSerializer`."""
    action, cls = rf"['\"]{LIST_ACTION}['\"]", rf"[\w.]*\b{name}\b"
    in_table, behind_test = rf"{action}\s*:\s*{cls}", rf"{action}[^\n]*:\s*return\s+{cls}"
    return re.search(f"{in_table}|{behind_test}", text) is not None


def _lists(view: ClassSymbol, project: Contracts) -> bool:
    """Whether a view shows lists, and with the serializer that its class names."""
    bases = project.symbols.mro(view).classes
    if not any(base.name in LISTING for base in bases):
        return False
    getter = project.symbols.class_member(view, CLASS_GETTER)
    node = getattr(getter, "node", None)
    if node is None:
        return True
    module = getattr(getter, "module", view.module)
    return LIST_ACTION not in project.workspace.statement_text(module.path, node)


def _is_made_of_many(site: Site, cls: ClassSymbol, project: Contracts) -> bool:
    """Whether a statement makes a serializer with `many=True`, of more than a list of one."""
    segment = project.workspace.segments.statement(site.module.path, site.statement)
    return any(
        isinstance(part, cst.Call)
        and (dotted(part.func) or "").rpartition(".")[2] == cls.short_name
        and any(argument.keyword and argument.keyword.value == "many" for argument in part.args)
        and not _is_given_one(part)
        for statement in (segment.body if segment is not None else ())
        for part in walk(statement)
    )


def _is_given_one(call: cst.Call) -> bool:
    """Whether what is shown is written out as a list of one row: `[order]`."""
    match call.args:
        case [cst.Arg(keyword=None, value=cst.List(elements=[cst.Element()])), *_]:
            return True
    return False
