import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from shop.common.models import Numbered, TimeStamped
from shop.customers.models import Customer
from shop.orders.models import Order

CURRENCIES = [("EUR", "Euro"), ("CHF", "Swiss franc")]


class Invoice(Numbered, TimeStamped):
    NUMBER_PREFIX = "I-"

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="invoice")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    issued_on = models.DateField()
    due_on = models.DateField()
    total = models.DecimalField(max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3, choices=CURRENCIES, default="EUR")
    paid_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("issued_on")), name="due_after_issue"
            )
        ]

    def __str__(self):
        return self.number


class Payment(TimeStamped):
    class Method(models.TextChoices):
        CARD = "card"
        TRANSFER = "transfer"

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(
        max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.CARD)
    transaction = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    received_on = models.DateField()


class CreditNote(Numbered, TimeStamped):
    NUMBER_PREFIX = "C-"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="credit_notes")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    reason = models.CharField(max_length=200)
    issued_on = models.DateField()
