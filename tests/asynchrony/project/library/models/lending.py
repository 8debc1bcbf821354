"""Who reads, what is lent, what is said about it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from library.models.works import Book


class Reader(models.Model):
    """A model with nothing to check in the database."""

    name = models.CharField(max_length=80)
    age = models.IntegerField(default=30)


class Card(models.Model):
    """Its key is a relation."""

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, primary_key=True)


class Loan(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="loans")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="loans")
    days = models.IntegerField(default=14)


class Comment(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    text = models.CharField(max_length=80)


class Chapter(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="chapters")
    heading = models.CharField(max_length=80)

    class Meta:
        order_with_respect_to = "book"
