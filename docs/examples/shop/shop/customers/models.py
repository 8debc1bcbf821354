import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from shop.common.models import TimeStamped
from shop.common.validators import phone_number, postcode


class Customer(TimeStamped):
    class Kind(models.TextChoices):
        PRIVATE = "private", "Private"
        BUSINESS = "business", "Business"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=20, blank=True, validators=[phone_number])
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PRIVATE)
    vat_number = models.CharField(max_length=14, null=True, blank=True)
    discount = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(40)])
    birthday = models.DateField(null=True, blank=True)

    def __str__(self):
        return self.name

    @property
    def default_address(self):
        return self.addresses.order_by("-is_default", "pk").first()


class Address(TimeStamped):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    line1 = models.CharField(max_length=100)
    line2 = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, validators=[postcode])
    city = models.CharField(max_length=60)
    country = models.CharField(max_length=2, default="AT")
    is_default = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.line1}, {self.postcode} {self.city}"
