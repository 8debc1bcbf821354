"""What people type into the shop."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from shop.models import Product, Voucher


class PriceForm(forms.Form):
    price = forms.DecimalField()
    factor = forms.FloatField(required=False)
    count = forms.IntegerField(required=False)


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        fields = ["name", "price", "weight"]


class FloatProductForm(forms.ModelForm):
    """A float for a Decimal column."""

    price = forms.FloatField()

    class Meta:
        model = Product
        fields = ["name", "price", "weight"]


class BoundedForm(forms.Form):
    floor = forms.DecimalField(min_value=0.01, required=False)
    ceiling = forms.DecimalField(max_value=99.99, required=False)
    converted = forms.DecimalField(min_value=Decimal(0.01), required=False)
    exact = forms.DecimalField(min_value=Decimal("0.01"), required=False)
    half = forms.DecimalField(min_value=0.5, required=False)


class VoucherForm(forms.ModelForm):
    class Meta:
        model = Voucher
        fields = ["floor", "exact"]
