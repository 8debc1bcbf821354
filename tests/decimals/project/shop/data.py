"""Numbers in classes that are no models."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypedDict


@dataclass
class Money:
    amount: Decimal
    currency: str = "EUR"

    def times(self, factor: float) -> Money:
        return Money(self.amount * factor, self.currency)


@dataclass(frozen=True)
class Rate:
    value: float = 1.1
    steps: list[float] = field(default_factory=lambda: [0.1, 0.2])


class Offer(NamedTuple):
    price: Decimal
    rebate: float


Pair = namedtuple("Pair", ["price", "factor"])


class Entry(TypedDict):
    price: Decimal
    factor: float
    count: int


class Basket:
    """A plain class, whose attributes are set in `__init__`."""

    tax = Decimal("0.19")
    rebate = 0.1

    def __init__(self, total: Decimal) -> None:
        self.total = total
        self.factor = 1.1

    def discounted(self):
        return self.total * self.factor

    def taxed(self):
        return self.total * self.tax
