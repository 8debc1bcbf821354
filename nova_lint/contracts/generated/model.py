"""A model that a package generates, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nova_lint.contracts.contract import Field
from nova_lint.workspace.outline_nodes import Class, Guard, Statement
from nova_lint.workspace.questions import Questions
from nova_lint.workspace.symbols import ClassSymbol, External, GeneratedClass, Module


@dataclass(frozen=True)
class Columns:
    """The columns of a generated model, those of its bases aside; `complete` is False where it
    may have others."""

    fields: tuple[Field, ...]
    complete: bool = True


@dataclass(frozen=True, eq=False)
class GeneratedModel(GeneratedClass):
    """A model that a package generates; `read` says which columns it sets on it."""

    read: Callable[[], Columns]
    abstract: bool


def generated_model(
    name: str,
    parents: tuple[ClassSymbol | External, ...],
    read: Callable[[], Columns],
    module: Module,
    statement: Statement,
    questions: Questions,
    *,
    abstract: bool = False,
) -> GeneratedModel:
    """The model of a dotted name that a statement of a module has a package generate."""
    outline = outline_at(statement, name.rpartition(".")[2])
    return GeneratedModel(module, name, outline, None, {}, questions, parents, read, abstract)


def outline_at(statement: Statement, name: str) -> Class:
    """The outline of a class that has nothing but the place of a statement."""
    return Class(
        name=name,
        line=statement.line,
        end_line=statement.end_line,
        name_line=statement.line,
        header_end=statement.line,
        bases=(),
        keywords=(),
        decorators=(),
        body=(),
        guard=Guard.NONE,
    )
