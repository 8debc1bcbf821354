"""What a column needs from whoever makes a row."""

from __future__ import annotations

from nova_lint.contracts.contract import Field, Known
from nova_lint.knowledge.models import holds_empty_text


def needs_value(column: Field) -> bool:
    """Whether a new row needs a value for the column from outside: NOT NULL, no default of
    any kind, not filled by Django. A text column that may be blank is content with ""."""
    if column.automatic or column.primary_key or column.many != Known(False):
        return False
    if column.nullable != Known(False) or column.has_default != Known(False):
        return False
    if column.database_default != Known(False):
        return False
    if holds_empty_text(column.framework_class):
        return column.blank == Known(False)
    return True


def saves_empty_text(column: Field) -> bool:
    """Whether Django saves "" for the column when nobody gives a value."""
    return holds_empty_text(column.framework_class)
