"""A model that a package generates, and where it stands."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from nova_lint.contracts.contract import Field, Span
from nova_lint.workspace.outline_nodes import Class, Guard
from nova_lint.workspace.questions import Questions
from nova_lint.workspace.symbols import ClassSymbol, External, GeneratedClass, Module


class Columns(msgspec.Struct, frozen=True):
    """The columns of a generated model, those of its bases aside; `complete` is False where it
    may have others."""

    fields: tuple[Field, ...]
    complete: bool = True


class GeneratedModel(GeneratedClass, frozen=True, eq=False):
    """A model that a package generates, or a function; `read` says which columns it sets on
    it. A `proxy` shares the table of its parent."""

    read: Callable[[], Columns]
    abstract: bool
    proxy: bool


def generated_model(
    name: str,
    parents: tuple[ClassSymbol | External, ...],
    read: Callable[[], Columns],
    module: Module,
    span: Span,
    questions: Questions,
    *,
    abstract: bool = False,
    proxy: bool = False,
) -> GeneratedModel:
    """The model of a dotted name that some lines of a module have generated."""
    outline = outline_at(span, name.rpartition(".")[2])
    return GeneratedModel(
        module, name, outline, None, {}, questions, parents, read, abstract, proxy
    )


def outline_at(span: Span, name: str) -> Class:
    """The outline of a class that has nothing but a place."""
    return Class(
        name=name,
        line=span.line,
        end_line=span.end_line,
        name_line=span.line,
        header_end=span.line,
        bases=(),
        keywords=(),
        decorators=(),
        body=(),
        guard=Guard.NONE,
    )
