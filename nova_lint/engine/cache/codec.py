"""How contracts are written to the cache, and read back as they were.

msgpack, not pickle: a cache that comes with a checked project must not be able to run code.
What msgpack does not know becomes an extension: a code for its class, and its parts. Of a
field only what it says beyond the defaults of `Field` is written, which is little.
"""

from __future__ import annotations

import datetime
import decimal
import operator
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec.msgpack import Ext

from nova_lint.contracts.contract import (
    UNKNOWN,
    Constraint,
    Contract,
    Direction,
    Field,
    Known,
    Layer,
    Link,
    Missing,
    Span,
    Unsettled,
)
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.overview import Summary


class UnstorableError(Exception):
    """A value that the cache cannot hold; its contract is read anew in every run."""


_STRUCTS: tuple[type[Any], ...] = (
    Span,
    Field,
    Constraint,
    Missing,
    Contract,
    Summary,
    Flow,
)

# Class, how its parts are written, how it is made of them. The code is the position.
_KINDS: tuple[tuple[type, Callable[[Any], object], Callable[[Any], object]], ...] = (
    (Known, lambda value: value.value, Known),
    (Unsettled, lambda value: None, lambda parts: UNKNOWN),
    (tuple, list, tuple),
    (frozenset, sorted, frozenset),
    (Layer, str, Layer),
    (Link, str, Link),
    (Direction, str, Direction),
    *(
        (kind, lambda value: _said(value), lambda parts, kind=kind: kind(**parts))
        for kind in _STRUCTS
    ),
    (decimal.Decimal, str, decimal.Decimal),
    (
        datetime.timedelta,
        lambda value: value / datetime.timedelta(microseconds=1),
        lambda parts: datetime.timedelta(microseconds=parts),
    ),
    (datetime.datetime, lambda value: value.isoformat(), datetime.datetime.fromisoformat),
    (datetime.date, lambda value: value.isoformat(), datetime.date.fromisoformat),
    (datetime.time, lambda value: value.isoformat(), datetime.time.fromisoformat),
    (uuid.UUID, str, uuid.UUID),
    (int, str, int),
)
_WRITE = {kind: (code, write) for code, (kind, write, _) in enumerate(_KINDS)}
_ATOMS = frozenset({str, float, bool, bytes, type(None)})


def encode(value: object) -> bytes:
    """A contract or summary as bytes. Raises UnstorableError."""
    return msgspec.msgpack.encode(_plain(value))


def decode(data: bytes) -> Any:
    """What `encode` was given."""
    return msgspec.msgpack.decode(data, ext_hook=_made)


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is list:
        return [_plain(item) for item in value]  # type: ignore[attr-defined]  # a list
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}  # type: ignore[attr-defined]  # a dict
    if kind is int and -(2**63) <= value < 2**63:  # type: ignore[operator]  # an int
        return value
    if kind not in _WRITE:
        raise UnstorableError(kind.__name__)
    code, write = _WRITE[kind]
    return Ext(code, msgspec.msgpack.encode(_plain(write(value))))


def _made(code: int, data: memoryview) -> object:
    return _KINDS[code][2](decode(bytes(data)))


def _said(value: object) -> dict[str, object]:
    """The attributes that differ from their defaults."""
    names, defaults, read = _PARTS[type(value)]
    return {
        name: own
        for name, default, own in zip(names, defaults, read(value), strict=True)
        if own is not default and own != default
    }


def _parts(kind: type[Any]) -> tuple[list[str], list[object], Callable[[object], Iterable[Any]]]:
    """The names of attributes, their defaults, and what reads them all."""
    names, last = kind.__struct_fields__, kind.__struct_defaults__
    defaults = [msgspec.NODEFAULT] * (len(names) - len(last)) + list(last)
    return list(names), defaults, operator.attrgetter(*names)


_PARTS = {kind: _parts(kind) for kind in _STRUCTS}
