"""Reads pydantic classes, and what django-ninja, FastAPI and SQLModel build on them.

pydantic collects fields base by base (pydantic 2.14, pydantic/_internal/_fields.py,
collect_model_fields): what the bases have, rightmost first, then the annotations of bases
that are no models, then the class's own. `ClassVar`, `Final` with a value and names with an
underscore are no fields; a method is none either, unless it is a `computed_field`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Field, Layer, Link, Missing, Span
from nova_lint.contracts.readers.adjustments import unsettled
from nova_lint.contracts.readers.annotations import Annotations
from nova_lint.contracts.readers.ninja import (
    CREATE_SCHEMA,
    MODEL_SCHEMA,
    Derived,
    call_selection,
    class_selection,
    derived_fields,
    options_of,
)
from nova_lint.contracts.readers.schema_bases import (
    Base,
    bases_of,
    class_scope,
    is_in_sight,
    is_rewritten,
)
from nova_lint.contracts.readers.schema_fields import (
    Assigned,
    field_of,
    is_class_variable,
    read_assigned,
)
from nova_lint.contracts.readers.schema_methods import computed_fields, with_methods
from nova_lint.contracts.readers.schema_settings import coercions, read_settings, with_settings
from nova_lint.contracts.readers.shapes import FREE
from nova_lint.contracts.readers.type_variables import Bound
from nova_lint.semantics.values import Call, Subscript
from nova_lint.workspace.outline_nodes import Assignment, Guard
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_ROOT_MODEL = "pydantic.RootModel"
_OLD_MODELS = frozenset({"pydantic.v1.BaseModel", "pydantic.v1.BaseSettings"})
# What a decorator that rewrites a class may change in each of its fields.
_REWRITTEN = ("type", "required", "nullable", "has_default", "default")


def read_schema(cls: ClassSymbol, contracts: Contracts) -> Contract:
    """The contract of a pydantic class."""
    collected = _Collector(cls, contracts).collect({})
    settings = read_settings(cls, contracts)
    fields = tuple(with_settings(field, settings) for field in collected.fields.values())
    readable = collected.readable and is_in_sight(cls, contracts)
    if is_rewritten(cls, contracts):
        readable = False
        fields = tuple(unsettled(field, _REWRITTEN) for field in fields)
    model = _model_of(cls, contracts)
    return Contract(
        layer=Layer.SCHEMA,
        name=cls.name,
        span=Span(cls.module.path, cls.node.line, cls.node.end_line),
        name_line=cls.node.name_line,
        fields=fields,
        model=model,
        link=Link.META if model is not None else None,
        unknown=frozenset() if readable else frozenset({"fields"}),
        bases=tuple(c.name for c in contracts.symbols.mro(cls).classes),
        missing=collected.missing,
        coerces=coercions(settings),
    )


def _model_of(cls: ClassSymbol, contracts: Contracts) -> str | None:
    """The model that a schema's `Meta` names, or the call of `create_schema` it derives from.

    A `Meta` or `Config` may mean anything in a class that is no ModelSchema.
    """
    value = options_of(cls, contracts).get("model")
    if value is not None:
        found = contracts.model_class(value, cls)
        if found is not None and contracts.is_model(found):
            return found.name
        order = contracts.symbols.mro(cls)
        return contracts.model_of(value, cls) if External(MODEL_SCHEMA) in order.classes else None
    for base in bases_of(cls, {}, contracts):
        if base.symbol == External(f"{CREATE_SCHEMA}()") and isinstance(base.value, Call):
            model = call_selection(base.value).model
            return contracts.model_of(model, cls) if model is not None else None
        if isinstance(base.symbol, ClassSymbol):
            contract = contracts.contract(base.symbol)
            if contract is not None and contract.model is not None:
                return contract.model
    return None


class _Collected(msgspec.Struct, frozen=True):
    """The fields of a class by name; `readable` is False where there may be others."""

    fields: dict[str, Field]
    readable: bool = True
    missing: tuple[Missing, ...] = ()


class _Collector:
    """Collects the fields of one class; `above` are the classes that wait for them."""

    def __init__(
        self, cls: ClassSymbol, contracts: Contracts, above: frozenset[ClassSymbol] = frozenset()
    ) -> None:
        self._above = above | {cls}
        self._cls = cls
        self._contracts = contracts
        self._order = contracts.symbols.mro(cls)
        self._is_old = any(
            isinstance(base, External) and base.name in _OLD_MODELS for base in self._order.classes
        )

    def collect(self, bound: Bound) -> _Collected:
        """The fields of the class where its type variables have the values in `bound`."""
        fields: dict[str, Field] = {}
        readable = True
        missing: tuple[Missing, ...] = ()
        bases = bases_of(self._cls, bound, self._contracts)
        for base in reversed(bases):
            inherited = self._inherited(base)
            fields.update(inherited.fields)
            readable = readable and inherited.readable
        for name, field in self._from_plain_bases():
            fields.setdefault(name, field)
        for base in bases:
            derived = self._derived(base)
            fields.update(derived.fields)
            readable = readable and derived.readable
            missing += derived.missing
        scope = class_scope(self._cls, self._contracts)
        annotations = Annotations(self._contracts, scope, bound)
        self._declare(self._cls, annotations, fields)
        for field in computed_fields(self._cls, annotations, self._contracts):
            fields[field.name] = field
        return _Collected(with_methods(self._cls, fields, self._contracts), readable, missing)

    # Bases ------------------------------------------------------------------------------

    def _inherited(self, base: Base) -> _Collected:
        symbol = base.symbol
        if isinstance(symbol, External):
            return _Collected(self._root_field(base))
        if symbol is None or self._contracts.layer(symbol) is not Layer.SCHEMA:
            return _Collected({})
        if base.bound and symbol not in self._above:
            return _Collector(symbol, self._contracts, self._above).collect(base.bound)
        contract = self._contracts.contract(symbol)
        if contract is None:
            return _Collected({}, readable=False)
        readable = "fields" not in contract.unknown
        return _Collected({field.name: field for field in contract.fields}, readable)

    def _root_field(self, base: Base) -> dict[str, Field]:
        """The one field of `RootModel[list[str]]`."""
        if base.symbol != External(_ROOT_MODEL):
            return {}
        shape = FREE
        if isinstance(base.value, Subscript):
            scope = class_scope(self._cls, self._contracts)
            shape = Annotations(self._contracts, scope, {}).shape(base.value.arguments[0])
        root = field_of("root", shape, Assigned(), None, self._cls)
        return {"root": replace(root, declared_in="RootModel")}

    def _from_plain_bases(self) -> Iterator[tuple[str, Field]]:
        """The fields that annotations of mixins without pydantic make."""
        found: dict[str, Field] = {}
        for base in reversed(self._order.classes[1:]):
            if isinstance(base, ClassSymbol) and self._contracts.layer(base) is None:
                scope = class_scope(base, self._contracts)
                self._declare(base, Annotations(self._contracts, scope, {}), found)
        yield from found.items()

    def _derived(self, base: Base) -> Derived:
        """The fields that ninja derives for a direct base of its own."""
        match base.symbol:
            case External(name=name) if name == MODEL_SCHEMA:
                selection = class_selection(self._cls, self._contracts)
            case External(name=name) if name == f"{CREATE_SCHEMA}()":
                if not isinstance(base.value, Call):
                    return Derived({}, readable=False)
                selection = call_selection(base.value)
            case _:
                return Derived({})
        return derived_fields(selection, self._cls, self._contracts)

    # Declared fields --------------------------------------------------------------------

    def _declare(
        self, owner: ClassSymbol, annotations: Annotations, fields: dict[str, Field]
    ) -> None:
        """Adds the fields that the body of a class annotates."""
        for statement in owner.node.body:
            if not isinstance(statement, Assignment) or not statement.annotated:
                continue
            name = statement.name
            if name.startswith("_") or "." in name or name == "model_config":
                continue
            if statement.guard in (Guard.ELSE, Guard.EXCEPT) and name in fields:
                continue
            self._declare_one(owner, statement, annotations, fields)

    def _declare_one(
        self,
        owner: ClassSymbol,
        statement: Assignment,
        annotations: Annotations,
        fields: dict[str, Field],
    ) -> None:
        declaration = self._contracts.evaluator.declaration(owner, statement)
        if declaration is None or declaration.annotation is None:
            return
        name = statement.name
        annotation = annotations.value(declaration.annotation)
        if is_class_variable(annotation, declaration.value is not None):
            fields.pop(name, None)
            return
        assigned = read_assigned(declaration, self._contracts)
        if assigned is None:
            return
        shape = annotations.shape(annotation)
        span = Span(owner.module.path, statement.line, statement.end_line)
        fields[name] = field_of(name, shape, assigned, span, owner, self._is_old)
