"""Attributes of dataclasses, named tuples, typed dicts and plain classes; constants of other
modules and settings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.conf import settings
from shop import constants
from shop.constants import (
    CENT,
    DOZEN,
    EXACT_RATES,
    EXACT_VAT,
    GROSS,
    HALF,
    LIMIT,
    MARKUP,
    RATES,
    STEPS,
    VAT,
    Plan,
    Surcharge,
)
from shop.data import Basket, Entry, Money, Offer, Pair, Rate
from shop.schemas import Defaulted, LooseIn, ProductIn

from bodies.marks import about, exactly, kind, possible

LOCAL = 1.1


# Constants


@exactly(lambda: Decimal("0.2090"))
def a_constant(price: Decimal):
    return price * VAT


@exactly(lambda: Decimal("0.2090"))
def a_constant_through_its_module(price: Decimal):
    return price * constants.VAT


@exactly(lambda: Decimal("0.2090"))
def an_exact_constant(price: Decimal):
    return price * kind(EXACT_VAT)


@exactly(lambda: Decimal("0.55"))
def a_constant_of_one_half(price: Decimal):
    return price * HALF


@exactly(lambda: Decimal("13.20"))
def a_constant_int(price: Decimal):
    return price * kind(DOZEN)


@exactly(lambda: Decimal("1.21"))
def an_annotated_constant(price: Decimal):
    return price * MARKUP


@exactly(lambda: Decimal("109.989"))
def a_final_constant(price: Decimal):
    return price * LIMIT


@exactly(lambda: Decimal("1.3090"))
def a_computed_constant(price: Decimal):
    return price * GROSS


@exactly(lambda: Decimal("1.21"))
def a_constant_of_this_module(price: Decimal):
    return price * LOCAL


@exactly(lambda: Decimal("1.10"))
def quantized_to_a_constant(price: Decimal):
    return kind(price.quantize(CENT))


@exactly(lambda: Decimal("0.0319"))
def an_item_of_a_constant_dict(price: Decimal):
    return price * RATES["card"]


@exactly(lambda: Decimal("0.0319"))
def an_item_of_an_exact_dict(price: Decimal):
    return price * kind(EXACT_RATES["card"])


@exactly(lambda: Decimal("0.22"))
def an_item_of_a_constant_tuple(price: Decimal):
    return price * STEPS[1]


@exactly(lambda: Decimal("0.66"))
def a_loop_over_a_constant(price: Decimal):
    return sum(price * step for step in STEPS)


@exactly(lambda: Decimal("10.989"))
def a_class_constant():
    return Plan.price * Plan.factor


@exactly(lambda: Decimal("119.88"))
def class_constants_without_floats():
    return kind(Plan.price * Plan.months)


@exactly(lambda: Decimal("1.43"))
def the_value_of_an_enum(price: Decimal):
    return price * Surcharge.EXPRESS.value


@exactly(lambda: Decimal("1.32"))
def a_setting(price: Decimal):
    return price * settings.SHOP_MARGIN


@exactly(lambda: Decimal("1.45"))
def a_setting_as_text(price: Decimal):
    return price + Decimal(settings.SHOP_FEE)


# Dataclasses


@exactly(lambda: Decimal("1.21"))
def a_field_of_a_dataclass(money: Money):
    return money.amount * 1.1


@exactly(lambda: Decimal("3.30"))
def a_field_of_a_dataclass_and_an_int(money: Money):
    return kind(money.amount * 3)


@exactly(lambda: Decimal("1.21"))
def a_default_of_a_dataclass(price: Decimal):
    return price * Rate().value


@exactly(lambda: Decimal("0.11"))
def a_list_in_a_dataclass(price: Decimal):
    return price * Rate().steps[0]


@exactly(lambda: Decimal("1.21"))
def a_method_of_a_dataclass(money: Money):
    return money.times(1.1).amount


@exactly(lambda: Decimal("3.30"))
def a_method_of_a_dataclass_with_an_int(money: Money):
    return kind(money.times(3).amount)


@exactly(lambda: Decimal("1.21"))
def a_replaced_dataclass(money: Money):
    return replace(money, currency="USD").amount * 1.1


@possible("the annotation says Decimal, and nobody looks")
@exactly(lambda: Decimal("1.21"))
def a_dataclass_does_not_look():
    return Money(1.1).amount * Decimal("1.1")


@possible("the annotation says Decimal, and nobody looks")
@exactly(lambda: Decimal("2.2"))
def a_dataclass_that_holds_a_float():
    return Money(1.1).amount * 2


# Named tuples and typed dicts


@exactly(lambda: Decimal("0.11"))
def fields_of_a_named_tuple(offer: Offer):
    return offer.price * offer.rebate


@exactly(lambda: Decimal("0.11"))
def an_unpacked_named_tuple(offer: Offer):
    price, rebate = offer
    return price * rebate


@exactly(lambda: Decimal("1.21"))
def fields_of_a_namedtuple(price: Decimal):
    pair = Pair(price, 1.1)
    return pair.price * pair.factor


@exactly(lambda: Decimal("1.21"))
def items_of_a_typed_dict(entry: Entry):
    return entry["price"] * entry["factor"]


@exactly(lambda: Decimal("3.30"))
def other_items_of_a_typed_dict(entry: Entry):
    return kind(entry["price"] * entry["count"])


@exactly(lambda: Decimal("1.21"))
def items_of_a_typed_dict_made_here(price: Decimal):
    entry: Entry = {"price": price, "factor": 1.1, "count": 3}
    return entry["price"] * entry["factor"]


# Plain classes


@exactly(lambda: Decimal("1.21"))
def attributes_set_in_init(basket: Basket):
    return basket.total * basket.factor


@exactly(lambda: Decimal("1.21"))
def a_method_that_mixes_attributes(basket: Basket):
    return basket.discounted()


@exactly(lambda: Decimal("0.2090"))
def a_method_that_does_not_mix(basket: Basket):
    return kind(basket.taxed())


@exactly(lambda: Decimal("0.11"))
def a_class_attribute(basket: Basket):
    return basket.total * basket.rebate


@exactly(lambda: Decimal("3.30"))
def an_attribute_set_here(basket: Basket):
    basket.factor = 3
    return basket.total * kind(basket.factor)


# pydantic


@exactly(lambda: Decimal("0.77"))
def fields_of_a_schema():
    data = ProductIn(price="1.10", weight=0.7)
    return kind(data.price) * kind(data.weight)


@exactly(lambda: Decimal("0.2090"))
def decimals_of_a_schema():
    data = ProductIn(price="1.10", weight=0.7)
    return kind(data.price * data.tax_rate)


@exactly(lambda: Decimal("1.10"))
def a_float_validated_as_a_decimal():
    """pydantic reads a float by its shortest text."""
    return kind(ProductIn(price=1.1, weight=1).price)


@exactly(lambda: Decimal("1.21"))
def a_loose_schema_times_a_decimal():
    return LooseIn(price="1.1").price * Decimal("1.1")


@about("shop.schemas.Defaulted.price")
@exactly(lambda: Decimal("0.1"))
def a_default_that_is_not_validated():
    return kind(Defaulted().price)


@about("shop.schemas.Defaulted.price")
@exactly(lambda: Decimal("0.11"))
def a_default_that_is_not_validated_times_a_decimal():
    return Defaulted().price * Decimal("1.1")


@exactly(lambda: Decimal("1.21"))
def a_dumped_schema():
    data = ProductIn(price="1.10", weight=0.7).model_dump()
    return data["price"] * 1.1


@exactly(lambda: "1.10")
def a_schema_dumped_for_json():
    return kind(ProductIn(price="1.10", weight=0.7).model_dump(mode="json")["price"])


@exactly(lambda: 1)
def constructed_without_validation():
    return ProductIn.model_construct(price=1.1).price * Decimal("1.1")
