from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.security import django_auth

from shop.invoices import services
from shop.invoices.models import Invoice
from shop.invoices.schemas import CreditNoteIn, CreditNoteOut, InvoiceIn, InvoiceOut

router = Router()


@router.post("/", response=InvoiceOut, auth=django_auth)
def issue_invoice(request, payload: InvoiceIn):
    return services.issue_invoice(payload, request.user)


@router.post("/credit-notes", response=CreditNoteOut)
def issue_credit_note(request, payload: CreditNoteIn):
    return services.issue_credit_note(payload)


@router.get("/{invoice_id}", response=InvoiceOut)
def get_invoice(request, invoice_id: int):
    return get_object_or_404(Invoice, pk=invoice_id)
