"""Random fields of forms, serializers and schemas over a column, as data and as source."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from .columns import (
    DEFAULTS,
    ENUMERATIONS,
    NAME,
    NO_LIMITS,
    PATTERN,
    Column,
    Draw,
    Limits,
    choices,
    keywords,
    rarely,
)

# What stands between a client and the column.
LAYERS = ("serializer", "model_form", "form", "schema")

SERIALIZER_CLASSES = {
    "text": (
        "CharField",
        "CharField",
        "ChoiceField",
        "EmailField",
        "RegexField",
        "SlugField",
        "URLField",
    ),
    "int": ("IntegerField", "IntegerField", "ChoiceField"),
    "decimal": ("DecimalField", "DecimalField", "FloatField", "IntegerField"),
    "float": ("FloatField",),
    "bool": ("BooleanField",),
    "date": ("DateField",),
    "datetime": ("DateTimeField",),
    "time": ("TimeField",),
    "uuid": ("UUIDField",),
    "json": ("JSONField",),
}
FORM_CLASSES = SERIALIZER_CLASSES | {"int": ("IntegerField", "IntegerField", "TypedChoiceField")}
ANNOTATIONS = {
    "text": ("str", "str", "str", "choice"),
    "int": ("int", "int", "choice"),
    "decimal": ("Decimal", "Decimal", "float", "int"),
    "float": ("float",),
    "bool": ("bool",),
    "date": ("datetime.date",),
    "datetime": ("datetime.datetime",),
    "time": ("datetime.time",),
    "uuid": ("uuid.UUID",),
    "json": ("dict[str, int]", "Any"),
}


@dataclass(frozen=True)
class LayerField:
    """A field over a column: how it comes about, its class or annotation, its limits.

    `style` is `derived`, `extra` (DRF's `extra_kwargs`) or `declared`. `options` are its
    other keywords, as source; `validators` those that it is given. `renamed` fields go by
    another name than their column, through `source=` or an alias.
    """

    layer: str
    style: str
    kind: str = ""
    limits: Limits = NO_LIMITS
    options: dict[str, str] = field(default_factory=dict)
    validators: tuple[str, ...] = ()
    optional: bool = False
    exclusive: bool = False
    annotated: bool = False
    enumerated: bool = False
    renamed: bool = False

    @property
    def sent(self) -> str:
        """The name under which a client sends the value."""
        return "sent_amount" if self.renamed else NAME

    @property
    def keywords(self) -> dict[str, str]:
        """The keywords of a serializer's or form's field."""
        given = dict(self.options)
        names = ("max_length", "min_length", "min_value", "max_value", "max_digits")
        for name in (*names, "decimal_places"):
            value = getattr(self.limits, name)
            if value is not None:
                given[name] = repr(value)
        if self.layer == "serializer" and self.kind == "DecimalField":
            given.setdefault("max_digits", "None")
            given.setdefault("decimal_places", "None")
        if self.limits.choices is not None:
            given["choices"] = choices(self.limits.choices, self.enumerated)
        if self.kind == "RegexField":
            given["regex"] = repr(PATTERN)
        if self.renamed:
            given["source"] = repr(NAME)
        if self.kind == "TypedChoiceField":
            given |= {"coerce": "int", "empty_value": "None"}
        if self.validators:
            given["validators"] = f"[{', '.join(self.validators)}]"
        return given

    @property
    def call(self) -> str:
        """`CharField(max_length=20, required=False)`"""
        return f"{self.kind}({keywords(self.keywords)})"

    @property
    def annotation(self) -> str:
        """`amount: Decimal | None = Field(None, max_digits=8)`, without the name."""
        kind = self.kind
        if self.limits.choices is not None:
            kind = f"Literal{list(self.limits.choices)!r}"
            if self.enumerated:
                kind = ENUMERATIONS.get(self.limits.choices, kind)
        told = keywords(self._constraints)
        default = self.options.get("default")
        if self.annotated and told:
            kind = f"Annotated[{kind}, Field({told})]"
            told = ""
        if self.optional:
            kind = f"{kind} | None"
        if told:
            return f"{kind} = Field({', '.join([*([default] if default else []), told])})"
        return f"{kind} = {default}" if default else kind

    @property
    def _constraints(self) -> dict[str, str]:
        limits = self.limits
        low, high = ("gt", "lt") if self.exclusive else ("ge", "le")
        named = {
            "max_length": limits.max_length,
            "min_length": limits.min_length,
            low: limits.min_value,
            high: limits.max_value,
            "max_digits": limits.max_digits,
            "decimal_places": limits.decimal_places,
            "pattern": PATTERN if limits.pattern else None,
            "alias": self.sent if self.renamed else None,
        }
        return {name: repr(value) for name, value in named.items() if value is not None}


# Strategies -----------------------------------------------------------------------------


@st.composite
def layer_fields(draw: Draw, column: Column) -> LayerField:
    """Any field over a column."""
    layer = draw(st.sampled_from(LAYERS))
    styles = {
        "serializer": ("derived", "extra", "declared", "declared"),
        "model_form": ("derived", "declared", "declared"),
        "form": ("declared",),
        "schema": ("derived", "declared", "declared", "declared"),
    }
    style = draw(st.sampled_from(styles[layer]))
    if style == "derived":
        return LayerField(layer, style)
    if layer == "schema":
        return _schema_field(draw, column)
    if style == "extra":
        return _extra(draw, column)
    return _declared(draw, layer, column)


def _declared(draw: Draw, layer: str, column: Column) -> LayerField:
    classes = SERIALIZER_CLASSES if layer == "serializer" else FORM_CLASSES
    kind = draw(st.sampled_from(classes[column.family]))
    limits = _limits(draw, column, choice="Choice" in kind)
    if layer == "form" or kind == "FloatField":
        limits = replace(limits, pattern=False)
    if kind == "RegexField":
        limits = replace(limits, pattern=True)
    if kind == "FloatField":
        limits = _as_float(limits)
    if kind == "IntegerField":
        limits = _as_int(limits)
    if kind in ("EmailField", "URLField") and (limits.max_length or 0) < 24:
        # Hardly any address is that short.
        limits = replace(limits, max_length=None)
    if layer != "serializer" and kind in ("EmailField", "SlugField", "URLField"):
        limits = replace(limits, min_length=None)
    options = _serializer_options(draw, column, kind) if layer == "serializer" else {}
    if layer != "serializer" and draw(st.booleans()):
        options["required"] = draw(st.sampled_from(("True", "False")))
    own = _validators(draw, column, unique=layer == "serializer")
    if kind in ("EmailField", "URLField"):
        # Hardly any address gets past these.
        own = tuple(each for each in own if not each.startswith(("Regex", "MaxLength")))
    if "Choice" in kind:
        # A form's choices are text when its validators run.
        own = tuple(each for each in own if each.startswith("Unique"))
    renamed = layer == "serializer" and rarely(draw)
    enumerated = column.enumerated and draw(st.booleans())
    return LayerField(
        layer, "declared", kind, limits, options, own, enumerated=enumerated, renamed=renamed
    )


def _extra(draw: Draw, column: Column) -> LayerField:
    """What `extra_kwargs` says: little, mostly."""
    limits = _limits(draw, column, choice=False)
    if column.limits.choices is not None:
        limits = Limits()
    kept = {
        name: getattr(limits, name)
        for name in ("max_length", "min_length", "min_value", "max_value")
        if rarely(draw)
    }
    options = _serializer_options(draw, column, "")
    own = _validators(draw, column, unique=True) if rarely(draw) else ()
    return LayerField("serializer", "extra", "", Limits(**kept), options, own)


def _serializer_options(draw: Draw, column: Column, kind: str) -> dict[str, str]:
    options: dict[str, str] = {}
    if rarely(draw):
        options["allow_null"] = draw(st.sampled_from(("True", "True", "False")))
    if column.family == "text" and rarely(draw):
        options["allow_blank"] = "True"
    default = _default(draw, column) if rarely(draw) else None
    if default is not None:
        options["default"] = default
    elif draw(st.booleans()):
        options["required"] = draw(st.sampled_from(("True", "False")))
    return options


def _schema_field(draw: Draw, column: Column) -> LayerField:
    kind = draw(st.sampled_from(ANNOTATIONS[column.family]))
    limits = _limits(draw, column, choice=kind == "choice")
    if kind == "float":
        limits = _as_float(limits)
    if kind == "int":
        limits = _as_int(limits)
    if column.family == "text" and kind == "str" and rarely(draw):
        limits = replace(limits, pattern=True)
    default = _default(draw, column) if rarely(draw) else None
    if kind in ("float", "int") and column.family == "decimal" and default != "None":
        default = None
    optional = rarely(draw) or default == "None"
    annotated = rarely(draw)
    return LayerField(
        "schema",
        "declared",
        kind,
        limits,
        {"default": default} if default is not None else {},
        optional=optional,
        exclusive=rarely(draw),
        annotated=annotated,
        enumerated=column.enumerated and draw(st.booleans()),
        # Inside a union an alias has no effect.
        renamed=not annotated and rarely(draw),
    )


def _default(draw: Draw, column: Column) -> str | None:
    """A default of the field's own: None, or a value that suits the column."""
    if draw(st.booleans()):
        return "None"
    limits = column.limits
    if limits.choices is not None:
        return repr(limits.choices[0])
    if column.family not in DEFAULTS or column.kind in ("EmailField", "URLField"):
        return None
    if (limits.min_value, limits.max_value, limits.min_length) != (None, None, None):
        return None
    return repr(DEFAULTS[column.family][-1])


def _limits(draw: Draw, column: Column, choice: bool) -> Limits:
    """Limits around those of the column: the same, a little more or less, or none."""
    own = column.limits
    if choice:
        several = own.choices or (("draft", "other") if column.family == "text" else (2, 8))
        more = ("late",) if column.family == "text" else (9,)
        return Limits(choices=draw(st.sampled_from((several, several[:2], (*several, *more)))))
    step: Any = Decimal(1).scaleb(-(own.decimal_places or 0)) if column.family == "decimal" else 1
    lowest = own.min_value
    if lowest is None and column.kind.startswith("Positive"):
        lowest = 0
    text = column.family == "text"
    digits, places = _near(draw, own.max_digits, 1), _near(draw, own.decimal_places, 1, least=0)
    if digits is not None and digits - (places or 0) < 2:
        # There must be room for the bounds.
        digits = None
    longest = own.max_length or (50 if column.kind == "SlugField" else 200)
    return Limits(
        max_length=_near(draw, longest, 1) if text else None,
        min_length=_near(draw, own.min_length, 1) if text else None,
        min_value=_near(draw, lowest, step),
        max_value=_near(draw, own.max_value, step),
        max_digits=digits,
        decimal_places=places,
    )


def _near(draw: Draw, limit: Any, step: Any, least: Any = None) -> Any:
    """A limit, one step more or less, or None; mostly None where the column has none."""
    if limit is None:
        return None
    near = [limit, limit, limit + step, limit - step]
    return draw(st.sampled_from([None, *(n for n in near if least is None or n >= least)]))


def _as_float(limits: Limits) -> Limits:
    """The limits that a float may have."""
    lowest, highest = limits.min_value, limits.max_value
    return Limits(
        min_value=float(lowest) if lowest is not None else None,
        max_value=float(highest) if highest is not None else None,
    )


def _as_int(limits: Limits) -> Limits:
    """The limits that a whole number may have."""
    lowest, highest = limits.min_value, limits.max_value
    return Limits(
        min_value=int(lowest) if lowest is not None else None,
        max_value=int(highest) if highest is not None else None,
        choices=limits.choices,
    )


def _validators(draw: Draw, column: Column, *, unique: bool) -> tuple[str, ...]:
    """Some of the validators that the column has."""
    limits = column.limits
    several = []
    if limits.pattern:
        several.append(f"RegexValidator({PATTERN!r})")
    if limits.project is not None:
        several.append(limits.project)
    if limits.min_value is not None:
        several.append(f"MinValueValidator({limits.min_value!r})")
    if column.longest_by_validator:
        several.append(f"MaxLengthValidator({limits.max_length!r})")
    if unique and column.unique:
        several.append("UniqueValidator(queryset=Thing.objects.all())")
    return tuple(each for each in several if draw(st.booleans()))
