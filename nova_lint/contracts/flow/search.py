"""Finds the functions of a project that may move data between layers and models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.flow.functions import FunctionReader
from nova_lint.contracts.flow.layers import Layers
from nova_lint.contracts.flow.operations import show_returned
from nova_lint.contracts.flow.records import Flows
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.usage.reach import is_function_reached
from nova_lint.knowledge.flows import CLEAN_DATA, FILLED_GETTERS, VIEW_METHODS
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.mentions import functions_naming
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Import
from nova_lint.workspace.symbols import FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_WORDS = frozenset(CLEAN_DATA | FILLED_GETTERS | set(VIEW_METHODS))


def flows_of_function(function: FunctionSymbol, contracts: Contracts) -> tuple[Flow, ...]:
    """The flows in one function and in the functions that it hands layer data to."""
    layers = Layers(contracts)
    return tuple(_read(function, FunctionReader(layers), Flows(layers)))


def flows(contracts: Contracts) -> tuple[Flow, ...]:
    """Every flow of a project, in the order of files and lines; tests are left out."""
    search = Search(contracts, contracts.layer_names)
    found: dict[Flow, None] = {}
    for path in contracts.workspace.paths:
        found.update(dict.fromkeys(search.flows_from(path)))
    return tuple(found)


def flows_by_contract(flows: Iterable[Flow]) -> dict[str, tuple[Flow, ...]]:
    """Flows by the contract whose data they move, each once."""
    found: dict[str, dict[Flow, None]] = {}
    for flow in flows:
        found.setdefault(flow.contract, {})[flow] = None
    return {name: tuple(several) for name, several in found.items()}


class Search:
    """Reads the functions of a project that may move data, file by file."""

    def __init__(self, contracts: Contracts, layer_names: frozenset[str]) -> None:
        self._contracts = contracts
        layers = Layers(contracts)
        self._reader, self._made = FunctionReader(layers), Flows(layers)
        self._names = layer_names

    def flows_from(self, path: str) -> Iterator[Flow]:
        """The flows that begin in the functions of one file."""
        for function in self.candidates(path):
            yield from _read(function, self._reader, self._made)

    def candidates(self, path: str) -> Iterator[FunctionSymbol]:
        """The functions of a file whose text mentions a layer's class, or clean data."""
        self._contracts.workspace.questions.ask(questions.layer_names())
        module = self._contracts.workspace.modules.at(path)
        wanted = (self._names | _WORDS) & module.outline.names
        if wanted and not TEST_FILES.search(path):
            self._contracts.workspace.questions.ask(questions.file(path))
            words = wanted | _aliases(module, wanted)
            for function in functions_naming(module, words, self._contracts.workspace):
                if is_function_reached(function, self._contracts):
                    yield function


def _read(function: FunctionSymbol, reader: FunctionReader, made: Flows) -> Iterator[Flow]:
    try:
        frame = reader.read(function)
    except RecursionError:
        # An expression nested deeper than Python itself can follow says nothing.
        return
    definition = reader.layers.contracts.evaluator.function(function)
    if frame is None or definition is None:
        return
    if function.node.decorators:
        show_returned(definition, frame)
    yield from made.of(frame.log)


def _aliases(module: Module, names: frozenset[str]) -> frozenset[str]:
    return frozenset(
        statement.name
        for statement in module.outline.statements
        if isinstance(statement, Import) and statement.attribute in names
    )
