"""What the tables say of a call: by the receiver's kind and the method's name."""

from __future__ import annotations

import msgspec

from nova_lint.knowledge import framework_queries, queries
from nova_lint.knowledge.queries import Call, Calls, Twin
from nova_lint.semantics.kinds import (
    Framework,
    Kind,
    Manager,
    Model,
    Object,
    QuerySet,
    RelatedManager,
)
from nova_lint.workspace.symbols import ClassSymbol, Symbols

_OPENERS: dict[str, Calls] = {
    "ManyToManyField": queries.MANY_TO_MANY,
    "GenericRelation": queries.GENERIC_RELATION,
}


_BY_CLASS = framework_queries.CLASSES | framework_queries.GIVEN_BY_MIDDLEWARE


class KnownCall(msgspec.Struct, frozen=True):
    """A call that a table describes; `awaits` says that the awaitable twin was called."""

    call: Call
    awaits: Twin | None = None


def method(receiver: Kind, name: str, symbols: Symbols) -> KnownCall | None:
    """What calling a method, or reading a property, of a framework does."""
    for table in _tables(receiver, symbols):
        call = table.get(name)
        if call is not None:
            return KnownCall(call)
        twin = _twin(table, name)
        if twin is not None:
            return twin
    if isinstance(receiver, Model):
        return _generated(name)
    return None


def is_property(receiver: Kind, name: str, symbols: Symbols) -> bool:
    """Whether what a table describes is read and not called."""
    match receiver:
        case Object(cls=cls):
            names = [base.name for base in symbols.mro(cls).classes]
        case Framework(name=own):
            names = [own]
        case QuerySet(raw=True):
            names = ["django.db.models.query.RawQuerySet"]
        case _:
            return False
    return any(
        name in framework_queries.PROPERTIES.get(definer, ())
        for each in names
        for definer in (each, *framework_queries.DEFINERS.get(each, ()))
    )


def function(name: str) -> KnownCall | None:
    """What calling a framework's function does, by its dotted name."""
    call = framework_queries.FUNCTIONS.get(name)
    if call is not None:
        return KnownCall(call)
    module, _, last = name.rpartition(".")
    for other, each in framework_queries.FUNCTIONS.items():
        if each.twin is not None and each.twin.name == last and other.startswith(f"{module}."):
            return KnownCall(each, each.twin)
    return None


def _twin(table: Calls, name: str) -> KnownCall | None:
    if not name.startswith("a"):
        return None
    call = table.get(name[1:])
    if call is None or call.twin is None or call.twin.name != name:
        return None
    return KnownCall(call, call.twin)


def _generated(name: str) -> KnownCall | None:
    fitting = [
        (len(start) + len(end), call)
        for (start, end), call in queries.GENERATED_METHODS.items()
        if name.startswith(start) and name.endswith(end)
    ]
    return KnownCall(max(fitting, key=lambda each: each[0])[1]) if fitting else None


def _tables(receiver: Kind, symbols: Symbols) -> list[Calls]:
    match receiver:
        case Model(cls=cls):
            return [*_of_bases(cls, symbols), queries.MODEL]
        case QuerySet(raw=True):
            return [queries.RAW_QUERYSET]
        case QuerySet():
            return [queries.QUERYSET]
        case Manager(cls=cls):
            own = _of_managers(cls, symbols) if cls is not None else []
            return [*own, queries.MANAGER]
        case RelatedManager(column=column):
            return [_OPENERS.get(column, queries.REVERSE_FOREIGN_KEY)]
        case Object(cls=cls):
            return _of_bases(cls, symbols)
        case Framework(name=name):
            return _of_class(name)
    return []


def _of_bases(cls: ClassSymbol, symbols: Symbols) -> list[Calls]:
    """The tables of the framework classes that a class descends from, nearest first."""
    return [table for base in symbols.mro(cls).classes for table in _of_class(base.name)]


def _of_class(name: str) -> list[Calls]:
    names = (name, *framework_queries.DEFINERS.get(name, ()))
    return [_BY_CLASS[each] for each in names if each in _BY_CLASS]


def _of_managers(cls: ClassSymbol, symbols: Symbols) -> list[Calls]:
    names = [base.name for base in symbols.mro(cls).classes]
    return [queries.MANAGERS[name] for name in names if name in queries.MANAGERS]
