"""The contracts of a whole project, each read once, when it is asked for."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Container, Iterator, Mapping, Set
from functools import cached_property, partial
from itertools import chain

import libcst as cst
import msgspec
from msgspec.structs import replace

from nova_lint.contracts.code.apps import Apps
from nova_lint.contracts.code.architecture import Architecture
from nova_lint.contracts.code.boundaries import Boundaries
from nova_lint.contracts.code.classification import Classification
from nova_lint.contracts.code.dispatches import Dispatches
from nova_lint.contracts.code.ports import Ports
from nova_lint.contracts.code.transactions import Transactions
from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.contract import Contract, Field, Layer, Link, Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.flow.search import Search, flows_by_contract
from nova_lint.contracts.generated.proxies.tables import named_table
from nova_lint.contracts.generated.records.events import event_base
from nova_lint.contracts.generated.search import generated_in
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.layers import layer_of
from nova_lint.contracts.links import Linked, link
from nova_lint.contracts.model_names import ModelNames
from nova_lint.contracts.models_in_code import ModelsInCode
from nova_lint.contracts.number_names import NumberNames, number_names
from nova_lint.contracts.overview import (
    Relations,
    Speakers,
    Summary,
    relations_of,
    speakers_of,
    summarize,
)
from nova_lint.contracts.readers.adjustments import Changes, read_changes
from nova_lint.contracts.readers.forms import read_form
from nova_lint.contracts.readers.models import read_model
from nova_lint.contracts.readers.ninja import nova_links
from nova_lint.contracts.readers.schemas import read_schema
from nova_lint.contracts.readers.serializers import read_serializer
from nova_lint.contracts.usage.uses import KeptUses, UseFinder, Uses
from nova_lint.knowledge.generated import CREATE_EVENT_MODEL
from nova_lint.semantics.bodies.inferring import InferredKinds
from nova_lint.semantics.bodies.reader import BodyReader
from nova_lint.semantics.evaluation import Evaluator
from nova_lint.semantics.mentions import one_of
from nova_lint.semantics.scope import Scope
from nova_lint.semantics.values import Constant, Items, Value
from nova_lint.workspace import questions
from nova_lint.workspace.place import Place
from nova_lint.workspace.questions import Question
from nova_lint.workspace.segments import Segment
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, GeneratedClass, Module
from nova_lint.workspace.workspace import Workspace


class Stored(msgspec.Struct, frozen=True):
    """A contract that an earlier run read, still true, and the questions behind it."""

    contract: Contract
    questions: Set[Question]


class Contracts:
    """Reads contracts of classes and finds the models they speak of.

    `stored` holds contracts of an earlier run that are still true, by path and qualified
    name of their class, `kept_uses` gives uses likewise; `compared` are the classes of which
    the next run will know whether the contract is the same: whoever asks for one of those
    depends on it alone, and not on everything that it was read from. `crashes` are the errors
    of classes whose reader failed.
    """

    url_field_name = "url"

    def __init__(
        self,
        workspace: Workspace,
        links: Mapping[str, str] | None = None,
        architecture: Architecture = Architecture(),  # noqa: B008 (frozen)
    ) -> None:
        self.workspace = workspace
        self.architecture = architecture
        self.symbols = workspace.symbols
        self.evaluator = Evaluator(workspace.symbols, workspace.segments)
        self.names = ModelNames(self)
        self.evaluator.base_calls[CREATE_EVENT_MODEL] = partial(event_base, contracts=self)
        self.evaluator.nameless_bases.append(partial(named_table, contracts=self))
        self.stored: Mapping[tuple[str, str], Stored] = {}
        self.compared: Container[tuple[str, str]] = frozenset()
        self.kept_uses: Callable[[str, str], KeptUses | None] = lambda path, name: None
        self.crashes: dict[tuple[str, str], Exception] = {}
        self._configured_links = links or {}
        self._questions = workspace.questions
        self._reading: set[int] = set()
        self._awaiting: set[FunctionSymbol] = set()

    # Classes ----------------------------------------------------------------------------

    def layer(self, cls: ClassSymbol) -> Layer | None:
        """The layer of a class, by the framework class that it descends from."""
        return self._questions.memo(("layer", id(cls)), lambda: layer_of(cls, self))

    def is_model(self, cls: ClassSymbol) -> bool:
        return self.layer(cls) is Layer.MODEL

    @cached_property
    def classes(self) -> tuple[ClassSymbol, ...]:
        """Every class of the project that has a contract, in the order of files and lines."""
        return tuple(cls for path in self.workspace.paths for cls in self.classes_of(path))

    def classes_of(self, path: str) -> tuple[ClassSymbol, ...]:
        """The classes of one project file that have a contract: those that it defines, and
        behind them those that packages generate because of it."""
        return self._questions.memo(("classes", path), lambda: self._find_classes(path))

    def _find_classes(self, path: str) -> tuple[ClassSymbol, ...]:
        module = self.workspace.modules.at(path)
        defined = tuple(c for c in self.symbols.classes(module) if self.layer(c) is not None)
        return (*defined, *generated_in(module, defined, self))

    # Contracts --------------------------------------------------------------------------

    def contract(self, cls: ClassSymbol) -> Contract | None:
        """The contract of a class; None for a class that has none, or that is being read."""
        if (cls.module.path, cls.qualname) in self.compared:
            self._questions.ask(questions.contract(cls.module.path, cls.qualname))
            known = self._questions.remembered(("contract", id(cls)))
            found: Contract | None = (known or self._questions.apart(lambda: self._read(cls)))[0]
            return found
        return self._read(cls)

    def _read(self, cls: ClassSymbol) -> Contract | None:
        key = id(cls)
        if key in self._reading:
            return None
        self._reading.add(key)
        try:
            return self._questions.memo(("contract", key), lambda: self._stored_or_read(cls))
        finally:
            self._reading.discard(key)

    def _stored_or_read(self, cls: ClassSymbol) -> Contract | None:
        stored = self.stored.get((cls.module.path, cls.qualname))
        if stored is not None:
            self._questions.ask_all(stored.questions)
            return stored.contract
        if isinstance(cls, GeneratedClass):
            # Asks again whatever says that there is such a class, and of what it was generated.
            self.classes_of(cls.module.path)
        try:
            found = self._reader(cls)
        except Exception as error:
            # One class that cannot be read must not keep the others from being judged; the
            # engine reports the crash with the file.
            self.crashes[cls.module.path, cls.qualname] = error
            return None
        configured = self._configured_links.get(cls.name)
        if found is not None and configured is not None:
            return replace(found, model=configured, link=Link.CONFIG)
        if found is not None and found.layer is Layer.SCHEMA and found.model is None:
            return self._with_nova_link(found)
        return found

    def _with_nova_link(self, contract: Contract) -> Contract:
        """A schema with the model whose `NovaConfig` names it."""
        links = self._questions.memo("nova links", lambda: nova_links(self))
        model = links.get(contract.name)
        return replace(contract, model=model, link=Link.META) if model is not None else contract

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
        return self._questions.memo(("changes", id(cls)), lambda: read_changes(cls, self))

    def class_named(self, name: str) -> ClassSymbol | None:
        """The class of a dotted name, as contracts bear it."""
        symbol = self.symbols.absolute(name)
        return symbol if isinstance(symbol, ClassSymbol) else None

    def contract_named(self, name: str) -> Contract | None:
        """The contract of the class of that dotted name."""
        cls = self.class_named(name)
        return self.contract(cls) if cls is not None else None

    # Code -------------------------------------------------------------------------------

    @cached_property
    def apps(self) -> Apps:
        """Who knows which app a module belongs to."""
        return Apps(self)

    @cached_property
    def code_layers(self) -> Classification:
        """Who knows which layer of code a class or function belongs to."""
        return Classification(self)

    @cached_property
    def boundaries(self) -> Boundaries:
        """Who knows what is inside of the configured boundaries."""
        return Boundaries(self)

    @cached_property
    def ports(self) -> Ports:
        """Who knows what the ports of the project ask for."""
        return Ports(self)

    @cached_property
    def dispatches(self) -> Dispatches:
        """Who knows which choices are made in several places."""
        return Dispatches(self)

    @cached_property
    def transactions(self) -> Transactions:
        """Who knows which transactions others open around a function."""
        return Transactions(self)

    def unit(self, function: FunctionSymbol) -> Unit:
        """A function with its layer and what it does."""
        return Unit(
            function,
            self.code_layers.of_function(function),
            self.apps.of(function.module),
            self,
        )

    def awaited_deeds(self, function: FunctionSymbol) -> tuple[Deed, ...]:
        """What an async function does; nothing for one that awaits itself in the end."""
        if function in self._awaiting:
            return ()
        self._awaiting.add(function)
        try:
            key = ("awaited deeds", function)
            return self._questions.memo(key, lambda: self.unit(function).deeds)
        finally:
            self._awaiting.discard(function)

    # Between contracts ------------------------------------------------------------------

    def linked(self, contract: Contract) -> tuple[Linked, ...]:
        """A contract with each model that it speaks of."""
        return self._questions.memo(("linked", contract.name), lambda: link(contract, self))

    def uses(self, cls: ClassSymbol) -> Uses:
        """What a contract's class is used for."""
        return self._questions.memo(("uses", id(cls)), lambda: self._kept_or_found_uses(cls))

    def _kept_or_found_uses(self, cls: ClassSymbol) -> Uses:
        kept = self.kept_uses(cls.module.path, cls.qualname)
        if kept is None:
            return self._use_finder.uses(cls)
        self._questions.ask_all(kept.questions)
        return self._use_finder.restore(kept)

    def uses_to_keep(self, cls: ClassSymbol) -> KeptUses | None:
        """The uses of a class as the next run can take them over; None where nobody has
        asked for them."""
        found = self._questions.remembered(("uses", id(cls)))
        return self._use_finder.keep(*found) if found is not None else None

    @cached_property
    def bodies(self) -> BodyReader:
        """Who reads the bodies of functions."""
        return BodyReader(self.workspace, self.evaluator, ModelsInCode(self), self._mentions_number)

    def inferring(self, inferred: InferredKinds) -> Contracts:
        """The same project, whose code is read with what a type checker knows of one file."""
        project = copy.copy(self)
        bodies = self.bodies
        project.bodies = BodyReader(
            self.workspace,
            self.evaluator,
            bodies.models,
            self._mentions_number,
            inferred,
            elsewhere=bodies,
        )
        return project

    @cached_property
    def whole_bodies(self) -> BodyReader:
        """Who reads the bodies of functions with everything that they call, in whatever code."""
        return BodyReader(self.workspace, self.evaluator, ModelsInCode(self), lambda text: True)

    def _mentions_number(self, text: str) -> bool:
        self._questions.ask(questions.number_names())
        return self._number_pattern.search(text) is not None

    @cached_property
    def _number_pattern(self) -> re.Pattern[str]:
        names = self.number_names
        declared = names.decimals | names.decimal_functions | names.floats | names.float_functions
        words = one_of(declared | {"Decimal", "float"})
        # A name in capitals may be a number of another module.
        return re.compile(rf"{words}|\d\.\d|\breturn [A-Z][A-Z_]+\b")

    @cached_property
    def _use_finder(self) -> UseFinder:
        return UseFinder(self)

    @cached_property
    def relations(self) -> Relations:
        """The relations of all models. Whoever looks here asks about one model."""
        return relations_of(self._summaries(Layer.MODEL))

    @cached_property
    def speakers(self) -> Speakers:
        """Who speaks of each model. Whoever looks here asks about one model."""
        others = (Layer.FORM, Layer.SERIALIZER, Layer.SCHEMA)
        return speakers_of(self._summaries(*others), self.flows)

    def _summaries(self, *layers: Layer) -> Iterator[Summary]:
        for cls in self.classes:
            contract = self.contract(cls) if self.layer(cls) in layers else None
            if contract is not None:
                yield summarize(contract)

    @cached_property
    def flows(self) -> Mapping[str, tuple[Flow, ...]]:
        """The flows of all contracts. Whoever looks here asks about one contract."""
        search = Search(self, self.layer_names)
        return flows_by_contract(chain.from_iterable(map(search.flows_from, self.workspace.paths)))

    @cached_property
    def layer_names(self) -> frozenset[str]:
        """The short names of all classes that are forms, serializers or schemas."""
        return frozenset(cls.short_name for cls in self.classes if not self.is_model(cls))

    @property
    def number_names(self) -> NumberNames:
        """The names under which Decimals and floats stand."""
        self._questions.ask(questions.number_names())
        return self.known_number_names

    @cached_property
    def known_number_names(self) -> NumberNames:
        """The answer to the question that this is; who knows it from an earlier run sets it."""
        workspace = self.workspace
        return number_names({path: workspace.outlines[path] for path in workspace.paths})

    def flows_of(self, name: str) -> tuple[Flow, ...]:
        """Where the data of a contract goes, and where it comes from."""
        self._questions.ask(questions.flows(name))
        flows, _ = self._questions.apart(lambda: self.flows)
        return flows.get(name, ())

    def inputs(self, model: Contract) -> Inputs:
        """The layers that speak of a model."""
        self._questions.ask(questions.speakers(model.name))
        return self._questions.memo(("inputs", model.name), lambda: self._find_inputs(model))

    def _find_inputs(self, model: Contract) -> Inputs:
        found: list[Linked] = []
        # Their own questions would be those of the whole project.
        speakers, _ = self._questions.apart(lambda: self.speakers)
        for name in speakers.get(model.name, ()):
            contract = self.contract_named(name)
            found.extend(self.linked(contract) if contract is not None else ())
        return Inputs(model, tuple(each for each in found if each.columns.name == model.name))

    def reverse_relation(self, columns: Contract, name: str) -> Field | None:
        """The relation that other models open from this one under a name: `author.books`."""
        return self._questions.memo(
            ("reverse relation", columns.name, name), lambda: self._opened(columns, name)
        )

    def _opened(self, columns: Contract, name: str) -> Field | None:
        relations, _ = self._questions.apart(lambda: self.relations)
        for base in columns.bases:
            self._questions.ask(questions.relations(base))
            found = relations.get(base, {}).get(name)
            if found is not None:
                return found
        return None

    # Models by name ---------------------------------------------------------------------

    def model_of(self, value: Value, near: ClassSymbol | Module) -> str | None:
        """The dotted name of the model that a value names."""
        return self.names.dotted(value, near)

    def model_class(self, value: Value, near: ClassSymbol | Module) -> ClassSymbol | None:
        """The class of the model that a value names, None where it is not in reach."""
        return self.names.model(value, near)

    @property
    def user_model(self) -> ClassSymbol | None:
        """The model of users."""
        return self.names.user_model

    def queryset_model(self, value: Value | None) -> ClassSymbol | None:
        """The model of a queryset, None where it cannot be read."""
        return self.names.of_queryset(value)

    # Places -----------------------------------------------------------------------------

    def segment(self, span: Span) -> Segment | None:
        """The nodes of a declaration; None where libcst cannot read it alone."""
        return self.workspace.segments.lines(span.path, span.line, span.end_line)

    def place(self, span: Span) -> Place:
        """The place of a declaration, from its first character to its last."""
        self.workspace.ask_text(span.path, span.line)
        lines = self.workspace.lines(span.path)
        first, last = lines[span.line - 1], lines[span.end_line - 1]
        indent = len(first) - len(first.lstrip())
        return Place(span.path, span.line, indent + 1, span.end_line, len(last.rstrip()) + 1)

    def class_place(self, contract: Contract) -> Place:
        """The place of a class's name in its `class` statement."""
        self.workspace.ask_header(contract.span.path, contract.span.line)
        line = self.workspace.lines(contract.span.path)[contract.name_line - 1]
        start = max(line.find(contract.short_name), 0)
        end = start + len(contract.short_name) + 1
        return Place(contract.span.path, contract.name_line, start + 1, contract.name_line, end)

    def name_place(self, symbol: ClassSymbol | FunctionSymbol) -> Place:
        """The place of the name in a `def` or `class` statement."""
        path, line = symbol.module.path, symbol.node.name_line
        self.workspace.ask_header(path, symbol.node.line)
        name = symbol.node.name
        found = re.search(rf"\b{re.escape(name)}\b", self.workspace.lines(path)[line - 1])
        start = found.start() + 1 if found is not None else 1
        return Place(path, line, start, line, start + len(name))

    def place_of_text(self, span: Span, text: str) -> Place:
        """The place of a quoted word inside a declaration, or of the whole declaration."""
        self.workspace.ask_text(span.path, span.line)
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
        """The version of an installed package, from the `__version__` in its source, or the
        `VERSION` that Django makes its own of; some keep it in a module `version`."""
        for where in (package, f"{package}.version"):
            module = self.workspace.modules.get(where)
            if module is None:
                continue
            for name in ("__version__", "VERSION"):
                found = _version(self.evaluator.symbol_value(self.symbols.member(module, name)))
                if found is not None:
                    return found
        return None

    def source_of(self, node: cst.CSTNode, scope: Scope) -> str:
        """The text of an expression on one line."""
        return self.workspace.segments.text(scope.module.path, scope.line, node)


def _version(value: Value) -> tuple[int, ...] | None:
    match value:
        case Constant(value=str() as text):
            numbers = [part for part in text.split(".") if part.isdigit()]
            return tuple(int(number) for number in numbers) or None
        case Items(items=items):
            parts = [item.value for item in items if isinstance(item, Constant)]
            return tuple(part for part in parts if isinstance(part, int)) or None
    return None
