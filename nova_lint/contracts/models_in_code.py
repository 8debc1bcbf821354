"""What the contracts say of the models, forms and serializers that code uses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nova_lint.contracts.comparison import KEY
from nova_lint.contracts.contract import Constraint, Contract, Field, Known, Span
from nova_lint.contracts.flow.layers import Layers
from nova_lint.contracts.readers.reverse import reverse_of
from nova_lint.knowledge.code_layers import MIDDLEWARE
from nova_lint.knowledge.drf import AS_TEXT, SHOWN_AS_THEY_ARE
from nova_lint.knowledge.framework_queries import (
    ASSIGNS_USER,
    CACHE_BACKENDS_IN_DATABASE,
    LAZY_USER_MIDDLEWARE,
    SESSION_ENGINES_IN_DATABASE,
)
from nova_lint.knowledge.models import is_column
from nova_lint.knowledge.queries import RELATIONS, Check, Version
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.models import Column, LayerField
from nova_lint.semantics.values import Items, Mapping, Value
from nova_lint.workspace import questions
from nova_lint.workspace.symbols import ClassSymbol, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


_NEWEST = (99, 0)
_MANY_TO_MANY = "django.db.models.ManyToManyField"


class ModelsInCode:
    """Answers `semantics.models.Models` from the contracts of a project."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._layers = Layers(contracts)
        self._kept: dict[int, Contract | None] = {}

    def is_model(self, cls: ClassSymbol) -> bool:
        return self._contracts.is_model(cls)

    def layer(self, cls: ClassSymbol) -> str | None:
        layer = self._contracts.layer(cls)
        return layer.value if layer is not None else None

    def model_of(self, cls: ClassSymbol) -> ClassSymbol | None:
        return self._layers.model_of(cls)

    @property
    def user(self) -> ClassSymbol | None:
        return self._contracts.user_model

    # Columns ----------------------------------------------------------------------------

    def column(self, model: ClassSymbol, name: str) -> Column | None:
        return self._contracts.workspace.questions.memo(
            ("column", model, name), lambda: self._found(model, name)
        )

    def _found(self, model: ClassSymbol, name: str) -> Column | None:
        contract = self._asked(model, name)
        if contract is None:
            return None
        field = contract.field(name)
        if field is not None:
            return self._column(field, reverse=False, contract=contract)
        if name == KEY:
            key = next((f for f in contract.fields if f.primary_key), None)
            return _as_key(self._column(key, reverse=False)) if key is not None else None
        opened = self._contracts.reverse_relation(contract, name)
        return self._column(opened, reverse=True) if opened is not None else None

    def _column(self, field: Field, *, reverse: bool, contract: Contract | None = None) -> Column:
        opener = field.framework_class.rpartition(".")[2]
        is_relation = field.type == Known("relation") or opener in RELATIONS
        target = None
        if is_relation and isinstance(field.relation, Known) and field.relation.value is not None:
            target = self._contracts.class_named(field.relation.value)
        back = self._back(target, field) if reverse and target is not None else ""
        if contract is not None and is_column(field.framework_class, "OneToOneField"):
            opened = reverse_of(field, contract)
            back = opened.name if opened is not None else ""
        return Column(
            field.name,
            field.type.value if isinstance(field.type, Known) else None,
            field.nullable.value if isinstance(field.nullable, Known) else None,
            target,
            many=field.many == Known(True) or opener == "GenericRelation",
            reverse=reverse,
            is_relation=is_relation,
            is_key=field.primary_key,
            opener=opener,
            default=_raw_default(field),
            back=back,
            editable=field.editable == Known(True),
        )

    def _back(self, target: ClassSymbol, reverse: Field) -> str:
        """The column in the other model that opens a relation to this one."""
        contract = self._asked(target, "")
        for field in contract.fields if contract is not None else ():
            if field.span == reverse.span and field.span is not None:
                self._asked(target, field.name)
                return field.name
        return ""

    def _asked(self, model: ClassSymbol, name: str) -> Contract | None:
        """The contract of a model for one question to it: about the attribute of a name, or
        with an empty one about all but its columns."""
        contract = self._contract_kept(model)
        if contract is None:
            return self._contracts.contract(model)
        self._contracts.workspace.questions.ask(questions.column(contract.name, name))
        return contract

    def _contract_kept(self, model: ClassSymbol) -> Contract | None:
        """The contract of which the next run will know what has changed; without the
        questions behind it, which would be those of all columns."""
        if id(model) not in self._kept:
            if (model.module.path, model.qualname) not in self._contracts.stored:
                return None
            work_out = partial(self._contracts.contract, model)
            self._kept[id(model)], _ = self._contracts.workspace.questions.apart(work_out)
        return self._kept[id(model)]

    def columns_in_order(self, model: ClassSymbol) -> tuple[Column, ...]:
        contract = self._contracts.contract(model)
        if contract is None or contract.unknown:
            return ()
        return tuple(self._column(f, reverse=False, contract=contract) for f in in_order(contract))

    def columns_known(self, model: ClassSymbol) -> bool:
        contract = self._asked(model, "")
        return contract is not None and "fields" not in contract.unknown

    # Layers -----------------------------------------------------------------------------

    def fields(self, cls: ClassSymbol) -> tuple[LayerField, ...] | None:
        contract = self._contracts.contract(cls)
        if contract is None or "fields" in contract.unknown:
            return None
        return tuple(self._layer_field(field) for field in contract.fields)

    def _layer_field(self, field: Field) -> LayerField:
        nested = None
        if field.type in (Known("object"), Known("list")) and isinstance(field.relation, Known):
            nested = self._contracts.class_named(field.relation.value or "")
        source = field.source.value if isinstance(field.source, Known) else "*"
        return LayerField(
            field.name,
            field.framework_class,
            field.type.value if isinstance(field.type, Known) and not _raw_default(field) else None,
            source or "",
            nested,
            many=field.many == Known(True),
            shown=field.write_only == Known(False),
            required=field.required == Known(True),
            chooses=field.type == Known("relation"),
            shown_type=self._shown_type(field),
        )

    def _shown_type(self, field: Field) -> str | None:
        """The type of what a serializer shows of a field; that of a Decimal depends on a setting
        where the field itself does not say it."""
        if field.custom or not isinstance(field.type, Known):
            return None
        if not _is_decimal(field):
            is_plain = field.type.value in SHOWN_AS_THEY_ARE and field.many == Known(False)
            return field.type.value if is_plain else None
        if field.as_text == Known(False):
            return "decimal"
        is_text = field.as_text == Known(True) and not self._contracts.workspace.mentioning(AS_TEXT)
        return "str" if is_text else None

    def many_to_many(self, model: ClassSymbol) -> tuple[str, ...]:
        contract = self._contracts.contract(model)
        return tuple(
            field.name
            for field in (contract.fields if contract is not None else ())
            if field.framework_class == _MANY_TO_MANY and field.editable == Known(True)
        )

    # What asks for rows -----------------------------------------------------------------

    def checks_rows(self, cls: ClassSymbol) -> bool | None:
        contract = self._contracts.contract(cls)
        if contract is None or "fields" in contract.unknown:
            return None
        columns = self._columns_of(cls)
        return any(self._asks(field, columns, contract) for field in contract.fields)

    def looked_up(self, model: ClassSymbol, check: Check) -> frozenset[str]:
        contract = self._contracts.contract(model)
        if contract is None:
            return frozenset()
        match check:
            case Check.RELATIONS:
                found = [f.name for f in contract.fields if _is_filled_relation(f)]
            case Check.UNIQUE:
                found = [f.name for f in contract.fields if _is_unique(f)]
                found += [name for c in contract.constraints if c.name is None for name in c.fields]
            case Check.CONSTRAINTS:
                found = [c.name for c in contract.constraints if c.name and _always_holds(c)]
        return frozenset(found)

    def _asks(self, field: Field, columns: Contract | None, contract: Contract) -> bool:
        """Whether checking a field that the client must send surely queries."""
        if field.read_only != Known(False) or field.required != Known(True):
            return False
        if field.type == Known("relation"):
            return True
        column = columns.field(field.name) if columns is not None else None
        return column is not None and not field.declared and _is_unique(column)

    def _columns_of(self, cls: ClassSymbol) -> Contract | None:
        model = self._layers.model_of(cls)
        return self._contracts.contract(model) if model is not None else None

    def shows_rows(self, cls: ClassSymbol) -> bool | None:
        contract = self._contracts.contract(cls)
        if contract is None or "fields" in contract.unknown:
            return None
        return any(field.type == Known("relation") for field in contract.fields)

    # Settings ---------------------------------------------------------------------------

    @property
    def sessions_in_database(self) -> bool:
        engines = self._settings("SESSION_ENGINE")
        return not engines or any(each in SESSION_ENGINES_IN_DATABASE for each in engines)

    @property
    def fetches_user(self) -> bool:
        return self._contracts.workspace.questions.memo("fetches user", self._find_fetching)

    def _find_fetching(self) -> bool:
        """Whether Django's middleware may make the user, and none of the settings' others does."""
        lists = self._setting_values(MIDDLEWARE)
        named = [
            constant(item) if isinstance(each, Items) and each.complete else None
            for each in lists
            for item in (each.items if isinstance(each, Items) else (None,))
        ]
        if named and None not in named and LAZY_USER_MIDDLEWARE not in named:
            return False
        return not any(isinstance(name, str) and self._assigns_user(name) for name in named)

    def _assigns_user(self, middleware: str) -> bool:
        symbol = self._contracts.symbols.absolute(middleware)
        if middleware == LAZY_USER_MIDDLEWARE or not isinstance(symbol, ClassSymbol):
            return False
        text = self._contracts.workspace.statement_text(symbol.module.path, symbol.node)
        return ASSIGNS_USER.search(text) is not None

    def cache_in_database(self, alias: str | None) -> bool:
        found = [
            constant(entry.get("BACKEND")) in CACHE_BACKENDS_IN_DATABASE
            for caches in self._setting_values("CACHES")
            if isinstance(caches, Mapping)
            for name, entry in caches.constant_items()
            if isinstance(entry, Mapping) and alias in (None, name)
        ]
        return bool(found) and all(found)

    def has(self, since: Version | None, until: Version | None) -> bool:
        found = self._contracts.package_version("django")
        version = found[:2] if found is not None else _NEWEST
        return (since is None or version >= since) and (until is None or version < until)

    def is_installed(self, app: str) -> bool:
        return any(
            constant(item) == app
            for apps in self._setting_values("INSTALLED_APPS")
            if isinstance(apps, Items)
            for item in apps.items
        )

    def _settings(self, name: str) -> list[object]:
        return [constant(value) for value in self._setting_values(name)]

    def _setting_values(self, name: str) -> list[Value]:
        """What the project's modules assign to a setting."""
        workspace = self._contracts.workspace
        found: list[Value] = []
        for path in workspace.mentioning(name):
            module = workspace.modules.at(path)
            symbol = self._contracts.symbols.own_member(module, name)
            if isinstance(symbol, Variable):
                found.append(self._contracts.evaluator.variable(symbol))
        return found


def _as_key(column: Column) -> Column:
    """The column behind `pk`, which gives of a relation the key and not the row at the other
    end."""
    if not column.is_relation:
        return column
    return replace(column, type=None, target=None, is_relation=False)


def in_order(contract: Contract) -> tuple[Field, ...]:
    """The columns of a model in the order in which Django keeps them, which is that in which the
    fields were made; none where that is not sure: abstract models of several files are imported
    in any order, and a parent's columns have one of their own.

    Django 5.2, django/db/models/options.py, Options.add_field.
    """
    columns = [f for f in contract.fields if not f.framework_class.endswith(_WITHOUT_COLUMN)]
    made = [f.span for f in columns if f.span is not None]
    inherited = {span.path for span in made if not _is_inside(span, contract.span)}
    if len(inherited) > 1 or any(f.parent_link or f.many != Known(False) for f in columns):
        return ()
    if not all(f.declared or f.automatic for f in columns):
        return ()

    def when(field: Field) -> tuple[int, bool, int]:
        span = field.span
        if span is None:
            # Django adds a key before the columns, and a place in an order behind them.
            return 2 if is_column(field.framework_class, "OrderWrt") else 0, False, 0
        return 1, _is_inside(span, contract.span), span.line

    return tuple(sorted(columns, key=when))


_WITHOUT_COLUMN = ("ManyToManyField", "GenericForeignKey", "GenericRelation")


def _is_inside(span: Span, around: Span) -> bool:
    return span.path == around.path and around.line <= span.line <= around.end_line


def _raw_default(field: Field) -> float | str | None:
    """The default of a decimal field that is no Decimal, and stays what it is."""
    value = field.default.value if isinstance(field.default, Known) else None
    return value if isinstance(value, float | int | str) and _is_decimal(field) else None


def _is_decimal(field: Field) -> bool:
    return field.type == Known("decimal")


def _is_unique(column: Field) -> bool:
    """Whether a row is looked up before such a value is taken: for a key that Django fills
    there is none."""
    return column.unique == Known(True) and not column.primary_key and not column.automatic


def _is_filled_relation(column: Field) -> bool:
    """Whether a row has a row at the other end, which is looked up to check it."""
    return (
        column.type == Known("relation")
        and column.many == Known(False)
        and column.nullable == Known(False)
    )


def _always_holds(constraint: Constraint) -> bool:
    return constraint.kind == "check" or constraint.condition is None
