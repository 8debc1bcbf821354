"""A float as a column's default, which a new object holds until it is read back."""

from __future__ import annotations

from decimal import Decimal

from shop.models import Customer, Invoice, Order

from bodies.marks import about, exactly, kind


@about("shop.models.Invoice.fee")
def of_a_new_object():
    """One that is exact, and two that are not, of which one stands in a constant."""
    return Invoice()


@about("shop.models.Invoice.fee")
@exactly(lambda: Decimal("0.1"))
def an_inexact_default():
    return kind(Invoice().fee)


@about("shop.models.Invoice.share")
@exactly(lambda: Decimal("0.5"))
def an_exact_default():
    return kind(Invoice().share)


@about("shop.models.Invoice.markup")
@exactly(lambda: Decimal("1.1"))
def a_constant_as_default():
    return kind(Invoice().markup)


@about("shop.models.Invoice.tip")
@exactly(lambda: Decimal("0.30"))
def a_decimal_as_default():
    return kind(Invoice().tip)


@about("shop.models.Customer.credit")
@exactly(lambda: Decimal(0))
def an_int_as_default():
    return kind(Customer().credit)


@exactly(lambda: Decimal("0.11"))
def an_inexact_default_times_a_decimal():
    return Invoice().fee * Decimal("1.1")


@exactly(lambda: Decimal("0.55"))
def an_exact_default_times_a_decimal():
    return Invoice().share * Decimal("1.1")


@exactly(lambda: Decimal("0.33"))
def a_decimal_default_times_a_decimal():
    return kind(Invoice().tip * Decimal("1.1"))


@exactly(lambda: Decimal("0.33"))
def a_text_default_times_a_decimal():
    return Invoice().deposit * Decimal("1.1")


@exactly(lambda: Decimal("1.10"))
def an_int_default_plus_a_decimal():
    return kind(Customer().credit + Decimal("1.10"))


@exactly(lambda: Decimal("1.1"))
def zero_as_a_float_plus_a_decimal(customer: Customer):
    order = Order(customer=customer, total=Decimal("1.1"))
    return order.total + order.shipping


@exactly(lambda: Decimal("1.1"))
def zero_as_a_float_in_a_property(customer: Customer):
    return Order(customer=customer, total=Decimal("1.1")).due


@exactly(lambda: Decimal("1.1"))
def created_and_in_a_property(customer: Customer):
    return Order.objects.create(customer=customer, total=Decimal("1.1")).due


@exactly(lambda: Decimal("1.1"))
def created_and_read_back(customer: Customer):
    order = Order.objects.create(customer=customer, total=Decimal("1.1"))
    return kind(Order.objects.get(pk=order.pk).due)


@exactly(lambda: Decimal("3.1"))
def given_instead(customer: Customer):
    order = Order(customer=customer, total=Decimal("1.1"), shipping=Decimal(2))
    return kind(order.due)


@exactly(lambda: Decimal("24.89"))
def of_a_row_that_was_read(order: Order):
    return kind(order.total + order.shipping)


@about("shop.models.Invoice.fee")
def created(order: Order):
    order.invoice.delete()
    return Invoice.objects.create(order=order)


@exactly(lambda: Decimal("0.1"))
def created_and_stored(order: Order):
    order.invoice.delete()
    invoice = Invoice.objects.create(order=order)
    return Invoice.objects.get(pk=invoice.pk).fee
