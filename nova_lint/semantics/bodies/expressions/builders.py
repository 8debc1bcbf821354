"""Querysets that lazy methods make of others: what their rows will have in memory."""

from __future__ import annotations

import dataclasses

import msgspec

from nova_lint.knowledge import queries
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.bodies.frameworks.aggregation import annotated
from nova_lint.semantics.kinds import (
    NONE,
    Expression,
    Framework,
    Given,
    Kind,
    Literal,
    Loading,
    Mapping,
    Model,
    Origin,
    QuerySet,
    RelatedManager,
    Together,
)


def narrowed(receiver: Kind, queryset: QuerySet, name: str, given: Given, frame: Frame) -> Kind:
    """The queryset that a lazy method makes of another."""
    if name == "all" and isinstance(receiver, RelatedManager):
        return queryset
    row = queryset.row
    if isinstance(row, Model):
        loading = row.loading
        if isinstance(receiver, RelatedManager):
            # Whatever was prefetched, another query fetches these.
            loading = dataclasses.replace(loading, origin=Origin.FETCHED)
        held = row.held
        if name in queries.ANNOTATING:
            held = (*held, *annotated(queryset, given, frame))
        row = Model(row.cls, _loading(loading, name, given), held)
    elif isinstance(row, Mapping) and name in queries.ANNOTATING:
        row = msgspec.structs.replace(
            row, entries=(*row.entries, *annotated(queryset, given, frame))
        )
    empty = name == "none" or (queryset.empty and name != "union") or _chooses_none(name, given)
    aliases = queryset.aliases
    if name == queries.ALIASING:
        aliases = (*aliases, *((n, kind) for n, kind in given.keywords if _computed(kind)))
    return dataclasses.replace(
        queryset, row=row, fetched=False, sure=True, empty=empty, aliases=aliases
    )


def _computed(kind: Kind) -> bool:
    return isinstance(kind, Expression)


def _chooses_none(name: str, given: Given) -> bool:
    """`filter(pk__in=[])`: Django sees that there is nothing to ask for."""
    return name == "filter" and any(
        key.endswith("__in") and kind == Together(()) for key, kind in given.keywords
    )


def _loading(loading: Loading, name: str, given: Given) -> Loading:
    paths = [kind.value for kind in given.positional if isinstance(kind, Literal)]
    texts = frozenset(path for path in paths if isinstance(path, str))
    everything = loading.everything or not given.complete or len(paths) < len(given.positional)
    match name:
        case "select_related":
            if paths == [None]:
                return dataclasses.replace(loading, relations=frozenset(), required=False)
            whole = frozenset(part for path in texts for part in _prefixes(path))
            return dataclasses.replace(
                loading,
                relations=loading.relations | whole,
                everything=everything,
                required=loading.required or not given.positional,
            )
        case "prefetch_related":
            if paths == [None]:
                return dataclasses.replace(loading, prefetched=frozenset())
            return prefetching(loading, given)
        case "only":
            return dataclasses.replace(
                loading, only=texts, deferred=frozenset(), everything=everything
            )
        case "defer":
            if paths == [None]:
                return dataclasses.replace(loading, deferred=frozenset())
            return dataclasses.replace(loading, deferred=loading.deferred | texts)
    return loading


def prefetching(loading: Loading, lookups: Given) -> Loading:
    """What is in memory of rows once some of their relations have been prefetched."""
    for lookup in lookups.positional:
        match lookup:
            case Literal(value=str() as path):
                loading = dataclasses.replace(loading, prefetched=loading.prefetched | {path})
            case Framework(name=queries.PREFETCHING, given=Given() as given):
                loading = _through(given, loading)
            case _:
                loading = dataclasses.replace(loading, everything=True)
    return loading if lookups.complete else dataclasses.replace(loading, everything=True)


def _through(given: Given, loading: Loading) -> Loading:
    """`Prefetch("books", queryset=…)` loads with the rows what its queryset does; under
    `to_attr` the rows are a list, and the relation itself is not loaded."""
    path, queryset = given.argument(0, "lookup"), given.argument(1, "queryset")
    if not (isinstance(path, Literal) and isinstance(path.value, str)) or not given.complete:
        return dataclasses.replace(loading, everything=True)
    if given.argument(2, "to_attr") not in (None, NONE):
        before = path.value.rpartition("__")[0]
        paths = {before} if before else set()
        return dataclasses.replace(loading, prefetched=loading.prefetched | paths)
    loading = dataclasses.replace(loading, prefetched=loading.prefetched | {path.value})
    if queryset is None:
        return loading
    match queryset:
        case QuerySet(row=Model(loading=rows)) if not (rows.everything or rows.required):
            return dataclasses.replace(
                loading,
                relations=loading.relations | _inside(path.value, rows.relations),
                prefetched=loading.prefetched | _inside(path.value, rows.prefetched),
                deferred=loading.deferred | _inside(path.value, rows.deferred),
            )
    return dataclasses.replace(loading, everything=True)


def _inside(path: str, names: frozenset[str]) -> frozenset[str]:
    return frozenset(f"{path}__{name}" for name in names)


def _prefixes(path: str) -> list[str]:
    """`author__publisher` loads `author` as well."""
    parts = path.split("__")
    return ["__".join(parts[: count + 1]) for count in range(len(parts))]
