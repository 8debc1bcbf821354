"""Every drift of docs/examples/shop, run under the real frameworks.

The drifts run in a process of their own (this file as a script), because Django can be configured
only once in a process. Each function says in its name and shows in its body what happens at run
time; DRIFTS.md says the same in words, under the same numbers.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import traceback
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import pytest

SHOP = Path(__file__).resolve().parents[1] / "docs" / "examples" / "shop"

Case = Callable[[types.SimpleNamespace], None]
CASES: dict[str, Case] = {}
COMMANDS: dict[str, dict[str, Any]] = {
    "check": {},
    "makemigrations": {"check_changes": True, "dry_run": True},
}


def case(number: str) -> Callable[[Case], Case]:
    def register(function: Case) -> Case:
        assert number not in CASES, number
        CASES[number] = function
        return function

    return register


# --- the length of a text -------------------------------------------------------------------


@case("D01")
def serializer_saves_a_name_that_the_model_refuses(shop: Any) -> None:
    answer = shop.rest.post(
        "/rest/customers/", {"name": "n" * 200, "email": "long@example.org"}, format="json"
    )
    assert answer.status_code == 201, answer.data
    saved = shop.Customer.objects.get(email="long@example.org")
    assert len(saved.name) == 200
    assert "name" in refused(shop, saved)


@case("D02")
def plain_form_saves_a_phone_that_the_model_refuses(shop: Any) -> None:
    answer = shop.web.post(
        "/signup/",
        {"name": "Ada", "email": "ada@example.org", "phone": "+43 1 " + "5" * 24, "terms": "on"},
    )
    assert answer.status_code == 302
    assert "phone" in refused(shop, shop.Customer.objects.get(email="ada@example.org"))


@case("D03")
def schema_saves_a_name_that_the_model_refuses(shop: Any) -> None:
    answer = shop.post("/api/customers/", {"name": "n" * 200, "email": "in@example.org"})
    assert answer.status_code == 201, answer.content
    assert "name" in refused(shop, shop.Customer.objects.get(email="in@example.org"))


@case("D04")
def model_form_is_caught_late_by_full_clean(shop: Any) -> None:
    from shop.customers.forms import CustomerForm

    data = {"name": "n" * 150, "email": "late@example.org", "kind": "private"}
    form = CustomerForm(data)
    assert form.fields["name"].clean(data["name"]) == data["name"]
    assert not form.is_valid()
    assert form.errors["name"] == ["Ensure this value has at most 120 characters (it has 150)."]


@case("D05")
def schema_takes_more_digits_than_the_column(shop: Any) -> None:
    import decimal

    order = shop.order()
    line = {"product_id": shop.product().pk, "quantity": 1, "unit_price": "10.005"}
    answer = shop.post(f"/api/orders/{order.pk}/lines", line)
    assert answer.status_code == 200, answer.content
    assert answer.json()["unit_price"] == "10.005"
    assert str(order.lines.get().unit_price) == "10.00"
    order.lines.all().delete()
    line = {"product_id": shop.product().pk, "quantity": 1, "unit_price": "12345678.00"}
    assert shop.post(f"/api/orders/{order.pk}/lines", line).status_code == 200
    with raises(decimal.InvalidOperation):
        order.lines.get()


# --- validators, bounds, choices ------------------------------------------------------------


@case("D06")
def redeclared_field_loses_the_unique_validator(shop: Any) -> None:
    product = shop.product()
    from shop.orders.serializers import ProductSerializer

    data = {"sku": product.sku, "name": "Again", "price": "1.00"}
    serializer = ProductSerializer(data=data)
    assert serializer.is_valid(), serializer.errors
    with raises(shop.IntegrityError):
        shop.rest.post("/rest/products/", data, format="json")


@case("D07")
def serializer_saves_a_negative_price(shop: Any) -> None:
    answer = shop.rest.post(
        "/rest/products/", {"sku": "NEG-1", "name": "Gift", "price": "-5.00"}, format="json"
    )
    assert answer.status_code == 201, answer.data
    assert "price" in refused(shop, shop.Product.objects.get(sku="NEG-1"))


@case("D08")
def schema_saves_a_discount_beyond_the_limit(shop: Any) -> None:
    data = {"name": "Ada", "email": "cheap@example.org", "discount": 90}
    answer = shop.post("/api/customers/", data)
    assert answer.status_code == 201, answer.content
    assert "discount" in refused(shop, shop.Customer.objects.get(email="cheap@example.org"))


@case("D09")
def schema_takes_a_negative_for_a_positive_column(shop: Any) -> None:
    with raises(shop.IntegrityError):
        shop.put(f"/api/orders/products/{shop.product().pk}/stock", {"low": -1, "high": 5})


@case("D10")
def serializer_drops_the_phone_validator(shop: Any) -> None:
    customer = shop.customer()
    answer = shop.rest.patch(f"/rest/contacts/{customer.pk}/", {"phone": "call me"}, format="json")
    assert answer.status_code == 200, answer.data
    customer.refresh_from_db()
    assert customer.phone == "call me"
    assert "phone" in refused(shop, customer)


@case("D11")
def schema_drops_the_postcode_validator(shop: Any) -> None:
    address = {"line1": "Ring 1", "postcode": "???", "city": "Wien"}
    answer = shop.post(f"/api/customers/{shop.customer().pk}/addresses", address)
    assert answer.status_code == 200, answer.content
    assert "postcode" in refused(shop, shop.Address.objects.get(postcode="???"))


@case("D12")
def serializer_saves_a_kind_that_the_model_does_not_know(shop: Any) -> None:
    data = {"name": "Ada", "email": "kind@example.org", "kind": "reseller"}
    answer = shop.rest.post("/rest/customers/", data, format="json")
    assert answer.status_code == 201, answer.data
    saved = shop.Customer.objects.get(email="kind@example.org")
    assert saved.kind == "reseller"
    assert "kind" in refused(shop, saved)


@case("D13")
def schema_saves_a_channel_that_the_model_does_not_know(shop: Any) -> None:
    data = {"customer_id": str(shop.customer().pk), "channel": "fax", "reference": "r"}
    answer = shop.post("/api/orders/", data)
    assert answer.status_code == 201, answer.content
    assert "channel" in refused(shop, shop.Order.objects.get(channel="fax"))


# --- optional and null ----------------------------------------------------------------------


@case("D14")
def serializer_lets_the_customer_be_left_out(shop: Any) -> None:
    with raises(shop.IntegrityError):
        shop.rest.post("/rest/orders/", {"channel": "web"}, format="json")


@case("D15")
def serializer_saves_an_empty_note(shop: Any) -> None:
    answer = shop.rest.post("/rest/notes/", {"order": shop.order().pk}, format="json")
    assert answer.status_code == 201, answer.data
    note = shop.OrderNote.objects.get()
    assert note.text == ""
    assert "text" in refused(shop, note)


@case("D16")
def schema_hands_null_to_a_not_null_column(shop: Any) -> None:
    with raises(shop.IntegrityError):
        shop.post("/api/orders/", {"customer_id": str(shop.customer().pk)})


@case("D17")
def model_schema_makes_a_blank_column_nullable(shop: Any) -> None:
    from shop.orders.schemas import ProductIn

    assert ProductIn.model_fields["description"].annotation == (str | None)
    with raises(shop.IntegrityError):
        shop.post("/api/orders/products", {"sku": "NEW-1", "name": "New", "price": "1.00"})


@case("D18")
def model_form_lets_the_date_be_left_out(shop: Any) -> None:
    from shop.invoices.forms import PaymentForm

    data = {"invoice": shop.invoice().pk, "amount": "2", "method": "card"}
    form = PaymentForm(data)
    assert form.is_valid(), form.errors
    with raises(shop.IntegrityError):
        shop.web.post("/payments/new/", data)


# --- types ----------------------------------------------------------------------------------


@case("D19")
def integer_key_over_a_uuid_takes_no_real_customer(shop: Any) -> None:
    from shop.invoices.schemas import CreditNoteIn
    from shop.invoices.services import issue_credit_note

    customer = shop.customer()
    credit = {"customer_id": str(customer.pk), "amount": "5.00", "reason": "late"}
    answer = shop.post("/api/invoices/credit-notes", credit)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "int_parsing"
    with raises(shop.IntegrityError):
        issue_credit_note(CreditNoteIn(customer_id=7, amount="5.00", reason="late"))
        shop.connection.check_constraints()


@case("D20")
def schema_puts_a_float_into_a_decimal_column(shop: Any) -> None:
    from decimal import Decimal

    from shop.invoices.schemas import InvoiceIn
    from shop.invoices.services import issue_invoice

    data = InvoiceIn.model_validate_json(f'{{"order_id": {shop.order().pk}, "total": 1.1}}')
    invoice = issue_invoice(data, shop.user)
    assert isinstance(invoice.total, float)
    with raises(TypeError):
        invoice.total + Decimal("1.00")
    invoice.refresh_from_db()
    assert invoice.total == Decimal("1.10")


@case("D21")
def float_in_a_model_form_refuses_valid_amounts(shop: Any) -> None:
    from shop.invoices.forms import PaymentForm

    data = {"invoice": shop.invoice().pk, "method": "card", "received_on": "2025-01-02"}
    form = PaymentForm({**data, "amount": "1.1"})
    assert not form.is_valid()
    assert form.errors["amount"] == ["Ensure that there are no more than 2 decimal places."]
    assert PaymentForm({**data, "amount": "1.5"}).is_valid()


# --- what the server promises ---------------------------------------------------------------


@case("D22")
def open_order_fails_to_serialise(shop: Any) -> None:
    order = shop.order()
    with raises(Exception, match="placed_at"):
        shop.web.get(f"/api/orders/{order.pk}")
    shop.services.place(order)
    assert shop.web.get(f"/api/orders/{order.pk}").status_code == 200


@case("D23")
def customer_without_vat_number_fails_to_serialise(shop: Any) -> None:
    customer = shop.customer()
    with raises(Exception, match="vat_number"):
        shop.web.get(f"/api/customers/{customer.pk}")
    customer.vat_number = "ATU12345678"
    customer.save()
    assert shop.web.get(f"/api/customers/{customer.pk}").status_code == 200


# --- names that do not exist ----------------------------------------------------------------


@case("D24")
def unknown_name_in_fields_breaks_the_list(shop: Any) -> None:
    shop.invoice()
    with raises(shop.ImproperlyConfigured, match="due_date"):
        shop.rest.get("/rest/invoice-list/")


@case("D25")
def unknown_name_in_read_only_fields_leaves_the_total_writable(shop: Any) -> None:
    data = {"customer": str(shop.customer().pk), "total": "0.01"}
    answer = shop.rest.post("/rest/orders/", data, format="json")
    assert answer.status_code == 201, answer.data
    assert answer.data["total"] == "0.01"


@case("D26")
def unknown_name_in_exclude_leaves_the_field_in_the_form(shop: Any) -> None:
    from shop.customers.forms import AddressForm

    assert "is_default" in AddressForm.base_fields
    customer = shop.customer()
    address = {"line1": "Ring 1", "postcode": "1010", "city": "Wien", "country": "AT"}
    answer = shop.web.post(
        f"/customers/{customer.pk}/addresses/new/", {**address, "is_default": "on"}
    )
    assert answer.status_code == 302
    assert customer.addresses.get().is_default


@case("D27")
def unknown_source_makes_the_city_vanish(shop: Any) -> None:
    customer = shop.customer()
    shop.Address.objects.create(customer=customer, line1="Ring 1", postcode="1010", city="Wien")
    answer = shop.rest.get(f"/rest/customers/{customer.pk}/summary/")
    assert answer.status_code == 200
    assert "city" not in answer.data
    assert answer.data["orders"] == 0


# --- layers that disagree with each other ---------------------------------------------------


@case("D28")
def city_saved_by_the_api_is_refused_by_the_form(shop: Any) -> None:
    from django.forms import model_to_dict
    from shop.customers.forms import AddressForm

    city = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysilio"
    address = {"line1": "Ring 1", "postcode": "1010", "city": city}
    answer = shop.post(f"/api/customers/{shop.customer().pk}/addresses", address)
    assert answer.status_code == 200, answer.content
    saved = shop.Address.objects.get(city=city)
    assert refused(shop, saved) == set()
    form = AddressForm(model_to_dict(saved), instance=saved)
    assert not form.is_valid()
    assert set(form.errors) == {"city"}


# --- what is left out -----------------------------------------------------------------------


@case("D29")
def model_form_omits_a_date(shop: Any) -> None:
    data = {"customer": str(shop.customer().pk), "amount": "5.00", "reason": "late"}
    with raises(shop.IntegrityError):
        shop.web.post("/credit-notes/new/", data)


@case("D30")
def serializer_omits_a_date(shop: Any) -> None:
    with raises(shop.IntegrityError):
        shop.rest.post(
            "/rest/returns/", {"order": shop.order().pk, "reason": "broken"}, format="json"
        )


# --- constraints ----------------------------------------------------------------------------


@case("D31")
def serializer_never_checks_the_dates(shop: Any) -> None:
    from shop.invoices.forms import InvoiceForm

    dates = {"issued_on": "2025-02-01", "due_on": "2025-01-01"}
    data = {"order": shop.order().pk, "total": "1.00", "currency": "EUR", **dates}
    assert "__all__" in InvoiceForm(data).errors
    with raises(shop.IntegrityError):
        shop.rest.post("/rest/invoices/", data, format="json")


@case("D32")
def schema_never_checks_that_a_product_stands_once(shop: Any) -> None:
    order, product = shop.order(), shop.product()
    line = {"product_id": product.pk, "quantity": 1, "unit_price": "1.00"}
    assert shop.post(f"/api/orders/{order.pk}/lines", line).status_code == 200
    with raises(shop.IntegrityError):
        shop.post(f"/api/orders/{order.pk}/lines", line)


@case("D33")
def unknown_name_in_extra_kwargs_leaves_the_currency_writable(shop: Any) -> None:
    dates = {"issued_on": "2025-01-01", "due_on": "2025-02-01"}
    data = {"order": shop.order().pk, "total": "1.00", "currency": "CHF", **dates}
    answer = shop.rest.post("/rest/invoices/", data, format="json")
    assert answer.status_code == 201, answer.data
    assert answer.data["currency"] == "CHF"


# --- sync work in async code ----------------------------------------------------------------


@case("A01")
def sync_call_of_an_async_view_raises(shop: Any) -> None:
    with raises(shop.SynchronousOnlyOperation):
        shop.web.get(f"/customers/{shop.customer().pk}/orders/")


@case("A02")
def query_in_a_rare_branch_raises(shop: Any) -> None:
    product = shop.product()
    assert shop.web.get(f"/api/live/products/{product.sku}").json()["name"] == "Lamp"
    with raises(shop.SynchronousOnlyOperation):
        shop.web.get("/api/live/products/lamp")


@case("A03")
def truth_of_a_queryset_raises(shop: Any) -> None:
    with raises(shop.SynchronousOnlyOperation):
        shop.web.get("/api/live/orders/summary")


@case("A04")
def relation_that_was_not_loaded_raises(shop: Any) -> None:
    with raises(shop.SynchronousOnlyOperation):
        shop.web.get(f"/api/live/orders/{shop.order().number}")


@case("A05")
def property_that_queries_raises(shop: Any) -> None:
    with raises(shop.SynchronousOnlyOperation):
        shop.web.get(f"/api/live/orders/{shop.order().number}/label")


@case("A06")
def transaction_around_await_raises(shop: Any) -> None:
    order = shop.order()
    with raises(shop.SynchronousOnlyOperation):
        shop.post(f"/api/live/orders/{order.number}/close", {})
    order.refresh_from_db()
    assert order.status == "open"


@case("A07")
def shortcut_that_queries_raises(shop: Any) -> None:
    note = shop.OrderNote.objects.create(order=shop.order(), author=shop.user, text="t")
    with raises(shop.SynchronousOnlyOperation):
        shop.web.delete(f"/api/live/orders/{note.order.number}/notes/{note.pk}")
    assert shop.OrderNote.objects.filter(pk=note.pk).exists()


@case("A08")
def user_of_the_request_raises(shop: Any) -> None:
    with raises(shop.SynchronousOnlyOperation):
        shop.web.get("/api/live/me")


@case("A09")
def lazy_queryset_out_of_a_thread_raises(shop: Any) -> None:
    with raises(Exception, match="SynchronousOnlyOperation"):
        shop.web.get("/api/live/orders")


@case("A10")
def coroutine_that_nobody_awaits_saves_nothing(shop: Any) -> None:
    order = shop.order()
    shop.services.place(order)
    answer = shop.post(f"/api/live/orders/{order.number}/reopen", {})
    assert answer.json() == {"status": "open"}
    order.refresh_from_db()
    assert order.status == "placed"


# --- background jobs ------------------------------------------------------------------------


@case("J01")
def celery_compares_the_arguments_with_the_task(shop: Any) -> None:
    from shop.orders import fulfilment

    with raises(TypeError, match="unexpected keyword argument 'copy'"):
        fulfilment.confirm(shop.order())


@case("J02")
def celery_cannot_write_an_order_as_json(shop: Any) -> None:
    from kombu.exceptions import EncodeError
    from shop.orders import fulfilment

    with raises(EncodeError, match="Order is not JSON serializable"):
        fulfilment.prepare(shop.order())


@case("J03")
def the_job_is_there_before_the_order(shop: Any) -> None:
    from django.db import transaction
    from shop.orders import fulfilment
    from shop.orders.tasks import send_confirmation

    with transaction.atomic():
        order = fulfilment.create_and_confirm(shop.customer(), "web")
        ((arguments, _, _),) = queued()
        transaction.set_rollback(True)
    assert arguments == [order.pk]
    with raises(shop.Order.DoesNotExist):
        send_confirmation(*arguments)


@case("J04")
def the_event_loop_writes_to_the_broker(shop: Any) -> None:
    import asyncio

    from asgiref.sync import async_to_sync
    from celery.signals import before_task_publish
    from shop.orders import fulfilment

    loops: list[asyncio.AbstractEventLoop] = []

    def listen(**_: Any) -> None:
        loops.append(asyncio.get_running_loop())

    before_task_publish.connect(listen)
    try:
        async_to_sync(fulfilment.confirm_from_the_warehouse)(shop.order().number)
    finally:
        before_task_publish.disconnect(listen)
    assert len(loops) == len(queued()) == 1


@case("J05")
def a_task_puts_a_float_into_a_decimal_column(shop: Any) -> None:
    from decimal import Decimal

    from shop.orders.tasks import take_over_price

    product = shop.product()
    assert take_over_price({"sku": product.sku, "price": 1.1}) == "1.1"
    product.refresh_from_db()
    assert product.price == Decimal("1.10")


def queued() -> list[Any]:
    """What stands in the queue of Celery, which is emptied."""
    from queue import Empty

    from shop.celery import app

    found: list[Any] = []
    with app.connection_for_read() as connection:
        jobs = connection.SimpleQueue("celery")
        try:
            while True:
                message = jobs.get(block=False)
                found.append(message.payload)
                message.ack()
        except Empty:
            return found


# --- past the services ----------------------------------------------------------------------


@case("S01")
def property_that_queries_does_so_for_every_row(shop: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        shop.customer()
    with CaptureQueriesContext(shop.connection) as captured:
        found = [customer.default_address for customer in shop.Customer.objects.all()]
    assert len(found) == 3
    assert len(captured) == 4


def _raises_http_error(call: Callable[[], object], code: int) -> None:
    from ninja.errors import HttpError

    try:
        call()
    except HttpError as error:
        assert error.status_code == code
    else:
        raise AssertionError("nothing was raised")


@case("S02")
def service_for_customers_raises_an_answer_where_nobody_asked(shop: Any) -> None:
    from shop.customers import services
    from shop.customers.schemas import CustomerIn

    payload = CustomerIn(name="Ada", email=shop.customer().email)
    _raises_http_error(lambda: services.create_customer(payload), 409)


@case("S03")
def service_for_invoices_raises_an_answer_where_nobody_asked(shop: Any) -> None:
    from shop.invoices import services
    from shop.invoices.schemas import InvoiceIn

    payload = InvoiceIn(order_id=shop.invoice().order_id, total=1.0)
    _raises_http_error(lambda: services.issue_invoice(payload, shop.user), 409)


@case("S04")
def service_for_products_raises_an_answer_where_nobody_asked(shop: Any) -> None:
    from shop.orders.schemas import ProductIn

    payload = ProductIn(sku=shop.product().sku, name="Lamp", price="1.00", description="")
    _raises_http_error(lambda: shop.services.create_product(payload), 409)


@case("S05")
def what_an_operation_decides_no_service_does(shop: Any) -> None:
    from shop.orders.schemas import OrderPatch

    order = shop.order()
    shop.OrderNote.objects.create(order=order, author=shop.user, text="Fragile.")
    shop.services.patch_order(order, OrderPatch(status="shipped"))
    order.refresh_from_db()
    assert order.status == "shipped"
    assert order.notes.count() == 1


@case("S06")
def operation_that_writes_itself_saves_what_the_form_refuses(shop: Any) -> None:
    from shop.orders.forms import OrderNoteForm

    order = shop.order()
    answer = shop.post(f"/api/live/orders/{order.number}/notes?text=", {})
    assert answer.status_code == 200, answer.content
    assert order.notes.get().text == ""
    assert not OrderNoteForm({"text": ""}).is_valid()


# --- beyond the contracts -------------------------------------------------------------------


@case("X01")
def decimal_times_float_raises(shop: Any) -> None:
    order = shop.order()
    with raises(TypeError, match="Decimal"):
        shop.web.get(f"/api/orders/{order.pk}/quote")


# --- what does not drift --------------------------------------------------------------------


@case("Q01")
def number_is_supplied_by_save(shop: Any) -> None:
    data = {"customer": str(shop.customer().pk)}
    answer = shop.rest.post("/rest/orders/", data, format="json")
    assert answer.data["number"].startswith("O-")


@case("Q02")
def author_is_supplied_by_perform_create(shop: Any) -> None:
    data = {"order": shop.order().pk, "text": "Ring twice."}
    answer = shop.rest.post("/rest/notes/", data, format="json")
    assert answer.status_code == 201, answer.data
    assert answer.data["author"] == shop.user.pk


@case("Q03")
def creator_is_supplied_by_a_hidden_field(shop: Any) -> None:
    dates = {"issued_on": "2025-01-01", "due_on": "2025-02-01"}
    data = {"order": shop.order().pk, "total": "1.00", **dates}
    answer = shop.rest.post("/rest/invoices/", data, format="json")
    assert answer.status_code == 201, answer.data
    assert shop.Invoice.objects.get().created_by == shop.user


@case("Q04")
def price_is_supplied_by_create_and_uniqueness_checked(shop: Any) -> None:
    data = {"order": shop.order().pk, "product": shop.product().pk, "quantity": 2}
    assert shop.rest.post("/rest/lines/", data, format="json").status_code == 201
    assert shop.rest.post("/rest/lines/", data, format="json").status_code == 400


@case("Q05")
def date_is_supplied_by_validate(shop: Any) -> None:
    data = {"invoice": shop.invoice().pk, "amount": "1.10"}
    answer = shop.rest.post("/rest/payments/", data, format="json")
    assert answer.status_code == 201, answer.data


@case("Q06")
def columns_are_supplied_by_form_valid(shop: Any) -> None:
    order, product = shop.order(), shop.product()
    note = shop.web.post(f"/orders/{order.pk}/notes/new/", {"text": "Ring twice."})
    assert note.status_code == 302
    line = {"order": order.pk, "product": product.pk, "quantity": 2}
    assert shop.web.post("/orders/lines/new/", line).status_code == 302
    assert shop.web.post("/orders/lines/new/", line).status_code == 200
    assert order.lines.get().unit_price == product.price
    dates = {"issued_on": "2025-01-01", "due_on": "2025-02-01"}
    bill = {"order": order.pk, "total": "1.00", "currency": "EUR", **dates}
    assert shop.web.post("/invoices/new/", bill).status_code == 302


@case("Q07")
def patch_leaves_out_what_was_not_sent(shop: Any) -> None:
    customer, order = shop.customer(), shop.order()
    patch = shop.patch(f"/api/customers/{customer.pk}", {"phone": "+43 1 234567"})
    assert patch.status_code == 200, patch.content
    assert shop.patch(f"/api/customers/{customer.pk}", {"phone": None}).status_code == 422
    assert shop.patch(f"/api/customers/{customer.pk}", {"phone": "call me"}).status_code == 422
    assert shop.patch(f"/api/orders/{order.pk}", {"status": "shipped"}).status_code == 200
    assert shop.patch(f"/api/orders/{order.pk}", {"status": "lost"}).status_code == 422


@case("Q08")
def uniqueness_is_checked_by_the_services(shop: Any) -> None:
    data = {"name": "Ada", "email": shop.customer().email}
    assert shop.post("/api/customers/", data).status_code == 409
    product = {"sku": shop.product().sku, "name": "n", "price": "1.00"}
    assert shop.post("/api/orders/products", product).status_code == 409
    invoice = shop.invoice()
    again = {"order_id": invoice.order_id, "total": 1.0}
    assert shop.post("/api/invoices/", again).status_code == 409


@case("Q09")
def stock_number_is_validated_by_the_schema(shop: Any) -> None:
    product = {"sku": "nonsense", "name": "n", "price": "1.00", "description": ""}
    assert shop.post("/api/orders/products", product).status_code == 422
    answer = shop.post("/api/orders/products", {**product, "sku": "ABC-1"})
    assert answer.status_code == 200, answer.content


@case("Q10")
def async_view_that_waits_for_its_query(shop: Any) -> None:
    answer = shop.web.get(f"/orders/{shop.order().number}/status/")
    assert answer.json()["status"] == "open"


@case("Q11")
def nullable_outputs(shop: Any) -> None:
    assert shop.web.get(f"/api/invoices/{shop.invoice().pk}").json()["paid_at"] is None
    assert shop.web.get("/api/orders/").json()[0]["placed_at"] is None
    assert shop.web.get("/api/customers/").status_code == 200


@case("Q12")
def checkout_and_customer_forms(shop: Any) -> None:
    customer = shop.customer(account=shop.user)
    answer = shop.web.post("/checkout/", {"channel": "phone"})
    assert answer.status_code == 302
    assert customer.orders.get().reference == ""
    assert shop.web.post(f"/customers/{customer.pk}/", {"name": "Grace"}).status_code == 302


@case("Q13")
def look_alikes_of_queries(shop: Any) -> None:
    answer = shop.web.get(f"/api/live/products/{shop.product().sku}/tags")
    assert answer.json() == {"words": ["Lamp", "soon"], "available": 0}


@case("Q14")
def service_in_a_thread(shop: Any) -> None:
    answer = shop.post(f"/api/live/orders/{shop.order().number}/place", {})
    assert answer.json()["status"] == "placed"


@case("Q15")
def coroutines_that_are_gathered(shop: Any) -> None:
    shop.order()
    assert shop.web.get("/api/live/orders/count").json() == {"orders": 1, "products": 0}


@case("Q16")
def relations_that_are_loaded(shop: Any) -> None:
    order = shop.order()
    order.lines.create(product=shop.product(), quantity=2, unit_price=1)
    answer = shop.web.get(f"/api/live/orders/{order.number}/lines")
    assert answer.json() == [{"order": order.number, "product": "Lamp", "quantity": 2}]


@case("Q17")
def user_that_is_handed_on(shop: Any) -> None:
    order = shop.order()
    answer = shop.post(f"/api/live/orders/{order.number}/notes?text=t", {})
    assert answer.json() == {"order": order.number, "text": "t"}
    assert shop.OrderNote.objects.get(order=order).author == shop.user


@case("Q18")
def the_job_waits_for_the_commit(shop: Any) -> None:
    from django.test import TestCase
    from shop.orders import fulfilment

    order = shop.order()
    with TestCase.captureOnCommitCallbacks() as callbacks:
        fulfilment.place_and_confirm(order)
    assert queued() == []
    for callback in callbacks:
        callback()
    ((arguments, options, _),) = queued()
    assert (arguments, options) == ([order.pk], {"copy_to": "office@example.org"})


# --- running them ---------------------------------------------------------------------------


def refused(shop: Any, instance: Any) -> set[str]:
    """The fields that the model's own validation refuses."""
    try:
        instance.full_clean()
    except shop.ValidationError as error:
        return set(error.message_dict)
    return set()


@contextmanager
def raises(error: type[Exception], match: str = "") -> Iterator[None]:
    from django.db import transaction

    try:
        with transaction.atomic():
            yield
    except error as raised:
        assert re.search(match, str(raised)), raised
    else:
        raise AssertionError(f"no {error.__name__}")


def make_shop() -> types.SimpleNamespace:
    from decimal import Decimal

    from django.contrib.auth import get_user_model
    from django.core import exceptions
    from django.db import IntegrityError, connection
    from django.test import Client
    from rest_framework.test import APIClient
    from shop.customers.models import Address, Customer
    from shop.invoices.models import CreditNote, Invoice
    from shop.orders import services
    from shop.orders.models import Order, OrderNote, Product

    user = get_user_model().objects.create_user("ada", password="a")
    web, rest = Client(), APIClient()
    web.force_login(user)
    rest.force_authenticate(user)
    counter = iter(range(1, 1000))

    def send(method: str) -> Callable[[str, Any], Any]:
        return lambda path, data: getattr(web, method)(path, json.dumps(data), "application/json")

    def customer(**more: Any) -> Any:
        return Customer.objects.create(name="Ada", email=f"a{next(counter)}@example.org", **more)

    def product() -> Any:
        sku = f"ABC-{next(counter)}"
        return Product.objects.create(sku=sku, name="Lamp", price=Decimal("9.90"))

    def order() -> Any:
        return Order.objects.create(customer=customer())

    def invoice() -> Any:
        return Invoice.objects.create(
            order=order(),
            created_by=user,
            issued_on="2025-01-01",
            due_on="2025-02-01",
            total=Decimal("9.90"),
        )

    return types.SimpleNamespace(
        Address=Address,
        CreditNote=CreditNote,
        Customer=Customer,
        ImproperlyConfigured=exceptions.ImproperlyConfigured,
        IntegrityError=IntegrityError,
        Invoice=Invoice,
        Order=Order,
        OrderNote=OrderNote,
        Product=Product,
        SynchronousOnlyOperation=exceptions.SynchronousOnlyOperation,
        ValidationError=exceptions.ValidationError,
        connection=connection,
        customer=customer,
        invoice=invoice,
        order=order,
        patch=send("patch"),
        post=send("post"),
        product=product,
        put=send("put"),
        rest=rest,
        services=services,
        user=user,
        web=web,
    )


def run_all() -> dict[str, str | None]:
    from django.core.management import call_command
    from django.db import transaction
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment(debug=False)
    databases = runner.setup_databases()
    results: dict[str, str | None] = {}
    try:
        for command, options in COMMANDS.items():
            results[command] = outcome(partial(call_command, command, verbosity=0, **options))
        for number, function in CASES.items():
            with transaction.atomic():
                results[number] = outcome(partial(function, make_shop()))
                transaction.set_rollback(True)
    finally:
        runner.teardown_databases(databases)
    return results


def outcome(run: Callable[[], Any]) -> str | None:
    try:
        run()
    except (Exception, SystemExit):
        return traceback.format_exc()
    return None


def main() -> None:
    sys.path[0] = str(SHOP)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    with redirect_stdout(sys.stderr):
        results = run_all()
    json.dump(results, sys.stdout)


@pytest.fixture(scope="module")
def results() -> dict[str, str | None]:
    command = [sys.executable, "-W", "ignore", __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, str | None] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("number", CASES)
def test_what_happens_at_run_time(results: dict[str, str | None], number: str) -> None:
    assert results[number] is None, results[number]


def test_every_case_is_described() -> None:
    described = re.findall(r"^\| ([DAJSXQ]\d\d) \|", (SHOP / "DRIFTS.md").read_text(), re.MULTILINE)
    assert described == list(CASES)


@pytest.mark.parametrize("command", COMMANDS)
def test_manage(results: dict[str, str | None], command: str) -> None:
    assert results[command] is None, results[command]


if __name__ == "__main__":
    main()
