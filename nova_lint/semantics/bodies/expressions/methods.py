"""Calls of the frameworks' methods: what they give."""

from __future__ import annotations

import dataclasses

import libcst as cst
import msgspec

from nova_lint.knowledge import flows, framework_queries, hooks, jobs, queries, threads
from nova_lint.knowledge.queries import Result, Use, When
from nova_lint.semantics import effects, framework_calls, query_expressions
from nova_lint.semantics.bodies.expressions import attributes, builders, containers
from nova_lint.semantics.bodies.expressions.making import built
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.bodies.frameworks import aggregation, layers, side_effects
from nova_lint.semantics.bodies.jobs import queueing
from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    ClassOf,
    Coroutine,
    Framework,
    Function,
    Generator,
    Given,
    Kind,
    Literal,
    Loading,
    Manager,
    Mapping,
    Method,
    Model,
    Object,
    Origin,
    QuerySet,
    RelatedManager,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import MethodCall, Threading
from nova_lint.semantics.written import marked
from nova_lint.workspace.symbols import ClassSymbol

_PLAIN: dict[Result, Kind] = {
    Result.NUMBER: Scalar("builtins.int"),
    Result.TRUTH: Scalar("builtins.bool"),
    Result.TEXT: Scalar("builtins.str"),
    Result.NOTHING: NONE,
    Result.AGGREGATES: Mapping(Scalar("builtins.str")),
    Result.DELETED: Together((Scalar("builtins.int"), Mapping())),
}


def call(
    receiver: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame, *, awaited: bool
) -> Kind:
    """What a method gives; collects the call."""
    if name in jobs.QUEUEING_NAMES:
        queued = queueing.method(receiver, name, given, node, frame)
        if queued is not None:
            return queued
    plain = _of_plain(receiver, name, given, node, frame)
    if plain is not None:
        return plain
    known = framework_calls.method(receiver, name, frame.bodies.symbols)
    if known is None:
        return _unknown(receiver, name, given, node, frame)
    frame.note(MethodCall(receiver, name, given), node, awaited=awaited)
    own = name if known.awaits is None else name[1:]
    if name == jobs.ON_COMMIT_METHOD and isinstance(receiver, Framework):
        queueing.call_afterwards(given.argument(0, "func") or UNKNOWN, node, frame)
    side_effects.after(known.call, receiver, own, given, node, frame)
    side_effects.meanwhile(known.call, receiver, name, given, node, frame)
    result = _result(known.call.result, receiver, own, given, frame)
    if known.call.result is Result.AGGREGATES:
        result = aggregation.aggregates(rows(receiver), given, frame)
    if known.call.when is When.SERIALIZED and isinstance(receiver, Object):
        result = layers.shown_data(receiver, frame) if own == flows.SHOWN_DATA else result
    if known.awaits is None:
        return result
    if known.awaits.use is Use.ASYNC_FOR:
        return Sequence(_row(receiver), "async generator")
    return Coroutine(result, f".{name}()")


def _of_plain(
    receiver: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame
) -> Kind | None:
    """What a method gives that runs nothing of a framework's; None for any other."""
    match receiver:
        case Sequence() | Together() | Mapping() | Literal() | Scalar():
            return containers.call(receiver, name, given, node, frame)
        case ClassOf():
            return _of_class(receiver, name, given, frame)
        case Object(cls=cls) if frame.bodies.models.layer(cls) == "schema":
            made = _of_schema(receiver, name, given, frame)
            if made is not None:
                return made
        case Framework(name=flows.TYPE_ADAPTER, given=Given(positional=(kind,))):
            if name in flows.ADAPTING:
                return kind
        case Framework(name=hooks.SIGNAL):
            return side_effects.of_signal(receiver, name, given, node, frame)
    return None


def _unknown(receiver: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """A method that no table of queries describes: where Python calls a function in a thread,
    that is what it gives."""
    if effects.outside_method(receiver, name, frame.bodies.symbols) is not None:
        frame.note(MethodCall(receiver, name, given), node)
        return UNKNOWN
    if name in threads.LOOP_CALLS:
        position = threads.LOOP_CALLS[name]
        for function in given.positional[position : position + 1]:
            frame.bodies.invoke(function, Given(given.positional[position + 1 :]), node, frame)
        return UNKNOWN
    wrapper = threads.THREAD_METHODS.get(name)
    if wrapper is None or wrapper.position >= len(given.positional):
        return UNKNOWN
    rest = Given(given.positional[wrapper.position + 1 :])
    function = given.positional[wrapper.position]
    if name in threads.THREAD_METHOD_NAMES:
        frame.note(Threading(function, name, wrapper.hands), node)
    return Coroutine(frame.bodies.result_in_thread(function, rest, node, frame))


def _row(receiver: Kind) -> Kind:
    match receiver:
        case QuerySet(row=row):
            return row
        case Manager() | RelatedManager():
            return attributes.rows_of(receiver).row
    return UNKNOWN


def rows(receiver: Kind) -> QuerySet | None:
    """The queryset that a call on a manager or queryset works on."""
    match receiver:
        case QuerySet():
            return receiver
        case Manager() | RelatedManager():
            return attributes.rows_of(receiver)
    return None


def _result(result: Result, receiver: Kind, name: str, given: Given, frame: Frame) -> Kind:
    plain = _PLAIN.get(result)
    if plain is not None:
        return plain
    if isinstance(receiver, Framework):
        made = framework_queries.OBJECTS.get(f"{receiver.name}.{name}()")
        if made is not None:
            return Framework(made)
    queryset = rows(receiver)
    if queryset is None:
        return _of_object(result, receiver, given, frame)
    if result in _QUERYSETS:
        return _queryset(result, receiver, queryset, name, given, frame)
    match result:
        case Result.ROW | Result.ROW_OR_NONE:
            return _created(queryset, given, frame) if name == "create" else queryset.row
        case Result.ROW_AND_CREATED:
            return Together(
                (_found_or_created(queryset, name, given, frame), Scalar("builtins.bool"))
            )
        case Result.ROWS:
            rows_given = Sequence(queryset.row)
            return marked(rows_given, frame.writing) if name in queries.WRITES_GIVEN else rows_given
        case Result.ROWS_BY_KEY:
            return Mapping(UNKNOWN, queryset.row)
        case Result.ROW_ITERATOR:
            return Generator(queryset.row, sources=(queryset,))
        case Result.MANAGER | Result.SELF:
            return receiver
    return UNKNOWN


_QUERYSETS = frozenset(
    {Result.QUERYSET, Result.DICTIONARIES, Result.TUPLES, Result.DATES, Result.RAW_QUERYSET}
)


def _queryset(
    result: Result, receiver: Kind, queryset: QuerySet, name: str, given: Given, frame: Frame
) -> Kind:
    """The queryset that a lazy method makes of another."""
    match result:
        case Result.QUERYSET:
            return builders.narrowed(receiver, queryset, name, given, frame)
        case Result.RAW_QUERYSET:
            return QuerySet(queryset.model, queryset.row, raw=True)
        case Result.DICTIONARIES:
            row: Kind = Mapping(Scalar("builtins.str"), UNKNOWN, _values(queryset, given, frame))
        case Result.TUPLES:
            row = _tuple(queryset, given, frame)
        case _:
            row = Scalar("datetime.date")
    return dataclasses.replace(queryset, row=row, fetched=False, sure=True)


def _of_object(result: Result, receiver: Kind, given: Given, frame: Frame) -> Kind:
    """What a method of a form, a serializer or a row gives."""
    match result, receiver:
        case Result.ROW, Object(cls=cls) if frame.bodies.models.layer(cls) is None:
            return _row_of_view(cls, frame)
        case Result.ROW, Object(cls=cls):
            model = frame.bodies.models.model_of(cls)
            written = frame.writing if given.keyword("commit") is None else None
            return Model(model, written=written) if model is not None else UNKNOWN
        case Result.ROW, Model(cls=cls):
            return Model(cls, Loading(Origin.FETCHED))
        case Result.ROW, Framework(name=framework_queries.REQUEST):
            user = frame.bodies.models.user
            return Model(user, Loading(Origin.FETCHED)) if user is not None else UNKNOWN
        case Result.SELF, _:
            return receiver
        case Result.FORM_FIELDS, _:
            return layers.fields_of(receiver, frame)
        case Result.BOUND_FIELD, _:
            return Framework(framework_queries.BOUND_FIELD, Given((receiver, *given.positional)))
        case _, Framework(given=Given() as made):
            return _of_pages(result, receiver, made)
    return UNKNOWN


def _row_of_view(cls: ClassSymbol, frame: Frame) -> Kind:
    """The row that a view shows, of which nobody knows what was loaded with it."""
    for name in framework_queries.VIEW_ROWS:
        match frame.bodies.member(cls, name):
            case ClassOf(cls=model) | QuerySet(model=ClassSymbol() as model):
                return Model(model, Loading(Origin.FETCHED, everything=True))
    match frame.bodies.member(cls, framework_queries.VIEW_QUERYSET):
        case Function(symbol=symbol) if symbol.module.first_party:
            made = frame.bodies.run(Function(symbol, Object(cls)), Given(), frame.context).result
            if isinstance(made, QuerySet) and made.model is not None:
                return Model(made.model, Loading(Origin.FETCHED, everything=True))
    return UNKNOWN


def _of_pages(result: Result, receiver: Framework, made: Given) -> Kind:
    """What a paginator or one of its pages gives; the pages are made while they are iterated."""
    rows = made.argument(0, "object_list") or UNKNOWN
    page = Framework(framework_queries.PAGE, Given((rows,)))
    match result:
        case Result.GIVEN_ROWS:
            return rows
        case Result.PAGE:
            return page
        case Result.PAGES:
            return Generator(page, Method(receiver, "page"))
        case Result.PAGE_NUMBERS:
            return Generator(Scalar("builtins.int"), Method(receiver, "num_pages"))
    return UNKNOWN


def _created(queryset: QuerySet, given: Given, frame: Frame) -> Kind:
    """The row that `create` makes: the objects that it was given are in memory."""
    if queryset.model is None:
        return UNKNOWN
    row = built(ClassOf(queryset.model), given, frame)
    return dataclasses.replace(row, written=frame.writing)


def _found_or_created(queryset: QuerySet, name: str, given: Given, frame: Frame) -> Kind:
    """The row of `get_or_create`: one that was found has no other object in memory, but code
    that tests the path on which it was created has what it was given. `update_or_create` sets
    its defaults on one that was found, too."""
    row = queryset.row
    if not isinstance(row, Model):
        return row
    fetched = dataclasses.replace(row.loading, origin=Origin.FETCHED)
    row = dataclasses.replace(row, loading=fetched, written=frame.writing)
    return _updated(row, given, frame) if name in flows.UPDATERS_OR_CREATORS else row


def _updated(row: Model, given: Given, frame: Frame) -> Model:
    """The row of `update_or_create`: its defaults are set on one that was found, and on one that
    was created, unless that has others. Where they are not known they may be anything."""
    defaults = given.argument(0, flows.UPDATE_DEFAULTS) or NONE
    others = given.argument(1, flows.CREATE_DEFAULTS) or NONE
    names = [_names_in(kind) for kind in (defaults, others) if kind != NONE]
    if not given.complete or None in names:
        return dataclasses.replace(row, loading=dataclasses.replace(row.loading, everything=True))
    known = [each for each in names if each is not None] if defaults != NONE else []
    for name in set.intersection(*known) if known else ():
        row = attributes.with_loaded(row, name, frame)
    return row


def _names_in(kind: Kind) -> set[str] | None:
    """The names in a dictionary; None where there may be others."""
    match kind:
        case Mapping(entries=entries, complete=True):
            return {name for name, _ in entries}
    return None


def _tuple(queryset: QuerySet, given: Given, frame: Frame) -> Kind:
    """A row of `values_list`: a column's value where `flat=True` asks for that."""
    entries = _values(queryset, given, frame)
    if given.keyword("flat") == Literal(True):
        return entries[0][1] if len(entries) == 1 else UNKNOWN
    named = given.keyword("named")
    if not entries or not given.complete or named not in (None, Literal(True)):
        return Sequence(UNKNOWN, "builtins.tuple")
    names = tuple(name for name, _ in entries) if named is not None else ()
    return Together(tuple(kind for _, kind in entries), names)


def _values(queryset: QuerySet, given: Given, frame: Frame) -> tuple[tuple[str, Kind], ...]:
    """The values of a row by the names and expressions that `values` asks for, in their order;
    none where they are not all known."""
    models, model = frame.bodies.models, queryset.model
    found: list[tuple[str, Kind]] = []
    for kind in given.positional:
        match kind:
            case Literal(value=str() as path):
                added = queryset.row.holds(path) if isinstance(queryset.row, Model) else None
                number = query_expressions.column_number(path, model, models)
                plain = Scalar(number.value) if number is not None else UNKNOWN
                found.append((path, added or plain))
            case _:
                return ()
    asked = [(n, kind) for n, kind in given.keywords if n not in ("flat", "named")]
    computed = [(n, query_expressions.value(kind, model, models)) for n, kind in asked]
    return (*found, *computed)


# Schemas -----------------------------------------------------------------------


def _of_schema(receiver: Object, name: str, given: Given, frame: Frame) -> Kind | None:
    """What a method of pydantic's gives; None for any other."""
    if name in flows.DUMPS and given == Given():
        data = attributes.validated_data(receiver.cls, frame)
        return msgspec.structs.replace(data, entries=(*data.entries, *receiver.held))
    if name in flows.COPIES:
        changes = given.keyword(flows.COPY_CHANGES)
        changed = changes.entries if isinstance(changes, Mapping) else ()
        return msgspec.structs.replace(receiver, held=(*changed, *receiver.held))
    return None


# Classes ---------------------------------------------------------------------


def _of_class(receiver: ClassOf, name: str, given: Given, frame: Frame) -> Kind:
    """Class methods of the frameworks: `BookQuerySet.as_manager()`."""
    if name == "as_manager":
        return Manager(None, None, receiver.cls)
    if name in flows.SCHEMA_MAKERS and frame.bodies.models.layer(receiver.cls) == "schema":
        return Object(receiver.cls)
    if name in flows.UNCHECKED_MAKERS and frame.bodies.models.layer(receiver.cls) == "schema":
        return Object(receiver.cls, held=given.keywords)
    return UNKNOWN
