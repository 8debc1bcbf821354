"""Methods of managers, querysets and objects of models: where rows come from, and what
is written to them."""

from __future__ import annotations

from collections.abc import Callable

from nova_lint.contracts.flow.frame import Arguments, Frame
from nova_lint.contracts.flow.result import CREATE, UPDATE
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Row,
    Rows,
    Thing,
    Together,
    Value,
)
from nova_lint.knowledge import flows as known
from nova_lint.workspace.symbols import ClassSymbol


def of_row(base: Row, name: str) -> Value | None:
    """A method of an object: saving it ends the operation that was going on."""
    if name in known.SAVERS:
        base.record, base.is_new = None, False
        return UNKNOWN
    return None


def of_rows(base: Rows, name: str, given: Arguments, frame: Frame) -> Value | None:
    """A method of a manager or queryset."""
    if name in known.SAME_ROWS:
        return base
    if name in known.ONE_ROW:
        return Row(base.model)
    for names, reader in _WRITERS:
        if name in names:
            return reader(base, name, given, frame)
    return None


def looked_up(source: Value, several: bool) -> Value:
    """What `get_object_or_404` finds."""
    match source:
        case Thing(symbol=ClassSymbol() as model) | Rows(model=model):
            return Rows(model) if several else Row(model)
    return UNKNOWN


def _created(base: Rows, name: str, given: Arguments, frame: Frame) -> Value:
    data = given.data()
    for key in known.CREATORS[name]:
        if _has(data, key):
            data = data.with_entry(key, UNKNOWN)
    write(base, CREATE, data, frame)
    return Row(base.model)


def _has(data: Data, key: str) -> bool:
    return data.entry(key) is not None or any(key not in s.left_out for s in data.spreads)


def _got_or_created(base: Rows, name: str, given: Arguments, frame: Frame) -> Value:
    """The look-up's own values are written too where no row is found."""
    defaults = _dictionary(given.argument(0, "defaults"))
    _write_missing(base, _look_up(given), defaults, frame)
    return Together((Row(base.model), UNKNOWN))


def _updated_or_created(base: Rows, name: str, given: Arguments, frame: Frame) -> Value:
    defaults = _dictionary(given.argument(0, "defaults"))
    creating = given.argument(1, "create_defaults")
    created = _dictionary(creating) if creating != UNKNOWN else defaults
    _write_missing(base, _look_up(given), created, frame)
    write(base, UPDATE, defaults, frame)
    return Together((Row(base.model), UNKNOWN))


def _updated(base: Rows, name: str, given: Arguments, frame: Frame) -> Value:
    write(base, UPDATE, given.data(), frame)
    return UNKNOWN


def _dictionary(value: Value) -> Data:
    if isinstance(value, Data):
        return value
    return Data(readable=value == UNKNOWN)


def _look_up(given: Arguments) -> Data:
    data = given.data()
    entries = tuple(
        (key, value) for key, value in data.entries if "__" not in key and key not in known.DEFAULTS
    )
    return Data(data.spreads, entries, data.readable)


def _write_missing(base: Rows, look_up: Data, others: Data, frame: Frame) -> None:
    """The row that is made where none is found."""
    data = look_up.merged(others)
    if _is_by_key(base, look_up, frame):
        data = Data(data.spreads, data.entries, readable=False)
    write(base, CREATE, data, frame)


def _is_by_key(base: Rows, data: Data, frame: Frame) -> bool:
    """Whether a row is looked up by its primary key: there is one, as a rule, and what a new
    one would lack is nobody's matter."""
    columns = frame.layers.columns(base.model)
    keys = {column.name for column in columns.fields if column.primary_key} if columns else set()
    return any(key == "pk" or key in keys for key, _ in data.entries)


def write(base: Rows, operation: str, data: Data, frame: Frame) -> None:
    """Writes a dictionary to rows of a manager's model."""
    record = frame.write(base.model, operation, data)
    if operation == CREATE:
        record.supplied |= base.supplied


_WRITERS: tuple[tuple[frozenset[str], Callable[[Rows, str, Arguments, Frame], Value]], ...] = (
    (frozenset(known.CREATORS), _created),
    (known.GETTERS_OR_CREATORS, _got_or_created),
    (known.UPDATERS_OR_CREATORS, _updated_or_created),
    (known.UPDATERS, _updated),
)
