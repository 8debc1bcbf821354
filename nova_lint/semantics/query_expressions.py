"""Expressions that the database computes: what comes out of them for which model."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from nova_lint.knowledge import expressions as known
from nova_lint.knowledge.numbers import Number
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Expression,
    Kind,
    Literal,
    Mapping,
    QuerySet,
    Scalar,
    Together,
)
from nova_lint.semantics.models import Models
from nova_lint.semantics.numeric import number_of
from nova_lint.workspace.symbols import ClassSymbol

_COLUMN_NUMBERS = {
    "decimal": Number.DECIMAL,
    "float": Number.FLOAT,
    "int": Number.INT,
    "str": Number.STR,
    "bool": Number.BOOL,
}


class Mixed(msgspec.Struct, frozen=True):
    """An expression that has no output field: its arguments are of two kinds."""

    expression: Expression
    kinds: tuple[Number, Number]


Output: TypeAlias = Number | Mixed | None
"""The kind of an expression's value, or why it has none; None where that is not known."""


def output(kind: Kind, model: ClassSymbol | None, models: Models) -> Output:
    """What an expression gives in a query over a model."""
    match kind:
        case Expression(name=known.REFERENCE, arguments=(Literal(value=str() as path), *_)):
            return column_number(path, model, models)
        case Expression(name=known.WRAPPER, arguments=(value, *_)):
            return _given_output(kind, model, models) or number_of(value)
        case Expression(name=known.SUBQUERY, arguments=(QuerySet(row=row), *_)):
            return _given_output(kind, model, models) or number_of(_only(row))
        case Expression(name=name) if name in known.COMBINED:
            return _combined(kind, model, models)
        case Expression(name=name) if name in known.EXPRESSIONS:
            return _function(kind, known.EXPRESSIONS[name], model, models)
    return number_of(kind)


def _only(row: Kind) -> Kind:
    """The only value of a row, as `values("price")` and such give it."""
    match row:
        case Mapping(entries=((_, value),)) | Together(items=(value,)):
            return value
    return row


def column_number(path: str, model: ClassSymbol | None, models: Models) -> Number | None:
    """The kind of number in a column, across relations: `book__price`."""
    *relations, last = path.split("__")
    for name in relations:
        column = models.column(model, name) if model is not None else None
        model = column.target if column is not None else None
    found = models.column(model, last) if model is not None else None
    return _COLUMN_NUMBERS.get(found.type or "") if found is not None else None


def _argument(kind: Kind, model: ClassSymbol | None, models: Models) -> Output:
    """An argument of a function: a text names a column."""
    match kind:
        case Literal(value=str() as path):
            return column_number(path, model, models)
    return output(kind, model, models)


def _given_output(kind: Expression, model: ClassSymbol | None, models: Models) -> Number | None:
    """What `output_field=` says."""
    match kind.keyword(known.OUTPUT_FIELD):
        case Scalar(name=name) if name in known.OUTPUT_FIELDS:
            return known.OUTPUT_FIELDS[name]
    return None


def _combined(kind: Expression, model: ClassSymbol | None, models: Models) -> Output:
    sides = [output(side, model, models) for side in kind.arguments]
    for side in sides:
        if side is None or isinstance(side, Mixed):
            return side
    left, right = (side for side in sides if isinstance(side, Number))
    if Number.STR in (left, right) and Number.DECIMAL not in (left, right):
        return None
    return known.combined(kind.name, left, right) or Mixed(kind, (left, right))


def _function(
    kind: Expression, rule: known.Expression, model: ClassSymbol | None, models: Models
) -> Output:
    if kind.keyword(known.OUTPUT_FIELD) is not None:
        return _given_output(kind, model, models)
    if rule.rule is known.Rule.FIXED:
        return rule.fixed
    if rule.rule is known.Rule.GIVEN:
        return _wrapped(kind)
    sources = [_argument(each, model, models) for each in _sources(kind)]
    for source in sources:
        if source is None or isinstance(source, Mixed):
            return source
    numbers = [source for source in sources if isinstance(source, Number)]
    if not numbers:
        return None
    found = known.output(rule, numbers)
    if found is not None:
        return found
    typed = [each for each in numbers if each is not Number.NONE]
    other = next((each for each in typed if each is not typed[0]), None)
    return Mixed(kind, (typed[0], other)) if typed and other is not None else None


def _sources(kind: Expression) -> tuple[Kind, ...]:
    """The arguments whose kinds count: of a branch what it gives, of the choice between branches
    what it gives without one."""
    if kind.name == known.BRANCH:
        then = kind.keyword(known.BRANCH_GIVES)
        return (then,) if then is not None else kind.arguments[1:2]
    default = kind.keyword(known.CHOICE_DEFAULT) if kind.name == known.CHOICE else None
    return (*kind.arguments, default) if default is not None else kind.arguments


def _wrapped(kind: Expression) -> Number | None:
    """`Cast(x, DecimalField(…))`."""
    match kind.arguments:
        case (_, Scalar(name=name), *_) if name in known.OUTPUT_FIELDS:
            return known.OUTPUT_FIELDS[name]
    return None


def value(kind: Kind, model: ClassSymbol | None, models: Models) -> Kind:
    """The kind of the value that comes back from the database."""
    found = output(kind, model, models)
    return Scalar(found.value) if isinstance(found, Number) else UNKNOWN
