"""Event models: what `@pghistory.track(…)` makes of a model.

The decorator, or a call of what it returns, generates a model `<Model>Event` among the models
of the app; `create_event_model(…)` an abstract one to derive from (django-pghistory 3.9,
pghistory/core.py, create_event_model).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeGuard

import libcst as cst

from nova_lint.contracts.contract import Span, Unsettled
from nova_lint.contracts.generated.calls import calls_beside
from nova_lint.contracts.generated.model import GeneratedModel, generated_model
from nova_lint.contracts.generated.placing import app_labelled, app_of
from nova_lint.contracts.generated.proxies.making import model_of
from nova_lint.contracts.generated.proxies.statements import Site
from nova_lint.contracts.generated.records.event_columns import Tracking, event_columns
from nova_lint.contracts.generated.settings import setting
from nova_lint.contracts.readers.classes import own_span
from nova_lint.knowledge.generated import (
    EVENT,
    EVENT_BASE_SETTING,
    PGHISTORY,
    TRACK,
)
from nova_lint.knowledge.models import MODEL
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Reference, Value
from nova_lint.workspace.symbols import ClassSymbol, External, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_TRACK = TRACK.rpartition(".")[2]


def event_models(
    module: Module, classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[GeneratedModel]:
    """The event models of some classes, and those that functions of a module ask for."""
    paths = contracts.workspace.questions.memo(
        PGHISTORY, lambda: frozenset(contracts.workspace.having(PGHISTORY))
    )
    if module.path not in paths:
        return
    for span, tracking in _trackings(module, classes, contracts):
        model = _event_model(tracking, module, span, contracts)
        if model is not None:
            yield model


def event_base(call: Call, cls: ClassSymbol, contracts: Contracts) -> GeneratedModel | None:
    """The abstract model that a class derives from by `create_event_model(…)`."""
    model = call.argument(0, "tracked_model")
    if not isinstance(model, Reference) or not isinstance(model.symbol, ClassSymbol):
        return None
    tracking = Tracking(model.symbol, call, abstract=True)
    return _event_model(tracking, cls.module, own_span(cls), contracts)


# What is tracked ------------------------------------------------------------------------


def _trackings(
    module: Module, classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[tuple[Span, Tracking]]:
    for cls in classes:
        if any(_is_track(name, cls, contracts) for name in cls.outline.decorators):
            for value in reversed(contracts.evaluator.decorator_values(cls)):
                if _is_call_of_track(value):
                    yield own_span(cls), Tracking(cls, value)
    for site in calls_beside(_TRACK, module, contracts):
        tracking = _called_at(site, contracts)
        if tracking is not None:
            yield site.span, tracking


def _is_track(dotted: str, cls: ClassSymbol, contracts: Contracts) -> bool:
    scope = cls.outer or cls.module
    return bool(dotted) and contracts.symbols.lookup(scope, dotted) == External(TRACK)


def _called_at(site: Site, contracts: Contracts) -> Tracking | None:
    """`pghistory.track(…)(Order)`."""
    match site.node:
        case cst.Call(func=cst.Call() as made, args=[cst.Arg(value=named)]):
            call = contracts.evaluator.evaluate(made, site.scope)
            model = model_of(named, site.scope, site.span, contracts)
            if _is_call_of_track(call) and model is not None:
                return Tracking(model, call)
    return None


def _is_call_of_track(value: Value) -> TypeGuard[Call]:
    return isinstance(value, Call) and value.callee == Reference(External(TRACK))


# The class ------------------------------------------------------------------------------


def _event_model(
    tracking: Tracking, module: Module, span: Span, contracts: Contracts
) -> GeneratedModel | None:
    base = _base(tracking.call, contracts)
    name = _name(tracking, contracts)
    package = _package(tracking, contracts)
    if name is None or package is None:
        return None
    return generated_model(
        f"{package}.models.{name}",
        (base if base is not None else External(MODEL),),
        lambda: event_columns(tracking, base, contracts),
        module,
        span,
        contracts.workspace.questions,
        abstract=tracking.abstract,
    )


def _base(call: Call, contracts: Contracts) -> ClassSymbol | None:
    """The model that the event model derives from, None where it is not in reach."""
    match _given_base(call, contracts):
        case Constant(value=str() as dotted):
            symbol = contracts.symbols.absolute(dotted)
        case Reference(symbol=symbol):
            pass
        case _:
            return None
    return symbol if isinstance(symbol, ClassSymbol) else None


def _given_base(call: Call, contracts: Contracts) -> Value:
    given = call.keyword("base_model")
    if given is None or given == Constant(None):
        given = setting(EVENT_BASE_SETTING, contracts)
    return given if given is not None else Constant(EVENT)


def _name(tracking: Tracking, contracts: Contracts) -> str | None:
    """`model_name`, or that of the model with the tracked fields and the base behind it."""
    given = tracking.call.keyword("model_name")
    if given is not None and given != Constant(None):
        name = constant(given)
        return name if isinstance(name, str) else None
    match _given_base(tracking.call, contracts):
        case Constant(value=str() as base) | Reference(symbol=ClassSymbol(name=base)):
            suffix = base.rpartition(".")[2].lower()
        case _:
            return None
    fields = tracking.fields or ()
    if isinstance(fields, Unsettled):
        return None
    return _in_pascal_case("_".join((tracking.model.short_name, *fields, suffix)))


def _in_pascal_case(name: str) -> str:
    # Only small letters lose the underscore before them: pghistory/core.py, _pascalcase.
    name = re.sub(r"^[\-_.]", "", name)
    return name[:1].upper() + re.sub(r"[\-_.\s]([a-z])", lambda m: m.group(1).upper(), name[1:])


def _package(tracking: Tracking, contracts: Contracts) -> str | None:
    given = tracking.call.keyword("app_label")
    label = constant(given) if given is not None else None
    app = app_of(tracking.model, contracts)
    if label is not None and (app is None or app.label != label):
        app = app_labelled(label, contracts)
    return app.package if app is not None else None
