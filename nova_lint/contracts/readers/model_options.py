"""A model's `Meta`: its options, and the constraints that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import Constraint, Span
from nova_lint.contracts.generated.model import GeneratedModel
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Items, Value
from nova_lint.workspace.symbols import ClassSymbol, Symbol, Variable
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_TOGETHER = "unique_together"


def own_meta(cls: ClassSymbol, contracts: Contracts) -> ClassSymbol | None:
    """The class's own `class Meta`."""
    symbol = contracts.symbols.own_member(cls, "Meta")
    return symbol if isinstance(symbol, ClassSymbol) else None


def is_abstract(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether a model has no table. Only its own `Meta` body counts: Django resets the
    option on the `Meta` that subclasses inherit."""
    if isinstance(cls, GeneratedModel):
        return cls.abstract
    meta = own_meta(cls, contracts)
    return meta is not None and _own_flag(meta, "abstract", contracts)


def is_proxy(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether a model shares its parent's table."""
    if isinstance(cls, GeneratedModel):
        return cls.proxy
    meta = own_meta(cls, contracts)
    return meta is not None and _own_flag(meta, "proxy", contracts)


def concrete_model(model: ClassSymbol, contracts: Contracts) -> ClassSymbol:
    """The model whose table a proxy shares, a model with a table itself."""
    if not is_proxy(model, contracts):
        return model
    for base in contracts.symbols.bases(model):
        if isinstance(base, ClassSymbol) and contracts.is_model(base):
            return concrete_model(base, contracts)
    return model


def _own_flag(meta: ClassSymbol, name: str, contracts: Contracts) -> bool:
    symbol = contracts.symbols.own_member(meta, name)
    if not isinstance(symbol, Variable):
        return False
    return constant(contracts.evaluator.variable(symbol)) is True


def meta_option(cls: ClassSymbol, name: str, contracts: Contracts) -> Value | None:
    """An option of a model's `Meta`, looked for in its bases and in abstract parents."""
    symbol = _option(cls, name, contracts)
    return contracts.evaluator.symbol_value(symbol) if symbol is not None else None


def _option(cls: ClassSymbol, name: str, contracts: Contracts) -> Symbol | None:
    for base in contracts.symbols.mro(cls).classes:
        if not isinstance(base, ClassSymbol):
            continue
        meta = own_meta(base, contracts)
        if meta is not None and (base is cls or is_abstract(base, contracts)):
            return contracts.symbols.class_member(meta, name)
    return None


def read_constraints(cls: ClassSymbol, contracts: Contracts) -> tuple[Constraint, ...]:
    """The constraints that a model's `Meta` states, `unique_together` included."""
    found: list[Constraint] = []
    value = meta_option(cls, "constraints", contracts)
    for item in value.items if isinstance(value, Items) else ():
        if isinstance(item, Call):
            constraint = _constraint(item, cls, contracts)
            if constraint is not None:
                found.append(constraint)
    together = meta_option(cls, _TOGETHER, contracts)
    if isinstance(together, Items):
        sets = [together] if facts.names(together) else list(together.items)
        for one in sets:
            named = facts.names(one)
            if named:
                found.append(_unique(named, None, None, _together_span(cls, contracts)))
    return tuple(found)


def _unique(
    fields: tuple[str, ...], condition: str | None, name: str | None, span: Span
) -> Constraint:
    return Constraint(kind="unique", fields=fields, condition=condition, name=name, span=span)


def _constraint(call: Call, cls: ClassSymbol, contracts: Contracts) -> Constraint | None:
    name = constant(call.keyword("name"))
    label = name if isinstance(name, str) else None
    span = _meta_span(cls, contracts)
    match facts.dotted_name(call.callee):
        case "django.db.models.UniqueConstraint":
            named = facts.names(call.keyword("fields"))
            if not named:
                return None
            node = call.keyword_node("condition")
            condition = contracts.source_of(node, call.scope) if node is not None else None
            unique = _unique(named, condition, label, span)
            used = tuple(sorted(_columns_of(call.keyword("condition"))))
            return replace(unique, condition_fields=used)
        case "django.db.models.CheckConstraint":
            condition_value = call.keyword("condition") or call.keyword("check")
            used = tuple(sorted(_columns_of(condition_value)))
            node = call.keyword_node("condition") or call.keyword_node("check")
            text = contracts.source_of(node, call.scope) if node is not None else ""
            return Constraint(kind="check", fields=used, condition=text, name=label, span=span)
    return None


def _together_span(cls: ClassSymbol, contracts: Contracts) -> Span:
    """Where the columns stand that are unique together."""
    symbol = _option(cls, _TOGETHER, contracts)
    if isinstance(symbol, Variable):
        statement = symbol.statements[-1]
        return Span(symbol.module.path, statement.line, statement.end_line)
    return _meta_span(cls, contracts)


def _meta_span(cls: ClassSymbol, contracts: Contracts) -> Span:
    for base in contracts.symbols.mro(cls).classes:
        if isinstance(base, ClassSymbol):
            meta = own_meta(base, contracts)
            if meta is not None:
                return Span(base.module.path, meta.node.name_line, meta.node.end_line)
    return Span(cls.module.path, cls.node.name_line, cls.node.end_line)


def _columns_of(value: Value | None) -> set[str]:
    """The columns that a `Q` speaks of, on the left of its look-ups."""
    if not isinstance(value, Call):
        return set()
    found: set[str] = set()
    for node in walk(value.node):
        if isinstance(node, cst.Arg) and node.keyword is not None:
            found.add(node.keyword.value.split("__")[0])
    return found
