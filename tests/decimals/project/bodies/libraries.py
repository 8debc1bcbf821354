"""math, random, statistics, time, and the Decimal's own methods."""

from __future__ import annotations

import math
import random
import statistics
import time
from datetime import timedelta
from decimal import Decimal, getcontext
from fractions import Fraction

from shop.models import Order, Product

from bodies.marks import exactly, kind, possible

# math


@exactly(lambda: 2)
def ceil_of_a_decimal(price: Decimal):
    return kind(math.ceil(price))


@exactly(lambda: Decimal("2.20"))
def ceil_times_a_decimal(price: Decimal):
    return kind(math.ceil(1.1) * price)


@exactly(lambda: 1)
def floor_and_trunc_of_a_decimal(price: Decimal):
    return max(math.floor(price), math.trunc(price))


@exactly(lambda: Decimal("1.10") * Decimal("1.10").sqrt())
def sqrt_of_a_decimal_times_a_decimal(price: Decimal):
    return kind(math.sqrt(price)) * price


@exactly(lambda: Decimal("1.10") * Decimal("3.14"))
def pi_times_a_decimal(price: Decimal):
    return math.pi * price


@exactly(lambda: Decimal("1.10") * 8)
def math_pow_times_a_decimal(price: Decimal):
    return math.pow(2, 3) * price


@exactly(lambda: Decimal("1.10") * 120)
def factorial_times_a_decimal(price: Decimal):
    return kind(math.factorial(5) * price)


@exactly(lambda: Decimal("3.30"))
def fsum_of_decimals(prices: list[Decimal]):
    return kind(math.fsum(prices))


@exactly(lambda: Decimal("3.63"))
def fsum_of_decimals_times_a_decimal(prices: list[Decimal]):
    return math.fsum(prices) * Decimal("1.1")


@exactly(lambda: Decimal("2.42"))
def prod_of_decimals(prices: list[Decimal]):
    return kind(math.prod(prices))


@exactly(lambda: Decimal("1.21"))
def prod_of_a_decimal_and_a_float(price: Decimal):
    return math.prod([price, 1.1])


@exactly(lambda: True)
def isclose_of_a_decimal_and_a_float(price: Decimal):
    return kind(math.isclose(price, 1.1))


@exactly(lambda: False)
def isnan_of_a_decimal(price: Decimal):
    return math.isnan(price)


@exactly(lambda: True)
def infinity_as_the_largest(prices: list[Decimal]):
    least = math.inf
    for price in prices:
        if price < least:
            least = price
    return least == Decimal("1.10")


@possible("the loop may not run, and then it is a float")
@exactly(lambda: Decimal("2.20"))
def infinity_replaced_by_a_decimal(prices: list[Decimal]):
    least = float("inf")
    for price in prices:
        least = min(least, price)
    return least * Decimal(2)


# random


@exactly(lambda: Decimal("1.10") * Decimal(str(random.Random(4).random())))
def random_times_a_decimal(price: Decimal):
    return price * random.random()


@exactly(lambda: 1)
def uniform_between_decimals(prices: list[Decimal]):
    return random.uniform(prices[0], prices[1])


@exactly(lambda: Decimal("1.10"))
def uniform_as_a_factor(price: Decimal):
    return price * random.uniform(0.9, 1.1)


@exactly(lambda: Decimal("1.10") * random.Random(4).randint(1, 6))
def randint_times_a_decimal(price: Decimal):
    return kind(random.randint(1, 6) * price)


@exactly(lambda: Decimal("1.10") * random.Random(4).randint(80, 120) / 100)
def random_percent(price: Decimal):
    return kind(price * random.randint(80, 120) / 100)


@exactly(lambda: random.Random(4).choice([Decimal("1.10"), Decimal("2.20")]) * 2)
def choice_of_decimals(prices: list[Decimal]):
    return kind(random.choice(prices)) * 2


@exactly(lambda: 1)
def choice_of_floats_times_a_decimal(price: Decimal):
    return random.choice([0.1, 0.2]) * price


# statistics


@exactly(lambda: Decimal("1.65"))
def mean_of_decimals(prices: list[Decimal]):
    return kind(statistics.mean(prices))


@exactly(lambda: Decimal("1.1"))
def mean_of_a_decimal_and_a_float(price: Decimal):
    return statistics.mean([price, 1.1])


@exactly(lambda: Decimal("1.65"))
def fmean_of_decimals(prices: list[Decimal]):
    return kind(statistics.fmean(prices))


@exactly(lambda: Decimal("1.815"))
def fmean_times_a_decimal(prices: list[Decimal]):
    return statistics.fmean(prices) * Decimal("1.1")


@exactly(lambda: Decimal("1.815"))
def mean_of_decimals_times_a_float(prices: list[Decimal]):
    return statistics.mean(prices) * 1.1


@exactly(lambda: Decimal("1.65"))
def median_of_decimals(prices: list[Decimal]):
    return kind(statistics.median(prices))


@exactly(lambda: Decimal("1.155"))
def stdev_of_decimals_times_a_float(prices: list[Decimal]):
    return statistics.stdev(prices) * 1.5


@exactly(lambda: Decimal("1.65") * Decimal("1.10"))
def mean_of_floats_times_a_decimal(price: Decimal):
    return statistics.mean([1.1, 2.2]) * price


# time


@exactly(lambda: 1)
def seconds_times_a_decimal(price: Decimal):
    return price * timedelta(hours=1).total_seconds()


@exactly(lambda: Decimal("3960.00"))
def whole_seconds_times_a_decimal(price: Decimal):
    return kind(price * timedelta(hours=1).seconds)


@exactly(lambda: 1)
def clock_times_a_decimal(price: Decimal):
    started = time.time()
    return price * (time.time() - started)


@exactly(lambda: 1)
def decimal_times_a_duration(price: Decimal):
    return price * timedelta(hours=1)


@exactly(lambda: timedelta(hours=2))
def float_times_a_duration():
    return 2.0 * timedelta(hours=1)


# The Decimal's own methods


@exactly(lambda: Decimal("1.1"))
def quantize_to_a_decimal(price: Decimal):
    return kind(price.quantize(Decimal("0.1")))


@exactly(lambda: Decimal("1.1"))
def quantize_to_a_float(price: Decimal):
    return price.quantize(0.1)


@exactly(lambda: Decimal("1.21"))
def quantize_of_a_product_with_a_float(price: Decimal):
    return (price * 1.1).quantize(Decimal("0.01"))


@exactly(lambda: Decimal("1.21"))
def quantized_times_a_float(price: Decimal):
    return price.quantize(Decimal("0.01")) * 1.1


@exactly(lambda: Decimal("1.1"))
def normalized(price: Decimal):
    return kind(price.normalize())


@exactly(lambda: Decimal("1.21"))
def normalized_times_a_float(price: Decimal):
    return price.normalize() * 1.1


@exactly(lambda: Decimal("1.10").sqrt())
def own_sqrt(price: Decimal):
    return kind(price.sqrt())


@exactly(lambda: Decimal("1.1"))
def greater_of_a_float(price: Decimal):
    return price.max(0.1)


@exactly(lambda: Decimal("1.10"))
def greater_of_an_int(price: Decimal):
    return kind(price.max(0))


@exactly(lambda: False)
def asked_for_zero(price: Decimal):
    return kind(price.is_zero())


@exactly(lambda: Decimal("2.21"))
def fma_with_a_float(price: Decimal):
    return price.fma(1.1, 1)


@exactly(lambda: Decimal("1.21"))
def context_multiplies_a_float(price: Decimal):
    return getcontext().multiply(price, 1.1)


@exactly(lambda: Decimal("1.21"))
def fraction_times_a_decimal(price: Decimal):
    return price * Fraction(11, 10)


@exactly(lambda: (11, 10))
def ratio_of_ints(price: Decimal):
    return price.as_integer_ratio()


@exactly(lambda: 0.7)
def float_methods(product: Product):
    return kind(product.weight.real)


@exactly(lambda: Decimal("17.991"))
def whole_float_column(order: Order):
    if order.discount.is_integer():
        return order.total
    return order.total * (1 - order.discount)
