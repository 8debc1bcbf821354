"""Reads Django forms and model forms.

A ModelForm takes a field from each editable column that `Meta.fields` and `Meta.exclude`
leave (Django 5.2, django/forms/models.py, fields_for_model), then the declared fields of
the class and its bases replace those of the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.construction import Construction, construct
from nova_lint.contracts.contract import (
    UNKNOWN,
    Contract,
    Fact,
    Field,
    Known,
    Layer,
    Link,
    Missing,
    Span,
    unknown_field,
)
from nova_lint.contracts.readers.adjustments import adjusted, unsettled
from nova_lint.contracts.readers.classes import (
    MetaOptions,
    body,
    class_validators,
    is_plain,
    may_be_field,
    meta_class,
    project_classes,
)
from nova_lint.knowledge.forms import (
    FIELDS,
    FORM_ROOTS,
    MODEL_FORM_ROOTS,
    POSTGRES_FIELDS,
    FormField,
    form_field,
    is_form_field,
)
from nova_lint.knowledge.models import Column, column, is_column
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Mapping, Reference, Value
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

FIELD_ROOTS = frozenset(
    {f"django.forms.{name}" for name in FIELDS}
    | {f"django.contrib.postgres.forms.{name}" for name in POSTGRES_FIELDS}
)
POSITIONAL = {
    "django.forms.ModelChoiceField": ("queryset",),
    "django.forms.ModelMultipleChoiceField": ("queryset",),
    "django.forms.RegexField": ("regex",),
    "django.forms.MultiValueField": ("fields",),
    "django.forms.ComboField": ("fields",),
    "django.forms.FilePathField": ("path",),
    "django.forms.JSONField": ("encoder", "decoder"),
    "django.contrib.postgres.forms.SimpleArrayField": ("base_field",),
    "django.contrib.postgres.forms.SplitArrayField": ("base_field", "size"),
}


def read_form(cls: ClassSymbol, contracts: Contracts) -> Contract:
    """The contract of a form class."""
    return _FormReader(cls, contracts).read()


class _FormReader:
    def __init__(self, cls: ClassSymbol, contracts: Contracts) -> None:
        self._cls = cls
        self._contracts = contracts
        self._order = contracts.symbols.mro(cls)
        self._options = MetaOptions(meta_class(cls, contracts), contracts)
        roots = {base.name for base in self._order.classes if isinstance(base, External)}
        # Without a known root some base cannot be read, and the model may tell what it is.
        self._has_root = bool(roots & (FORM_ROOTS | MODEL_FORM_ROOTS))
        self._is_model_form = bool(roots & MODEL_FORM_ROOTS) or not self._has_root
        self._unknown: set[str] = set() if is_plain(self._order) else {"fields"}
        self._missing: list[Missing] = []

    def read(self) -> Contract:
        cls = self._cls
        model_value = self._options.get("model") if self._is_model_form else None
        model = self._contracts.model_class(model_value, cls) if model_value is not None else None
        columns = self._contracts.contract(model) if model is not None else None
        own = self._declared()
        fields: dict[str, Field] = {}
        if columns is not None and self._has_root:
            fields = self._derived(columns, own)
        if model_value is not None and columns is None:
            self._unknown.add("fields")
        fields.update(own)
        named = self._contracts.model_of(model_value, cls) if model_value is not None else None
        changed = adjusted(cls, fields, self._contracts, read_declared, settles=False)
        if changed.adds_fields:
            self._unknown.add("fields")
        return Contract(
            layer=Layer.FORM,
            name=cls.name,
            span=Span(cls.module.path, cls.node.line, cls.node.end_line),
            name_line=cls.node.name_line,
            fields=tuple(changed.fields.values()),
            model=columns.name if columns is not None else named,
            link=Link.META if named is not None else None,
            unknown=frozenset(self._unknown),
            bases=tuple(c.name for c in self._order.classes),
            missing=tuple(self._missing),
            saved=self._saved(columns) if columns is not None else None,
        )

    def _saved(self, columns: Contract) -> frozenset[str]:
        """The columns that the form writes: those of its options, whatever it declares."""
        allowed = self._allowed()
        excluded = self._options.names("exclude") or ()
        return frozenset(
            column.name
            for column in columns.fields
            if column.editable != Known(False)
            and column.name not in excluded
            and (allowed is None or column.name in allowed)
        )

    # Declared fields --------------------------------------------------------------------

    def _declared(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for base in reversed(list(project_classes(self._order))):
            own = body(base, read_declared, self._contracts)
            for name, field in own.fields.items() if self._collects_fields(base) else ():
                if field is not None:
                    found.pop(name, None)
                    found[name] = field
            # Any class may take an inherited field away, a plain mixin too.
            for name in own.nothing:
                found.pop(name, None)
        return found

    def _collects_fields(self, base: ClassSymbol) -> bool:
        """Django looks for fields only in classes that its metaclass made."""
        return self._contracts.layer(base) is Layer.FORM or "metaclass" in base.node.keywords

    # Fields from the model --------------------------------------------------------------

    def _derived(self, columns: Contract, own: dict[str, Field]) -> dict[str, Field]:
        allowed = self._allowed()
        excluded = self._options.names("exclude")
        if excluded is None:
            self._unknown.add("fields")
            excluded = ()
        self._check_names("fields", allowed or (), columns, own)
        self._check_names("exclude", excluded, columns, own)
        if "fields" in columns.unknown and allowed is None:
            self._unknown.add("fields")
        if self._options.get("formfield_callback") is not None:
            self._unknown.add("fields")
        classes = self._options.get("field_classes")
        found: dict[str, Field] = {}
        for source in columns.fields:
            if source.name in excluded or (allowed is not None and source.name not in allowed):
                continue
            override = classes.get(source.name) if isinstance(classes, Mapping) else None
            derived = derive(source, override, self._contracts)
            if derived is not None and not self._order.complete:
                # A base that cannot be read may declare it.
                derived = unknown_field(source.name)
            if derived is not None:
                found[source.name] = derived
        if allowed is not None and columns.unknown:
            for name in allowed:
                if name not in found and name not in own and columns.field(name) is None:
                    found[name] = unknown_field(name)
        if self._options.get("fields") is None and self._options.get("exclude") is None:
            # Django refuses to build such a class, unless a factory completes it.
            return {}
        return found

    def _allowed(self) -> tuple[str, ...] | None:
        """The names of `Meta.fields`; None for all of them."""
        value = self._options.get("fields")
        if value is None or constant(value) in (None, "__all__"):
            return None
        named = facts.names(value)
        if named is None:
            self._unknown.add("fields")
            return ()
        return named

    def _check_names(
        self, option: str, names: tuple[str, ...], columns: Contract, own: dict[str, Field]
    ) -> None:
        span = self._options.span(option)
        if span is None or columns.unknown or self._unknown:
            return
        for name in names:
            if name and columns.field(name) is None and name not in own:
                self._missing.append(Missing(name, f"Meta.{option}", span))


def derive(source: Field, override: Value | None, contracts: Contracts) -> Field | None:
    """The form field that a ModelForm makes of a column; None where it makes none."""
    if source.editable == Known(False):
        return None
    if source.framework_class == "":
        return replace(unknown_field(source.name), required=_negated(source.blank))
    known = column(source.framework_class)
    if source.parent_link or (known is not None and known.form is None):
        return None
    kind = form_field(_form_class(known)) if known is not None else None
    shape = Field(
        name=source.name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(source.name),
        type=_derived_type(source, kind),
        framework_class=_form_class(known) if known is not None else "",
        custom=source.custom,
        required=_negated(source.blank),
        max_length=Known(kind.max_length) if kind is not None else UNKNOWN,
        nullable=source.nullable,
        has_default=Known(False),
        relation=source.relation,
        many=source.many,
        choices=source.choices,
        validators=source.validators,
    )
    shape = _with_limits(shape, source)
    if override is not None:
        return _overridden(shape, override, contracts)
    return unsettled(shape, source.formfield_changes)


def _form_class(known: Column) -> str:
    """The canonical name of the form field that a column gives."""
    form = known.form or ""
    return form if "." in form else f"django.forms.{form}"


def _derived_type(source: Field, kind: FormField | None) -> Fact[str]:
    if kind is None or source.type is UNKNOWN or kind.type == "any":
        return source.type if kind is not None else UNKNOWN
    return Known(kind.type)


def _with_limits(shape: Field, source: Field) -> Field:
    if source.choices is UNKNOWN and source.type != Known("relation"):
        # With choices it is a select, without an input: neither type nor limits are sure.
        shape = replace(shape, type=UNKNOWN)
        if is_column(source.framework_class, "BooleanField"):
            shape = replace(shape, required=UNKNOWN)
        return replace(
            shape,
            max_length=UNKNOWN,
            max_digits=UNKNOWN,
            decimal_places=UNKNOWN,
            min_value=UNKNOWN,
            max_value=UNKNOWN,
        )
    if source.choices != Known(None):
        return replace(
            shape,
            type=Known("choice"),
            framework_class="django.forms.TypedChoiceField",
            max_length=Known(None),
        )
    name = source.framework_class.rpartition(".")[2]
    if is_column(name, "FilePathField"):
        # The choices are the files that a folder holds at the time.
        return replace(shape, choices=UNKNOWN)
    if is_column(name, "BooleanField"):
        return replace(shape, required=Known(False), type=Known("bool"))
    if is_column(name, "DecimalField"):
        shape = replace(shape, max_digits=source.max_digits, decimal_places=source.decimal_places)
    if is_column(name, "BigIntegerField") and source.framework_class.endswith("BigIntegerField"):
        shape = replace(shape, min_value=Known(-(2**63)), max_value=Known(2**63 - 1))
    if name.startswith("Positive"):
        shape = replace(shape, min_value=Known(0))
    if _has_length(name):
        shape = replace(shape, max_length=source.max_length)
    return shape


def _has_length(name: str) -> bool:
    return any(is_column(name, kind) for kind in ("CharField", "TextField", "FileField"))


def _negated(fact: Fact[bool]) -> Fact[bool]:
    return Known(not fact.value) if isinstance(fact, Known) else UNKNOWN


def _overridden(shape: Field, override: Value, contracts: Contracts) -> Field:
    """The shape with the class that `Meta.field_classes` gives it."""
    symbol = override.symbol if isinstance(override, Reference) else None
    names = [symbol.name] if isinstance(symbol, External) else []
    if isinstance(symbol, ClassSymbol):
        order = contracts.symbols.mro(symbol).classes
        names = [base.name for base in order if isinstance(base, External)]
    for name in names:
        known = form_field(name)
        if known is not None:
            custom = isinstance(symbol, ClassSymbol)
            return replace(shape, type=Known(known.type), framework_class=name, custom=custom)
    return replace(shape, type=UNKNOWN, custom=True)


# One declared field ---------------------------------------------------------------------


def read_declared(
    name: str, call: Call, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field | None:
    """The field that a call in a form's body makes; None where it makes none."""
    built = construct(call, contracts.evaluator, POSITIONAL, FIELD_ROOTS)
    if built is None:
        return _unresolved(name, call, span, owner)
    return _built_in(name, built, span, owner, contracts)


def _built_in(
    name: str, built: Construction, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field:
    known = form_field(built.external)
    assert known is not None
    short = built.external.rpartition(".")[2]
    checks = facts.validators([built.get("validators"), *class_validators(built, contracts)])
    related = is_form_field(short, "ModelChoiceField")
    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name),
        type=Known(known.type) if known.type != "any" else UNKNOWN,
        framework_class=built.external,
        custom=bool(built.classes),
        required=facts.boolean(built.get("required"), known.required),
        has_default=Known(False),
        max_length=_length("max_length", built, checks, known.max_length),
        min_length=_length("min_length", built, checks, None),
        max_digits=facts.integer(built.get("max_digits"), None),
        decimal_places=facts.integer(built.get("decimal_places"), None),
        min_value=_bound("min_value", built, checks),
        max_value=_bound("max_value", built, checks),
        pattern=facts.text(built.get("regex")),
        choices=_choices(short, built, contracts) if not related else Known(None),
        relation=_queryset_model(built, owner, contracts) if related else Known(None),
        many=Known(known.many),
        read_only=facts.boolean(built.get("disabled"), False),
        validators=checks.others,
    )


def _choices(
    short: str, built: Construction, contracts: Contracts
) -> Fact[tuple[object, ...] | None]:
    if is_form_field(short, "FilePathField"):
        return UNKNOWN
    if not is_form_field(short, "ChoiceField"):
        return Known(None)
    return facts.choices(built.get("choices"), contracts.evaluator)


def _length(
    fact: str, built: Construction, checks: facts.Validators, default: int | None
) -> Fact[int | None]:
    """A length limit that a keyword or a validator sets, the stricter of the two."""
    return checks.length(fact, facts.integer(built.get(fact), default))


def _bound(fact: str, built: Construction, checks: facts.Validators) -> Fact[object]:
    """A bound that a keyword or a validator sets, the stricter of the two."""
    return facts.stricter(fact, facts.limit(built.get(fact)), checks.limits.get(fact, Known(None)))


def _queryset_model(
    built: Construction, owner: ClassSymbol, contracts: Contracts
) -> Fact[str | None]:
    found = contracts.queryset_model(built.get("queryset"))
    return Known(found.name) if found is not None else UNKNOWN


def _unresolved(name: str, call: Call, span: Span, owner: ClassSymbol) -> Field | None:
    """A field of a package that is not installed: only what the call itself says is known."""
    dotted = facts.dotted_name(call.callee)
    if dotted is None or not dotted.rpartition(".")[2].endswith("Field"):
        return None
    if not may_be_field(call.callee, call.evaluator):
        return None
    keywords = call.keywords()
    return replace(
        unknown_field(name),
        span=span,
        declared_in=owner.qualname,
        declared=True,
        framework_class=dotted,
        custom=True,
        required=facts.boolean(keywords.get("required"), None),
    )
