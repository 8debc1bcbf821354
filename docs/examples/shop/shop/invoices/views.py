from django.views.generic import CreateView
from rest_framework import viewsets
from rest_framework.generics import ListAPIView

from shop.invoices.forms import CreditNoteForm, InvoiceForm, PaymentForm
from shop.invoices.models import CreditNote, Invoice, Payment
from shop.invoices.serializers import (
    InvoiceListSerializer,
    InvoiceSerializer,
    PaymentSerializer,
)


class InvoiceViewSet(viewsets.ModelViewSet):
    queryset = Invoice.objects.all()
    serializer_class = InvoiceSerializer


class InvoiceListView(ListAPIView):
    queryset = Invoice.objects.order_by("due_on")
    serializer_class = InvoiceListSerializer


class PaymentViewSet(viewsets.ModelViewSet):
    queryset = Payment.objects.all()
    serializer_class = PaymentSerializer


class InvoiceCreateView(CreateView):
    model = Invoice
    form_class = InvoiceForm
    template_name = "form.html"
    success_url = "/"

    def form_valid(self, form):
        form.instance.created_by = self.request.user
        return super().form_valid(form)


class PaymentCreateView(CreateView):
    model = Payment
    form_class = PaymentForm
    template_name = "form.html"
    success_url = "/"


class CreditNoteCreateView(CreateView):
    model = CreditNote
    form_class = CreditNoteForm
    template_name = "form.html"
    success_url = "/"
