"""The kinds of expressions, and the operations in them."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from nova_lint.knowledge.flows import TYPED_DICT
from nova_lint.semantics import numeric
from nova_lint.semantics.bodies.control.conditions import boolean, decided, truth
from nova_lint.semantics.bodies.control.joining import joined, joined_all
from nova_lint.semantics.bodies.control.narrowing import narrowed
from nova_lint.semantics.bodies.expressions import attributes, calls, fates, iteration, protocols
from nova_lint.semantics.bodies.expressions.using import formatting, look
from nova_lint.semantics.bodies.frame import Frame, Node, dotted
from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    Coroutine,
    Expression,
    External,
    Generator,
    Given,
    Kind,
    Lazy,
    Literal,
    Local,
    Mapping,
    Object,
    QuerySet,
    Scalar,
    Sequence,
    Threaded,
    Together,
)
from nova_lint.semantics.operations import (
    Arithmetic,
    AwaitedCall,
    Awaiting,
    Comparison,
    Fate,
    Indexing,
)
from nova_lint.workspace.literals import literal
from nova_lint.workspace.walk import children

_NAMED = {"True": Literal(True), "False": Literal(False), "None": NONE}


def evaluate(node: cst.CSTNode, frame: Frame, *, awaited: bool = False) -> Kind:
    """The kind of an expression; collects the operations in it."""
    if isinstance(node, cst.Call):
        return calls.call(node, frame, awaited=awaited)
    reader = _READERS.get(type(node))
    if reader is not None:
        return reader(node, frame)
    for part in children(node):
        if isinstance(part, cst.BaseExpression):
            frame.value(part)
    return UNKNOWN


# Names and attributes -------------------------------------------------------------------


def _name(node: cst.Name, frame: Frame) -> Kind:
    return _NAMED.get(node.value) or frame.look_up(node.value)


def _attribute(node: cst.Attribute, frame: Frame) -> Kind:
    base = frame.value(node.value)
    path = dotted(node)
    if path is not None and path in frame.names:
        return frame.names[path]
    return attributes.read(base, node.attr.value, node, frame)


def _subscript(node: cst.Subscript, frame: Frame) -> Kind:
    base = frame.value(node.value)
    for element in node.slice:
        for part in children(element.slice):
            if isinstance(part, cst.BaseExpression):
                frame.value(part)
    match node.slice:
        case [cst.SubscriptElement(slice=cst.Slice() as cut)]:
            return _slice(base, cut, node, frame)
        case [cst.SubscriptElement(slice=cst.Index(value=key))]:
            return _item(base, frame.value(key), node, frame)
    return UNKNOWN


def _slice(base: Kind, cut: cst.Slice, node: cst.Subscript, frame: Frame) -> Kind:
    match base:
        case QuerySet(row=row) if cut.step is not None:
            frame.note(Indexing(base, stepped=True), node)
            return Sequence(row)
        case QuerySet(raw=True, row=row):
            frame.note(Indexing(base, stepped=True), node)
            return Sequence(row)
        case QuerySet(fetched=True, row=row):
            return Sequence(row)
        case QuerySet() | Sequence():
            return base
        case Together(items=items):
            return Sequence(joined_all(items))
    return UNKNOWN


def _item(base: Kind, key: Kind, node: cst.Subscript, frame: Frame) -> Kind:
    match base, key:
        case QuerySet(row=row), _:
            frame.note(Indexing(base), node)
            return row
        case Together(items=items), Literal(value=int() as index) if (
            -len(items) <= index < len(items)
        ):
            return items[index]
        case Together(items=items), _:
            return joined_all(items)
        case Sequence(item=item), _:
            return item
        case Mapping(), Literal(value=str() as name):
            return base.entry(name) or base.value
        case Mapping(value=value), _:
            if numeric.is_mixable(key):
                frame.note(Comparison("in", key, base), node)
            return value
    _unawaited(base, "indexed", node, frame)
    if isinstance(base, Object) and isinstance(key, Literal) and isinstance(key.value, int):
        fields = iteration.as_tuple(base, frame)
        if fields is not None:
            return _item(fields, key, node, frame)
    if isinstance(base, Object) and isinstance(key, Literal) and isinstance(key.value, str):
        if TYPED_DICT in (each.name for each in frame.bodies.symbols.mro(base.cls).classes):
            return frame.bodies.member(base.cls, key.value) or UNKNOWN
    if isinstance(base, External):
        return frame.bodies.item_of(base, key)
    return protocols.result(base, "__getitem__", Given((key,)), node, frame)


# Operators ------------------------------------------------------------------------------


def _unary(node: cst.UnaryOperation, frame: Frame) -> Kind:
    if isinstance(node.operator, cst.Not):
        truth(node.expression, "not", frame)
        return Scalar("builtins.bool")
    value = frame.value(node.expression)
    match node.operator, value:
        case cst.Minus(), Literal(value=int() | float() as number):
            return Literal(-number)
        case cst.Plus(), Literal(value=int() | float() as number):
            return Literal(+number)
    return value if isinstance(value, Scalar | Expression) else UNKNOWN


def _comparison(node: cst.Comparison, frame: Frame) -> Kind:
    left = frame.value(node.left)
    for part in node.comparisons:
        right = frame.value(part.comparator)
        # What has a name may be awaited after it was compared with None.
        if isinstance(node.left, cst.Call) or not isinstance(part.operator, cst.Is | cst.IsNot):
            _unawaited(left, "compared", node.left, frame)
        if not isinstance(part.operator, cst.In | cst.NotIn | cst.Is | cst.IsNot):
            _unawaited(right, "compared", part.comparator, frame)
        if isinstance(part.operator, cst.In | cst.NotIn):
            iteration.contains(right, part.comparator, frame)
        elif not isinstance(part.operator, cst.Is | cst.IsNot):
            for side, where in ((left, node.left), (right, part.comparator)):
                if isinstance(side, Lazy):
                    look(side, where, frame)
            protocols.result(left, "__eq__", Given((right,)), node, frame)
        operator = sign(part.operator)
        if operator and numeric.raises(operator, left, right):
            if not frame.guarded:
                frame.note_failing(Comparison(operator, left, right), node)
        elif operator and numeric.number_of(left) is not None:
            frame.note(Comparison(operator, left, right), part)
        left = right
    return Scalar("builtins.bool")


def _unawaited(kind: Kind, used: str, node: cst.CSTNode, frame: Frame) -> None:
    """Collects that a coroutine is taken for its result."""
    if isinstance(kind, Coroutine) and kind.name:
        frame.note(Awaiting(kind, used), node)


def _binary(node: cst.BinaryOperation, frame: Frame) -> Kind:
    fates.of_operands(node, frame)
    left, right = frame.value(node.left), frame.value(node.right)
    _unawaited(left, "calculated with", node.left, frame)
    _unawaited(right, "calculated with", node.right, frame)
    match node.operator, left, right:
        case cst.BitOr() | cst.BitXor(), QuerySet(empty=True), QuerySet():
            return right
        case cst.BitOr() | cst.BitAnd() | cst.BitXor(), QuerySet(), QuerySet():
            return left
        case cst.Modulo(), Literal(value=str()), _:
            for part, kind in _formatted(node.right, right, frame):
                formatting(kind, "%", part, frame)
            return Scalar("builtins.str")
        case cst.Add(), (Sequence() | Together()), (Sequence() | Together()):
            return joined(left, right) if left != right else left
        case _:
            operator = sign(node.operator)
            made = arithmetic(operator, left, right, node, frame)
            if _is_written_out(node):
                return numeric.calculated(operator, left, right) or made
            return made


def _is_written_out(node: cst.BaseExpression) -> bool:
    """Whether a number is made of others that stand there, and of no name: `5 - 1`."""
    match node:
        case cst.BinaryOperation():
            return _is_written_out(node.left) and _is_written_out(node.right)
        case cst.UnaryOperation():
            return _is_written_out(node.expression)
    return isinstance(node, cst.Integer | cst.Float)


def sign(operator: cst.BaseBinaryOp | cst.BaseAugOp | cst.BaseCompOp) -> str:
    """An operator as it is written, without the `=` of an augmented assignment."""
    return _SIGNS.get(type(operator).__name__.removesuffix("Assign"), "")


_SIGNS = {
    "Add": "+",
    "Subtract": "-",
    "Multiply": "*",
    "Divide": "/",
    "FloorDivide": "//",
    "Modulo": "%",
    "Power": "**",
    "Equal": "==",
    "NotEqual": "!=",
    "LessThan": "<",
    "LessThanEqual": "<=",
    "GreaterThan": ">",
    "GreaterThanEqual": ">=",
    "In": "in",
    "NotIn": "in",
}


def arithmetic(operator: str, left: Kind, right: Kind, node: cst.CSTNode, frame: Frame) -> Kind:
    """The kind of a calculation; collects it."""
    if isinstance(left, Expression) or isinstance(right, Expression):
        return Expression(operator, (left, right), site=Node(frame.segment, node))
    if numeric.raises(operator, left, right):
        if not frame.guarded:
            frame.note_failing(Arithmetic(operator, left, right), node)
    elif numeric.number_of(left) is not None and numeric.number_of(right) is not None:
        frame.note(Arithmetic(operator, left, right), node)
    return numeric.combined(operator, left, right)


def _formatted(
    node: cst.BaseExpression, kind: Kind, frame: Frame
) -> list[tuple[cst.CSTNode, Kind]]:
    if isinstance(node, cst.Tuple) and isinstance(kind, Together):
        return [(e.value, k) for e, k in zip(node.elements, kind.items, strict=False)]
    return [(node, kind)]


# Displays -------------------------------------------------------------------------------


def _sequence(node: cst.Tuple | cst.List | cst.Set, frame: Frame) -> Kind:
    items: list[Kind] = []
    starred = False
    for element in node.elements:
        kind = frame.value(element.value)
        if isinstance(element, cst.StarredElement):
            kind = iteration.over(kind, "*", element.value, frame)
            starred = True
        items.append(kind)
    if isinstance(node, cst.Set):
        return Sequence(joined_all(items), "builtins.set")
    if starred or (not items and isinstance(node, cst.List)):
        name = "builtins.list" if isinstance(node, cst.List) else "builtins.tuple"
        return Sequence(joined_all(items), name)
    return Together(tuple(items))


def _dict(node: cst.Dict, frame: Frame) -> Kind:
    entries: list[tuple[str, Kind]] = []
    keys: list[Kind] = []
    values: list[Kind] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            key, value = frame.value(element.key), frame.value(element.value)
            keys.append(key)
            if isinstance(key, Literal) and isinstance(key.value, str):
                entries.append((key.value, value))
            values.append(value)
            continue
        inner = frame.value(element.value)
        if isinstance(inner, Mapping):
            entries.extend(inner.entries)
        keys.append(inner.key if isinstance(inner, Mapping) else UNKNOWN)
        values.append(inner.value if isinstance(inner, Mapping) else UNKNOWN)
    complete = len(entries) == len(node.elements)
    return Mapping(numeric.any_of(keys), joined_all(values), tuple(entries), complete)


def _text(node: cst.FormattedString, frame: Frame) -> Kind:
    for part in node.parts:
        if isinstance(part, cst.FormattedStringExpression):
            if part.format_spec is not None:
                frame.fates[id(part.expression)] = Fate.WRITTEN
            kind = frame.value(part.expression)
            formatting(kind, "f-string", part.expression, frame)
    return Scalar("builtins.str")


def _concatenated(node: cst.ConcatenatedString, frame: Frame) -> Kind:
    left, right = frame.value(node.left), frame.value(node.right)
    match left, right:
        case Literal(value=str() as one), Literal(value=str() as other):
            return Literal(one + other)
    return Scalar("builtins.str")


def _constant(node: cst.SimpleString | cst.Integer | cst.Float, frame: Frame) -> Kind:
    return Literal(literal(node))


# Comprehensions -------------------------------------------------------------------------


def _comprehension(node: cst.ListComp | cst.SetComp | cst.GeneratorExp, frame: Frame) -> Kind:
    before = dict(frame.names)
    made: list[Kind] = []
    iteration.rounds(node.for_in, frame, lambda: made.append(frame.value(node.elt)))
    item = joined_all(made)
    frame.names = _without_bound(before, frame)
    is_async = node.for_in.asynchronous is not None
    if isinstance(node, cst.GeneratorExp):
        return Sequence(item, "async generator" if is_async else "generator")
    return Sequence(item, "builtins.set" if isinstance(node, cst.SetComp) else "builtins.list")


def _dict_comprehension(node: cst.DictComp, frame: Frame) -> Kind:
    before = dict(frame.names)
    keys: list[Kind] = []
    values: list[Kind] = []

    def entry() -> None:
        keys.append(frame.value(node.key))
        values.append(frame.value(node.value))

    iteration.rounds(node.for_in, frame, entry)
    frame.names = _without_bound(before, frame)
    return Mapping(joined_all(keys), joined_all(values))


def _without_bound(before: dict[str, Kind], frame: Frame) -> dict[str, Kind]:
    """The names around a comprehension after it; a queryset that it iterated stays fetched."""
    return {
        name: frame.names[name]
        if isinstance(kind, QuerySet) and isinstance(frame.names.get(name), QuerySet)
        else kind
        for name, kind in before.items()
    }


# The rest -------------------------------------------------------------------------------


def _choice(node: cst.IfExp, frame: Frame) -> Kind:
    truth(node.test, "if", frame)
    sure = decided(node.test, frame)
    if sure is not None:
        return frame.value(node.body if sure else node.orelse)
    before = frame.names
    frame.names = narrowed(node.test, True, frame)
    first = frame.value(node.body)
    frame.names = before
    frame.names = narrowed(node.test, False, frame)
    second = frame.value(node.orelse)
    frame.names = before
    return joined(first, second)


def _named(node: cst.NamedExpr, frame: Frame) -> Kind:
    kind = frame.value(node.value)
    if isinstance(node.target, cst.Name):
        frame.bind(node.target.value, kind)
    return kind


def _awaited(node: cst.Await, frame: Frame) -> Kind:
    kind = frame.bodies.evaluate(node.expression, frame, awaited=True)
    match kind:
        case Coroutine(result=result, function=function):
            if function is not None:
                frame.note(AwaitedCall(function), node)
            return result
        case QuerySet() | Threaded() | Generator() | Sequence(name="async generator"):
            frame.note(Awaiting(kind, "awaited"), node.expression)
    return UNKNOWN


def _lambda(node: cst.Lambda, frame: Frame) -> Kind:
    return Local(node, frame)


def _yield(node: cst.Yield, frame: Frame) -> Kind:
    match node.value:
        case cst.From(item=item):
            frame.yields.append(iteration.over(frame.value(item), "yield from", item, frame))
        case cst.BaseExpression() as expression:
            frame.yields.append(frame.value(expression))
    return UNKNOWN


_READERS: dict[type, Callable[..., Kind]] = {
    cst.Name: _name,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.BooleanOperation: boolean,
    cst.UnaryOperation: _unary,
    cst.Comparison: _comparison,
    cst.BinaryOperation: _binary,
    cst.Tuple: _sequence,
    cst.List: _sequence,
    cst.Set: _sequence,
    cst.Dict: _dict,
    cst.FormattedString: _text,
    cst.ConcatenatedString: _concatenated,
    cst.SimpleString: _constant,
    cst.Integer: _constant,
    cst.Float: _constant,
    cst.ListComp: _comprehension,
    cst.SetComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.DictComp: _dict_comprehension,
    cst.IfExp: _choice,
    cst.NamedExpr: _named,
    cst.Await: _awaited,
    cst.Lambda: _lambda,
    cst.Yield: _yield,
}
