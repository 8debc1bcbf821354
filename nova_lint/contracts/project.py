"""The contracts of a whole project, each read once, when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import libcst as cst

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Link, Span
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked, link
from nova_lint.contracts.readers.adjustments import Changes, read_changes
from nova_lint.contracts.readers.forms import read_form
from nova_lint.contracts.readers.models import MODEL_ROOTS, read_model
from nova_lint.contracts.readers.reverse import reverse_of
from nova_lint.contracts.readers.schemas import read_schema
from nova_lint.contracts.readers.serializers import read_serializer
from nova_lint.contracts.uses import UseFinder, Uses
from nova_lint.knowledge.drf import SERIALIZER_ROOTS
from nova_lint.knowledge.forms import FORM_ROOTS, MODEL_FORM_ROOTS
from nova_lint.knowledge.schemas import SCHEMA_ROOTS
from nova_lint.semantics.evaluation import Evaluator, plain_value
from nova_lint.semantics.values import Call, Constant, Reference, Unknown, Value
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import ClassSymbol, External, Module, Variable
from nova_lint.workspace.workspace import Workspace

_LAYERS: dict[str, Layer] = {
    **dict.fromkeys(MODEL_ROOTS, Layer.MODEL),
    **dict.fromkeys(FORM_ROOTS | MODEL_FORM_ROOTS, Layer.FORM),
    **dict.fromkeys(SERIALIZER_ROOTS, Layer.SERIALIZER),
    **dict.fromkeys(SCHEMA_ROOTS, Layer.SCHEMA),
}
_DEFAULT_USER = "django.contrib.auth.models.User"
_USER_FUNCTIONS = frozenset({"django.contrib.auth.get_user_model"})
_USER_SETTING = "django.conf.settings.AUTH_USER_MODEL"


class Contracts:
    """Reads contracts of classes and finds the models they speak of."""

    def __init__(self, workspace: Workspace, links: Mapping[str, str] | None = None) -> None:
        self.workspace = workspace
        self._configured_links = links or {}
        self.symbols = workspace.symbols
        self.evaluator = Evaluator(workspace.symbols, workspace.segments)
        self._layers: dict[int, Layer | None] = {}
        self._read: dict[int, Contract | None] = {}
        self._reading: set[int] = set()
        self._linked: dict[str, tuple[Linked, ...]] = {}
        self._changes: dict[int, Changes] = {}
        self.evaluator.project_calls.update(
            dict.fromkeys(_USER_FUNCTIONS, self._user_model_value)
        )

    # Classes ----------------------------------------------------------------------------

    def layer(self, cls: ClassSymbol) -> Layer | None:
        """The layer of a class, by the framework class that it descends from."""
        key = id(cls)
        if key not in self._layers:
            self._layers[key] = next(
                (
                    _LAYERS[base.name]
                    for base in self.symbols.mro(cls).classes
                    if isinstance(base, External) and base.name in _LAYERS
                ),
                None,
            )
        return self._layers[key]

    def is_model(self, cls: ClassSymbol) -> bool:
        return self.layer(cls) is Layer.MODEL

    @cached_property
    def classes(self) -> tuple[ClassSymbol, ...]:
        """Every class of the project that has a contract, in the order of files and lines."""
        return tuple(cls for module in self._modules() for cls in self._of_module(module))

    def classes_of(self, path: str) -> tuple[ClassSymbol, ...]:
        """The classes of one project file that have a contract."""
        return tuple(self._of_module(self.workspace.modules.at(path)))

    def _modules(self) -> Iterator[Module]:
        for path in self.workspace.paths:
            yield self.workspace.modules.at(path)

    def _of_module(self, module: Module) -> Iterator[ClassSymbol]:
        for cls in self.symbols.classes(module):
            if self.layer(cls) is not None:
                yield cls

    # Contracts --------------------------------------------------------------------------

    def contract(self, cls: ClassSymbol) -> Contract | None:
        """The contract of a class; None for a class that has none, or that is being read."""
        key = id(cls)
        if key in self._read:
            return self._read[key]
        if key in self._reading:
            return None
        self._reading.add(key)
        try:
            found = self._reader(cls)
        finally:
            self._reading.discard(key)
        configured = self._configured_links.get(cls.name)
        if found is not None and configured is not None:
            found = replace(found, model=configured, link=Link.CONFIG)
        self._read[key] = found
        return found

    def _reader(self, cls: ClassSymbol) -> Contract | None:
        match self.layer(cls):
            case Layer.MODEL:
                return read_model(cls, self)
            case Layer.FORM:
                return read_form(cls, self)
            case Layer.SERIALIZER:
                return read_serializer(cls, self)
            case Layer.SCHEMA:
                return read_schema(cls, self)
        return None

    def changes(self, cls: ClassSymbol) -> Changes:
        """What the methods of one class change about its fields."""
        key = id(cls)
        if key not in self._changes:
            self._changes[key] = read_changes(cls, self)
        return self._changes[key]

    def class_named(self, name: str) -> ClassSymbol | None:
        """The class of a dotted name, as contracts bear it."""
        if name in self._by_name:
            return self._by_name[name]
        symbol = self.symbols.absolute(name)
        return symbol if isinstance(symbol, ClassSymbol) else None

    def contract_named(self, name: str) -> Contract | None:
        """The contract of the class of that dotted name."""
        cls = self.class_named(name)
        return self.contract(cls) if cls is not None else None

    @cached_property
    def _by_name(self) -> dict[str, ClassSymbol]:
        return {cls.name: cls for cls in self.classes}

    def linked(self, contract: Contract) -> tuple[Linked, ...]:
        """A contract with each model that it speaks of."""
        if contract.name not in self._linked:
            self._linked[contract.name] = link(contract, self)
        return self._linked[contract.name]

    def inputs(self, model: Contract) -> Inputs:
        """The layers through which clients write a model."""
        return Inputs(model, tuple(self._writers.get(model.name, ())))

    @cached_property
    def _writers(self) -> dict[str, list[Linked]]:
        found: dict[str, list[Linked]] = {}
        for cls in self.classes:
            contract = self.contract(cls) if not self.is_model(cls) else None
            for linked in self.linked(contract) if contract is not None else ():
                if linked.written:
                    found.setdefault(linked.columns.name, []).append(linked)
        return found

    def uses(self, cls: ClassSymbol) -> Uses:
        """What a contract's class is used for."""
        return self._use_finder.uses(cls)

    @cached_property
    def _use_finder(self) -> UseFinder:
        return UseFinder(self)

    def modules_mentioning(self, word: str) -> Iterator[Module]:
        """The project's modules in whose text a word stands."""
        for module in self._modules():
            if word in module.outline.names:
                yield module

    # Models by name ---------------------------------------------------------------------

    def model_of(self, value: Value, near: ClassSymbol | Module) -> str | None:
        """The dotted name of the model that a value names: a class, `"app.Model"`, `"self"`,
        `settings.AUTH_USER_MODEL`, `get_user_model()`."""
        found = self.model_class(value, near)
        if found is not None:
            return found.name
        match plain_value(value):
            case Reference(symbol=External(name=name)) if name != _USER_SETTING:
                return name
            case Constant(value=str() as label):
                return label
        return None

    def model_class(self, value: Value, near: ClassSymbol | Module) -> ClassSymbol | None:
        """The class of the model that a value names, None where it is not in reach."""
        match plain_value(value):
            case Reference(symbol=ClassSymbol() as cls):
                return cls
            case Reference(symbol=External(name=name)) if name == _USER_SETTING:
                return self.user_model
            case Constant(value="self") if isinstance(near, ClassSymbol):
                return near
            case Constant(value=str() as label):
                return self.labelled(label, near)
        return None

    def labelled(self, label: str, near: ClassSymbol | Module) -> ClassSymbol | None:
        """The model that `"app.Model"` or `"Model"` names."""
        app, _, name = label.rpartition(".")
        candidates = self._models_by_name.get(name.lower(), [])
        if not app:
            module = near.module if isinstance(near, ClassSymbol) else near
            here = self.symbols.lookup(module, name)
            if isinstance(here, ClassSymbol):
                return here
            app = _app_of(module.name)
        fitting = [cls for cls in candidates if self._has_label(cls, app)]
        if fitting:
            return fitting[0]
        if not candidates:
            return self._installed_model(app, name)
        return candidates[0] if len(candidates) == 1 else None

    def _installed_model(self, app: str, name: str) -> ClassSymbol | None:
        for package in (f"django.contrib.{app}.models", f"{app}.models"):
            symbol = self.symbols.absolute(f"{package}.{name}")
            if isinstance(symbol, ClassSymbol):
                return symbol
        return None

    def _has_label(self, cls: ClassSymbol, app: str) -> bool:
        meta = self.symbols.class_member(cls, "Meta")
        if isinstance(meta, ClassSymbol):
            label = self.symbols.class_member(meta, "app_label")
            if isinstance(label, Variable):
                value = self.evaluator.variable(label)
                if isinstance(value, Constant):
                    return value.value == app
        return app.lower() in cls.module.name.lower().split(".")

    @cached_property
    def _models_by_name(self) -> dict[str, list[ClassSymbol]]:
        found: dict[str, list[ClassSymbol]] = {}
        for cls in self.classes:
            if self.is_model(cls):
                found.setdefault(cls.node.name.lower(), []).append(cls)
        return found

    def queryset_model(self, value: Value | None) -> ClassSymbol | None:
        """The model of `Order.objects.filter(…)`, of a manager, or of a queryset call."""
        node: cst.CSTNode | None = value.node if isinstance(value, Call) else None
        scope = value.scope if isinstance(value, Call) else None
        while isinstance(node, cst.Call):
            node = node.func
            while isinstance(node, cst.Attribute):
                assert scope is not None
                base = self.evaluator.evaluate(node.value, scope)
                if isinstance(base, Reference) and isinstance(base.symbol, ClassSymbol):
                    return base.symbol if self.is_model(base.symbol) else None
                node = node.value
        return None

    def _user_model_value(self) -> Value:
        found = self.user_model
        return Reference(found) if found is not None else Unknown()

    @cached_property
    def user_model(self) -> ClassSymbol | None:
        """The model that `AUTH_USER_MODEL` names, Django's own where no setting is found.

        Found by its place alone: which classes are models may depend on the answer.
        """
        for label in self._user_labels():
            app, _, name = label.rpartition(".")
            for module in self._modules():
                symbol = self.symbols.own_member(module, name)
                if isinstance(symbol, ClassSymbol) and app in module.name.split("."):
                    return symbol
        symbol = self.symbols.absolute(_DEFAULT_USER)
        return symbol if isinstance(symbol, ClassSymbol) else None

    def _user_labels(self) -> Iterator[str]:
        for module in self._modules():
            if "AUTH_USER_MODEL" in module.outline.names:
                symbol = self.symbols.own_member(module, "AUTH_USER_MODEL")
                if isinstance(symbol, Variable):
                    value = self.evaluator.variable(symbol)
                    if isinstance(value, Constant) and isinstance(value.value, str):
                        yield value.value

    # Reverse relations ------------------------------------------------------------------

    url_field_name = "url"

    def reverse_relation(self, columns: Contract, name: str) -> Field | None:
        """The relation that other models open from this one under a name: `author.books`."""
        for base in columns.bases:
            found = self._reverse_relations.get(base, {}).get(name)
            if found is not None:
                return found
        return None

    @cached_property
    def _reverse_relations(self) -> dict[str, dict[str, Field]]:
        found: dict[str, dict[str, Field]] = {}
        for cls in self.classes:
            if not self.is_model(cls):
                continue
            contract = self.contract(cls)
            if contract is None or contract.abstract:
                continue
            for column in contract.fields:
                if isinstance(column.relation, Known) and column.relation.value is not None:
                    reverse = reverse_of(column, contract)
                    if reverse is not None:
                        accessors = found.setdefault(column.relation.value, {})
                        accessors.setdefault(reverse.name, reverse)
        return found

    # Places -----------------------------------------------------------------------------

    def place(self, span: Span) -> Place:
        """The place of a declaration, from its first character to its last."""
        lines = self.workspace.lines(span.path)
        first, last = lines[span.line - 1], lines[span.end_line - 1]
        indent = len(first) - len(first.lstrip())
        return Place(span.path, span.line, indent + 1, span.end_line, len(last.rstrip()) + 1)

    def class_place(self, contract: Contract) -> Place:
        """The place of a class's name in its `class` statement."""
        line = self.workspace.lines(contract.span.path)[contract.name_line - 1]
        start = max(line.find(contract.short_name), 0)
        end = start + len(contract.short_name) + 1
        return Place(contract.span.path, contract.name_line, start + 1, contract.name_line, end)

    def place_of_text(self, span: Span, text: str) -> Place:
        """The place of a quoted word inside a declaration, or of the whole declaration."""
        lines = self.workspace.lines(span.path)
        for number in range(span.line, span.end_line + 1) if text else ():
            for quote in ("'", '"'):
                start = lines[number - 1].find(f"{quote}{text}{quote}")
                if start >= 0:
                    end = start + len(text) + 3
                    return Place(span.path, number, start + 1, number, end)
        return self.place(span)

    # Packages ---------------------------------------------------------------------------

    def package_version(self, package: str) -> tuple[int, ...] | None:
        """The version of an installed package, from the `__version__` in its source."""
        symbol = self.symbols.absolute(f"{package}.__version__")
        value = self.evaluator.symbol_value(symbol)
        if not isinstance(value, Constant) or not isinstance(value.value, str):
            return None
        numbers = [part for part in value.value.split(".") if part.isdigit()]
        return tuple(int(number) for number in numbers) or None

    def source_of(self, node: cst.CSTNode) -> str:
        """The text of an expression on one line."""
        return " ".join(cst.Module(body=[]).code_for_node(node).split())


def _app_of(module: str) -> str:
    parts = module.split(".")
    if "models" in parts:
        parts = parts[: parts.index("models")]
    return parts[-1] if parts else module


