"""Calls of functions and classes that are not read: Python's, the frameworks', packages'."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import libcst as cst

from nova_lint.knowledge import framework_queries, hooks, jobs, outside, queries, threads
from nova_lint.knowledge.expressions import EXPRESSIONS, OUTPUT_FIELDS, REFERENCE, WRAPPER
from nova_lint.knowledge.queries import Result
from nova_lint.knowledge.threads import Hands
from nova_lint.semantics import framework_calls, numeric
from nova_lint.semantics.bodies.control.joining import joined_all
from nova_lint.semantics.bodies.expressions import attributes, iteration, methods
from nova_lint.semantics.bodies.expressions.using import formatting, look, test
from nova_lint.semantics.bodies.frame import Frame, Node, argument, dotted
from nova_lint.semantics.bodies.frameworks import layers
from nova_lint.semantics.bodies.jobs import queueing
from nova_lint.semantics.effects import texts
from nova_lint.semantics.kinds import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Blocking,
    ClassOf,
    Coroutine,
    Expression,
    External,
    Framework,
    Function,
    Generator,
    Given,
    Kind,
    Lazy,
    Literal,
    Loading,
    Local,
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
from nova_lint.semantics.operations import FunctionCall, Setting, Threading


def call(name: str, given: Given, node: cst.CSTNode, frame: Frame, *, awaited: bool) -> Kind:
    """What a function that is not read gives; collects the call."""
    special = _SPECIAL.get(name)
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
    maker = _MAKERS.get(name)
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


_KEPT = (
    framework_queries.CLASSES.keys()
    | framework_queries.DEFINERS.keys()
    | {
        queries.PREFETCHING,
        hooks.SIGNAL,
    }
    | hooks.OPERATION_ROUTERS
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


# Threads ------------------------------------------------------------------------------------


def _to_thread(
    name: str, wrapper: threads.ToThread, given: Given, node: cst.CSTNode, frame: Frame
) -> Kind:
    function = given.argument(wrapper.position, wrapper.keyword)
    if isinstance(function, Method) and isinstance(function.receiver, Object):
        _validate_there(function.receiver, argument(node, wrapper.position), frame)
    if function is not None:
        frame.note(Threading(function, name.rpartition(".")[2]), node)
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
        frame.update(function.value, dataclasses.replace(receiver, loaded=True))


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


# What Python's own functions give -----------------------------------------------------------

_Maker = Callable[[Given, cst.CSTNode, Frame], Kind]


def _item(given: Given, index: int = 0) -> Kind:
    """What iterating an argument gives; that it is iterated has been collected."""
    kind = given.positional[index] if index < len(given.positional) else UNKNOWN
    match kind:
        case QuerySet(row=row):
            return row
        case Sequence(item=item):
            return item
        case Together(items=items) if items:
            return items[0] if len(set(items)) == 1 else UNKNOWN
        case Mapping(key=key):
            return key
    return getattr(kind, "item", UNKNOWN)


def _list(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return Sequence(_item(given))


def _collection(name: str) -> _Maker:
    def make(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        return Sequence(_item(given), name)

    return make


def _sorted(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    _call_key(given, node, frame)
    return Sequence(_item(given))


def _extreme(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    _call_key(given, node, frame)
    if len(given.positional) == 1 and given.keyword("default") is None:
        return _item(given)
    return UNKNOWN


def _call_key(given: Given, node: cst.CSTNode, frame: Frame) -> None:
    key = given.keyword("key")
    if key is not None:
        _call_back(key, (_item(given),), node, frame)


def _call_back(
    function: Kind, arguments: tuple[Kind, ...], node: cst.CSTNode, frame: Frame
) -> Kind:
    """Something calls a function at once, here."""
    if not isinstance(function, Function | Local | Partial):
        return UNKNOWN
    return frame.bodies.invoke(function, Given(arguments), node, frame)


def _map(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    function = given.positional[0] if given.positional else UNKNOWN
    item = _item(given, 1)
    with frame.quietly():
        made = _call_back(function, (item,), node, frame)
    # The function is called while somebody reads what it makes.
    return Generator(made, function, Given((item,)))


def _filter(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    function = given.positional[0] if given.positional else UNKNOWN
    item = _item(given, 1)
    return Generator(item, function, Given((item,)))


def _enumerate(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return Sequence(Together((Scalar("builtins.int"), _item(given))), "iterator")


def _chain(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    items = [_item(given, index) for index in range(len(given.positional))]
    return Generator(joined_all(items), sources=given.positional)


def _zip(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    items = tuple(_item(given, index) for index in range(len(given.positional)))
    return Sequence(Together(items), "iterator")


def _next(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    first = given.positional[0] if given.positional else UNKNOWN
    return iteration.over(first, "next", argument(node, 0), frame)


def _dict(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return Mapping(UNKNOWN, UNKNOWN, given.keywords)


def _defaultdict(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    match given.positional:
        case (External(name=name), *_) if numeric.number_of(Scalar(name)) is not None:
            return Mapping(UNKNOWN, Scalar(name))
    return Mapping()


def _getattr(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    match given.positional:
        case (base, Literal(value=str() as name), *_):
            return attributes.read(base, name, node, frame)
    return UNKNOWN


def _setattr(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """`setattr(product, "price", 1.1)` is an assignment."""
    match given.positional:
        case (Model() as owner, Literal(value=str() as name), kind):
            frame.note(Setting(owner, name, kind), node)
            frame.update(argument(node, 0), attributes.with_held(owner, name, kind))
    return NONE


def _cast(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return given.positional[1] if len(given.positional) > 1 else UNKNOWN


def _user_model(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    user = frame.bodies.models.user
    return ClassOf(user) if user is not None else UNKNOWN


def _partial(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    if not given.positional:
        return UNKNOWN
    return Partial(given.positional[0], given.positional[1:], given.keywords)


def _type(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    return attributes.class_of(given.positional[0]) if len(given.positional) == 1 else UNKNOWN


def _float(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """A float, which remembers that it was a Decimal; that of a text that is written out."""
    match given.positional:
        case (Literal(value=str() as text),):
            written = numeric.written_as(text)
            return written if written is not None else Scalar("builtins.float")
        case (kind,):
            first = numeric.number_of(kind)
            return Scalar("builtins.float", first.value if first is not None else "")
    return Scalar("builtins.float")


def _decimal(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """A Decimal, which remembers that it was a float, or may have been."""
    match given.positional:
        case (kind,):
            known = numeric.number_of(kind)
            return Scalar("decimal.Decimal", known.value if known is not None else ANYTHING)
    return Scalar("decimal.Decimal")


def column_class(name: str) -> str | None:
    """The class of columns that a name stands for, as `output_field=` has it."""
    short = name.rpartition(".")[2]
    return short if name.startswith("django.db.models.") and short in OUTPUT_FIELDS else None


_EXPRESSIONS = frozenset(EXPRESSIONS) | {WRAPPER, REFERENCE}


def _isinstance(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    for kind in given.positional[:1]:
        if isinstance(kind, Lazy):
            look(kind, argument(node, 0), frame)
    return Scalar("builtins.bool")


def _str(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """The text of a key is as good as the key."""
    match given.positional:
        case (Scalar(row=row), *_):
            return Scalar("builtins.str", row=row)
    return Scalar("builtins.str")


def _scalar(name: str) -> _Maker:
    def make(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
        return Scalar(name)

    return make


def _hasattr(given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    _getattr(given, node, frame)
    return Scalar("builtins.bool")


_SPECIAL: dict[str, _Maker] = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.setattr": _setattr,
    "typing.cast": _cast,
    "functools.partial": _partial,
    "builtins.type": _type,
    "django.contrib.auth.get_user_model": _user_model,
}
_MAKERS: dict[str, _Maker] = {
    **{
        name: _collection(name)
        for name in ("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset")
    },
    "builtins.sorted": _sorted,
    "builtins.reversed": _collection("iterator"),
    "builtins.iter": _collection("iterator"),
    "builtins.min": _extreme,
    "builtins.max": _extreme,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "itertools.chain": _chain,
    "builtins.next": _next,
    "builtins.dict": _dict,
    "collections.defaultdict": _defaultdict,
    "builtins.len": _scalar("builtins.int"),
    "builtins.int": _scalar("builtins.int"),
    "builtins.str": _str,
    "builtins.repr": _scalar("builtins.str"),
    "builtins.float": _float,
    "builtins.bool": _scalar("builtins.bool"),
    "builtins.isinstance": _isinstance,
    "decimal.Decimal": _decimal,
    "datetime.timedelta": _scalar("datetime.timedelta"),
}
