"""The inventory: every contract of a project, by model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import msgspec

from nova_lint.config import Settings
from nova_lint.contracts.contract import Contract, Layer
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.interpreter import without_collector
from nova_lint.engine.reading import Progress, open_files
from nova_lint.engine.selection import CRASH, nearest, suggestion
from nova_lint.errors import ConfigError
from nova_lint.problem import Problem
from nova_lint.workspace.discovery import FileSelection, discover


class Spoken(msgspec.Struct, frozen=True):
    """A model, and the layers that speak of it, in the order of files and lines.

    The model may stand in an installed package.
    """

    model: Contract
    layers: tuple[Linked, ...]


class Inventory(msgspec.Struct, frozen=True):
    """What the classes of a project say about its data, in the order of files and lines.

    `contracts` are the project's own; `models` are those with their layers; `strays` speak
    of no model that is known. `named` says that the user asked for some of them by name.
    """

    contracts: tuple[Contract, ...]
    models: tuple[Spoken, ...]
    strays: tuple[Contract, ...]
    named: bool
    errors: tuple[Problem, ...]


def collect(settings: Settings, names: Sequence[str], progress: Progress) -> Inventory:
    """Every contract of the project, or the models that `names` are or speak of.

    Raises ConfigError where a name means nothing.
    """
    selection = FileSelection((), settings.exclude, settings.extend_exclude)
    discovered = discover(settings.root, selection)
    progress.total = 2 * len(discovered.files)
    with without_collector():
        opened = open_files(settings, discovered, progress)
        project = Contracts(opened.workspace, settings.links, settings.architecture)
        found, problems = _read(project, progress)
    checked = {file.path for file in discovered.files if file.checked}
    unread = [problem for problem in opened.problems if problem.path in checked]
    errors = tuple(sorted((*discovered.errors, *unread, *problems)))
    whole = _inventory(found, errors)
    return _restricted(whole, names) if names else whole


_Found = list[tuple[Contract, tuple[Linked, ...]]]


def _read(project: Contracts, progress: Progress) -> tuple[_Found, list[Problem]]:
    """Every contract with its links; a class that cannot be read is a problem."""
    found: _Found = []
    problems: list[Problem] = []
    for path in project.workspace.paths:
        for cls in project.classes_of(path):
            try:
                contract = project.contract(cls)
                if contract is not None:
                    found.append((contract, project.linked(contract)))
            except Exception as error:
                message = f"{CRASH} {cls.name} cannot be read: {type(error).__name__}: {error}"
                problems.append(Problem(path, cls.node.name_line, 1, message))
        progress.advance(1)
    found.sort(key=lambda each: (each[0].span.path, each[0].name_line))
    return found, problems


def _inventory(found: _Found, errors: tuple[Problem, ...]) -> Inventory:
    models = {contract.name: contract for contract, _ in found if contract.layer is Layer.MODEL}
    layers: dict[str, list[Linked]] = {}
    for linked in chain.from_iterable(links for _, links in found):
        models.setdefault(linked.columns.name, linked.columns)
        layers.setdefault(linked.columns.name, []).append(linked)
    return Inventory(
        contracts=tuple(_with_model(contract, links) for contract, links in found),
        models=tuple(Spoken(each, tuple(layers.get(name, ()))) for name, each in models.items()),
        strays=tuple(each for each, links in found if not links and each.layer is not Layer.MODEL),
        named=False,
        errors=errors,
    )


def _with_model(contract: Contract, links: tuple[Linked, ...]) -> Contract:
    """The contract with the model that the code around it links it to, where it says none."""
    if contract.model is not None or not links:
        return contract
    return msgspec.structs.replace(contract, model=links[0].columns.name, link=links[0].link)


def _restricted(whole: Inventory, names: Sequence[str]) -> Inventory:
    """A model that is named comes with all its layers, a layer that is named with its model."""
    known = list(
        dict.fromkeys((*(s.model.name for s in whole.models), *(c.name for c in whole.contracts)))
    )
    wanted = frozenset(chain.from_iterable(_meant(name, known) for name in names))
    models = []
    for spoken in whole.models:
        named = tuple(each for each in spoken.layers if each.contract.name in wanted)
        if spoken.model.name in wanted:
            models.append(spoken)
        elif named:
            models.append(Spoken(spoken.model, named))
    shown = {each.contract.name for spoken in models for each in spoken.layers}
    shown |= {spoken.model.name for spoken in models} | wanted
    return msgspec.structs.replace(
        whole,
        contracts=tuple(each for each in whole.contracts if each.name in shown),
        models=tuple(models),
        strays=tuple(each for each in whole.strays if each.name in wanted),
        named=True,
    )


def _meant(name: str, known: Sequence[str]) -> list[str]:
    """The dotted names that a name means: `Order`, `orders.Order`, `shop.orders.models.Order`.

    A whole name wins over the end of one, and that over one with parts left out.
    """
    if name in known:
        return [name]
    ends = [each for each in known if each.endswith(f".{name}")]
    found = ends or [each for each in known if _abbreviates(name, each)]
    if not found:
        hint = suggestion(_nearest(name, known))
        raise ConfigError(f'no model, form, serializer or schema is named "{name}"{hint}')
    return found


def _nearest(name: str, known: Sequence[str]) -> str | None:
    """The name that was meant: the class decides, where the names of modules do not."""
    short = nearest(name.rpartition(".")[2], {each.rpartition(".")[2] for each in known})
    if short is None or "." not in name:
        return short
    ends = [each for each in known if each.rpartition(".")[2] == short]
    return max(ends, key=lambda each: len(set(name.split(".")) & set(each.split("."))))


def _abbreviates(name: str, full: str) -> bool:
    parts = iter(full.split("."))
    return full.endswith(f".{name.rpartition('.')[2]}") and all(
        part in parts for part in name.split(".")
    )
