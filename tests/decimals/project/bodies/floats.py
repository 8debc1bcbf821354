"""float() of Decimals, and what is done with it."""

from __future__ import annotations

from decimal import Decimal

from shop.models import Line, Order, Product

from bodies.marks import exactly, kind, possible


@exactly(lambda: Decimal("3.30"))
def times_an_int(price: Decimal):
    return kind(float(price)) * 3


@exactly(lambda: Decimal("1.21"))
def times_a_float(price: Decimal):
    return float(price) * 1.1


@exactly(lambda: Decimal("59.97"))
def of_a_column_times_an_int(order: Order):
    return float(order.total) * 3


@exactly(lambda: Decimal("24.89"))
def of_two_columns_added(order: Order):
    return float(order.total) + float(order.shipping)


@exactly(lambda: Decimal("3.30"))
def of_each_item_summed(prices: list[Decimal]):
    return sum(float(price) for price in prices)


@exactly(lambda: Decimal("3.30"))
def of_each_row_summed(order: Order):
    return sum(float(line.unit_price) for line in order.lines.all())


@exactly(lambda: Decimal("7.70"))
def of_each_row_times_an_int_summed(order: Order):
    return sum(float(line.unit_price) * line.quantity for line in order.lines.all())


@exactly(lambda: 3.3)
def of_a_sum(prices: list[Decimal]):
    """One conversion, at the end."""
    return float(sum(prices))


@exactly(lambda: Decimal("0.80"))
def of_two_columns_subtracted(product: Product):
    return float(product.price) - float(product.cost)


@exactly(lambda: Decimal("3.30"))
def accumulated(prices: list[Decimal]):
    total = 0.0
    for price in prices:
        total += float(price)
    return total


@exactly(lambda: Decimal("0.55"))
def by_an_int(price: Decimal):
    return float(price) / 2


@exactly(lambda: Decimal("1.21"))
def and_back_again(price: Decimal):
    return Decimal(float(price) * 1.1)


@exactly(lambda: Decimal("1.21"))
def and_back_again_by_text(price: Decimal):
    return Decimal(str(float(price) * 1.1))


@exactly(lambda: Decimal("1.10"))
def and_back_again_without_arithmetic(price: Decimal):
    return Decimal(str(float(price)))


@exactly(lambda: Decimal("2.20"))
def and_added_to_a_decimal(price: Decimal):
    return float(price) + price


@possible(
    "rounding to the column's digits hides it for most values",
    like="floats.and_back_again_rounded_at_a_tie",
)
@exactly(lambda: Decimal("1.21"))
def and_back_again_rounded(price: Decimal):
    return Decimal(str(round(float(price) * 1.1, 2)))


@exactly(lambda: round(Decimal("0.15") * Decimal("1.1"), 2))
def and_back_again_rounded_at_a_tie():
    return Decimal(str(round(float(Decimal("0.15")) * 1.1, 2)))


@exactly(lambda: Decimal("1.21"))
def rounded(price: Decimal):
    return round(float(price) * 1.1, 2)


@exactly(lambda: Decimal("1.21"))
def through_a_name(price: Decimal):
    amount = float(price)
    return amount * 1.1


@exactly(lambda: Decimal("0.0330"))
def a_percentage(line: Line):
    return float(line.unit_price) * 3 / 100


@possible("it depends on the amount", like="floats.cents_that_are_really_lost")
@exactly(lambda: 109)
def cents_that_are_lost():
    """A float of 1.09 times a hundred is a little more than 109, of 1.1 as well; of 1.15 it is
    less than 115."""
    return int(float(Decimal("1.09")) * 100)


@exactly(lambda: 115)
def cents_that_are_really_lost():
    return int(float(Decimal("1.15")) * 100)


@possible("rounding hides it for every amount that has cents")
@exactly(lambda: 115)
def cents_that_are_rounded():
    return round(float(Decimal("1.15")) * 100)


@exactly(lambda: True)
def only_compared(price: Decimal):
    return float(price) > 1


@exactly(lambda: 1)
def only_truncated(price: Decimal):
    return int(float(price))


@exactly(lambda: Decimal("3.0"))
def of_an_int(quantity: int):
    return float(quantity)


@exactly(lambda: Decimal("4.5"))
def of_an_int_times_an_exact_float(quantity: int):
    return float(quantity) * 1.5


# Ratios, which are no amounts


@possible("a ratio is no amount, and a float is what is wanted")
@exactly(lambda: 0.30 / 1.10)
def a_ratio(product: Product):
    return float(product.cost) / float(product.price)


@possible("a ratio is no amount, and a float is what is wanted")
@exactly(lambda: float(Decimal("0.30") / Decimal("1.10")))
def a_ratio_at_the_end(product: Product):
    return float(product.cost / product.price)


@exactly(lambda: 27)
def a_percentage_as_an_int(product: Product):
    return int(float(product.cost) / float(product.price) * 100)


@exactly(lambda: 27)
def a_percentage_of_decimals(product: Product):
    return int(product.cost / product.price * 100)


# Floats that never were Decimals


@exactly(lambda: 0.1 + 0.2)
def floats_added():
    return 0.1 + 0.2


@exactly(lambda: 0.7 * 2)
def a_float_column_times_an_int(product: Product):
    return product.weight * 2
