"""Where an import goes that new code needs: into an import from the same module, else behind
the imports at the top of the file, else behind its docstring."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from nova_lint.engine.fixes.fix import Edit, FromImport
from nova_lint.workspace.place import Place


class UnplaceableError(Exception):
    """An import that cannot be added; the message says why."""


def import_edit(path: str, text: str, needed: FromImport, line: int) -> Edit | None:
    """The edit that has a file import a name for code on a line; None where it does already.

    Only imports count that have run when that line runs, for whatever reason: not those
    below it, nor those for type checkers. Raises UnplaceableError.
    """
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnplaceableError(f"the import that it needs cannot be placed: {error}") from error
    above = _above(body, line)
    if any(_binds(statement, needed) for statement in _running(above)):
        return None
    lines = text.split("\n")
    same = [
        statement
        for statement in above
        if isinstance(statement, ast.ImportFrom)
        and (statement.module, statement.level) == (needed.module, 0)
    ]
    if same:
        return _merged(path, lines, same[-1], needed.name)
    return _added(path, lines, body, above, f"from {needed.module} import {needed.name}")


def _above(body: Sequence[ast.stmt], line: int) -> list[ast.stmt]:
    """The top-level statements that end before the one that a line stands in."""
    return [statement for statement in body if _end(statement) < line]


def _running(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, ast.Try):
            yield from _running(statement.body)


def _binds(statement: ast.stmt, needed: FromImport) -> bool:
    """Whether an import binds the name; that it means the same was seen with the offer."""
    match statement:
        case ast.ImportFrom(module=module, names=[ast.alias(name="*")], level=0):
            return module == needed.module
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return any((alias.asname or alias.name) == needed.name for alias in names)
    return False


# Into an import that is there --------------------------------------------------------------


def _merged(path: str, lines: list[str], statement: ast.ImportFrom, name: str) -> Edit:
    """The name at its place in the order of the others, laid out as they are."""
    others = [alias.name for alias in statement.names]
    in_order = sorted(others, key=_sort_key) == others
    at = next((n for n, each in enumerate(others) if _sort_key(each) > _sort_key(name)), None)
    if at is None or not in_order:
        last = statement.names[-1]
        blank = _blank_before(lines, statement, last)
        return _insertion(path, lines, last.end_lineno, last.end_col_offset, f",{blank}{name}")
    alias = statement.names[at]
    blank = _blank_before(lines, statement, alias)
    return _insertion(path, lines, alias.lineno, alias.col_offset, f"{name},{blank}")


def _sort_key(name: str) -> tuple[int, str]:
    """Constants, classes, functions, each by the alphabet, as isort and ruff have it."""
    if name.isupper():
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def _blank_before(lines: list[str], statement: ast.ImportFrom, alias: ast.alias) -> str:
    """What parts names: a line break and indentation where each has a line of its own."""
    before = _characters(lines, alias.lineno, alias.col_offset)
    own_line = alias.lineno > statement.lineno and not before.strip()
    follows_backslash = lines[alias.lineno - 2].rstrip().endswith("\\")
    return f"\n{before}" if own_line and not follows_backslash else " "


# On a line of its own ----------------------------------------------------------------------


def _added(
    path: str, lines: list[str], body: list[ast.stmt], above: list[ast.stmt], code: str
) -> Edit:
    imports = [each for each in above if isinstance(each, ast.Import | ast.ImportFrom)]
    if imports:
        end = _end_of_lines(body, imports[-1])
        return _insertion_behind(path, lines, end, f"\n{code}")
    if _is_docstring(body[0]):
        end = _end_of_lines(body, body[0])
        more = "\n" if len(lines) > end and lines[end].strip() else ""
        return _insertion_behind(path, lines, end, f"\n\n{code}{more}")
    first = _first_line(body[0])
    blank = "\n\n" if isinstance(body[0], _DEFINITIONS) else "\n"
    return Edit(Place(path, first, 1, first, 1), f"{code}\n{blank}")


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _is_docstring(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False


def _end_of_lines(body: list[ast.stmt], statement: ast.stmt) -> int:
    """The last line of a statement, and of those that begin on a line where it ends."""
    end = _end(statement)
    for other in body:
        if other.lineno <= end:
            end = max(end, _end(other))
    return end


def _insertion_behind(path: str, lines: list[str], line: int, text: str) -> Edit:
    column = len(lines[line - 1]) + 1
    return Edit(Place(path, line, column, line, column), text)


def _insertion(
    path: str, lines: list[str], line: int | None, bytes_before: int | None, text: str
) -> Edit:
    assert line is not None and bytes_before is not None
    column = len(_characters(lines, line, bytes_before)) + 1
    return Edit(Place(path, line, column, line, column), text)


def _characters(lines: list[str], line: int, bytes_before: int) -> str:
    """The beginning of a line; Python counts it in bytes of UTF-8."""
    return lines[line - 1].encode()[:bytes_before].decode()


def _first_line(statement: ast.stmt) -> int:
    if isinstance(statement, _DEFINITIONS):
        return min([statement.lineno, *(each.lineno for each in statement.decorator_list)])
    return statement.lineno


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
