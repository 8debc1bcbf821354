"""What `aggregate` and `annotate` add: values that the database computes."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.semantics import query_expressions
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import (
    UNKNOWN,
    Expression,
    Given,
    Kind,
    Literal,
    Mapping,
    QuerySet,
    Scalar,
)


def aggregates(queryset: QuerySet | None, given: Given, frame: Frame) -> Kind:
    """The dictionary that `aggregate(total=Sum("price"))` gives."""
    model = queryset.model if queryset is not None and not queryset.empty else None
    entries = tuple(
        (name, query_expressions.value(kind, model, frame.bodies.models))
        for name, kind in _named(given)
    )
    return Mapping(Scalar("builtins.str"), UNKNOWN, entries)


def annotated(queryset: QuerySet, given: Given, frame: Frame) -> Iterator[tuple[str, Kind]]:
    """The attributes that `annotate(total=Sum("price"))` adds to every row."""
    for name, kind in _named(given):
        found = query_expressions.value(kind, queryset.model, frame.bodies.models)
        if found != UNKNOWN:
            yield name, found


def _named(given: Given) -> tuple[tuple[str, Kind], ...]:
    """Expressions by the names that they get: `Sum("price")` alone is `price__sum`."""
    alone = [
        (f"{path.value}__{kind.name.rpartition('.')[2].lower()}", kind)
        for kind in given.positional
        if isinstance(kind, Expression)
        for path in kind.arguments[:1]
        if isinstance(path, Literal) and isinstance(path.value, str)
    ]
    return (*alone, *given.keywords)
