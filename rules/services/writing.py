"""What an edge writes beyond what its framework would write for it."""

from __future__ import annotations

import re

import libcst as cst

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.knowledge.code_layers import HOOK_WRITES, OWN_WRITES
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics.bodies.frame import Node, dotted
from nova_lint.semantics.operations import MethodCall, ProjectCall
from nova_lint.workspace.symbols import FunctionSymbol


def written(unit: Unit) -> list[Deed]:
    """The writes that stand in a function and are its own idea."""
    found = [
        deed
        for deed in unit.own
        if deed.effect is Effect.WRITE
        and not deed.on_behalf
        and not _is_hook(deed, unit)
        and not _saves_what_a_form_made(deed, unit)
    ]
    return [] if _is_own_row(found, unit) else found


def _is_hook(deed: Deed, unit: Unit) -> bool:
    """Whether a method that a framework calls does what the framework's own would."""
    names = HOOK_WRITES.get(unit.function.node.name, frozenset())
    match deed.done.action:
        case MethodCall(name=name):
            return name.removeprefix("a") in names
        case ProjectCall(function=FunctionSymbol() as function):
            return function.node.name in names
    return False


def _is_own_row(deeds: list[Deed], unit: Unit) -> bool:
    """Whether a form or serializer writes nothing but rows of one model in the method that is
    there for that."""
    if unit.function.node.name not in OWN_WRITES.get(unit.layer, ()):
        return False
    models = {deed.model for deed in deeds}
    return len(models) == 1 and None not in models


def _saves_what_a_form_made(deed: Deed, unit: Unit) -> bool:
    """`order = form.save(commit=False)`, and later `order.save()`."""
    match deed.done.site:
        case Node(node=cst.Call(func=cst.Attribute(value=base, attr=cst.Name(value="save")))):
            name = dotted(base)
        case _:
            return False
    function = unit.function
    text = unit.contracts.workspace.statement_text(function.module.path, function.node)
    made = rf"\b{re.escape(name or '')}\s*=\s*[\w.\[\]'\"]+\.save\(\s*commit\s*=\s*False"
    return name is not None and re.search(made, text) is not None
