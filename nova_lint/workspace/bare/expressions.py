"""Bare expressions."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import libcst as cst

from nova_lint.workspace.bare.making import maker
from nova_lint.workspace.bare.source import Source, UnplainError

_STRING = re.compile(
    r"""[A-Za-z]{0,3}(?:
        '''(?:[^'\\]|\\.|'(?!''))*'''
      | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
      | '(?:[^'\\\n]|\\.)*'
      | "(?:[^"\\\n]|\\.)*"
    )""",
    re.DOTALL | re.VERBOSE,
)
"""One string, as opposed to several that stand next to each other."""

_name = maker(cst.Name, "value")
_integer = maker(cst.Integer, "value")
_float = maker(cst.Float, "value")
_imaginary = maker(cst.Imaginary, "value")
_string = maker(cst.SimpleString, "value")
_attribute = maker(cst.Attribute, "value", "attr")
_call = maker(cst.Call, "func", "args")
_argument = maker(cst.Arg, "value", "keyword", "star")
_subscript = maker(cst.Subscript, "value", "slice")
_subscript_element = maker(cst.SubscriptElement, "slice")
_index = maker(cst.Index, "value")
_slice = maker(cst.Slice, "lower", "upper", "step", "second_colon")
_binary = maker(cst.BinaryOperation, "left", "operator", "right")
_boolean = maker(cst.BooleanOperation, "left", "operator", "right")
_unary = maker(cst.UnaryOperation, "operator", "expression")
_comparison = maker(cst.Comparison, "left", "comparisons")
_comparison_target = maker(cst.ComparisonTarget, "operator", "comparator")
_if = maker(cst.IfExp, "test", "body", "orelse")
_lambda = maker(cst.Lambda, "params", "body")
_tuple = maker(cst.Tuple, "elements")
_list = maker(cst.List, "elements")
_set = maker(cst.Set, "elements")
_dict = maker(cst.Dict, "elements")
_element = maker(cst.Element, "value")
_starred_element = maker(cst.StarredElement, "value")
_dict_element = maker(cst.DictElement, "key", "value")
_starred_dict_element = maker(cst.StarredDictElement, "value")
_list_comprehension = maker(cst.ListComp, "elt", "for_in")
_set_comprehension = maker(cst.SetComp, "elt", "for_in")
_dict_comprehension = maker(cst.DictComp, "key", "value", "for_in")
_generator = maker(cst.GeneratorExp, "elt", "for_in")
_for = maker(cst.CompFor, "target", "iter", "ifs", "inner_for_in", "asynchronous")
_for_if = maker(cst.CompIf, "test")
_named = maker(cst.NamedExpr, "target", "value")
_await = maker(cst.Await, "expression")
_yield = maker(cst.Yield, "value")
_from = maker(cst.From, "item")
_ellipsis = maker(cst.Ellipsis)
_parameters = maker(
    cst.Parameters,
    "params",
    "star_arg",
    "kwonly_params",
    "star_kwarg",
    "posonly_params",
    "posonly_ind",
)
_parameter = maker(cst.Param, "name", "annotation", "default", "star")
_annotation = maker(cst.Annotation, "annotation")

ASYNCHRONOUS = cst.Asynchronous()
_STAR = cst.ParamStar()
_SLASH = cst.ParamSlash()
_COLON = cst.Colon()
_ABSENT = cst.MaybeSentinel.DEFAULT
_NOBODY = _parameters((), _ABSENT, (), None, (), _ABSENT)

_BINARY: dict[type[ast.operator], cst.BaseBinaryOp] = {
    ast.Add: cst.Add(),
    ast.Sub: cst.Subtract(),
    ast.Mult: cst.Multiply(),
    ast.MatMult: cst.MatrixMultiply(),
    ast.Div: cst.Divide(),
    ast.Mod: cst.Modulo(),
    ast.Pow: cst.Power(),
    ast.LShift: cst.LeftShift(),
    ast.RShift: cst.RightShift(),
    ast.BitOr: cst.BitOr(),
    ast.BitXor: cst.BitXor(),
    ast.BitAnd: cst.BitAnd(),
    ast.FloorDiv: cst.FloorDivide(),
}
_BOOLEAN: dict[type[ast.boolop], cst.BaseBooleanOp] = {ast.And: cst.And(), ast.Or: cst.Or()}
_UNARY: dict[type[ast.unaryop], cst.BaseUnaryOp] = {
    ast.Invert: cst.BitInvert(),
    ast.Not: cst.Not(),
    ast.UAdd: cst.Plus(),
    ast.USub: cst.Minus(),
}
_COMPARISONS: dict[type[ast.cmpop], cst.BaseCompOp] = {
    ast.Eq: cst.Equal(),
    ast.NotEq: cst.NotEqual(),
    ast.Lt: cst.LessThan(),
    ast.LtE: cst.LessThanEqual(),
    ast.Gt: cst.GreaterThan(),
    ast.GtE: cst.GreaterThanEqual(),
    ast.Is: cst.Is(),
    ast.IsNot: cst.IsNot(),
    ast.In: cst.In(),
    ast.NotIn: cst.NotIn(),
}


def expression(node: ast.expr, source: Source) -> cst.BaseExpression:
    """The bare nodes of an expression. Raises UnplainError."""
    return _EXPRESSIONS[type(node)](node, source)


def identifier(name: str) -> cst.Name:
    return _name(name)


def dotted_name(name: str) -> cst.Name | cst.Attribute:
    """The nodes of `a.b.c`."""
    first, *rest = name.split(".")
    node: cst.Name | cst.Attribute = _name(first)
    for part in rest:
        node = _attribute(node, _name(part))
    return node


def _optional(node: ast.expr | None, source: Source) -> cst.BaseExpression | None:
    return None if node is None else _EXPRESSIONS[type(node)](node, source)


def _of_name(node: ast.Name, source: Source) -> cst.Name:
    return _name(node.id)


def _of_attribute(node: ast.Attribute, source: Source) -> cst.Attribute:
    return _attribute(expression(node.value, source), _name(node.attr))


def _of_constant(node: ast.Constant, source: Source) -> cst.BaseExpression:
    value = node.value
    match value:
        case None | bool():
            return _name(str(value))
        case str() | bytes():
            text = source.text(node)
            return _string(text) if _STRING.fullmatch(text) else _written(node, source)
        case int():
            return _integer(source.text(node))
        case float():
            return _float(source.text(node))
        case complex():
            return _imaginary(source.text(node))
    return _ellipsis()


def _written(node: ast.expr, source: Source) -> cst.BaseExpression:
    """What libcst makes of an expression of whose parts `ast` does not tell enough: strings
    that stand next to each other, strings with values in them."""
    return cst.parse_expression(f"({source.text(node)})")


def _of_call(node: ast.Call, source: Source) -> cst.Call:
    return _call(expression(node.func, source), arguments(node.args, node.keywords, source))


def arguments(
    positional: Sequence[ast.expr], keywords: Sequence[ast.keyword], source: Source
) -> tuple[cst.Arg, ...]:
    """The arguments of a call, in their order."""
    first = [_positional(each, source) for each in positional]
    if not keywords:
        return tuple(first)
    rest = [_keyword(each, source) for each in keywords]
    if positional and _position(positional[-1]) > _position(keywords[0]):
        # `f(a=1, *b)`
        places = [*map(_position, positional), *map(_position, keywords)]
        order = sorted(range(len(places)), key=places.__getitem__)
        every = [*first, *rest]
        return tuple(every[number] for number in order)
    return (*first, *rest)


_position = attrgetter("lineno", "col_offset")


def _positional(node: ast.expr, source: Source) -> cst.Arg:
    if type(node) is ast.Starred:
        return _argument(expression(node.value, source), None, "*")
    return _argument(expression(node, source), None, "")


def _keyword(node: ast.keyword, source: Source) -> cst.Arg:
    value = expression(node.value, source)
    if node.arg is None:
        return _argument(value, None, "**")
    return _argument(value, _name(node.arg), "")


def _of_subscript(node: ast.Subscript, source: Source) -> cst.Subscript:
    inside = node.slice
    parts: Iterable[ast.expr] = (inside,)
    if isinstance(inside, ast.Tuple) and inside.elts:
        if source.begins(inside, "("):
            raise UnplainError("parentheses around one of several, or around all")
        parts = inside.elts
    return _subscript(
        expression(node.value, source), tuple(_subscripted(part, source) for part in parts)
    )


def _subscripted(node: ast.expr, source: Source) -> cst.SubscriptElement:
    match node:
        case ast.Slice(lower=lower, upper=upper, step=step):
            if step is None and source.text(node).count(":") > 1:
                raise UnplainError("perhaps a second colon with nothing behind it")
            given = (_optional(each, source) for each in (lower, upper, step))
            return _subscript_element(_slice(*given, _ABSENT if step is None else _COLON))
        case ast.Starred():
            raise UnplainError("a star in brackets")
    return _subscript_element(_index(expression(node, source)))


def _of_binary(node: ast.BinOp, source: Source) -> cst.BinaryOperation:
    left, right = expression(node.left, source), expression(node.right, source)
    return _binary(left, _BINARY[type(node.op)], right)


def _of_boolean(node: ast.BoolOp, source: Source) -> cst.BaseExpression:
    operator = _BOOLEAN[type(node.op)]
    first, *rest = (expression(value, source) for value in node.values)
    for each in rest:
        first = _boolean(first, operator, each)
    return first


def _of_unary(node: ast.UnaryOp, source: Source) -> cst.UnaryOperation:
    return _unary(_UNARY[type(node.op)], expression(node.operand, source))


def _of_comparison(node: ast.Compare, source: Source) -> cst.Comparison:
    targets = tuple(
        _comparison_target(_COMPARISONS[type(operator)], expression(other, source))
        for operator, other in zip(node.ops, node.comparators, strict=True)
    )
    return _comparison(expression(node.left, source), targets)


def _of_condition(node: ast.IfExp, source: Source) -> cst.IfExp:
    return _if(*(expression(each, source) for each in (node.test, node.body, node.orelse)))


def _of_lambda(node: ast.Lambda, source: Source) -> cst.Lambda:
    return _lambda(parameters(node.args, source), expression(node.body, source))


def parameters(node: ast.arguments, source: Source) -> cst.Parameters:
    """The parameters of a function."""
    plain = [*node.posonlyargs, *node.args]
    if not plain and node.vararg is None and not node.kwonlyargs and node.kwarg is None:
        return _NOBODY
    defaults = [*[None] * (len(plain) - len(node.defaults)), *node.defaults]
    made = [
        _of_parameter(each, default, "", source)
        for each, default in zip(plain, defaults, strict=True)
    ]
    before_slash = len(node.posonlyargs)
    star: object = _STAR if node.kwonlyargs else _ABSENT
    if node.vararg is not None:
        star = _of_parameter(node.vararg, None, "*", source)
    by_name = tuple(
        _of_parameter(each, default, "", source)
        for each, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)
    )
    return _parameters(
        tuple(made[before_slash:]),
        star,
        by_name,
        None if node.kwarg is None else _of_parameter(node.kwarg, None, "**", source),
        tuple(made[:before_slash]),
        _SLASH if before_slash else _ABSENT,
    )


def _of_parameter(node: ast.arg, default: ast.expr | None, star: str, source: Source) -> cst.Param:
    return _parameter(
        _name(node.arg), annotation(node.annotation, source), _optional(default, source), star
    )


def annotation(node: ast.expr | None, source: Source) -> cst.Annotation | None:
    return None if node is None else _annotation(expression(node, source))


def _of_tuple(node: ast.Tuple, source: Source) -> cst.Tuple:
    return _tuple(elements(node.elts, source))


def _of_list(node: ast.List, source: Source) -> cst.List:
    return _list(elements(node.elts, source))


def _of_set(node: ast.Set, source: Source) -> cst.Set:
    return _set(elements(node.elts, source))


def elements(nodes: Iterable[ast.expr], source: Source) -> tuple[cst.BaseElement, ...]:
    """The elements of a display."""
    return tuple(_of_element(each, source) for each in nodes)


def tuple_of(nodes: Iterable[ast.expr], source: Source) -> cst.Tuple:
    """A tuple of some expressions."""
    return _tuple(elements(nodes, source))


def _of_element(node: ast.expr, source: Source) -> cst.BaseElement:
    if type(node) is ast.Starred:
        return _starred_element(expression(node.value, source))
    return _element(expression(node, source))


def _of_starred(node: ast.Starred, source: Source) -> cst.StarredElement:
    return _starred_element(expression(node.value, source))


def _of_dict(node: ast.Dict, source: Source) -> cst.Dict:
    return _dict(
        tuple(
            _starred_dict_element(expression(value, source))
            if key is None
            else _dict_element(expression(key, source), expression(value, source))
            for key, value in zip(node.keys, node.values, strict=True)
        )
    )


def _of_list_comprehension(node: ast.ListComp, source: Source) -> cst.ListComp:
    return _list_comprehension(expression(node.elt, source), _loops(node.generators, source))


def _of_set_comprehension(node: ast.SetComp, source: Source) -> cst.SetComp:
    return _set_comprehension(expression(node.elt, source), _loops(node.generators, source))


def _of_dict_comprehension(node: ast.DictComp, source: Source) -> cst.DictComp:
    key, value = expression(node.key, source), expression(node.value, source)
    return _dict_comprehension(key, value, _loops(node.generators, source))


def _of_generator(node: ast.GeneratorExp, source: Source) -> cst.GeneratorExp:
    return _generator(expression(node.elt, source), _loops(node.generators, source))


def _loops(nodes: Sequence[ast.comprehension], source: Source) -> cst.CompFor | None:
    inner: cst.CompFor | None = None
    for node in reversed(nodes):
        inner = _for(
            expression(node.target, source),
            expression(node.iter, source),
            tuple(_for_if(expression(test, source)) for test in node.ifs),
            inner,
            ASYNCHRONOUS if node.is_async else None,
        )
    return inner


def _of_named(node: ast.NamedExpr, source: Source) -> cst.NamedExpr:
    return _named(expression(node.target, source), expression(node.value, source))


def _of_await(node: ast.Await, source: Source) -> cst.Await:
    return _await(expression(node.value, source))


def _of_yield(node: ast.Yield, source: Source) -> cst.Yield:
    return _yield(_optional(node.value, source))


def _of_yield_from(node: ast.YieldFrom, source: Source) -> cst.Yield:
    return _yield(_from(expression(node.value, source)))


_EXPRESSIONS: dict[type[ast.expr], Callable[[Any, Source], cst.BaseExpression]] = {
    ast.Name: _of_name,
    ast.Attribute: _of_attribute,
    ast.Constant: _of_constant,
    ast.JoinedStr: _written,
    ast.Call: _of_call,
    ast.Subscript: _of_subscript,
    ast.BinOp: _of_binary,
    ast.BoolOp: _of_boolean,
    ast.UnaryOp: _of_unary,
    ast.Compare: _of_comparison,
    ast.IfExp: _of_condition,
    ast.Lambda: _of_lambda,
    ast.Tuple: _of_tuple,
    ast.List: _of_list,
    ast.Set: _of_set,
    ast.Dict: _of_dict,
    ast.Starred: _of_starred,
    ast.ListComp: _of_list_comprehension,
    ast.SetComp: _of_set_comprehension,
    ast.DictComp: _of_dict_comprehension,
    ast.GeneratorExp: _of_generator,
    ast.NamedExpr: _of_named,
    ast.Await: _of_await,
    ast.Yield: _of_yield,
    ast.YieldFrom: _of_yield_from,
}
