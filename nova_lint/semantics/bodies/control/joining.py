"""What a name stands for after two ways through the code."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import reduce

import msgspec

from nova_lint.semantics.kinds import (
    NONE,
    UNKNOWN,
    Framework,
    Kind,
    Literal,
    Loading,
    Mapping,
    Model,
    Origin,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)


def joined(first: Kind, second: Kind) -> Kind:
    """The kind that covers both; UNKNOWN where they differ in what code may do with them.

    None beside something else gives the something: code that goes on has looked.
    """
    if isinstance(first, Model) and isinstance(second, Model) and first == second:
        return first if first.written is not None else second
    if first == second or second == NONE:
        return first
    if first == NONE:
        return second
    match first, second:
        case Scalar(name=one), Scalar(name=other) if one == other:
            return Scalar(one, first.made_of or second.made_of)
        case Model(cls=one), Model(cls=other) if one is other:
            loading = _loading(first.loading, second.loading)
            return Model(one, loading, written=first.written or second.written)
        case QuerySet(), QuerySet() if first.model is second.model and first.raw == second.raw:
            return _querysets(first, second)
        case Framework(name=one), Framework(name=other) if one == other:
            # The same object, which may have been loaded on one of the ways.
            same = msgspec.structs.replace(first, loaded=second.loaded) == second
            return msgspec.structs.replace(first, loaded=True) if same else UNKNOWN
        case Literal(value=one), Literal(value=other) if type(one) is type(other):
            return Scalar(f"builtins.{type(one).__name__}")
        case (Literal(value=value), Scalar(name=name)) | (Scalar(name=name), Literal(value=value)):
            return Scalar(name) if name == f"builtins.{type(value).__name__}" else UNKNOWN
        case Together(items=one), Together(items=other) if len(one) == len(other):
            names = first.names if first.names == second.names else ()
            return Together(tuple(map(joined, one, other)), names)
        case ((Sequence() | Together()), (Sequence() | Together())):
            if _is_mixed(first) or _is_mixed(second):
                return Sequence(UNKNOWN, "")
            return _sequences(as_sequence(first), as_sequence(second))
        case Mapping(), Mapping():
            return Mapping(joined(first.key, second.key), joined(first.value, second.value))
    return UNKNOWN


def joined_all(kinds: Iterable[Kind]) -> Kind:
    """The kind that covers all; UNKNOWN for none."""
    several = iter(kinds)
    return reduce(joined, several, next(several, UNKNOWN))


def joined_names(first: dict[str, Kind], second: dict[str, Kind]) -> dict[str, Kind]:
    """Names after two branches. A name that one of them does not bind is what the other
    makes it, since code that reads it has gone that way; an attribute is forgotten."""
    result: dict[str, Kind] = {}
    for name in first.keys() | second.keys():
        if name in first and name in second:
            result[name] = joined(first[name], second[name])
        elif "." not in name:
            result[name] = first[name] if name in first else second[name]
    return result


def as_sequence(kind: Sequence | Together) -> Sequence:
    """A tuple or list of known items as one of any length."""
    if isinstance(kind, Sequence):
        return kind
    return Sequence(joined_all(kind.items))


def _is_mixed(kind: Sequence | Together) -> bool:
    """Whether the items that are known one by one are of several kinds."""
    return isinstance(kind, Together) and bool(kind.items) and as_sequence(kind).item == UNKNOWN


def _sequences(first: Sequence, second: Sequence) -> Sequence:
    name = first.name if first.name == second.name else ""
    if UNKNOWN in (first.item, second.item):
        # An empty list says nothing of what will stand in it.
        item = first.item if second.item == UNKNOWN else second.item
        return Sequence(item, name)
    return Sequence(joined(first.item, second.item), name)


def _querysets(first: QuerySet, second: QuerySet) -> Kind:
    return QuerySet(
        first.model,
        joined(first.row, second.row),
        first.cls if first.cls is second.cls else None,
        fetched=first.fetched and second.fetched,
        sure=first.sure and second.sure and first.fetched == second.fetched,
        raw=first.raw,
        empty=first.empty and second.empty,
        handed=first.handed or second.handed,
    )


def _loading(first: Loading, second: Loading) -> Loading:
    """What may be in memory on either way: only what is missing on both is surely missing."""
    if first == second:
        return first
    only = None
    if first.only is not None and second.only is not None:
        only = first.only | second.only
    origin = first.origin if first.origin is second.origin else Origin.UNSEEN
    return dataclasses.replace(
        first,
        origin=origin,
        relations=first.relations | second.relations,
        prefetched=first.prefetched | second.prefetched,
        deferred=first.deferred & second.deferred,
        only=only,
        pending=first.pending & second.pending,
        everything=first.everything or second.everything,
        required=first.required or second.required,
    )
