"""How long a file takes to read, in proportion to others."""

from __future__ import annotations

from collections.abc import Iterable

from nova_lint.workspace.outline_nodes import Assignment, Class, Function, Outline, Statement

_LINE_OF_FIELDS = 10
"""Lines of functions that take as long as one of fields: most are looked at by their words."""


def weight_of_fields(outline: Outline) -> int:
    """The weight of a file where fields are read."""
    return _LINE_OF_FIELDS * (1 + _field_lines(outline.statements))


def weight_of_code(outline: Outline) -> int:
    """The weight of a file where functions are read as well."""
    return weight_of_fields(outline) + _function_lines(outline.statements)


def _field_lines(statements: Iterable[Statement]) -> int:
    """How many lines of classes may state fields."""
    lines = 0
    for statement in statements:
        if not isinstance(statement, Class):
            continue
        for member in statement.body:
            if isinstance(member, Assignment) and not member.is_display:
                lines += member.end_line - member.line + 1
        lines += _field_lines(statement.body)
    return lines


def _function_lines(statements: Iterable[Statement]) -> int:
    """How many lines stand in functions, those of classes included."""
    lines = 0
    for statement in statements:
        if isinstance(statement, Function):
            lines += statement.end_line - statement.line + 1
        elif isinstance(statement, Class):
            lines += _function_lines(statement.body)
    return lines
