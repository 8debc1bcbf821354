"""What nova-lint says of docs/examples/shop: every drift of DRIFTS.md, and nothing else.

DRIFTS.md says what happens at run time, tests/test_shop_drifts.py proves it under the real
frameworks, and this file proves that each drift is found where it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from nova_lint.config import Overrides, load
from nova_lint.engine.finding import Finding
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import check
from nova_lint.engine.selection import Selection

SHOP = Path(__file__).resolve().parents[1] / "docs" / "examples" / "shop"


class Drift(NamedTuple):
    """A finding: its code, its file below `shop/`, and the names that its message begins with."""

    code: str
    path: str
    subject: str


FOUND: dict[str, Drift] = {
    "D01": Drift("NL101", "customers/serializers.py", "`CustomerSerializer.name`"),
    "D02": Drift("NL101", "customers/forms.py", "`SignupForm.phone`"),
    "D03": Drift("NL101", "customers/schemas.py", "`CustomerIn.name`"),
    "D04": Drift("NL102", "customers/forms.py", "`CustomerForm.name`"),
    "D05": Drift("NL106", "orders/schemas.py", "`OrderLineIn.unit_price`"),
    "D06": Drift("NL105", "orders/serializers.py", "`ProductSerializer.sku`"),
    "D07": Drift("NL106", "orders/serializers.py", "`ProductSerializer.price`"),
    "D08": Drift("NL106", "customers/schemas.py", "`CustomerIn.discount`"),
    "D09": Drift("NL106", "orders/schemas.py", "`StockLevelIn.low`"),
    "D10": Drift("NL107", "customers/serializers.py", "`ContactSerializer.phone`"),
    "D11": Drift("NL107", "customers/schemas.py", "`AddressIn.postcode`"),
    "D12": Drift("NL108", "customers/serializers.py", "`CustomerSerializer.kind`"),
    "D13": Drift("NL108", "orders/schemas.py", "`OrderIn.channel`"),
    "D14": Drift("NL104", "orders/serializers.py", "`OrderSerializer.customer`"),
    "D15": Drift("NL104", "orders/serializers.py", "`OrderNoteSerializer.text`"),
    "D16": Drift("NL103", "orders/schemas.py", "`OrderIn.reference`"),
    "D17": Drift("NL103", "orders/schemas.py", "`ProductIn.description`"),
    "D18": Drift("NL104", "invoices/forms.py", "`PaymentForm.received_on`"),
    "D19": Drift("NL109", "invoices/schemas.py", "`CreditNoteIn.customer_id`"),
    "D20": Drift("NL110", "invoices/schemas.py", "`InvoiceIn.total`"),
    "D21": Drift("NL110", "invoices/forms.py", "`PaymentForm.amount`"),
    "D22": Drift("NL111", "orders/schemas.py", "`OrderOut.placed_at`"),
    "D23": Drift("NL111", "customers/schemas.py", "`CustomerOut.vat_number`"),
    "D24": Drift("NL113", "invoices/serializers.py", "`due_date` in Meta.fields"),
    "D25": Drift("NL113", "orders/serializers.py", "`order_total` in Meta.read_only_fields"),
    "D26": Drift("NL113", "customers/forms.py", "`default` in Meta.exclude of `AddressForm`"),
    "D27": Drift("NL113", "customers/serializers.py", "`default_adress` in source"),
    "D28": Drift("NL114", "customers/forms.py", "`AddressForm` and `AddressIn`"),
    "D29": Drift("NL115", "invoices/forms.py", "`CreditNoteForm` creates `CreditNote`"),
    "D30": Drift("NL115", "orders/serializers.py", "`ReturnRequestSerializer`"),
    "D31": Drift("NL116", "invoices/serializers.py", "`InvoiceSerializer` does not check"),
    "D32": Drift("NL116", "orders/schemas.py", "`OrderLineIn` does not check"),
    "D33": Drift("NL113", "invoices/serializers.py", "`curency` in Meta.extra_kwargs"),
    "A01": Drift("NL204", "orders/views.py", "`services.newest_order(customer)`"),
    "A02": Drift("NL201", "orders/live.py", "`Product.objects.get(name__iexact=code)`"),
    "A03": Drift("NL202", "orders/live.py", "testing (`not`) the queryset `orders`"),
    "A04": Drift("NL203", "orders/live.py", "`order.customer`"),
    "A05": Drift("NL204", "orders/live.py", "`services.shipping_label(order)`"),
    "A06": Drift("NL205", "orders/live.py", "`transaction.atomic()`"),
    "A07": Drift("NL206", "orders/live.py", "`get_object_or_404("),
    "A08": Drift("NL206", "orders/live.py", "`request.user.is_authenticated`"),
    "A09": Drift("NL207", "orders/live.py", "`sync_to_async(Order.objects.filter)("),
    "A10": Drift("NL208", "orders/live.py", "`order.asave("),
    "J01": Drift("NL501", "orders/fulfilment.py", "`send_confirmation.delay(order.pk, copy="),
    "J02": Drift("NL502", "orders/fulfilment.py", "`print_label.delay(order)`"),
    "J03": Drift("NL503", "orders/fulfilment.py", "`send_confirmation.delay(order.pk)` queues"),
    "J04": Drift("NL504", "orders/fulfilment.py", "`send_confirmation.delay(order.pk)` waits"),
    "J05": Drift("NL110", "orders/schemas.py", "`SupplierPriceIn.price`"),
    "S01": Drift("NL405", "customers/models.py", "`self.addresses.order_by("),
    "S02": Drift("NL408", "customers/services.py", "`HttpError` of ninja.errors"),
    "S03": Drift("NL408", "invoices/services.py", "`HttpError` of ninja.errors"),
    "S04": Drift("NL408", "orders/services.py", "`HttpError` of ninja.errors"),
    "S05": Drift("NL402", "orders/live.py", "`transaction.atomic()` opens"),
    "S06": Drift("NL401", "orders/live.py", "the operation `add_note` writes rows"),
    "X01": Drift("NL301", "orders/services.py", "`order.total * ("),
}

# What looks as if it drifted and does not: the names that no finding may begin with.
SILENT: dict[str, tuple[str, ...]] = {
    "Q01": ("`number`",),
    "Q02": ("`OrderNoteSerializer.author`", "`OrderNoteSerializer` creates"),
    "Q03": ("`InvoiceSerializer.created_by`", "`InvoiceSerializer` creates"),
    "Q04": ("`OrderLineSerializer",),
    "Q05": ("`PaymentSerializer",),
    "Q06": ("`OrderNoteForm", "`OrderLineForm", "`InvoiceForm"),
    "Q07": ("`CustomerPatch", "`OrderPatch"),
    "Q08": ("`CustomerIn.email`", "`InvoiceIn.order_id`"),
    "Q09": ("`ProductIn.sku`",),
    "Q10": ("`order_status`",),
    "Q11": ("`InvoiceOut", "`OrderShort"),
    "Q12": ("`CheckoutForm", "`CustomerUpdateForm"),
    "Q13": ("`tags.get(", "`words."),
    "Q14": ("`services.place", "`sync_to_async(services.place)"),
    "Q15": ("`Order.objects.acount()", "`Product.objects.acount()"),
    "Q16": ("`line.order`", "`line.product`", "looping", "a comprehension"),
    "Q17": ("`request.user`", "`OrderNote.objects.acreate"),
    "Q18": ("`partial(", "`send_confirmation.delay` "),
}


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        pass


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    selection = Selection(extend_select=("NL102",))
    overrides = Overrides(selection=selection, jobs=1, cache_dir=None)
    settings = load(SHOP, overrides, installed_rules().infos)
    report = check(settings, (SHOP,), Silent())
    assert not report.errors
    return report.findings


def matches(finding: Finding, drift: Drift) -> bool:
    place = (finding.code, finding.place.path)
    if place != (drift.code, f"shop/{drift.path}"):
        return False
    return finding.message.startswith(drift.subject)


@pytest.mark.parametrize("number", FOUND)
def test_every_drift_is_found(number: str, findings: tuple[Finding, ...]):
    found = [finding for finding in findings if matches(finding, FOUND[number])]
    assert len(found) == 1, number


@pytest.mark.parametrize("number", SILENT)
def test_what_does_not_drift_is_silent(number: str, findings: tuple[Finding, ...]):
    assert not [f.message for f in findings if f.message.startswith(SILENT[number])]


def test_nothing_else_is_found(findings: tuple[Finding, ...]):
    drifts = FOUND.values()
    assert not [f.message for f in findings if not any(matches(f, drift) for drift in drifts)]


def test_every_number_of_the_page_is_here():
    text = (SHOP / "DRIFTS.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\| ([DAJSXQ]\d\d) \|", text, re.MULTILINE)
    assert numbers == [*FOUND, *SILENT]


def test_the_other_side_of_a_drift_is_a_model(findings: tuple[Finding, ...]):
    for finding in (each for each in findings if each.code.startswith("NL1")):
        assert finding.related, finding.message
        other = finding.related[0].place.path
        assert other.endswith("models.py") or finding.code == "NL114", finding.message
