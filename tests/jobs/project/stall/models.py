import datetime
import uuid
from decimal import Decimal

from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20, default="17")
    total = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal("9.50"))
    placed = models.DateTimeField(default=datetime.datetime.now)
    day = models.DateField(default=datetime.date.today)
    token = models.UUIDField(default=uuid.uuid4)
    lead = models.DurationField(default=datetime.timedelta(1))
