from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=20)
    paid = models.BooleanField(default=False)

    def pay(self):
        self.paid = True
        self.save()

    def total(self):
        return 0


class Noted(Order):
    note = models.CharField(max_length=20, default="")

    def save(self, *args, **kwargs):
        self.note = "saved"
        super().save(*args, **kwargs)
