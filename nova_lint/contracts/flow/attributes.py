"""What `value.name` holds, and what the names of modules and classes stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nova_lint.contracts.flow.frame import Frame
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Attributes,
    Column,
    Filled,
    Instance,
    Many,
    Method,
    One,
    Payload,
    Plain,
    Request,
    Row,
    Rows,
    Thing,
    Together,
    Value,
    dumped,
)
from nova_lint.knowledge.flows import CLEAN_DATA, SHOWN_DATA
from nova_lint.semantics import values as static
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol, Module, Variable


def thing(symbol: object, frame: Frame) -> Value:
    """The value of a module's or class's name."""
    match symbol:
        case Variable():
            value = frame.layers.contracts.evaluator.symbol_value(symbol)
            match value:
                case static.Reference(symbol=ClassSymbol() | FunctionSymbol() as found):
                    return Thing(found)
                case static.Constant(value=plain):
                    return Plain(plain)
                case static.Items(items=items, complete=True):
                    return _constants(items)
                case static.Call(callee=static.Reference(symbol=ClassSymbol() as cls)):
                    return frame.layers.of_class(cls) if _is_service(cls, frame) else UNKNOWN
            return UNKNOWN
        case ClassSymbol() | FunctionSymbol() | Module() | External():
            return Thing(symbol)
    return UNKNOWN


def _is_service(cls: ClassSymbol, frame: Frame) -> bool:
    return frame.layers.layer(cls) is None and cls.module.first_party


def _constants(items: Iterable[static.Value]) -> Value:
    found = [Plain(i.value) if isinstance(i, static.Constant) else UNKNOWN for i in items]
    return Together(tuple(found)) if found and UNKNOWN not in found else UNKNOWN


def attribute(base: Value, name: str, frame: Frame) -> Value:
    """What `base.name` holds; a Method where only a call would tell."""
    found = _ATTRIBUTES[type(base)](base, name, frame) if type(base) in _ATTRIBUTES else None
    return found if found is not None else Method(base, name)


def _of_payload(base: Payload, name: str, frame: Frame) -> Value | None:
    if name == "__dict__":
        return dumped(base)
    field = frame.layers.field_name(base.cls, name)
    if field is None:
        return None
    return UNKNOWN if field in base.changed else One(base.cls, field)


def _of_one(base: One, name: str, frame: Frame) -> Value | None:
    inner = frame.layers.nested(base)
    return attribute(inner, name, frame) if isinstance(inner, Payload) else None


def _of_row(base: Row, name: str, frame: Frame) -> Value | None:
    if name == "__dict__":
        return Attributes(base)
    related = frame.layers.related(base.model, name)
    if related is not None:
        target, several, back = related
        if several:
            return Rows(target, supplied=frozenset({back} if back else ()))
        return Row(target, column=Column(base.model, name))
    if frame.layers.is_column(base.model, name):
        return Column(base.model, name)
    return None


def _of_thing(base: Thing, name: str, frame: Frame) -> Value | None:
    if isinstance(base.symbol, ClassSymbol) and frame.layers.is_model(base.symbol):
        manager = frame.layers.manager(base.symbol, name)
        if manager is not None:
            return manager
    found = frame.layers.symbols.attribute(base.symbol, name)
    if isinstance(found, FunctionSymbol) and found.owner is not None:
        return None
    return thing(found, frame) if found is not None else None


def _of_filled(base: Filled, name: str, frame: Frame) -> Value | None:
    shown = name == SHOWN_DATA and base.sent and base.row is None
    if name in CLEAN_DATA or shown:
        return Many(base.data) if base.many else base.data
    if name in ("instance", "object"):
        return base.row
    return _of_class(base.cls, name, frame)


def _of_instance(base: Instance, name: str, frame: Frame) -> Value | None:
    if name in base.attributes:
        return base.attributes[name]
    if name == "request":
        return Request()
    return _of_class(base.cls, name, frame)


def _of_class(cls: ClassSymbol, name: str, frame: Frame) -> Value | None:
    if name == "request":
        return Request()
    symbol = frame.layers.symbols.class_member(cls, name)
    match symbol:
        case ClassSymbol():
            return Thing(symbol)
        case Variable():
            return thing(symbol, frame)
    return None


def _of_request(base: Request, name: str, frame: Frame) -> Value | None:
    user = frame.layers.user
    return Row(user) if name == "user" and user is not None else UNKNOWN


def _of_rows(base: Rows, name: str, frame: Frame) -> Value | None:
    if name == "model":
        return Thing(base.model)
    return None


_ATTRIBUTES: dict[type, Callable[..., Value | None]] = {
    Payload: _of_payload,
    One: _of_one,
    Row: _of_row,
    Thing: _of_thing,
    Filled: _of_filled,
    Instance: _of_instance,
    Request: _of_request,
    Rows: _of_rows,
}
