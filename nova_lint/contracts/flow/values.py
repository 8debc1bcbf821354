"""What an expression in a function body holds, as far as flows of data are concerned."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from nova_lint.workspace.symbols import ClassSymbol, Symbol

if TYPE_CHECKING:
    import libcst as cst

    from nova_lint.contracts.flow.frame import Frame
    from nova_lint.contracts.flow.records import Record


class Nothing(msgspec.Struct, frozen=True):
    """A value that says nothing of where it came from."""


UNKNOWN = Nothing()


class Plain(msgspec.Struct, frozen=True):
    """A constant."""

    value: object


class Payload(msgspec.Struct, frozen=True):
    """An object of a schema; the fields in `changed` no longer hold what was sent."""

    cls: ClassSymbol
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class One:
    """The value of one field of a layer, exactly as the layer accepted it. `dumped` says
    that values nested in it are dictionaries, `optional` that the code has another value
    for when the client sends none."""

    cls: ClassSymbol
    field: str
    dumped: bool = dataclasses.field(default=False, compare=False)
    optional: bool = dataclasses.field(default=False, compare=False)


class Column(msgspec.Struct, frozen=True):
    """The value of one attribute of a model's object."""

    model: ClassSymbol
    name: str


class Spread(msgspec.Struct, frozen=True):
    """All fields of a layer in a dictionary, but for the keys that were left out."""

    cls: ClassSymbol
    left_out: frozenset[str] = frozenset()
    partial: bool = False


class Data(msgspec.Struct, frozen=True):
    """A dictionary: whole layers, and entries by their keys, which win over them.

    `readable` is False where it may have other keys than these.
    """

    spreads: tuple[Spread, ...] = ()
    entries: tuple[tuple[str, Value], ...] = ()
    readable: bool = True

    def entry(self, key: str) -> Value | None:
        return next((value for name, value in self.entries if name == key), None)

    def with_entry(self, key: str, value: Value) -> Data:
        kept = tuple(item for item in self.entries if item[0] != key)
        return replace(self, entries=(*kept, (key, value)))

    def without(self, key: str) -> Data:
        kept = tuple(item for item in self.entries if item[0] != key)
        spreads = tuple(replace(s, left_out=s.left_out | {key}) for s in self.spreads)
        return replace(self, entries=kept, spreads=spreads)

    def merged(self, other: Data) -> Data:
        """What `{**self, **other}` holds; a single entry is taken to win over a layer."""
        result = Data(
            (*self.spreads, *other.spreads), self.entries, self.readable and other.readable
        )
        for key, value in other.entries:
            result = result.with_entry(key, value)
        return result


class Key(msgspec.Struct, frozen=True):
    """A key of a dictionary in a loop over it."""

    data: Data


class Item(msgspec.Struct, frozen=True):
    """The value that belongs to that key."""

    data: Data


class Many(msgspec.Struct, frozen=True):
    """A list or another iterable of such values."""

    element: Value


class Together(msgspec.Struct, frozen=True):
    """A tuple or list whose items are known one by one."""

    items: tuple[Value, ...]


class Rows(msgspec.Struct, frozen=True):
    """A manager or queryset of a model. Rows that it creates get the `supplied` columns."""

    model: ClassSymbol
    manager: ClassSymbol | None = None
    supplied: frozenset[str] = frozenset()


class Row(msgspec.Struct, eq=False):
    """An object of a model. `record` is what is being written to it; `column` is where the
    object was read from, if it is another object's attribute; `is_new` says that saving it
    may make a row."""

    model: ClassSymbol
    record: Record | None = None
    column: Column | None = None
    is_new: bool = False


class Filled(msgspec.Struct, eq=False):
    """A form or serializer object. `data` is what it holds once it is valid, `row` the
    object that it changes or makes; `updates` says that it was given one, `sent` that a
    serializer was given data to check."""

    cls: ClassSymbol
    data: Data
    updates: bool = False
    many: bool = False
    row: Row | None = None
    sent: bool = False

    def set_updates(self, updates: bool) -> None:
        """Says whether the object changes a row that exists."""
        self.updates = updates
        if self.row is not None and updates:
            self.row.is_new = False


class Instance(msgspec.Struct, eq=False):
    """An object of any other class: a view, a service, a manager."""

    cls: ClassSymbol
    attributes: dict[str, Value] = msgspec.field(default_factory=dict)


class Request(msgspec.Struct, frozen=True):
    """The request."""


class Thing(msgspec.Struct, frozen=True):
    """A class, function or module itself."""

    symbol: Symbol


class Method(msgspec.Struct, frozen=True):
    """An attribute of a value that is called, or is not known."""

    base: Value
    name: str


class Super(msgspec.Struct, frozen=True):
    """`super()` in a method of `owner`, for the object `self`."""

    owner: ClassSymbol
    bound: Value


class Attributes(msgspec.Struct, frozen=True):
    """`obj.__dict__` of a model's object."""

    row: Row


class Local(msgspec.Struct, frozen=True, eq=False):
    """A lambda or nested function, with the names around it."""

    node: cst.Lambda | cst.FunctionDef
    frame: Frame


Value: TypeAlias = (
    Nothing
    | Plain
    | Payload
    | One
    | Column
    | Data
    | Key
    | Item
    | Many
    | Together
    | Rows
    | Row
    | Filled
    | Instance
    | Request
    | Thing
    | Method
    | Super
    | Attributes
    | Local
)


def dumped(payload: Payload) -> Data:
    """A schema's object as a dictionary."""
    entries = tuple((name, UNKNOWN) for name in sorted(payload.changed))
    return Data((Spread(payload.cls),), entries)


def joined(first: Value, second: Value) -> Value:
    """What a name holds after two branches; UNKNOWN where they disagree."""
    if first == second:
        return first
    match first, second:
        case Data(), Data():
            return _joined_data(first, second)
        case Payload(cls=one), Payload(cls=other) if one is other:
            return Payload(one, first.changed | second.changed)
        case Row(), Row() if first.model is second.model:
            return second if second.record is not None else first
        case Rows(), Rows() if first.model is second.model:
            return Rows(first.model, None, first.supplied & second.supplied)
        case Row() | Filled() | Rows(), Plain(value=None):
            return first
        case Plain(value=None), Row() | Filled() | Rows():
            return second
    return UNKNOWN


def _joined_data(first: Data, second: Data) -> Value:
    if [s.cls for s in first.spreads] != [s.cls for s in second.spreads]:
        return Data(readable=False)
    spreads = tuple(
        Spread(a.cls, a.left_out | b.left_out, a.partial or b.partial)
        for a, b in zip(first.spreads, second.spreads, strict=True)
    )
    keys = dict.fromkeys(key for key, _ in (*first.entries, *second.entries))
    entries: list[tuple[str, Value]] = []
    for key in keys:
        one, other = first.entry(key), second.entry(key)
        same = one is not None and one == other
        entries.append((key, one if same and one is not None else UNKNOWN))
    return Data(spreads, tuple(entries), first.readable and second.readable)
