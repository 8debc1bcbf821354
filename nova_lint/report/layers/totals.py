"""Sums of a survey: what the layers have in common with all their reports."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nova_lint.engine.layers.survey import Survey
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect

HEADINGS = {
    Effect.READ: "reads",
    Effect.WRITE: "writes",
    Effect.TRANSACTION: "transactions",
    Effect.NETWORK: "network",
    Effect.MAIL: "mail",
    Effect.STORAGE: "storage",
    Effect.QUEUE: "queue",
}


class Totals(msgspec.Struct, frozen=True):
    """What one layer has and does: numbers of classes and functions, of the places in them
    that have an effect, and of decisions."""

    layer: CodeLayer
    classes: int
    functions: int
    effects: dict[Effect, int]
    decisions: int


def totals(survey: Survey) -> Iterator[Totals]:
    """The layers of a project in their order."""
    for layer in survey.layers:
        here = [each for each in survey.found if each.layer is layer]
        yield Totals(
            layer,
            sum(each.is_class for each in here),
            sum(not each.is_class for each in here),
            {effect: sum(each.own.get(effect, 0) for each in here) for effect in Effect},
            sum(each.decisions for each in here),
        )


EXPECTED = "What would be found in apps without services, if they had some"


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None where there is nothing to share."""
    return round(part / whole, 3) if whole else None
