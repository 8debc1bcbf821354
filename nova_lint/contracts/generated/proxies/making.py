"""Proxies that functions make: `type("OrderTags", (Order.tags.through,), {"Meta": …})`, and
classes in the body of a function.

A proxy shares the table of its model, so that its base alone says what it holds. Packages that
keep a history of a table between two models have to be given one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Span
from nova_lint.contracts.generated.model import Columns, GeneratedModel, generated_model
from nova_lint.contracts.generated.proxies.tables import named_table
from nova_lint.knowledge.generated import PROXY_OPTIONS
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.scope import Scope
from nova_lint.semantics.values import Call, Reference
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_TYPE = Reference(External("builtins.type"))


def made_class(
    node: cst.CSTNode, scope: Scope, span: Span, contracts: Contracts
) -> ClassSymbol | None:
    """The class that an expression makes or stands for: a proxy, or a table between models."""
    match node:
        case cst.Call(args=[cst.Arg(value=named), cst.Arg(value=bases), cst.Arg(value=body)]):
            if not _is_plain_call_of_type(node, scope, contracts):
                return None
            name = constant(contracts.evaluator.evaluate(named, scope))
            module = _module(body, scope, contracts)
            base = _base(bases, scope, span, contracts)
            if not isinstance(name, str) or module is None or base is None:
                return None
            return _proxy(f"{module}.{name}", base, scope, span, contracts)
    return named_table(node, scope, contracts)


def local_proxy(
    node: cst.ClassDef, around: str, scope: Scope, span: Span, contracts: Contracts
) -> GeneratedModel | None:
    """The proxy that a class statement in the body of a function makes."""
    match node:
        case cst.ClassDef(bases=[cst.Arg(value=value)], keywords=[], decorators=[]):
            base = model_of(value, scope, span, contracts)
            if base is not None and _is_body_of_proxy(node.body.body, scope, contracts):
                name = f"{around}.<locals>.{node.name.value}"
                return _proxy(name, base, scope, span, contracts)
    return None


def _proxy(
    name: str, base: ClassSymbol, scope: Scope, span: Span, contracts: Contracts
) -> GeneratedModel:
    """A proxy, made once: what is known of a class is kept for that class."""
    questions = contracts.workspace.questions
    return questions.memo(
        ("proxy", name, id(base)),
        lambda: generated_model(
            name, (base,), lambda: Columns(()), scope.module, span, questions, proxy=True
        ),
    )


# What it derives from -------------------------------------------------------------------


def _is_plain_call_of_type(node: cst.Call, scope: Scope, contracts: Contracts) -> bool:
    if any(arg.keyword is not None or arg.star for arg in node.args):
        return False
    return contracts.evaluator.evaluate(node.func, scope) == _TYPE


def _base(
    node: cst.BaseExpression, scope: Scope, span: Span, contracts: Contracts
) -> ClassSymbol | None:
    match node:
        case cst.Tuple(elements=[cst.Element(value=value)]):
            return model_of(value, scope, span, contracts)
    return None


def model_of(
    node: cst.BaseExpression, scope: Scope, span: Span, contracts: Contracts
) -> ClassSymbol | None:
    """The model that an expression stands for, or makes."""
    made = made_class(node, scope, span, contracts)
    if made is not None:
        return made
    value = contracts.evaluator.evaluate(node, scope)
    if isinstance(value, Reference) and isinstance(value.symbol, ClassSymbol):
        return value.symbol if contracts.is_model(value.symbol) else None
    return None


# What it says ---------------------------------------------------------------------------


def _module(node: cst.BaseExpression, scope: Scope, contracts: Contracts) -> str | None:
    """The name of the module that the third argument of `type` puts a proxy into; None where
    it makes no proxy, or gives the class more than its options."""
    body = _entries(node)
    if body is None or body.keys() != {"__module__", "Meta"}:
        return None
    if not _is_meta_of_proxy(body["Meta"], scope, contracts):
        return None
    match body["__module__"]:
        case cst.Name(value="__name__"):
            return scope.module.name
    name = constant(contracts.evaluator.evaluate(body["__module__"], scope))
    return name if isinstance(name, str) else None


def _is_meta_of_proxy(node: cst.BaseExpression, scope: Scope, contracts: Contracts) -> bool:
    """`type("Meta", (), {"proxy": True})`"""
    meta = contracts.evaluator.evaluate(node, scope)
    if not isinstance(meta, Call) or not _is_plain_call_of_type(meta.node, scope, contracts):
        return False
    match meta.node.args:
        case [_, cst.Arg(value=cst.Tuple(elements=[])), cst.Arg(value=body)]:
            options = _entries(body)
            return options is not None and _say_proxy(options, meta.scope, contracts)
    return False


def _is_body_of_proxy(
    body: Iterable[cst.BaseStatement | cst.BaseSmallStatement], scope: Scope, contracts: Contracts
) -> bool:
    """Whether the body of a class is `class Meta` with the options of a proxy."""
    match list(body):
        case [cst.ClassDef(name=cst.Name(value="Meta"), bases=[], body=inner)]:
            options = _assigned(inner.body)
            return options is not None and _say_proxy(options, scope, contracts)
    return False


def _say_proxy(
    options: Mapping[str, cst.BaseExpression], scope: Scope, contracts: Contracts
) -> bool:
    """Whether options make a proxy and leave it in the app of its module."""
    if not PROXY_OPTIONS.issuperset(options) or "proxy" not in options:
        return False
    return constant(contracts.evaluator.evaluate(options["proxy"], scope)) is True


def _entries(node: cst.BaseExpression) -> dict[str, cst.BaseExpression] | None:
    """The entries of a dictionary that is written out, by its keys; None for any other."""
    found: dict[str, cst.BaseExpression] = {}
    for entry in node.elements if isinstance(node, cst.Dict) else (None,):
        match entry:
            case cst.DictElement(key=cst.SimpleString() as key, value=value):
                found[str(key.evaluated_value)] = value
            case _:
                return None
    return found


def _assigned(
    body: Iterable[cst.BaseStatement | cst.BaseSmallStatement],
) -> dict[str, cst.BaseExpression] | None:
    """What the body of a class assigns to its names; None where it does anything else."""
    found: dict[str, cst.BaseExpression] = {}
    for statement in body:
        lines = statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
        for line in lines:
            match line:
                case cst.Assign(
                    targets=[cst.AssignTarget(target=cst.Name(value=name))], value=value
                ):
                    found[name] = value
                case _:
                    return None
    return found
