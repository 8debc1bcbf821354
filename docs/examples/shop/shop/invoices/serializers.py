from django.utils import timezone
from rest_framework import serializers

from shop.invoices.models import Invoice, Payment


class InvoiceSerializer(serializers.ModelSerializer):
    created_by = serializers.HiddenField(default=serializers.CurrentUserDefault())

    class Meta:
        model = Invoice
        fields = [
            "id",
            "number",
            "order",
            "created_by",
            "issued_on",
            "due_on",
            "total",
            "currency",
            "paid_at",
        ]
        extra_kwargs = {"curency": {"read_only": True}}


class InvoiceListSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ["id", "number", "due_date", "total"]


class PaymentSerializer(serializers.ModelSerializer):
    received_on = serializers.DateField(required=False)

    class Meta:
        model = Payment
        fields = ["id", "invoice", "amount", "method", "transaction", "received_on"]

    def validate(self, attrs):
        if self.instance is None:
            attrs.setdefault("received_on", timezone.localdate())
        return attrs
