"""Serializers that are only ever made for one row."""

from __future__ import annotations

import re

import libcst as cst

from nova_lint.contracts.project import Contracts
from nova_lint.contracts.usage.uses import Site
from nova_lint.knowledge.code_layers import REQUESTED
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol
from nova_lint.workspace.walk import walk

_LOOP = re.compile(r"\bfor\b|\bmap\(")


def is_for_single_rows(cls: ClassSymbol, project: Contracts) -> bool:
    """Whether a serializer is used, and surely for no more than one row in a request: it is
    called in views alone, where no loop is, and without `many`."""
    sites = project.uses(cls).sites
    return (
        bool(sites)
        and not project.whole_bodies.classes.below(cls)
        and all(_makes_one(site, cls, project) for site in sites)
    )


def _makes_one(site: Site, cls: ClassSymbol, project: Contracts) -> bool:
    if site.function is None:
        return False
    function = FunctionSymbol(site.module, site.function, site.owner)
    text = project.workspace.statement_text(site.module.path, site.function)
    if project.code_layers.of_function(function).layer not in REQUESTED or _LOOP.search(text):
        return False
    node = project.evaluator.function_at(site.module, site.function)
    parts = list(walk(node.body)) if node is not None else []
    named = [part for part in parts if _is_named(part, cls)]
    calls = [part for part in parts if isinstance(part, cst.Call) and _is_named(part.func, cls)]
    return bool(calls) and len(calls) == len(named) and not any(map(_may_be_many, calls))


def _is_named(node: cst.CSTNode, cls: ClassSymbol) -> bool:
    path = dotted(node)
    return path is not None and path.rpartition(".")[2] == cls.short_name


def _may_be_many(call: cst.Call) -> bool:
    return any(
        argument.star or (argument.keyword is not None and argument.keyword.value == "many")
        for argument in call.args
    )
