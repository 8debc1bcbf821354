"""Functions that give numbers, with and without annotations."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Sum

from shop.constants import EXACT_VAT, VAT
from shop.models import GasPrice, Order, Product


def vat() -> float:
    return VAT


def exact_vat() -> Decimal:
    return EXACT_VAT


def untyped_vat():
    return VAT


def untyped_price(product: Product):
    return product.price


def price_of(product: Product) -> Decimal:
    return product.price


def maybe_price(product: Product) -> Decimal | None:
    return product.cost


def doubled(amount):
    return amount * 2


def with_vat(net):
    """Raises for a Decimal."""
    return net * 1.19


def with_factor(net: Decimal, factor: float = 1.1):
    """Raises whoever calls it."""
    return net * factor


def in_cents(amount: Decimal) -> int:
    return int(amount * 100)


def identity(value: Any) -> Any:
    return value


def price_or_zero(product: Product, free: bool):
    """A Decimal or a float."""
    if free:
        return 0.1
    return product.price


def total_of(order: Order) -> Decimal:
    return order.lines.aggregate(total=Sum("unit_price"))["total"]


def recommended_gas_price(minutes: int):
    """The lowest price that is quick enough, and 5 if none is known."""
    known = GasPrice.objects.filter(minutes__lte=minutes).order_by("price").first()
    return known.price if known else 5
