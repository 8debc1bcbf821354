"""Django apps: which one a module belongs to, and whether it has a service layer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from nova_lint.knowledge.code_layers import APP_MODULES, SERVICE_MODULES, CodeLayer
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.workspace import questions
from nova_lint.workspace.gitignore import parse
from nova_lint.workspace.outline_nodes import Class, Function, Statement
from nova_lint.workspace.symbols import FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


_PARTS = frozenset(SERVICE_MODULES)


class Apps:
    """Answers where a module belongs."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._modules = contracts.workspace.modules
        self._questions = contracts.workspace.questions
        self._supposed = False

    def of(self, module: Module) -> str:
        """The dotted name of the nearest package around a module that is an app: that has
        models, migrations or services. The package of the module itself where none is."""
        return self._questions.memo(("app", module.package), lambda: self._of(module.package))

    def _of(self, package: str) -> str:
        for around in _outwards(package):
            if any(self._own(f"{around}.{name}") is not None for name in APP_MODULES):
                return around
            if self._has_module_of_services(around):
                return around
        return package

    def _has_module_of_services(self, package: str) -> bool:
        """Whether a package has a module or package of services, with services in it: a model
        or a serializer of that name is none."""
        return any(self._holds_services(f"{package}.{name}") for name in SERVICE_MODULES)

    def _own(self, dotted: str) -> Module | None:
        found = self._modules.get(dotted)
        return found if found is not None and found.first_party else None

    def has_services(self, app: str) -> bool:
        """Whether an app has a module or package of services, or the settings name one in it; or
        somebody supposes so."""
        return self._supposed or self._questions.memo(
            ("services", app), lambda: self._find_services(app)
        )

    @contextmanager
    def supposing_services(self) -> Iterator[None]:
        """Takes every app for one that has services, to see what would be said then."""
        self._supposed = True
        try:
            yield
        finally:
            self._supposed = False

    def services(self, app: str) -> str:
        """The dotted name of an app's module or package of services; empty where the settings
        say where services are."""
        if CodeLayer.SERVICE in self._contracts.architecture.layers:
            return ""
        names = (f"{app}.{name}" for name in SERVICE_MODULES)
        return next((name for name in names if self._own(name) is not None), "")

    def _find_services(self, app: str) -> bool:
        patterns = self._contracts.architecture.layers.get(CodeLayer.SERVICE)
        if patterns is not None:
            ignore = parse(patterns)
            return any(ignore.cover(path) for path in self._contracts.workspace.paths)
        return self._has_module_of_services(app)

    def _holds_services(self, dotted: str) -> bool:
        return self._questions.memo(
            ("holds services", dotted), lambda: self._find_services_in(dotted)
        )

    def _find_services_in(self, dotted: str) -> bool:
        """Whether a module, or one below it, defines a service."""
        for name in [each for each in self._named_services if _is_below(each, dotted)]:
            module = self._own(name)
            if module is None or TEST_FILES.search(module.path):
                continue
            self._questions.ask(questions.structure(module.path, ""))
            if any(self._is_service(s, module) for s in module.outline.statements):
                return True
        # Its appearing is noticed all the same.
        self._questions.ask(questions.module(dotted))
        return False

    @cached_property
    def _named_services(self) -> list[str]:
        """The modules of the project that are called services, or stand in a package that is."""
        names = self._contracts.workspace.names
        return [each for each in names if not _PARTS.isdisjoint(each.split("."))]

    def _is_service(self, statement: Statement, module: Module) -> bool:
        layers, symbols = self._contracts.code_layers, self._contracts.symbols
        match statement:
            case Function():
                function = FunctionSymbol(module, statement, None)
                return layers.of_function(function).layer is CodeLayer.SERVICE
            case Class():
                cls = symbols.class_symbol(module, None, statement)
                return layers.of_class(cls).layer is CodeLayer.SERVICE
        return False


def _outwards(package: str) -> Iterator[str]:
    """A package and those around it, from the inside out."""
    while package:
        yield package
        package = package.rpartition(".")[0]


def _is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
