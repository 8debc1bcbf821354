"""What operations do: the tables, applied to kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from nova_lint.knowledge import framework_queries, jobs, outside, queries
from nova_lint.knowledge.queries import (
    DATABASE,
    PERMISSIONS,
    Act,
    Call,
    Effect,
    Result,
    Twin,
    Use,
    When,
)
from nova_lint.semantics import framework_calls
from nova_lint.semantics.kinds import (
    NONE,
    ClassOf,
    Framework,
    Given,
    Kind,
    Literal,
    Manager,
    Model,
    Object,
    QuerySet,
    RelatedManager,
    Together,
)
from nova_lint.semantics.models import Models
from nova_lint.semantics.operations import (
    Doing,
    Entering,
    Following,
    Formatting,
    FunctionCall,
    Indexing,
    Iteration,
    Looking,
    MethodCall,
    Operation,
    ProjectCall,
    Queueing,
    Reached,
    TruthTest,
)
from nova_lint.workspace.symbols import ClassSymbol, Symbols

_ASYNC_FOR = Twin("async for", (4, 1), Use.ASYNC_FOR)


def doing(operation: Operation, models: Models, symbols: Symbols) -> Doing | None:
    """What an operation does to the database; None for one that surely does nothing, and for
    one of which that is not known."""
    found = _doing(operation, models, symbols)
    if found is None or operation.sure or not found.sure:
        return found
    return Doing(found.effect, False, found.twin)


def _doing(operation: Operation, models: Models, symbols: Symbols) -> Doing | None:
    match operation.action:
        case MethodCall(receiver=receiver, name=name, given=given):
            known = framework_calls.method(receiver, name, symbols)
            if known is None or known.awaits is not None or _is_kept(operation, known.call):
                return None
            return _called(known.call, receiver, given, models)
        case FunctionCall(name=name, given=given):
            known = framework_calls.function(name)
            if known is None or known.awaits is not None or _is_kept(operation, known.call):
                return None
            first: Kind = given.positional[0] if given.positional else Literal(None)
            return _called(known.call, first, given, models)
        case Iteration(source=source, is_async=is_async):
            return None if is_async else _taken(source, "__iter__", _ASYNC_FOR)
        case TruthTest(subject=subject):
            return _taken(subject, "__bool__", Twin("aexists", (4, 1)))
        case Indexing(subject=subject, stepped=stepped):
            return _taken(subject, queries.STEPPED_SLICE if stepped else "__getitem__", None)
        case Formatting(subject=subject):
            return _taken(subject, "__str__", None)
        case Following(sure=sure):
            return Doing(Effect.READ, sure)
        case Looking():
            return Doing(Effect.READ, twin=framework_queries.LAZY_USER_TWIN)
        case Entering(manager=Framework(name=name), by="with" | "decorator"):
            entered = framework_queries.ENTERED.get(name)
            if entered is not None and entered.act is Act.RUNS:
                return Doing(Effect.TRANSACTION)
        case ProjectCall(reached=reached) if reached and reached[0].doing.effect in DATABASE:
            return Doing(reached[0].doing.effect, reached[0].doing.sure)
    return None


def awaited(operation: Operation, models: Models, symbols: Symbols) -> Doing | None:
    """What an operation does to the database without blocking the event loop: the twins of the
    ORM's methods, `async for`."""
    match operation.action:
        case MethodCall(receiver=receiver, name=name, given=given):
            known = framework_calls.method(receiver, name, symbols)
        case FunctionCall(name=name, given=given):
            known = framework_calls.function(name)
            receiver = given.positional[0] if given.positional else Literal(None)
        case Iteration(source=QuerySet(fetched=False, empty=False, sure=sure), is_async=True):
            return Doing(Effect.READ, sure and operation.sure)
        case _:
            return None
    if known is None or known.awaits is None:
        return None
    found = _called(known.call, receiver, given, models)
    return Doing(found.effect, found.sure and operation.sure) if found is not None else None


def outward(operation: Operation, symbols: Symbols) -> Doing | None:
    """What an operation itself does outside of the process besides the database."""
    effect = None
    match operation.action:
        case MethodCall(receiver=receiver, name=name):
            effect = outside_method(receiver, name, symbols)
        case FunctionCall(name=name):
            effect = outside.function(name)
        case Queueing(when=jobs.When.NOW | jobs.When.ON_COMMIT):
            effect = Effect.QUEUE
    return Doing(effect, operation.sure) if effect is not None else None


def reached(operation: Operation, models: Models, symbols: Symbols) -> tuple[Reached, ...]:
    """Every effect that an operation has, on the database and elsewhere, with the ways to
    those that it has through the project's own code."""
    if isinstance(operation.action, ProjectCall):
        return tuple(
            replace(each, steps=(operation, *each.steps), doing=_as_sure(each.doing, operation))
            for each in operation.action.reached
        )
    done = (doing(operation, models, symbols), outward(operation, symbols))
    return tuple(Reached(each, (operation,)) for each in done if each is not None)


def _as_sure(done: Doing, operation: Operation) -> Doing:
    return Doing(done.effect, done.sure and operation.sure, done.twin)


def outside_method(receiver: Kind, name: str, symbols: Symbols) -> Effect | None:
    """What a method of a class of a framework or a package does besides the database."""
    match receiver:
        case Framework(name=own):
            return outside.method(own, name)
        case Object(cls=cls) | Model(cls=cls):
            found = (outside.method(base.name, name) for base in symbols.mro(cls).classes)
            return next((effect for effect in found if effect is not None), None)
    return None


def model_of(operation: Operation) -> ClassSymbol | None:
    """The model whose rows an operation reads or writes, where that is known. Which rows of
    others belong to a row counts as something of its own."""
    match operation.action:
        case MethodCall(
            receiver=RelatedManager(column=queries.MANY_TO_MANY_COLUMN, owner=owner), name=name
        ) if name in queries.TYING:
            return owner
        case MethodCall(receiver=receiver):
            return _model_of(receiver)
        case FunctionCall(given=Given(positional=(first, *_))):
            return _model_of(first)
        case Iteration(source=subject) | TruthTest(subject=subject) | Indexing(subject=subject):
            return _model_of(subject)
        case Formatting(subject=subject) | Looking(subject=subject):
            return _model_of(subject)
        case Following(owner=owner):
            return owner.cls
    return None


def _model_of(kind: Kind) -> ClassSymbol | None:
    match kind:
        case Model(cls=cls) | ClassOf(cls=cls):
            return cls
        case Manager(model=model) | QuerySet(model=model):
            return model
        case RelatedManager(manager=manager):
            return manager.model
        case Together(items=(first, *_)):
            return _model_of(first)
    return None


def _is_kept(operation: Operation, call: Call) -> bool:
    """Whether Django has kept for the whole process what the call asks for."""
    return operation.again and call.when in (When.NOT_LOADED, When.SITES)


def _taken(subject: Kind, protocol: str, twin: Twin | None) -> Doing | None:
    """What using all rows of a queryset does."""
    if not isinstance(subject, QuerySet) or subject.fetched or subject.empty:
        return None
    table = queries.RAW_QUERYSET_PROTOCOLS if subject.raw else queries.QUERYSET_PROTOCOLS
    call = table.get(protocol)
    if call is None or call.act is not Act.RUNS:
        return None
    return Doing(Effect.READ, subject.sure, twin)


def _called(call: Call, receiver: Kind, given: Given, models: Models) -> Doing | None:
    """What calling a method or function does to the database."""
    if call.act is not Act.RUNS or call.effect is None or not models.has(call.since, call.until):
        return None
    sure = _runs(call, receiver, given, models)
    return Doing(call.effect, sure, call.twin) if sure is not None else None


def _runs(call: Call, receiver: Kind, given: Given, models: Models) -> bool | None:
    """Whether a call surely queries; None where it does not, or nobody knows."""
    if isinstance(receiver, QuerySet) and receiver.empty and call.effect is Effect.READ:
        return None
    decide = _DECIDING.get(call.when)
    return decide(call, receiver, given, models) if decide is not None else None


# The ORM ----------------------------------------------------------------------------------


def _not_loaded(receiver: Kind) -> bool | None:
    match receiver:
        case QuerySet(fetched=fetched, sure=sure):
            return None if fetched else sure
        case RelatedManager(prefetched=prefetched, sure=sure):
            return None if prefetched else sure
        case Manager() | Model():
            return True
        case Framework(loaded=loaded):
            return None if loaded else True
    return None


def _unless_false(call: Call, given: Given) -> bool | None:
    if call.switch is None:
        return None
    asked = given.argument(call.switch_position, call.switch)
    if asked == Literal(False):
        return None
    return True if asked in (None, Literal(True)) and given.complete else None


def _checked(call: Call, receiver: Kind, given: Given, models: Models) -> bool | None:
    """Whether something is looked up to check a row, but for what the call leaves out."""
    if not isinstance(receiver, Model) or not given.complete:
        return None
    excluded = texts(given.argument(0, "exclude"))
    if excluded is None:
        return None
    wanted = [c for c in call.checks if given.keyword(c.value) in (None, Literal(True))]
    return any(models.looked_up(receiver.cls, check) - excluded for check in wanted) or None


def texts(kind: Kind | None) -> frozenset[str] | None:
    """The strings that are written out in a list; None where they are not."""
    match kind:
        case None | Literal(value=None):
            return frozenset()
        case Together(items=items):
            texts = [i.value for i in items if isinstance(i, Literal) and isinstance(i.value, str)]
            return frozenset(texts) if len(texts) == len(items) else None
    return None


def _deferred(receiver: Kind, given: Given) -> bool | None:
    match receiver, given.positional:
        case Model(loading=loading), (Literal(value=str() as name), *_):
            return loading.is_deferred(name) or None
    return None


def _asked_for_permissions(receiver: Kind) -> bool | None:
    match receiver:
        case Model(loading=loading):
            return None if loading.everything or PERMISSIONS in loading.relations else True
    return True


# Frameworks ---------------------------------------------------------------------------------


def _given_queryset(receiver: Kind, given: Given) -> bool | None:
    """Whether a paginator or a function was handed rows that are not in memory."""
    made = receiver.given if isinstance(receiver, Framework) else None
    handed = made.argument(0, "object_list") if made is not None else None
    for kind in (handed, *given.positional):
        if isinstance(kind, QuerySet) and not kind.fetched and not kind.empty:
            return kind.sure
    return None


def _validated(call: Call, receiver: Kind, models: Models) -> bool | None:
    """Whether a form, serializer or form set was given data that it looks rows up for. It
    keeps what it found, but for `full_clean`, which gives nothing back."""
    if not isinstance(receiver, Object | Framework):
        return None
    if receiver.loaded and call.result is not Result.NOTHING:
        return None
    made = receiver.given
    if made is not None and is_form(receiver, models) and not has_data(made):
        return None
    cls = _form_class(receiver)
    return models.checks_rows(cls) or None if cls is not None else None


def is_form(receiver: Kind, models: Models) -> bool:
    """Whether something is a form or a form set, which is not valid without data."""
    return not isinstance(receiver, Object) or models.layer(receiver.cls) == "form"


def has_data(made: Given) -> bool:
    """Whether a form was, or may have been, made of data."""
    data = [made.argument(index, name) for index, name in enumerate(("data", "files"))]
    return not made.complete or any(kind not in (None, NONE) for kind in data)


def _shown(receiver: Kind, models: Models) -> bool | None:
    """Whether writing a form, or one field, reads the rows that it lets choose from."""
    match receiver:
        case Framework(given=Given(positional=(Object(cls=form), Literal(value=str() as name)))):
            fields = models.fields(form) or ()
            return any(field.chooses for field in fields if field.name == name) or None
    cls = _form_class(receiver)
    return models.shows_rows(cls) or None if cls is not None else None


def _form_class(receiver: Kind) -> ClassSymbol | None:
    """The class of a form, or of the forms of a form set."""
    match receiver:
        case Object(cls=cls):
            return cls
        case Framework(given=Given() as made):
            form = made.keyword("form")
            return form.cls if isinstance(form, ClassOf) else None
    return None


def _shows_given(receiver: Kind) -> bool | None:
    """`Serializer(queryset, many=True).data` goes through the queryset."""
    made = receiver.given if isinstance(receiver, Object) else None
    if made is None or made.keyword("many") != Literal(True):
        return None
    handed = made.argument(0, "instance")
    return _not_loaded(handed) if isinstance(handed, QuerySet | Manager | RelatedManager) else None


def _in_database(call: Call, receiver: Kind, models: Models) -> bool | None:
    """Whether a session or a cache asks the database; one that is loaded only writes to it."""
    if isinstance(receiver, Framework) and ".cache." in receiver.name:
        return models.cache_in_database(_alias(receiver)) or None
    if isinstance(receiver, Framework) and receiver.loaded and call.effect is Effect.READ:
        return None
    return models.sessions_in_database or None


def _alias(cache: Framework) -> str | None:
    """The alias of a cache; None where it is not known."""
    asked = cache.given.argument(0, "alias") if cache.given is not None else Literal("default")
    match asked:
        case Literal(value=str() as alias):
            return alias
    return None


def _works_on_database(given: Given) -> bool | None:
    match given.argument(0, "command_name"):
        case Literal(value=str() as command):
            return command in framework_queries.DATABASE_COMMANDS or None
    return None


# What decides ---------------------------------------------------------------------------------

_Decide: TypeAlias = Callable[[Call, Kind, Given, Models], bool | None]


def _given_rows(given: Given) -> bool | None:
    return None if given.positional[:1] == (Together(()),) else True


def _unbound(receiver: Kind) -> bool | None:
    made = receiver.given if isinstance(receiver, Framework) else None
    return None if made is None or has_data(made) else True


# Whether a call surely queries; None where it does not, or nobody knows.
_DECIDING: dict[When, _Decide] = {
    When.ALWAYS: lambda call, receiver, given, models: True,
    When.NOT_LOADED: lambda call, receiver, given, models: _not_loaded(receiver),
    When.UNLESS_FALSE: lambda call, receiver, given, models: _unless_false(call, given),
    When.GIVEN_QUERYSET: lambda call, receiver, given, models: _given_queryset(receiver, given),
    When.GIVEN_ROWS: lambda call, receiver, given, models: _given_rows(given),
    When.CREDENTIALS: lambda call, receiver, given, models: bool(given.keywords) or None,
    When.CHECKED: _checked,
    When.DEFERRED: lambda call, receiver, given, models: _deferred(receiver, given),
    When.ORDINARY_USER: lambda call, receiver, given, models: _asked_for_permissions(receiver),
    When.VALIDATED: lambda call, receiver, given, models: _validated(call, receiver, models),
    When.SHOWN: lambda call, receiver, given, models: _shown(receiver, models),
    When.SERIALIZED: lambda call, receiver, given, models: _shows_given(receiver),
    When.COMMAND: lambda call, receiver, given, models: _works_on_database(given),
    When.UNBOUND: lambda call, receiver, given, models: _unbound(receiver),
    When.IN_DATABASE: lambda call, receiver, given, models: _in_database(call, receiver, models),
    When.SITES: lambda call, receiver, given, models: (
        models.is_installed(framework_queries.SITES) or None
    ),
}
