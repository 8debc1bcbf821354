"""Contract, Field, Fact: what a class says about one set of data.

A fact has three states: `Known(value)` or `UNKNOWN`; a value of None means that the class
surely says nothing (no limit, no choices). Unknown is never treated as the default.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A fact that the source settles."""

    value: T


class Unsettled(Enum):
    """The type of UNKNOWN; an enumeration so that type checkers can narrow it."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unsettled.UNKNOWN
Fact: TypeAlias = Known[T] | Unsettled


class Layer(StrEnum):
    """Where a contract stands."""

    MODEL = "model"
    FORM = "form"
    SERIALIZER = "serializer"
    SCHEMA = "schema"


class Link(StrEnum):
    """How it is known which model a contract speaks of, strongest first."""

    META = "meta"
    CONFIG = "config"
    FLOW = "flow"
    NAME = "name"


class Direction(StrEnum):
    """Which way data travels between a layer and a model."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of a declaration: `path` as in `Place`, lines from 1."""

    path: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One named value of a contract, as the class has it at run time.

    `declared` is False where a framework derived the field from the model. `span` is the
    statement that declares or configures it, None where there is none (Django's own `id`).
    `framework_class` is the built-in class it is or descends from, by its canonical name;
    `custom` says that a project or package class stands in between. `validators` holds the
    dotted names of validators beyond those that the limits stand for. `automatic` fields
    are filled by the framework, `adds_fields` ones may give their class further fields.
    `fills` are the columns that a column of none of its own sets.
    `refuses` says that the field's own class may refuse values for reasons of its own, so that
    its limits are not all that it asks for.
    `alias` is the name under which input carries the value, None where it is `name`.
    `first_bounds` are the least and the greatest value that the first validator of each kind
    allows, where that is not what `min_value` and `max_value` say, `validated_length` the
    greatest length that validators allow, whatever `max_length` is. `parent_link` columns
    point at the row of a parent model. `as_text` says that a serializer shows a Decimal as a
    text, unless the settings say otherwise.
    """

    name: str
    span: Span | None
    declared_in: str | None
    declared: bool
    source: Fact[str | None]
    type: Fact[str]
    framework_class: str = ""
    custom: bool = False
    required: Fact[bool] = Known(False)
    nullable: Fact[bool] = Known(False)
    blank: Fact[bool] = Known(False)
    has_default: Fact[bool] = Known(False)
    database_default: Fact[bool] = Known(False)
    default: Fact[object] = Known(None)
    unique: Fact[bool] = Known(False)
    max_length: Fact[int | None] = Known(None)
    min_length: Fact[int | None] = Known(None)
    max_digits: Fact[int | None] = Known(None)
    decimal_places: Fact[int | None] = Known(None)
    min_value: Fact[object] = Known(None)
    max_value: Fact[object] = Known(None)
    pattern: Fact[str | None] = Known(None)
    choices: Fact[tuple[object, ...] | None] = Known(None)
    relation: Fact[str | None] = Known(None)
    many: Fact[bool] = Known(False)
    read_only: Fact[bool] = Known(False)
    write_only: Fact[bool] = Known(False)
    editable: Fact[bool] = Known(True)
    has_through: bool = False
    related_name: Fact[str | None] = Known(None)
    primary_key: bool = False
    parent_link: bool = False
    first_bounds: tuple[Fact[object], Fact[object]] | None = None
    validated_length: Fact[int | None] = Known(None)
    automatic: bool = False
    adds_fields: bool = False
    fills: tuple[str, ...] = ()
    refuses: bool = False
    formfield_changes: frozenset[str] = frozenset()
    validators: Fact[tuple[str, ...]] = Known(())
    alias: Fact[str | None] = Known(None)
    as_text: Fact[bool] = Known(True)


def unknown_field(name: str) -> Field:
    """A field of which only the name is sure; whoever knows more replaces what it knows."""
    return Field(
        name=name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(name),
        type=UNKNOWN,
        required=UNKNOWN,
        nullable=UNKNOWN,
        blank=UNKNOWN,
        has_default=UNKNOWN,
        database_default=UNKNOWN,
        default=UNKNOWN,
        unique=UNKNOWN,
        max_length=UNKNOWN,
        min_length=UNKNOWN,
        max_digits=UNKNOWN,
        decimal_places=UNKNOWN,
        min_value=UNKNOWN,
        max_value=UNKNOWN,
        pattern=UNKNOWN,
        choices=UNKNOWN,
        relation=UNKNOWN,
        many=UNKNOWN,
        read_only=UNKNOWN,
        write_only=UNKNOWN,
        editable=UNKNOWN,
        related_name=UNKNOWN,
        validated_length=UNKNOWN,
        validators=UNKNOWN,
        alias=UNKNOWN,
        as_text=UNKNOWN,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint of a model's table: `kind` is `unique` or `check`.

    `fields` are the columns it speaks of; `condition` is its source text, None for a
    unique constraint that always holds.
    """

    kind: str
    fields: tuple[str, ...]
    condition: str | None
    name: str | None
    span: Span
    condition_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one class says about one set of data.

    `name` is the class's dotted name, `model` that of the model it speaks of. `unknown`
    holds `"fields"` where the class may have fields at run time that the source does not
    show. `saved` are the names that the framework saves, None where it saves them all.
    `bases` are the dotted names of its method resolution order, itself first. `coerces` are
    the settings by which a schema takes more, or less, than its annotations say.
    """

    layer: Layer
    name: str
    span: Span
    name_line: int
    fields: tuple[Field, ...]
    model: str | None = None
    link: Link | None = None
    unknown: frozenset[str] = frozenset()
    bases: tuple[str, ...] = ()
    abstract: bool = False
    constraints: tuple[Constraint, ...] = ()
    saved: frozenset[str] | None = None
    missing: tuple[Missing, ...] = ()
    coerces: frozenset[str] = frozenset()

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def short_name(self) -> str:
        """The class's own name: `OrderForm`."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that a class's options use although nothing of that name exists.

    `option` is where it stands: `Meta.fields`, `extra_kwargs`, `source` …
    """

    name: str
    option: str
    span: Span


FACTS: tuple[str, ...] = (
    "type",
    "required",
    "nullable",
    "blank",
    "has_default",
    "unique",
    "max_length",
    "min_length",
    "max_digits",
    "decimal_places",
    "min_value",
    "max_value",
    "pattern",
    "choices",
    "relation",
    "many",
    "read_only",
    "write_only",
)
