"""What the contracts of a whole project say together: who points at a model, who speaks of it.

A summary is kept of every contract, so that after an edit the overview can be made again
without reading the contracts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec

from nova_lint.contracts.contract import Contract, Field, Known, Layer
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.readers.reverse import reverse_of


class Summary(msgspec.Struct, frozen=True):
    """One contract in short. `relations` are pairs of a model that it points at and the
    relation that this model gets from it."""

    name: str
    layer: Layer
    model: str | None
    relations: tuple[tuple[str, Field], ...]


def summarize(contract: Contract) -> Summary:
    """The summary of a contract."""
    relations: list[tuple[str, Field]] = []
    if contract.layer is Layer.MODEL and not contract.abstract:
        for column in contract.fields:
            if isinstance(column.relation, Known) and column.relation.value is not None:
                reverse = reverse_of(column, contract)
                if reverse is not None:
                    relations.append((column.relation.value, reverse))
    return Summary(contract.name, contract.layer, contract.model, tuple(relations))


Relations: TypeAlias = dict[str, dict[str, Field]]
"""For each model, the relations that other models give it, by their names."""

Speakers: TypeAlias = dict[str, list[str]]
"""For each model, the contracts of other layers that speak of it."""


def relations_of(models: Iterable[Summary]) -> Relations:
    """The relations that a project's models give each other."""
    found: Relations = {}
    for summary in models:
        for target, relation in summary.relations:
            found.setdefault(target, {}).setdefault(relation.name, relation)
    return found


def speakers_of(summaries: Iterable[Summary], flows: Mapping[str, Iterable[Flow]]) -> Speakers:
    """Who speaks of each model: by its own word, or because its data goes there."""
    found: dict[str, dict[str, None]] = {}
    for summary in summaries:
        if summary.model is not None:
            found.setdefault(summary.model, {})[summary.name] = None
    for name, several in sorted(flows.items()):
        for flow in several:
            found.setdefault(flow.model, {})[name] = None
    return {model: list(names) for model, names in found.items()}
