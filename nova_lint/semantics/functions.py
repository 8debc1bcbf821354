"""What a call of a simple function of the project or of a package gives.

Simple is a body of straight lines: imports, assignments to names, one `return` at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.semantics.scope import Scope
from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Mapping,
    Reference,
    Unknown,
    Value,
)
from nova_lint.workspace.outline_nodes import Guard, Import
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module, absolute_module

if TYPE_CHECKING:
    from nova_lint.semantics.evaluation import Evaluator

_TRANSPARENT = frozenset({"staticmethod", "classmethod"})


def result(
    function: FunctionSymbol, call: Call | None, evaluator: Evaluator, cls: ClassSymbol | None
) -> Value | None:
    """What a simple function returns for the arguments of a call, or for none.

    `cls` is the class that a class method is called on. None where it is not simple.
    """
    node = function.node
    if node.is_async or not _TRANSPARENT.issuperset(node.decorators):
        return None
    definition = evaluator.function(function)
    if definition is None:
        return None
    lines = _straight_lines(definition.body.body)
    if lines is None:
        return None
    scope = Scope(function.owner or function.module)
    own = cls or function.owner
    bound = Reference(own) if "classmethod" in node.decorators and own is not None else None
    arguments = _bind(definition.params, call, evaluator, scope, bound)
    if arguments is None:
        return None
    return _run(lines, Scope(function.module, arguments), evaluator)


def _straight_lines(
    body: Iterable[cst.BaseStatement | cst.BaseSmallStatement],
) -> list[cst.BaseSmallStatement] | None:
    """The statements of a body that ends in `return` and never branches; None for others."""
    lines: list[cst.BaseSmallStatement] = []
    for statement in body:
        match statement:
            case cst.SimpleStatementLine(body=several):
                lines.extend(line for line in several if not _is_text(line))
            case cst.BaseSmallStatement():
                lines.append(statement)
            case _:
                return None
    *before, last = lines or [cst.Pass()]
    if not isinstance(last, cst.Return) or last.value is None:
        return None
    simple = all(isinstance(line, cst.Assign | cst.AnnAssign | cst.ImportFrom) for line in before)
    return lines if simple else None


def _run(lines: Iterable[cst.BaseSmallStatement], scope: Scope, evaluator: Evaluator) -> Value:
    for line in lines:
        match line:
            case cst.Return(value=cst.BaseExpression() as expression):
                return evaluator.evaluate(expression, scope)
            case cst.Assign(targets=targets, value=value):
                given = evaluator.evaluate(value, scope)
                for target in targets:
                    scope = scope.with_local(evaluator.unpacked(target.target, given))
            case cst.AnnAssign(target=cst.Name(value=name), value=cst.BaseExpression() as value):
                scope = scope.with_local({name: evaluator.evaluate(value, scope)})
            case cst.ImportFrom():
                scope = scope.with_local(dict(imported(line, scope.module, evaluator)))
    return Unknown()


def imported(
    node: cst.ImportFrom, module: Module, evaluator: Evaluator
) -> Iterator[tuple[str, Value]]:
    """The names that `from … import …` binds inside a function."""
    if isinstance(node.names, cst.ImportStar):
        return
    source = _dotted(node.module) if node.module is not None else ""
    for alias in node.names:
        attribute = _dotted(alias.name)
        name = alias.evaluated_alias or attribute
        statement = Import(
            name=name,
            module=source,
            attribute=attribute,
            level=len(node.relative),
            line=0,
            end_line=0,
            guard=Guard.NONE,
        )
        absolute = absolute_module(module, statement)
        symbol = evaluator.symbols.absolute(f"{absolute}.{attribute}") if absolute else None
        yield name, evaluator.symbol_value(symbol)


def _dotted(node: cst.BaseExpression) -> str:
    match node:
        case cst.Name(value=name):
            return name
        case cst.Attribute(value=base, attr=attr):
            return f"{_dotted(base)}.{attr.value}"
    return ""


def _is_text(statement: cst.BaseSmallStatement) -> bool:
    return isinstance(statement, cst.Expr) and isinstance(
        statement.value, cst.SimpleString | cst.ConcatenatedString
    )


# Arguments ------------------------------------------------------------------------------


def _bind(
    parameters: cst.Parameters,
    call: Call | None,
    evaluator: Evaluator,
    scope: Scope,
    first: Value | None,
) -> dict[str, Value] | None:
    """The parameters of a function with the values that a call gives them."""
    if call is not None and call.has_unknown_keywords:
        return None
    positional = (
        [call.positional(index) or Unknown() for index in range(call.positional_count)]
        if call is not None
        else []
    )
    if first is not None:
        positional.insert(0, first)
    keywords = call.keywords() if call is not None else {}
    bound: dict[str, Value] = {}
    for index, parameter in enumerate((*parameters.posonly_params, *parameters.params)):
        given = positional[index] if index < len(positional) else None
        bound[parameter.name.value] = _given(parameter, given, keywords, evaluator, scope)
    for parameter in parameters.kwonly_params:
        bound[parameter.name.value] = _given(parameter, None, keywords, evaluator, scope)
    if isinstance(parameters.star_arg, cst.Param):
        rest = positional[len(bound) - len(parameters.kwonly_params) :]
        bound[parameters.star_arg.name.value] = Items(tuple(rest))
    if parameters.star_kwarg is not None:
        entries = tuple((Constant(key), value) for key, value in keywords.items())
        bound[parameters.star_kwarg.name.value] = Mapping(entries)
    return bound


def _given(
    parameter: cst.Param,
    positional: Value | None,
    keywords: dict[str, Value],
    evaluator: Evaluator,
    scope: Scope,
) -> Value:
    """What a parameter is; takes its keyword out of `keywords`."""
    given = keywords.pop(parameter.name.value, None) or positional
    if given is None and parameter.default is not None:
        given = evaluator.evaluate(parameter.default, scope)
    return given or Unknown()
