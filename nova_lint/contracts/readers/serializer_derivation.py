"""What a ModelSerializer derives from a model: fields of columns, relations, properties.

Source: DRF 3.18, rest_framework/utils/field_mapping.py (get_field_kwargs,
get_relation_kwargs) and rest_framework/serializers.py (build_field, include_extra_kwargs,
get_uniqueness_extra_kwargs).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import (
    UNKNOWN,
    Constraint,
    Contract,
    Fact,
    Field,
    Known,
    unknown_field,
)
from nova_lint.knowledge.drf import (
    BLANK_IS_DEFAULT_SINCE,
    CONDITION_COUNTS_SINCE,
    CONDITION_JOINS_SINCE,
    CONSTRAINT_IS_UNIQUE_SINCE,
    FIELDS,
    NULL_IS_DEFAULT_SINCE,
    READ_ONLY_CHOICES_SINCE,
    RELATED_FIELDS,
    UNIQUE_VALIDATOR,
    Release,
    is_serializer_field,
)
from nova_lint.knowledge.models import COLUMNS, TEXT_COLUMNS, column, is_column
from nova_lint.semantics.evaluation import Evaluator, constant
from nova_lint.semantics.values import Constant, Mapping, Unknown, Value

_NUMERIC = frozenset({"int", "float", "decimal", "duration"})


class Rules(msgspec.Struct, frozen=True):
    """What decides how fields are derived: DRF's release, the constraints of the model's
    table, and what a serializer sets for itself: the field classes of columns, None as the
    key for columns of the project's own, and the class of choices. Classes are DRF's, by
    their short names; an empty one is not known.
    """

    release: Release
    constraints: tuple[Constraint, ...]
    mapping: dict[str | None, str]
    choice_field: str | None

    def uniqueness(self, source: Field) -> bool:
        """Whether a constraint, not the column itself, makes the column unique."""
        return self.release >= CONSTRAINT_IS_UNIQUE_SINCE and any(
            constraint.kind == "unique"
            and constraint.fields == (source.name,)
            and (
                {source.name}.issuperset(constraint.condition_fields)
                or self.release < CONDITION_JOINS_SINCE
            )
            for constraint in self.constraints
        )


def derive_column(source: Field, rules: Rules) -> Field:
    """The serializer field of a column."""
    known = column(source.framework_class)
    own = _mapped(source, rules)
    mapped = own if own is not None else (known.serializer if known is not None else None)
    kind = FIELDS.get(mapped or "")
    short = source.framework_class.rpartition(".")[2]
    automatic = is_column(short, "AutoField")
    read_only: Fact[bool] = Known(True) if automatic else _negated(source.editable)
    if known is None:
        return replace(
            unknown_field(source.name),
            nullable=source.nullable,
            required=_required(source, read_only) if read_only != Known(True) else Known(False),
            read_only=read_only,
        )
    has_choices = source.choices != Known(None) and (
        read_only != Known(True) or rules.release >= READ_ONLY_CHOICES_SINCE
    )
    shape = Field(
        name=source.name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(source.name),
        type=Known(kind.type) if kind is not None else UNKNOWN,
        framework_class=f"rest_framework.serializers.{mapped}" if mapped else "",
        custom=source.custom,
        nullable=source.nullable,
        max_digits=source.max_digits if source.type == Known("decimal") else Known(None),
        decimal_places=source.decimal_places if source.type == Known("decimal") else Known(None),
        read_only=read_only,
        many=Known(bool(kind and kind.many)),
        editable=source.editable,
    )
    if has_choices:
        shape = _as_choice(shape, source, rules.choice_field)
    if read_only == Known(True):
        return shape
    shape = replace(
        shape,
        required=_required(source, read_only),
        blank=source.blank
        if _is_text(short) and (has_choices or is_serializer_field(mapped or "", "CharField"))
        else Known(False),
        validators=_validators(source, rules.uniqueness(source)),
    )
    return shape if has_choices else _with_limits(shape, source, short)


def _mapped(source: Field, rules: Rules) -> str | None:
    """The field class that the serializer's own `serializer_field_mapping` gives a column:
    that of the nearest of the column's classes."""
    if source.custom and None in rules.mapping:
        return ""
    name: str | None = source.framework_class.rpartition(".")[2]
    while name is not None:
        if name in rules.mapping:
            return rules.mapping[name]
        known = COLUMNS.get(name)
        name = known.parent if known is not None and name != "Field" else None
    return None


def _as_choice(shape: Field, source: Field, choice_field: str | None) -> Field:
    if choice_field is not None:
        kind = FIELDS.get(choice_field)
        return replace(
            shape,
            type=Known(kind.type) if kind is not None else UNKNOWN,
            choices=UNKNOWN,
            max_digits=Known(None),
            decimal_places=Known(None),
        )
    if source.choices is UNKNOWN:
        return replace(
            shape, type=UNKNOWN, choices=UNKNOWN, max_digits=UNKNOWN, decimal_places=UNKNOWN
        )
    return replace(
        shape,
        type=Known("choice"),
        framework_class="rest_framework.serializers.ChoiceField",
        choices=source.choices,
        max_digits=Known(None),
        decimal_places=Known(None),
    )


def _with_limits(shape: Field, source: Field, short: str) -> Field:
    if is_column(short, "FilePathField"):
        # The files that a folder holds at the time.
        shape = replace(shape, choices=UNKNOWN)
    own = _has_own_length(source, short)
    shape = replace(
        shape,
        min_length=source.min_length,
        max_length=source.max_length if own else source.validated_length,
    )
    if isinstance(source.type, Known) and source.type.value in _NUMERIC:
        least, greatest = source.first_bounds or (source.min_value, source.max_value)
        shape = replace(
            shape,
            min_value=_or_database_range(least, source),
            max_value=_or_database_range(greatest, source),
        )
    return shape


def _has_own_length(source: Field, short: str) -> bool:
    """Whether DRF takes the length from the column's `max_length`, and drops validators."""
    limited = _is_text(short) or is_column(short, "FileField")
    return limited and source.max_length != Known(None)


def _or_database_range(bound: Fact[object], source: Field) -> Fact[object]:
    """A whole number without a bound of its own gets the range of the database's type, and
    which database that is the source does not say."""
    return UNKNOWN if bound == Known(None) and source.type == Known("int") else bound


def _is_text(short: str) -> bool:
    return any(is_column(short, kind) for kind in TEXT_COLUMNS)


def _required(source: Field, read_only: Fact[bool]) -> Fact[bool]:
    optional = (source.has_default, source.blank, source.nullable)
    if any(fact == Known(True) for fact in optional):
        return Known(False)
    if read_only is UNKNOWN or any(fact is UNKNOWN for fact in optional):
        return UNKNOWN
    return Known(True)


def _validators(source: Field, constrained: bool) -> Fact[tuple[str, ...]]:
    if source.validators is UNKNOWN or (source.unique is UNKNOWN and not constrained):
        return UNKNOWN
    unique = (UNIQUE_VALIDATOR,) if constrained or source.unique == Known(True) else ()
    return Known((*source.validators.value, *unique))


def _negated(fact: Fact[bool]) -> Fact[bool]:
    return Known(not fact.value) if isinstance(fact, Known) else UNKNOWN


def derive_relation(source: Field, depth: int, hyperlinked: bool) -> Field:
    """The serializer field of a relation, forward or reverse."""
    many = source.many == Known(True)
    if depth > 0:
        return Field(
            name=source.name,
            span=None,
            declared_in=None,
            declared=False,
            source=Known(source.name),
            type=Known("list" if many else "object"),
            framework_class="rest_framework.serializers.ModelSerializer",
            many=source.many,
            read_only=Known(True),
            relation=source.relation,
            validators=UNKNOWN,
        )
    read_only = Known(True) if source.has_through else _negated(source.editable)
    kind = RELATED_FIELDS["hyperlinked" if hyperlinked else "plain"]
    shape = Field(
        name=source.name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(source.name),
        type=Known("relation"),
        framework_class=f"rest_framework.serializers.{kind}",
        # `allow_null` goes to the child of a ManyRelatedField, as validators do.
        nullable=Known(False) if many else source.nullable,
        many=source.many,
        read_only=read_only,
        relation=source.relation,
        editable=source.editable,
    )
    if read_only == Known(True):
        return shape
    shape = replace(shape, required=_required(source, read_only))
    return shape if many else replace(shape, validators=_validators(source, constrained=False))


def property_field(name: str) -> Field:
    """The read-only field of a property or method."""
    return Field(
        name=name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(name),
        type=Known("any"),
        framework_class="rest_framework.serializers.ReadOnlyField",
        read_only=Known(True),
    )


def identity_field(name: str) -> Field:
    """The `url` field of a hyperlinked serializer."""
    return Field(
        name=name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known("*"),
        type=Known("relation"),
        framework_class="rest_framework.serializers.HyperlinkedIdentityField",
        read_only=Known(True),
    )


# Options --------------------------------------------------------------------------------

# Keywords that a field does not take once `extra_kwargs` makes it read-only.
_DROPPED_WHEN_READ_ONLY = {
    "required": Known(False),
    "has_default": Known(False),
    "blank": Known(False),
    "min_length": Known(None),
    "max_length": Known(None),
    "min_value": Known(None),
    "max_value": Known(None),
    "validators": Known(()),
}


def with_extra_kwargs(
    field: Field, column: Field | None, keywords: Mapping, evaluator: Evaluator
) -> Field:
    """The field with what `Meta.extra_kwargs` and `read_only_fields` say of it. `column` is
    the one that it was derived from."""
    if not keywords.entries and keywords.complete:
        return field
    given = {str(key): value for key, value in keywords.constant_items()}
    read_only = facts.boolean(given.get("read_only"), None) if "read_only" in given else None
    if read_only == Known(True):
        field = replace(field, **_DROPPED_WHEN_READ_ONLY)
        given = {key: value for key, value in given.items() if key not in ("required",)}
    if "default" in given:
        # A default replaces what made the field optional.
        field = replace(field, has_default=Known(True), required=Known(False))
        field = replace(field, default=facts.limit(given["default"]))
    validators = facts.validators([given["validators"]]) if "validators" in given else None
    if validators is not None and column is not None:
        field = _with_keyword_lengths(field, column)
    for key, value in given.items():
        field = _with_keyword(field, key, value, evaluator)
    if validators is not None:
        field = _with_validators(field, validators)
    if field.read_only == Known(True):
        field = replace(field, required=Known(False))
    return field


def _with_keyword_lengths(field: Field, column: Field) -> Field:
    """The field with those lengths alone that DRF passes as keywords, and that stay when its
    validators are replaced: a TextField is limited by validators (get_field_kwargs)."""
    short = column.framework_class.rpartition(".")[2]
    return replace(
        field,
        max_length=field.max_length if _has_own_length(column, short) else Known(None),
        min_length=field.min_length if is_column(short, "CharField") else Known(None),
    )


def _with_validators(field: Field, validators: facts.Validators) -> Field:
    """The field with these validators, and their limits where those are stricter."""
    limits = validators.limits
    return replace(
        field,
        validators=validators.others,
        max_length=validators.length("max_length", field.max_length),
        min_length=validators.length("min_length", field.min_length),
        min_value=facts.stricter(
            "min_value", field.min_value, limits.get("min_value", Known(None))
        ),
        max_value=facts.stricter(
            "max_value", field.max_value, limits.get("max_value", Known(None))
        ),
    )


# What each keyword of `extra_kwargs` sets.
_KEYWORDS: dict[str, tuple[str, Callable[[Value], object]]] = {
    **{
        keyword: (fact, lambda value: facts.boolean(value, None))
        for keyword, fact in {
            "required": "required",
            "allow_null": "nullable",
            "allow_blank": "blank",
            "read_only": "read_only",
            "write_only": "write_only",
            "many": "many",
            "coerce_to_string": "as_text",
        }.items()
    },
    **{
        name: (name, lambda value: facts.integer(value, None))
        for name in ("max_length", "min_length", "max_digits", "decimal_places")
    },
    "min_value": ("min_value", facts.limit),
    "max_value": ("max_value", facts.limit),
}


def _with_keyword(field: Field, key: str, value: Value, evaluator: Evaluator) -> Field:
    if key == "choices":
        return replace(field, choices=facts.choices(value, evaluator))
    if key not in _KEYWORDS:
        return field
    fact, read = _KEYWORDS[key]
    return replace(field, **{fact: read(value)})


def with_uniqueness(
    names: Sequence[str],
    own: dict[str, Field],
    columns: Contract,
    extra: Mapping,
    release: Release,
) -> Mapping:
    """The extra keywords with those that constraints over several columns add.

    Each column of such a constraint becomes required, or gets the column's default, once
    all of them are fields of the serializer.
    """
    sources = {_source(name, own, extra) for name in names}
    added: dict[str, Mapping] = {}
    for constraint in columns.constraints:
        if not _applies(constraint, sources, release):
            continue
        for name in constraint.fields:
            column = columns.field(name)
            if column is not None and name in names and name not in own:
                added[name] = _uniqueness_keywords(column, release)
    for name, keywords in added.items():
        given = extra.get(name)
        merged = Mapping(keywords.entries + (given.entries if isinstance(given, Mapping) else ()))
        extra = Mapping((*extra.entries, (Constant(name), merged)))
    return extra


def _applies(constraint: Constraint, sources: set[str], release: Release) -> bool:
    if constraint.kind != "unique":
        return False
    needed = set(constraint.fields)
    if release < CONDITION_JOINS_SINCE and len(needed) < 2:
        return False
    if release >= CONDITION_COUNTS_SINCE:
        needed.update(constraint.condition_fields)
    return len(needed) > 1 and needed <= sources


def _source(name: str, own: dict[str, Field], extra: Mapping) -> str:
    if name in own:
        source = own[name].source
        return source.value or name if isinstance(source, Known) else ""
    options = extra.get(name)
    given = constant(options.get("source")) if isinstance(options, Mapping) else None
    return given if isinstance(given, str) else name


def _uniqueness_keywords(column: Field, release: Release) -> Mapping:
    if column.automatic or column.has_default == Known(True):
        known = UNKNOWN if column.automatic else column.default
        default = Constant(known.value) if isinstance(known, Known) else Unknown()
        return Mapping(((Constant("default"), default),))
    if column.nullable == Known(True) and release >= NULL_IS_DEFAULT_SINCE:
        return Mapping(((Constant("default"), Constant(None)),))
    blank = column.blank == Known(True) and _is_text(column.framework_class.rpartition(".")[2])
    if blank and release >= BLANK_IS_DEFAULT_SINCE:
        return Mapping(((Constant("default"), Constant("")),))
    return Mapping(((Constant("required"), Constant(True)),))
