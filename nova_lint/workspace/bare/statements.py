"""Bare statements."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import libcst as cst

from nova_lint.workspace.bare.expressions import (
    ASYNCHRONOUS,
    annotation,
    arguments,
    dotted_name,
    expression,
    identifier,
    parameters,
    tuple_of,
)
from nova_lint.workspace.bare.making import maker
from nova_lint.workspace.bare.source import Source, UnplainError

AnyStatement: TypeAlias = cst.BaseStatement | cst.BaseSmallStatement

_line = maker(cst.SimpleStatementLine, "body")
_suite = maker(cst.SimpleStatementSuite, "body")
_block = maker(cst.IndentedBlock, "body")
_expression = maker(cst.Expr, "value")
_assign = maker(cst.Assign, "targets", "value")
_target = maker(cst.AssignTarget, "target")
_annotated_assign = maker(cst.AnnAssign, "target", "annotation", "value")
_augmented_assign = maker(cst.AugAssign, "target", "operator", "value")
_return = maker(cst.Return, "value")
_raise = maker(cst.Raise, "exc", "cause")
_from = maker(cst.From, "item")
_assert = maker(cst.Assert, "test", "msg")
_del = maker(cst.Del, "target")
_pass = maker(cst.Pass)
_break = maker(cst.Break)
_continue = maker(cst.Continue)
_global = maker(cst.Global, "names")
_nonlocal = maker(cst.Nonlocal, "names")
_name_item = maker(cst.NameItem, "name")
_import = maker(cst.Import, "names")
_import_from = maker(cst.ImportFrom, "module", "names", "relative")
_alias = maker(cst.ImportAlias, "name", "asname")
_as = maker(cst.AsName, "name")
_if = maker(cst.If, "test", "body", "orelse")
_else = maker(cst.Else, "body")
_while = maker(cst.While, "test", "body", "orelse")
_for = maker(cst.For, "target", "iter", "body", "orelse", "asynchronous")
_try = maker(cst.Try, "body", "handlers", "orelse", "finalbody")
_handler = maker(cst.ExceptHandler, "body", "type", "name")
_finally = maker(cst.Finally, "body")
_with = maker(cst.With, "items", "body", "asynchronous")
_with_item = maker(cst.WithItem, "item", "asname")
_function = maker(
    cst.FunctionDef, "name", "params", "body", "decorators", "returns", "asynchronous"
)
_decorator = maker(cst.Decorator, "decorator")
_class = maker(cst.ClassDef, "name", "body", "bases", "keywords", "decorators")

_DOT = cst.Dot()
_AUGMENTED: dict[type[ast.operator], cst.BaseAugOp] = {
    ast.Add: cst.AddAssign(),
    ast.Sub: cst.SubtractAssign(),
    ast.Mult: cst.MultiplyAssign(),
    ast.MatMult: cst.MatrixMultiplyAssign(),
    ast.Div: cst.DivideAssign(),
    ast.Mod: cst.ModuloAssign(),
    ast.Pow: cst.PowerAssign(),
    ast.LShift: cst.LeftShiftAssign(),
    ast.RShift: cst.RightShiftAssign(),
    ast.BitOr: cst.BitOrAssign(),
    ast.BitXor: cst.BitXorAssign(),
    ast.BitAnd: cst.BitAndAssign(),
    ast.FloorDiv: cst.FloorDivideAssign(),
}


def bare_statements(text: str) -> tuple[AnyStatement, ...]:
    """The statements of a module's text. Raises UnplainError, and what `ast.parse` does."""
    if "\\\n" in text or "\f" in text:
        raise UnplainError("lines do not say where statements begin")
    return _statements(ast.parse(text).body, Source(text))


def _statements(nodes: Iterable[ast.stmt], source: Source) -> tuple[cst.BaseStatement, ...]:
    """Statements, those that share a line in one."""
    found: list[cst.BaseStatement] = []
    line: list[cst.BaseSmallStatement] = []
    for node in nodes:
        if line and source.is_first(node):
            found.append(_line(tuple(line)))
            line = []
        small = _SMALL.get(type(node))
        if small is not None:
            line.append(small(node, source))
        else:
            found.append(_compound(node, source))
    if line:
        found.append(_line(tuple(line)))
    return tuple(found)


def _compound(node: ast.stmt, source: Source) -> cst.BaseStatement:
    make = _COMPOUND.get(type(node))
    if make is None:
        raise UnplainError(f"{type(node).__name__} is left to libcst")
    return make(node, source)


def _body(nodes: Sequence[ast.stmt], source: Source) -> cst.BaseSuite:
    if source.is_first(nodes[0]):
        return _block(_statements(nodes, source))
    # `if is_new: return`
    return _suite(tuple(_SMALL[type(node)](node, source) for node in nodes))


# Statements on a line ---------------------------------------------------------------------


def _of_expression(node: ast.Expr, source: Source) -> cst.Expr:
    return _expression(expression(node.value, source))


def _of_assign(node: ast.Assign, source: Source) -> cst.Assign:
    targets = tuple(_target(expression(target, source)) for target in node.targets)
    return _assign(targets, expression(node.value, source))


def _of_annotated(node: ast.AnnAssign, source: Source) -> cst.AnnAssign:
    target, said = expression(node.target, source), annotation(node.annotation, source)
    return _annotated_assign(target, said, _optional(node.value, source))


def _of_augmented(node: ast.AugAssign, source: Source) -> cst.AugAssign:
    target, value = expression(node.target, source), expression(node.value, source)
    return _augmented_assign(target, _AUGMENTED[type(node.op)], value)


def _of_return(node: ast.Return, source: Source) -> cst.Return:
    return _return(_optional(node.value, source))


def _of_raise(node: ast.Raise, source: Source) -> cst.Raise:
    cause = _from(expression(node.cause, source)) if node.cause is not None else None
    return _raise(_optional(node.exc, source), cause)


def _of_assert(node: ast.Assert, source: Source) -> cst.Assert:
    return _assert(expression(node.test, source), _optional(node.msg, source))


def _of_del(node: ast.Delete, source: Source) -> cst.Del:
    targets = node.targets
    return _del(expression(targets[0], source) if len(targets) == 1 else tuple_of(targets, source))


def _of_pass(node: ast.Pass, source: Source) -> cst.Pass:
    return _pass()


def _of_break(node: ast.Break, source: Source) -> cst.Break:
    return _break()


def _of_continue(node: ast.Continue, source: Source) -> cst.Continue:
    return _continue()


def _of_global(node: ast.Global, source: Source) -> cst.Global:
    return _global(tuple(_name_item(identifier(name)) for name in node.names))


def _of_nonlocal(node: ast.Nonlocal, source: Source) -> cst.Nonlocal:
    return _nonlocal(tuple(_name_item(identifier(name)) for name in node.names))


def _of_import(node: ast.Import, source: Source) -> cst.Import:
    return _import(_aliases(node.names))


def _of_import_from(node: ast.ImportFrom, source: Source) -> cst.ImportFrom:
    names: object = cst.ImportStar() if node.names[0].name == "*" else _aliases(node.names)
    module = dotted_name(node.module) if node.module is not None else None
    return _import_from(module, names, (_DOT,) * node.level)


def _aliases(nodes: Iterable[ast.alias]) -> tuple[cst.ImportAlias, ...]:
    return tuple(_alias(dotted_name(node.name), _named(node.asname)) for node in nodes)


def _named(name: str | None) -> cst.AsName | None:
    return _as(identifier(name)) if name is not None else None


def _optional(node: ast.expr | None, source: Source) -> cst.BaseExpression | None:
    return expression(node, source) if node is not None else None


# Statements with a body ---------------------------------------------------------------------


def _of_if(node: ast.If, source: Source) -> cst.If:
    otherwise: cst.If | cst.Else | None
    match node.orelse:
        case [ast.If() as other] if source.begins(other, "elif"):
            otherwise = _of_if(other, source)
        case rest:
            otherwise = _otherwise(rest, source)
    return _if(expression(node.test, source), _body(node.body, source), otherwise)


def _otherwise(nodes: Sequence[ast.stmt], source: Source) -> cst.Else | None:
    return _else(_body(nodes, source)) if nodes else None


def _of_while(node: ast.While, source: Source) -> cst.While:
    test, body = expression(node.test, source), _body(node.body, source)
    return _while(test, body, _otherwise(node.orelse, source))


def _of_for(node: ast.For | ast.AsyncFor, source: Source) -> cst.For:
    return _for(
        expression(node.target, source),
        expression(node.iter, source),
        _body(node.body, source),
        _otherwise(node.orelse, source),
        ASYNCHRONOUS if isinstance(node, ast.AsyncFor) else None,
    )


def _of_try(node: ast.Try, source: Source) -> cst.Try:
    return _try(
        _body(node.body, source),
        tuple(_of_handler(handler, source) for handler in node.handlers),
        _otherwise(node.orelse, source),
        _finally(_body(node.finalbody, source)) if node.finalbody else None,
    )


def _of_handler(node: ast.ExceptHandler, source: Source) -> cst.ExceptHandler:
    return _handler(_body(node.body, source), _optional(node.type, source), _named(node.name))


def _of_with(node: ast.With | ast.AsyncWith, source: Source) -> cst.With:
    return _with(
        tuple(_of_with_item(item, source) for item in node.items),
        _body(node.body, source),
        ASYNCHRONOUS if isinstance(node, ast.AsyncWith) else None,
    )


def _of_with_item(node: ast.withitem, source: Source) -> cst.WithItem:
    bound = node.optional_vars
    name = _as(expression(bound, source)) if bound is not None else None
    return _with_item(expression(node.context_expr, source), name)


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef, source: Source) -> cst.FunctionDef:
    _refuse_type_parameters(node)
    return _function(
        identifier(node.name),
        parameters(node.args, source),
        _body(node.body, source),
        _decorators(node.decorator_list, source),
        annotation(node.returns, source),
        ASYNCHRONOUS if isinstance(node, ast.AsyncFunctionDef) else None,
    )


def _of_class(node: ast.ClassDef, source: Source) -> cst.ClassDef:
    _refuse_type_parameters(node)
    given = arguments(node.bases, node.keywords, source)
    return _class(
        identifier(node.name),
        _body(node.body, source),
        given[: len(node.bases)],
        given[len(node.bases) :],
        _decorators(node.decorator_list, source),
    )


def _decorators(nodes: Iterable[ast.expr], source: Source) -> tuple[cst.Decorator, ...]:
    return tuple(_decorator(expression(node, source)) for node in nodes)


def _refuse_type_parameters(node: ast.stmt) -> None:
    if getattr(node, "type_params", None):
        raise UnplainError("type parameters are left to libcst")


_SMALL: dict[type[ast.stmt], Callable[[Any, Source], cst.BaseSmallStatement]] = {
    ast.Expr: _of_expression,
    ast.Assign: _of_assign,
    ast.AnnAssign: _of_annotated,
    ast.AugAssign: _of_augmented,
    ast.Return: _of_return,
    ast.Raise: _of_raise,
    ast.Assert: _of_assert,
    ast.Delete: _of_del,
    ast.Pass: _of_pass,
    ast.Break: _of_break,
    ast.Continue: _of_continue,
    ast.Global: _of_global,
    ast.Nonlocal: _of_nonlocal,
    ast.Import: _of_import,
    ast.ImportFrom: _of_import_from,
}
_COMPOUND: dict[type[ast.stmt], Callable[[Any, Source], cst.BaseStatement]] = {
    ast.If: _of_if,
    ast.While: _of_while,
    ast.For: _of_for,
    ast.AsyncFor: _of_for,
    ast.Try: _of_try,
    ast.With: _of_with,
    ast.AsyncWith: _of_with,
    ast.FunctionDef: _of_function,
    ast.AsyncFunctionDef: _of_function,
    ast.ClassDef: _of_class,
}
