from rest_framework import serializers

from shop.customers.models import Customer

KINDS = [("private", "Private"), ("business", "Business"), ("reseller", "Reseller")]


class CustomerSerializer(serializers.ModelSerializer):
    name = serializers.CharField(max_length=255)
    kind = serializers.ChoiceField(choices=KINDS, default="private")

    class Meta:
        model = Customer
        fields = ["id", "name", "email", "kind", "vat_number", "discount", "created_at"]
        read_only_fields = ["discount"]


class ContactSerializer(serializers.ModelSerializer):
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True)

    class Meta:
        model = Customer
        fields = ["id", "email", "phone"]


class CustomerSummarySerializer(serializers.ModelSerializer):
    city = serializers.CharField(source="default_adress.city", read_only=True)
    orders = serializers.IntegerField(source="orders.count", read_only=True)

    class Meta:
        model = Customer
        fields = ["id", "name", "city", "orders"]
        read_only_fields = fields
