"""Historical models: what `history = HistoricalRecords()` makes of a model.

A class attribute of this kind generates a model `Historical<Model>` for the class that has it
and, where it says `inherit=True`, for every model below; `simple_history.register(User)` does
so for a model whose class is somebody else's (django-simple-history 3.13, __init__.py, register;
models.py, HistoricalRecords.finalize and create_history_model). Histories of many-to-many
columns (`m2m_fields`) are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.construction import Construction, construct
from nova_lint.contracts.generated.calls import calls_beside
from nova_lint.contracts.generated.model import GeneratedModel, generated_model
from nova_lint.contracts.generated.placing import app_of
from nova_lint.contracts.generated.records.history_columns import Records, historical_columns
from nova_lint.contracts.readers.classes import own_span, project_classes, span_of
from nova_lint.contracts.readers.model_options import is_abstract
from nova_lint.knowledge.generated import (
    HISTORICAL_PARAMETERS,
    HISTORICAL_PREFIX,
    HISTORICAL_RECORDS,
    HISTORICAL_REGISTER,
    SIMPLE_HISTORY,
)
from nova_lint.knowledge.models import MODEL
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Items, Reference, Value
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_SHORT_NAME = HISTORICAL_RECORDS.rpartition(".")[2]
_POSITIONAL: dict[str, tuple[str, ...]] = {HISTORICAL_RECORDS: HISTORICAL_PARAMETERS}
_ROOTS = frozenset({HISTORICAL_RECORDS})
_REGISTER = HISTORICAL_REGISTER.rpartition(".")[2]


def historical_models(
    module: Module, classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[GeneratedModel]:
    """The historical models of some classes, and those that a module registers."""
    words = contracts.workspace.questions.memo("records", lambda: _words(contracts))
    for cls in classes if words else ():
        if contracts.is_model(cls) and not is_abstract(cls, contracts):
            records = _records(cls, words, contracts)
            if records is not None:
                yield from _generated(cls, records, module, contracts)
    for model, records in _registered(module, contracts):
        yield from _generated(model, records, module, contracts)


def _words(contracts: Contracts) -> frozenset[str]:
    """The names of classes of records that the project mentions, its own among them."""
    found: set[str] = set()
    waiting = [_SHORT_NAME]
    while waiting:
        name = waiting.pop()
        derived = [each for _, each in contracts.workspace.deriving(name)]
        if contracts.workspace.mentioning(name) or derived:
            found.add(name)
        waiting.extend(each for each in derived if each not in found)
    return frozenset(found)


def _records(cls: ClassSymbol, words: frozenset[str], contracts: Contracts) -> Records | None:
    """The records of a class, its own or the nearest that it inherits."""
    for owner in project_classes(contracts.symbols.mro(cls)):
        # Whoever asked which statements mention the words knows of all of these.
        for statement in owner.outline.body:
            if isinstance(statement, Assignment) and not words.isdisjoint(statement.words):
                built = _built(owner, statement, contracts)
                if built is not None and (owner is cls or _is_inherited(built)):
                    return Records(owner, span_of(owner, statement), built)
    return None


def _built(owner: ClassSymbol, statement: Assignment, contracts: Contracts) -> Construction | None:
    declaration = contracts.evaluator.declaration(owner, statement)
    if declaration is None or declaration.value is None:
        return None
    value = contracts.evaluator.evaluate(declaration.value, declaration.scope)
    if not isinstance(value, Call):
        return None
    return construct(value, contracts.evaluator, _POSITIONAL, _ROOTS)


def _is_inherited(built: Construction) -> bool:
    return constant(built.get("inherit")) is True


# Registered models ----------------------------------------------------------------------


def _registered(module: Module, contracts: Contracts) -> Iterator[tuple[ClassSymbol, Records]]:
    """The models that a module registers, with the records that this gives them."""
    paths = contracts.workspace.questions.memo(
        SIMPLE_HISTORY, lambda: frozenset(contracts.workspace.having(SIMPLE_HISTORY))
    )
    if module.path not in paths:
        return
    for site in calls_beside(_REGISTER, module, contracts):
        if site.name != _REGISTER:
            continue
        call = contracts.evaluator.evaluate(site.node, site.scope)
        if isinstance(call, Call) and call.callee == Reference(External(HISTORICAL_REGISTER)):
            model = call.argument(0, "model")
            built = construct(_of_records(call), contracts.evaluator, _POSITIONAL, _ROOTS)
            if isinstance(model, Reference) and isinstance(model.symbol, ClassSymbol):
                if built is not None and contracts.is_model(model.symbol):
                    package = _given_package(call)
                    yield model.symbol, Records(model.symbol, site.span, built, package)


def _of_records(call: Call) -> Call:
    """The call of the class of records that stands behind that of `register`, which hands its
    keywords on."""
    given = call.keyword("records_class")
    records = given if isinstance(given, Reference) else Reference(External(HISTORICAL_RECORDS))
    keywords = [each for each in call.node.args if each.keyword is not None or each.star == "**"]
    return Call(records, call.node.with_changes(args=keywords), call.scope, call.evaluator)


def _given_package(call: Call) -> str | None:
    app = constant(call.argument(1, "app"))
    return f"{app}.models" if isinstance(app, str) else None


# The class ------------------------------------------------------------------------------


def _generated(
    model: ClassSymbol, records: Records, module: Module, contracts: Contracts
) -> Iterator[GeneratedModel]:
    name = _name(model, records.built)
    package = _package(model, records, contracts)
    if name is None or package is None:
        return
    yield generated_model(
        f"{package}.{name}",
        _parents(records.built),
        lambda: historical_columns(model, records, contracts),
        module,
        records.span if records.owner is model else own_span(model),
        contracts.workspace.questions,
    )


def _name(model: ClassSymbol, built: Construction) -> str | None:
    given = built.get("custom_model_name")
    if given is None or given == Constant(None):
        return f"{HISTORICAL_PREFIX}{model.short_name}"
    name = constant(given)
    return name if isinstance(name, str) else None


def _package(model: ClassSymbol, records: Records, contracts: Contracts) -> str | None:
    """The module that the class says it is in: the one that is given; that of a model that
    inherits its records; else that of its app's models, where label and path of the app are
    one word, or the app."""
    if records.package is not None:
        return records.package
    if records.owner is not model:
        return model.module.name
    app = app_of(model, contracts)
    if app is None:
        return None
    return model.module.name if model.module.name == f"{app.label}.models" else app.package


def _parents(built: Construction) -> tuple[ClassSymbol | External, ...]:
    bases = built.get("bases")
    found = [item.symbol for item in _items(bases) if isinstance(item, Reference)]
    parents = tuple(each for each in found if isinstance(each, ClassSymbol | External))
    return parents or (External(MODEL),)


def _items(value: Value | None) -> tuple[Value, ...]:
    return value.items if isinstance(value, Items) else ()
