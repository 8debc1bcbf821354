"""Comparison, membership and look-up. Each says what two decimal numbers would say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from shop.constants import LIMIT
from shop.models import Line, Order, Product

from bodies.marks import exactly, kind, possible


@exactly(lambda: True)
def equal_to_an_inexact_float(price: Decimal):
    return kind(price == 1.1)


@exactly(lambda: True)
def an_inexact_float_is_equal(price: Decimal):
    return price == 1.1


@exactly(lambda: False)
def not_equal_to_an_inexact_float(price: Decimal):
    return price != 1.1


@exactly(lambda: True)
def equal_to_an_exact_float():
    return Decimal("0.50") == 0.5


@exactly(lambda: False)
def equal_to_zero_as_a_float(price: Decimal):
    return price == 0.0


@exactly(lambda: True)
def not_equal_to_zero_as_a_float(price: Decimal):
    return price != 0.0


@exactly(lambda: False)
def equal_to_an_int(price: Decimal):
    return price == 1


@exactly(lambda: True)
def equal_to_a_decimal(price: Decimal):
    return price == Decimal("1.1")


@exactly(lambda: True)
def equal_to_the_float_of_itself(price: Decimal):
    return price == float(price)


@exactly(lambda: True)
def floats_of_both_are_equal(price: Decimal):
    return float(price) == float(Decimal("1.1"))


@exactly(lambda: True)
def the_float_of_it_is_equal_to_a_float(price: Decimal):
    return float(price) == 1.1


@exactly(lambda: True)
def texts_are_equal(price: Decimal):
    return str(price) == "1.10"


@exactly(lambda: False)
def equal_to_a_text(price: Decimal, text: str):
    return price == text


@exactly(lambda: True)
def a_column_is_equal_to_a_float(product: Product):
    return product.price == 1.1


@possible(
    "whether the two could be equal depends on their values",
    like="comparison.a_column_is_equal_to_a_float_column_of_that_amount",
)
@exactly(lambda: False)
def a_column_is_equal_to_a_float_column(product: Product):
    return product.price == product.weight


@exactly(lambda: True)
def a_column_is_equal_to_a_float_column_of_that_amount():
    product = Product.objects.create(name="New", price=Decimal("1.1"), weight=1.1)
    return product.price == product.weight


@exactly(lambda: True)
def a_column_is_equal_to_the_decimal_of_a_float(product: Product):
    return product.price == Decimal(1.1)


@exactly(lambda: True)
def a_condition_on_a_float(product: Product):
    if product.price == 1.1:
        return True
    return False


@exactly(lambda: 1)
def counted_by_a_float(products):
    return len([each for each in Product.objects.all() if each.price == 1.1])


# Order


@exactly(lambda: True)
def greater_than_a_float(price: Decimal):
    return price > 0.1


@exactly(lambda: True)
def between_floats(price: Decimal):
    return 0.1 < price < 9.9


@exactly(lambda: True)
def greater_than_zero_as_a_float(price: Decimal):
    return price > 0.0


@possible("only a price at the bound itself is judged wrongly")
@exactly(lambda: True)
def at_least_the_float_that_it_is(price: Decimal):
    """1.1 as a float is a little more than 1.1."""
    return price >= 1.1


@possible("only a price at the bound itself is judged wrongly")
@exactly(lambda: True)
def at_most_the_float_that_it_is():
    """99.99 as a float is a little less than 99.99."""
    return Decimal("99.99") <= 99.99


@possible("only a price at the bound itself is judged wrongly")
@exactly(lambda: True)
def at_most_a_constant():
    return Decimal("99.99") <= LIMIT


@exactly(lambda: True)
def at_least_an_exact_float():
    return Decimal("0.50") >= 0.5


@possible("only a price at the bound itself is judged wrongly")
@exactly(lambda: False)
def less_than_the_float_that_it_is(price: Decimal):
    return price < 1.1


@exactly(lambda: True)
def at_least_an_int(price: Decimal):
    return price >= 1


@exactly(lambda: True)
def less_than_a_text(price: Decimal, text: str):
    return price < text


@possible("nothing says what the parameter is")
@exactly(lambda: True)
def less_than_none(price: Decimal, nothing):
    return price < nothing


@exactly(lambda: True)
def greater_than_a_fraction(price: Decimal):
    return price > Fraction(1, 10)


@exactly(lambda: True)
def columns_in_order(order: Order):
    return order.total > order.discount


# Membership and look-up


@exactly(lambda: True)
def in_a_list_of_floats(price: Decimal):
    return price in [0.1, 1.1]


@exactly(lambda: True)
def in_a_tuple_of_floats(price: Decimal):
    return price in (0.1, 1.1)


@exactly(lambda: True)
def in_a_set_of_floats(price: Decimal):
    return price in {0.1, 1.1}


@exactly(lambda: False)
def not_in_a_list_of_floats(price: Decimal):
    return price not in [0.1, 1.1]


@exactly(lambda: True)
def in_a_list_of_exact_floats():
    return Decimal("0.50") in [0.25, 0.5]


@exactly(lambda: False)
def in_a_list_with_zero_as_a_float(price: Decimal):
    return price in (None, 0.0)


@exactly(lambda: True)
def in_a_list_of_decimals(price: Decimal):
    return price in [Decimal("0.1"), Decimal("1.1")]


@exactly(lambda: True)
def a_float_in_a_list_of_decimals(prices: list[Decimal]):
    return 1.1 in prices


@exactly(lambda: "reduced")
def a_key_of_a_dict_of_floats(price: Decimal):
    return {1.1: "reduced", 2.2: "full"}.get(price)


@exactly(lambda: "reduced")
def an_item_of_a_dict_of_floats(price: Decimal):
    return {1.1: "reduced", 2.2: "full"}[price]


@exactly(lambda: "reduced")
def a_key_of_a_dict_of_exact_floats():
    return {0.5: "reduced", 2.25: "full"}.get(Decimal("0.50"))


@exactly(lambda: "reduced")
def a_float_as_a_key_of_a_dict_of_decimals():
    return {Decimal("1.1"): "reduced"}.get(1.1)


@exactly(lambda: "reduced")
def a_key_of_a_dict_of_decimals(price: Decimal):
    return {Decimal("1.1"): "reduced"}[price]


@exactly(lambda: 0)
def the_index_in_a_list_of_floats(price: Decimal):
    return [1.1, 2.2].index(price)


@exactly(lambda: 1)
def the_count_in_a_list_of_floats(price: Decimal):
    return [1.1, 2.2].count(price)


@exactly(lambda: "tenth")
def a_match_on_a_float(price: Decimal):
    match price - 1:
        case 0.1:
            return "tenth"
        case _:
            return "other"


@exactly(lambda: True)
def any_of_rows(order: Order):
    return any(line.unit_price == 1.1 for line in order.lines.all())


@possible("rounded, the two agree to the digits that count")
@exactly(lambda: True)
def rounded_before_comparison(price: Decimal):
    return round(float(price), 2) == round(1.1, 2)


@exactly(lambda: True)
def truth_of_a_decimal(line: Line):
    return bool(line.unit_price)
