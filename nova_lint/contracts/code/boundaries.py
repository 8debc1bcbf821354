"""Configured boundaries: what is inside of each, and what it imports."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nova_lint.contracts.code.architecture import Boundary
from nova_lint.contracts.code.definitions import definitions
from nova_lint.contracts.code.imports import Imported, imports_of
from nova_lint.contracts.code.ports import Port
from nova_lint.workspace.gitignore import parse
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Crossing(msgspec.Struct, frozen=True):
    """An import that a boundary forbids: what is imported against which of its entries, and
    the modules on the way to it, that of the file itself left out. An entry is None where the
    boundary lists what it may import, and this is not in the list."""

    imported: Imported
    chain: tuple[str, ...]
    forbidden: str | None


class Boundaries:
    """Answers what is inside of the boundaries of a project, and what crosses them."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._named = {each.name: each for each in contracts.architecture.boundaries}

    def around(self, module: Module) -> list[Boundary]:
        """The boundaries that a module is inside of."""
        return [each for each in self._named.values() if self.contains(each, module)]

    def contains(self, boundary: Boundary, module: Module) -> bool:
        """Whether a module is inside of a boundary: by its name, its path, or because
        something in it belongs to one of the layers."""
        if any(_is_within(module.name, name) for name in boundary.modules):
            return True
        if boundary.paths and parse(boundary.paths).cover(module.path):
            return True
        return bool(boundary.layers) and not boundary.layers.isdisjoint(self._layers(module))

    def holds(self, boundary: Boundary, function: FunctionSymbol) -> bool:
        """Whether a function is inside of a boundary: where only layers say what is, its own
        layer decides."""
        if not self.contains(boundary, function.module):
            return False
        if boundary.modules or boundary.paths:
            return True
        return self._contracts.code_layers.of_function(function).layer in boundary.layers

    def holds_class(self, boundary: Boundary, cls: ClassSymbol) -> bool:
        """The same of a class of a module that the boundary contains."""
        if boundary.modules or boundary.paths:
            return True
        return self._contracts.code_layers.of_class(cls).layer in boundary.layers

    def _layers(self, module: Module) -> set[object]:
        layers = self._contracts.code_layers
        return {
            (
                layers.of_class(symbol)
                if isinstance(symbol, ClassSymbol)
                else layers.of_function(symbol)
            ).layer
            for symbol in definitions(module, self._contracts)
        }

    # Ports ------------------------------------------------------------------------------

    def ports(self, boundary: Boundary) -> tuple[Port, ...]:
        """The ports that the classes inside of a boundary are there to implement."""
        questions = self._contracts.workspace.questions
        return questions.memo(("ports", boundary.name), lambda: tuple(self._find_ports(boundary)))

    def is_below_ports(self, boundary: Boundary, cls: ClassSymbol) -> bool:
        """Whether a class inherits from any class that stands beside the ports."""
        return any(
            self._means(entry, base.module.name)
            for base in self._contracts.symbols.mro(cls).classes[1:]
            if isinstance(base, ClassSymbol)
            for entry in boundary.must_implement
        )

    def _find_ports(self, boundary: Boundary) -> Iterator[Port]:
        for module in self._contracts.ports.candidates():
            names = boundary.must_implement
            is_whole = any(self._means(entry, module.name) for entry in names)
            if is_whole or any(_is_within(entry, module.name) for entry in names):
                for port in self._contracts.ports.of_module(module):
                    if is_whole or port.cls.name in names:
                        yield port

    # Crossings --------------------------------------------------------------------------

    def crossings(self, boundary: Boundary, module: Module) -> Iterator[Crossing]:
        """The imports of a module that its boundary forbids, one for each statement."""
        seen: set[object] = set()
        for imported in imports_of(module, self._contracts):
            found = self._crossing(boundary, imported)
            if found is not None and imported.place not in seen:
                seen.add(imported.place)
                yield found

    def _crossing(self, boundary: Boundary, imported: Imported) -> Crossing | None:
        if self._is_inside(boundary, imported.module):
            return None
        found = self._forbidden(boundary, imported.module)
        if found is not None:
            return Crossing(imported, (imported.module,), found)
        allowed = boundary.may_import
        if allowed is not None and not _is_standard(imported.module):
            if not any(self._means(entry, imported.module) for entry in allowed):
                return Crossing(imported, (imported.module,), None)
        return self._reached(boundary, imported)

    def _reached(self, boundary: Boundary, imported: Imported) -> Crossing | None:
        """The shortest way from what is imported to something that must not be."""
        if not boundary.must_not_import:
            return None
        waiting: deque[tuple[str, ...]] = deque([(imported.module,)])
        seen = {imported.module}
        while waiting:
            chain = waiting.popleft()
            for name in self._imports(chain[-1]):
                if name in seen or self._is_inside(boundary, name):
                    continue
                seen.add(name)
                found = self._forbidden(boundary, name)
                if found is not None:
                    return Crossing(imported, (*chain, name), found)
                waiting.append((*chain, name))
        return None

    def _imports(self, name: str) -> list[str]:
        """What a module of the project imports; nothing for one that is not its own."""
        module = self._contracts.workspace.modules.get(name)
        if module is None or not module.first_party:
            return []
        return [each.module for each in imports_of(module, self._contracts)]

    def _forbidden(self, boundary: Boundary, name: str) -> str | None:
        return next((e for e in boundary.must_not_import if self._means(e, name)), None)

    def _is_inside(self, boundary: Boundary, name: str) -> bool:
        module = self._contracts.workspace.modules.get(name)
        return module is not None and module.first_party and self.contains(boundary, module)

    def _means(self, entry: str, name: str) -> bool:
        """Whether an entry, the name of a boundary or of a module, means a module."""
        other = self._named.get(entry)
        return self._is_inside(other, name) if other is not None else _is_within(name, entry)


def _is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names
