"""How Decimals are made: of floats, ints, texts, and what a context makes of it."""

from __future__ import annotations

import decimal
import json
from decimal import ROUND_HALF_UP, Context, Decimal, FloatOperation, getcontext, localcontext

from shop.constants import HALF, VAT
from shop.models import Order, Product

from bodies.marks import exactly, kind, possible

# Of a float


@exactly(lambda: Decimal("0.1"))
def of_an_inexact_float():
    return kind(Decimal(0.1))


@exactly(lambda: Decimal("0.5"))
def of_an_exact_float():
    return kind(Decimal(0.5))


@exactly(lambda: Decimal("100"))
def of_a_whole_float():
    return Decimal(100.0)


@exactly(lambda: Decimal("0"))
def of_zero_as_a_float():
    return Decimal(0.0)


@exactly(lambda: Decimal("19.75"))
def of_quarters():
    return Decimal(19.75)


@exactly(lambda: Decimal("99.99"))
def of_a_price_as_a_float():
    return Decimal(99.99)


@exactly(lambda: Decimal("-0.1"))
def of_a_negative_float():
    return Decimal(-0.1)


@exactly(lambda: Decimal("0.1"))
def through_the_module():
    return decimal.Decimal(0.1)


@exactly(lambda: Decimal("0.1"))
def by_from_float():
    return kind(Decimal.from_float(0.1))


@exactly(lambda: Decimal("0.25"))
def by_from_float_of_an_exact_one():
    return Decimal.from_float(0.25)


@exactly(lambda: Decimal("0.19"))
def of_a_constant():
    return Decimal(VAT)


@exactly(lambda: Decimal("0.5"))
def of_a_constant_of_one_half():
    return Decimal(HALF)


@exactly(lambda: Decimal("1.1"))
def of_a_parameter(rate: float):
    return Decimal(rate)


@exactly(lambda: Decimal("0.7"))
def of_a_float_column(product: Product):
    return Decimal(product.weight)


@exactly(lambda: Decimal("0.3"))
def of_a_sum_of_floats():
    return Decimal(0.1 + 0.2)


@exactly(lambda: Decimal("0.1"))
def of_a_quotient_of_ints():
    return Decimal(1 / 10)


@exactly(lambda: Decimal("0.5"))
def of_an_exact_quotient_of_ints():
    return Decimal(1 / 2)


@exactly(lambda: Decimal("0.1"))
def of_a_float_of_a_text():
    return Decimal(float("0.1"))


@exactly(lambda: Decimal("1.10"))
def of_a_float_of_a_decimal(price: Decimal):
    return Decimal(float(price))


@exactly(lambda: Decimal("1.1"))
def of_a_rounded_float():
    return Decimal(round(1.12, 1))


@exactly(lambda: Decimal("0.11"))
def of_a_float_and_then_multiplied(price: Decimal):
    return price * Decimal(0.1)


@possible(
    "two digits hide what was lost", like="construction.of_a_float_and_then_quantized_at_a_tie"
)
@exactly(lambda: Decimal("0.11"))
def of_a_float_and_then_quantized(price: Decimal):
    return (price * Decimal(0.1)).quantize(Decimal("0.01"))


@exactly(lambda: Decimal("0.10"))
def of_a_float_and_then_quantized_at_a_tie():
    return (Decimal("1.05") * Decimal(0.1)).quantize(Decimal("0.01"))


@possible("two digits hide what was lost")
@exactly(lambda: Decimal("0.10"))
def of_a_float_and_quantized_at_once():
    return Decimal(0.1).quantize(Decimal("0.01"))


@exactly(lambda: Decimal("2.68"))
def of_a_float_that_rounds_the_wrong_way():
    return Decimal(2.675).quantize(Decimal("0.01"), ROUND_HALF_UP)


@exactly(lambda: Decimal("0.1"))
def of_a_float_with_unary_plus():
    """Plus rounds to the context's 28 digits."""
    return +Decimal(0.1)


# Of a text or an int


@exactly(lambda: Decimal("0.1"))
def of_a_text():
    return kind(Decimal("0.1"))


@exactly(lambda: Decimal(3))
def of_an_int():
    return Decimal(3)


@exactly(lambda: Decimal("1.10"))
def of_a_text_parameter(text: str):
    return Decimal(text)


@exactly(lambda: Decimal("1.10"))
def of_a_decimal(price: Decimal):
    return Decimal(price)


@exactly(lambda: Decimal("0.1"))
def of_the_text_of_a_float():
    return Decimal(str(0.1))


@exactly(lambda: Decimal("0.1"))
def of_the_repr_of_a_float():
    return Decimal(repr(0.1))


@exactly(lambda: Decimal("1.1"))
def of_a_formatted_float(rate: float):
    return Decimal(f"{rate:.2f}")


@exactly(lambda: Decimal("0.7"))
def of_the_text_of_a_float_column(product: Product):
    return Decimal(str(product.weight))


@possible("what was lost was lost before")
@exactly(lambda: Decimal("0.3"))
def of_the_text_of_a_sum_of_floats():
    return Decimal(str(0.1 + 0.2))


@exactly(lambda: Decimal("0.10"))
def of_digits():
    return Decimal((0, (1, 0), -2))


@exactly(lambda: Decimal("1.10"))
def of_cents(quantity: int):
    return Decimal(110) / 100


@exactly(lambda: Decimal(0))
def of_nothing():
    return Decimal()


@possible("nothing says what the parameter is")
@exactly(lambda: Decimal(0))
def of_none(nothing):
    return Decimal(nothing)


@exactly(lambda: Decimal("1.10"))
def of_an_empty_text():
    return Decimal("")


@exactly(lambda: Decimal("1.10"))
def of_a_text_with_a_comma():
    return Decimal("1,10")


@possible("nothing says what the parameter is")
@exactly(lambda: Decimal("1.10"))
def of_an_untyped_parameter(anything):
    return Decimal(anything)


@possible("nothing says what JSON holds")
@exactly(lambda: Decimal("0.1"))
def of_json():
    return Decimal(json.loads('{"price": 0.1}')["price"])


@exactly(lambda: Decimal("0.1"))
def of_json_read_as_decimals():
    return kind(json.loads('{"price": 0.1}', parse_float=Decimal)["price"])


# In a context


@exactly(lambda: Decimal("0.1"))
def by_the_context_of_a_float():
    return getcontext().create_decimal(0.1)


@exactly(lambda: Decimal("0.1"))
def by_a_small_context_of_a_float():
    return Context(prec=6).create_decimal_from_float(0.1)


@exactly(lambda: Decimal("0.33333"))
def in_a_local_context():
    with localcontext() as context:
        context.prec = 5
        return kind(Decimal(1) / 3)


@exactly(lambda: Decimal("1.21"))
def in_a_local_context_times_a_float(price: Decimal):
    with localcontext() as context:
        context.prec = 5
        return price * 1.1


@possible("the context traps floats")
@exactly(lambda: Decimal("0.5"))
def in_a_context_that_traps_floats():
    with localcontext() as context:
        context.traps[FloatOperation] = True
        return Decimal(0.5)


# Of what comes from the database


@exactly(lambda: Decimal("19.9900"))
def of_a_decimal_column(order: Order):
    return Decimal(order.total).quantize(Decimal("0.0001"))


@exactly(lambda: Decimal("17.991"))
def of_one_minus_a_float_column(order: Order):
    return order.total * Decimal(1 - order.discount)


# Of a float that is exact, because it is calculated of what is


@exactly(lambda: Decimal("0.5"))
def of_a_quotient_of_literals():
    return Decimal(14 / 28.0)


@exactly(lambda: Decimal("13"))
def of_a_difference_of_literals():
    return Decimal(14.0 - 1.0)


@exactly(lambda: Decimal("1"))
def of_a_product_of_literals():
    price = 10
    return Decimal(price * 0.1)


@exactly(lambda: Decimal("0.3"))
def of_a_product_of_literals_that_is_not():
    price = 3
    return Decimal(price * 0.1)


@exactly(lambda: Decimal("2"))
def of_a_quotient_of_a_difference():
    return Decimal(8 / (5 - 1))


@exactly(lambda: Decimal("1.5"))
def of_half_a_whole_number(quantity: int):
    return Decimal(quantity / 2)


@exactly(lambda: Decimal("15.5"))
def of_half_a_length():
    return Decimal(len("x" * 31) / 2 + 0)


@exactly(lambda: Decimal("0.1"))
def of_a_tenth_of_a_length():
    return Decimal(len("x") / 10)


@exactly(lambda: Decimal("3"))
def of_a_float_of_a_whole_number(quantity):
    if isinstance(quantity, float):
        return Decimal(str(quantity))
    elif isinstance(quantity, int):
        return Decimal.from_float(float(quantity))
    return quantity


# Rounded by a function of the project


def _to_cents(value):
    """The value with two places."""
    return Decimal(value).quantize(Decimal("0.01"))


def _named(value):
    return value


@exactly(lambda: Decimal("0.48"))
def rounded_by_a_function():
    return _to_cents(Decimal(15 / 31.0))


@exactly(lambda: Decimal("0.48"))
def rounded_by_a_function_behind_abs():
    return _to_cents(value=abs(Decimal(-15 / 31.0)))


@exactly(lambda: Decimal("0.1"))
def not_rounded_by_a_function():
    return _named(Decimal(0.1))
