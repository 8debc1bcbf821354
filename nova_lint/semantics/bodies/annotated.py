"""The kind of the objects that an annotation promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.knowledge import flows as known
from nova_lint.knowledge.framework_queries import REQUEST, REQUEST_NAMES
from nova_lint.knowledge.jobs import QUEUE_CLASSES
from nova_lint.semantics import values as static
from nova_lint.semantics.kinds import (
    UNKNOWN,
    ClassOf,
    Coroutine,
    Framework,
    Generator,
    Kind,
    Manager,
    Mapping,
    Model,
    Object,
    QuerySet,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.scope import Scope
from nova_lint.workspace import symbols as sym
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.semantics.bodies.reader import BodyReader

SCALARS = frozenset(
    {"builtins.int", "builtins.float", "builtins.str", "builtins.bool", "builtins.bytes"}
    | {"decimal.Decimal", "datetime.date", "datetime.datetime", "datetime.timedelta", "uuid.UUID"}
)
MAPPINGS = frozenset({"builtins.dict", "typing.Dict", "typing.Mapping", "typing.MutableMapping"})
_GENERATORS = frozenset({"typing.Generator", "typing.AsyncGenerator", "typing.AsyncIterator"})


def promised(
    node: cst.BaseExpression, around: sym.Module | sym.ClassSymbol, reader: BodyReader
) -> Kind:
    """The kind of the objects that an annotation promises, where it stands."""
    module = around.module if isinstance(around, sym.ClassSymbol) else around
    foreign: dict[str, static.Value] = {}
    for part in walk(node):
        if isinstance(part, cst.Name):
            name = reader.names.foreign(module, part.value)
            if name:
                foreign[part.value] = static.Reference(sym.External(name))
    scope = Scope(around, foreign)
    return _kind(reader.evaluator.evaluate(node, scope), scope, reader)


def _kind(value: static.Value, scope: Scope, reader: BodyReader) -> Kind:
    match value:
        case static.Constant(value=str() as text):
            return _quoted(text, scope, reader)
        case static.Reference(symbol=symbol):
            return object_of(symbol, reader)
        case static.Union(options=options):
            return _union(options, scope, reader)
        case static.Subscript(base=base, arguments=arguments) if arguments:
            return _subscript(base, arguments, scope, reader)
    return UNKNOWN


def object_of(symbol: sym.Symbol, reader: BodyReader) -> Kind:
    """An object of a class that an annotation names."""
    match symbol:
        case sym.ClassSymbol():
            if reader.models.is_model(symbol):
                return Model(symbol)
            rows = reader.rows_of_class(symbol)
            if rows is not None:
                return rows
            return Object(symbol) if symbol.module.first_party else UNKNOWN
        case sym.External(name=name):
            return _external(name)
    return UNKNOWN


def _external(name: str) -> Kind:
    if name in SCALARS:
        return Scalar(name)
    if name in REQUEST_NAMES:
        return Framework(REQUEST)
    if name in QUEUE_CLASSES:
        return Framework(name)
    short = name.rpartition(".")[2]
    if short in known.QUERYSET_TYPES and name.startswith("django."):
        return QuerySet(None, UNKNOWN) if short == "QuerySet" else Manager(None)
    if name in known.LIST_TYPES or name in known.TUPLE_TYPES:
        return Sequence(UNKNOWN, name)
    return Mapping() if name in MAPPINGS else UNKNOWN


def _quoted(text: str, scope: Scope, reader: BodyReader) -> Kind:
    try:
        node = cst.parse_expression(text)
    except cst.ParserSyntaxError:
        return UNKNOWN
    if text in reader.quoted:
        # An alias may name itself: `Tree = list["Tree"]`.
        return UNKNOWN
    reader.quoted.add(text)
    try:
        return promised(node, scope.around, reader)
    finally:
        reader.quoted.discard(text)


def _union(options: tuple[static.Value, ...], scope: Scope, reader: BodyReader) -> Kind:
    named = [option for option in options if option != static.Constant(None)]
    kinds = {_kind(option, scope, reader) for option in named}
    return kinds.pop() if len(kinds) == 1 else UNKNOWN


def _subscript(
    base: static.Value, arguments: tuple[static.Value, ...], scope: Scope, reader: BodyReader
) -> Kind:
    name = _name(base)
    short = name.rpartition(".")[2]
    if name == "typing.Union":
        return _union(arguments, scope, reader)
    inner = [_kind(argument, scope, reader) for argument in arguments]
    if short in known.QUERYSET_TYPES:
        return _rows(short, inner[0])
    if name in known.TUPLE_TYPES:
        if len(inner) == 2 and arguments[1] == static.Constant(...):
            return Sequence(inner[0], name)
        return Together(tuple(inner))
    if name in known.AWAITABLE_TYPES:
        return Coroutine(inner[-1])
    if name in _GENERATORS:
        return Generator(inner[0], is_async="Async" in name)
    if name in known.LIST_TYPES:
        return Sequence(inner[0], name)
    if name in MAPPINGS and len(inner) == 2:
        return Mapping(inner[0], inner[1])
    if name in known.CLASS_TYPES:
        return _class(arguments[0])
    is_parameter = short in known.NINJA_PARAMETERS and name.startswith("ninja.")
    return inner[0] if name in known.TRANSPARENT_TYPES or is_parameter else UNKNOWN


def _rows(short: str, row: Kind) -> Kind:
    model = row.cls if isinstance(row, Model) else None
    if short == "QuerySet":
        return QuerySet(model, row, sure=False)
    return Manager(model)


def _class(argument: static.Value) -> Kind:
    match argument:
        case static.Reference(symbol=sym.ClassSymbol() as cls):
            return ClassOf(cls)
    return UNKNOWN


def _name(value: static.Value) -> str:
    match value:
        case static.Reference(symbol=sym.External() | sym.ClassSymbol() as symbol):
            return symbol.name
    return ""
