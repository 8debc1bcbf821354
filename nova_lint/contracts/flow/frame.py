"""One function that is being read: its names, and what is collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

import libcst as cst
import msgspec

from nova_lint.contracts.flow.layers import Layers
from nova_lint.contracts.flow.records import Log, Record, Shown, Site
from nova_lint.contracts.flow.result import CREATE, UPDATE
from nova_lint.contracts.flow.values import UNKNOWN, Data, One, Row, Value
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

# How many calls away from a function its data is followed.
MOST_CALLS = 4


class Arguments(msgspec.Struct):
    """What a call gives: `spread` is what stands behind `**`, `row` the object whose
    `__dict__` does; `starred` says that further positional arguments cannot be told."""

    positional: list[Value] = msgspec.field(default_factory=list)
    keywords: dict[str, Value] = msgspec.field(default_factory=dict)
    spread: Data = msgspec.field(default_factory=Data)
    starred: bool = False
    row: Row | None = None

    def data(self) -> Data:
        """The keywords as one dictionary."""
        return self.spread.merged(Data(entries=tuple(self.keywords.items())))

    def argument(self, index: int, name: str) -> Value:
        """An argument that can be given by position or by keyword."""
        if name in self.keywords:
            return self.keywords[name]
        return self.positional[index] if index < len(self.positional) else UNKNOWN

    def without_first(self) -> Arguments:
        return Arguments(self.positional[1:], self.keywords, self.spread, self.starred)

    def all(self) -> Iterator[Value]:
        yield from self.positional
        yield from self.keywords.values()
        if self.spread != Data():
            yield self.spread


class Reader(Protocol):
    """Who reads expressions and functions."""

    def evaluate(self, node: cst.CSTNode, frame: Frame) -> Value: ...

    def invoke(
        self, function: FunctionSymbol, arguments: Arguments, frame: Frame, bound: Value | None
    ) -> Value: ...

    def call_local(self, value: Value, arguments: Arguments) -> Value: ...


class Guard(msgspec.Struct, frozen=True):
    """A condition: `asked` are the values that it asks about, `compared` those of which it
    asks more than whether they are there."""

    asked: frozenset[Value]
    compared: frozenset[Value]


class Frame(msgspec.Struct):
    """The reading of one function. `guards` are the conditions around the current
    statement; `seen` collects the values in the current condition."""

    function: FunctionSymbol
    layers: Layers
    reader: Reader
    log: Log
    names: dict[str, Value] = msgspec.field(default_factory=dict)
    returns: list[Value] = msgspec.field(default_factory=list)
    guards: list[Guard] = msgspec.field(default_factory=list)
    seen: list[Value] | None = None
    statement: cst.CSTNode | None = None
    partial: bool = False
    depth: int = 0
    active: frozenset[tuple[str, int]] = frozenset()

    @property
    def around(self) -> Module | ClassSymbol:
        return self.function.owner or self.function.module

    @property
    def site(self) -> Site:
        return Site(self.function, self.statement)

    def value(self, node: cst.CSTNode) -> Value:
        """What an expression holds; reads the calls in it."""
        return self.reader.evaluate(node, self)

    def is_guarded(self, value: Value) -> bool:
        """Whether a condition around the statement asks about a value."""
        return self.partial or any(value in guard.asked for guard in self.guards)

    @contextmanager
    def watching(self) -> Iterator[list[Value]]:
        """Collects the layer values that expressions mention."""
        before, self.seen = self.seen, []
        try:
            yield self.seen
        finally:
            self.seen = before

    # What is collected ------------------------------------------------------------------

    def record(self, model: ClassSymbol, operation: str) -> Record:
        """A new operation on a row."""
        record = Record(model, operation, self.site)
        self.log.records.append(record)
        self._note_guards(record)
        return record

    def _note_guards(self, record: Record) -> None:
        for guard in self.guards:
            record.asked.update(_fields(guard.asked))
            record.compared.update(_fields(guard.compared))

    def write(self, model: ClassSymbol, operation: str, data: Data) -> Record:
        """An operation that writes a dictionary."""
        record = self.record(model, operation)
        for spread in data.spreads:
            record.put_data(Data((spread,)), self.partial)
        for key, value in data.entries:
            record.put(key, value, self.is_guarded(value))
        record.supplies_more = not data.readable
        record.keywords = frozenset(spread.cls for spread in data.spreads)
        return record

    def record_of(self, row: Row) -> Record:
        """The operation that an assignment to a row's attribute belongs to."""
        if row.record is None:
            row.record = self.record(row.model, CREATE if row.is_new else UPDATE)
        self._note_guards(row.record)
        return row.record

    def show(self, shown: Shown) -> None:
        self.log.shown.append(shown)


def _fields(values: Iterable[Value]) -> set[tuple[ClassSymbol, str]]:
    return {(value.cls, value.field) for value in values if isinstance(value, One)}
