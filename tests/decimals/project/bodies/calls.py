"""Functions of the project: what they are given and what they give."""

from __future__ import annotations

from decimal import Decimal

from shop import pricing
from shop.models import Order, Product
from shop.pricing import (
    doubled,
    exact_vat,
    identity,
    in_cents,
    maybe_price,
    price_of,
    price_or_zero,
    total_of,
    untyped_price,
    untyped_vat,
    vat,
    with_factor,
    with_vat,
)

from bodies.marks import exactly, kind, possible


@exactly(lambda: Decimal("0.2090"))
def a_float_by_annotation(price: Decimal):
    return price * vat()


@exactly(lambda: Decimal("0.2090"))
def a_decimal_by_annotation(price: Decimal):
    return price * kind(exact_vat())


@exactly(lambda: Decimal("0.2090"))
def a_float_by_what_is_returned(price: Decimal):
    return price * untyped_vat()


@exactly(lambda: Decimal("0.2090"))
def through_the_module(price: Decimal):
    return price * pricing.vat()


@exactly(lambda: Decimal("1.21"))
def a_decimal_by_what_is_returned(product: Product):
    return untyped_price(product) * 1.1


@exactly(lambda: Decimal("1.21"))
def a_decimal_by_annotation_times_a_float(product: Product):
    return price_of(product) * 1.1


@possible("it may be None, which raises as well")
@exactly(lambda: Decimal("0.33"))
def a_decimal_or_none_times_a_float(product: Product):
    return maybe_price(product) * 1.1


@exactly(lambda: Decimal("0.33"))
def a_decimal_or_none_that_was_asked(product: Product):
    price = maybe_price(product)
    if price is not None:
        return price * 1.1
    return Decimal(0)


@exactly(lambda: Decimal("2.20"))
def an_argument_that_is_doubled(price: Decimal):
    return kind(doubled(price))


@exactly(lambda: Decimal("2.42"))
def an_argument_that_is_doubled_times_a_float(price: Decimal):
    return doubled(price) * 1.1


@exactly(lambda: Decimal("2.42"))
def a_doubled_float_times_a_decimal(price: Decimal):
    return doubled(1.1) * price


@exactly(lambda: Decimal("1.3090"))
def a_decimal_for_a_function_that_multiplies(price: Decimal):
    return with_vat(price)


@exactly(lambda: 119)
def an_int_for_a_function_that_multiplies():
    return kind(with_vat(100))


@exactly(lambda: Decimal("1.21"))
def a_float_by_default(price: Decimal):
    return with_factor(price)


@exactly(lambda: Decimal("2.20"))
def an_int_for_a_float_parameter(price: Decimal):
    return kind(with_factor(price, 2))


@possible("the annotation says float, and nobody looks")
@exactly(lambda: Decimal("1.21"))
def a_decimal_for_a_float_parameter(price: Decimal):
    return kind(with_factor(price, Decimal("1.1")))


@exactly(lambda: 110 * 0.01)
def a_float_of_cents(price: Decimal):
    return in_cents(price) * 0.01


@exactly(lambda: Decimal("1.21"))
def through_any(price: Decimal):
    return identity(price) * 1.1


@possible("which of the two it is depends on an argument")
@exactly(lambda: Decimal("1.21"))
def a_decimal_or_a_float(product: Product):
    return price_or_zero(product, False) * 1.1


@possible("which of the two it is depends on an argument")
@exactly(lambda: Decimal("0.2"))
def a_float_or_a_decimal(product: Product):
    return price_or_zero(product, True) * 2


@exactly(lambda: Decimal("3.63"))
def an_aggregate_that_is_returned(order: Order):
    return total_of(order) * 1.1


@exactly(lambda: Decimal("3.30"))
def an_aggregate_that_is_returned_times_an_int(order: Order):
    return kind(total_of(order)) * 1


# Methods and properties of models


@exactly(lambda: Decimal("1.4399"))
def a_property_times_a_float(product: Product):
    return product.gross * 1.1


@exactly(lambda: Decimal("2.6180"))
def a_property_times_an_int(product: Product):
    return kind(product.gross * 2)


@exactly(lambda: Decimal("2.31"))
def a_float_property_times_a_decimal(product: Product):
    return product.shelf_weight * product.price


@exactly(lambda: Decimal("0.99"))
def a_method_with_ints(product: Product):
    return kind(product.reduced(10))


@exactly(lambda: Decimal("1.0890"))
def a_method_with_a_float(product: Product):
    return product.reduced(1.0)


@exactly(lambda: Decimal("0.99"))
def a_method_that_multiplies_by_a_float(product: Product):
    return product.reduced_badly()


@exactly(lambda: Decimal("0.88"))
def a_method_with_an_annotation(product: Product):
    return product.margin() * 1.1


@exactly(lambda: Decimal("24.89"))
def a_property_of_two_columns(order: Order):
    return kind(order.due)


# Parameters


@exactly(lambda: Decimal("1.21"))
def parameters(price: Decimal, rate: float):
    return price * rate


@exactly(lambda: Decimal("1.21"))
def an_optional_parameter(price: Decimal | None = None, rate: float = 1.1):
    if price is None:
        return 0
    return price * rate


@exactly(lambda: Decimal("1.21"))
def a_list_parameter(prices: list[Decimal], rates: list[float]):
    return prices[0] * rates[0]


@possible("nothing says what the parameter is")
@exactly(lambda: Decimal("1.21"))
def an_untyped_parameter(anything):
    return anything * 1.1


@exactly(lambda: Decimal("1.21"))
def an_untyped_parameter_that_is_converted(anything):
    return Decimal(anything) * 1.1


@possible("the annotation says float, and a Decimal is handed over")
@exactly(lambda: Decimal("2.20"))
def an_annotation_that_is_not_kept(anything: float):
    return anything * 2
