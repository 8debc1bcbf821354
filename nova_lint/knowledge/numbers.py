"""Python's numbers: what each operator and function gives for which kinds, and where it raises.

Source: CPython 3.11 to 3.14, the numeric types, `decimal`, `math`, `statistics`, `random`,
`operator`. Every entry is run by tests/knowledge/test_numbers.py, over all kinds.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final

import msgspec


class Number(Enum):
    """The class of a number, by its dotted name; and `str` and None, which stand among them."""

    BOOL = "builtins.bool"
    INT = "builtins.int"
    FLOAT = "builtins.float"
    DECIMAL = "decimal.Decimal"
    COMPLEX = "builtins.complex"
    STR = "builtins.str"
    NONE = "builtins.NoneType"


# What an expression may be: one kind where the kinds of its operands settle it, several where
# their values do. Of none: it raises, whatever the values.
Kinds = frozenset[Number]
RAISES: Final[Kinds] = frozenset()

_BOOL, _INT, _FLOAT = Number.BOOL, Number.INT, Number.FLOAT
_DECIMAL, _COMPLEX = Number.DECIMAL, Number.COMPLEX
_STR, _NONE = Number.STR, Number.NONE


def _kinds(*numbers: Number) -> Kinds:
    return frozenset(numbers)


def is_number(text: str) -> bool:
    """Whether a Decimal can be made of a text."""
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True


# Operators ---------------------------------------------------------------------------------

Pair = tuple[Number, Number]
Table = dict[Pair, Kinds]

_NAMES: Final[dict[str, Kinds]] = {
    "-": RAISES,
    "Decimal": _kinds(_DECIMAL),
    "int|float": _kinds(_INT, _FLOAT),
    "float|complex": _kinds(_FLOAT, _COMPLEX),
    **{each.value.removeprefix("builtins."): _kinds(each) for each in Number},
}


def _table(written: str) -> Table:
    """A table that is written out: left operands down, right operands across, both in the
    order of `Number`, and `-` where the operator raises TypeError."""
    rows = [line.split() for line in written.strip().splitlines()]
    return {
        (left, right): _NAMES[cell]
        for left, (_, *cells) in zip(Number, rows, strict=True)
        for right, cell in zip(Number, cells, strict=True)
    }


_SUBTRACTION = _table("""
    bool     int      int      float    Decimal  complex  -        -
    int      int      int      float    Decimal  complex  -        -
    float    float    float    float    -        complex  -        -
    Decimal  Decimal  Decimal  -        Decimal  -        -        -
    complex  complex  complex  complex  -        complex  -        -
    str      -        -        -        -        -        -        -
    None     -        -        -        -        -        -        -
""")
_MULTIPLICATION = _SUBTRACTION | {
    pair: _kinds(_STR) for pair in ((_STR, _INT), (_INT, _STR), (_STR, _BOOL), (_BOOL, _STR))
}
_TRUE_DIVISION = _SUBTRACTION | {
    pair: _kinds(_FLOAT) for pair in ((_BOOL, _BOOL), (_BOOL, _INT), (_INT, _BOOL), (_INT, _INT))
}
_FLOOR_DIVISION = _table("""
    bool     int      int      float    Decimal  -        -        -
    int      int      int      float    Decimal  -        -        -
    float    float    float    float    -        -        -        -
    Decimal  Decimal  Decimal  -        Decimal  -        -        -
    complex  -        -        -        -        -        -        -
    str      -        -        -        -        -        -        -
    None     -        -        -        -        -        -        -
""")
# A negative exponent makes a float of ints, and half of one a complex number of what is negative.
_POWER = _table("""
    bool     int      int|float  float          Decimal  complex  -        -
    int      int      int|float  float|complex  Decimal  complex  -        -
    float    float    float      float|complex  -        complex  -        -
    Decimal  Decimal  Decimal    -              Decimal  -        -        -
    complex  complex  complex    complex        -        complex  -        -
    str      -        -          -              -        -        -        -
    None     -        -          -              -        -        -        -
""")
_BITS = _table("""
    bool     bool     int      -        -        -        -        -
    int      int      int      -        -        -        -        -
    float    -        -        -        -        -        -        -
    Decimal  -        -        -        -        -        -        -
    complex  -        -        -        -        -        -        -
    str      -        -        -        -        -        -        -
    None     -        -        -        -        -        -        -
""")
_ORDER = _table("""
    bool     bool     bool     bool     bool     -        -        -
    int      bool     bool     bool     bool     -        -        -
    float    bool     bool     bool     bool     -        -        -
    Decimal  bool     bool     bool     bool     -        -        -
    complex  -        -        -        -        -        -        -
    str      -        -        -        -        -        bool     -
    None     -        -        -        -        -        -        -
""")
_ANY_PAIR = [(left, right) for left in Number for right in Number]

# By operator as it is written; an augmented assignment (`+=`) gives the same. `text % x` is
# formatting, and raises if the text has no place for `x`.
ARITHMETIC: Final[dict[str, Table]] = {
    "+": _SUBTRACTION | {(_STR, _STR): _kinds(_STR)},
    "-": _SUBTRACTION,
    "*": _MULTIPLICATION,
    "/": _TRUE_DIVISION,
    "//": _FLOOR_DIVISION,
    "%": _FLOOR_DIVISION | {(_STR, right): _kinds(_STR) for right in Number},
    "**": _POWER,
    "@": dict.fromkeys(_ANY_PAIR, RAISES),
    **dict.fromkeys(("&", "|", "^"), _BITS),
    **dict.fromkeys(("<<", ">>"), _BITS | {(_BOOL, _BOOL): _kinds(_INT)}),
}
# A Decimal and a float are compared by their exact values: this raises nothing, and
# `Decimal("0.1") == 0.1` is False. `in` and the look-up in a dict ask `==`.
COMPARISON: Final[dict[str, Table]] = {
    **dict.fromkeys(("<", "<=", ">", ">="), _ORDER),
    **dict.fromkeys(("==", "!="), dict.fromkeys(_ANY_PAIR, _kinds(_BOOL))),
}

# Classes that no Decimal can be calculated with: each operator raises TypeError, in either order,
# and so does each comparison but for equality; a Decimal and a fraction can be compared.
NOT_WITH_DECIMALS: Final = frozenset(
    {
        *("builtins.bytes", "datetime.date", "datetime.datetime", "datetime.time"),
        *("datetime.timedelta", "fractions.Fraction", "uuid.UUID"),
    }
)
COMPARED_WITH_DECIMALS: Final = frozenset({"fractions.Fraction"})

# Operators of one operand; what is not listed raises.
Unary = dict[Number, Kinds]
# Every number keeps its kind, and a bool becomes an int.
_AS_NUMBER: Final[Unary] = {
    _BOOL: _kinds(_INT),
    _INT: _kinds(_INT),
    _FLOAT: _kinds(_FLOAT),
    _DECIMAL: _kinds(_DECIMAL),
    _COMPLEX: _kinds(_COMPLEX),
}
UNARY: Final[dict[str, Unary]] = {
    "+": _AS_NUMBER,
    "-": _AS_NUMBER,
    "~": {_BOOL: _kinds(_INT), _INT: _kinds(_INT)},
    "not": dict.fromkeys(Number, _kinds(_BOOL)),
}

# Functions that are an operator, with the operands as their arguments. `divmod` gives what
# `//` and `%` give, as a tuple.
AS_OPERATOR: Final[dict[str, tuple[str, ...]]] = {
    "builtins.pow": ("**",),
    "builtins.divmod": ("//", "%"),
    **{
        f"operator.{name}": (operator,)
        for names, operator in (
            (("add", "iadd"), "+"),
            (("sub", "isub"), "-"),
            (("mul", "imul"), "*"),
            (("truediv", "itruediv"), "/"),
            (("floordiv", "ifloordiv"), "//"),
            (("mod", "imod"), "%"),
            (("pow", "ipow"), "**"),
        )
        for name in names
    },
}

# Functions ---------------------------------------------------------------------------------


class Takes(Enum):
    """What of a call its result depends on.

    `FIRST`: the first argument (`round(price, 2)`; what follows are numbers of digits and
    bases). `EACH`: every positional argument is such a number. `ITEMS`: the items of the
    first argument.
    """

    FIRST = "first"
    EACH = "each"
    ITEMS = "items"


class Mixture(Enum):
    """What a function makes of numbers of several kinds, each of which it takes.

    `SAME`: every kind gives the same, and so does a mixture. `ADDED`: what adding them up
    gives, so that a Decimal among floats raises. `ONE`: one of them, whichever it is.
    """

    SAME = "same"
    ADDED = "added"
    ONE = "one"


class Function(msgspec.Struct, frozen=True, kw_only=True):
    """What a function gives if all the numbers in a call are of one kind; what `gives` does
    not list raises TypeError."""

    gives: Unary
    takes: Takes = Takes.FIRST
    mixture: Mixture = Mixture.SAME


_INTEGRAL: Final = (_BOOL, _INT)
_BINARY: Final = (_BOOL, _INT, _FLOAT)
_REAL: Final = (_BOOL, _INT, _FLOAT, _DECIMAL)


def _to(result: Number, accepts: tuple[Number, ...], takes: Takes = Takes.FIRST) -> Function:
    """A function that makes the same of whatever it takes."""
    return Function(gives=dict.fromkeys(accepts, _kinds(result)), takes=takes)


def _all(names: str, function: Function) -> dict[str, Function]:
    """The same for several functions: `math: sin cos`."""
    module, _, functions = names.partition(":")
    return {f"{module}.{name}": function for name in functions.split()}


_KEPT: Final[Unary] = {each: _kinds(each) for each in Number}
# Of ints, a mean is an int where it comes out even.
_AVERAGED: Final[Unary] = {
    _BOOL: _kinds(_INT, _FLOAT),
    _INT: _kinds(_INT, _FLOAT),
    _FLOAT: _kinds(_FLOAT),
    _DECIMAL: _kinds(_DECIMAL),
}
_ROOTED: Final[Unary] = {
    _BOOL: _kinds(_FLOAT),
    _INT: _kinds(_FLOAT),
    _FLOAT: _kinds(_FLOAT),
    _DECIMAL: _kinds(_DECIMAL),
}

# By dotted name. Left out are functions that give tuples (`math.modf`) or lists
# (`random.choices`), that need two sets of numbers, or whose result has another kind for a few
# values (`statistics.harmonic_mean`, `random.triangular`).
FUNCTIONS: Final[dict[str, Function]] = {
    # Constructors.
    "builtins.int": _to(_INT, (*_REAL, _STR)),
    "builtins.float": _to(_FLOAT, (*_REAL, _STR)),
    "builtins.complex": _to(_COMPLEX, (*_REAL, _COMPLEX, _STR)),
    "builtins.bool": _to(_BOOL, tuple(Number)),
    "builtins.str": _to(_STR, tuple(Number)),
    "builtins.repr": _to(_STR, tuple(Number)),
    "builtins.ascii": _to(_STR, tuple(Number)),
    "builtins.format": _to(_STR, tuple(Number)),
    "builtins.hash": _to(_INT, tuple(Number)),
    # The number that a float is, to its last bit.
    "decimal.Decimal": _to(_DECIMAL, (*_REAL, _STR)),
    "decimal.Decimal.from_float": _to(_DECIMAL, _BINARY),
    # Numbers.
    "builtins.abs": Function(gives=_AS_NUMBER | {_COMPLEX: _kinds(_FLOAT)}),
    # With one argument; two keep the kind, and `round(True, 1)` is an int.
    "builtins.round": _to(_INT, _REAL),
    "builtins.sum": Function(gives=_AS_NUMBER, takes=Takes.ITEMS, mixture=Mixture.ADDED),
    "builtins.max": Function(
        gives={each: _kinds(each) for each in (*_REAL, _STR)},
        takes=Takes.ITEMS,
        mixture=Mixture.ONE,
    ),
    "builtins.min": Function(
        gives={each: _kinds(each) for each in (*_REAL, _STR)},
        takes=Takes.ITEMS,
        mixture=Mixture.ONE,
    ),
    # math: whatever can become a float does.
    **_all(
        "math: acos acosh asin asinh atan atanh cbrt cos cosh degrees erf erfc exp exp2 expm1 "
        "fabs gamma lgamma log1p log2 log10 radians sin sinh sqrt tan tanh ulp",
        _to(_FLOAT, _REAL),
    ),
    **_all("math: ceil floor trunc", _to(_INT, _REAL)),
    **_all("math: isfinite isinf isnan", _to(_BOOL, _REAL)),
    **_all("math: factorial isqrt", _to(_INT, _INTEGRAL)),
    **_all("math: comb gcd lcm perm", _to(_INT, _INTEGRAL, Takes.EACH)),
    **_all(
        "math: atan2 copysign fmod hypot log nextafter pow remainder",
        _to(_FLOAT, _REAL, Takes.EACH),
    ),
    "math.isclose": _to(_BOOL, _REAL, Takes.EACH),
    "math.ldexp": _to(_FLOAT, _REAL),
    "math.fsum": _to(_FLOAT, _REAL, Takes.ITEMS),
    "math.prod": Function(gives=_AS_NUMBER, takes=Takes.ITEMS, mixture=Mixture.ADDED),
    # statistics.
    **_all("statistics: fmean geometric_mean", _to(_FLOAT, _REAL, Takes.ITEMS)),
    **_all(
        "statistics: mean pvariance variance",
        Function(gives=_AVERAGED, takes=Takes.ITEMS, mixture=Mixture.ADDED),
    ),
    **_all(
        "statistics: pstdev stdev",
        Function(gives=_ROOTED, takes=Takes.ITEMS, mixture=Mixture.ADDED),
    ),
    # The one in the middle, or the mean of two, which texts do not have.
    "statistics.median": Function(
        gives=_AVERAGED | {_BOOL: _kinds(_BOOL, _FLOAT), _STR: _kinds(_STR)},
        takes=Takes.ITEMS,
        mixture=Mixture.ONE,
    ),
    **_all(
        "statistics: median_high median_low",
        Function(
            gives={each: _kinds(each) for each in (*_REAL, _STR)},
            takes=Takes.ITEMS,
            mixture=Mixture.ONE,
        ),
    ),
    "statistics.mode": Function(gives=_KEPT, takes=Takes.ITEMS, mixture=Mixture.ONE),
    # random: a Decimal meets a float inside.
    **_all("random: expovariate gauss normalvariate uniform", _to(_FLOAT, _BINARY, Takes.EACH)),
    # From Python 3.12 on they refuse a float and a Decimal, before only one with a fraction.
    **_all("random: randint randrange", _to(_INT, _REAL, Takes.EACH)),
    "random.getrandbits": _to(_INT, _INTEGRAL),
    "random.choice": Function(gives=_KEPT, takes=Takes.ITEMS, mixture=Mixture.ONE),
}
# Functions that give the same whatever they are given.
ALWAYS: Final[dict[str, Number]] = {
    "builtins.len": _INT,
    "random.random": _FLOAT,
    "time.time": _FLOAT,
    "time.monotonic": _FLOAT,
    "time.perf_counter": _FLOAT,
    "time.process_time": _FLOAT,
    "time.thread_time": _FLOAT,
}
# What `round` gives with a number of digits as its second argument.
ROUNDED: Final[Unary] = {each: _AS_NUMBER[each] for each in _REAL}
# Functions and methods whose result has fewer digits than what they are given.
ROUNDING: Final = frozenset({"builtins.round"})
ROUNDING_METHODS: Final = frozenset({"quantize"})
# Functions whose result is rounded as well as what they are given is.
KEEPING_DIGITS: Final = frozenset({"builtins.abs"})
# Functions that draw a number at random, by floats: how exact those are does not matter.
DRAWING: Final = frozenset(
    f"random.{name}"
    for name in ("betavariate", "expovariate", "gauss", "normalvariate", "triangular", "uniform")
)
# Functions that give one of several numbers, of whatever kind that is. They also take their
# items one by one: `max(price, 0)`.
EXTREMES: Final = frozenset({"builtins.max", "builtins.min"})
# What `sum` and `math.prod` begin with, and give if there are no items, unless another start
# is given (by keyword, to `sum` also by position).
STARTS: Final = {"builtins.sum": _INT, "math.prod": _INT}
# The operator by which they add each item to the start.
STEPS: Final = {"builtins.sum": "+", "math.prod": "*"}

# Functions that add Decimals up as floats; a mean is a quotient, which is seldom exact.
FLOAT_SUMS: Final = frozenset({"math.fsum"})

# Module constants that are floats.
CONSTANTS: Final[dict[str, Number]] = {
    f"math.{name}": _FLOAT for name in ("e", "inf", "nan", "pi", "tau")
}

# Those that are no inexact number: a Decimal of one is the same.
NOT_FINITE: Final = frozenset({"math.inf", "math.nan"})

# Methods and attributes ---------------------------------------------------------------------


class Member(msgspec.Struct, frozen=True):
    """What a method gives, or an attribute is. `operands` are what its arguments may be: a
    number of any other kind raises TypeError."""

    gives: Number
    operands: Kinds = RAISES


_OPERANDS: Final = _kinds(_BOOL, _INT, _DECIMAL)
# `as_tuple` and `as_integer_ratio` give tuples, and are left out everywhere.
DECIMAL_MEMBERS: Final[dict[str, Member]] = {
    **dict.fromkeys(("real", "imag"), Member(_DECIMAL)),
    **dict.fromkeys(
        (
            *("canonical", "conjugate", "copy_abs", "copy_negate", "exp", "ln", "log10", "logb"),
            *("logical_invert", "next_minus", "next_plus", "normalize", "radix", "sqrt"),
            *("to_integral", "to_integral_exact", "to_integral_value"),
        ),
        Member(_DECIMAL),
    ),
    **dict.fromkeys(
        (
            *("compare", "compare_signal", "compare_total", "compare_total_mag", "copy_sign"),
            *("fma", "logical_and", "logical_or", "logical_xor", "max", "max_mag", "min"),
            *("min_mag", "next_toward", "quantize", "remainder_near", "rotate", "scaleb"),
            "shift",
        ),
        Member(_DECIMAL, _OPERANDS),
    ),
    "same_quantum": Member(_BOOL, _OPERANDS),
    **dict.fromkeys(
        (
            *("is_canonical", "is_finite", "is_infinite", "is_nan", "is_normal", "is_qnan"),
            *("is_signed", "is_snan", "is_subnormal", "is_zero"),
        ),
        Member(_BOOL),
    ),
    "adjusted": Member(_INT),
    "number_class": Member(_STR),
    "to_eng_string": Member(_STR),
    "from_float": Member(_DECIMAL, _kinds(*_BINARY)),
}
FLOAT_MEMBERS: Final[dict[str, Member]] = {
    **dict.fromkeys(("real", "imag", "conjugate"), Member(_FLOAT)),
    "fromhex": Member(_FLOAT, _kinds(_STR)),
    "hex": Member(_STR),
    "is_integer": Member(_BOOL),
}
INT_MEMBERS: Final[dict[str, Member]] = {
    **dict.fromkeys(
        ("real", "imag", "conjugate", "numerator", "denominator", "bit_count", "bit_length"),
        Member(_INT),
    ),
}
# Methods and attributes that are properties.
ATTRIBUTES: Final = frozenset({"real", "imag", "numerator", "denominator"})
# A context calculates as operators do, and rounds; a Decimal that it makes of a float is the
# number that the float is, to as many digits as the context has.
CONTEXT: Final = "decimal.Context"
CONTEXT_MEMBERS: Final[dict[str, Member]] = {
    **dict.fromkeys(
        (
            *("abs", "add", "compare", "compare_signal", "compare_total"),
            *("compare_total_mag", "copy_abs", "copy_negate", "copy_sign", "divide", "divide_int"),
            *("exp", "fma", "ln", "log10", "logb", "max", "max_mag", "min", "min_mag", "minus"),
            *("multiply", "next_minus", "next_plus", "next_toward", "normalize", "plus", "power"),
            *("quantize", "remainder", "remainder_near", "rotate", "scaleb", "shift", "sqrt"),
            *("subtract", "to_integral_exact", "to_integral_value"),
        ),
        Member(_DECIMAL, _OPERANDS),
    ),
    "create_decimal": Member(_DECIMAL),
    "create_decimal_from_float": Member(_DECIMAL, _kinds(*_BINARY)),
    "same_quantum": Member(_BOOL, _OPERANDS),
}
# Functions and classes that give objects which are no numbers, and are calculated with. The
# context that holds everywhere has 28 digits; whoever makes another one gives it fewer.
OWN_CONTEXTS: Final = frozenset({"decimal.localcontext", CONTEXT})
MAKES: Final[dict[str, str]] = {
    "decimal.getcontext": CONTEXT,
    **{name: name for name in ("datetime.timedelta", "fractions.Fraction")},
}
# What makes a Decimal of a float, keeping what the float is.
FROM_FLOAT: Final = frozenset(
    {
        *("decimal.Decimal", "decimal.Decimal.from_float"),
        *(f"{CONTEXT}.create_decimal", f"{CONTEXT}.create_decimal_from_float"),
    }
)
MEMBERS: Final[dict[Number, dict[str, Member]]] = {
    _DECIMAL: DECIMAL_MEMBERS,
    _FLOAT: FLOAT_MEMBERS,
    _INT: INT_MEMBERS,
    _BOOL: INT_MEMBERS,
}
# No number and no text has it: what does is the member of an enumeration, and this its value.
VALUE: Final = "value"
# Methods of other classes that give a float.
FLOAT_METHODS: Final = frozenset(
    {"datetime.timedelta.total_seconds", "datetime.datetime.timestamp"}
)

# Text ---------------------------------------------------------------------------------------

# What an encoder makes of a Decimal; it makes a JSON number of a float.
JSON_ENCODERS: Final[dict[str, Kinds]] = {
    "json.JSONEncoder": RAISES,
    "django.core.serializers.json.DjangoJSONEncoder": _kinds(_STR),
    # A field of a serializer has made a string of it before; a view that returns
    # `Response({"total": order.total})` has not.
    "rest_framework.utils.encoders.JSONEncoder": _kinds(_FLOAT),
}


class Dump(msgspec.Struct, frozen=True):
    """A call that writes JSON: its encoder unless `keyword` names another, and where the
    data stands. `default=` of `json` is asked before the encoder raises."""

    encoder: str
    keyword: str | None
    position: int = 0


JSON_DUMPS: Final[dict[str, Dump]] = {
    "json.dumps": Dump("json.JSONEncoder", "cls"),
    "json.dump": Dump("json.JSONEncoder", "cls"),
    "django.http.JsonResponse": Dump("django.core.serializers.json.DjangoJSONEncoder", "encoder"),
    "django.utils.html.json_script": Dump(
        "django.core.serializers.json.DjangoJSONEncoder", "encoder", 0
    ),
    "django.core.signing.dumps": Dump("json.JSONEncoder", None),
}


def arithmetic(sign: str, left: Kinds, right: Kinds) -> Kinds:
    """What `left sign right` may give; `RAISES` if it raises for every pair of kinds."""
    table = ARITHMETIC.get(sign) or COMPARISON[sign]
    return frozenset().union(*(table[x, y] for x in left for y in right))
