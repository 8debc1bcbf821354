"""The layer of a class: by the framework class that it descends from, or by what it holds
where a base cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.readers import forms, serializers
from nova_lint.contracts.readers.classes import meta_class, own_values, project_classes
from nova_lint.contracts.readers.models import MODEL_ROOTS
from nova_lint.knowledge.drf import SERIALIZER_ROOTS
from nova_lint.knowledge.forms import FORM_ROOTS, MODEL_FORM_ROOTS
from nova_lint.knowledge.schemas import SCHEMA_ROOTS
from nova_lint.semantics.values import Call, Reference
from nova_lint.workspace.symbols import ClassSymbol, External, Linearization

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_LAYERS: dict[str, Layer] = {
    **dict.fromkeys(MODEL_ROOTS, Layer.MODEL),
    **dict.fromkeys(FORM_ROOTS | MODEL_FORM_ROOTS, Layer.FORM),
    **dict.fromkeys(SERIALIZER_ROOTS, Layer.SERIALIZER),
    **dict.fromkeys(SCHEMA_ROOTS, Layer.SCHEMA),
}
# Layers that a class may have although a base is a call like `get_base_form()`: by the last
# word of its name, with the classes of the fields that it declares then.
_NAMED = {
    "Form": (Layer.FORM, forms.FIELD_ROOTS),
    "Serializer": (Layer.SERIALIZER, serializers.FIELD_ROOTS),
}
_MODEL_OPTIONS = ("model", "fields", "exclude")


def layer_of(cls: ClassSymbol, contracts: Contracts) -> Layer | None:
    """The layer of a class, None for one that has none."""
    order = contracts.symbols.mro(cls)
    for base in order.classes:
        if isinstance(base, External) and base.name in _LAYERS:
            return _LAYERS[base.name]
    return None if order.complete else _by_content(order, contracts)


def _by_content(order: Linearization, contracts: Contracts) -> Layer | None:
    """The layer of a class with a base that cannot be read: its name or that of a known base
    says which, and its fields or the options of its `Meta` bear it out."""
    for base in project_classes(order):
        for word, (layer, roots) in _NAMED.items():
            if base.short_name.endswith(word) and _bears_out(order, roots, contracts):
                return layer
    return None


def _bears_out(order: Linearization, roots: frozenset[str], contracts: Contracts) -> bool:
    first = order.classes[0]
    meta = meta_class(first, contracts) if isinstance(first, ClassSymbol) else None
    if meta is not None and any(
        contracts.symbols.class_member(meta, option) is not None for option in _MODEL_OPTIONS
    ):
        return True
    return any(
        isinstance(bound.value, Call) and _is_one_of(bound.value, roots, contracts)
        for base in project_classes(order)
        for _, several in own_values(base, contracts)
        for bound in several
    )


def _is_one_of(call: Call, roots: frozenset[str], contracts: Contracts) -> bool:
    match call.callee:
        case Reference(symbol=External(name=name)):
            return name in roots
        case Reference(symbol=ClassSymbol() as cls):
            bases = contracts.symbols.mro(cls).classes
            return any(isinstance(base, External) and base.name in roots for base in bases)
    return False
