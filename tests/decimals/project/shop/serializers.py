"""What the API takes and gives, in DRF's words."""

from __future__ import annotations

from decimal import Decimal

from rest_framework import serializers

from shop.models import Product


class PriceSerializer(serializers.Serializer):
    price = serializers.DecimalField(max_digits=8, decimal_places=2)
    factor = serializers.FloatField(required=False)
    count = serializers.IntegerField(required=False)


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = ["name", "price", "weight"]


class FloatProductSerializer(serializers.ModelSerializer):
    """A float for a Decimal column."""

    price = serializers.FloatField()

    class Meta:
        model = Product
        fields = ["name", "price", "weight"]


class PlainNumberSerializer(serializers.ModelSerializer):
    price = serializers.DecimalField(max_digits=8, decimal_places=2, coerce_to_string=False)

    class Meta:
        model = Product
        fields = ["price"]


class BoundedSerializer(serializers.Serializer):
    floor = serializers.DecimalField(
        max_digits=6, decimal_places=2, required=False, min_value=Decimal(0.01)
    )
    ceiling = serializers.DecimalField(
        max_digits=6, decimal_places=2, required=False, max_value=Decimal(99.99)
    )
    exact = serializers.DecimalField(
        max_digits=6, decimal_places=2, required=False, min_value=Decimal("0.01")
    )
