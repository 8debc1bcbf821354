"""Operators between Decimals, floats and ints, in either order."""

from __future__ import annotations

from decimal import Decimal

from shop.models import Line, Order, Product

from bodies.marks import exactly, kind

# Decimal and float


@exactly(lambda: Decimal("1.21"))
def decimal_times_float(price: Decimal):
    return kind(price) * kind(1.1)


@exactly(lambda: Decimal("1.21"))
def float_times_decimal(price: Decimal):
    return 1.1 * price


@exactly(lambda: Decimal("1.20"))
def decimal_plus_float(price: Decimal):
    return price + 0.1


@exactly(lambda: Decimal("1.20"))
def float_plus_decimal(price: Decimal):
    return 0.1 + price


@exactly(lambda: Decimal("1.00"))
def decimal_minus_float(price: Decimal):
    return price - 0.1


@exactly(lambda: Decimal("-1.00"))
def float_minus_decimal(price: Decimal):
    return 0.1 - price


@exactly(lambda: Decimal("11"))
def decimal_by_float(price: Decimal):
    return price / 0.1


@exactly(lambda: Decimal(1) / Decimal(11))
def float_by_decimal(price: Decimal):
    return 0.1 / price


@exactly(lambda: Decimal(11))
def decimal_floor_division_by_float(price: Decimal):
    return price // 0.1


@exactly(lambda: Decimal(0))
def float_floor_division_by_decimal(price: Decimal):
    return 0.1 // price


@exactly(lambda: Decimal("0.1"))
def decimal_modulo_float(price: Decimal):
    return price % 0.5


@exactly(lambda: Decimal("0.5"))
def float_modulo_decimal(price: Decimal):
    return 0.5 % price


@exactly(lambda: Decimal("1.10").sqrt())
def decimal_to_the_power_of_a_float(price: Decimal):
    return price**0.5


@exactly(lambda: Decimal(2) ** Decimal("1.10"))
def float_to_the_power_of_a_decimal(price: Decimal):
    return 2.0**price


# An exact float is a float all the same


@exactly(lambda: Decimal("0.55"))
def decimal_times_an_exact_float(price: Decimal):
    return price * 0.5


@exactly(lambda: Decimal("3.30"))
def decimal_times_a_whole_float(price: Decimal):
    return price * 3.0


@exactly(lambda: Decimal("1.10"))
def decimal_plus_zero_as_a_float(price: Decimal):
    return price + 0.0


# Decimal and int


@exactly(lambda: Decimal("3.30"))
def decimal_times_int(price: Decimal):
    return kind(price * 3)


@exactly(lambda: Decimal("3.30"))
def int_times_decimal(price: Decimal):
    return kind(3 * price)


@exactly(lambda: Decimal("0.55"))
def decimal_by_int(price: Decimal):
    return kind(price / 2)


@exactly(lambda: Decimal("1.21"))
def decimal_squared(price: Decimal):
    return kind(price**2)


@exactly(lambda: Decimal("1.10"))
def decimal_times_bool(price: Decimal, paid: bool):
    return kind(price * paid)


@exactly(lambda: Decimal("0.10"))
def decimal_modulo_int(price: Decimal):
    return kind(price % 1)


@exactly(lambda: Decimal(1))
def decimal_floor_division_by_int(price: Decimal):
    return kind(price // 1)


@exactly(lambda: Decimal("0.99"))
def percent_of_ints(price: Decimal):
    return price * (100 - 10) / 100


@exactly(lambda: Decimal("1.21"))
def decimal_times_decimal(price: Decimal):
    return kind(price * Decimal("1.1"))


# Ints that become floats


@exactly(lambda: Decimal("0.99"))
def decimal_times_a_quotient_of_ints(price: Decimal):
    share = kind(9 / 10)
    return price * share


@exactly(lambda: Decimal("0.99"))
def decimal_times_a_quotient_in_parentheses(price: Decimal):
    return price * (9 / 10)


@exactly(lambda: Decimal("0.99"))
def decimal_times_an_int_and_then_by_another(price: Decimal):
    return price * 9 / 10


@exactly(lambda: Decimal("0.55"))
def a_whole_quotient_is_a_float(price: Decimal):
    return price * (10 / 20)


@exactly(lambda: Decimal("1.10"))
def floor_division_of_ints_stays_an_int(price: Decimal):
    return price * kind(10 // 9)


@exactly(lambda: Decimal("0.11"))
def a_negative_power_of_an_int_is_a_float(price: Decimal):
    return price * 10**-1


@exactly(lambda: Decimal("110"))
def a_power_of_an_int(price: Decimal):
    return price * 10**2


@exactly(lambda: Decimal("1.10") / 3)
def decimal_by_a_column_of_ints(line: Line):
    return kind(line.unit_price / line.quantity)


@exactly(lambda: Decimal("1.10") * 3 / 100)
def decimal_times_a_quotient_of_an_int_column(line: Line):
    return line.unit_price * (line.quantity / 100)


# Unary


@exactly(lambda: Decimal("-1.21"))
def negative_float(price: Decimal):
    return price * -1.1


@exactly(lambda: Decimal("1.21"))
def positive_float(price: Decimal):
    return price * +1.1


@exactly(lambda: Decimal("-3.30"))
def negative_decimal(price: Decimal):
    return kind(-price) * 3


@exactly(lambda: Decimal("-1.21"))
def negative_decimal_and_float(price: Decimal):
    return -price * 1.1


@exactly(lambda: Decimal("1.10"))
def not_is_an_int(price: Decimal):
    return price + (not price)


# Augmented


@exactly(lambda: Decimal("1.21"))
def decimal_times_equals_float(price: Decimal):
    price *= 1.1
    return price


@exactly(lambda: Decimal("1.20"))
def decimal_plus_equals_float(price: Decimal):
    price += 0.1
    return price


@exactly(lambda: Decimal("3.30"))
def decimal_times_equals_int(price: Decimal):
    price *= 3
    return kind(price)


@exactly(lambda: Decimal("2.20"))
def float_plus_equals_decimal(price: Decimal):
    total = 1.1
    total += price
    return total


@exactly(lambda: Decimal("3.30"))
def int_plus_equals_decimal(price: Decimal):
    total = 0
    for _ in range(3):
        total += price
    return kind(total)


@exactly(lambda: Decimal("3.30"))
def float_zero_plus_equals_decimal(price: Decimal):
    total = 0.0
    for _ in range(3):
        total += price
    return total


@exactly(lambda: Decimal("0.55"))
def decimal_divided_in_place(price: Decimal):
    price /= 2
    return kind(price)


@exactly(lambda: Decimal("1.21"))
def attribute_augmented_with_a_float(product: Product):
    product.price *= 1.1
    return product.price


@exactly(lambda: Decimal("2.20"))
def attribute_augmented_with_an_int(product: Product):
    product.price *= 2
    return kind(product.price)


@exactly(lambda: 0.7 * 2)
def float_attribute_augmented_with_an_int(product: Product):
    product.weight *= 2
    return kind(product.weight)


# Columns


@exactly(lambda: Decimal("0.77"))
def decimal_column_times_float_column(product: Product):
    return kind(product.price) * kind(product.weight)


@exactly(lambda: Decimal("3.30"))
def decimal_column_times_int_column(product: Product):
    return kind(product.price * product.stock)


@exactly(lambda: Decimal("1.309"))
def decimal_columns(product: Product):
    return kind(product.price * (1 + product.tax_rate))


@exactly(lambda: Decimal("17.991"))
def the_rest_of_a_float_column(order: Order):
    return order.total * (1 - order.discount)


@exactly(lambda: Decimal("17.991"))
def a_float_column_as_a_decimal(order: Order):
    return order.total * (1 - Decimal(str(order.discount)))


@exactly(lambda: 0.7 * 3)
def float_column_times_int_column(product: Product):
    return kind(product.weight * product.stock)


@exactly(lambda: Decimal("0.4"))
def difference_of_decimal_columns_and_a_float(product: Product):
    return (product.price - product.cost) * 0.5


# Longer expressions


@exactly(lambda: Decimal("3.63"))
def float_at_the_end(price: Decimal):
    return price * 3 * 1.1


@exactly(lambda: Decimal("3.63"))
def float_at_the_beginning(price: Decimal, quantity: int):
    return 1.1 * quantity * price


@exactly(lambda: Decimal("3.3"))
def float_inside(price: Decimal):
    return price + (2 * 1.1)


@exactly(lambda: Decimal("1.15"))
def float_in_a_conversion(price: Decimal):
    return price + Decimal("0.1") * int(0.5 * 1) + Decimal("0.05")


@exactly(lambda: "1.101.1")
def texts(price: Decimal, rate: float):
    return str(price) + str(rate)


@exactly(lambda: "1.10%")
def modulo_of_a_text(price: Decimal):
    return "%s%%" % price


@exactly(lambda: Decimal("1.10"))
def decimal_and_text(price: Decimal, text: str):
    return price + text


@exactly(lambda: Decimal("1.10"))
def decimal_or_float(price: Decimal):
    return kind(price or 0.0)


@exactly(lambda: Decimal("1.21"))
def decimal_or_zero_times_a_float(price: Decimal):
    return (price or 0) * 1.1


@exactly(lambda: 3)
def bits_of_ints(quantity: int):
    return quantity | 1
