from rest_framework import serializers

from shop.common.validators import sku_code
from shop.customers.models import Customer
from shop.orders.models import Order, OrderLine, OrderNote, Product, ReturnRequest


class ProductSerializer(serializers.ModelSerializer):
    sku = serializers.CharField(max_length=12, validators=[sku_code])
    price = serializers.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        model = Product
        fields = ["id", "sku", "name", "description", "price", "status"]


class OrderLineSerializer(serializers.ModelSerializer):
    class Meta:
        model = OrderLine
        fields = ["id", "order", "product", "quantity", "unit_price"]
        read_only_fields = ["unit_price"]

    def create(self, validated_data):
        validated_data["unit_price"] = validated_data["product"].price
        return super().create(validated_data)


class OrderSerializer(serializers.ModelSerializer):
    customer = serializers.PrimaryKeyRelatedField(queryset=Customer.objects.all(), required=False)
    lines = OrderLineSerializer(many=True, read_only=True)

    class Meta:
        model = Order
        fields = [
            "id",
            "number",
            "customer",
            "channel",
            "reference",
            "shipping_address",
            "status",
            "placed_at",
            "total",
            "lines",
        ]
        read_only_fields = ["status", "placed_at", "order_total"]


class OrderNoteSerializer(serializers.ModelSerializer):
    text = serializers.CharField(required=False, style={"base_template": "textarea.html"})

    class Meta:
        model = OrderNote
        fields = ["id", "order", "author", "text", "created_at"]
        read_only_fields = ["author"]


class ReturnRequestSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReturnRequest
        fields = ["id", "order", "reason"]
