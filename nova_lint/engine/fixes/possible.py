"""Whether a fix can be made in its file, as far as the names that it needs go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from nova_lint.contracts.project import Contracts
from nova_lint.engine.fixes.fix import Fix, FromImport
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Class, Import, Statement
from nova_lint.workspace.symbols import Module


def is_possible(fix: Fix, project: Contracts) -> bool:
    """Whether a fix changes a file of the project, in which every name that it imports stands
    for that import or for nothing."""
    if PurePath(fix.path).is_absolute():
        return False
    if not fix.imports:
        return True
    module = project.workspace.modules.at(fix.path)
    around = dict(_classes_around(module.outline.statements, fix.edits[0].place.line))
    for name in around:
        project.workspace.questions.ask(questions.structure(fix.path, name))
    return all(
        not any(_binds(cls.body, needed.name) for cls in around.values())
        and _is_free(needed, module, project)
        for needed in fix.imports
    )


def _is_free(needed: FromImport, module: Module, project: Contracts) -> bool:
    symbol = project.symbols.member(module, needed.name)
    bound = module.bindings.get(needed.name, ())
    if symbol is None and not bound:
        return True
    if bound and all(_is_import_of(needed, statement) for statement in bound):
        return True
    return symbol is not None and symbol == project.symbols.absolute(needed.dotted)


def _is_import_of(needed: FromImport, statement: Statement) -> bool:
    return (
        isinstance(statement, Import)
        and statement.level == 0
        and (statement.module, statement.attribute) == (needed.module, needed.name)
    )


def _classes_around(
    statements: Iterable[Statement], line: int, prefix: str = ""
) -> Iterator[tuple[str, Class]]:
    """The classes that a line stands in, by their qualified names."""
    for statement in statements:
        if isinstance(statement, Class) and statement.line <= line <= statement.end_line:
            name = f"{prefix}{statement.name}"
            yield name, statement
            yield from _classes_around(statement.body, line, f"{name}.")


def _binds(statements: Iterable[Statement], name: str) -> bool:
    return any(statement.name == name for statement in statements)
