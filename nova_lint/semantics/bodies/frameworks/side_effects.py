"""What a framework's method does besides giving something: to its arguments, to the project's
code, and to what is known of the object that it was called on."""

from __future__ import annotations

import dataclasses

import libcst as cst
import msgspec

from nova_lint.knowledge import conversions, flows, framework_queries, hooks, queries
from nova_lint.knowledge.queries import Act, Call, When
from nova_lint.semantics import numeric
from nova_lint.semantics.bodies.expressions import iteration
from nova_lint.semantics.bodies.expressions.protocols import mark_loaded
from nova_lint.semantics.bodies.expressions.using import look
from nova_lint.semantics.bodies.frame import Frame, argument, dotted
from nova_lint.semantics.bodies.frameworks import layers
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Coroutine,
    Framework,
    Given,
    Kind,
    Lazy,
    Loading,
    Manager,
    Model,
    Object,
    Origin,
    QuerySet,
    RelatedManager,
)
from nova_lint.semantics.operations import Awaiting, Fate
from nova_lint.semantics.written import marked
from nova_lint.workspace.symbols import ClassSymbol


def after(
    call: Call, receiver: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame
) -> None:
    """What a call leaves behind in the object that it was called on."""
    if not (isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)):
        return
    base = node.func.value
    match receiver:
        case Model(loading=loading) if name == "refresh_from_db":
            every = given.complete and not given.positional and not given.keywords
            fresh = Loading(Origin.FETCHED) if every else _with_everything(loading)
            path = dotted(base)
            if every and path is not None:
                frame.settle(path, Fate.READ_BACK)
            _read_back(dataclasses.replace(receiver, loading=fresh, held=()), base, frame)
        case Model() if name in flows.SAVERS:
            itself = frame.without_super(base)
            frame.update(itself, dataclasses.replace(receiver, written=frame.writing))
        case Object(cls=cls) if name in flows.SAVERS and given.keyword("commit") is None:
            _keep_saved(cls, base, frame)
        case Model() if name in conversions.REPLACES:
            _read_back(dataclasses.replace(receiver, held=()), base, frame)
        case Model(loading=loading) if call.when is When.ORDINARY_USER:
            known = dataclasses.replace(
                loading, relations=loading.relations | {queries.PERMISSIONS}
            )
            frame.update(base, dataclasses.replace(receiver, loading=known))
        case Framework() | Object() if call.when is When.VALIDATED:
            frame.load(base, msgspec.structs.replace(receiver, loaded=True))
        case Framework(name=framework_queries.REQUEST):
            _load_session(base, frame)
        case Framework():
            mark_loaded(receiver, base, frame)
        case RelatedManager() if name in queries.FORGETTING and isinstance(base, cst.Attribute):
            _forget(base, frame)


def _keep_saved(cls: ClassSymbol, node: cst.BaseExpression, frame: Frame) -> None:
    """A form or serializer that has saved a row has it as its `instance`."""
    model, path = frame.bodies.models.model_of(cls), dotted(node)
    if model is not None and path is not None and frame.bodies.models.layer(cls) is not None:
        frame.names[f"{path}.{framework_queries.SAVED_ROW}"] = Model(model, written=frame.writing)


def _read_back(row: Model, node: cst.BaseExpression, frame: Frame) -> None:
    """An object whose attributes are what their columns promise, whatever they were."""
    path = dotted(node)
    for known in [each for each in frame.names if path and each.startswith(f"{path}.")]:
        if numeric.number_of(frame.names[known]) is not None:
            del frame.names[known]
    frame.update(node, row)


def _load_session(request: cst.BaseExpression, frame: Frame) -> None:
    """`await request.auser()` loads the session, and no `request.user`."""
    path = dotted(request)
    if path is not None:
        frame.names[f"{path}.session"] = Framework(framework_queries.SESSION, loaded=True)


def _with_everything(loading: Loading) -> Loading:
    return dataclasses.replace(loading, everything=True)


def _forget(manager: cst.Attribute, frame: Frame) -> None:
    """The rows that were prefetched for a related manager are forgotten."""
    with frame.quietly():
        owner = frame.value(manager.value)
    if not isinstance(owner, Model):
        return
    name = manager.attr.value
    rest = frozenset(p for p in owner.loading.prefetched if p.partition("__")[0] != name)
    loading = dataclasses.replace(owner.loading, prefetched=rest)
    frame.update(manager.value, dataclasses.replace(owner, loading=loading))


def meanwhile(
    call: Call, receiver: Kind, name: str, given: Given, node: cst.CSTNode, frame: Frame
) -> None:
    """What a framework's method does with its arguments and with the project's code."""
    if call.when is When.VALIDATED:
        layers.check(receiver, node, frame)
    if call.when is When.SERIALIZED and isinstance(receiver, Object):
        layers.show(receiver, given.argument(0, "instance") or layers.shown(receiver), node, frame)
    if isinstance(receiver, Framework) and receiver.name == framework_queries.CACHE:
        _of_cache(name, given, node, frame)
    if isinstance(receiver, QuerySet | Manager | RelatedManager):
        _look_at_values(call, name, given, node, frame)
        if name in queries.WRITES_GIVEN and given.positional:
            frame.update(argument(node, 0), marked(given.positional[0], frame.writing))


def _of_cache(name: str, given: Given, node: cst.CSTNode, frame: Frame) -> None:
    called, pickled = framework_queries.CALLS_BACK.get(name), framework_queries.PICKLES.get(name)
    if called is not None:
        for function in given.positional[called : called + 1]:
            frame.bodies.invoke(function, Given(), node, frame)
    if pickled is not None:
        for kind in given.positional[pickled : pickled + 1]:
            if isinstance(kind, QuerySet):
                iteration.over(kind, "pickle", argument(node, pickled), frame)


def _look_at_values(call: Call, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> None:
    """`filter(owner=request.user)`: the query asks for the user's key while it is built, the
    awaitable methods in a thread."""
    for kind in (*given.positional, *(kind for _, kind in given.keywords)):
        if isinstance(kind, Lazy) and call.act is Act.LAZY:
            look(kind, node, frame)
        if isinstance(kind, Coroutine) and kind.name:
            frame.note(Awaiting(kind, "handed to a query"), node)


def of_signal(signal: Framework, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """A signal calls the functions that were connected to it before, in the same code."""
    if name == "connect" and isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        receiver = given.argument(0, "receiver") or UNKNOWN
        frame.update(node.func.value, layers.with_receiver(signal, receiver))
    if name in hooks.SENDERS and signal.given is not None:
        for receiver in signal.given.positional:
            frame.bodies.invoke(receiver, Given((UNKNOWN,), complete=False), node, frame)
    return UNKNOWN
