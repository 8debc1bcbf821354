"""Numbers that other modules import."""

from decimal import Decimal
from enum import Enum
from typing import Final

VAT = 0.19
EXACT_VAT = Decimal("0.19")
HALF = 0.5
DOZEN = 12
CENT = Decimal("0.01")
MARKUP: float = 1.1
LIMIT: Final = 99.99
GROSS = 1 + VAT
RATES = {"card": 0.029, "transfer": 0.01}
EXACT_RATES = {"card": Decimal("0.029"), "transfer": Decimal("0.01")}
STEPS = (0.1, 0.2, 0.3)


class Plan:
    """What a subscription costs."""

    price = Decimal("9.99")
    factor = 1.1
    months = 12


class Surcharge(Enum):
    """By which a price is multiplied."""

    EXPRESS = 1.3
    ISLAND = 1.7
