"""Copies of columns: what is left of a column in a model that keeps copies of rows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Field, Known
from nova_lint.knowledge.generated import Copies
from nova_lint.knowledge.models import COLUMNS, column, is_column

_WITHOUT_COLUMN = ("ManyToManyField", "GenericForeignKey", "GenericRelation", "CompositePrimaryKey")


def with_columns(contract: Contract) -> Iterator[Field]:
    """The fields of a model that its table has columns for."""
    for field in contract.fields:
        if field.many == Known(False) and not field.framework_class.endswith(_WITHOUT_COLUMN):
            yield field


def is_clear(contract: Contract) -> bool:
    """Whether it is known which columns the table of a model has."""
    return not contract.unknown and all(isinstance(field.many, Known) for field in contract.fields)


def copied(field: Field, copies: Copies) -> Field:
    """The copy of a column. It identifies nothing: neither the row nor, by itself, a value."""
    made = _nearest(field.framework_class, copies)
    if made is not None and any(is_column(field.framework_class, kind) for kind in copies.renewed):
        return new_column(field.name, made)
    copy = replace(
        field,
        span=None,
        declared_in=None,
        declared=False,
        unique=Known(False),
        primary_key=False,
        parent_link=False,
        automatic=field.automatic and copies.is_stamped,
    )
    if made is not None:
        known = COLUMNS[made]
        name = f"django.db.models.{made}"
        copy = replace(copy, framework_class=name, type=Known(known.type), custom=False)
    if field.type != Known("relation"):
        return copy
    return replace(
        copy,
        related_name=Known("+"),
        **{fact: Known(value) for fact, value in copies.relations.items()},
    )


def _nearest(framework_class: str, copies: Copies) -> str | None:
    """The class of the copies of a column, None where it is that of the column."""
    kind: str | None = framework_class.rpartition(".")[2]
    while kind is not None and kind != "Field":
        if kind in copies.classes:
            return copies.classes[kind]
        known = COLUMNS.get(kind)
        kind = known.parent if known is not None else None
    return None


def new_column(name: str, kind: str) -> Field:
    """A column of one of Django's classes that nobody says more of."""
    known = column(f"django.db.models.{kind}")
    assert known is not None
    return Field(
        name=name,
        span=None,
        declared_in=None,
        declared=False,
        source=Known(name),
        type=Known(known.type),
        framework_class=f"django.db.models.{kind}",
        blank=Known(known.blank),
        max_length=Known(known.max_length),
        min_value=Known(known.min_value),
    )
