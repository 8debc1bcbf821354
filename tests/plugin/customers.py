"""A model, a serializer and a view of it, as a project that mypy checks has them."""

from __future__ import annotations

MODELS = """\
from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=120)
"""
SERIALIZERS = """\
from rest_framework import serializers

from shop.models import Customer


class CustomerSerializer(serializers.ModelSerializer):
    name = serializers.CharField(max_length=255)

    class Meta:
        model = Customer
        fields = ["name"]
"""
VIEWS = """\
from rest_framework import viewsets

from shop.models import Customer
from shop.serializers import CustomerSerializer


class CustomerViewSet(viewsets.ModelViewSet):
    queryset = Customer.objects.all()
    serializer_class = CustomerSerializer
"""
