"""Built-in functions: sum, min, max, round, abs, divmod, pow, map, functools.reduce."""

from __future__ import annotations

import functools
import itertools
import operator
from decimal import Decimal

from shop.models import Line, Order, Product

from bodies.marks import exactly, kind, possible

# sum


@exactly(lambda: Decimal("3.30"))
def sum_of_decimals(prices: list[Decimal]):
    return kind(sum(prices))


@exactly(lambda: Decimal("3.30"))
def sum_of_decimals_from_a_decimal(prices: list[Decimal]):
    return kind(sum(prices, Decimal(0)))


@exactly(lambda: Decimal("3.30"))
def sum_of_decimals_from_a_float(prices: list[Decimal]):
    return sum(prices, 0.0)


@exactly(lambda: Decimal("3.30"))
def sum_of_decimals_with_a_float_as_start(prices: list[Decimal]):
    return sum(prices, start=0.0)


@exactly(lambda: Decimal("2.2"))
def sum_of_a_decimal_and_a_float(price: Decimal):
    return sum([price, 1.1])


@exactly(lambda: Decimal("2.2"))
def sum_of_a_float_and_a_decimal(price: Decimal):
    return sum((1.1, price))


@exactly(lambda: Decimal("2.10"))
def sum_of_a_decimal_and_an_int(price: Decimal):
    return kind(sum([price, 1]))


@exactly(lambda: 0.1 + 0.2)
def sum_of_floats():
    return kind(sum([0.1, 0.2]))


@exactly(lambda: Decimal("7.70"))
def sum_of_a_generator(order: Order):
    return kind(sum(line.unit_price * line.quantity for line in order.lines.all()))


@exactly(lambda: Decimal("0.55"))
def sum_of_a_generator_with_a_float_column(order: Order):
    return sum(line.unit_price * line.discount for line in order.lines.all())


@exactly(lambda: Decimal("3.63"))
def sum_of_decimals_times_a_float(order: Order):
    return sum(line.unit_price for line in order.lines.all()) * 1.1


@possible(
    "the sum of no rows is the int 0, which times a float is no error",
    like="functions.sum_of_decimals_times_a_float",
)
@exactly(lambda: 0)
def sum_of_no_decimals_times_a_float(order: Order):
    return sum(line.unit_price for line in order.lines.filter(quantity=0)) * 1.1


@exactly(lambda: Decimal("3.5"))
def sum_of_floats_and_ints(product: Product):
    return sum([product.weight, product.stock, -0.2])


# min and max


@exactly(lambda: Decimal("1.10"))
def max_of_a_decimal_and_an_int(price: Decimal):
    return kind(max(price, 0))


@exactly(lambda: Decimal("1.10"))
def max_of_a_decimal_and_zero_as_a_float(price: Decimal):
    return kind(max(price, 0.0))


@possible("which of the two it is depends on their values")
@exactly(lambda: Decimal("0.1"))
def min_of_a_decimal_and_a_float(price: Decimal):
    return kind(min(price, 0.1))


@possible("which of the two it is depends on their values")
@exactly(lambda: Decimal("1.21"))
def max_of_a_decimal_and_a_float_times_a_decimal(price: Decimal):
    return max(price, 0.1) * Decimal("1.1")


@possible("which of the two it is depends on their values")
@exactly(lambda: Decimal("0.11"))
def min_of_a_decimal_and_a_float_times_a_decimal(price: Decimal):
    return min(price, 0.1) * Decimal("1.1")


@exactly(lambda: Decimal("1.21"))
def max_of_decimals_times_a_float(prices: list[Decimal]):
    return min(prices) * 1.1


@exactly(lambda: Decimal("2.20"))
def max_with_a_default(prices: list[Decimal]):
    return kind(max(prices, default=Decimal(0)))


@exactly(lambda: Decimal("2.42"))
def max_of_rows_by_price(order: Order):
    line = max(order.lines.all(), key=lambda each: each.unit_price)
    return kind(line.unit_price) * Decimal("1.1")


# round and abs


@exactly(lambda: Decimal("1.1"))
def round_of_a_decimal(price: Decimal):
    return kind(round(price, 1))


@exactly(lambda: 1)
def round_of_a_decimal_to_an_int(price: Decimal):
    return kind(round(price))


@exactly(lambda: Decimal("1.21"))
def round_of_a_decimal_times_a_float(price: Decimal):
    return round(price, 1) * 1.1


@exactly(lambda: 1.1)
def round_of_a_decimal_to_an_int_times_a_float(price: Decimal):
    return kind(round(price) * 1.1)


@exactly(lambda: Decimal("1.21"))
def round_of_a_float_times_a_decimal(price: Decimal):
    return round(1.1, 2) * price


@exactly(lambda: Decimal("1.10"))
def round_of_a_float_to_an_int_times_a_decimal(price: Decimal):
    return kind(round(1.1)) * price


@exactly(lambda: Decimal("1.21"))
def round_of_a_product_with_a_float(price: Decimal):
    return round(price * 1.1, 2)


@exactly(lambda: Decimal("3.30"))
def abs_of_a_decimal(price: Decimal):
    return kind(abs(-price)) * 3


@exactly(lambda: Decimal("1.21"))
def abs_of_a_decimal_times_a_float(price: Decimal):
    return abs(price) * 1.1


@exactly(lambda: Decimal("1.21"))
def abs_of_a_float_times_a_decimal(price: Decimal):
    return abs(-1.1) * price


# divmod and pow


@exactly(lambda: (1, Decimal("0.10")))
def divmod_of_a_decimal_and_an_int(price: Decimal):
    whole, rest = divmod(price, 1)
    return kind(whole), kind(rest)


@exactly(lambda: (11, Decimal(0)))
def divmod_of_a_decimal_and_a_float(price: Decimal):
    return divmod(price, 0.1)


@exactly(lambda: Decimal("0.11"))
def part_of_divmod_times_a_float(price: Decimal):
    _, rest = divmod(price, 1)
    return rest * 1.1


@exactly(lambda: Decimal("1.21"))
def pow_of_a_decimal_and_an_int(price: Decimal):
    return kind(pow(price, 2))


@exactly(lambda: Decimal("1.10").sqrt())
def pow_of_a_decimal_and_a_float(price: Decimal):
    return pow(price, 0.5)


# Functions that call functions


@exactly(lambda: Decimal("1.21"))
def operator_mul(price: Decimal):
    return operator.mul(price, 1.1)


@exactly(lambda: Decimal("3.30"))
def operator_mul_with_an_int(price: Decimal):
    return operator.mul(price, 3)


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def map_with_a_lambda(prices: list[Decimal]):
    return list(map(lambda each: each * 1.1, prices))


@exactly(lambda: [1.1, 2.2])
def map_float(prices: list[Decimal]):
    return list(map(float, prices))


@exactly(lambda: Decimal("2.42"))
def reduce_of_decimals(prices: list[Decimal]):
    return functools.reduce(lambda one, other: one * other, prices)


@exactly(lambda: Decimal("2.662"))
def reduce_from_a_float(prices: list[Decimal]):
    return functools.reduce(lambda one, other: one * other, prices, 1.1)


@exactly(lambda: [Decimal("1.10"), Decimal("3.30")])
def accumulate(prices: list[Decimal]):
    return list(itertools.accumulate(prices))


@exactly(lambda: [Decimal("2.20"), Decimal("2.42")])
def sorted_and_multiplied(prices: list[Decimal]):
    first, second = sorted(prices)
    return [first * 2, second * 1.1]


@exactly(lambda: Decimal("1.21"))
def next_of_a_generator(order: Order):
    first = next(line.unit_price for line in order.lines.order_by("pk"))
    return first * 1.1


@exactly(lambda: Decimal("3.41"))
def zipped_with_floats(prices: list[Decimal], rates: list[float]):
    return sum(price * rate for price, rate in zip(prices, rates))


@exactly(lambda: Decimal("5.50"))
def zipped_with_ints(prices: list[Decimal]):
    return kind(sum(price * number for price, number in zip(prices, [1, 2])))


@exactly(lambda: Decimal("5.50"))
def enumerated(prices: list[Decimal]):
    return kind(sum(number * price for number, price in enumerate(prices, 1)))


@exactly(lambda: True)
def is_instance(line: Line):
    return isinstance(line.unit_price, Decimal)


@exactly(lambda: Decimal("1.10"))
def narrowed_by_isinstance(anything):
    if isinstance(anything, float):
        anything = Decimal(str(anything))
    return kind(anything)


@exactly(lambda: Decimal("1.21"))
def narrowed_to_a_decimal(anything):
    if isinstance(anything, Decimal):
        return anything * 1.1
    return anything
