"""Reads DRF serializers.

A ModelSerializer's fields are the names of `Meta.fields` (or all columns without
`Meta.exclude`): declared ones as declared, columns and relations as derived from the model,
other attributes of the model as read-only (DRF 3.18, rest_framework/serializers.py,
ModelSerializer.get_fields). What `serializer_derivation` makes of a column is changed by
`Meta.extra_kwargs` and `Meta.read_only_fields`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import (
    FACTS,
    Contract,
    Field,
    Known,
    Layer,
    Link,
    Missing,
    Span,
    unknown_field,
)
from nova_lint.contracts.readers.adjustments import adjusted, names_decided_on, unsettled
from nova_lint.contracts.readers.classes import (
    MetaOptions,
    body,
    is_plain,
    meta_class,
    method,
    project_classes,
)
from nova_lint.contracts.readers.serializer_derivation import (
    Rules,
    derive_column,
    derive_relation,
    identity_field,
    property_field,
    with_extra_kwargs,
    with_uniqueness,
)
from nova_lint.contracts.readers.serializer_fields import FIELD_ROOTS, read_declared
from nova_lint.knowledge.drf import BUILDERS, MODEL_SERIALIZER_ROOTS, NEWEST, SERIALIZER_ROOTS
from nova_lint.knowledge.models import CONTENTTYPES_NAMES, MODEL_ATTRIBUTES
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Constant, Mapping, Reference, Value
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

__all__ = ["FIELD_ROOTS", "read_serializer"]


def read_serializer(cls: ClassSymbol, contracts: Contracts) -> Contract:
    """The contract of a serializer class."""
    return _SerializerReader(cls, contracts).read()


class _SerializerReader:
    def __init__(self, cls: ClassSymbol, contracts: Contracts) -> None:
        self._cls = cls
        self._contracts = contracts
        self._order = contracts.symbols.mro(cls)
        self._options = MetaOptions(meta_class(cls, contracts), contracts)
        roots = {c.name for c in self._order.classes if isinstance(c, External)}
        # Without a known root some base cannot be read, and the model may tell what it is.
        self._has_root = bool(roots & SERIALIZER_ROOTS)
        self._is_model_serializer = bool(roots & MODEL_SERIALIZER_ROOTS) or not self._has_root
        self._is_hyperlinked = "rest_framework.serializers.HyperlinkedModelSerializer" in roots
        self._unknown: set[str] = set() if is_plain(self._order) else {"fields"}
        self._missing: list[Missing] = []
        self._release = contracts.package_version("rest_framework") or NEWEST

    def read(self) -> Contract:
        cls = self._cls
        own = self._declared()
        model_value = self._options.get("model") if self._is_model_serializer else None
        model = self._contracts.model_class(model_value, cls) if model_value is not None else None
        columns = self._contracts.contract(model) if model is not None else None
        fields = own
        if self._is_model_serializer:
            fields = self._of_model(model, columns, own)
        named = self._contracts.model_of(model_value, cls) if model_value is not None else None
        changed = adjusted(cls, fields, self._contracts, read_declared, settles=True)
        if changed.adds_fields:
            self._unknown.add("fields")
        return Contract(
            layer=Layer.SERIALIZER,
            name=cls.name,
            span=Span(cls.module.path, cls.node.line, cls.node.end_line),
            name_line=cls.node.name_line,
            fields=tuple(changed.fields.values()),
            model=columns.name if columns is not None else named,
            link=Link.META if named is not None else None,
            unknown=frozenset(self._unknown),
            bases=tuple(c.name for c in self._order.classes),
            missing=tuple(self._missing),
        )

    # Declared fields --------------------------------------------------------------------

    def _declared(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for base in reversed(list(project_classes(self._order))):
            if not self._collects_fields(base):
                continue
            for name, field in body(base, read_declared, self._contracts).fields.items():
                found.pop(name, None)
                if field is not None:
                    found[name] = field
        return found

    def _collects_fields(self, base: ClassSymbol) -> bool:
        """DRF looks for fields only in classes that its metaclass made."""
        return self._contracts.layer(base) is Layer.SERIALIZER or "metaclass" in base.node.keywords

    # Fields of the model ----------------------------------------------------------------

    def _of_model(
        self, model: ClassSymbol | None, columns: Contract | None, own: dict[str, Field]
    ) -> dict[str, Field]:
        if model is None or columns is None or not self._has_root:
            if self._options.get("model") is not None:
                self._unknown.add("fields")
            return own
        names = self._names(columns, own)
        if names is None:
            self._unknown.add("fields")
            names = tuple(own)
        extra = self._extra_kwargs()
        if self._checks_constraints():
            extra = with_uniqueness(names, own, columns, extra, self._release)
        rules = self._rules(columns)
        fields: dict[str, Field] = {}
        for name in names:
            if name in own:
                fields[name] = own[name]
                continue
            field = self._derived(name, model, columns, extra, rules)
            if field is not None:
                fields[name] = field
        self._check_option_names(fields, columns)
        return fields

    def _names(self, columns: Contract, own: dict[str, Field]) -> tuple[str, ...] | None:
        value = self._options.get("fields")
        if value is not None and constant(value) not in ("__all__", None):
            reference = value.symbol if isinstance(value, Reference) else None
            if reference != External("rest_framework.serializers.ALL_FIELDS"):
                return facts.names(value)
        if value is None and self._options.get("exclude") is None:
            return tuple(own)
        excluded = self._options.names("exclude")
        if excluded is None:
            return None
        if "fields" in columns.unknown:
            self._unknown.add("fields")
        default = self._default_names(columns, own)
        for name in excluded:
            self._check_excluded(name, default, columns)
        return tuple(name for name in default if name not in excluded)

    def _default_names(self, columns: Contract, own: dict[str, Field]) -> tuple[str, ...]:
        """The primary key, declared fields, columns (DRF's get_default_field_names)."""
        listed = [c.name for c in columns.fields if not c.primary_key and _is_listed(c)]
        keys = [c.name for c in columns.fields if c.primary_key][:1]
        first = ["url"] if self._is_hyperlinked else keys
        return tuple(dict.fromkeys([*first, *own, *listed]))

    def _derived(
        self, name: str, model: ClassSymbol, columns: Contract, extra: Mapping, rules: Rules
    ) -> Field | None:
        options = extra.get(name)
        keywords = options if isinstance(options, Mapping) else Mapping(())
        source = constant(keywords.get("source") or Constant(name))
        if not isinstance(source, str) or source == "*":
            source = name
        base = self._base_field(name, source, model, columns, rules)
        if base is None:
            return None
        own_source = base.source == Known("*") and keywords.get("source") is None
        base = replace(base, name=name, source=base.source if own_source else Known(source))
        if not self._order.complete:
            # A base that cannot be read may declare it.
            return unsettled(base, (*FACTS, "source", "validators"))
        if keywords.entries:
            base = self._configured(base)
        column = columns.field(source)
        return with_extra_kwargs(base, column, keywords, self._contracts.evaluator)

    def _base_field(
        self, name: str, source: str, model: ClassSymbol, columns: Contract, rules: Rules
    ) -> Field | None:
        column = columns.field(source)
        if source == "pk":
            column = next((c for c in columns.fields if c.primary_key), None)
        if column is not None:
            if column.type == Known("relation") and not column.automatic:
                return self._relation(name, column)
            return self._built("column", name, derive_column(column, rules))
        reverse = self._contracts.reverse_relation(columns, source)
        if reverse is not None:
            return self._relation(name, reverse)
        if self._has_attribute(model, columns, source):
            return self._built("property", name, property_field(source))
        if source == self._contracts.url_field_name:
            return identity_field(source)
        if columns.unknown or not self._contracts.symbols.mro(model).complete:
            return unknown_field(source)
        span = self._options.span("fields")
        if span is not None and name == source and self._order.complete:
            self._missing.append(Missing(name, "Meta.fields", span))
        return None

    def _relation(self, name: str, relation: Field) -> Field:
        depth = self._depth()
        kind = "nested" if depth > 0 else "relation"
        return self._built(kind, name, derive_relation(relation, depth, self._is_hyperlinked))

    def _built(self, kind: str, name: str, field: Field) -> Field:
        """The field as derived, unless a method of the class builds such fields itself."""
        for builder in BUILDERS[kind]:
            found = method(self._cls, builder, self._contracts)
            if found is None:
                continue
            named = names_decided_on(*found, self._contracts)
            if named is None or name in named:
                return unsettled(field, FACTS)
        return field

    def _rules(self, columns: Contract) -> Rules:
        choice = self._class_value("serializer_choice_field")
        return Rules(
            release=self._release,
            constraints=columns.constraints,
            mapping=self._own_mapping(),
            choice_field=self._field_class(choice) if choice is not None else None,
        )

    def _own_mapping(self) -> dict[str | None, str]:
        value = self._class_value("serializer_field_mapping")
        found: dict[str | None, str] = {}
        for key, field in value.entries if isinstance(value, Mapping) else ():
            name = facts.dotted_name(key) or ""
            built_in = name.startswith("django.db.models.")
            found[name.rpartition(".")[2] if built_in else None] = self._field_class(field)
        return found

    def _field_class(self, value: Value) -> str:
        """The short name of DRF's class that a value is or descends from, else an empty text."""
        match value:
            case Reference(symbol=External(name=name)) if name in FIELD_ROOTS:
                return name.rpartition(".")[2]
            case Reference(symbol=ClassSymbol() as cls):
                for base in self._contracts.symbols.mro(cls).classes:
                    if isinstance(base, External) and base.name in FIELD_ROOTS:
                        return base.name.rpartition(".")[2]
        return ""

    def _class_value(self, name: str) -> Value | None:
        symbol = self._contracts.symbols.class_member(self._cls, name)
        return self._contracts.evaluator.symbol_value(symbol) if symbol is not None else None

    def _depth(self) -> int:
        depth = constant(self._options.get("depth") or Constant(0))
        return depth if isinstance(depth, int) else 0

    def _has_attribute(self, model: ClassSymbol, columns: Contract, name: str) -> bool:
        if name in MODEL_ATTRIBUTES:
            return True
        if self._contracts.symbols.class_member(model, name) is not None:
            return True
        related = columns.field(name.removesuffix("_id"))
        if name.endswith("_id") and related is not None and related.type == Known("relation"):
            return True
        return name.startswith(("get_next_by_", "get_previous_by_")) or (
            name.startswith("get_") and name.endswith(("_display", "_order"))
        )

    # Options ----------------------------------------------------------------------------

    def _checks_constraints(self) -> bool:
        """Whether DRF looks at the constraints over several columns: not with validators of
        one's own, nor where a method says that there are none."""
        if self._options.get("validators") not in (None, Constant(None)):
            return False
        found = method(self._cls, "get_unique_together_constraints", self._contracts)
        return found is None

    def _extra_kwargs(self) -> Mapping:
        value = self._options.get("extra_kwargs")
        entries: list[tuple[Value, Value]] = []
        if isinstance(value, Mapping):
            entries.extend(value.entries)
            if not value.complete:
                self._unknown.add("fields")
        extra = Mapping(tuple(entries))
        read_only = Mapping(((Constant("read_only"), Constant(True)),))
        for name in self._options.names("read_only_fields") or ():
            own = extra.get(name)
            merged = Mapping((own.entries if isinstance(own, Mapping) else ()) + read_only.entries)
            extra = Mapping((*extra.entries, (Constant(name), merged)))
        return extra

    def _configured(self, field: Field) -> Field:
        """The field with the place at which `extra_kwargs` speaks of it."""
        for base in project_classes(self._order):
            meta = self._contracts.symbols.own_member(base, "Meta")
            if not isinstance(meta, ClassSymbol):
                continue
            for statement in meta.bindings.get("extra_kwargs", ()):
                text = self._contracts.workspace.statement_text(meta.module.path, statement)
                for line, part in enumerate(text.split("\n"), statement.line):
                    if f'"{field.name}":' in part or f"'{field.name}':" in part:
                        span = Span(meta.module.path, line, line)
                        owner = f"{meta.qualname}.extra_kwargs"
                        return replace(field, span=span, declared_in=owner)
        return field

    def _check_excluded(self, name: str, default: tuple[str, ...], columns: Contract) -> None:
        span = self._options.span("exclude")
        if span is not None and name not in default and not columns.unknown:
            self._missing.append(Missing(name, "Meta.exclude", span))

    def _check_option_names(self, fields: dict[str, Field], columns: Contract) -> None:
        """Names in `extra_kwargs` and `read_only_fields` that no field bears: DRF ignores
        them without a word."""
        if columns.unknown or self._unknown:
            return
        extra = self._options.get("extra_kwargs")
        named = [key for key, _ in extra.constant_items()] if isinstance(extra, Mapping) else []
        for option, names in (
            ("extra_kwargs", named),
            ("read_only_fields", self._options.names("read_only_fields") or ()),
        ):
            span = self._options.span(option)
            for name in names:
                if span is None or not isinstance(name, str):
                    continue
                if self._is_unheard(name, fields, columns):
                    self._missing.append(Missing(name, f"Meta.{option}", span))

    def _is_unheard(self, name: str, fields: dict[str, Field], columns: Contract) -> bool:
        """A name that is neither a field of this class nor anything on the model."""
        return (
            name not in (*fields, "__all__")
            and columns.field(name.removesuffix("_id")) is None
            and columns.field(name) is None
            and self._contracts.reverse_relation(columns, name) is None
        )


def _is_listed(column: Field) -> bool:
    """Whether DRF lists a column by default: forward relations and plain columns are."""
    return column.framework_class.rpartition(".")[2] not in CONTENTTYPES_NAMES
