"""Reads functions: what their parameters hold, and the calls from one into the next."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.flow import expressions, layer_calls, statements
from nova_lint.contracts.flow.contents import entry
from nova_lint.contracts.flow.frame import MOST_CALLS, Arguments, Frame
from nova_lint.contracts.flow.layers import Layers
from nova_lint.contracts.flow.records import Log
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Filled,
    Instance,
    Local,
    Many,
    One,
    Payload,
    Plain,
    Request,
    Row,
    Spread,
    Thing,
    Together,
    Value,
    joined,
)
from nova_lint.knowledge import flows as known
from nova_lint.semantics.bodies.parameters import returned_annotation
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol


class FunctionReader:
    """Reads functions of a project, from their own signature or from a call."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers

    def evaluate(self, node: cst.CSTNode, frame: Frame) -> Value:
        return expressions.evaluate(node, frame)

    # Roots ------------------------------------------------------------------------------

    def read(self, function: FunctionSymbol) -> Frame | None:
        """Reads a function as a framework or an unknown caller would run it."""
        definition = self.layers.contracts.evaluator.function(function)
        if definition is None:
            return None
        frame = Frame(
            function, self.layers, self, Log(root=function), active=frozenset({_key(function)})
        )
        frame.names.update(self._parameters(definition, frame))
        frame.partial = _is_patch(function)
        if self._reads_self(function, definition):
            self._give_layer_data(function, definition, frame)
            _give_attributes(definition, frame)
        statements.run(definition.body.body, frame)
        return frame

    def _reads_self(self, function: FunctionSymbol, definition: cst.FunctionDef) -> bool:
        return function.owner is not None and "staticmethod" not in function.node.decorators

    def _parameters(self, definition: cst.FunctionDef, frame: Frame) -> dict[str, Value]:
        function = frame.function
        found = {
            parameter.name.value: self._annotated(parameter, frame)
            for parameter in _all(definition.params)
        }
        first = next(iter(found), None)
        if self._reads_self(function, definition) and function.owner is not None and first:
            found[first] = self._self(function)
        return found

    def _self(self, function: FunctionSymbol) -> Value:
        owner = function.owner
        assert owner is not None
        if "classmethod" in function.node.decorators:
            return Thing(owner)
        found = self.layers.of_class(owner)
        return found if found != UNKNOWN else Instance(owner)

    def _annotated(self, parameter: cst.Param, frame: Frame) -> Value:
        if parameter.annotation is None:
            return Request() if parameter.name.value == "request" else UNKNOWN
        found = self.layers.promise(parameter.annotation.annotation, frame.around)
        if found == UNKNOWN and parameter.name.value == "request":
            return Request()
        return found

    def _give_layer_data(
        self, function: FunctionSymbol, definition: cst.FunctionDef, frame: Frame
    ) -> None:
        """What a framework hands to `create(self, validated_data)` and `form_valid(self, form)`."""
        owner = function.owner
        assert owner is not None
        name = function.node.name
        names = [parameter.name.value for parameter in definition.params.params[1:]]
        if self.layers.layer(owner) is Layer.SERIALIZER:
            for parameter, kind in zip(names, known.LAYER_METHODS.get(name, ()), strict=False):
                frame.names[parameter] = self._layer_value(owner, kind, frame.names[parameter])
        elif name in known.VIEW_METHODS and names:
            self._give_filled(owner, name, names[0], frame)

    def _layer_value(self, owner: ClassSymbol, kind: str, annotated: Value) -> Value:
        if kind == "data":
            return Data((Spread(owner),))
        model = self.layers.model_of(owner)
        return annotated if model is None else Row(model)

    def _give_filled(self, owner: ClassSymbol, name: str, parameter: str, frame: Frame) -> None:
        cls = layer_calls.view_class(owner, frame)
        if cls is None or self.layers.layer(cls) not in (Layer.FORM, Layer.SERIALIZER):
            return
        filled = self.layers.filled(cls)
        filled.set_updates(name == "perform_update" or _has_base(owner, "UpdateView", frame))
        frame.names[parameter] = filled

    # Calls ------------------------------------------------------------------------------

    def invoke(
        self, function: FunctionSymbol, given: Arguments, frame: Frame, bound: Value | None
    ) -> Value:
        """Reads a call of a project function with what is given to it."""
        key = _key(function)
        if not function.module.first_party:
            return UNKNOWN
        if not _matters(given, bound) or frame.depth >= MOST_CALLS or key in frame.active:
            return self._promised(function)
        definition = self.layers.contracts.evaluator.function(function)
        if definition is None:
            return UNKNOWN
        inner = Frame(
            function,
            self.layers,
            self,
            frame.log,
            partial=frame.partial,
            depth=frame.depth + 1,
            active=frame.active | {key},
        )
        inner.names.update(self._parameters(definition, inner))
        inner.names.update(_bound(function, definition.params, given, bound, inner))
        statements.run(definition.body.body, inner)
        result = _returned(inner.returns)
        return result if result != UNKNOWN else self._promised(function)

    def _promised(self, function: FunctionSymbol) -> Value:
        """What a function's annotation says that it returns, read without its body."""
        workspace = self.layers.contracts.workspace
        text = workspace.statement_text(function.module.path, function.node)
        annotation = returned_annotation(text)
        if annotation is None:
            return UNKNOWN
        return self.layers.promise(annotation, function.owner or function.module)

    def call_local(self, value: Value, given: Arguments) -> Value:
        """Reads a call of a lambda or nested function, where its names are bound."""
        if not isinstance(value, Local) or value.frame.depth >= MOST_CALLS:
            return UNKNOWN
        frame = value.frame
        before = dict(frame.names)
        for parameter, argument in zip(value.node.params.params, given.positional, strict=False):
            frame.names[parameter.name.value] = argument
        frame.depth += 1
        try:
            if isinstance(value.node, cst.Lambda):
                return frame.value(value.node.body)
            returns, frame.returns = frame.returns, []
            statement = frame.statement
            statements.run(value.node.body.body, frame)
            frame.statement = statement
            result = _returned(frame.returns)
            frame.returns = returns
            return result
        finally:
            frame.depth -= 1
            frame.names = before


def _give_attributes(definition: cst.FunctionDef, frame: Frame) -> None:
    """`@action(serializer_class=…)` sets an attribute of the view for this method alone."""
    view = next(iter(frame.names.values()), UNKNOWN)
    for decorator in definition.decorators:
        if not isinstance(view, Instance) or not isinstance(decorator.decorator, cst.Call):
            continue
        for argument in decorator.decorator.args:
            name = argument.keyword.value if argument.keyword is not None else ""
            if name in known.VIEW_CLASS_ATTRIBUTES:
                view.attributes[name] = frame.value(argument.value)


def _key(function: FunctionSymbol) -> tuple[str, int]:
    return function.module.path, function.node.line


def _all(parameters: cst.Parameters) -> Iterator[cst.Param]:
    yield from parameters.posonly_params
    yield from parameters.params
    yield from parameters.kwonly_params


def _is_patch(function: FunctionSymbol) -> bool:
    names = {decorator.rpartition(".")[2] for decorator in function.node.decorators}
    methods = {known.OPERATIONS.get(name) for name in names}
    return "patch" in methods or function.node.name in known.PATCH_METHODS


def _has_base(cls: ClassSymbol, name: str, frame: Frame) -> bool:
    bases = frame.layers.symbols.mro(cls).classes
    return any(base.name.endswith(f".{name}") for base in bases)


def _matters(given: Arguments, bound: Value | None) -> bool:
    """Whether a call hands on anything of a layer, or an object that is being written."""
    if isinstance(bound, Instance) and any(map(_carries, bound.attributes.values())):
        return True
    return any(map(_carries, given.all())) or (bound is not None and _carries(bound))


def _carries(value: Value) -> bool:
    match value:
        case Payload() | One() | Filled():
            return True
        case Data(spreads=spreads, entries=entries):
            return bool(spreads) or any(_carries(inner) for _, inner in entries)
        case Many(element=element):
            return _carries(element)
        case Together(items=items):
            return any(map(_carries, items))
        case Row(record=record):
            return record is not None and record.has_layers
    return False


def _bound(
    function: FunctionSymbol,
    parameters: cst.Parameters,
    given: Arguments,
    bound: Value | None,
    frame: Frame,
) -> Iterator[tuple[str, Value]]:
    """The parameters that a call gives values to."""
    positional = list(given.positional)
    leading = [p.name.value for p in (*parameters.posonly_params, *parameters.params)]
    if _takes_self(function, bound, leading):
        yield leading[0], _receiver(function, bound)
        leading = leading[1:]
    rest = given.data()
    for name, value in zip(leading, positional, strict=False):
        if value != UNKNOWN:
            yield name, value
    for name in (*leading[len(positional) :], *(p.name.value for p in parameters.kwonly_params)):
        value = entry(rest, name, frame)
        rest = rest.without(name)
        if value != UNKNOWN:
            yield name, value
    if parameters.star_kwarg is not None:
        yield parameters.star_kwarg.name.value, rest


def _takes_self(function: FunctionSymbol, bound: Value | None, leading: list[str]) -> bool:
    if not leading or "staticmethod" in function.node.decorators:
        return False
    if function.owner is None:
        # A task that is bound to itself: `@shared_task(bind=True) def run(self, …)`.
        return leading[0] == "self"
    return bound is not None and (
        not isinstance(bound, Thing) or "classmethod" in function.node.decorators
    )


def _receiver(function: FunctionSymbol, bound: Value | None) -> Value:
    if bound is None:
        return UNKNOWN
    if "classmethod" in function.node.decorators and isinstance(bound, Instance):
        return Thing(bound.cls)
    return bound


def _returned(values: list[Value]) -> Value:
    found = [value for value in values if value != Plain(None)]
    if not found:
        return UNKNOWN
    result = found[0]
    for value in found[1:]:
        result = joined(result, value)
    return result
