"""What went wrong in public, told anew.

- dimagi/commcare-connect#726: an exchange rate arrives from a web service as a float, is
  handed to `create`, and the object that comes back is divided by. The same code works once
  the row is there, for then it is read and holds a Decimal.
- gitcoinco/web#1503: an amount in the settings is a float, and is multiplied by what a function
  finds in a Decimal column.
- bcgov/sbc-pay#1118: what is outstanding is read from a text file with `float` and subtracted
  from a Decimal column.
- stellar/django-polaris#338: the fixed fee and the percentage are Decimal columns; the amount
  is whatever a caller put into a dict, and one of them puts a float there.
- Django's ticket 26459: a float of 2.215 was stored as 2.21 and not as 2.22. It was closed: a
  Decimal is what such a column is for. Today Django hands on as many digits of the float as
  the column has in all, and the database rounds them.
"""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from django.conf import settings
from shop.models import Asset, ExchangeRate, Invoice, Order
from shop.pricing import recommended_gas_price

from bodies.marks import exactly, kind, possible

# dimagi/commcare-connect#726


def _rates() -> dict[str, float]:
    """What the web service answers."""
    return json.loads('{"EUR": 1.1, "KES": 129.24}')


def _fetched_rate(currency: str):
    return ExchangeRate.objects.create(currency=currency, rate=_rates()[currency])


def _rate_of(currency: str):
    known = ExchangeRate.objects.filter(currency=currency).first()
    return known or _fetched_rate(currency)


def a_rate_that_was_just_created():
    return _fetched_rate("EUR")


@possible("the row may be there, and then it is a Decimal")
@exactly(lambda: Decimal("19.99") / Decimal("1.1"))
def divided_by_a_rate_that_was_just_created(order: Order):
    return order.total / _rate_of("EUR").rate


@possible("the row may be missing, and then it is a float")
@exactly(lambda: Decimal("19.99") / Decimal("1.1"))
def divided_by_a_rate_that_was_there(order: Order):
    ExchangeRate.objects.create(currency="EUR", rate=Decimal("1.1"))
    return order.total / kind(_rate_of("EUR").rate)


@exactly(lambda: Decimal("19.99") / Decimal("1.1"))
def divided_by_a_rate_that_was_created_of_a_decimal(order: Order):
    rate = Decimal(str(_rates()["EUR"]))
    created = ExchangeRate.objects.create(currency="EUR", rate=rate)
    return order.total / kind(created.rate)


@exactly(lambda: Decimal("1.1"))
def cured_by_the_decimal_of_a_float():
    """What was lost stays lost."""
    rate = Decimal(_rates()["EUR"])
    return ExchangeRate.objects.create(currency="EUR", rate=rate).rate


# gitcoinco/web#1503


UNPRICED = "without a known price the function gives an int"


@possible(UNPRICED)
@exactly(lambda: Decimal("1.32"))
def a_setting_times_what_a_function_finds():
    return settings.SHOP_MARGIN * kind(recommended_gas_price(5))


@possible(UNPRICED)
@exactly(lambda: Decimal("1.32"))
def both_as_floats():
    return float(settings.SHOP_MARGIN) * float(recommended_gas_price(5))


@exactly(lambda: Decimal("6.0"))
def a_setting_times_what_a_function_gives_without_rows():
    return settings.SHOP_MARGIN * kind(recommended_gas_price(1))


@exactly(lambda: Decimal("1.32"))
def both_as_decimals():
    return Decimal(str(settings.SHOP_MARGIN)) * kind(recommended_gas_price(5))


# bcgov/sbc-pay#1118


def _outstanding() -> dict[str, str]:
    file = io.StringIO("invoice,outstanding\n1,0.10\n")
    return next(csv.DictReader(file))


@exactly(lambda: Decimal("19.89"))
def a_column_minus_a_float_of_a_file(order: Order):
    return order.total - float(_outstanding()["outstanding"])


@exactly(lambda: Decimal("19.89"))
def a_column_minus_a_decimal_of_a_file(order: Order):
    return kind(order.total - Decimal(_outstanding()["outstanding"]))


# stellar/django-polaris#338


def _fee(parameters):
    asset = Asset.objects.get(code=parameters["code"])
    percent = asset.fee_percent / Decimal("100")
    return round(asset.fee_fixed + percent * parameters["amount"], 2)


@exactly(lambda: Decimal("1.20"))
def a_fee_of_a_float():
    return _fee({"code": "USD", "amount": 100.0})


@exactly(lambda: Decimal("1.20"))
def a_fee_of_a_decimal():
    return kind(_fee({"code": "USD", "amount": Decimal("100")}))


@exactly(lambda: Decimal("1.20"))
def a_fee_of_an_int():
    return kind(_fee({"code": "USD", "amount": 100}))


@exactly(lambda: Decimal("1.20"))
def a_fee_with_a_float_divisor(asset: Asset):
    return asset.fee_fixed + asset.fee_percent / 100.0 * 100


@exactly(lambda: Decimal("1.20"))
def a_fee_with_an_int_divisor(asset: Asset):
    return kind(asset.fee_fixed + asset.fee_percent / 100 * 100)


# Django's ticket 26459


STORED = "each database rounds in its own way what has more digits than the column"


@possible(STORED)
@exactly(lambda: Decimal("2.22"))
def stored_today(invoice: Invoice):
    invoice.gross = 2.215
    invoice.save()
    return Invoice.objects.get(pk=invoice.pk).gross


@possible(STORED)
@exactly(lambda: Decimal("2.68"))
def stored_in_a_column_of_many_digits(invoice: Invoice):
    invoice.gross = 2.675
    invoice.save()
    return Invoice.objects.get(pk=invoice.pk).gross


@possible(STORED)
@exactly(lambda: Decimal("2.68"))
def stored_in_a_column_of_few_digits(invoice: Invoice):
    invoice.fee = 2.675
    invoice.save()
    return Invoice.objects.get(pk=invoice.pk).fee


def kept_in_memory(invoice: Invoice):
    invoice.gross = 2.675
    invoice.save()
    return invoice


@possible(STORED)
@exactly(lambda: Decimal("2.68"))
def stored_of_a_decimal(invoice: Invoice):
    invoice.gross = Decimal("2.675")
    invoice.save()
    return Invoice.objects.get(pk=invoice.pk).gross
