"""Django's query expressions: of which kind their values are, and which need `output_field`.

An expression's output field is that of a column; here it goes by the kind of number that such
a column holds, and by `Number.NONE` where there is no field (`Value(None)`). A value that comes
back from the database is of that kind, or None.

Source: Django 5.2, django/db/models/expressions.py (`_connector_combinations`,
`BaseExpression._resolve_output_field`, `Value._resolve_output_field`), aggregates.py,
functions/. Every entry is run by tests/knowledge/test_expressions.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

import msgspec

from nova_lint.knowledge.numbers import Number

_BOOL, _INT, _FLOAT = Number.BOOL, Number.INT, Number.FLOAT
_DECIMAL, _STR, _NONE = Number.DECIMAL, Number.STR, Number.NONE

# Columns and values --------------------------------------------------------------------------

# By class of column. Those that derive from them (BigAutoField, PositiveIntegerField) are of
# the same kind.
OUTPUT_FIELDS: Final[dict[str, Number]] = {
    "BooleanField": _BOOL,
    "IntegerField": _INT,
    "FloatField": _FLOAT,
    "DecimalField": _DECIMAL,
    "CharField": _STR,
}
# What a Python value is as part of an expression (`F("price") * 2`, `Value(0)`). A text is one
# only in `Value` and beside an operator: as an argument of a function it names a column.
VALUES: Final[dict[Number, Number]] = {
    each: each for each in (_BOOL, _INT, _FLOAT, _DECIMAL, _STR, _NONE)
}
WRAPPER: Final = "django.db.models.Value"
REFERENCE: Final = "django.db.models.F"
# Gives an expression's output field, whatever is inside.
OUTPUT_FIELD: Final = "output_field"
# Gives the only column of the rows of another query.
SUBQUERY: Final = "django.db.models.Subquery"
# The choice between branches (`default=` where none is taken), and a branch, which gives its
# second argument.
CHOICE: Final = "django.db.models.Case"
CHOICE_DEFAULT: Final = "default"
BRANCH: Final = "django.db.models.When"
BRANCH_GIVES: Final = "then"

# Operators -----------------------------------------------------------------------------------

_SAME: Final = {
    (_INT, _INT): _INT,
    (_FLOAT, _FLOAT): _FLOAT,
    (_DECIMAL, _DECIMAL): _DECIMAL,
    **{pair: kind for kind in (_INT, _FLOAT, _DECIMAL) for pair in ((kind, _NONE), (_NONE, kind))},
}
_MIXED: Final = {
    (_INT, _DECIMAL): _DECIMAL,
    (_DECIMAL, _INT): _DECIMAL,
    (_INT, _FLOAT): _FLOAT,
    (_FLOAT, _INT): _FLOAT,
}
# What an operator gives, by the kinds of its operands; between any others it raises
# FieldError, unless `output_field` is given around it. A Decimal and a float are such, and so
# are a Decimal and the int of `F("price") ** 2`. Division of ints gives an int.
COMBINED: Final[dict[str, dict[tuple[Number, Number], Number]]] = {
    **dict.fromkeys(("+", "-", "*", "/", "%"), _SAME | _MIXED),
    "**": _SAME,
}

# Functions -----------------------------------------------------------------------------------


class Rule(Enum):
    """How the output of an expression is found if `output_field` is not given.

    `FIRST`: that of its first argument. `ALIKE`: that of its first argument, and the others
    have to be of its class or of one that it derives from, otherwise FieldError; what has no
    field is left out. `NUMERIC`: Decimal if an argument is; else float if one is int; else as
    `ALIKE`. `FIXED`: always the same. `GIVEN`: `output_field` is its second parameter, and has
    to be given.
    """

    FIRST = "first"
    ALIKE = "alike"
    NUMERIC = "numeric"
    FIXED = "fixed"
    GIVEN = "given"


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """One class of expressions. `fixed` is its kind if the rule is `FIXED`."""

    rule: Rule
    fixed: Number | None = None


def _all(names: str, expression: Expression) -> dict[str, Expression]:
    module, _, classes = names.partition(":")
    return {f"{module}.{name}": expression for name in classes.split()}


_FIRST = Expression(rule=Rule.FIRST)
_ALIKE = Expression(rule=Rule.ALIKE)
_NUMERIC = Expression(rule=Rule.NUMERIC)
_COUNTED = Expression(rule=Rule.FIXED, fixed=_INT)
_GIVEN = Expression(rule=Rule.GIVEN)

# Over no rows an aggregate is None, without a query as well: `default=` is what it is then.
AGGREGATES: Final[dict[str, Expression]] = {
    **_all("django.db.models: Sum Max Min", _FIRST),
    **_all("django.db.models: Avg StdDev Variance", _NUMERIC),
    **_all("django.db.models: Count", _COUNTED),
}
# Aggregates that are never None.
NEVER_NONE: Final = frozenset({"django.db.models.Count"})
# `Sum("price", default=0)` is a Coalesce whose output is the aggregate's: it never raises. If
# Django knows without a query that there are no rows (`none()`), the default comes back as it
# was written, a float for 0.0.
DEFAULT: Final = "default"

EXPRESSIONS: Final[dict[str, Expression]] = {
    **AGGREGATES,
    # `Case(When(…, then=x), default=y)`: the results count, and so does the default.
    "django.db.models.Case": _ALIKE,
    "django.db.models.When": _FIRST,
    "django.db.models.ExpressionWrapper": _GIVEN,
    "django.db.models.Window": _FIRST,
    **_all("django.db.models.functions: Coalesce Greatest Least NullIf", _ALIKE),
    "django.db.models.functions.Cast": _GIVEN,
    **_all("django.db.models.functions: Abs Ceil Floor Round Sign", _FIRST),
    **_all(
        "django.db.models.functions: ACos ASin ATan ATan2 Cos Cot Degrees Exp Ln Log Mod Power "
        "Radians Sin Sqrt Tan",
        _NUMERIC,
    ),
    **_all(
        "django.db.models.functions: Length StrIndex ExtractDay ExtractHour ExtractMonth "
        "ExtractWeek ExtractYear",
        _COUNTED,
    ),
    "django.db.models.functions.Random": Expression(rule=Rule.FIXED, fixed=_FLOAT),
}


def combined(operator: str, left: Number, right: Number) -> Number | None:
    """What `left operator right` gives in a query; None if it raises FieldError."""
    return COMBINED[operator].get((left, right))


def output(expression: Expression, sources: Sequence[Number]) -> Number | None:
    """The kind of an expression of these arguments; None if it raises FieldError.

    Raises ValueError for `GIVEN`, whose output is what `output_field` says.
    """
    typed = [each for each in sources if each is not _NONE]
    match expression.rule:
        case Rule.FIXED:
            return expression.fixed
        case Rule.NUMERIC if _DECIMAL in typed:
            return _DECIMAL
        case Rule.NUMERIC if _INT in typed:
            return _FLOAT
        case Rule.FIRST:
            return sources[0]
        case Rule.ALIKE | Rule.NUMERIC:
            return typed[0] if len(set(typed)) == 1 else None
        case Rule.GIVEN:
            raise ValueError(expression)


# Where a mixture raises ----------------------------------------------------------------------


class Asked(Enum):
    """When a use of an expression asks for its output field, and so raises FieldError if it
    has none.

    `AT_ONCE`: in the call. `FETCHED`: when the rows are fetched; `count()`, `exists()` and
    `values()` of other columns do not ask. `NEVER`: the database gets to compute it.
    """

    AT_ONCE = "at once"
    FETCHED = "fetched"
    NEVER = "never"


# By method of a queryset.
ASKED: Final[dict[str, Asked]] = {
    "aggregate": Asked.AT_ONCE,
    "annotate": Asked.FETCHED,
    "values": Asked.FETCHED,
    "values_list": Asked.FETCHED,
    "alias": Asked.NEVER,
    "filter": Asked.NEVER,
    "exclude": Asked.NEVER,
    "get": Asked.NEVER,
    "order_by": Asked.NEVER,
    "update": Asked.NEVER,
    "create": Asked.NEVER,
    "bulk_create": Asked.NEVER,
    "bulk_update": Asked.NEVER,
}
# Methods that ask at once for the output of an annotation, or of an alias, by whose name they
# look rows up; to order by it asks for nothing.
LOOKING_UP: Final = frozenset(
    {"aget", "aget_or_create", "exclude", "filter", "get", "get_or_create", "update_or_create"}
)
# Methods that leave the annotations of a queryset out of their own query.
UNFETCHING: Final = frozenset({"acontains", "acount", "aexists", "contains", "count", "exists"})
# Asks for its own output whenever it becomes SQL, so in `filter` and `update` too, and under
# an expression with `output_field`.
ALWAYS_ASKED: Final = frozenset({CHOICE})
# Do not ask for the output of their arguments.
UNASKING: Final = frozenset(
    {
        "django.db.models.Count",
        "django.db.models.functions.Cast",
        "django.db.models.functions.Length",
    }
)
