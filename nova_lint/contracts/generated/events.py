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

from nova_lint.contracts import facts
from nova_lint.contracts.generated.event_columns import Tracking, event_columns
from nova_lint.contracts.generated.model import GeneratedModel, generated_model
from nova_lint.contracts.generated.placing import app_labelled, app_of
from nova_lint.contracts.generated.settings import setting
from nova_lint.knowledge.generated import (
    EVENT,
    EVENT_BASE_SETTING,
    PGHISTORY,
    TRACK,
)
from nova_lint.knowledge.models import MODEL
from nova_lint.semantics.evaluation import Scope, constant
from nova_lint.semantics.functions import imported
from nova_lint.semantics.mentions import functions_mentioning
from nova_lint.semantics.values import Call, Constant, Reference, Value
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Statement
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol, Module
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_CALL = rf"\b{TRACK.rpartition('.')[2]}\("


def event_models(
    module: Module, classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[GeneratedModel]:
    """The event models of some classes, and those that functions of a module ask for."""
    paths = contracts.workspace.questions.memo(
        PGHISTORY, lambda: frozenset(contracts.workspace.having(PGHISTORY))
    )
    if module.path not in paths:
        return
    for statement, tracking in _trackings(module, classes, contracts):
        model = _event_model(tracking, module, statement, contracts)
        if model is not None:
            yield model


def event_base(call: Call, cls: ClassSymbol, contracts: Contracts) -> GeneratedModel | None:
    """The abstract model that a class derives from by `create_event_model(…)`."""
    model = call.argument(0, "tracked_model")
    if not isinstance(model, Reference) or not isinstance(model.symbol, ClassSymbol):
        return None
    tracking = Tracking(model.symbol, call, abstract=True)
    return _event_model(tracking, cls.module, cls.outline, contracts)


# What is tracked ------------------------------------------------------------------------


def _trackings(
    module: Module, classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[tuple[Statement, Tracking]]:
    for cls in classes:
        if any(_is_track(name, cls, contracts) for name in cls.outline.decorators):
            for value in reversed(contracts.evaluator.decorator_values(cls)):
                if _is_call_of_track(value):
                    yield cls.outline, Tracking(cls, value)
    contracts.workspace.questions.ask(questions.file(module.path))
    for function in functions_mentioning(module, (_CALL,), contracts.workspace):
        for tracking in _called_in(function, contracts):
            yield function.node, tracking


def _is_track(dotted: str, cls: ClassSymbol, contracts: Contracts) -> bool:
    scope = cls.outer or cls.module
    return bool(dotted) and contracts.symbols.lookup(scope, dotted) == External(TRACK)


def _called_in(function: FunctionSymbol, contracts: Contracts) -> Iterator[Tracking]:
    """`pghistory.track(…)(Order)` in a function, with the names that it imports itself."""
    definition = contracts.evaluator.function(function)
    if definition is None:
        return
    scope = Scope(function.module)
    for node in walk(definition):
        match node:
            case cst.ImportFrom():
                names = imported(node, function.module, contracts.evaluator)
                scope = scope.with_local(dict(names))
            case cst.Call(func=cst.Call() as made, args=[cst.Arg(value=named)]):
                call = contracts.evaluator.evaluate(made, scope)
                model = contracts.evaluator.evaluate(named, scope)
                if isinstance(model, Reference) and isinstance(model.symbol, ClassSymbol):
                    if _is_call_of_track(call) and contracts.is_model(model.symbol):
                        yield Tracking(model.symbol, call)


def _is_call_of_track(value: Value) -> TypeGuard[Call]:
    return isinstance(value, Call) and value.callee == Reference(External(TRACK))


# The class ------------------------------------------------------------------------------


def _event_model(
    tracking: Tracking, module: Module, statement: Statement, contracts: Contracts
) -> GeneratedModel | None:
    base = _base(tracking.call, contracts)
    name = _name(tracking, base)
    package = _package(tracking, contracts)
    if name is None or package is None:
        return None
    return generated_model(
        f"{package}.models.{name}",
        (base if base is not None else External(MODEL),),
        lambda: event_columns(tracking, base, contracts),
        module,
        statement,
        contracts.workspace.questions,
        abstract=tracking.abstract,
    )


def _base(call: Call, contracts: Contracts) -> ClassSymbol | None:
    """The model that the event model derives from, None where it is not in reach."""
    given = call.keyword("base_model")
    if given is None or given == Constant(None):
        given = setting(EVENT_BASE_SETTING, contracts)
    match given:
        case None:
            symbol = contracts.symbols.absolute(EVENT)
        case Constant(value=str() as dotted):
            symbol = contracts.symbols.absolute(dotted)
        case Reference(symbol=symbol):
            pass
        case _:
            return None
    return symbol if isinstance(symbol, ClassSymbol) else None


def _name(tracking: Tracking, base: ClassSymbol | None) -> str | None:
    """`model_name`, or that of the model with the tracked fields and the base behind it."""
    given = tracking.call.keyword("model_name")
    if given is not None and given != Constant(None):
        name = constant(given)
        return name if isinstance(name, str) else None
    fields = facts.names(tracking.call.keyword("fields")) or ()
    suffix = base.short_name if base is not None else EVENT.rpartition(".")[2]
    parts = (tracking.model.short_name, *fields, suffix.lower())
    return _in_pascal_case("_".join(parts))


def _in_pascal_case(name: str) -> str:
    # Only small letters lose the underscore before them: pghistory/core.py, _pascalcase.
    name = re.sub(r"^[\-_.]", "", name)
    return name[:1].upper() + re.sub(r"[\-_.\s]([a-z])", lambda m: m.group(1).upper(), name[1:])


def _package(tracking: Tracking, contracts: Contracts) -> str | None:
    given = tracking.call.keyword("app_label")
    if given is None or given == Constant(None):
        app = app_of(tracking.model, contracts)
    else:
        app = app_labelled(constant(given), contracts)
    return app.package if app is not None else None
