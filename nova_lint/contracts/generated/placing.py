"""Which app a model belongs to, as far as the source says: packages name classes by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nova_lint.contracts.readers.model_options import meta_option
from nova_lint.semantics.evaluation import constant
from nova_lint.workspace.symbols import ClassSymbol, Module, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class App(msgspec.Struct, frozen=True):
    """An app: the dotted name of its package, and its label."""

    package: str
    label: str


def app_of(model: ClassSymbol, contracts: Contracts) -> App | None:
    """The app of a model; None where its `Meta` names one that is not found."""
    around = app_around(model.module, contracts)
    option = meta_option(model, "app_label", contracts)
    label = constant(option) if option is not None else around.label
    return around if label == around.label else app_labelled(label, contracts)


def app_labelled(label: object, contracts: Contracts) -> App | None:
    """The app of that label, if just one says that it is."""
    found = {app for _, app in _configured(contracts) if app.label == label}
    return found.pop() if len(found) == 1 else None


def app_around(module: Module, contracts: Contracts) -> App:
    """The app of a module."""
    return contracts.workspace.questions.memo(
        ("app around", module.package), lambda: _find_around(module, contracts)
    )


def _find_around(module: Module, contracts: Contracts) -> App:
    """The nearest package with a configuration, or with what else makes an app."""
    package = module.package
    while package:
        path = contracts.workspace.modules.own(f"{package}.apps")
        if path is not None:
            named = [app for where, app in _configured(contracts) if where == path.path]
            return named[0] if named else App(package, package.rpartition(".")[2])
        package = package.rpartition(".")[0]
    package = contracts.apps.of(module)
    return App(package, package.rpartition(".")[2])


def _configured(contracts: Contracts) -> tuple[tuple[str, App], ...]:
    """The apps that configurations of the project name, each with the path of its file."""
    return contracts.workspace.questions.memo(
        "configured apps", lambda: tuple(_find_configured(contracts))
    )


def _find_configured(contracts: Contracts) -> Iterator[tuple[str, App]]:
    for path, name in contracts.workspace.deriving("AppConfig"):
        module = contracts.workspace.modules.at(path)
        cls = contracts.symbols.own_member(module, name)
        if isinstance(cls, ClassSymbol):
            package = _text(cls, "name", contracts) or module.package
            label = _text(cls, "label", contracts) or package.rpartition(".")[2]
            yield path, App(package, label)


def _text(cls: ClassSymbol, name: str, contracts: Contracts) -> str | None:
    symbol = contracts.symbols.own_member(cls, name)
    if not isinstance(symbol, Variable):
        return None
    value = constant(contracts.evaluator.variable(symbol))
    return value if isinstance(value, str) else None
