"""What `thing.name` is, and what reading it does."""

from __future__ import annotations

import dataclasses

import libcst as cst
import msgspec

from nova_lint.knowledge import framework_queries, jobs, threads
from nova_lint.knowledge.flows import CLEAN_DATA
from nova_lint.knowledge.framework_queries import SETTINGS
from nova_lint.knowledge.names import canonical
from nova_lint.knowledge.numbers import CONSTANTS, NOT_FINITE, VALUE
from nova_lint.knowledge.queries import When
from nova_lint.semantics import framework_calls
from nova_lint.semantics.bodies.expressions.using import look
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.effects import outside_method
from nova_lint.semantics.kinds import (
    UNKNOWN,
    VALIDATED,
    ClassOf,
    Coroutine,
    External,
    Framework,
    Function,
    Given,
    Kind,
    Lazy,
    Literal,
    Loading,
    Manager,
    Mapping,
    Method,
    Model,
    ModuleOf,
    Object,
    Origin,
    QuerySet,
    RelatedManager,
    Scalar,
    Sequence,
    Super,
    Task,
    Together,
)
from nova_lint.semantics.models import Column
from nova_lint.semantics.numeric import number_of
from nova_lint.semantics.operations import (
    Awaiting,
    FailingCall,
    Following,
    ProjectCall,
)
from nova_lint.workspace.symbols import ClassSymbol

_SCALARS = {
    "str": "builtins.str",
    "int": "builtins.int",
    "float": "builtins.float",
    "bool": "builtins.bool",
    "decimal": "decimal.Decimal",
    "date": "datetime.date",
    "datetime": "datetime.datetime",
    "duration": "datetime.timedelta",
    "uuid": "uuid.UUID",
}
_PROPERTIES = frozenset({"property", "cached_property"})


def read(base: Kind, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    """The kind of an attribute; collects what reading it does."""
    match base:
        case Model():
            return _of_row(base, name, node, frame)
        case Manager() | QuerySet() | RelatedManager():
            return _of_rows(base, name, node, frame)
        case Object(cls=cls):
            return _of_object(base, cls, name, node, frame)
        case ClassOf(cls=cls):
            return _of_class(cls, name, frame)
        case Super(owner=owner, bound=bound):
            return _of_super(owner, bound, name, frame)
        case ModuleOf(module=module):
            return frame.bodies.named(module, name)
        case External(name=dotted):
            return _of_external(f"{dotted}.{name}", frame)
        case Framework():
            return _of_framework(base, name, node, frame)
        case Lazy(target=target):
            look(base, _owner_in(node), frame, at=node)
            with frame.quietly():
                return read(target, name, node, frame)
        case Coroutine(name=called) if called:
            # It is the coroutine that a message is about, and not what was to come of it.
            frame.note(Awaiting(base, f"asked for .{name}"), _owner_in(node))
            return UNKNOWN
        case Function() if name in jobs.TASK_METHOD_NAMES:
            task = frame.bodies.task(base)
            return Method(task, name) if task is not None else UNKNOWN
        case Sequence() | Together() | Mapping() | Literal() | Scalar() | Task():
            return _of_value(base, name)
        case _ if name in threads.LOOP_CALLS or name in threads.THREAD_METHODS:
            # Nobody else has methods of these names.
            return Method(base, name)
    return UNKNOWN


def _owner_in(node: cst.CSTNode) -> cst.CSTNode:
    """Whose attribute is read in a node, which is `owner.name` or a call as of `getattr`."""
    return node.value if isinstance(node, cst.Attribute) else node


def _of_value(base: Sequence | Together | Mapping | Literal | Scalar | Task, name: str) -> Kind:
    """An item of a named tuple, the value of an enumeration's member, or a method."""
    item = base.named(name) if isinstance(base, Together) else None
    if item is not None:
        return item
    is_member = isinstance(base, Literal | Scalar) and name == VALUE
    return base if is_member else Method(base, name)


def _of_external(dotted: str, frame: Frame) -> Kind:
    """What is not read: a number of the standard library, a setting, or a name."""
    if dotted.startswith(SETTINGS):
        return frame.bodies.setting(dotted.removeprefix(SETTINGS))
    constant = CONSTANTS.get(dotted)
    if constant is not None and dotted not in NOT_FINITE:
        return Scalar(constant.value)
    return External(canonical(dotted) or dotted)


# Rows -----------------------------------------------------------------------------------


def _of_row(base: Model, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    held = base.holds(name)
    if held is not None:
        return held
    column = frame.bodies.models.column(base.cls, name)
    if column is not None:
        return _of_column(base, column, node, frame)
    keyed = frame.bodies.models.column(base.cls, name.removesuffix("_id"))
    if keyed is not None and name.endswith("_id") and keyed.is_relation and not keyed.many:
        if base.loading.is_deferred(keyed.name) and not keyed.reverse:
            frame.note(Following(base, name, relation=False, sure=True), node)
        return UNKNOWN
    member = frame.bodies.member(base.cls, name)
    if isinstance(member, Function):
        return _method(member, base, node, frame)
    if member is None and _is_framework_method(base, name, frame):
        return Method(base, name)
    return member if member is not None else UNKNOWN


def _is_framework_method(base: Model, name: str, frame: Frame) -> bool:
    symbols = frame.bodies.symbols
    return (
        framework_calls.method(base, name, symbols) is not None
        or outside_method(base, name, symbols) is not None
    )


def _of_column(base: Model, column: Column, node: cst.CSTNode, frame: Frame) -> Kind:
    if not column.is_relation:
        if not column.is_key and base.loading.is_deferred(column.name):
            frame.note(Following(base, column.name, relation=False, sure=True), node)
            _load(base, column.name, node, frame)
        if column.default is not None and base.loading.origin is Origin.BUILT:
            return Literal(column.default)
        kind = Framework(framework_queries.FILE) if column.type == "file" else scalar(column)
        if column.is_key and isinstance(kind, Scalar):
            return dataclasses.replace(kind, row=base)
        return kind
    if column.many:
        return _related_rows(base, column, frame)
    sure = _is_missing(base.loading, column)
    if sure is not None:
        frame.note(Following(base, column.name, relation=True, sure=sure), node)
        _load(base, column.name, node, frame)
    if column.target is None:
        return UNKNOWN
    below = base.loading.below(column.name)
    if column.back:
        # Either end of a one-to-one relation knows the other.
        below = dataclasses.replace(below, relations=below.relations | {column.back})
    return Model(column.target, below)


def _load(base: Model, name: str, node: cst.CSTNode, frame: Frame) -> None:
    if isinstance(node, cst.Attribute):
        frame.load(node.value, with_loaded(base, name, frame))


def scalar(column: Column) -> Kind:
    """The kind of a column's value."""
    name = _SCALARS.get(column.type or "")
    return Scalar(name) if name is not None else UNKNOWN


def _is_missing(loading: Loading, column: Column) -> bool | None:
    """Whether a relation's object surely has to be fetched; None where it surely need not,
    or where nothing can be said."""
    if column.name in loading.relations or _starts(loading.prefetched, column.name):
        return None
    if loading.everything or (loading.required and column.nullable is False and not column.reverse):
        return None
    match loading.origin:
        case Origin.BUILT:
            return True if column.name in loading.pending else None
        case Origin.FETCHED:
            return True
    return False


def _starts(paths: frozenset[str], name: str) -> bool:
    return any(path == name or path.startswith(f"{name}__") for path in paths)


def _related_rows(base: Model, column: Column, frame: Frame) -> Kind:
    loading = base.loading
    manager = frame.bodies.default_manager(column.target)
    prefetched = _starts(loading.prefetched, column.name)
    sure = loading.origin is not Origin.UNSEEN and not loading.everything
    rows = loading.below(column.name) if prefetched else Loading(everything=loading.everything)
    if prefetched:
        rows = dataclasses.replace(rows, several=True)
    if column.back:
        # Rows that are reached through a relation know the object that they were reached from.
        rows = dataclasses.replace(rows, relations=rows.relations | {column.back})
    sure = sure or prefetched
    return RelatedManager(manager, column.opener, prefetched, sure, rows, base.cls)


def with_loaded(owner: Model, name: str, frame: Frame) -> Model:
    """An object one of whose attributes was assigned: what was assigned is in memory."""
    column = frame.bodies.models.column(owner.cls, name)
    loading = owner.loading
    if column is None or not column.is_relation:
        by_id = frame.bodies.models.column(owner.cls, name.removesuffix("_id"))
        if name.endswith("_id") and by_id is not None and by_id.is_relation:
            # Another id, so the object in memory is no longer the one that it names.
            rest = frozenset(
                p for p in loading.relations if not _starts(frozenset({p}), by_id.name)
            )
            return Model(
                owner.cls,
                dataclasses.replace(
                    loading, relations=rest, pending=loading.pending | {by_id.name}
                ),
            )
        only = loading.only | {name} if loading.only is not None else None
        deferred = loading.deferred - {name}
        loading = dataclasses.replace(loading, deferred=deferred, only=only)
    else:
        loading = dataclasses.replace(loading, relations=loading.relations | {name})
    return dataclasses.replace(owner, loading=loading)


def with_held(owner: Model, name: str, kind: Kind) -> Model:
    """An object one of whose columns was given a number, which it holds until it is read back."""
    if number_of(kind) is None and owner.holds(name) is None:
        return owner
    rest = tuple(each for each in owner.held if each[0] != name)
    known = rest if number_of(kind) is None else (*rest, (name, kind))
    return dataclasses.replace(owner, held=known)


# Managers and querysets -------------------------------------------------------------------


def _of_rows(
    base: Manager | QuerySet | RelatedManager, name: str, node: cst.CSTNode, frame: Frame
) -> Kind:
    for cls in _classes_of(base):
        member = frame.bodies.member(cls, name)
        if isinstance(member, Function):
            return _method(member, _receiver(base, cls), node, frame)
    if framework_calls.is_property(base, name, frame.bodies.symbols):
        return frame.bodies.invoke(Method(base, name), Given(), node, frame)
    if name == "model":
        model = base.manager.model if isinstance(base, RelatedManager) else base.model
        return ClassOf(model) if model is not None else UNKNOWN
    return Method(base, name)


def _classes_of(base: Manager | QuerySet | RelatedManager) -> list[ClassSymbol]:
    match base:
        case QuerySet(cls=cls):
            return [cls] if cls is not None else []
        case RelatedManager(manager=manager):
            return _classes_of(manager)
        case Manager(cls=cls, queryset=queryset):
            return [each for each in (cls, queryset) if each is not None]


def _receiver(base: Manager | QuerySet | RelatedManager, cls: ClassSymbol) -> Kind:
    """What `self` is in a method: a queryset's methods see the manager's queryset."""
    match base:
        case Manager(queryset=queryset) if queryset is cls:
            return rows_of(base)
        case RelatedManager(manager=manager) if manager.queryset is cls:
            return rows_of(base)
    return base


def rows_of(base: Manager | RelatedManager) -> QuerySet:
    """The queryset of all rows of a manager."""
    manager = base.manager if isinstance(base, RelatedManager) else base
    loading = Loading(Origin.FETCHED)
    fetched, sure = False, True
    if isinstance(base, RelatedManager):
        fetched, sure = base.prefetched, base.sure
        # Rows that may have been prefetched came with whatever was asked for there.
        origin = Origin.FETCHED if base.sure else Origin.UNSEEN
        loading = dataclasses.replace(base.loading, origin=origin)
    row: Kind = Model(manager.model, loading) if manager.model is not None else UNKNOWN
    return QuerySet(manager.model, row, manager.queryset, fetched, sure)


# Objects and classes ----------------------------------------------------------------------


def _of_object(base: Object, cls: ClassSymbol, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    member = frame.bodies.member(cls, name)
    if isinstance(member, Function):
        return _method(member, base, node, frame)
    layer = frame.bodies.models.layer(cls)
    if layer == "schema":
        field = base.holds(name) or _of_schema(cls, name, member, frame)
        if field is not None:
            return field
    elif layer is not None and name in CLEAN_DATA:
        return validated_data(cls, frame)
    if member is not None and member != UNKNOWN:
        return member
    found = frame.bodies.attribute(cls, name)
    if found != UNKNOWN:
        return found
    return _of_tables(base, name, node, frame)


def _of_schema(cls: ClassSymbol, name: str, member: Kind | None, frame: Frame) -> Kind | None:
    """A field of a schema's object; None for any other attribute."""
    validated = validated_data(cls, frame).entry(name)
    if validated is not None or not isinstance(member, Scalar):
        return validated
    # One whose type the contract does not tell may be anything, for all its annotation says.
    unread = frame.bodies.models.fields(cls) is None
    return Scalar(member.name, VALIDATED) if unread else UNKNOWN


def validated_data(cls: ClassSymbol, frame: Frame) -> Mapping:
    """What a form, serializer or schema has made of its input, by the names of its fields."""
    fields = frame.bodies.models.fields(cls) or ()
    entries = ((field.name, validated(field.type)) for field in fields)
    known = tuple((name, kind) for name, kind in entries if kind != UNKNOWN)
    return Mapping(Scalar("builtins.str"), UNKNOWN, known)


def validated(contract_type: str | None) -> Kind:
    """A value of a layer, by the type that contracts give it."""
    dotted = _SCALARS.get(contract_type or "")
    return Scalar(dotted, VALIDATED) if dotted is not None else UNKNOWN


def _of_tables(base: Object | Framework, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    """A framework's method or property, by the classes that it descends from."""
    known = framework_calls.method(base, name, frame.bodies.symbols)
    if known is None or not framework_calls.is_property(base, name, frame.bodies.symbols):
        return Method(base, name)
    result = frame.bodies.invoke(Method(base, name), Given(), node, frame)
    if isinstance(base, Object) and known.call.when is When.VALIDATED:
        if isinstance(node, cst.Attribute):
            frame.load(node.value, msgspec.structs.replace(base, loaded=True))
    return result


def _method(function: Function, base: Kind, node: cst.CSTNode, frame: Frame) -> Kind:
    """A method bound to what it was read from; a property is called by that."""
    symbol = function.symbol
    decorators = {name.rpartition(".")[2] for name in symbol.node.decorators}
    if "staticmethod" in decorators:
        return function
    if "classmethod" in decorators:
        return Function(symbol, class_of(base))
    bound = Function(symbol, base)
    if not decorators & _PROPERTIES:
        return bound
    if symbol.node.is_async:
        return UNKNOWN
    outcome = frame.bodies.run(bound, Given(), frame.context)
    if outcome.failing is not None and not frame.guarded:
        frame.note_failing(FailingCall(symbol.node.name, Given(), outcome.failing), node)
    if outcome.reached:
        frame.note(ProjectCall(symbol, symbol.node.name, outcome.reached, implicit=True), node)
    return outcome.result


def class_of(base: Kind) -> Kind:
    """The class of an object."""
    match base:
        case Model(cls=cls) | Object(cls=cls):
            return ClassOf(cls)
    return base


def _of_class(cls: ClassSymbol, name: str, frame: Frame) -> Kind:
    if frame.bodies.models.is_model(cls):
        manager = frame.bodies.manager(cls, name)
        if manager is not None:
            return manager
    member = frame.bodies.member(cls, name)
    if isinstance(member, Function):
        decorators = {each.rpartition(".")[2] for each in member.symbol.node.decorators}
        return Function(member.symbol, ClassOf(cls)) if "classmethod" in decorators else member
    return member if member is not None else Method(ClassOf(cls), name)


def _of_super(owner: ClassSymbol, bound: Kind, name: str, frame: Frame) -> Kind:
    """The attribute of the first class behind `owner` in the object's own order."""
    member = frame.bodies.member_behind(owner, class_of(bound), name)
    if isinstance(member, Function):
        symbol = member.symbol
        decorators = {each.rpartition(".")[2] for each in symbol.node.decorators}
        if "staticmethod" in decorators:
            return member
        return Function(symbol, class_of(bound) if "classmethod" in decorators else bound)
    return member if member is not None else Method(bound, name)


def _of_framework(base: Framework, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    path = f"{base.name}.{name}"
    if path == framework_queries.LAZY_USER:
        return _of_request(base, frame)
    if path in framework_queries.OBJECTS:
        return Framework(framework_queries.OBJECTS[path], loaded=base.loaded)
    return _of_tables(base, name, node, frame)


def _of_request(request: Framework, frame: Frame) -> Kind:
    """The user of a request. One that other middleware has put there may have anything with it."""
    user = frame.bodies.models.user
    if not frame.bodies.models.fetches_user:
        return Model(user, Loading(everything=True)) if user is not None else UNKNOWN
    target = Model(user) if user is not None else UNKNOWN
    return target if request.loaded else Lazy(target, "request.user")
