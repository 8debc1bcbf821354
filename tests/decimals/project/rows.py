"""The rows that every body starts with, and the values of its parameters.

The numbers are such that a float of them is not exact: 1.10, 19.99, 0.1.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from shop import data
from shop.models import (
    Asset,
    Author,
    Book,
    Customer,
    GasPrice,
    Invoice,
    Line,
    Order,
    Product,
)


def fill() -> None:
    """Makes the tables and the rows."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    author = Author.objects.create(name="Woolf", royalty=Decimal("0.0750"), rating=4.7)
    Author.objects.create(name="Unread", royalty=Decimal("0.05"), rating=1.1)
    Book.objects.create(title="Waves", author=author, price=Decimal("12.30"), weight=0.4, pages=320)
    Book.objects.create(title="Orlando", author=author, price=Decimal("9.90"), weight=0.3, pages=9)
    pen = Product.objects.create(
        name="Pen", price=Decimal("1.10"), cost=Decimal("0.30"), weight=0.7, stock=3
    )
    ink = Product.objects.create(
        name="Ink", price=Decimal("2.20"), cost=Decimal("0.70"), weight=0.1, stock=2
    )
    customer = Customer.objects.create(name="Ann", credit=Decimal("0.10"))
    order = Order.objects.create(
        customer=customer, total=Decimal("19.99"), shipping=Decimal("4.90"), discount=0.1
    )
    Line.objects.create(
        order=order, product=pen, quantity=3, unit_price=Decimal("1.10"), discount=0.1
    )
    Line.objects.create(
        order=order, product=ink, quantity=2, unit_price=Decimal("2.20"), discount=0.2
    )
    Invoice.objects.create(order=order, gross=Decimal("19.99"), fee=1, share=1, markup=1)
    GasPrice.objects.create(minutes=5, price=Decimal("1.1"))
    Asset.objects.create(code="USD", fee_fixed=Decimal("0.1"), fee_percent=Decimal("1.1"))


PARAMETERS: dict[str, Callable[[], Any]] = {
    "author": lambda: Author.objects.get(name="Woolf"),
    "book": lambda: Book.objects.get(title="Waves"),
    "product": lambda: Product.objects.get(name="Pen"),
    "products": lambda: Product.objects.order_by("pk"),
    "order": lambda: Order.objects.get(),
    "line": lambda: Line.objects.get(product__name="Pen"),
    "invoice": lambda: Invoice.objects.get(),
    "customer": lambda: Customer.objects.get(),
    "asset": lambda: Asset.objects.get(),
    "price": lambda: Decimal("1.10"),
    "prices": lambda: [Decimal("1.10"), Decimal("2.20")],
    "rate": lambda: 1.1,
    "rates": lambda: [1.1, 0.1],
    "quantity": lambda: 3,
    "text": lambda: "1.10",
    "paid": lambda: True,
    "nothing": lambda: None,
    "anything": lambda: Decimal("1.10"),
    "money": lambda: data.Money(Decimal("1.10")),
    "offer": lambda: data.Offer(Decimal("1.10"), 0.1),
    "entry": lambda: {"price": Decimal("1.10"), "factor": 1.1, "count": 3},
    "basket": lambda: data.Basket(Decimal("1.10")),
}
