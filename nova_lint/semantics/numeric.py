"""Numbers: which kinds are numbers, and what operators and functions make of them."""

from __future__ import annotations

from collections.abc import Sequence as Sequenced
from math import isnan

from nova_lint.knowledge import floats, numbers
from nova_lint.knowledge.numbers import Kinds, Member, Mixture, Number, Takes
from nova_lint.semantics.kinds import (
    PROMISED,
    PROMISED_WHOLE,
    UNKNOWN,
    VALIDATED,
    Given,
    Kind,
    Literal,
    Mapping,
    Model,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)

_BY_NAME = {each.value: each for each in Number}


def number_of(kind: Kind | None) -> Number | None:
    """The class of number that a kind is; None for what is none, or is not known."""
    match kind:
        case Literal(value=None):
            return Number.NONE
        case Literal(value=value):
            return _BY_NAME.get(f"builtins.{type(value).__name__}")
        case Scalar(name=name):
            return _BY_NAME.get(name)
    return None


def combined(operator: str, left: Kind, right: Kind) -> Kind:
    """The kind of `left operator right`; UNKNOWN where that is not settled, or raises."""
    one, other = number_of(left), number_of(right)
    table = numbers.ARITHMETIC.get(operator)
    if one is None or other is None or table is None:
        return UNKNOWN
    made = calculated(operator, left, right)
    if made is None or number_of(made) is Number.INT:
        # A whole number stays one whatever it is, and a function that counts down, or a loop,
        # would be read as if it came to one of them only.
        made = scalar(table[one, other])
    if not isinstance(made, Scalar):
        return made
    promised = is_promised(left) or is_promised(right)
    if is_float(made) and _loses_nothing(operator, left, right):
        return Scalar(made.name, PROMISED_WHOLE if promised else Number.INT.value)
    return Scalar(made.name, PROMISED) if promised else made


def calculated(operator: str, left: Kind, right: Kind) -> Kind | None:
    """What is calculated of numbers that are written out, where it is the number that they
    say: `14 / 28.0` is as exact as 0.5, and `0.1 + 0.2` is not 0.3."""
    match left, right:
        case Literal(value=int() | float() as one), Literal(value=int() | float() as other):
            found = floats.calculated(operator, one, other)
            if found is not None:
                made, is_meant = found
                return Literal(made) if is_meant else Scalar(f"builtins.{type(made).__name__}")
    return None


def _loses_nothing(operator: str, left: Kind, right: Kind) -> bool:
    """Whether a float is calculated of whole numbers, halves, quarters and so on, and is one of
    these: `days / 2`. More than 53 bits of them are not expected."""
    if operator == "/":
        divisor = right.value if isinstance(right, Literal) else None
        is_power = isinstance(divisor, int | float) and floats.is_power_of_two(divisor)
        return is_power and _is_in_binary(left)
    return operator in _STAYING_EXACT and _is_in_binary(left) and _is_in_binary(right)


_STAYING_EXACT = frozenset({"+", "-", "*"})
_MADE_OF_WHOLE = frozenset({Number.BOOL.value, Number.INT.value, PROMISED_WHOLE})


def _is_in_binary(kind: Kind) -> bool:
    """Whether something is a whole number, or a float without a rounding error."""
    is_number = number_of(kind) in (Number.BOOL, Number.INT, Number.FLOAT)
    return is_number and not is_inexact(kind)


def written_as(text: str) -> Literal | None:
    """The float that `float("0.1")` is; None where it is none, or not equal to itself."""
    try:
        value = float(text)
    except ValueError:
        return None
    return None if isnan(value) else Literal(value)


def any_of(kinds: Sequenced[Kind]) -> Kind:
    """One kind for several keys: of numbers that are written out one that is not exact, if
    there is one."""
    if kinds and all(isinstance(kind, Literal) and is_float(kind) for kind in kinds):
        return next(filter(is_inexact, kinds), kinds[0])
    return kinds[0] if len(set(kinds)) == 1 else UNKNOWN


def is_float(kind: Kind) -> bool:
    return number_of(kind) is Number.FLOAT


def is_promised(kind: Kind) -> bool:
    """Whether only an annotation says which number something is."""
    return isinstance(kind, Scalar) and kind.made_of in _PROMISES


_PROMISES = frozenset({PROMISED, PROMISED_WHOLE})


def scalar(kinds: Kinds) -> Kind:
    """The kind of a number that is of one of several classes."""
    return Scalar(next(iter(kinds)).value) if len(kinds) == 1 else UNKNOWN


def raises(operator: str, left: Kind, right: Kind) -> bool:
    """Whether an operator surely raises because one side is a Decimal, and the other is not."""
    one, other = number_of(left), number_of(right)
    if Number.DECIMAL not in (one, other):
        return False
    if one is None or other is None:
        return _is_refused(operator, right if other is None else left)
    table = numbers.ARITHMETIC.get(operator) or numbers.COMPARISON.get(operator)
    if table is None or not all(map(_is_settled, (left, right))):
        return False
    return table[one, other] == numbers.RAISES


def _is_refused(operator: str, kind: Kind) -> bool:
    """Whether no Decimal goes with something that is no number."""
    if not isinstance(kind, Scalar) or kind.name not in numbers.NOT_WITH_DECIMALS:
        return False
    return operator in numbers.ARITHMETIC or (
        operator in _ORDERING and kind.name not in numbers.COMPARED_WITH_DECIMALS
    )


_ORDERING = frozenset({"<", "<=", ">", ">="})


def _is_settled(kind: Kind) -> bool:
    """Whether something is surely what its kind says: None is what a name has at first, and
    validation may make a number of a text."""
    match kind:
        case Literal(value=None):
            return False
        case Scalar(name=Number.STR.value, made_of=made_of):
            return made_of != VALIDATED
    return True


def fallen_back(left: Kind, right: Kind) -> Kind | None:
    """What `price or 0` is but for the price of nothing: code that goes wrong with a price does
    so whatever becomes of 0. None where this is no such fallback."""
    is_number = isinstance(left, Scalar) and number_of(left) in (Number.DECIMAL, Number.FLOAT)
    return left if is_number and number_of(right) is Number.INT else None


def is_mixable(kind: Kind) -> bool:
    """Whether something is one of the two numbers that do not go together."""
    return number_of(kind) in (Number.DECIMAL, Number.FLOAT)


def carries_number(kind: Kind) -> bool:
    """Whether something is such a number, or a row that was given one or has one computed."""
    match kind:
        case Model(held=held) | QuerySet(row=Model(held=held)):
            return any(is_mixable(each) for _, each in held)
        case Mapping(entries=entries):
            return any(is_mixable(each) for _, each in entries)
    return is_mixable(kind)


def result(name: str, given: Given) -> Kind:
    """What a function of numbers gives."""
    if name in numbers.AS_OPERATOR:
        return _operated(numbers.AS_OPERATOR[name], given)
    always = numbers.ALWAYS.get(name)
    if always is not None:
        return Scalar(always.value)
    function = numbers.FUNCTIONS.get(name)
    if function is None:
        return UNKNOWN
    if name == "builtins.round" and len(given.positional) > 1:
        first = number_of(given.positional[0])
        return scalar(numbers.ROUNDED.get(first, frozenset())) if first is not None else UNKNOWN
    found = {number_of(kind) for kind in numbers_of(name, given)}
    made: set[Kinds] = {function.gives.get(each, frozenset()) for each in found if each is not None}
    if None in found or not found or len(made) != 1:
        return UNKNOWN
    if function.mixture is Mixture.ADDED and len(found) > 1:
        return UNKNOWN
    return _remembering(made.pop(), numbers_of(name, given))


def _remembering(made: Kinds, parts: tuple[Kind, ...]) -> Kind:
    """A float of floats that were Decimals was one."""
    result = scalar(made)
    origins = {part.made_of for part in parts if isinstance(part, Scalar) and is_float(part)}
    if isinstance(result, Scalar) and is_float(result) and Number.DECIMAL.value in origins:
        return Scalar(result.name, Number.DECIMAL.value)
    return result


def _operated(operators: tuple[str, ...], given: Given) -> Kind:
    """What `divmod(price, 3)` and `operator.mul(price, 3)` give."""
    if len(given.positional) != 2:
        return UNKNOWN
    made = tuple(combined(operator, *given.positional) for operator in operators)
    return made[0] if len(made) == 1 else Together(made)


def refuses(name: str, given: Given) -> bool:
    """Whether a function surely raises TypeError for Decimals, or for a Decimal and a float."""
    if name in numbers.AS_OPERATOR and len(given.positional) == 2:
        return any(raises(operator, *given.positional) for operator in numbers.AS_OPERATOR[name])
    function = numbers.FUNCTIONS.get(name)
    if function is None:
        return False
    kinds = {number_of(kind) for kind in numbers_of(name, given)}
    if name in numbers.STARTS:
        kinds.add(number_of(given.argument(1, "start") or Literal(0)))
    if function.mixture is Mixture.ADDED and {Number.DECIMAL, Number.FLOAT} <= kinds:
        return True
    return Number.DECIMAL in kinds and Number.DECIMAL not in function.gives


def member(kind: Kind, name: str) -> Member | None:
    """A method or attribute of a number, or of a context of Decimals."""
    if isinstance(kind, Scalar) and kind.name == numbers.CONTEXT:
        return numbers.CONTEXT_MEMBERS.get(name)
    number = number_of(kind)
    return numbers.MEMBERS.get(number, {}).get(name) if number is not None else None


def numbers_of(name: str, given: Given) -> tuple[Kind, ...]:
    """The kinds of the numbers that a call works with."""
    function = numbers.FUNCTIONS.get(name)
    if function is None or function.takes is Takes.EACH:
        return given.positional
    several = name in numbers.EXTREMES and len(given.positional) > 1
    if function.takes is Takes.ITEMS and not several:
        return items_of(given.positional[0]) if given.positional else ()
    return given.positional if several else given.positional[:1]


def items_of(kind: Kind) -> tuple[Kind, ...]:
    """The kinds of the items of a collection."""
    match kind:
        case Together(items=items):
            return items
        case Sequence(item=item):
            return (item,)
        case Mapping(key=key):
            return (key,)
    item = getattr(kind, "row", getattr(kind, "item", UNKNOWN))
    return (item,)


def is_inexact(kind: Kind) -> bool:
    """Whether a kind is a float that may not be the number that is meant: every computed one
    but of whole numbers, and a literal such as 0.1."""
    match kind:
        case Literal(value=float() as value):
            return not floats.is_exact(value)
        case Scalar(name=Number.FLOAT.value, made_of=made_of):
            return made_of not in _MADE_OF_WHOLE
    return False
