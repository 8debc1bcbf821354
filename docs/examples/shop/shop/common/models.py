import secrets

from django.db import models


class TimeStamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Numbered(models.Model):
    NUMBER_LENGTH = 16
    NUMBER_PREFIX = ""

    number = models.CharField(max_length=NUMBER_LENGTH, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = f"{self.NUMBER_PREFIX}{secrets.token_hex(5)}"
        super().save(*args, **kwargs)
