"""Amounts as whole numbers of cents, and other ints."""

from __future__ import annotations

from decimal import Decimal

from shop.models import Line, Order, Product

from bodies.marks import exactly, kind


@exactly(lambda: 110)
def of_a_decimal(price: Decimal):
    return kind(int(price * 100))


@exactly(lambda: 1999)
def of_a_column(order: Order):
    return int(order.total * 100)


@exactly(lambda: 1999)
def rounded(order: Order):
    return kind(round(order.total * 100))


@exactly(lambda: 1999)
def by_a_power(order: Order):
    return int(order.total * 10**2)


@exactly(lambda: 1999)
def by_a_decimal(order: Order):
    return int(order.total * Decimal(100))


@exactly(lambda: 1999)
def by_a_float(order: Order):
    return int(order.total * 100.0)


@exactly(lambda: 1999)
def by_the_power_of_a_float(order: Order):
    return int(order.total * 10.0**2)


@exactly(lambda: 1999)
def shifted(order: Order):
    return int(order.total.scaleb(2))


@exactly(lambda: 1999)
def by_a_float_of_a_column(order: Order):
    """19.99 times a hundred is 1998.9999999999998 in floats."""
    return int(float(order.total) * 100)


@exactly(lambda: Decimal("19.99"))
def back_from_cents():
    return kind(Decimal(1999) / 100)


@exactly(lambda: 19.99)
def back_from_cents_as_a_float():
    return kind(1999 / 100)


@exactly(lambda: Decimal("21.09"))
def back_from_cents_as_a_float_and_added(price: Decimal):
    return 1999 / 100 + price


@exactly(lambda: Decimal("19.99"))
def back_from_cents_as_a_decimal_of_a_float():
    return Decimal(1999 / 100)


@exactly(lambda: "19.99")
def back_from_cents_for_display():
    return f"{1999 / 100:.2f}"


@exactly(lambda: 9)
def a_product_of_ints(line: Line):
    return kind(line.quantity * line.product.stock)


@exactly(lambda: 33)
def a_share_in_percent(product: Product):
    return product.stock * 100 // 9


@exactly(lambda: Decimal("36.3"))
def a_share_times_a_decimal(price: Decimal, product: Product):
    return product.stock * 100 // 9 * price


@exactly(lambda: Decimal("37.4"))
def an_int_of_a_float(price: Decimal):
    return int(34.9) * price


@exactly(lambda: Decimal("0.55"))
def half_of_a_column(product: Product):
    return kind(product.price / 2)


@exactly(lambda: 52)
def a_coordinate():
    latitude, longitude = 52.52, 13.405
    return int(latitude) + int(longitude) * 0


@exactly(lambda: True)
def a_weight(product: Product):
    return product.weight * product.stock < 2.5
