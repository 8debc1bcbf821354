"""One declared field of a schema: its annotation, its default and its `Field(…)`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.contracts import facts
from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known, Span
from nova_lint.contracts.facts import dotted_name
from nova_lint.contracts.readers.annotations import LIMIT_NAMES, field_limits, short_name
from nova_lint.contracts.readers.shapes import Limits, Shape
from nova_lint.knowledge.schemas import FIELD_FUNCTIONS, NO_FIELD_FUNCTIONS
from nova_lint.semantics.evaluation import Declaration, constant, plain_value
from nova_lint.semantics.values import Call, Constant, Reference, Subscript, Unknown, Value
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_ELLIPSIS = External("builtins.Ellipsis")
# pydantic's own word for "nothing is given", under the names that packages give it.
_UNDEFINED = frozenset({"PydanticUndefined", "Undefined"})
_OPENING = ("Field(", "FieldInfo(")


class Default(msgspec.Struct, frozen=True):
    """Whether a field has a default, and which."""

    given: Fact[bool]
    value: Fact[object] = UNKNOWN


_REQUIRED = Default(Known(False), Known(None))
_UNSURE = Default(UNKNOWN)


class Assigned(msgspec.Struct, frozen=True):
    """What stands right of the annotation: a `Field(…)` call, a plain default, or nothing.

    `readable` is False for the result of a function that may be a `Field(…)` as well.
    """

    call: Call | None = None
    default: Default | None = None
    readable: bool = True


def read_assigned(declaration: Declaration, contracts: Contracts) -> Assigned | None:
    """What an annotated name is set to; None where that makes it no field."""
    node = declaration.value
    if node is None:
        return Assigned()
    evaluator = contracts.evaluator
    if isinstance(node, cst.Call):
        # Asked before the call is evaluated: FastAPI's functions only pass on what they get.
        callee = evaluator.evaluate(node.func, declaration.scope)
        if dotted_name(callee) in FIELD_FUNCTIONS:
            return Assigned(call=Call(callee, node, declaration.scope, evaluator))
    value = evaluator.evaluate(node, declaration.scope)
    if _is_ellipsis(node, value):
        return Assigned()
    if isinstance(value, Call):
        name = dotted_name(value.callee)
        if name in NO_FIELD_FUNCTIONS:
            return None
        if name in FIELD_FUNCTIONS:
            return Assigned(call=value)
        if _may_make_field(value, contracts):
            return Assigned(default=_UNSURE, readable=False)
    return Assigned(default=_default_of(value))


def field_of(
    name: str,
    shape: Shape,
    assigned: Assigned,
    span: Span | None,
    owner: ClassSymbol,
    nullable_by_default: bool = False,
) -> Field:
    """The field that an annotation and what is assigned to it make.

    `nullable_by_default` is pydantic 1's way: `x: int = None` accepts None, and
    `x: Optional[int]` is not required.
    """
    calls = (*shape.fields, assigned.call) if assigned.call is not None else shape.fields
    default = assigned.default or _last_default(calls)
    nullable = shape.nullable
    if nullable_by_default:
        if default is _REQUIRED and nullable == Known(True):
            default = Default(Known(True), Known(None))
        elif default.given == Known(True) and default.value == Known(None):
            nullable = Known(True)
    limits, readable = _limits(shape, assigned)
    marks = tuple(dict.fromkeys((*shape.marks, *_exclusive(limits))))
    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name),
        type=shape.type,
        framework_class=shape.name,
        custom=shape.custom,
        required=negated(default.given),
        nullable=nullable,
        has_default=default.given,
        default=default.value,
        max_length=_whole(limits["max_length"]),
        min_length=_whole(limits["min_length"]),
        max_digits=_whole(limits["max_digits"]),
        decimal_places=_whole(limits["decimal_places"]),
        min_value=facts.stricter("min_value", limits["ge"], limits["gt"]),
        max_value=facts.stricter("max_value", limits["le"], limits["lt"]),
        pattern=_text(limits["pattern"]),
        choices=shape.choices,
        relation=shape.schema,
        many=shape.many,
        write_only=_excluded(calls),
        validators=Known(marks) if readable else UNKNOWN,
        alias=_alias(calls),
    )


def is_class_variable(annotation: Value, has_value: bool) -> bool:
    """Whether an annotation keeps a name from being a field."""
    base = annotation.base if isinstance(annotation, Subscript) else annotation
    name = dotted_name(base) if isinstance(base, Reference) else None
    return name == "typing.ClassVar" or (name == "typing.Final" and has_value)


# Defaults -------------------------------------------------------------------------------


def _is_ellipsis(node: cst.BaseExpression | None, value: Value | None) -> bool:
    return isinstance(node, cst.Ellipsis) or value == Reference(_ELLIPSIS)


def _default_of(value: Value) -> Default:
    plain = plain_value(value)
    return Default(Known(True), Known(plain.value) if isinstance(plain, Constant) else UNKNOWN)


def _last_default(calls: Iterable[Call]) -> Default:
    """The default that the last of several `Field(…)` calls gives; pydantic merges them."""
    default = _REQUIRED
    for call in calls:
        default = _call_default(call) or default
    return default


def _call_default(call: Call) -> Default | None:
    factory = call.keyword("default_factory")
    if _is_given(factory):
        unsure = _is_passed_on(factory, call.keyword_node("default_factory"), call)
        return _UNSURE if unsure else Default(Known(True))
    value = call.argument(0, "default")
    if value is None:
        return _UNSURE if call.has_unknown_keywords else None
    node = call.keyword_node("default") or _first_positional(call)
    if _is_ellipsis(node, value) or _is_undefined(value):
        return None
    return _UNSURE if _is_passed_on(value, node, call) else _default_of(value)


def _is_passed_on(value: Value | None, node: cst.BaseExpression | None, call: Call) -> bool:
    """Whether a value is a parameter of the function that makes the call, and not known."""
    is_parameter = isinstance(node, cst.Name) and node.value in call.scope.local
    return isinstance(value, Unknown) and is_parameter


def _is_undefined(value: Value) -> bool:
    return short_name(dotted_name(value) or "") in _UNDEFINED


def _is_given(value: Value | None) -> bool:
    """Whether a keyword is given, and with something else than its default."""
    return value is not None and value != Constant(None) and not _is_undefined(value)


def _first_positional(call: Call) -> cst.BaseExpression | None:
    for argument in call.node.args:
        if argument.keyword is None and argument.star == "":
            return argument.value
    return None


def _may_make_field(call: Call, contracts: Contracts) -> bool:
    """Whether a function of the project may return a `Field(…)`."""
    match call.callee:
        case Reference(symbol=FunctionSymbol(module=module, node=node)):
            text = contracts.workspace.statement_text(module.path, node)
            return any(word in text for word in _OPENING)
    return False


# Limits ---------------------------------------------------------------------------------


def _limits(shape: Shape, assigned: Assigned) -> tuple[Limits, bool]:
    """Every limit of a field, and whether there can be no others.

    Where `Annotated` and `= Field(…)` set the same limit, pydantic 2.12 changed which wins.
    """
    readable = shape.readable and assigned.readable
    given: Limits = {}
    if assigned.call is not None:
        given = field_limits(assigned.call)
        readable = readable and not assigned.call.has_unknown_keywords
    missing: Fact[object] = Known(None) if readable else UNKNOWN
    found: Limits = {}
    for name in LIMIT_NAMES:
        first, second = shape.limits.get(name), given.get(name)
        if first is None or second is None:
            found[name] = first or second or missing
        else:
            found[name] = first if first == second else UNKNOWN
    return found, readable


def _exclusive(limits: Limits) -> list[str]:
    """`gt` and `lt` where they decide: the bound itself is not accepted."""
    marks = []
    for open_bound, closed in (("gt", "ge"), ("lt", "le")):
        bound, other = limits[open_bound], limits[closed]
        if isinstance(bound, Known) and bound.value is not None:
            fact = "min_value" if open_bound == "gt" else "max_value"
            if facts.stricter(fact, other, bound) == bound:
                marks.append(open_bound)
    return marks


def _whole(fact: Fact[object]) -> Fact[int | None]:
    if isinstance(fact, Known) and (fact.value is None or isinstance(fact.value, int)):
        return Known(fact.value)
    return UNKNOWN


def _text(fact: Fact[object]) -> Fact[str | None]:
    if isinstance(fact, Known) and (fact.value is None or isinstance(fact.value, str)):
        return Known(fact.value)
    return UNKNOWN


# The rest of Field(…) -------------------------------------------------------------------


def _alias(calls: Iterable[Call]) -> Fact[str | None]:
    alias: Fact[str | None] = Known(None)
    for call in calls:
        given = (call.keyword(name) for name in ("validation_alias", "alias"))
        alias = next((facts.text(value) for value in given if _is_given(value)), alias)
    return alias


def _excluded(calls: Iterable[Call]) -> Fact[bool]:
    return Known(any(constant(call.keyword("exclude")) is True for call in calls))


def negated(fact: Fact[bool]) -> Fact[bool]:
    return Known(not fact.value) if isinstance(fact, Known) else UNKNOWN
