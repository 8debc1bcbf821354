"""What the rules about decimals ask of an operation."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nova_lint.contracts.number_names import NumberNames
from nova_lint.contracts.project import Contracts
from nova_lint.knowledge.numbers import Number
from nova_lint.semantics.kinds import Kind, Literal
from nova_lint.semantics.mentions import Mentions, Naming, Pattern, word_of
from nova_lint.semantics.numeric import is_promised, number_of
from nova_lint.semantics.operations import Operation, Site

_FLOATS = r"(?<![\w.])\d+\.\d|\b(?:float|math|random|statistics|time)\b| /=? |\bDecimal\([a-z_]"
"""Where a float comes from: a literal, a function, a division, and what a Decimal is made of
that is not written out."""


_OTHERS = (
    r"\b(?:Fraction|complex)\b|[*/] (?:\w+\.)?timedelta\(|\btimedelta\([^()]*\) [*/]"
    r"|[-+*/<>]=? [\"']|[\"'] [-+*/<>]"
    r"|\b(\w+): (?:str|bytes|date|datetime|timedelta)\b[\s\S]*(?:[-+*/<>]=? \1\b|\b\1 [-+*/<>])"
)
"""Where something else comes from that no Decimal goes with: a class, a text beside an operator,
or a parameter that is one."""


_BY_POSITION = r", -?\d+\.\d"
"""An object may be made with a float by position, where no column has a name."""


def decimals(project: Contracts) -> tuple[frozenset[str], tuple[Pattern, ...]]:
    """What is, or holds, a Decimal: the class, a constant, and an attribute where it is read,
    named as a text or given by keyword, at the end of a path of relations too
    (`order__total`). Its name alone is that of anything, unless something is calculated with
    it."""
    return _decimals(project.number_names)


def mixes(project: Contracts) -> Mentions:
    """What a function mentions in which a Decimal may meet a float, or something else that it
    does not go with. It is the same for all rules, because looking for it takes its time."""
    return _mixes(project.number_names)


# Every file asks, and the names of a project are many.
@cache
def _mixes(names: NumberNames) -> Mentions:
    words, patterns = _decimals(names)
    return words, (*patterns, _BY_POSITION), (*_floats(names), _OTHERS)


_NOT_GIVEN = r"(?! ?=[^=])"
"""Behind a name: it is not one that is given a value here, by assignment or by keyword."""

_CLASSES = frozenset({"Decimal", "getcontext"})


@cache
def _decimals(names: NumberNames) -> tuple[frozenset[str], tuple[Pattern, ...]]:
    constants = frozenset(name for name in names.decimals if name.isupper()) | _CLASSES
    attributes = names.decimals - constants
    return names.decimals | names.decimal_functions | _CLASSES, (
        word_of(constants),
        Naming(r"\b", names.decimal_functions, r"\("),
        Naming(r"(?:(?<=[.'\"])|(?<=__)|(?<=[-+*/%] ))", attributes, r"\b"),
        Naming(r"\b", attributes, r"(?: ?=[^=]| [-+*/%])"),
    )


def _floats(names: NumberNames) -> tuple[Pattern, ...]:
    """Where a float comes from by its name. One that Decimals bear too has to be read as a
    value: a list of the names of columns says nothing, and stands in every form."""
    both = names.floats & names.decimals
    return (
        _FLOATS,
        Naming(r"\b", names.floats - both, rf"\b{_NOT_GIVEN}"),
        Naming(r"(?<!['\"])\b", both, rf"\b{_NOT_GIVEN}"),
        Naming(r"\[['\"]", both, r"['\"]"),
        Naming(r"\bvalues_list\([^()]*['\"]", both, r"['\"]"),
        Naming(r"\b", names.float_functions, r"\("),
    )


_LONGEST = 60


def source(operation: Operation) -> str:
    """The source of an operation as it is quoted in a message."""
    return quoted(operation.site)


def quoted(site: Site) -> str:
    """The source at a place, as it is quoted in a message."""
    text = site.text()
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}…`"


def is_decimal(kind: Kind) -> bool:
    return number_of(kind) is Number.DECIMAL


def is_float(kind: Kind) -> bool:
    return number_of(kind) is Number.FLOAT


def is_believed(kind: Kind, operation: Operation, project: Contracts) -> bool:
    """Whether a kind is what it says. A parameter that is annotated as a float may be given
    an int or a Decimal all the same: it is believed where no code of the project calls the
    function, so that the annotation is all there is."""
    if not is_promised(kind) or operation.function is None:
        return True
    called = re.compile(rf"(?<!def )\b{re.escape(operation.function.node.name)}\(")
    workspace = project.workspace
    return not any(
        called.search(workspace.text(path))
        for path in workspace.mentioning(operation.function.node.name)
    )


def described(kind: Kind) -> str:
    """What a number is called in a message."""
    match kind:
        case Literal(value=float() as value):
            return f"the float {value}"
    if is_promised(kind):
        return "a value that its annotation calls a float"
    return "a Decimal" if is_decimal(kind) else "a float"


def class_of(kind: Kind) -> str:
    """The class of a value, as it is called in a message."""
    number = number_of(kind)
    dotted = number.value if number is not None else getattr(kind, "name", "")
    return str(dotted).rpartition(".")[2]


_MOST_DIGITS = 24


def exactly(value: float) -> str:
    """The number that a float is, to its last digit or as far as one wants to read."""
    digits = str(Decimal(value))
    return digits if len(digits) <= _MOST_DIGITS else f"{digits[: _MOST_DIGITS - 1]}…"


def written(number: float | str) -> str:
    """A number, or the digits of one, as a Decimal is written."""
    return "Decimal(0)" if not float(number) else f'Decimal("{number}")'


def refuses_itself(what: str, bound: float, is_least: bool) -> str:
    """What is wrong with a float as the least or the greatest value of something."""
    return (
        f"the {'least' if is_least else 'greatest'} value of {what} is the float {bound}, which is "
        f"a little {'more' if is_least else 'less'} than that, so that {bound} itself is refused: "
        f'write `Decimal("{bound}")`'
    )


def advice(value: float, operation: Operation) -> str:
    """What to do about a float that somebody wrote: here, or where its name got it."""
    if str(value) in operation.site.text():
        return f"write `{written(value)}`"
    return f"the float is {value}: make it `{written(value)}` where it is written"
