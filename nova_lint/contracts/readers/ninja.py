"""What django-ninja makes of a model's columns: `ModelSchema` and `create_schema`.

A class that has ModelSchema itself among its bases gets a field from each column that its
own `Meta` selects (ninja 1.7, ninja/orm/metaclass.py, factory.py, fields.py); a subclass of
such a class inherits its fields and nothing more. ninja reads a column through
`deconstruct`, and runs none of its validators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import (
    UNKNOWN,
    Contract,
    Fact,
    Field,
    Known,
    Layer,
    Missing,
    Span,
    unknown_field,
)
from nova_lint.contracts.readers.annotations import short_name
from nova_lint.contracts.readers.classes import MetaOptions
from nova_lint.contracts.readers.schema_fields import negated
from nova_lint.contracts.readers.shapes import any_of
from nova_lint.knowledge.models import is_column
from nova_lint.knowledge.schemas import NINJA_DROPPED_LENGTHS, NINJA_FAMILIES, NINJA_OPTIONS
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Items, Reference, Value
from nova_lint.workspace.symbols import ClassSymbol, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

MODEL_SCHEMA = "ninja.ModelSchema"
CREATE_SCHEMA = "ninja.create_schema"
_ALL = "__all__"
_NOVA_CONFIG = "_nova_config"


class Derived(msgspec.Struct, frozen=True):
    """The fields that ninja derives; `readable` is False where there may be others."""

    fields: dict[str, Field]
    readable: bool = True
    missing: tuple[Missing, ...] = ()


class Selection(msgspec.Struct, frozen=True):
    """Which columns of which model a schema takes; None stands for what is not given.

    `spans` says where an option stands.
    """

    model: Value | None
    fields: Value | None
    exclude: Value | None
    optional: Value | None
    nested: bool = False
    spans: dict[str, Span] = msgspec.field(default_factory=dict)


# Where the selection stands -------------------------------------------------------------


def options_of(cls: ClassSymbol, contracts: Contracts) -> MetaOptions:
    """The `Meta` of a schema, or the `Config` that ninja 0.x read."""
    for name in ("Meta", "Config"):
        symbol = contracts.symbols.class_member(cls, name)
        if isinstance(symbol, ClassSymbol):
            options = MetaOptions(symbol, contracts)
            if options.get("model") is not None:
                return options
    return MetaOptions(None, contracts)


def class_selection(cls: ClassSymbol, contracts: Contracts) -> Selection:
    """The selection that a ModelSchema's own `Meta` states."""
    options = options_of(cls, contracts)
    old_style = options.meta is not None and options.meta.node.name == "Config"
    names = {key: pair[old_style] for key, pair in NINJA_OPTIONS.items()}
    spans = {key: span for key, name in names.items() if (span := options.span(name))}
    return Selection(
        model=options.get(names["model"]),
        fields=options.get(names["fields"]),
        exclude=options.get(names["exclude"]),
        optional=options.get(names["optional"]),
        spans=spans,
    )


def call_selection(call: Call) -> Selection:
    """The selection that the arguments of `create_schema(…)` state."""
    return Selection(
        model=call.argument(0, "model"),
        fields=call.keyword("fields"),
        exclude=call.keyword("exclude"),
        optional=call.keyword("optional_fields"),
        nested=constant(call.keyword("depth")) not in (0, None) and "depth" in call.keywords(),
    )


# The fields -----------------------------------------------------------------------------


def derived_fields(selection: Selection, near: ClassSymbol, contracts: Contracts) -> Derived:
    """The fields that ninja makes of the selected columns."""
    columns = _columns(selection, near, contracts)
    chosen = _names(selection.fields)
    excluded = _names(selection.exclude) or ()
    if columns is None or isinstance(chosen, str) or isinstance(excluded, str):
        named = chosen if isinstance(chosen, tuple) else ()
        return Derived({name: unknown_field(name) for name in named}, readable=bool(named))
    if chosen is None:
        names = tuple(c.name for c in columns.fields if c.name not in excluded)
    else:
        names = chosen
    found: dict[str, Field] = {}
    for name in names:
        column = columns.field(name)
        found[name] = (
            derive(column, _is_optional(name, selection), selection.nested, contracts)
            if column is not None
            else unknown_field(name)
        )
    readable = chosen is not None or "fields" not in columns.unknown
    missing = _missing(selection, (*(chosen or ()), *excluded), columns)
    return Derived(found, readable, missing)


def _columns(selection: Selection, near: ClassSymbol, contracts: Contracts) -> Contract | None:
    model = contracts.model_class(selection.model, near) if selection.model else None
    return contracts.contract(model) if model is not None else None


def _names(value: Value | None) -> tuple[str, ...] | str | None:
    """The names in an option; None for all or none of them, a text where unreadable."""
    if value is None or value in (Constant(None), Constant(_ALL)):
        return None
    named = facts.names(value)
    return named if named is not None else "unreadable"


def _is_optional(name: str, selection: Selection) -> Fact[bool]:
    if selection.optional == Constant(_ALL):
        return Known(True)
    named = _names(selection.optional)
    return UNKNOWN if isinstance(named, str) else Known(name in (named or ()))


def _missing(
    selection: Selection, names: tuple[str, ...], columns: Contract
) -> tuple[Missing, ...]:
    """Names of no column: ninja raises ConfigError when the module is imported."""
    option = "fields" if _names(selection.fields) else "exclude"
    span = selection.spans.get(option)
    if span is None or columns.unknown:
        return ()
    return tuple(
        Missing(name, f"Meta.{option}", span) for name in names if columns.field(name) is None
    )


def derive(column: Field, optional: Fact[bool], nested: bool, contracts: Contracts) -> Field:
    """The schema field that ninja makes of a column (get_schema_field)."""
    if column.type == Known("relation"):
        return _of_relation(column, optional, nested, contracts)
    blank = Known(False) if _is_automatic_time(column) else column.blank
    nullable = any_of((Known(column.primary_key), blank, column.nullable, optional))
    return replace(
        _shape(column),
        type=_family(column),
        nullable=nullable,
        required=negated(any_of((nullable, column.has_default))),
        has_default=any_of((nullable, column.has_default)),
        default=column.default if column.has_default == Known(True) else Known(None),
        max_length=_length(column),
    )


def _of_relation(column: Field, optional: Fact[bool], nested: bool, contracts: Contracts) -> Field:
    nullable = any_of((column.nullable, optional))
    many = column.many
    one: Fact[str] = Known("object") if nested else _key_family(column, contracts)
    alias = None if nested else column.name if many == Known(True) else f"{column.name}_id"
    return replace(
        _shape(column),
        type=Known("list") if many == Known(True) else one if many == Known(False) else UNKNOWN,
        # A nested schema may be left out where the column is null, but takes no null.
        nullable=Known(False) if nested else nullable,
        required=negated(nullable),
        has_default=nullable,
        relation=column.relation,
        many=many,
        alias=Known(alias),
    )


def _shape(column: Field) -> Field:
    return Field(
        name=column.name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(column.name),
        type=UNKNOWN,
        framework_class=column.framework_class,
        custom=column.custom,
    )


def _is_automatic_time(column: Field) -> bool:
    """Whether `auto_now` makes a column blank; `deconstruct` leaves that out."""
    return column.automatic and any(
        is_column(column.framework_class, kind) for kind in ("DateField", "TimeField")
    )


def _family(column: Field) -> Fact[str]:
    family = NINJA_FAMILIES.get(short_name(column.framework_class))
    if family is not None:
        return Known(family)
    for kind in ("CharField", "FileField"):
        if is_column(column.framework_class, kind):
            return Known("str")
    return column.type


def _length(column: Field) -> Fact[int | None]:
    short = short_name(column.framework_class)
    if is_column(column.framework_class, "TextField") and column.max_length != Known(None):
        # ninja 1.5 and later limit what comes in, and let longer text out.
        return UNKNOWN
    if column.max_length == Known(NINJA_DROPPED_LENGTHS.get(short)):
        return Known(None)
    return column.max_length


def _key_family(column: Field, contracts: Contracts) -> Fact[str]:
    """The family of the primary key that a relation points at."""
    target = column.relation.value if isinstance(column.relation, Known) else None
    symbol = contracts.symbols.absolute(target) if target else None
    model = contracts.contract(symbol) if isinstance(symbol, ClassSymbol) else None
    if model is None:
        return UNKNOWN
    key = next((f for f in model.fields if f.primary_key), None)
    if key is None:
        return UNKNOWN
    # A key that is a relation itself has no entry in ninja's table, which then says int.
    return Known("int") if key.type == Known("relation") else _family(key)


# Nova -----------------------------------------------------------------------------------


def nova_links(contracts: Contracts) -> dict[str, str]:
    """The schemas that models name: `_nova_config = NovaConfig(pydantic_schema=OrderSchema)`.

    From the schema's dotted name to the model's.
    """
    found: dict[str, str] = {}
    mentioning = contracts.workspace.mentioning("NovaConfig")
    for model in (cls for path in mentioning for cls in contracts.classes_of(path)):
        if _NOVA_CONFIG not in model.bindings or not contracts.is_model(model):
            continue
        symbol = contracts.symbols.own_member(model, _NOVA_CONFIG)
        value = contracts.evaluator.variable(symbol) if isinstance(symbol, Variable) else None
        for schema in _named_schemas(value):
            if contracts.layer(schema) is Layer.SCHEMA:
                found.setdefault(schema.name, model.name)
    return found


def _named_schemas(value: Value | None) -> list[ClassSymbol]:
    if not isinstance(value, Call):
        return []
    named = value.keyword("pydantic_schema")
    several = named.items if isinstance(named, Items) else (named,)
    return [
        item.symbol
        for item in several
        if isinstance(item, Reference) and isinstance(item.symbol, ClassSymbol)
    ]
