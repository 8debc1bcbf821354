"""Which layer of code a class or function belongs to, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cached_property
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.contracts.code.registrations import (
    Registrations,
    key_of,
    receives_saving,
    registrations,
)
from nova_lint.contracts.contract import Layer
from nova_lint.knowledge import jobs
from nova_lint.knowledge.code_layers import (
    BASES,
    DECORATING,
    DECORATORS,
    MIGRATION_FILES,
    MODULES,
    CodeLayer,
)
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.workspace.gitignore import parse
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    Module,
    Variable,
)

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_OF_CONTRACT = {
    Layer.MODEL: CodeLayer.MODEL,
    Layer.FORM: CodeLayer.FORM,
    Layer.SERIALIZER: CodeLayer.SERIALIZER,
    Layer.SCHEMA: CodeLayer.SCHEMA,
}


class Placement(msgspec.Struct, frozen=True):
    """The layer of a class or function, and what puts it there, in words."""

    layer: CodeLayer
    by: str


NOWHERE = Placement(CodeLayer.OTHER, "nothing says more")


class Classification:
    """Answers what classes and functions are for, each once."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._symbols = contracts.symbols
        self._questions = contracts.workspace.questions

    def of_class(self, cls: ClassSymbol) -> Placement:
        """The layer of a class: by its file where that is a test or a migration, by what it
        descends from, is decorated or registered with, then by its file again."""
        return self._questions.memo(("code layer", id(cls)), lambda: self._of_class(cls))

    def of_function(self, function: FunctionSymbol) -> Placement:
        """The layer of a function: of a method that of its class, unless its own decorator
        says otherwise."""
        return self._questions.memo(
            ("code layer of", function), lambda: self._of_function(function)
        )

    def _of_class(self, cls: ClassSymbol) -> Placement:
        return (
            _by_file(cls.module)
            or self._by_base(cls)
            or self._by_decorators(cls.node.decorators, cls.outer or cls.module)
            or self._by_registration(cls)
            or self._by_path(cls.module)
            or (self.of_class(cls.outer) if cls.outer is not None else None)
            or NOWHERE
        )

    def _of_function(self, function: FunctionSymbol) -> Placement:
        around = function.owner or function.module
        own = _by_file(function.module) or self._by_decorators(function.node.decorators, around)
        if function.owner is not None:
            of_class = self.of_class(function.owner)
            is_own = own is not None and own.layer is not CodeLayer.VIEW
            return own if own is not None and is_own else of_class
        return own or self._by_registration(function) or self._by_path(function.module) or NOWHERE

    # Classes ----------------------------------------------------------------------------

    def _by_base(self, cls: ClassSymbol) -> Placement | None:
        layer = self._contracts.layer(cls)
        if layer is not None:
            return Placement(_OF_CONTRACT[layer], "base class")
        for base in self._symbols.mro(cls).classes:
            if base is not cls and not (isinstance(base, ClassSymbol) and base.module.first_party):
                found = _layer_of_base(base.name)
                if found is not None:
                    return Placement(found, f"base class {base.name}")
        return None

    # Decorators -------------------------------------------------------------------------

    def _by_decorators(
        self, decorators: tuple[str, ...], around: Module | ClassSymbol
    ) -> Placement | None:
        for name in decorators:
            layer = self._of_decorator(name, around) if name else None
            if layer is not None:
                return Placement(layer, f"decorator @{name}")
        return None

    def _of_decorator(self, name: str, around: Module | ClassSymbol) -> CodeLayer | None:
        """The layer that a decorator puts a function in: one of a framework, or a method of
        an object of a framework's class, as `router.get` is."""
        symbol = self._symbols.lookup(around, name)
        if isinstance(symbol, External | FunctionSymbol | ClassSymbol):
            found = _layer_of_decorator(symbol.name)
            if found is not None:
                return found
        owner, _, method = name.rpartition(".")
        variable = self._symbols.lookup(around, owner) if owner else None
        made = self._class_of(variable) if isinstance(variable, Variable) else None
        return _layer_of_method(made, method) if made is not None else None

    def _class_of(self, variable: Variable) -> str | None:
        """The dotted name of the class or function whose call gives a variable its value,
        whatever is done with the object afterwards."""
        around = variable.owner or variable.module
        for statement in variable.statements:
            if not isinstance(statement, Assignment) or statement.name != variable.name:
                continue
            declaration = self._contracts.evaluator.declaration(around, statement)
            match declaration.value if declaration is not None else None:
                case cst.Call(func=func):
                    name = dotted(func)
                    made = self._symbols.lookup(around, name) if name is not None else None
                    if isinstance(made, ClassSymbol | FunctionSymbol | External):
                        return made.name
        return None

    # Registration and files -------------------------------------------------------------

    @cached_property
    def _registered(self) -> tuple[Registrations, Set[str]]:
        return self._questions.apart(lambda: registrations(self._contracts))

    def receives_saving(self, function: FunctionSymbol) -> bool:
        """Whether a function receives a signal that Django sends where rows are saved."""
        registered, asked = self._registered
        self._questions.ask_all(asked)
        return key_of(function) in registered.of_saving or receives_saving(
            function, self._contracts
        )

    def _by_registration(self, symbol: ClassSymbol | FunctionSymbol) -> Placement | None:
        registered, asked = self._registered
        self._questions.ask_all(asked)
        key = key_of(symbol)
        if key in registered.views:
            return Placement(CodeLayer.VIEW, "URL configuration")
        if key in registered.receivers:
            return Placement(CodeLayer.SIGNAL, "connected to a signal")
        if key in registered.middleware:
            return Placement(CodeLayer.MIDDLEWARE, "the setting MIDDLEWARE")
        return None

    def _by_path(self, module: Module) -> Placement | None:
        configured = self._contracts.architecture.layers
        for layer, patterns in configured.items():
            if parse(patterns).cover(module.path):
                return Placement(layer, "the settings")
        for part in module.name.split("."):
            found = MODULES.get(part)
            if found is not None and found not in configured:
                return Placement(found, f"the name {part}")
        return None


def _by_file(module: Module) -> Placement | None:
    if TEST_FILES.search(module.path):
        return Placement(CodeLayer.TEST, "its file")
    if MIGRATION_FILES.search(module.path):
        return Placement(CodeLayer.MIGRATION, "its file")
    return None


def _layer_of_base(name: str) -> CodeLayer | None:
    if name in jobs.TASK_CLASSES:
        return CodeLayer.TASK
    package, _, last = name.rpartition(".")
    for each in BASES:
        if _is_within(package, each.package) and each.names.fullmatch(last):
            return each.layer
    return None


def _layer_of_decorator(name: str) -> CodeLayer | None:
    if name in jobs.DECORATORS:
        return CodeLayer.TASK
    package, _, last = name.rpartition(".")
    for each in DECORATORS:
        if _is_within(package, each.package) and each.names.fullmatch(last):
            return each.layer
    return None


def _layer_of_method(cls: str, method: str) -> CodeLayer | None:
    """The layer of a function that is decorated with a method of an object of a class."""
    if method in jobs.DECORATING.get(cls, ()):
        return CodeLayer.TASK
    package, _, last = cls.rpartition(".")
    for within, classes, methods, layer in DECORATING:
        if (
            _is_within(package, within)
            and re.fullmatch(classes, last)
            and re.fullmatch(methods, method)
        ):
            return layer
    return None


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
