"""What an edit of a model changes for code that asks it for single columns."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nova_lint.contracts.comparison import KEY, changed_columns
from nova_lint.contracts.contract import Contract, Field, Known, Layer, Span


def column(name: str, line: int = 1, *, primary_key: bool = False, limit: int = 100) -> Field:
    return Field(
        name=name,
        span=Span("shop/models.py", line, line),
        declared_in="Order",
        declared=True,
        source=Known(name),
        type=Known("str"),
        max_length=Known(limit),
        primary_key=primary_key,
    )


ORDER = Contract(
    layer=Layer.MODEL,
    name="shop.models.Order",
    span=Span("shop/models.py", 1, 9),
    name_line=1,
    fields=(column("number", primary_key=True), column("note")),
    bases=("shop.models.Order", "django.db.models.Model"),
)


def with_columns(*fields: Field) -> Contract:
    return replace(ORDER, fields=fields)


NUMBER, NOTE = ORDER.fields
AFTER = {
    "nothing": (ORDER, set()),
    "a column more": (with_columns(NUMBER, NOTE, column("city")), {"city"}),
    "a column less": (with_columns(NUMBER), {"note"}),
    "another limit": (with_columns(NUMBER, column("note", limit=50)), {"note"}),
    "another key": (
        with_columns(column("number"), column("note", primary_key=True)),
        {"number", "note", KEY},
    ),
    "a key that moved": (
        replace(with_columns(column("number", 5, primary_key=True), NOTE), name_line=3),
        set(),
    ),
    "another base": (replace(ORDER, bases=(*ORDER.bases, "shop.models.Dated")), None),
    "columns that nobody can see": (replace(ORDER, unknown=frozenset({"fields"})), None),
    "no model any more": (None, None),
}


@pytest.mark.parametrize("name", AFTER)
def test_changed_columns(name: str) -> None:
    after, expected = AFTER[name]
    assert changed_columns(ORDER, after) == expected
