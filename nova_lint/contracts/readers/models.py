"""Reads Django models.

What Django does with a class body (Django 5.2, django/db/models/base.py, ModelBase.__new__):
fields are taken from the class and from every base that is a model; an attribute of the
same name in a class nearer to the start of the resolution order removes an inherited
abstract field; a model without a primary key gets `id`, one that inherits from a concrete
model gets a link to its parent's row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts import facts
from nova_lint.contracts.construction import Construction, construct
from nova_lint.contracts.contract import (
    UNKNOWN,
    Constraint,
    Contract,
    Fact,
    Field,
    Known,
    Layer,
    Span,
)
from nova_lint.contracts.readers.additions import is_extended
from nova_lint.contracts.readers.classes import (
    Bound,
    class_validators,
    merged,
    own_values,
    span_of,
)
from nova_lint.knowledge.models import (
    COLUMNS,
    CONTENTTYPES_NAMES,
    MODEL,
    POSTGRES_COLUMNS,
    Column,
    column,
    is_column,
)
from nova_lint.semantics.evaluation import constant, plain_value
from nova_lint.semantics.values import Call, Constant, Items, Reference, Unknown, Value
from nova_lint.workspace.symbols import ClassSymbol, External, Variable
from nova_lint.workspace.walk import walk

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
MODEL_ROOTS = frozenset({MODEL, "nova.NovaModel"})
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


def read_model(cls: ClassSymbol, contracts: Contracts) -> Contract:
    """The contract of a model class."""
    return _ModelReader(cls, contracts).read()


class _ModelReader:
    def __init__(self, cls: ClassSymbol, contracts: Contracts) -> None:
        self._cls = cls
        self._contracts = contracts
        self._symbols = contracts.symbols
        self._order = self._symbols.mro(cls)
        self._is_readable = self._order.complete and not is_extended(cls, contracts)

    def read(self) -> Contract:
        cls = self._cls
        fields = self._collected()
        abstract = is_abstract(cls, self._contracts)
        if not abstract:
            fields = {**fields, **self._order_field()}
            if not any(field.primary_key for field in fields.values()):
                fields = {"id": _automatic_id(), **fields}
        self._is_readable &= not any(field.adds_fields for field in fields.values())
        return Contract(
            layer=Layer.MODEL,
            name=cls.name,
            span=Span(cls.module.path, cls.node.line, cls.node.end_line),
            name_line=cls.node.name_line,
            fields=tuple(fields.values()),
            model=cls.name,
            unknown=frozenset() if self._is_readable else frozenset({"fields"}),
            bases=tuple(c.name for c in self._order.classes),
            abstract=abstract,
            constraints=read_constraints(cls, self._contracts),
        )

    # Which fields -----------------------------------------------------------------------

    def _collected(self) -> dict[str, Field]:
        """The fields of concrete parents, of abstract ones, and of the class itself.

        The classes are visited in resolution order: whatever a nearer class binds hides the
        fields of the same name that an abstract parent further away would give.
        """
        own, taken = self._own()
        direct = [base for base in self._symbols.bases(self._cls) if base is not None]
        concrete: dict[str, Field] = {}
        abstract: list[dict[str, Field]] = []
        for base in self._order.classes[1:]:
            if not isinstance(base, ClassSymbol):
                continue
            self._is_readable &= "metaclass" not in base.node.keywords
            if base not in direct or not self._contracts.is_model(base):
                taken.update(base.bindings)
                continue
            contract = self._contracts.contract(base)
            if contract is None:
                self._is_readable = False
                continue
            self._is_readable &= not contract.unknown
            if contract.abstract:
                given = {f.name: f for f in contract.fields if f.name not in taken}
                abstract.append({name: self._adopted(f, base) for name, f in given.items()})
                taken.update(given)
            else:
                concrete.update({field.name: field for field in contract.fields})
                concrete.update(self._parent_link(base, own))
                taken.update(concrete)
        inherited = {name: f for group in reversed(abstract) for name, f in group.items()}
        return {**concrete, **inherited, **own}

    def _own(self) -> tuple[dict[str, Field], set[str]]:
        """The fields of the class's own body, and all names that the body binds."""
        self._is_readable &= "metaclass" not in self._cls.node.keywords
        fields: dict[str, Field] = {}
        taken: set[str] = set()
        for name, several in own_values(self._cls, self._contracts):
            taken.add(name)
            found = [field for bound in several if (field := self._field(name, bound)) is not None]
            if found:
                fields[name] = merged(found)
        return fields, taken

    def _field(self, name: str, bound: Bound) -> Field | None:
        if not isinstance(bound.value, Call):
            return None
        span = span_of(self._cls, bound.statement)
        return read_column(name, bound.value, span, self._cls, self._contracts)

    def _adopted(self, field: Field, parent: ClassSymbol) -> Field:
        """A field of an abstract parent: its `"self"` is the model that inherits it."""
        if field.relation == Known(parent.name):
            return replace(field, relation=Known(self._cls.name))
        return field

    # What Django adds -------------------------------------------------------------------

    def _parent_link(self, parent: ClassSymbol, own: dict[str, Field]) -> dict[str, Field]:
        """The link to a concrete parent's row, which a proxy has not and a class may declare."""
        if is_proxy(self._cls, self._contracts):
            return {}
        root = self._concrete(parent)
        if any(field.parent_link and field.relation == Known(root.name) for field in own.values()):
            return {}
        link = _parent_link(root)
        return {link.name: link}

    def _concrete(self, model: ClassSymbol) -> ClassSymbol:
        """The model whose table a proxy shares, a model with a table itself."""
        if not is_proxy(model, self._contracts):
            return model
        for base in self._symbols.bases(model):
            if isinstance(base, ClassSymbol) and self._contracts.is_model(base):
                return self._concrete(base)
        return model

    def _order_field(self) -> dict[str, Field]:
        value = meta_option(self._cls, "order_with_respect_to", self._contracts)
        if not isinstance(value, Constant) or value.value is None:
            return {}
        order = Field(
            name="_order",
            span=None,
            declared_in=None,
            declared=False,
            source=Known("_order"),
            type=Known("int"),
            framework_class="django.db.models.OrderWrt",
            editable=Known(False),
            automatic=True,
        )
        return {"_order": order}


def _parent_link(parent: ClassSymbol) -> Field:
    name = f"{parent.node.name.lower()}_ptr"
    return Field(
        name=name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(name),
        type=Known("relation"),
        framework_class="django.db.models.OneToOneField",
        unique=Known(True),
        relation=Known(parent.name),
        primary_key=True,
        automatic=True,
        parent_link=True,
    )


def _automatic_id() -> Field:
    return Field(
        name="id",
        span=None,
        declared_in=None,
        declared=False,
        source=Known("id"),
        type=Known("int"),
        framework_class="django.db.models.BigAutoField",
        blank=Known(True),
        unique=Known(True),
        primary_key=True,
        automatic=True,
    )


# One column -----------------------------------------------------------------------------


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


def _unresolved(name: str, call: Call, span: Span, owner: ClassSymbol) -> Field | None:
    """A field of a package that is not installed: only what the call itself says is known."""
    dotted = facts.dotted_name(call.callee)
    if dotted is None or not dotted.rpartition(".")[2].endswith(("Field", "ForeignKey")):
        return None
    if not isinstance(call.callee, Reference) or isinstance(call.callee.symbol, ClassSymbol):
        return None
    return _opaque(name, dotted, call.keywords(), span, owner)


def _opaque(
    name: str, dotted: str, keywords: dict[str, Value], span: Span, owner: ClassSymbol
) -> Field:
    def flag(keyword: str) -> Fact[bool]:
        return facts.boolean(keywords.get(keyword), None)

    def number(keyword: str) -> Fact[int | None]:
        return facts.integer(keywords[keyword], None) if keyword in keywords else UNKNOWN

    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name),
        type=UNKNOWN,
        framework_class=dotted,
        custom=True,
        nullable=flag("null"),
        blank=flag("blank"),
        has_default=Known(True) if "default" in keywords else UNKNOWN,
        default=UNKNOWN,
        unique=flag("unique"),
        max_length=number("max_length"),
        min_length=UNKNOWN,
        max_digits=number("max_digits"),
        decimal_places=number("decimal_places"),
        min_value=UNKNOWN,
        max_value=UNKNOWN,
        choices=UNKNOWN,
        relation=UNKNOWN,
        many=UNKNOWN,
        editable=flag("editable"),
        validators=UNKNOWN,
    )


# Meta -----------------------------------------------------------------------------------


def own_meta(cls: ClassSymbol, contracts: Contracts) -> ClassSymbol | None:
    """The class's own `class Meta`."""
    symbol = contracts.symbols.own_member(cls, "Meta")
    return symbol if isinstance(symbol, ClassSymbol) else None


def is_abstract(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether a model has no table. Only its own `Meta` body counts: Django resets the
    option on the `Meta` that subclasses inherit."""
    meta = own_meta(cls, contracts)
    return meta is not None and _own_flag(meta, "abstract", contracts)


def is_proxy(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether a model shares its parent's table."""
    meta = own_meta(cls, contracts)
    return meta is not None and _own_flag(meta, "proxy", contracts)


def _own_flag(meta: ClassSymbol, name: str, contracts: Contracts) -> bool:
    symbol = contracts.symbols.own_member(meta, name)
    if not isinstance(symbol, Variable):
        return False
    return constant(contracts.evaluator.variable(symbol)) is True


def meta_option(cls: ClassSymbol, name: str, contracts: Contracts) -> Value | None:
    """An option of a model's `Meta`, looked for in its bases and in abstract parents."""
    for base in contracts.symbols.mro(cls).classes:
        if not isinstance(base, ClassSymbol):
            continue
        meta = own_meta(base, contracts)
        if meta is not None and (base is cls or is_abstract(base, contracts)):
            symbol = contracts.symbols.class_member(meta, name)
            return contracts.evaluator.symbol_value(symbol) if symbol is not None else None
    return None


def read_constraints(cls: ClassSymbol, contracts: Contracts) -> tuple[Constraint, ...]:
    """The constraints that a model's `Meta` states, `unique_together` included."""
    found: list[Constraint] = []
    value = meta_option(cls, "constraints", contracts)
    for item in value.items if isinstance(value, Items) else ():
        if isinstance(item, Call):
            constraint = _constraint(item, cls, contracts)
            if constraint is not None:
                found.append(constraint)
    together = meta_option(cls, "unique_together", contracts)
    if isinstance(together, Items):
        sets = [together] if facts.names(together) else list(together.items)
        for one in sets:
            named = facts.names(one)
            if named:
                found.append(_unique(named, None, None, _meta_span(cls, contracts)))
    return tuple(found)


def _unique(
    fields: tuple[str, ...], condition: str | None, name: str | None, span: Span
) -> Constraint:
    return Constraint(kind="unique", fields=fields, condition=condition, name=name, span=span)


def _constraint(call: Call, cls: ClassSymbol, contracts: Contracts) -> Constraint | None:
    name = constant(call.keyword("name"))
    label = name if isinstance(name, str) else None
    span = _meta_span(cls, contracts)
    match facts.dotted_name(call.callee):
        case "django.db.models.UniqueConstraint":
            named = facts.names(call.keyword("fields"))
            if not named:
                return None
            node = call.keyword_node("condition")
            condition = contracts.source_of(node) if node is not None else None
            unique = _unique(named, condition, label, span)
            used = tuple(sorted(_columns_of(call.keyword("condition"))))
            return replace(unique, condition_fields=used)
        case "django.db.models.CheckConstraint":
            condition_value = call.keyword("condition") or call.keyword("check")
            used = tuple(sorted(_columns_of(condition_value)))
            node = call.keyword_node("condition") or call.keyword_node("check")
            text = contracts.source_of(node) if node is not None else ""
            return Constraint(kind="check", fields=used, condition=text, name=label, span=span)
    return None


def _meta_span(cls: ClassSymbol, contracts: Contracts) -> Span:
    for base in contracts.symbols.mro(cls).classes:
        if isinstance(base, ClassSymbol):
            meta = own_meta(base, contracts)
            if meta is not None:
                return Span(base.module.path, meta.node.name_line, meta.node.end_line)
    return Span(cls.module.path, cls.node.name_line, cls.node.end_line)


def _columns_of(value: Value | None) -> set[str]:
    """The columns that a `Q` speaks of, on the left of its look-ups."""
    if not isinstance(value, Call):
        return set()
    found: set[str] = set()
    for node in walk(value.node):
        if isinstance(node, cst.Arg) and node.keyword is not None:
            found.add(node.keyword.value.split("__")[0])
    return found
