"""The tables of numbers against what Python does: every entry is run, over all kinds."""

from __future__ import annotations

import contextlib
import decimal
import io
import itertools
import json
import math
import operator
import random
import statistics
import warnings
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from nova_lint.knowledge.numbers import (
    ALWAYS,
    ARITHMETIC,
    AS_OPERATOR,
    ATTRIBUTES,
    COMPARED_WITH_DECIMALS,
    COMPARISON,
    CONSTANTS,
    CONTEXT_MEMBERS,
    EXTREMES,
    FLOAT_METHODS,
    FROM_FLOAT,
    FUNCTIONS,
    JSON_DUMPS,
    JSON_ENCODERS,
    MAKES,
    MEMBERS,
    NOT_WITH_DECIMALS,
    OWN_CONTEXTS,
    RAISES,
    ROUNDED,
    STARTS,
    STEPS,
    UNARY,
    Function,
    Kinds,
    Member,
    Mixture,
    Number,
    Takes,
    arithmetic,
)
from tests.knowledge.live import kind, named

# Enough values of each kind to show whatever its operators may give.
SAMPLES: dict[Number, Sequence[Any]] = {
    Number.BOOL: (True, False),
    Number.INT: (1, 2, 3, -2, 0),
    Number.FLOAT: (0.5, 1.0, 2.0, -0.5, 0.25, 3.0),
    Number.DECIMAL: (Decimal("0.5"), Decimal(1), Decimal(2), Decimal("-1.5"), Decimal(0)),
    Number.COMPLEX: (1 + 2j,),
    Number.STR: ("%s", "12", "x"),
    Number.NONE: (None,),
}
FEW_BITS = (Number.BOOL, Number.INT)
NUMBERS = (Number.BOOL, Number.INT, Number.FLOAT, Number.DECIMAL)

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "@": operator.matmul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
# What a value is refused for, and not its kind: `1 / 0`, the root of a negative number, a text
# that is no number.
ABOUT_VALUES = (ArithmeticError, ValueError)


def outcomes(calls: Iterable[Callable[[], Any]]) -> tuple[Kinds, bool]:
    """The kinds of what the calls gave, and whether any was refused for the kinds of its
    arguments."""
    found, refused = set(), False
    for call in calls:
        try:
            found.add(kind(call()))
        except TypeError:
            refused = True
        except ABOUT_VALUES:
            pass
    return frozenset(found), refused


@pytest.mark.parametrize("name", MAKES)
def test_what_is_made_is_of_its_class(name: str):
    made = named(name)()
    cls = named(MAKES[name])
    assert isinstance(made, cls)


@pytest.mark.parametrize("name", sorted(OWN_CONTEXTS))
def test_a_context_of_one_s_own_has_as_many_digits_as_it_is_given(name: str):
    with contextlib.ExitStack() as stack:
        made = named(name)(prec=4)
        context = stack.enter_context(made) if hasattr(made, "__enter__") else made
        assert context.create_decimal(0.1) == Decimal("0.1")
    assert decimal.getcontext().create_decimal(0.1) != Decimal("0.1")


@pytest.mark.parametrize("name", sorted(FROM_FLOAT))
def test_what_keeps_every_digit_of_a_float(name: str):
    *_, owner, method = name.split(".")
    made = getattr(decimal.getcontext(), method) if owner == "Context" else named(name)
    assert made(0.5) == Decimal("0.5")
    assert made(0.1) != Decimal("0.1")


# Operators ----------------------------------------------------------------------------------


def test_every_pair_of_kinds_stands_in_every_table():
    everything = set(itertools.product(Number, repeat=2))
    assert set(ARITHMETIC) | set(COMPARISON) == set(OPERATORS)
    for table in (*ARITHMETIC.values(), *COMPARISON.values()):
        assert set(table) == everything


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_gives_what_its_table_says(name: str):
    run, table = OPERATORS[name], (ARITHMETIC | COMPARISON)[name]
    for (left, right), kinds in table.items():
        values = itertools.product(SAMPLES[left], SAMPLES[right])
        found, refused = outcomes(lambda x=x, y=y: run(x, y) for x, y in values)
        assert found == kinds, (left, right)
        # Formatting alone depends on the text.
        assert refused is (not kinds) or (name, left) == ("%", Number.STR)


@pytest.mark.parametrize("name", ["+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>"])
def test_an_augmented_assignment_gives_what_its_operator_gives(name: str):
    for (left, right), kinds in ARITHMETIC[name].items():
        found = set()
        for x, y in itertools.product(SAMPLES[left], SAMPLES[right]):
            names = {"x": x, "y": y}
            try:
                exec(f"x {name}= y", names)
                found.add(kind(names["x"]))
            except (TypeError, *ABOUT_VALUES):
                continue
        assert found == kinds, (left, right)


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("operand", Number)
def test_an_operator_of_one_operand(name: str, operand: Number):
    runs = {"+": operator.pos, "-": operator.neg, "~": operator.invert, "not": operator.not_}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # `~True`, from Python 3.12 on
        found, _ = outcomes(lambda x=x: runs[name](x) for x in SAMPLES[operand])
    assert found == UNARY[name].get(operand, RAISES)


@pytest.mark.parametrize("name", AS_OPERATOR)
def test_a_function_that_is_an_operator(name: str):
    function, operators = named(name), AS_OPERATOR[name]
    for left, right in itertools.product(NUMBERS, repeat=2):
        tables = [ARITHMETIC[each][left, right] for each in operators]
        found = [set() for _ in operators]
        for x, y in itertools.product(SAMPLES[left], SAMPLES[right]):
            try:
                given = function(x, y)
            except (TypeError, *ABOUT_VALUES):
                continue
            parts = given if isinstance(given, tuple) else (given,)
            for each, part in zip(found, parts, strict=True):
                each.add(kind(part))
        assert found == tables, (left, right)


# One object of each class that no Decimal can be calculated with.
UNFIT: dict[str, Any] = {
    "builtins.bytes": b"1",
    "datetime.date": date(2024, 2, 29),
    "datetime.datetime": datetime(2024, 2, 29),
    "datetime.time": time(12),
    "datetime.timedelta": timedelta(hours=1),
    "fractions.Fraction": Fraction(11, 10),
    "uuid.UUID": UUID(int=1),
}


@pytest.mark.parametrize("name", sorted(NOT_WITH_DECIMALS))
def test_what_no_decimal_can_be_calculated_with(name: str):
    other = UNFIT[name]
    for sides in ((Decimal("1.1"), other), (other, Decimal("1.1"))):
        # `b"%s" % price` is formatting.
        for sign in ARITHMETIC if name != "builtins.bytes" else set(ARITHMETIC) - {"%"}:
            with pytest.raises(TypeError):
                OPERATORS[sign](*sides)
        for sign in ("<", "<=", ">", ">="):
            if name in COMPARED_WITH_DECIMALS:
                assert OPERATORS[sign](*sides) in (True, False)
            else:
                with pytest.raises(TypeError):
                    OPERATORS[sign](*sides)
        assert OPERATORS["=="](*sides) is (name in COMPARED_WITH_DECIMALS)


def takes(method: Callable[..., Any], values: Sequence[Any]) -> bool:
    try:
        method(*values)
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("name", CONTEXT_MEMBERS)
def test_a_method_of_a_context(name: str):
    method = getattr(decimal.getcontext(), name)
    entry = CONTEXT_MEMBERS[name]
    one = 1.0 if Number.FLOAT in entry.operands else Decimal(1)
    count = next(n for n in (1, 2, 3) if takes(method, [one] * n))
    for accepted in entry.operands or {Number.FLOAT, Number.STR}:
        for values in itertools.product(SAMPLES[accepted], repeat=count):
            with contextlib.suppress(decimal.DecimalException):
                assert kind(method(*values)) is entry.gives, values
    if entry.operands == frozenset({Number.BOOL, Number.INT, Number.DECIMAL}):
        with pytest.raises(TypeError):
            method(*[1.1] * count)


def test_several_kinds_give_what_each_pair_gives():
    both = frozenset({Number.INT, Number.FLOAT})
    price = frozenset({Number.DECIMAL})
    assert arithmetic("*", both, price) == price
    assert arithmetic("*", frozenset({Number.FLOAT}), price) == RAISES


@pytest.mark.parametrize("text", ["0.1", "1.1", "0.01"])
def test_a_decimal_is_never_equal_to_an_inexact_float(text: str):
    assert Decimal(text) != float(text)
    assert float(text) not in {Decimal(text): "found"}
    assert Decimal(text) not in [float(text)]
    assert Decimal("0.5") == 0.5
    assert Decimal("0.5") in [0.5]


# Functions ----------------------------------------------------------------------------------

# Arguments that follow the first, for functions that need them.
FOLLOWING: dict[str, tuple[Any, ...]] = {
    "math.ldexp": (1,),
    "math.isclose": (1.0,),
    **{f"math.{name}": (1,) for name in ("comb", "gcd", "lcm", "perm")},
}
# Functions of `EACH` that take one number, or whose second is one of few.
OF_ONE = {"math.log", "random.expovariate"}
# The median of an even number of texts raises, that of an odd number does not.
SOMETIMES_REFUSED = {("statistics.median", Number.STR)}
# What `random` does with a complex number depends on its formula, and is in no table.
UNKNOWN = {(name, Number.COMPLEX) for name in FUNCTIONS if name.startswith("random.")}


def calls(name: str, function: Function, values: Sequence[Any]) -> Iterable[Callable[[], Any]]:
    """Calls of a function with these values: each alone, or all of them, as it takes them."""
    run = named(name)
    match function.takes:
        case Takes.ITEMS:
            return [lambda: run(list(values))]
        case Takes.EACH:
            return [lambda: run(*values)]
        case Takes.FIRST:
            return [lambda: run(values[0], *FOLLOWING.get(name, ()))]


def tuples_of(name: str, kinds: Sequence[Number]) -> Iterable[tuple[Any, ...]]:
    """Values for calls of a function: as many as it takes, of these kinds in turn."""
    for count in counts(name):
        turns = itertools.islice(itertools.cycle(kinds), count)
        yield from itertools.product(*(SAMPLES[each] for each in turns))


def counts(name: str) -> tuple[int, ...]:
    match FUNCTIONS[name].takes:
        case Takes.ITEMS:
            return (2, 3)
        case Takes.EACH:
            return (1,) if name in OF_ONE else (2,)
        case _:
            return (1,)


def with_arguments() -> Iterable[tuple[str, Number]]:
    for name in FUNCTIONS:
        yield from ((name, given) for given in Number if (name, given) not in UNKNOWN)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # `random.randint(1.0, 2.0)`
@pytest.mark.parametrize(("name", "given"), list(with_arguments()))
def test_a_function_gives_what_its_entry_says(name: str, given: Number):
    random.seed(4)
    function = FUNCTIONS[name]
    tuples = tuples_of(name, [given])
    found, refused = outcomes(call for values in tuples for call in calls(name, function, values))
    expected = function.gives.get(given, RAISES)
    assert found == expected if not refuses_fractions(name, given) else found <= expected
    if found and (name, given) not in SOMETIMES_REFUSED:
        assert not refused


def refuses_fractions(name: str, given: Number) -> bool:
    """`random.randint(1.0, 2.0)`: an int before Python 3.12, TypeError since."""
    return name in ("random.randint", "random.randrange") and given not in FEW_BITS


@pytest.mark.parametrize("name", ALWAYS)
def test_a_function_that_always_gives_the_same(name: str):
    arguments = ([],) if name == "builtins.len" else ()
    assert kind(named(name)(*arguments)) is ALWAYS[name]


def mixtures() -> Iterable[tuple[str, Number, Number]]:
    for name, function in FUNCTIONS.items():
        if function.takes in (Takes.ITEMS, Takes.EACH) and counts(name) != (1,):
            for left, right in itertools.combinations(NUMBERS, 2):
                if left in function.gives and right in function.gives:
                    yield name, left, right


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("name", "left", "right"), list(mixtures()))
def test_a_mixture_gives_what_the_function_says(name: str, left: Number, right: Number):
    function = FUNCTIONS[name]
    tuples = [*tuples_of(name, [left, right]), *tuples_of(name, [right, left])]
    found, refused = outcomes(call for values in tuples for call in calls(name, function, values))
    match function.mixture:
        case Mixture.SAME:
            assert function.gives[left] == function.gives[right]
            if refuses_fractions(name, right):
                assert found <= function.gives[right]
            else:
                assert found == function.gives[right]
                assert not refused
        case Mixture.ADDED:
            together = arithmetic("+", frozenset({left}), frozenset({right}))
            possible = frozenset().union(*(function.gives[each] for each in together))
            assert found <= possible
            assert bool(found) is bool(together) is not refused
        case Mixture.ONE:
            assert found <= function.gives[left] | function.gives[right] | {Number.FLOAT}


def test_the_mean_of_a_mixture_raises_only_where_two_are_added():
    mixed = [Decimal(1), 2.0, Decimal(3)]
    assert statistics.median(mixed) == 2.0
    with pytest.raises(TypeError):
        statistics.median(mixed[:2])
    with pytest.raises(TypeError):
        statistics.mean(mixed)


@pytest.mark.parametrize("name", STEPS)
def test_a_start_takes_part_like_an_item(name: str):
    """`sum(prices, 0.0)` raises, and `sum([])` is an int, whatever the items would be."""
    run, step = named(name), OPERATORS[STEPS[name]]
    for start, item in itertools.product(NUMBERS, repeat=2):
        values = itertools.product(SAMPLES[start], SAMPLES[item])
        found, _ = outcomes(lambda x=x, y=y: run([y], start=x) for x, y in values)
        assert found == ARITHMETIC[STEPS[name]][start, item], step
        assert kind(run([], start=SAMPLES[start][0])) is start
    assert kind(run([])) is STARTS[name]


@pytest.mark.parametrize("name", sorted(EXTREMES))
def test_the_greatest_of_arguments_is_one_of_them(name: str):
    run = named(name)
    for left, right in itertools.product(NUMBERS, repeat=2):
        values = itertools.product(SAMPLES[left], SAMPLES[right])
        found, _ = outcomes(lambda x=x, y=y: run(x, y) for x, y in values)
        assert found <= {left, right}
        assert found


@pytest.mark.parametrize("given", Number)
def test_rounding_to_digits_keeps_the_kind(given: Number):
    found, _ = outcomes(lambda x=x: round(x, 1) for x in SAMPLES[given])
    assert found == ROUNDED.get(given, RAISES)


def test_every_function_of_math_is_known():
    of_other_results = {"math.dist", "math.frexp", "math.modf", "math.sumprod", "math.fma"}
    newer = {"math.fmax", "math.fmin", "math.isnormal", "math.issubnormal", "math.signbit"}
    names = {f"math.{name}" for name in _public(math) if callable(getattr(math, name))}
    assert names - of_other_results - newer == {
        name for name in FUNCTIONS if name.startswith("math.")
    }


def _public(module: Any) -> list[str]:
    return [each for each in dir(module) if each[0] != "_"]


def test_constants():
    floats = {f"math.{name}" for name in _public(math) if isinstance(getattr(math, name), float)}
    assert set(CONSTANTS) == floats
    assert {kind(named(name)) for name in CONSTANTS} == set(CONSTANTS.values())


# Members ------------------------------------------------------------------------------------


def members() -> Iterable[tuple[Number, str]]:
    return [(owner, name) for owner, table in MEMBERS.items() for name in table]


# How many numbers a method takes besides its own.
OTHERS = {"fma": 2}


@pytest.mark.parametrize(("owner", "name"), members())
def test_a_member_gives_what_its_entry_says(owner: Number, name: str):
    member = MEMBERS[owner][name]
    if name in ATTRIBUTES:
        assert {kind(getattr(value, name)) for value in SAMPLES[owner]} == {member.gives}
        return
    runs = [
        lambda value=value, rest=rest: getattr(value, name)(*rest)
        for value in SAMPLES[owner]
        for rest in rests(name, member)
    ]
    found, refused = outcomes(runs)
    assert found == {member.gives}
    assert not refused


def rests(name: str, member: Member) -> list[tuple[Any, ...]]:
    """The other operands of a call: none, or as many as the method takes, of each kind."""
    if not member.operands:
        return [()]
    values = [value for operand in member.operands for value in SAMPLES[operand]]
    return [(value,) * OTHERS.get(name, 1) for value in values]


@pytest.mark.parametrize(("owner", "name"), members())
def test_a_member_refuses_other_operands(owner: Number, name: str):
    member = MEMBERS[owner][name]
    if member.operands:
        for operand in set(Number) - member.operands:
            rest = (SAMPLES[operand][0],) * OTHERS.get(name, 1)
            with pytest.raises(TypeError):
                getattr(SAMPLES[owner][0], name)(*rest)


@pytest.mark.parametrize("owner", MEMBERS)
def test_every_public_member_is_known(owner: Number):
    of_other_results = {"as_tuple", "as_integer_ratio", "to_bytes", "from_bytes"}
    newer = {"from_number", "is_integer"}
    public = {name for name in dir(SAMPLES[owner][0]) if name[0] != "_"}
    assert public - of_other_results - newer <= set(MEMBERS[owner])


def test_methods_that_give_a_float():
    owners = {"datetime.timedelta": timedelta(1), "datetime.datetime": datetime(2025, 1, 1)}
    for name in FLOAT_METHODS:
        owner, _, method = name.rpartition(".")
        assert kind(getattr(owners[owner], method)()) is Number.FLOAT


# JSON ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", JSON_ENCODERS)
def test_what_an_encoder_makes_of_a_decimal(name: str):
    encoder = named(name)
    found, refused = outcomes([lambda: json.loads(json.dumps(Decimal("1.1"), cls=encoder))])
    assert found == JSON_ENCODERS[name]
    assert refused is (not found)
    assert json.loads(json.dumps(1.5, cls=encoder)) == 1.5


@pytest.mark.parametrize("name", JSON_DUMPS)
def test_a_call_that_writes_json(name: str):
    dump, function = JSON_DUMPS[name], named(name)
    rest = (io.StringIO(),) if name == "json.dump" else ()
    raises = not JSON_ENCODERS[dump.encoder]
    arguments = {"key": "secret"} if name == "django.core.signing.dumps" else {}
    data = {"total": Decimal("1.1")}
    if raises:
        with pytest.raises(TypeError):
            function(data, *rest, **arguments)
    else:
        function(data, *rest, **arguments)
    if dump.keyword and raises:
        encoder = named("django.core.serializers.json.DjangoJSONEncoder")
        function(data, *rest, **arguments, **{dump.keyword: encoder})
    elif dump.keyword:
        with pytest.raises(TypeError):
            function(data, *rest, **arguments, **{dump.keyword: json.JSONEncoder})
