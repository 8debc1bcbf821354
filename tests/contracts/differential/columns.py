"""Random model columns: what each is, as data and as source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Draw = Callable[..., Any]
"""Hypothesis's `draw`."""

FAMILIES = {
    "text": ("CharField", "TextField", "SlugField", "EmailField", "URLField"),
    "int": (
        "IntegerField",
        "SmallIntegerField",
        "BigIntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
    ),
    "decimal": ("DecimalField",),
    "float": ("FloatField",),
    "bool": ("BooleanField",),
    "date": ("DateField",),
    "datetime": ("DateTimeField",),
    "time": ("TimeField",),
    "uuid": ("UUIDField",),
    "json": ("JSONField",),
}
# Text and numbers have the most to say, so they are drawn more often.
WEIGHTED = ("text",) * 7 + ("int",) * 5 + ("decimal",) * 5 + ("float",) * 2 + tuple(FAMILIES)

# What every column is called.
NAME = "amount"

TEXTS = ("draft", "sent", "paid")
NUMBERS = (1, 2, 3)
PATTERN = "^[a-z]*$"
# The enumerations of the project that hold these choices, in `shop/choices.py`.
ENUMERATIONS = {TEXTS: "Stage", NUMBERS: "Level"}
# A validator of the project for each family, in `shop/validators.py`, and a value it refuses.
PROJECT_VALIDATORS = {"text": "no_x", "int": "no_seven"}

DEFAULTS = {
    "text": ("", "draft"),
    "int": (0, 2),
    "decimal": (Decimal("1"),),
    "float": (1.5,),
    "bool": (True, False),
}
# Defaults that are called, by family.
CALLED = {
    "date": "datetime.date.today",
    "datetime": "timezone.now",
    "uuid": "uuid.uuid4",
    "json": "dict",
}


@dataclass(frozen=True)
class Limits:
    """What values a column or a field takes, None and False where it does not say."""

    max_length: int | None = None
    min_length: int | None = None
    min_value: Any = None
    max_value: Any = None
    max_digits: int | None = None
    decimal_places: int | None = None
    choices: tuple[Any, ...] | None = None
    pattern: bool = False
    project: str | None = None


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Column:
    """A column of a model: its class, its limits, and its other options as source.

    `longest_by_validator` says that a MaxLengthValidator sets `max_length`, `enumerated`
    that the choices are those of an enumeration.
    """

    family: str
    kind: str
    limits: Limits
    options: dict[str, str] = field(default_factory=dict)
    longest_by_validator: bool = False
    enumerated: bool = False

    @property
    def unique(self) -> bool:
        return "unique" in self.options

    @property
    def source(self) -> str:
        """`models.CharField(max_length=20, validators=[no_x])`"""
        limits = self.limits
        given = dict(self.options)
        for name in ("max_digits", "decimal_places"):
            if getattr(limits, name) is not None:
                given[name] = str(getattr(limits, name))
        if limits.max_length is not None and not self.longest_by_validator:
            given["max_length"] = str(limits.max_length)
        if limits.choices is not None:
            given["choices"] = choices(limits.choices, self.enumerated)
        validators = list(self._validators())
        if validators:
            given["validators"] = f"[{', '.join(validators)}]"
        return f"models.{self.kind}({keywords(given)})"

    def _validators(self) -> list[str]:
        limits = self.limits
        named = {
            "MinValueValidator": limits.min_value,
            "MaxValueValidator": limits.max_value,
            "MinLengthValidator": limits.min_length,
            "MaxLengthValidator": limits.max_length if self.longest_by_validator else None,
            "RegexValidator": PATTERN if limits.pattern else None,
        }
        calls = [f"{name}({value!r})" for name, value in named.items() if value is not None]
        return [*calls, *([limits.project] if limits.project is not None else [])]


def choices(values: tuple[Any, ...], enumerated: bool) -> str:
    """`[("draft", "draft")]`, or `Stage.choices`"""
    if enumerated and values in ENUMERATIONS:
        return f"{ENUMERATIONS[values]}.choices"
    return repr([(value, str(value)) for value in values])


def keywords(given: dict[str, str]) -> str:
    """`null=True, max_length=20`"""
    return ", ".join(f"{name}={value}" for name, value in given.items())


# Strategies -----------------------------------------------------------------------------


def rarely(draw: Draw) -> bool:
    """True one time in four."""
    return bool(draw(st.sampled_from((False, False, False, True))))


@st.composite
def columns(draw: Draw) -> Column:
    """Any column."""
    family = draw(st.sampled_from(WEIGHTED))
    kind = draw(st.sampled_from(FAMILIES[family]))
    by_validator = kind == "TextField" and rarely(draw)
    limits = _LIMITS.get(family, _none)(draw, kind, by_validator)
    options = _options(draw, family, limits)
    return Column(family, kind, limits, options, by_validator, draw(st.booleans()))


def _options(draw: Draw, family: str, limits: Limits) -> dict[str, str]:
    options: dict[str, str] = {}
    if rarely(draw):
        options["null"] = "True"
    if rarely(draw):
        options["blank"] = "True"
    default = _default(draw, family, limits) if rarely(draw) else None
    if default is not None:
        options[draw(st.sampled_from(("default", "default", "db_default")))] = default
    elif limits.choices is None and family not in ("bool", "json") and rarely(draw):
        options["unique"] = "True"
    if family in CALLED and default is None and rarely(draw):
        options["default"] = CALLED[family]
    return options


def _default(draw: Draw, family: str, limits: Limits) -> str | None:
    """A default that the column's own limits allow."""
    if limits.choices is not None:
        return repr(limits.choices[0])
    if family not in DEFAULTS or limits != Limits(max_length=limits.max_length):
        return None
    return repr(draw(st.sampled_from(DEFAULTS[family])))


def _none(draw: Draw, kind: str, by_validator: bool) -> Limits:
    return Limits()


def _text(draw: Draw, kind: str, by_validator: bool) -> Limits:
    longest = draw(st.integers(24, 60)) if kind in ("EmailField", "URLField") else None
    if kind == "CharField" or by_validator:
        longest = draw(st.integers(6, 30))
    elif kind != "TextField" and rarely(draw):
        longest = None
    if kind == "SlugField":
        longest = draw(st.sampled_from((None, 20)))
    if kind == "CharField" and rarely(draw):
        return Limits(max_length=longest, choices=TEXTS)
    plain = kind in ("CharField", "TextField")
    return Limits(
        max_length=longest,
        min_length=draw(st.integers(2, 4)) if rarely(draw) else None,
        pattern=plain and rarely(draw),
        project=PROJECT_VALIDATORS["text"] if rarely(draw) else None,
    )


def _int(draw: Draw, kind: str, by_validator: bool) -> Limits:
    if rarely(draw):
        return Limits(choices=NUMBERS)
    lowest = draw(st.integers(-5, 5)) if rarely(draw) else None
    highest = draw(st.integers(20, 40)) if rarely(draw) else None
    project = PROJECT_VALIDATORS["int"] if rarely(draw) else None
    return Limits(min_value=lowest, max_value=highest, project=project)


def _decimal(draw: Draw, kind: str, by_validator: bool) -> Limits:
    places = draw(st.integers(0, 3))
    step = Decimal(1).scaleb(-places)
    return Limits(
        max_digits=places + draw(st.integers(2, 4)),
        decimal_places=places,
        min_value=draw(st.integers(-5, 5)) * step if rarely(draw) else None,
        max_value=draw(st.integers(20, 40)) * step if rarely(draw) else None,
    )


def _float(draw: Draw, kind: str, by_validator: bool) -> Limits:
    lowest = draw(st.sampled_from((-1.5, 0, 0.5))) if rarely(draw) else None
    highest = draw(st.sampled_from((20, 20.5))) if rarely(draw) else None
    return Limits(min_value=lowest, max_value=highest)


_LIMITS = {"text": _text, "int": _int, "decimal": _decimal, "float": _float}
