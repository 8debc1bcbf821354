"""What the functions of docs/examples/shop do to the database, run, beside what nova-lint says.

Every function that is not only a declaration is called with SQLite behind it, by this file as a
script in a process of its own. A wrapper around each execution notes what the statement does,
and by which of the shop's lines it was caused.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import sysconfig
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest

SHOP = Path(__file__).resolve().parents[1] / "docs" / "examples" / "shop"

Case = Callable[[Any], object]
CASES: dict[str, list[Case]] = {}

READ, WRITE, TRANSACTION = "read", "write", "transaction"
MAIL, QUEUE = "mail", "queue"
_WRITES = {
    "INSERT": r'INSERT (?:OR IGNORE )?INTO "(\w+)"',
    "UPDATE": r'UPDATE "(\w+)"',
    "DELETE": r'DELETE FROM "(\w+)"',
}
# Methods of the ORM that write, and read on the way there.
_WRITING = {"save", "delete", "create", "get_or_create", "update_or_create", "bulk_update"}


def runs(name: str) -> Callable[[Case], Case]:
    """Says which function of the shop a case calls; one with several branches has several."""

    def register(case: Case) -> Case:
        CASES.setdefault(name, []).append(case)
        return case

    return register


# Services -----------------------------------------------------------------------------------


@runs("customers.services.create_customer")
def _(shop: Any) -> object:
    from shop.customers.schemas import CustomerIn

    payload = CustomerIn(name="Ada", email="new@example.org")
    return lambda: shop.customers.create_customer(payload)


@runs("customers.services.patch_customer")
def _(shop: Any) -> object:
    from shop.customers.schemas import CustomerPatch

    customer = shop.customer()
    return lambda: shop.customers.patch_customer(customer, CustomerPatch(name="Bea"))


@runs("customers.services.add_address")
def _(shop: Any) -> object:
    customer = shop.customer()
    return lambda: shop.customers.add_address(customer, shop.address_in())


@runs("customers.services.sign_up")
def _(shop: Any) -> object:
    data = {"name": "Ada", "email": "signed@example.org", "phone": ""}
    return lambda: shop.customers.sign_up(data)


@runs("invoices.services.issue_invoice")
def _(shop: Any) -> object:
    payload, user = shop.invoice_in(), shop.user()
    return lambda: shop.invoices.issue_invoice(payload, user)


@runs("invoices.services.issue_credit_note")
def _(shop: Any) -> object:
    payload = shop.credit_note_in()
    return lambda: shop.invoices.issue_credit_note(payload)


@runs("orders.services.create_product")
def _(shop: Any) -> object:
    return lambda: shop.orders.create_product(shop.product_in())


@runs("orders.services.set_stock_level")
def _(shop: Any) -> object:
    from shop.orders.schemas import StockLevelIn

    product = shop.product()
    return lambda: shop.orders.set_stock_level(product, StockLevelIn(low=1, high=2))


@runs("orders.services.create_order")
def _(shop: Any) -> object:
    payload = shop.order_in()
    return lambda: shop.orders.create_order(payload)


@runs("orders.services.check_out")
def _(shop: Any) -> object:
    customer = shop.customer()
    return lambda: shop.orders.check_out(customer, {"channel": "web", "reference": "R"})


@runs("orders.services.patch_order")
def _(shop: Any) -> object:
    from shop.orders.schemas import OrderPatch

    order = shop.order()
    return lambda: shop.orders.patch_order(order, OrderPatch(reference="R"))


@runs("orders.services.add_line")
def _(shop: Any) -> object:
    order, payload = shop.order(), shop.line_in()
    return lambda: shop.orders.add_line(order, payload)


@runs("orders.services.place")
def _(shop: Any) -> object:
    order = shop.order()
    return lambda: shop.orders.place(order)


@runs("orders.services.discounted_total")
def _(shop: Any) -> object:
    order = shop.fresh(shop.order())

    def total() -> None:
        with pytest.raises(TypeError):
            shop.orders.discounted_total(order)

    return total


@runs("orders.services.shipping_label")
def _(shop: Any) -> object:
    order = shop.fresh(shop.order())
    return lambda: shop.orders.shipping_label(order)


@runs("orders.services.newest_order")
def _(shop: Any) -> object:
    customer = shop.customer()
    return lambda: shop.orders.newest_order(customer.pk)


@runs("orders.services.ship")
def _(shop: Any) -> object:
    order, user = shop.order(), shop.user()
    return lambda: shop.orders.ship(order, user)


@runs("orders.services.tell_customer")
def _(shop: Any) -> object:
    order = shop.order()
    return lambda: shop.orders.tell_customer(order)


@runs("orders.services.cancel")
def _(shop: Any) -> object:
    order = shop.order()
    return lambda: shop.orders.cancel(order)


@runs("orders.services.delete_note")
def _(shop: Any) -> object:
    note = shop.OrderNote.objects.create(order=shop.order(), author=shop.user(), text="N")
    return lambda: shop.orders.delete_note(note)


@runs("orders.services.retire")
def _(shop: Any) -> object:
    products = [shop.product()]
    return lambda: shop.orders.retire(products)


# Operations and views -------------------------------------------------------------------------


def _api(module: str, name: str, *arguments: Callable[[Any], object]) -> None:
    """An operation is called as ninja calls it, with what it has validated."""

    @runs(f"{module}.{name}")
    def case(shop: Any) -> object:
        from importlib import import_module

        function = getattr(import_module(f"shop.{module}"), name)
        given = [make(shop) for make in arguments]
        request = shop.request()
        if asyncio.iscoroutinefunction(function):
            return lambda: asyncio.run(function(request, *given))
        return lambda: function(request, *given)


def _patch(kind: str, **values: object) -> Callable[[Any], object]:
    def make(shop: Any) -> object:
        from importlib import import_module

        app = "customers" if kind.startswith("Customer") else "orders"
        return getattr(import_module(f"shop.{app}.schemas"), kind)(**values)

    return make


_api("customers.api", "list_customers")
_api(
    "customers.api",
    "create_customer",
    _patch("CustomerIn", name="Ada", email="api@example.org"),
)
_api("customers.api", "get_customer", lambda shop: shop.customer().pk)
_api(
    "customers.api",
    "patch_customer",
    lambda shop: shop.customer().pk,
    _patch("CustomerPatch", name="B"),
)
_api(
    "customers.api",
    "add_address",
    lambda shop: shop.customer().pk,
    lambda shop: shop.address_in(),
)
_api("invoices.api", "issue_invoice", lambda shop: shop.invoice_in())
_api("invoices.api", "issue_credit_note", lambda shop: shop.credit_note_in())
_api("invoices.api", "get_invoice", lambda shop: shop.invoice().pk)
_api("orders.api", "list_orders")
_api("orders.api", "create_order", lambda shop: shop.order_in())
_api("orders.api", "list_products")
_api("orders.api", "create_product", lambda shop: shop.product_in())
_api(
    "orders.api",
    "set_stock_level",
    lambda shop: shop.product().pk,
    _patch("StockLevelIn", low=1, high=2),
)
_api("orders.api", "get_order", lambda shop: shop.order().pk)
_api("orders.api", "patch_order", lambda shop: shop.order().pk, _patch("OrderPatch", reference="R"))
_api("orders.api", "add_line", lambda shop: shop.order().pk, lambda shop: shop.line_in())


@runs("customers.forms.SignupForm.clean_email")
def _(shop: Any) -> object:
    from shop.customers.forms import SignupForm

    form = SignupForm()
    form.cleaned_data = {"email": "clean@example.org"}
    return form.clean_email


@runs("customers.views.SignupView.form_valid")
def _(shop: Any) -> object:
    from shop.customers.forms import SignupForm
    from shop.customers.views import SignupView

    data = {"name": "Ada", "email": "view@example.org", "terms": "on"}
    form = SignupForm(data)
    assert form.is_valid(), form.errors
    view = shop.view(SignupView)
    return lambda: view.form_valid(form)


@runs("orders.views.CheckoutView.form_valid")
def _(shop: Any) -> object:
    from shop.orders.forms import CheckoutForm
    from shop.orders.views import CheckoutView

    form = CheckoutForm({"channel": "web"})
    assert form.is_valid()
    view = shop.view(CheckoutView)
    shop.customer(account=view.request.user)
    return lambda: view.form_valid(form)


@runs("common.models.Numbered.save")
def _(shop: Any) -> object:
    order = shop.Order(customer=shop.customer())
    return order.save


@runs("customers.models.Customer.default_address")
def _(shop: Any) -> object:
    customer = shop.customer()
    return lambda: customer.default_address


@runs("orders.models.Product.__str__")
def _(shop: Any) -> object:
    product = shop.product()
    return lambda: str(product)


@runs("orders.models.Order.__str__")
def _(shop: Any) -> object:
    order = shop.order()
    return lambda: str(order)


# Background jobs -------------------------------------------------------------------------------


@runs("orders.tasks.send_confirmation")
def _(shop: Any) -> object:
    from shop.orders.tasks import send_confirmation

    order = shop.order()
    return lambda: send_confirmation(order.pk)


@runs("orders.tasks.take_over_price")
def _(shop: Any) -> object:
    from shop.orders.tasks import take_over_price

    payload = {"sku": shop.product().sku, "price": 1.5}
    return lambda: take_over_price(payload)


@runs("orders.fulfilment.create_and_confirm")
def _(shop: Any) -> object:
    from shop.orders import fulfilment

    customer = shop.customer()
    return lambda: fulfilment.create_and_confirm(customer, "web")


@runs("orders.fulfilment.place_and_confirm")
def _(shop: Any) -> object:
    from shop.orders import fulfilment

    order = shop.order()
    return lambda: fulfilment.place_and_confirm(order)


# Functions that are left out, and why.
NOT_RUN = {
    r"manage\.main": "starts Django",
    r"orders\.live\.\w+": "raise in an event loop or need a server; tests/asynchrony runs the like",
    r"orders\.fulfilment\.(confirm|prepare|confirm_from_the_warehouse)": (
        "Celery refuses them, or they need a loop: tests/test_shop_drifts.py runs them"
    ),
    r"orders\.tasks\.print_label": "looks at what it is given",
    r"orders\.api\.quote": "raises, as drift X01; services.discounted_total is run",
    r".*\.schemas\..*": "validators and resolvers that only look at their argument",
    r".*\.validators\..*": "look at a text",
    r".*\.serializers\..*": "run by DRF, which reads and writes on their behalf",
    r".*\.views\.(AddressCreate|OrderLineCreate|OrderNoteCreate|InvoiceCreate)View\.form_valid": (
        "what ModelFormMixin does on their behalf"
    ),
    r"orders\.views\.OrderNoteViewSet\.perform_create": "what DRF does on its behalf",
    r"orders\.views\.(order_status|customer_orders)": "run by tests/test_shop_drifts.py",
    r".*\.models\.(Customer|Address|Invoice)\.__str__": "as Order.__str__",
}


# The process of its own -----------------------------------------------------------------------


def _make_shop() -> Any:
    from decimal import Decimal
    from importlib import import_module
    from itertools import count

    from django.contrib.auth import get_user_model
    from django.test import RequestFactory

    models = {
        name: getattr(import_module(f"shop.{app}.models"), name)
        for app, names in {
            "customers": ("Customer", "Address"),
            "orders": ("Order", "OrderLine", "Product", "StockLevel", "OrderNote"),
            "invoices": ("Invoice", "CreditNote", "Payment"),
        }.items()
        for name in names
    }
    shop = SimpleNamespace(**models)
    for app in ("customers", "orders", "invoices"):
        setattr(shop, app, import_module(f"shop.{app}.services"))
    from shop.customers import schemas as customers
    from shop.invoices import schemas as invoices
    from shop.orders import schemas as orders

    numbers = count(1)
    shop.user = lambda: get_user_model().objects.create_user(f"user{next(numbers)}")
    shop.customer = lambda **values: shop.Customer.objects.create(
        name="Ada", email=f"{next(numbers)}@example.org", **values
    )
    shop.product = lambda: shop.Product.objects.create(
        sku=f"S-{next(numbers)}", name="Tea", price=Decimal("2.50")
    )
    shop.order = lambda: shop.Order.objects.create(customer=shop.customer())
    shop.fresh = lambda row: type(row).objects.get(pk=row.pk)
    shop.address_in = lambda: customers.AddressIn(line1="Ring 1", postcode="1010", city="Wien")
    shop.order_in = lambda: orders.OrderIn(customer_id=shop.customer().pk, reference="R")
    shop.line_in = lambda: orders.OrderLineIn(
        product_id=shop.product().pk, quantity=1, unit_price=Decimal(1)
    )
    shop.product_in = lambda: orders.ProductIn(
        sku=f"AB-{next(numbers)}", name="Tea", price=Decimal(1), description=""
    )
    shop.invoice_in = lambda: invoices.InvoiceIn(
        order_id=shop.order().pk, total=1.5, currency="EUR"
    )
    shop.invoice = lambda: shop.invoices.issue_invoice(shop.invoice_in(), shop.user())
    # As drift D19 says, no customer's key passes this schema.
    shop.credit_note_in = lambda: invoices.CreditNoteIn.model_construct(
        customer_id=shop.customer().pk, amount=Decimal(1), reason="Late"
    )

    def request() -> Any:
        made = RequestFactory().get("/")
        made.user = shop.user()
        return made

    def view(cls: Any) -> Any:
        made = cls()
        made.setup(request())
        return made

    shop.request, shop.view = request, view
    return shop


class Recorder:
    """What statements do, by the method of the ORM that a line of the shop called for it."""

    def __init__(self) -> None:
        self.done: set[tuple[str, str]] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        method, receiver = _cause(sys._getframe())
        word = sql.split(None, 1)[0].upper()
        if word in _WRITES:
            found = re.match(_WRITES[word], sql)
            assert found is not None, sql
            # What Django deletes because something else is deleted is no line of the shop's.
            self.done.add((WRITE, _table(receiver) if method == "delete" else found[1]))
        elif word == "SELECT":
            self.done.add((READ, "on the way to a write" if method in _WRITING else ""))
        elif word in ("SAVEPOINT", "BEGIN"):
            if method in ("__enter__", "inner"):
                self.done.add((TRANSACTION, ""))
        else:
            assert word in ("RELEASE", "ROLLBACK", "COMMIT"), sql
        return execute(sql, params, many, context)


def _table(receiver: Any) -> str:
    table = getattr(receiver, "model", receiver)._meta.db_table
    assert isinstance(table, str)
    return table


def _cause(frame: FrameType | None) -> tuple[str, Any]:
    """What the nearest line of the shop called: the method's name, and the object."""
    method, receiver = "", None
    while frame is not None and not frame.f_code.co_filename.startswith(str(SHOP)):
        name = frame.f_code.co_name
        if name == "inner" and frame.f_code.co_filename.endswith("contextlib.py"):
            # `@atomic`: whoever calls the shop's function calls this.
            return name, None
        if name != "manager_method":
            method, receiver = name, frame.f_locals.get("self")
        frame = frame.f_back
    return method, receiver


def _run(case: Case) -> list[tuple[str, str]] | str:
    from celery.signals import before_task_publish
    from django.core import mail
    from django.db import connection, transaction
    from django.test import TestCase

    recorder, queued = Recorder(), list[object]()

    def listen(sender: object, **_: object) -> None:
        queued.append(sender)

    before_task_publish.connect(listen)
    with transaction.atomic():
        try:
            call = case(_make_shop())
            assert callable(call)
            mail.outbox = []
            with (
                connection.execute_wrapper(recorder),
                TestCase.captureOnCommitCallbacks(execute=True),
            ):
                call()
            if mail.outbox:
                recorder.done.add((MAIL, ""))
            if queued:
                recorder.done.add((QUEUE, ""))
        except Exception:
            return traceback.format_exc()
        finally:
            transaction.set_rollback(True)
    return sorted(recorder.done)


def main() -> None:
    sys.path[0] = str(SHOP)
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"
    import django
    from django.apps import apps
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        found = {name: [_run(case) for case in cases] for name, cases in CASES.items()}
    finally:
        runner.teardown_databases(databases)
    tables = {
        model._meta.db_table: " ".join(f"{c.__module__}.{c.__qualname__}" for c in model.mro())
        for model in apps.get_models()
    }
    json.dump({"done": found, "tables": tables}, sys.stdout)


# What is compared -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def happened() -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def units() -> dict[str, Any]:
    from nova_lint.contracts.code.definitions import definitions
    from nova_lint.contracts.project import Contracts
    from nova_lint.workspace.opening import open_project
    from nova_lint.workspace.symbols import FunctionSymbol

    paths = sorted(path.relative_to(SHOP).as_posix() for path in SHOP.rglob("*.py"))
    opened = open_project(SHOP, paths, [sysconfig.get_paths()["purelib"]])
    project = Contracts(opened.workspace)
    return {
        symbol.name.removeprefix("shop."): project.unit(symbol)
        for path in paths
        for symbol in definitions(project.workspace.modules.at(path), project)
        if isinstance(symbol, FunctionSymbol)
    }


def test_every_function_is_run_or_said_why_not(units: dict[str, Any]):
    left = [n for n in units if n not in CASES and not any(re.fullmatch(p, n) for p in NOT_RUN)]
    assert left == []
    assert [
        pattern for pattern in NOT_RUN if not any(re.fullmatch(pattern, n) for n in units)
    ] == []
    assert set(CASES) <= set(units)


def _is(bases: str, model: Any) -> bool:
    """Whether a model is one of those in the order of another."""
    return model.name in bases.split()


@pytest.mark.parametrize("name", CASES)
def test_a_function_does_what_its_source_says(
    name: str, happened: dict[str, Any], units: dict[str, Any]
):
    assert all(isinstance(each, list) for each in happened["done"][name]), happened["done"][name]
    done = {(effect, what) for each in happened["done"][name] for effect, what in each}
    deeds = units[name].deeds
    written = {happened["tables"][table] for effect, table in done if effect == WRITE}
    said = {deed.model for deed in deeds if deed.effect.value == WRITE}
    # The rows of `self` in an abstract model are those of some model below it.
    assert all(any(_is(name, model) for model in said) for name in written)
    assert all(any(_is(name, model) for name in written) for model in said)
    for effect in (TRANSACTION, MAIL, QUEUE):
        assert ((effect, "") in done) == any(deed.effect.value == effect for deed in deeds)
    # What a write reads on its way is part of the write.
    assert ((READ, "") in done) == any(deed.effect.value == READ for deed in deeds)


if __name__ == "__main__":
    main()
