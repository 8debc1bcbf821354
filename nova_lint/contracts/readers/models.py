"""Reads Django models.

What Django does with a class body (Django 5.2, django/db/models/base.py, ModelBase.__new__):
fields are taken from the class and from every base that is a model; an attribute of the
same name in a class nearer to the start of the resolution order removes an inherited
abstract field; a model without a primary key gets `id`, one that inherits from a concrete
model gets a link to its parent's row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Span
from nova_lint.contracts.generated.model import GeneratedModel
from nova_lint.contracts.generated.relations import is_of_registered, registered_relations
from nova_lint.contracts.readers.additions import contributes, is_extended
from nova_lint.contracts.readers.classes import Bound, merged, own_values, span_of
from nova_lint.contracts.readers.columns import read_column
from nova_lint.contracts.readers.model_options import (
    concrete_model,
    is_abstract,
    is_proxy,
    meta_option,
    read_constraints,
)
from nova_lint.knowledge.generated import PLAIN_METACLASSES
from nova_lint.knowledge.models import MODEL
from nova_lint.semantics.values import Call, Constant, Reference
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

MODEL_ROOTS = frozenset({MODEL, "nova.NovaModel"})


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
        fields = {**fields, **registered_relations(cls, self._contracts)}
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
            self._is_readable &= self._is_plain(base)
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
                given = {f.name: f for f in contract.fields if not is_of_registered(f)}
                concrete.update(given)
                concrete.update(self._parent_link(base, own))
                taken.update(concrete)
        inherited = {name: f for group in reversed(abstract) for name, f in group.items()}
        return {**concrete, **inherited, **own}

    def _own(self) -> tuple[dict[str, Field], set[str]]:
        """The fields of the class's own body, and all names that the body binds."""
        if isinstance(self._cls, GeneratedModel):
            return self._generated(self._cls)
        self._is_readable &= self._is_plain(self._cls)
        fields: dict[str, Field] = {}
        taken: set[str] = set()
        for name, several in own_values(self._cls, self._contracts):
            taken.add(name)
            self._is_readable &= not any(contributes(b.value, self._contracts) for b in several)
            found = [field for bound in several if (field := self._field(name, bound)) is not None]
            if found:
                fields[name] = merged(found)
        return fields, taken

    def _generated(self, cls: GeneratedModel) -> tuple[dict[str, Field], set[str]]:
        """The same for a class without a body: what a package puts there."""
        columns = cls.read()
        self._is_readable &= columns.complete
        fields = {field.name: field for field in columns.fields}
        return fields, set(fields)

    def _is_plain(self, cls: ClassSymbol) -> bool:
        """Whether no metaclass may add fields to a class."""
        if "metaclass" not in cls.node.keywords:
            return True
        match self._contracts.evaluator.class_keywords(cls).get("metaclass"):
            case Reference(symbol=ClassSymbol() | External() as symbol):
                return symbol.name in PLAIN_METACLASSES
        return False

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
        root = concrete_model(parent, self._contracts)
        if any(field.parent_link and field.relation == Known(root.name) for field in own.values()):
            return {}
        link = _parent_link(root)
        return {link.name: link}

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
