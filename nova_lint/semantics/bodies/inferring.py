"""The kinds of expressions of which only a type checker knows what they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.knowledge import flows as known
from nova_lint.semantics.bodies import annotated
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.inferred import Inferred, Type
from nova_lint.semantics.kinds import (
    PROMISED,
    UNKNOWN,
    ClassOf,
    Kind,
    Manager,
    Mapping,
    Method,
    Model,
    QuerySet,
    RelatedManager,
    Scalar,
    Sequence,
    Unknown,
)
from nova_lint.workspace.symbols import ClassSymbol

if TYPE_CHECKING:
    from nova_lint.semantics.bodies.reader import BodyReader


class InferredKinds:
    """The kinds of the expressions of one file, by their places.

    A type says nothing of what is in memory: whether the rows of a queryset have been
    fetched, and the relations of an object, is not known.
    """

    def __init__(self, path: str, inferred: Iterable[Inferred]) -> None:
        self.path = path
        self._types = {
            (each.line, each.column, each.end_line, each.end_column): each.type for each in inferred
        }
        self._lines = frozenset(line for line, _, _, _ in self._types)

    def are_between(self, line: int, end_line: int) -> bool:
        """Whether something is known between two lines, these included."""
        return any(line <= each <= end_line for each in self._lines)

    def kind(self, node: cst.CSTNode, frame: Frame, reader: BodyReader, read: Kind) -> Kind:
        """The kind of an expression in a frame that was read as one that is open; that
        itself where the type checker does not know more."""
        if frame.module.path != self.path or not isinstance(node, cst.BaseExpression):
            return read
        segment = frame.segment
        # To know places, a segment is read once more.
        if not self.are_between(segment.first_line, segment.last_line):
            return read
        place = segment.place(node)
        key = (place.line, place.column, place.end_line, place.end_column)
        found = self._types.get(key)
        kind = _kind(found, reader) if found is not None else UNKNOWN
        return _joined(read, kind)


def is_open(kind: Kind) -> bool:
    """Whether a type may say more than what was read. An attribute of which nothing is known
    is taken for a method, whose type is none that is told."""
    match kind:
        case Manager(model=None) | QuerySet(model=None):
            return True
    return isinstance(kind, Unknown | Method)


def _joined(read: Kind, inferred: Kind) -> Kind:
    """What was read together with what was inferred: a type says of which model rows are, and
    not whether they are in memory."""
    match read, inferred:
        case _, Unknown():
            return read
        case QuerySet(), QuerySet(model=model, row=row, cls=cls):
            return dataclasses.replace(read, model=model, row=row, cls=read.cls or cls)
        case Manager(), Manager(model=model, cls=cls, queryset=queryset):
            return Manager(model, read.cls or cls, read.queryset or queryset)
        case ((Unknown() | Method()), _):
            return inferred
    return read


def _kind(type_: Type, reader: BodyReader) -> Kind:
    """The kind of the objects of a type."""
    for name in type_.names:
        found = _of_class(name, type_, reader)
        if found is not None:
            return found
    return UNKNOWN


def _of_class(name: str, type_: Type, reader: BodyReader) -> Kind | None:
    """The kind of objects of one of the classes of a type; None where it settles nothing."""
    if name in annotated.SCALARS:
        return Scalar(name, PROMISED if type_.is_promised else "")
    arguments = [_kind(each, reader) for each in type_.arguments]
    if name in known.RELATED_MANAGER_TYPES:
        return _related(known.RELATED_MANAGER_TYPES[name], arguments, reader)
    if name in known.LIST_TYPES or name in known.TUPLE_TYPES:
        return Sequence(arguments[0], name) if arguments else None
    if name in annotated.MAPPINGS:
        return Mapping(arguments[0], arguments[1]) if len(arguments) == 2 else None
    if name.startswith("django."):
        rows = _rows(name.rpartition(".")[2], arguments)
        if rows is not None:
            return rows
    symbol = reader.symbols.absolute(name)
    if not isinstance(symbol, ClassSymbol):
        return None
    if type_.is_class:
        return ClassOf(symbol)
    kind = annotated.object_of(symbol, reader)
    return _with_model(kind, arguments) if kind != UNKNOWN else None


def _rows(short: str, arguments: list[Kind]) -> Kind | None:
    """A queryset or manager of the framework's own classes."""
    model = _model(arguments)
    match short:
        case "QuerySet":
            return QuerySet(model, arguments[-1] if arguments else UNKNOWN, sure=False)
        case "Manager" | "BaseManager":
            return Manager(model)
    return None


def _related(opener: str, arguments: list[Kind], reader: BodyReader) -> Kind:
    manager = reader.default_manager(_model(arguments))
    return RelatedManager(manager, opener, sure=False)


def _with_model(kind: Kind, arguments: list[Kind]) -> Kind:
    """The type's own arguments are of the model that the rows are of."""
    model = _model(arguments)
    match kind:
        case QuerySet(cls=cls) if model is not None:
            return QuerySet(model, arguments[-1], cls, sure=False)
        case Manager(cls=cls, queryset=queryset) if model is not None:
            return Manager(model, cls, queryset)
    return kind


def _model(arguments: list[Kind]) -> ClassSymbol | None:
    match arguments:
        case [Model(cls=cls), *_]:
            return cls
    return None
