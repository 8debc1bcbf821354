"""What the classes in play are: fields of layers, columns and relations of models, and the
value that an annotation promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Link
from nova_lint.contracts.flow.values import (
    UNKNOWN,
    Data,
    Filled,
    Instance,
    Many,
    One,
    Payload,
    Row,
    Rows,
    Spread,
    Thing,
    Together,
    Value,
)
from nova_lint.knowledge import flows as known
from nova_lint.semantics import values as static
from nova_lint.semantics.evaluation import Scope
from nova_lint.semantics.imports import Imports
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    Module,
    Symbol,
    Variable,
)
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_SINGLE_LAYERS = frozenset({Layer.SCHEMA, Layer.FORM, Layer.SERIALIZER})


class Layers:
    """Answers questions about layer classes and models, each once."""

    def __init__(self, contracts: Contracts) -> None:
        self.contracts = contracts
        self.symbols = contracts.symbols
        self.imports = Imports(contracts.workspace)

    # Layers -----------------------------------------------------------------------------

    def layer(self, cls: ClassSymbol) -> Layer | None:
        return self.contracts.layer(cls)

    def is_model(self, cls: ClassSymbol) -> bool:
        return self.contracts.layer(cls) is Layer.MODEL

    def model_of(self, cls: ClassSymbol) -> ClassSymbol | None:
        """The model that a form or serializer class is configured for."""
        contract = self.contracts.contract(cls)
        if contract is None or contract.model is None or contract.link is not Link.META:
            return None
        return self.contracts.class_named(contract.model)

    def field_name(self, cls: ClassSymbol, key: str) -> str | None:
        """The field whose value stands under a key of a layer's data; None where there is
        no such field. A serializer's keys are the `source` of its fields."""
        names = self.contracts.workspace.questions.memo(
            ("fields by key", id(cls)), lambda: self._field_names(cls)
        )
        found = names.get(key)
        if found is None and self._may_have(cls, key):
            return key
        return found

    def _field_names(self, cls: ClassSymbol) -> dict[str, str]:
        contract = self.contracts.contract(cls)
        found: dict[str, str] = {}
        for field in contract.fields if contract else ():
            if field.read_only == Known(True):
                continue
            if contract is not None and contract.layer is Layer.SERIALIZER:
                if isinstance(field.source, Known) and field.source.value is not None:
                    found.setdefault(field.source.value, field.name)
            else:
                found[field.name] = field.name
        return found

    def _may_have(self, cls: ClassSymbol, key: str) -> bool:
        contract = self.contracts.contract(cls)
        if contract is not None:
            return "fields" in contract.unknown and not self._defines(cls, key)
        return isinstance(self.symbols.class_member(cls, key), Variable)

    def _defines(self, cls: ClassSymbol, name: str) -> bool:
        return isinstance(self.symbols.class_member(cls, name), FunctionSymbol)

    def nested(self, one: One) -> Value:
        """What a field's value is, by its annotation or by the serializer it is made of."""
        symbol = self.symbols.class_member(one.cls, one.field)
        if not isinstance(symbol, Variable):
            return UNKNOWN
        around = symbol.owner or symbol.module
        statement = symbol.statements[-1]
        if not isinstance(statement, Assignment):
            return UNKNOWN
        declaration = self.contracts.evaluator.declaration(around, statement)
        if declaration is None:
            return UNKNOWN
        if self.layer(one.cls) is Layer.SCHEMA:
            if declaration.annotation is None:
                return UNKNOWN
            value = self.contracts.evaluator.evaluate(declaration.annotation, declaration.scope)
            found = self.annotated(value, declaration.scope)
            return _dumped(found) if one.dumped else found
        if declaration.value is None:
            return UNKNOWN
        return self._nested_serializer(
            self.contracts.evaluator.evaluate(declaration.value, declaration.scope)
        )

    def _nested_serializer(self, value: static.Value) -> Value:
        match value:
            case static.Call(callee=static.Reference(symbol=ClassSymbol() as cls)):
                if self.layer(cls) is not Layer.SERIALIZER:
                    return UNKNOWN
                data = Data((Spread(cls),))
                return Many(data) if value.keyword("many") == static.Constant(True) else data
        return UNKNOWN

    # Models -----------------------------------------------------------------------------

    def columns(self, model: ClassSymbol) -> Contract | None:
        return self.contracts.contract(model)

    def column(self, model: ClassSymbol, name: str) -> Field | None:
        """The column behind an attribute: `customer` for `customer_id` too."""
        contract = self.columns(model)
        if contract is None:
            return None
        found = contract.field(name)
        if found is None and name.endswith("_id"):
            related = contract.field(name.removesuffix("_id"))
            if related is not None and related.type == Known("relation"):
                return related
        return found

    def is_column(self, model: ClassSymbol, name: str) -> bool:
        contract = self.columns(model)
        if contract is None or "fields" in contract.unknown:
            return not self._defines(model, name)
        return self.column(model, name) is not None

    def related(self, model: ClassSymbol, name: str) -> tuple[ClassSymbol, bool, str] | None:
        """What `obj.name` leads to: the model there, whether it is several rows, and the
        column that points back, where there is one."""
        contract = self.columns(model)
        if contract is None:
            return None
        field = contract.field(name)
        if field is not None:
            target = self._target(field)
            return (target, field.many == Known(True), "") if target is not None else None
        reverse = self.contracts.reverse_relation(contract, name)
        target = self._target(reverse) if reverse is not None else None
        if reverse is None or target is None:
            return None
        return target, reverse.many == Known(True), self._back(target, reverse)

    def _target(self, field: Field) -> ClassSymbol | None:
        if not isinstance(field.relation, Known) or field.relation.value is None:
            return None
        return self.contracts.class_named(field.relation.value)

    def _back(self, target: ClassSymbol, reverse: Field) -> str:
        contract = self.columns(target)
        for field in contract.fields if contract else ():
            if field.span == reverse.span and field.span is not None:
                return field.name
        return ""

    def manager(self, model: ClassSymbol, name: str) -> Rows | None:
        """`Model.objects` and other managers of a model."""
        symbol = self.symbols.class_member(model, name)
        if isinstance(symbol, Variable):
            value = self.contracts.evaluator.symbol_value(symbol)
            if isinstance(value, static.Call):
                return self._made_manager(model, name, value)
        return Rows(model) if name in known.MANAGER_NAMES else None

    def _made_manager(self, model: ClassSymbol, name: str, call: static.Call) -> Rows | None:
        match call.callee:
            case static.Reference(symbol=ClassSymbol() as cls):
                bases = self.symbols.mro(cls).classes
                if any(base.name.endswith(("Manager", "QuerySet")) for base in bases):
                    return Rows(model, cls)
            case static.Reference(symbol=External(name=dotted)) if dotted.endswith("Manager"):
                return Rows(model)
        return Rows(model) if name in known.MANAGER_NAMES else None

    def named_class(self, symbol: Symbol) -> ClassSymbol | None:
        """The class that a class attribute names: itself, or the model of a queryset."""
        value = self.contracts.evaluator.symbol_value(symbol)
        match value:
            case static.Reference(symbol=ClassSymbol() as cls):
                return cls
        return self.contracts.queryset_model(value)

    @property
    def user(self) -> ClassSymbol | None:
        return self.contracts.names.user_model

    # Annotations ------------------------------------------------------------------------

    def promise(self, node: cst.BaseExpression, around: Module | ClassSymbol) -> Value:
        """The value that an annotation promises, where it stands."""
        module = around.module if isinstance(around, ClassSymbol) else around
        unread: dict[str, static.Value] = {
            part.value: static.Unknown()
            for part in walk(node)
            if isinstance(part, cst.Name) and self.imports.foreign(module, part.value)
        }
        scope = Scope(around, unread)
        return self.annotated(self.contracts.evaluator.evaluate(node, scope), scope)

    def annotated(self, value: static.Value, scope: Scope) -> Value:
        """The value that an annotation promises."""
        match value:
            case static.Constant(value=str() as text):
                return self._quoted(text, scope)
            case static.Reference(symbol=symbol):
                return self.of_class(symbol)
            case static.Union(options=options):
                return self._union(options, scope)
            case static.Subscript(base=base, arguments=arguments) if arguments:
                return self._subscript(base, arguments, scope)
        return UNKNOWN

    def of_class(self, symbol: Symbol) -> Value:
        """An object of a class that an annotation names."""
        if not isinstance(symbol, ClassSymbol):
            return UNKNOWN
        if self.layer(symbol) is Layer.MODEL:
            return Row(symbol)
        if not symbol.module.first_party:
            return UNKNOWN
        match self.layer(symbol):
            case Layer.SCHEMA:
                return Payload(symbol)
            case Layer.FORM | Layer.SERIALIZER:
                return self.filled(symbol)
        return Instance(symbol)

    def filled(self, cls: ClassSymbol, row: Row | None = None, many: bool = False) -> Filled:
        """A form or serializer object that was given data."""
        if row is None:
            model = self.model_of(cls)
            new = self.layer(cls) is Layer.FORM
            row = Row(model, is_new=new) if model is not None else None
        return Filled(cls, Data((Spread(cls),)), many=many, row=row)

    def _quoted(self, text: str, scope: Scope) -> Value:
        options = [part.strip() for part in text.split("|")]
        named = [part for part in options if part != "None"]
        if len(named) != 1 or not all(part.isidentifier() for part in named[0].split(".")):
            return UNKNOWN
        symbol = self.symbols.lookup(scope.around, named[0])
        return self.of_class(symbol) if symbol is not None else UNKNOWN

    def _union(self, options: tuple[static.Value, ...], scope: Scope) -> Value:
        named = [option for option in options if option != static.Constant(None)]
        return self.annotated(named[0], scope) if len(named) == 1 else UNKNOWN

    def _subscript(
        self, base: static.Value, arguments: tuple[static.Value, ...], scope: Scope
    ) -> Value:
        name = _name(base)
        if name == "typing.Union":
            return self._union(arguments, scope)
        if name in known.TUPLE_TYPES:
            return self._tuple(arguments, scope)
        if name in known.AWAITABLE_TYPES:
            return self.annotated(arguments[-1], scope)
        inner = self.annotated(arguments[0], scope)
        short = name.rpartition(".")[2]
        if name == known.PATCH_DICT and isinstance(inner, Payload):
            return Data((Spread(inner.cls, partial=True),))
        if name in known.LIST_TYPES:
            return Many(inner) if inner != UNKNOWN else UNKNOWN
        if short in known.QUERYSET_TYPES and isinstance(inner, Row):
            return Rows(inner.model)
        if name in known.CLASS_TYPES:
            match arguments[0]:
                case static.Reference(symbol=ClassSymbol() as cls):
                    return Thing(cls)
        if name in known.TRANSPARENT_TYPES or (
            short in known.NINJA_PARAMETERS and name.startswith("ninja.")
        ):
            return inner
        return UNKNOWN

    def _tuple(self, arguments: tuple[static.Value, ...], scope: Scope) -> Value:
        return Together(tuple(self.annotated(argument, scope) for argument in arguments))


def _name(value: static.Value) -> str:
    match value:
        case static.Reference(symbol=External() | ClassSymbol() | FunctionSymbol() | Module() as s):
            return s.name
    return ""


def _dumped(value: Value) -> Value:
    """The same value once its object was turned into a dictionary."""
    match value:
        case Payload(cls=cls):
            return Data((Spread(cls),))
        case Many(element=element):
            return Many(_dumped(element))
    return value


def is_layer(layer: Layer | None) -> bool:
    """Whether a layer takes data from, or gives data to, models."""
    return layer in _SINGLE_LAYERS
