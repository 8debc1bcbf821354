"""Django apps: which one a module belongs to, and whether it has a service layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_lint.knowledge.code_layers import APP_MODULES, SERVICE_MODULES, CodeLayer
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.workspace import questions
from nova_lint.workspace.gitignore import parse
from nova_lint.workspace.outline_nodes import Class, Function
from nova_lint.workspace.symbols import Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Apps:
    """Answers where a module belongs."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._modules = contracts.workspace.modules
        self._questions = contracts.workspace.questions

    def of(self, module: Module) -> str:
        """The dotted name of the nearest package around a module that is an app: that has
        models, migrations or services. The package of the module itself where none is."""
        return self._questions.memo(("app", module.package), lambda: self._of(module.package))

    def _of(self, package: str) -> str:
        for around in _outwards(package):
            if any(self._own(f"{around}.{name}") is not None for name in APP_MODULES):
                return around
        return package

    def _own(self, dotted: str) -> Module | None:
        found = self._modules.get(dotted)
        return found if found is not None and found.first_party else None

    def has_services(self, app: str) -> bool:
        """Whether an app has a module or package of services, or the settings name one in it."""
        return self._questions.memo(("services", app), lambda: self._find_services(app))

    def _find_services(self, app: str) -> bool:
        patterns = self._contracts.architecture.layers.get(CodeLayer.SERVICE)
        if patterns is not None:
            ignore = parse(patterns)
            return any(ignore.cover(path) for path in self._contracts.workspace.paths)
        return any(self._holds_code(f"{app}.{name}") for name in SERVICE_MODULES)

    def _holds_code(self, dotted: str) -> bool:
        """Whether a module, or one below it, defines anything."""
        for name in [n for n in self._contracts.workspace.names if _is_below(n, dotted)]:
            module = self._own(name)
            if module is None or TEST_FILES.search(module.path):
                continue
            self._questions.ask(questions.structure(module.path, ""))
            if any(isinstance(s, Function | Class) for s in module.outline.statements):
                return True
        # Its appearing is noticed all the same.
        self._questions.ask(questions.module(dotted))
        return False


def _outwards(package: str) -> Iterator[str]:
    """A package and those around it, from the inside out."""
    while package:
        yield package
        package = package.rpartition(".")[0]


def _is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
