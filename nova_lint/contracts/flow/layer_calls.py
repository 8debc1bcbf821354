"""Methods of schemas, forms, serializers and views: where layer data comes from, and which
objects are shown through it."""

from __future__ import annotations

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.flow.frame import Arguments, Frame
from nova_lint.contracts.flow.records import Shown
from nova_lint.contracts.flow.result import CREATE, UPDATE
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Attributes,
    Column,
    Data,
    Filled,
    Instance,
    Many,
    One,
    Payload,
    Plain,
    Row,
    Rows,
    Spread,
    Thing,
    Together,
    Value,
    dumped,
)
from nova_lint.contracts.usage.views.choosing import class_for
from nova_lint.knowledge import flows as known
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol

# Schemas --------------------------------------------------------------------------------


def of_payload(base: Payload, name: str, given: Arguments, frame: Frame) -> Value | None:
    """A method of a schema's object."""
    if name in known.DUMPS:
        return _dump(base, given)
    if name in known.COPIES:
        return base if not given.keywords else Payload(base.cls, _named(given.keywords))
    return None


def _named(keywords: dict[str, Value]) -> frozenset[str]:
    update = keywords.get("update")
    return frozenset(key for key, _ in update.entries) if isinstance(update, Data) else frozenset()


def _dump(base: Payload, given: Arguments) -> Data:
    data = dumped(base)
    if any(_is_on(given.keywords.get(key)) for key in known.RENAMING_KEYWORDS):
        return Data(readable=False)
    if any(_is_on(given.keywords.get(key)) for key in known.PARTIAL_KEYWORDS):
        data = Data((Spread(base.cls, partial=True),), data.entries)
    excluded = given.keywords.get("exclude")
    if excluded is not None:
        names = _names(excluded)
        if names is None:
            return Data(readable=False)
        for name in names:
            data = data.without(name)
    if "include" in given.keywords:
        return _included(base, data, given.keywords["include"])
    return data


def _included(base: Payload, data: Data, included: Value) -> Data:
    names = _names(included)
    if names is None:
        return Data(readable=False)
    entries = tuple(
        (name, UNKNOWN if name in base.changed else One(base.cls, name, dumped=True))
        for name in names
    )
    return Data(entries=entries)


def _is_on(value: Value | None) -> bool:
    return value is not None and value != Plain(False)


def _names(value: Value) -> tuple[str, ...] | None:
    """The names in `{"a", "b"}`, `["a"]` or `{"a": …}`."""
    match value:
        case Together(items=items):
            found = [item.value for item in items if isinstance(item, Plain)]
            if len(found) == len(items) and all(isinstance(name, str) for name in found):
                return tuple(str(name) for name in found)
        case Data(spreads=(), entries=entries, readable=True):
            return tuple(key for key, _ in entries)
    return None


def made_schema(cls: ClassSymbol, given: Arguments, frame: Frame) -> Value:
    """`Schema(x=obj.x)` and `Schema(**obj.__dict__)` show an object's columns."""
    if given.row is not None:
        show(cls, given.row.model, frame)
    else:
        _show_columns(cls, given, frame)
    return Payload(cls)


def of_schema_class(cls: ClassSymbol, name: str, given: Arguments, frame: Frame) -> Value | None:
    """`Schema.model_validate(obj)`."""
    if name not in known.SCHEMA_MAKERS:
        return None
    source = given.positional[0] if given.positional else UNKNOWN
    if isinstance(source, Attributes):
        source = source.row
    if isinstance(source, Row):
        show(cls, source.model, frame)
    return Payload(cls)


def _show_columns(cls: ClassSymbol, given: Arguments, frame: Frame) -> None:
    found: dict[ClassSymbol, dict[str, Column]] = {}
    for name, value in given.keywords.items():
        column = value.column if isinstance(value, Row) else value
        if isinstance(column, Column):
            found.setdefault(column.model, {})[name] = column
    for model, pairs in found.items():
        others = frozenset(given.keywords) - frozenset(pairs)
        frame.show(Shown(cls, model, frame.site, pairs, others))


def show(cls: ClassSymbol, model: ClassSymbol, frame: Frame) -> None:
    """An object of a model is shown as a whole."""
    frame.show(Shown(cls, model, frame.site, everything=True))


# Forms and serializers ------------------------------------------------------------------


def made_filled(cls: ClassSymbol, layer: Layer, given: Arguments, frame: Frame) -> Value:
    """A form or serializer object, as its constructor is called."""
    keywords = {**given.keywords, **dict(given.spread.entries)}
    first = given.positional[0] if given.positional else UNKNOWN
    if layer is Layer.FORM:
        source = keywords.get("instance", UNKNOWN)
        filled = frame.layers.filled(cls, source if isinstance(source, Row) else None)
        filled.set_updates("instance" in keywords and source != Plain(None))
        return filled
    takes_data = "data" in keywords or len(given.positional) > 1
    source = keywords.get("instance", first)
    many = _is_on(keywords.get("many"))
    if not takes_data:
        _show_source(cls, source, many, frame)
    row = source if isinstance(source, Row) else None
    filled = frame.layers.filled(cls, row, many)
    filled.sent = takes_data
    given_one = "instance" in keywords or bool(given.positional)
    filled.set_updates(given_one and source != Plain(None))
    if _is_on(keywords.get("partial")):
        filled.data = Data((Spread(cls, partial=True),))
    return filled


def _show_source(cls: ClassSymbol, source: Value, many: bool, frame: Frame) -> None:
    match source:
        case Row(model=model) if not many:
            show(cls, model, frame)
        case Rows(model=model) | Many(element=Row(model=model)) if many:
            show(cls, model, frame)


def of_filled(base: Filled, name: str, given: Arguments, frame: Frame) -> Value | None:
    """A method of a form or serializer object from outside."""
    if name in known.SAVERS:
        return of_framework(base, name, given, frame)
    return None


def of_framework(base: Filled, name: str, given: Arguments, frame: Frame) -> Value | None:
    """What the framework's own `save`, `create` and `update` do."""
    model = frame.layers.model_of(base.cls)
    if frame.layers.layer(base.cls) is Layer.FORM:
        return _saved_form(base, name, model, frame)
    match name:
        case "save" | "asave":
            return _saved_serializer(base, given, model, frame)
        case "create" if model is not None and given.positional:
            data = given.positional[0]
            frame.write(model, CREATE, data if isinstance(data, Data) else Data(readable=False))
            return Row(model)
        case "update" if model is not None and len(given.positional) > 1:
            data = given.positional[1]
            frame.write(model, UPDATE, data if isinstance(data, Data) else Data(readable=False))
            return given.positional[0] if isinstance(given.positional[0], Row) else Row(model)
        case "validate" | "to_internal_value" | "run_validation" if given.positional:
            return given.positional[0] if name == "validate" else UNKNOWN
    return None


def _saved_form(base: Filled, name: str, model: ClassSymbol | None, frame: Frame) -> Value | None:
    if name == "save" and model is not None:
        row = base.row if base.row is not None else Row(model, is_new=not base.updates)
        frame.record_of(row).put_data(base.data)
        return row
    if name == "clean":
        return base.data
    return None


def _saved_serializer(
    base: Filled, given: Arguments, model: ClassSymbol | None, frame: Frame
) -> Value:
    """`serializer.save(owner=…)` hands its keywords on with the checked data."""
    if model is None:
        return UNKNOWN
    own = frame.layers.symbols.class_member(base.cls, "create")
    if isinstance(own, FunctionSymbol) and own.module.first_party:
        # What that one does is read by itself.
        return Row(model)
    operation = UPDATE if base.updates else CREATE
    frame.write(model, operation, base.data.merged(given.data()))
    return Row(model)


# Views ----------------------------------------------------------------------------------


def of_view(base: Instance, name: str, given: Arguments, frame: Frame) -> Value | None:
    """What the generic views give their methods."""
    if name in known.FILLED_GETTERS:
        cls = _class_of(base, frame)
        layer = frame.layers.layer(cls) if cls is not None else None
        if cls is not None and layer in (Layer.FORM, Layer.SERIALIZER):
            return made_filled(cls, layer, given, frame)
    if name in known.CLASS_GETTERS:
        cls = _class_of(base, frame)
        return Thing(cls) if cls is not None else None
    if name in known.SAVING_METHODS:
        return _saved_by_view(base, name, given, frame)
    if name == "get_object":
        model = view_model(base.cls, frame)
        return Row(model) if model is not None else None
    if name == "get_queryset":
        model = view_model(base.cls, frame)
        return Rows(model) if model is not None else None
    return None


def _saved_by_view(base: Instance, name: str, given: Arguments, frame: Frame) -> Value | None:
    """`super().form_valid(form)` saves the form where the view is one for a model."""
    filled = given.positional[0] if given.positional else UNKNOWN
    if not isinstance(filled, Filled):
        return None
    bases = [parent.name for parent in frame.layers.symbols.mro(base.cls).classes]
    if name == "form_valid" and not any(b.endswith(known.MODEL_FORM_VIEWS) for b in bases):
        return None
    return of_framework(filled, "save", Arguments(), frame)


def _class_of(view: Instance, frame: Frame) -> ClassSymbol | None:
    """The form or serializer class that an action's decorator names, or the view's own."""
    for name in known.VIEW_CLASS_ATTRIBUTES:
        if name in view.attributes:
            given = view.attributes[name]
            symbol = given.symbol if isinstance(given, Thing) else None
            return symbol if isinstance(symbol, ClassSymbol) else None
    return view_class(view.cls, frame)


def view_class(view: ClassSymbol, frame: Frame) -> ClassSymbol | None:
    """The form or serializer class of a view while one of its methods runs; None where that is
    not known."""
    members = frame.layers.symbols
    for name in known.CLASS_GETTERS:
        getter = members.class_member(view, name)
        if isinstance(getter, FunctionSymbol) and getter.module.first_party:
            return class_for(view, getter, frame.function.node.name, frame.layers.contracts)
    for name in known.VIEW_CLASS_ATTRIBUTES:
        symbol = members.class_member(view, name)
        if symbol is not None:
            value = frame.layers.named_class(symbol)
            if value is not None:
                return value
    return None


def view_model(view: ClassSymbol, frame: Frame) -> ClassSymbol | None:
    """The model of a view: its `model`, or that of its `queryset`."""
    for name in ("model", "queryset"):
        symbol = frame.layers.symbols.class_member(view, name)
        if symbol is not None:
            found = frame.layers.named_class(symbol)
            if found is not None:
                return found if frame.layers.is_model(found) else None
    return None
