"""One column of a model: the call in the class body, and the field that Django makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.construction import Construction, construct
from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known, Span, unknown_field
from nova_lint.contracts.readers.classes import class_validators, may_be_field
from nova_lint.knowledge.models import (
    COLUMNS,
    CONTENTTYPES_NAMES,
    GENERIC_KEY_COLUMNS,
    POSTGRES_COLUMNS,
    Column,
    column,
    is_column,
)
from nova_lint.semantics.evaluation import constant, plain_value
from nova_lint.semantics.values import Call, Constant, Reference, Unknown, Value
from nova_lint.workspace.symbols import ClassSymbol, External, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

COLUMN_ROOTS = frozenset(
    {f"django.db.models.{name}" for name in COLUMNS}
    | {f"django.contrib.postgres.fields.{name}" for name in POSTGRES_COLUMNS}
    | {f"django.contrib.contenttypes.fields.{name}" for name in CONTENTTYPES_NAMES}
)
POSITIONAL = {
    name: known.positional for name in COLUMN_ROOTS if (known := column(name)) is not None
} | {
    "django.contrib.contenttypes.fields.GenericForeignKey": ("ct_field", "fk_field"),
    "django.contrib.contenttypes.fields.GenericRelation": ("to",),
}
_MISSING = Constant(None)
# Words in a `formfield` method, and the fact of the form field that each one touches.
_FORM_FIELD_WORDS = (
    ("form_class", "type"),
    ("Field(", "type"),
    ("required", "required"),
    ("min_value", "min_value"),
    ("max_value", "max_value"),
    ("max_length", "max_length"),
    ("choices", "choices"),
)


def read_column(
    name: str, call: Call, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field | None:
    """The field that a call in a model's body makes; None where it makes none."""
    built = construct(call, contracts.evaluator, POSITIONAL, COLUMN_ROOTS)
    if built is None:
        wrapped = call.positional(0)
        if isinstance(wrapped, Call) and read_column(name, wrapped, span, owner, contracts):
            # `encrypted(models.TextField(…))`: some field, of which only the name is sure.
            return _opaque(name, facts.dotted_name(call.callee) or "", {}, span, owner)
        return _unresolved(name, call, span, owner)
    kind = built.external.rpartition(".")[2]
    if kind == "GeneratedField":
        return _generated(name, built, span, owner, contracts)
    if kind in CONTENTTYPES_NAMES:
        return _generic_relation(name, kind, built, span, owner, contracts)
    known = column(built.external)
    if known is None:
        return None
    return _built_in(name, known, built, span, owner, contracts)


def _generated(
    name: str, built: Construction, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field:
    """A column that the database computes; its type is that of its `output_field`."""
    output = built.get("output_field")
    inner = read_column(name, output, span, owner, contracts) if isinstance(output, Call) else None
    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name),
        type=inner.type if inner is not None else UNKNOWN,
        framework_class=built.external,
        nullable=facts.boolean(built.get("null"), False),
        blank=Known(True),
        unique=facts.boolean(built.get("unique"), False),
        min_value=inner.min_value if inner is not None else UNKNOWN,
        relation=inner.relation if inner is not None else UNKNOWN,
        editable=Known(False),
        automatic=True,
    )


def _built_in(
    name: str,
    known: Column,
    built: Construction,
    span: Span,
    owner: ClassSymbol,
    contracts: Contracts,
) -> Field:
    automatic_time = _is_true(built.get("auto_now")) or _is_true(built.get("auto_now_add"))
    composite = is_column(built.external, "CompositePrimaryKey")
    primary = composite or _is_true(built.get("primary_key"))
    checks = facts.validators([built.get("validators"), *class_validators(built, contracts)])
    related = known.type == "relation" or _class_flag(built, "many_to_many", contracts)
    many = is_column(built.external, "ManyToManyField") or _class_flag(
        built, "many_to_many", contracts
    )
    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name),
        type=_column_type(known, related),
        framework_class=built.external,
        custom=bool(built.classes),
        nullable=facts.boolean(built.get("null"), known.null),
        blank=Known(True)
        if automatic_time or known.blank
        else facts.boolean(built.get("blank"), known.blank),
        has_default=_has_default(built),
        default=_default(built),
        database_default=Known(built.get("db_default") is not None),
        unique=Known(True)
        if primary or is_column(built.external, "OneToOneField")
        else facts.boolean(built.get("unique"), False),
        max_length=facts.integer(built.get("max_length"), known.max_length),
        min_length=_as_integer(checks.limits.get("min_length", Known(None))),
        max_digits=facts.integer(built.get("max_digits"), None),
        decimal_places=facts.integer(built.get("decimal_places"), None),
        min_value=facts.stricter(
            "min_value", Known(known.min_value), checks.limits.get("min_value", Known(None))
        ),
        max_value=checks.limits.get("max_value", Known(None)),
        first_bounds=checks.first_bounds(known.min_value),
        validated_length=checks.length("max_length", _own_length_check(built)),
        choices=facts.choices(built.get("choices"), contracts.evaluator),
        relation=_relation(built, owner, contracts) if related else Known(None),
        many=Known(many),
        has_through=many and not _is_absent(built.get("through")),
        related_name=facts.text(built.get("related_name")) if related else Known(None),
        editable=Known(False)
        if automatic_time
        else facts.boolean(built.get("editable"), known.editable),
        primary_key=primary,
        parent_link=_is_true(built.get("parent_link")),
        automatic=automatic_time,
        # A field class that hooks into its model's class may give it more than itself.
        adds_fields=any("contribute_to_class" in cls.bindings for cls in built.classes),
        formfield_changes=_changes_form_field(built, contracts),
        validators=checks.others,
    )


def _own_length_check(built: Construction) -> Fact[int | None]:
    """The length that a column checks by a validator of its own."""
    if is_column(built.external, "BinaryField"):
        return facts.integer(built.get("max_length"), None)
    return Known(None)


def _changes_form_field(built: Construction, contracts: Contracts) -> frozenset[str]:
    """What a custom column's `formfield` may change in the field that forms derive."""
    for cls in built.classes:
        for statement in cls.bindings.get("formfield", ()):
            text = contracts.workspace.statement_text(cls.module.path, statement)
            return frozenset(fact for word, fact in _FORM_FIELD_WORDS if word in text)
    return frozenset()


def _is_absent(value: Value | None) -> bool:
    return value is None or value == Constant(None)


def _is_true(value: Value | None) -> bool:
    return value is not None and constant(value) is True


def _as_integer(fact: Fact[object]) -> Fact[int | None]:
    if isinstance(fact, Known) and (fact.value is None or isinstance(fact.value, int)):
        return Known(fact.value)
    return UNKNOWN


def _column_type(known: Column, related: bool) -> Fact[str]:
    if related:
        return Known("relation")
    return Known(known.type) if known.type != "any" else UNKNOWN


def _has_default(built: Construction) -> Fact[bool]:
    value = built.get("default")
    if value is None:
        return Known(False)
    if isinstance(value, Reference) and value.symbol == External("django.db.models.NOT_PROVIDED"):
        return Known(False)
    # Whatever its value is, there is one, unless `**kwargs` may or may not hold it.
    unsure = isinstance(value, Unknown) and "default" not in built.keywords
    return UNKNOWN if unsure else Known(True)


def _default(built: Construction) -> Fact[object]:
    value = built.get("default")
    plain = plain_value(value) if value is not None else _MISSING
    return Known(plain.value) if isinstance(plain, Constant) else UNKNOWN


def _class_flag(built: Construction, name: str, contracts: Contracts) -> bool:
    for cls in built.classes:
        symbol = contracts.symbols.own_member(cls, name)
        if isinstance(symbol, Variable):
            return constant(contracts.evaluator.variable(symbol)) is True
    return False


def _relation(built: Construction, owner: ClassSymbol, contracts: Contracts) -> Fact[str | None]:
    target = built.get("to")
    if target is None:
        return UNKNOWN
    found = contracts.model_of(target, owner)
    return Known(found) if found is not None else UNKNOWN


def _generic_relation(
    name: str, kind: str, built: Construction, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field | None:
    if kind == "GenericForeignKey":
        return Field(
            name=name,
            span=span,
            declared_in=owner.qualname,
            declared=True,
            source=Known(name),
            type=UNKNOWN,
            framework_class=built.external,
            editable=Known(False),
            automatic=True,
            fills=tuple(_filled(built)),
        )
    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name),
        type=Known("relation"),
        framework_class=built.external,
        nullable=Known(True),
        blank=Known(True),
        relation=_relation(built, owner, contracts),
        editable=Known(False),
        automatic=True,
    )


def _filled(built: Construction) -> Iterator[str]:
    """The columns that a GenericForeignKey sets where it is given an object."""
    for keyword, usual in GENERIC_KEY_COLUMNS.items():
        given = facts.text(built.get(keyword))
        name = usual if given == Known(None) else given.value if isinstance(given, Known) else None
        if name is not None:
            yield name


def _unresolved(name: str, call: Call, span: Span, owner: ClassSymbol) -> Field | None:
    """A field of a package that is not installed: only what the call itself says is known."""
    dotted = facts.dotted_name(call.callee)
    if dotted is None or not dotted.rpartition(".")[2].endswith(("Field", "ForeignKey")):
        return None
    if not may_be_field(call.callee, call.evaluator):
        return None
    return _opaque(name, dotted, call.keywords(), span, owner)


def _opaque(
    name: str, dotted: str, keywords: dict[str, Value], span: Span, owner: ClassSymbol
) -> Field:
    def flag(keyword: str) -> Fact[bool]:
        return facts.boolean(keywords.get(keyword), None)

    def number(keyword: str) -> Fact[int | None]:
        return facts.integer(keywords[keyword], None) if keyword in keywords else UNKNOWN

    return replace(
        unknown_field(name),
        span=span,
        declared_in=owner.qualname,
        declared=True,
        framework_class=dotted,
        custom=True,
        nullable=flag("null"),
        blank=flag("blank"),
        has_default=Known(True) if "default" in keywords else UNKNOWN,
        unique=flag("unique"),
        max_length=number("max_length"),
        max_digits=number("max_digits"),
        decimal_places=number("decimal_places"),
        editable=flag("editable"),
    )
