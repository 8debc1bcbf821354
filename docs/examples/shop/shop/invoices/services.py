from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from ninja.errors import HttpError

from shop.invoices.models import CreditNote, Invoice
from shop.invoices.schemas import CreditNoteIn, InvoiceIn

DAYS_TO_PAY = 30


def issue_invoice(data: InvoiceIn, user: AbstractBaseUser) -> Invoice:
    if Invoice.objects.filter(order_id=data.order_id).exists():
        raise HttpError(409, "This order has an invoice already.")
    today = timezone.localdate()
    invoice = Invoice(
        order_id=data.order_id,
        created_by=user,
        issued_on=today,
        due_on=today + timedelta(days=DAYS_TO_PAY),
        total=data.total,
        currency=data.currency,
    )
    invoice.save()
    return invoice


def issue_credit_note(data: CreditNoteIn) -> CreditNote:
    return CreditNote.objects.create(issued_on=timezone.localdate(), **data.model_dump())
