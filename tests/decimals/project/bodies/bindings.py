"""Names: assignments, loops, comprehensions, conditions, collections and unpacking."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from shop.models import Order, Product

from bodies.marks import exactly, kind, possible


@exactly(lambda: Decimal("1.21"))
def a_name(price: Decimal):
    factor = 1.1
    return price * factor


@exactly(lambda: Decimal("2.20"))
def a_name_bound_anew(price: Decimal):
    factor = 1.1
    factor = 2
    return price * kind(factor)


@exactly(lambda: Decimal("1.21"))
def a_name_bound_to_a_float_at_last(price: Decimal):
    factor = 2
    factor = 1.1
    return price * factor


@exactly(lambda: Decimal("1.21"))
def an_annotated_name(price: Decimal):
    factor: float = 1.1
    return price * factor


@exactly(lambda: Decimal("3.30"))
def an_int_annotated_as_a_float(price: Decimal):
    factor: float = 3
    return price * factor


@exactly(lambda: Decimal("1.21"))
def a_chain_of_assignments(price: Decimal):
    first = second = 1.1
    return price * max(first, second)


@exactly(lambda: Decimal("1.21"))
def a_walrus(price: Decimal):
    if (factor := 1.1) > 1:
        return price * factor
    return price


@exactly(lambda: Decimal("1.21"))
def unpacked(price: Decimal):
    amount, factor = price, 1.1
    return amount * factor


@exactly(lambda: Decimal("2.20"))
def unpacked_int(price: Decimal):
    amount, factor, _ = price, 2, 1.1
    return kind(amount * factor)


@exactly(lambda: Decimal("1.21"))
def swapped(price: Decimal):
    amount, factor = 1.1, price
    amount, factor = factor, amount
    return kind(amount) * kind(factor)


@exactly(lambda: Decimal("1.21"))
def starred(prices: list[Decimal]):
    first, *_ = prices
    return first * 1.1


# Conditions


@possible("which branch it is depends on the value")
@exactly(lambda: Decimal("1.21"))
def a_conditional_expression(price: Decimal, paid: bool):
    return price * (1.1 if paid else 1)


@exactly(lambda: Decimal("1.21"))
def floats_on_both_sides(price: Decimal, paid: bool):
    return price * (1.1 if paid else 0.9)


@exactly(lambda: Decimal("2.20"))
def ints_on_both_sides(price: Decimal, paid: bool):
    return price * kind(2 if paid else 1)


@possible("which branch it is depends on the value")
@exactly(lambda: Decimal("1.21"))
def decimal_in_the_branch_that_runs(price: Decimal, paid: bool):
    return price * (Decimal("1.1") if paid else 1.1)


@exactly(lambda: Decimal("1.21"))
def a_float_in_each_branch(price: Decimal, paid: bool):
    if paid:
        factor = 1.1
    else:
        factor = 0.9
    return price * factor


@possible("which branch it is depends on the value")
@exactly(lambda: Decimal("1.21"))
def a_float_in_one_branch(price: Decimal, paid: bool):
    factor = 1
    if paid:
        factor = 1.1
    return price * factor


@exactly(lambda: Decimal("1.10"))
def a_branch_that_returns(price: Decimal, paid: bool):
    factor = Decimal(1)
    if not paid:
        factor = 1.1
        return factor
    return price * kind(factor)


@possible("nothing says what the parameter is")
@exactly(lambda: Decimal("1.21"))
def none_is_replaced(price: Decimal, nothing):
    factor = nothing
    if factor is None:
        factor = 1.1
    return price * factor


@exactly(lambda: Decimal("1.21"))
def a_match(price: Decimal):
    match price:
        case Decimal():
            factor = 1.1
        case _:
            factor = 0.9
    return price * factor


@exactly(lambda: Decimal("1.10"))
def the_error_is_caught(price: Decimal):
    try:
        return price * 1.1
    except TypeError:
        return price


# Loops and comprehensions


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def a_loop_over_decimals(prices: list[Decimal]):
    found = []
    for price in prices:
        found.append(price * 1.1)
    return found


@exactly(lambda: Decimal("0.11"))
def a_loop_over_floats(price: Decimal):
    for factor in (0.1, 0.2):
        return price * factor


@exactly(lambda: Decimal("6.60"))
def a_loop_over_ints(price: Decimal):
    total = Decimal(0)
    for number in range(4):
        total += price * kind(number)
    return total


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def a_comprehension(prices: list[Decimal]):
    return [price * 1.1 for price in prices]


@exactly(lambda: [Decimal("2.20"), Decimal("4.40")])
def a_comprehension_with_ints(prices: list[Decimal]):
    return [kind(price * 2) for price in prices]


@exactly(lambda: {"Pen": Decimal("1.21"), "Ink": Decimal("2.42")})
def a_dict_comprehension(products):
    return {product.name: product.price * 1.1 for product in Product.objects.all()}


@exactly(lambda: {"Pen": Decimal("2.20"), "Ink": Decimal("4.40")})
def a_dict_comprehension_with_ints(order: Order):
    return {line.product.name: line.unit_price * 2 for line in order.lines.all()}


@exactly(lambda: Decimal("3.30"))
def a_total_in_a_loop(order: Order):
    total = Decimal(0)
    for line in order.lines.all():
        total += line.unit_price
    return kind(total)


@exactly(lambda: Decimal("3.30"))
def a_total_in_a_loop_from_a_float(order: Order):
    total = 0.0
    for line in order.lines.all():
        total += line.unit_price
    return total


@exactly(lambda: 0.1 + 0.2)
def a_total_of_floats(order: Order):
    total = 0
    for line in order.lines.all():
        total += line.discount
    return kind(total)


# Collections


@exactly(lambda: Decimal("1.21"))
def an_item_of_a_dict(price: Decimal):
    factors = {"high": 1.1, "low": 0.9}
    return price * factors["high"]


@exactly(lambda: Decimal("2.20"))
def another_item_of_a_dict(price: Decimal):
    factors = {"high": 2, "low": 0.9}
    return price * kind(factors["high"])


@exactly(lambda: Decimal("1.21"))
def get_of_a_dict_of_floats(price: Decimal):
    factors = {"high": 1.1, "low": 0.9}
    return price * factors.get("high", 0.5)


@possible("which of the entries it is depends on the key")
@exactly(lambda: Decimal("1.10"))
def get_of_a_dict_with_an_int_as_default(price: Decimal, text: str):
    factors = {"high": 1.1, "low": 0.9}
    return price * factors.get(text, 1)


@exactly(lambda: Decimal("1.21"))
def an_item_of_a_list(price: Decimal):
    factors = [1.1, 0.9]
    return price * factors[0]


@exactly(lambda: Decimal("1.21"))
def an_item_of_a_nested_list(price: Decimal):
    factors = [[1.1], [0.9]]
    return price * factors[0][0]


@exactly(lambda: Decimal("1.21"))
def an_item_of_a_nested_dict(price: Decimal):
    table = {"card": {"factor": 1.1, "fee": Decimal("0.1")}}
    return price * table["card"]["factor"]


@exactly(lambda: Decimal("0.110"))
def the_other_item_of_a_nested_dict(price: Decimal):
    table = {"card": {"factor": 1.1, "fee": Decimal("0.1")}}
    return price * kind(table["card"]["fee"])


@exactly(lambda: [Decimal("1.21")])
def items_of_a_dict(price: Decimal):
    return [price * factor for name, factor in {"high": 1.1}.items()]


@exactly(lambda: Decimal("1.21"))
def a_dict_that_was_changed(price: Decimal):
    factors = {"high": 2}
    factors["high"] = 1.1
    return price * factors["high"]


@exactly(lambda: Decimal("1.10"))
def a_defaultdict_of_decimals(price: Decimal):
    totals = defaultdict(Decimal)
    totals["all"] += price
    return kind(totals["all"])


@exactly(lambda: Decimal("1.10"))
def a_defaultdict_of_floats(price: Decimal):
    totals = defaultdict(float)
    totals["all"] += price
    return totals["all"]


@exactly(lambda: Decimal("1.10"))
def a_defaultdict_of_ints(price: Decimal):
    totals = defaultdict(int)
    totals["all"] += price
    return kind(totals["all"])


@exactly(lambda: Decimal("1.10"))
def a_counter(price: Decimal):
    totals = Counter()
    totals["all"] += price
    return totals["all"]


@exactly(lambda: Decimal("1.21"))
def an_appended_float(price: Decimal):
    factors = []
    factors.append(1.1)
    return price * factors[0]


@exactly(lambda: Decimal("1.21"))
def a_lambda(price: Decimal):
    gross = lambda net: net * 1.1
    return gross(price)


@exactly(lambda: Decimal("1.21"))
def a_closure(price: Decimal):
    factor = 1.1

    def gross():
        return price * factor

    return gross()


@exactly(lambda: Decimal("1.10"))
def deleted_and_bound_anew(price: Decimal):
    factor = 1.1
    del factor
    factor = 1
    return price * factor
