"""Calls of functions and classes that are not read: Python's, the frameworks', packages'."""

from __future__ import annotations

import libcst as cst
import msgspec

from nova_lint.knowledge import (
    conversions,
    framework_queries,
    hooks,
    jobs,
    outside,
    queries,
    threads,
)
from nova_lint.knowledge.expressions import (
    EXPRESSIONS,
    OUTPUT_FIELDS,
    REFERENCE,
    SUBQUERY,
    WRAPPER,
)
from nova_lint.knowledge.flows import TYPE_ADAPTER
from nova_lint.knowledge.queries import Result
from nova_lint.knowledge.threads import Hands
from nova_lint.semantics import framework_calls, numeric
from nova_lint.semantics.bodies.expressions import attributes, iteration, methods
from nova_lint.semantics.bodies.expressions.loosening import loosened
from nova_lint.semantics.bodies.expressions.standard_library import MAKERS, SPECIAL
from nova_lint.semantics.bodies.expressions.using import formatting, test
from nova_lint.semantics.bodies.frame import Frame, Node, argument, dotted
from nova_lint.semantics.bodies.frameworks import layers
from nova_lint.semantics.bodies.jobs import queueing
from nova_lint.semantics.effects import texts
from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    VALIDATED,
    Blocking,
    ClassOf,
    Coroutine,
    Expression,
    External,
    Framework,
    Function,
    Given,
    Kind,
    Loading,
    Manager,
    Mapping,
    Method,
    Model,
    Object,
    Origin,
    Partial,
    QuerySet,
    RelatedManager,
    Scalar,
    Sequence,
    Threaded,
    Together,
)
from nova_lint.semantics.operations import FunctionCall, Threading


def call(name: str, given: Given, node: cst.CSTNode, frame: Frame, *, awaited: bool) -> Kind:
    """What a function that is not read gives; collects the call."""
    if name == framework_queries.USER_MODEL:
        return _user_model(frame)
    special = SPECIAL.get(name)
    if special is not None:
        return special(given, node, frame)
    if name in queries.CONSUMERS:
        _consume(name, given, node, frame)
    made = _kept(name, given, node, frame) or queueing.function(name, given, node, frame)
    if made is not None:
        return made
    frame.note(FunctionCall(name, given), node, awaited=awaited)
    if name == jobs.ON_COMMIT:
        queueing.call_afterwards(given.argument(0, "func") or UNKNOWN, node, frame)
    if name == framework_queries.MODEL_TO_DICT:
        _ask_many(given, node, frame)
        return _as_dict(given, node, frame)
    if name in framework_queries.REPLACES_USER:
        _replace_user(given, node, frame)
    return _result(name, given, node, frame)


def _kept(name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind | None:
    """What a call gives that only keeps what it is given: a function for a thread, coroutines,
    a query expression, a context manager. None for any other call."""
    wrapper = threads.THREADS.get(name)
    if wrapper is not None:
        return _to_thread(name, wrapper, given, node, frame)
    if name in threads.GATHERERS:
        return _gathered(name, given)
    if name in _EXPRESSIONS:
        return Expression(name, given.positional, given.keywords, Node(frame.segment, node))
    column = column_class(name)
    if column is not None:
        frame.note(FunctionCall(name, given), node)
        return Scalar(column)
    if name in framework_queries.ENTERED:
        return Framework(name)
    if name in threads.FROM_THREAD:
        return Blocking(given.positional[0] if given.positional else UNKNOWN)
    return None


def _result(name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What a function that is called here gives."""
    known = framework_calls.function(name)
    if known is not None:
        result = _looked_up(known.call.result, given)
        return Coroutine(result, f"{name.rpartition('.')[2]}()") if known.awaits else result
    if name == TYPE_ADAPTER:
        return _adapter(node, frame)
    maker = MAKERS.get(name)
    made = maker(given, node, frame) if maker is not None else UNKNOWN
    if made == UNKNOWN:
        made = numeric.result(name, given)
    if made != UNKNOWN:
        return made
    factory = framework_queries.FACTORIES.get(name)
    if factory is not None:
        return _class_made(factory[0], factory[1], given)
    if name in _KEPT:
        return Framework(name, given)
    made_by = outside.made_by(name)
    return Framework(made_by, given) if made_by is not None else UNKNOWN


def _looked_up(result: Result, given: Given) -> Kind:
    """What `get_object_or_404(Book, …)` and such find."""
    first = given.positional[0] if given.positional else UNKNOWN
    match first:
        case ClassOf(cls=cls):
            row: Kind = Model(cls, Loading(Origin.FETCHED))
        case QuerySet() | Manager() | RelatedManager():
            found = methods.rows(first)
            row = found.row if found is not None else UNKNOWN
        case _:
            return UNKNOWN
    match result:
        case Result.ROW:
            return row
        case Result.ROWS:
            return Sequence(row)
    return UNKNOWN


def _adapter(node: cst.CSTNode, frame: Frame) -> Kind:
    """`TypeAdapter(list[Decimal])` validates for an annotation."""
    if not isinstance(node, cst.Call) or not node.args:
        return UNKNOWN
    kind = frame.bodies.annotated(node.args[0].value, frame.around)
    valid = Scalar(kind.name, VALIDATED) if isinstance(kind, Scalar) else kind
    return Framework(TYPE_ADAPTER, Given((valid,)))


_KEPT = (
    framework_queries.CLASSES.keys()
    | framework_queries.DEFINERS.keys()
    | {
        queries.PREFETCHING,
        hooks.SIGNAL,
    }
    | hooks.OPERATION_ROUTERS
    | conversions.VALIDATORS
    | jobs.DECORATING.keys()
    | jobs.QUEUE_CLASSES
)
"""Classes whose objects are followed, with what they were made of."""


def _class_made(base: str, parameters: tuple[str, ...], given: Given) -> Kind:
    """What `modelformset_factory(Book)` gives: a class whose objects know what it was given."""
    named = dict(zip(parameters, given.positional, strict=False)) | dict(given.keywords)
    return Partial(External(base), (), tuple((n, k) for n, k in named.items() if n in parameters))


def _replace_user(given: Given, node: cst.CSTNode, frame: Frame) -> None:
    """`login(request, user)`: the user is in memory, and so is the session."""
    request = argument(node, 0)
    path = dotted(request)
    if path is None:
        return
    frame.update(request, Framework(framework_queries.REQUEST, loaded=True))
    frame.bind(f"{path}.user", given.argument(1, "user") or UNKNOWN)


def _ask_many(given: Given, node: cst.CSTNode, frame: Frame) -> None:
    """`model_to_dict(book)` has the rows of many-to-many columns, if none are named or they
    are."""
    row, asked = given.argument(0, "instance"), given.argument(1, "fields")
    if not isinstance(row, Model) or given.argument(2, "exclude") is not None:
        return
    names = texts(asked)
    if names is not None:
        layers.ask_many(row, names if asked is not None else None, node, frame)


def _as_dict(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """The dictionary that `model_to_dict(book)` gives."""
    row = given.argument(0, "instance")
    wanted, left_out = given.argument(1, "fields"), texts(given.argument(2, "exclude"))
    names = texts(wanted)
    if not isinstance(row, Model) or names is None or left_out is None:
        return UNKNOWN
    entries: list[tuple[str, Kind]] = []
    for field in frame.bodies.models.fields(row.cls) or ():
        column = frame.bodies.models.column(row.cls, field.name)
        is_wanted = wanted in (None, NONE) or field.name in names
        if column is None or not column.editable or not is_wanted or field.name in left_out:
            continue
        with frame.quietly():
            plain = UNKNOWN if column.is_relation else attributes.read(row, field.name, node, frame)
        entries.append((field.name, plain))
    return Mapping(Scalar("builtins.str"), UNKNOWN, tuple(entries))


# Threads ------------------------------------------------------------------------------------


def _to_thread(
    name: str, wrapper: threads.ToThread, given: Given, node: cst.CSTNode, frame: Frame
) -> Kind:
    function = given.argument(wrapper.position, wrapper.keyword)
    if isinstance(function, Method) and isinstance(function.receiver, Object):
        _validate_there(function.receiver, argument(node, wrapper.position), frame)
    if isinstance(function, Function) and function.bound is not None:
        _read_there(function.bound, argument(node, wrapper.position), frame)
    if function is not None:
        frame.note(Threading(function, name.rpartition(".")[2], wrapper.hands), node)
    if wrapper.hands is Hands.FUNCTION:
        # `sync_to_async(thread_sensitive=True)` is a decorator that waits for its function.
        return (
            Threaded(function) if function is not None else External("asgiref.sync.sync_to_async")
        )
    rest = Given(given.positional[wrapper.position + 1 :], given.keywords, given.complete)
    # A thread object is there to be started, all others are coroutines.
    short = "" if name.startswith("threading.") else f"{name.rpartition('.')[2]}()"
    return _run_there(function or UNKNOWN, rest, short, node, frame)


def _validate_there(receiver: Object, function: cst.CSTNode, frame: Frame) -> None:
    """`sync_to_async(form.is_valid)`: the form has been validated by the time it is asked."""
    if isinstance(function, cst.Attribute):
        frame.update(function.value, msgspec.structs.replace(receiver, loaded=True))


def _read_there(owner: Kind, function: cst.CSTNode, frame: Frame) -> None:
    """`sync_to_async(book.to_dict)`: what the method reads of its own object stays in memory."""
    if isinstance(function, cst.Attribute):
        frame.update(function.value, loosened(owner))


def _run_there(function: Kind, rest: Given, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    return Coroutine(frame.bodies.result_in_thread(function, rest, node, frame), name)


def _gathered(name: str, given: Given) -> Kind:
    results = [k.result if isinstance(k, Coroutine) else UNKNOWN for k in given.positional]
    if name.endswith(".gather"):
        return Coroutine(Together(tuple(results)) if given.complete else Sequence(UNKNOWN))
    return Coroutine(results[0] if results else UNKNOWN)


# What reads its arguments ------------------------------------------------------------------


def _consume(name: str, given: Given, node: cst.CSTNode, frame: Frame) -> None:
    consumer = queries.CONSUMERS[name]
    last = len(given.positional) if consumer.rest else consumer.first + 1
    by = name.removeprefix("builtins.")
    for index, kind in enumerate(given.positional[consumer.first : last], start=consumer.first):
        where = argument(node, index)
        match consumer.method:
            case "__str__" | "__repr__" | "__format__":
                formatting(kind, by, where, frame)
            case "__bool__":
                test(kind, by, where, frame)
            case _:
                iteration.over(kind, by, where, frame)


# The ORM's own classes -----------------------------------------------------------------------


def _user_model(frame: Frame) -> Kind:
    user = frame.bodies.models.user
    return ClassOf(user) if user is not None else UNKNOWN


def column_class(name: str) -> str | None:
    """The class of columns that a name stands for, as `output_field=` has it."""
    short = name.rpartition(".")[2]
    return short if name.startswith("django.db.models.") and short in OUTPUT_FIELDS else None


_EXPRESSIONS = frozenset(EXPRESSIONS) | {WRAPPER, REFERENCE, SUBQUERY}
