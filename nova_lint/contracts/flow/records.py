"""What is collected while functions are read, and the flows that come of it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

import libcst as cst
import msgspec

from nova_lint.contracts.contract import Direction, Span
from nova_lint.contracts.flow.layers import Layers
from nova_lint.contracts.flow.result import OUTPUT, Flow
from nova_lint.contracts.flow.values import Column, Data, One, Spread, Value
from nova_lint.knowledge.flows import SAVES
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol


class Record(msgspec.Struct, eq=False):
    """One operation on a row: what is written to which column.

    A pair is marked as guarded where it is only written if the client sent the value.
    `made_by_call` says that the row is a new object, made by a function that the one being
    read calls: somebody has to save it. `keywords` are the layers whose whole data is handed
    to the model as keywords. `asked` are the layers' fields that conditions around the
    operation ask about, `compared` those of which they ask more than whether they are there.
    """

    model: ClassSymbol
    operation: str
    site: Site
    pairs: dict[str, tuple[One, bool]] = msgspec.field(default_factory=dict)
    spreads: list[Spread] = msgspec.field(default_factory=list)
    supplied: set[str] = msgspec.field(default_factory=set)
    supplies_more: bool = False
    made_by_call: bool = False
    keywords: frozenset[ClassSymbol] = frozenset()
    asked: set[tuple[ClassSymbol, str]] = msgspec.field(default_factory=set)
    compared: set[tuple[ClassSymbol, str]] = msgspec.field(default_factory=set)

    def put(self, column: str, value: Value, guarded: bool = False) -> None:
        """Writes a value to a column; what stood there before is lost, unless the new
        value is written only sometimes."""
        if isinstance(value, One):
            self.pairs[column] = (value, guarded or value.optional)
            if not guarded:
                self.supplied.discard(column)
            return
        self.supplied.add(column)
        self.pairs.pop(column, None)

    def put_data(self, data: Data, partial: bool = False) -> None:
        """Writes a whole dictionary."""
        for spread in data.spreads:
            self.spreads.append(Spread(spread.cls, spread.left_out, spread.partial or partial))
        for key, value in data.entries:
            self.put(key, value, partial)
        self.supplies_more = self.supplies_more or not data.readable

    @property
    def has_layers(self) -> bool:
        """Whether any layer's data is written."""
        return bool(self.pairs or self.spreads)


class Shown(msgspec.Struct, eq=False):
    """A model's data that goes into a layer: an object as a whole, or some columns."""

    cls: ClassSymbol
    model: ClassSymbol
    site: Site
    pairs: dict[str, Column] = msgspec.field(default_factory=dict)
    supplied: frozenset[str] = frozenset()
    everything: bool = False


class Site(msgspec.Struct, frozen=True):
    """A statement of a function."""

    function: FunctionSymbol
    statement: cst.CSTNode | None


class Log(msgspec.Struct):
    """Everything seen while one root function was read, calls included."""

    records: list[Record] = msgspec.field(default_factory=list)
    shown: list[Shown] = msgspec.field(default_factory=list)
    checked: set[tuple[ClassSymbol, str]] = msgspec.field(default_factory=set)
    listed: set[tuple[ClassSymbol, str]] = msgspec.field(default_factory=set)
    root: FunctionSymbol | None = None

    def note_listed(self, values: Iterable[Value]) -> None:
        """Values without which a collection lets nothing go on."""
        self.listed.update((v.cls, v.field) for v in values if isinstance(v, One))


_FRAME = "if _:"


class Places:
    """Line numbers of statements, found with `ast`: libcst's own cost ten times as much."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._found: dict[tuple[str, int], dict[int, tuple[int, int]]] = {}

    def span(self, site: Site) -> Span:
        """Where a statement stands; its function where that cannot be told."""
        function = site.function
        path, node = function.module.path, function.node
        key = (path, node.line)
        if key not in self._found:
            self._found[key] = self._lines(function)
        first, last = self._found[key].get(id(site.statement), (node.name_line, node.end_line))
        return Span(path, first, last)

    def _lines(self, function: FunctionSymbol) -> dict[int, tuple[int, int]]:
        definition = self._layers.contracts.evaluator.function(function)
        node = function.node
        lines = self._layers.contracts.workspace.lines(function.module.path)
        text = "\n".join([_FRAME, *lines[node.line - 1 : node.end_line], ""])
        if not lines[node.line - 1][:1].isspace():
            # A class's body needs indentation, a module's must not have any.
            text = text.replace(_FRAME, "", 1)
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            return {}
        shift = node.line - 2
        numbered = [
            (statement.lineno + shift, (statement.end_lineno or statement.lineno) + shift)
            for statement in _functions(tree.body)
        ]
        statements = list(_statements([definition])) if definition is not None else []
        if len(statements) != len(numbered):
            return {}
        return {id(s): place for s, place in zip(statements, numbered, strict=True)}


def _functions(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement, outside in, without the `if` that stands for what is around."""
    for statement in body:
        frame = isinstance(statement, ast.If) and isinstance(statement.test, ast.Name)
        if not (frame and statement.lineno == 1 and statement.col_offset == 0):
            yield statement
        yield from _functions(_inner(statement))


def _inner(statement: ast.stmt) -> Iterator[ast.stmt]:
    yield from getattr(statement, "body", ())
    for handler in getattr(statement, "handlers", ()):
        yield from handler.body
    for case in getattr(statement, "cases", ()):
        yield from case.body
    yield from getattr(statement, "orelse", ())
    yield from getattr(statement, "finalbody", ())


def _statements(body: Iterable[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """Every statement of libcst's tree, in the order that `_functions` gives."""
    for node in body:
        match node:
            case cst.SimpleStatementLine() | cst.SimpleStatementSuite():
                yield from node.body
            case cst.BaseStatement():
                yield node
                yield from _statements(_parts(node))
            case cst.BaseSuite():
                yield from _statements(node.body)


def _parts(node: cst.BaseStatement) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Try() | cst.TryStar():
            yield node.body
            yield from (handler.body for handler in node.handlers)
            if node.orelse is not None:
                yield node.orelse.body
            if node.finalbody is not None:
                yield node.finalbody.body
        case cst.Match():
            yield from (case.body for case in node.cases)
        case cst.If() | cst.For() | cst.While():
            yield node.body
            if isinstance(node.orelse, cst.If):
                yield node.orelse
            elif node.orelse is not None:
                yield node.orelse.body
        case cst.FunctionDef() | cst.ClassDef() | cst.With():
            yield node.body


class Flows:
    """Turns a log into flows."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._places = Places(layers)

    def of(self, log: Log) -> Iterator[Flow]:
        """The flows of a log, in the order of their operations."""
        for record in log.records:
            if not record.made_by_call or self._is_saved(record, log):
                yield from self._written(record, log)
        for shown in log.shown:
            yield self._shown(shown)

    def _is_saved(self, record: Record, log: Log) -> bool:
        """Whether a new object may be saved: the function that makes it, or the one that
        calls that function, speaks of saving."""
        functions = (record.site.function, log.root)
        return any(f is None or SAVES.search(self._text(f)) for f in functions)

    def _text(self, function: FunctionSymbol) -> str:
        workspace = self._layers.contracts.workspace
        return workspace.statement_text(function.module.path, function.node)

    def _written(self, record: Record, log: Log) -> Iterator[Flow]:
        layers = {one.cls: None for one, _ in record.pairs.values()}
        layers.update((spread.cls, None) for spread in record.spreads)
        for cls in layers:
            for partial in (False, True):
                flow = self._input(record, cls, partial, log)
                if flow is not None:
                    yield flow

    def _input(self, record: Record, cls: ClassSymbol, partial: bool, log: Log) -> Flow | None:
        pairs = tuple(
            (one.field, column)
            for column, (one, guarded) in record.pairs.items()
            if one.cls is cls
            and guarded == partial
            and self._layers.is_column(record.model, column)
        )
        spreads = [s for s in record.spreads if s.cls is cls and s.partial == partial]
        if not pairs and not spreads:
            return None
        left_out = frozenset(
            self._layers.field_name(cls, key) or key for s in spreads for key in s.left_out
        )
        beside = {column for column, (one, _) in record.pairs.items() if one.cls is not cls}
        return Flow(
            contract=cls.name,
            model=record.model.name,
            direction=Direction.INPUT,
            operation=record.operation,
            fields=pairs,
            everything=bool(spreads),
            left_out=left_out,
            supplied=frozenset(record.supplied | beside),
            partial=partial,
            span=self._places.span(record.site),
            supplies_more=record.supplies_more or any(s.cls is not cls for s in record.spreads),
            checked=frozenset(name for owner, name in log.checked if owner is cls),
            listed=frozenset(name for owner, name in log.listed if owner is cls),
            compared=frozenset(name for owner, name in record.compared if owner is cls),
            asked=frozenset(name for owner, name in record.asked if owner is cls),
            as_keywords=cls in record.keywords,
        )

    def _shown(self, shown: Shown) -> Flow:
        return Flow(
            contract=shown.cls.name,
            model=shown.model.name,
            direction=Direction.OUTPUT,
            operation=OUTPUT,
            fields=tuple((name, column.name) for name, column in shown.pairs.items()),
            everything=shown.everything,
            left_out=frozenset(),
            supplied=shown.supplied,
            partial=False,
            span=self._places.span(shown.site),
        )
