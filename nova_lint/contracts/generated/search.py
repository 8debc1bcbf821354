"""The classes that the statements of one file have packages generate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.generated.proxies.starting import made_proxies
from nova_lint.contracts.generated.records.events import event_models
from nova_lint.contracts.generated.records.history import historical_models
from nova_lint.contracts.generated.schemas.generics import parametrised_schemas
from nova_lint.contracts.generated.tags import tag_models
from nova_lint.workspace.symbols import ClassSymbol, GeneratedClass, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def generated_in(
    module: Module, classes: tuple[ClassSymbol, ...], contracts: Contracts
) -> Iterator[GeneratedClass]:
    """What a file generates besides the classes that it defines; each class once, and none
    that somebody defines."""
    found: dict[str, GeneratedClass] = {}
    for cls in _generated(module, classes, contracts):
        if contracts.symbols.absolute(cls.name) is None:
            found.setdefault(cls.name, cls)
    yield from found.values()


def _generated(
    module: Module, classes: tuple[ClassSymbol, ...], contracts: Contracts
) -> Iterator[GeneratedClass]:
    yield from historical_models(module, classes, contracts)
    yield from made_proxies(module, contracts)
    yield from event_models(module, classes, contracts)
    yield from tag_models(classes, contracts)
    yield from parametrised_schemas(classes, contracts)
