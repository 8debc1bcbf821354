"""The files of a small project in which nothing is wrong."""

MODELS = """\
from django.db import models


class Order(models.Model):
    name = models.CharField(max_length=10)
    city = models.CharField(max_length=30, default=old)
"""
SERIALIZERS = """\
from rest_framework import serializers

from shop.models import Order


class OrderSerializer(serializers.ModelSerializer):
    name = serializers.CharField(max_length=10)

    class Meta:
        model = Order
        fields = ["name"]
"""
VIEWS = """\
from rest_framework import viewsets

from shop.models import Order
from shop.serializers import OrderSerializer


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
"""
