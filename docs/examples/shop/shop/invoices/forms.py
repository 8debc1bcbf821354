from django import forms

from shop.invoices.models import CreditNote, Invoice, Payment


class InvoiceForm(forms.ModelForm):
    class Meta:
        model = Invoice
        fields = ["order", "issued_on", "due_on", "total", "currency"]


class PaymentForm(forms.ModelForm):
    amount = forms.FloatField(min_value=0.01)
    received_on = forms.DateField(required=False, help_text="Leave empty if it came today.")

    class Meta:
        model = Payment
        fields = ["invoice", "amount", "method", "received_on"]


class CreditNoteForm(forms.ModelForm):
    class Meta:
        model = CreditNote
        fields = ["customer", "amount", "reason"]
