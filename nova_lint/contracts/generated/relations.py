"""Relations that packages give to models which are registered with them.

`actstream.registry.register(Order)` gives a model three generic relations when the program
starts: too late for models below it (django-activity-stream 2.0, actstream/registry.py,
setup_generic_relations).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Field, Known
from nova_lint.contracts.generated.calls import calls_beside
from nova_lint.contracts.generated.placing import app_around
from nova_lint.knowledge.generated import ACTION, ACTION_RELATIONS, ACTSTREAM, REGISTER
from nova_lint.knowledge.models import GENERIC_RELATION
from nova_lint.semantics.values import Call, Constant, Reference, Value
from nova_lint.workspace.symbols import ClassSymbol, External, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_WORD = REGISTER.rpartition(".")[2]


def registered_relations(cls: ClassSymbol, contracts: Contracts) -> dict[str, Field]:
    """The relations that a model gets because it is registered."""
    registered = contracts.workspace.questions.memo(
        ACTSTREAM, lambda: frozenset(_registered(contracts))
    )
    return {name: _relation(name) for name in ACTION_RELATIONS if cls.name in registered}


def is_of_registered(field: Field) -> bool:
    """Whether a field is such a relation: any other one is declared."""
    return field.framework_class == GENERIC_RELATION and not field.declared


def _relation(name: str) -> Field:
    return Field(
        name=name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(name),
        type=Known("relation"),
        framework_class=GENERIC_RELATION,
        nullable=Known(True),
        blank=Known(True),
        relation=Known(ACTION),
        editable=Known(False),
        automatic=True,
    )


# What is registered ---------------------------------------------------------------------


def _registered(contracts: Contracts) -> Iterator[str]:
    for path in contracts.workspace.having(ACTSTREAM):
        module = contracts.workspace.modules.at(path)
        for site in calls_beside(_WORD, module, contracts):
            if site.name != _WORD:
                continue
            call = contracts.evaluator.evaluate(site.node, site.scope)
            if isinstance(call, Call) and call.callee == Reference(External(REGISTER)):
                for model in _models(call, module, contracts):
                    yield model.name


def _models(call: Call, module: Module, contracts: Contracts) -> Iterator[ClassSymbol]:
    """The models that a call registers: classes, labels, and those that an app gives."""
    for index in range(call.positional_count):
        value = call.positional(index)
        if isinstance(value, Call):
            value = _label(value, module, contracts)
        model = contracts.names.model(value, module) if value is not None else None
        if model is not None:
            yield model


def _label(call: Call, module: Module, contracts: Contracts) -> Value | None:
    """The label of the model in `self.get_model("Order")` and `apps.get_model("shop", "Order")`."""
    match call.node.func:
        case cst.Attribute(attr=cst.Name(value="get_model")):
            pass
        case _:
            return None
    match call.positional(0), call.positional(1):
        case Constant(value=str() as label), None if "." in label:
            return Constant(label)
        case Constant(value=str() as name), None:
            return Constant(f"{app_around(module, contracts).label}.{name}")
        case Constant(value=str() as app), Constant(value=str() as name):
            return Constant(f"{app}.{name}")
    return None
