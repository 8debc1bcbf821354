"""What imported names stand for, without reading installed packages for nothing."""

from __future__ import annotations

from functools import cached_property

from nova_lint.knowledge.flows import READ_PACKAGES
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Import
from nova_lint.workspace.symbols import External, Module, Symbol, absolute_module
from nova_lint.workspace.workspace import Workspace


class Imports:
    """Looks names up, following imports of the project's own modules and of models."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.symbols = workspace.symbols
        self._found: dict[tuple[str, str], str] = {}

    def lookup(self, module: Module, name: str) -> Symbol | None:
        """What a name of a module stands for. Only imports that may be of a model are
        followed into installed packages: reading those costs more than all the rest."""
        self.symbols.questions.ask(questions.binding(module.path, name))
        foreign = self.foreign(module, name)
        return External(foreign) if foreign else self.symbols.lookup(module, name)

    def foreign(self, module: Module, name: str) -> str:
        key = (module.path, name)
        if key not in self._found:
            self._found[key] = self._imported(module, name)
        return self._found[key]

    def _imported(self, module: Module, name: str) -> str:
        for statement in reversed(module.bindings.get(name, ())):
            return self._outside(statement) if isinstance(statement, Import) else ""
        return ""

    def _outside(self, statement: Import) -> str:
        """The dotted name that an import from an installed package binds, else nothing."""
        top, _, rest = statement.module.partition(".")
        if statement.level or top in self._own_tops or top in READ_PACKAGES:
            return ""
        if rest.endswith("models") and not statement.module.startswith("django.db"):
            return ""
        if not statement.attribute:
            return statement.module
        return f"{statement.module}.{statement.attribute}"

    def imported(self, statement: Import, module: Module) -> Symbol | None:
        """What an import inside a function binds."""
        foreign = self._outside(statement)
        if foreign:
            return External(foreign)
        dotted = absolute_module(module, statement)
        return self.symbols.absolute(f"{dotted}.{statement.attribute}") if dotted else None

    @cached_property
    def _own_tops(self) -> frozenset[str]:
        """What the dotted name of a module of the project may begin with."""
        paths, modules = self._workspace.paths, self._workspace.modules
        names = {modules.name_at(path).partition(".")[0] for path in paths}
        return frozenset(names | {path.partition("/")[0] for path in paths})
