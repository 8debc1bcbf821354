"""The survey of a project's layers of code: every class and function, and what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from nova_lint.config import Settings
from nova_lint.contracts.code.classification import Placement
from nova_lint.contracts.code.definitions import definitions
from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Finding
from nova_lint.engine.interpreter import allow_deep_calls, without_collector
from nova_lint.engine.layers.forecast import Forecast
from nova_lint.engine.reading import Progress, open_files
from nova_lint.engine.runner import usable_rules
from nova_lint.engine.selection import CRASH
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.problem import Problem
from nova_lint.semantics.kinds import Function
from nova_lint.semantics.operations import AwaitedCall, Operation, ProjectCall, Threading
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol

UNMEASURED = frozenset({CodeLayer.TEST, CodeLayer.MIGRATION, CodeLayer.COMMAND})
"""Layers whose writes and decisions no service is for."""
SERVICES = frozenset({CodeLayer.SERVICE, CodeLayer.SELECTOR, CodeLayer.REPOSITORY})


class Surveyed(msgspec.Struct, frozen=True):
    """A class or function: its layer and what puts it there, its app, and of a function what
    is written in it, by effect and by model, and what it reaches through what it calls. What a
    framework does on its behalf is not counted."""

    name: str
    path: str
    line: int
    layer: CodeLayer
    by: str
    app: str
    is_class: bool
    own: Mapping[Effect, int]
    writes: Mapping[str, int]
    reached: frozenset[Effect]
    decisions: int


class Flow(msgspec.Struct, frozen=True):
    """How many functions of a layer have an effect through functions of another layer that
    they call."""

    source: CodeLayer
    target: CodeLayer
    effects: Mapping[Effect, int]


class AppMeasure(msgspec.Struct, frozen=True):
    """How much of what an app writes and decides stands in its services; of one that has none,
    how often each rule would find something if it had, by the code of the rule."""

    app: str
    has_services: bool
    writes: int
    writes_in_services: int
    decisions: int
    decisions_in_services: int
    would_find: Mapping[str, int]


class Survey(msgspec.Struct, frozen=True):
    """What was found, in the order of files and lines. `would_find` is what the rules would
    find in apps without services if those had some."""

    root: Path
    found: tuple[Surveyed, ...]
    flows: tuple[Flow, ...]
    apps: tuple[AppMeasure, ...]
    would_find: tuple[Finding, ...]
    errors: tuple[Problem, ...]

    @property
    def layers(self) -> list[CodeLayer]:
        """The layers that the project has, in the order of the enumeration."""
        present = {each.layer for each in self.found}
        return [layer for layer in CodeLayer if layer in present]


def survey(settings: Settings, paths: Sequence[Path], progress: Progress) -> Survey:
    """Surveys the files below `paths` (absolute; none: the whole project)."""
    selection = FileSelection(tuple(paths), settings.exclude, settings.extend_exclude)
    discovered = discover(settings.root, selection)
    rules, unusable = usable_rules(settings)
    progress.total = 2 * len(discovered.files)
    allow_deep_calls()
    with without_collector():
        opened = open_files(settings, discovered, progress)
        project = Contracts(opened.workspace, settings.links, settings.architecture)
        wanted = {file.path for file in discovered.files if file.checked}
        surveyor, forecast = _Surveyor(project), Forecast(project, settings, rules)
        for path in project.workspace.paths:
            if path in wanted:
                surveyor.read(path)
                forecast.read(path)
            progress.advance(1)
    unread = [problem for problem in opened.problems if problem.path in wanted]
    found, would_find = tuple(surveyor.found), forecast.found()
    return Survey(
        settings.root,
        found,
        surveyor.flows(),
        _measures(found, would_find, project),
        would_find,
        errors=tuple(
            sorted((*unusable, *discovered.errors, *unread, *surveyor.problems, *forecast.problems))
        ),
    )


class _Surveyor:
    """Collects what stands in files."""

    def __init__(self, project: Contracts) -> None:
        self._project = project
        self._flows: dict[tuple[CodeLayer, CodeLayer], Counter[Effect]] = {}
        self.found: list[Surveyed] = []
        self.problems: list[Problem] = []

    def read(self, path: str) -> None:
        """Everything that a file defines."""
        for symbol in definitions(self._project.workspace.modules.at(path), self._project):
            try:
                self.found.extend(self._surveyed(symbol))
            except Exception as error:
                line = symbol.node.name_line
                message = f"{CRASH} {symbol.name} cannot be read: {type(error).__name__}: {error}"
                self.problems.append(Problem(path, line, 1, message))

    def flows(self) -> tuple[Flow, ...]:
        return tuple(Flow(*between, counts) for between, counts in sorted(self._flows.items()))

    def _surveyed(self, symbol: ClassSymbol | FunctionSymbol) -> Iterator[Surveyed]:
        if isinstance(symbol, FunctionSymbol):
            yield self._function(self._project.unit(symbol))
            return
        placement = self._project.code_layers.of_class(symbol)
        outer = symbol.outer and self._project.code_layers.of_class(symbol.outer)
        if placement != outer:
            # A `Meta` and other nested classes are parts of what is around them.
            app = self._project.apps.of(symbol.module)
            yield _described(symbol, placement, app)

    def _function(self, unit: Unit) -> Surveyed:
        own = [deed for deed in unit.own if not deed.on_behalf]
        self._note_flows(unit)
        return _described(
            unit.function,
            unit.placement,
            unit.app,
            own,
            frozenset(deed.effect for deed in unit.deeds),
            len(unit.decisions),
        )

    def _note_flows(self, unit: Unit) -> None:
        found: set[tuple[CodeLayer, Effect]] = set()
        for deed in unit.deeds:
            called = _called(deed.steps[0]) if len(deed.steps) > 1 else None
            if called is not None:
                layer = self._project.code_layers.of_function(called).layer
                found.add((layer, deed.effect))
        for layer, effect in found:
            if layer is not unit.layer:
                self._flows.setdefault((unit.layer, layer), Counter())[effect] += 1


def _called(operation: Operation) -> FunctionSymbol | None:
    """The function of the project that an operation calls, or hands to a thread."""
    match operation.action:
        case ProjectCall(function=function) | AwaitedCall(function=function):
            return function
        case Threading(function=Function(symbol=symbol)):
            return symbol
    return None


def _described(
    symbol: ClassSymbol | FunctionSymbol,
    placement: Placement,
    app: str,
    own: Iterable[Deed] = (),
    reached: frozenset[Effect] = frozenset(),
    decisions: int = 0,
) -> Surveyed:
    own = tuple(own)
    written = (deed.model for deed in own if deed.effect is Effect.WRITE)
    return Surveyed(
        symbol.name,
        symbol.module.path,
        symbol.node.name_line,
        placement.layer,
        placement.by,
        app,
        isinstance(symbol, ClassSymbol),
        Counter(deed.effect for deed in own),
        Counter(model.name for model in written if model is not None),
        reached,
        decisions,
    )


def _measures(
    found: Iterable[Surveyed], would_find: Iterable[Finding], project: Contracts
) -> tuple[AppMeasure, ...]:
    by_app: dict[str, list[Surveyed]] = {}
    for each in found:
        if each.layer not in UNMEASURED:
            by_app.setdefault(each.app, []).append(each)
    expected: dict[str, Counter[str]] = {}
    for finding in would_find:
        app = project.apps.of(project.workspace.modules.at(finding.place.path))
        expected.setdefault(app, Counter())[finding.code] += 1
    return tuple(
        AppMeasure(
            app,
            project.apps.has_services(app),
            sum(each.own.get(Effect.WRITE, 0) for each in here),
            sum(each.own.get(Effect.WRITE, 0) for each in here if each.layer in SERVICES),
            sum(each.decisions for each in here),
            sum(each.decisions for each in here if each.layer in SERVICES),
            expected.get(app, {}),
        )
        for app, here in sorted(by_app.items())
    )
