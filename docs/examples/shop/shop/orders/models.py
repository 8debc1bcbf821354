from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from shop.common.models import Numbered, TimeStamped
from shop.common.validators import sku_code
from shop.customers.models import Address, Customer


class Product(TimeStamped):
    class Status(models.TextChoices):
        DRAFT = "draft"
        ACTIVE = "active"
        RETIRED = "retired"

    sku = models.CharField(max_length=12, unique=True, validators=[sku_code])
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    price = models.DecimalField(
        max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)

    def __str__(self):
        return f"{self.sku} {self.name}"


class StockLevel(models.Model):
    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="stock")
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()


class Order(Numbered, TimeStamped):
    NUMBER_PREFIX = "O-"

    class Status(models.TextChoices):
        OPEN = "open"
        PLACED = "placed"
        SHIPPED = "shipped"

    class Channel(models.TextChoices):
        WEB = "web"
        PHONE = "phone"
        STORE = "store"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    reference = models.CharField(max_length=30, blank=True)
    shipping_address = models.ForeignKey(Address, on_delete=models.SET_NULL, null=True, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    total = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal("0.00"))

    def __str__(self):
        return self.number


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    quantity = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    unit_price = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="one_line_per_product")
        ]


class OrderNote(TimeStamped):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    text = models.TextField()


class ReturnRequest(TimeStamped):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="returns")
    reason = models.CharField(max_length=200)
    requested_on = models.DateField()
