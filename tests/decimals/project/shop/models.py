"""What the shop keeps in its tables."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from shop import constants


class Author(models.Model):
    name = models.CharField(max_length=50)
    royalty = models.DecimalField(max_digits=6, decimal_places=4)
    rating = models.FloatField()


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    price = models.DecimalField(max_digits=8, decimal_places=2)
    weight = models.FloatField()
    pages = models.IntegerField()


class Product(models.Model):
    name = models.CharField(max_length=50)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    cost = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    weight = models.FloatField()
    stock = models.PositiveIntegerField(default=0)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.19"))

    @property
    def gross(self):
        return self.price * (1 + self.tax_rate)

    @property
    def shelf_weight(self):
        return self.weight * self.stock

    def reduced(self, percent):
        return self.price * (100 - percent) / 100

    def reduced_badly(self):
        return self.price * 0.9

    def margin(self) -> Decimal:
        return self.price - self.cost


class Customer(models.Model):
    name = models.CharField(max_length=50)
    credit = models.DecimalField(max_digits=10, decimal_places=2, default=0)


class Order(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="orders")
    total = models.DecimalField(max_digits=10, decimal_places=2)
    # A float as default: exact as a number, and still no Decimal.
    shipping = models.DecimalField(max_digits=6, decimal_places=2, default=0.0)
    discount = models.FloatField(default=0.1)
    paid = models.BooleanField(default=False)

    @property
    def due(self):
        return self.total + self.shipping


class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, related_name="lines")
    quantity = models.IntegerField(default=1)
    unit_price = models.DecimalField(max_digits=8, decimal_places=2)
    discount = models.FloatField(default=0.0)


class Invoice(models.Model):
    order = models.OneToOneField(Order, models.CASCADE, related_name="invoice")
    # More digits than a float has.
    gross = models.DecimalField(max_digits=64, decimal_places=2, default=0)
    fee = models.DecimalField(max_digits=6, decimal_places=2, default=0.1)
    share = models.DecimalField(max_digits=6, decimal_places=2, default=0.5)
    markup = models.DecimalField(max_digits=6, decimal_places=2, default=constants.MARKUP)
    deposit = models.DecimalField(max_digits=6, decimal_places=2, default="0.30")
    tip = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal("0.30"))


class Voucher(models.Model):
    """Bounds of each sort over a Decimal. 0.01 is a little more than a hundredth, and 0.3
    and 99.99 are a little less than they say."""

    floor = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0.01)]
    )
    ceiling = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MaxValueValidator(99.99)]
    )
    lower = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0.3)]
    )
    upper = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MaxValueValidator(1.1)]
    )
    half = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0.5)]
    )
    exact = models.DecimalField(
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal("99.99"))],
    )
    converted = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(Decimal(0.01))]
    )
    whole = models.DecimalField(
        max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(1)]
    )
    share = models.FloatField(default=1.0, validators=[MinValueValidator(0.01)])


class ExchangeRate(models.Model):
    currency = models.CharField(max_length=3, unique=True)
    rate = models.DecimalField(max_digits=12, decimal_places=6)


class GasPrice(models.Model):
    minutes = models.IntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=4)


class Asset(models.Model):
    code = models.CharField(max_length=12)
    fee_fixed = models.DecimalField(max_digits=20, decimal_places=7)
    fee_percent = models.DecimalField(max_digits=20, decimal_places=7)
