"""Data that forms, serializers and schemas have validated."""

from __future__ import annotations

import json
from decimal import Decimal

from pydantic import TypeAdapter, ValidationError
from shop.forms import FloatProductForm, PriceForm, ProductForm
from shop.models import Product
from shop.schemas import Checked, Limited, LooseIn, ProductIn, ProductOut, Strict
from shop.serializers import (
    FloatProductSerializer,
    PriceSerializer,
    ProductSerializer,
)

from bodies.marks import about, exactly, kind

# Forms


def _form():
    form = PriceForm({"price": "1.10", "factor": "1.1", "count": "3"})
    form.is_valid()
    return form


@exactly(lambda: Decimal("1.21"))
def form_decimal_times_a_float():
    form = PriceForm({"price": "1.10"})
    if form.is_valid():
        return form.cleaned_data["price"] * 1.1
    return None


@exactly(lambda: Decimal("2.20"))
def form_decimal_times_an_int():
    form = PriceForm({"price": "1.10"})
    form.is_valid()
    return kind(form.cleaned_data["price"] * 2)


@exactly(lambda: Decimal("1.21"))
def form_decimal_times_a_form_float():
    form = _form()
    return kind(form.cleaned_data["price"]) * kind(form.cleaned_data["factor"])


@exactly(lambda: Decimal("3.30"))
def form_decimal_times_a_form_int():
    form = _form()
    return kind(form.cleaned_data["price"]) * kind(form.cleaned_data["count"])


@exactly(lambda: None)
def form_float_that_was_left_out():
    form = PriceForm({"price": "1.10"})
    form.is_valid()
    return kind(form.cleaned_data["factor"])


@exactly(lambda: Decimal("1.21"))
def model_form_decimal():
    form = ProductForm({"name": "New", "price": "1.10", "weight": "0.7"})
    form.is_valid()
    return form.cleaned_data["price"] * 1.1


def model_form_saved():
    form = ProductForm({"name": "New", "price": "1.10", "weight": "0.7"})
    form.is_valid()
    return form.save()


@about("shop.forms.FloatProductForm.price")
@exactly(lambda: Decimal("1.21"))
def float_model_form_decimal():
    form = FloatProductForm({"name": "New", "price": "1.10", "weight": "0.7"})
    form.is_valid()
    return form.cleaned_data["price"] * Decimal("1.1")


@about("shop.forms.FloatProductForm.price")
@exactly(lambda: True)
def float_model_form_is_valid():
    """The column makes eight digits of the float, and finds six places too many."""
    return FloatProductForm({"name": "New", "price": "1.1", "weight": "0.7"}).is_valid()


# Serializers


@exactly(lambda: Decimal("1.21"))
def serializer_decimal_times_a_float():
    serializer = PriceSerializer(data={"price": "1.10"})
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data["price"] * 1.1


@exactly(lambda: Decimal("2.20"))
def serializer_decimal_times_an_int():
    serializer = PriceSerializer(data={"price": "1.10"})
    serializer.is_valid(raise_exception=True)
    return kind(serializer.validated_data["price"] * 2)


@exactly(lambda: Decimal("1.21"))
def serializer_decimal_times_a_serializer_float():
    serializer = PriceSerializer(data={"price": "1.10", "factor": 1.1})
    serializer.is_valid(raise_exception=True)
    data = serializer.validated_data
    return kind(data["price"]) * kind(data["factor"])


@exactly(lambda: Decimal("3.30"))
def serializer_decimal_times_a_serializer_int():
    serializer = PriceSerializer(data={"price": "1.10", "count": 3})
    serializer.is_valid(raise_exception=True)
    data = serializer.validated_data
    return data["price"] * kind(data["count"])


@exactly(lambda: Decimal("1.10"))
def serializer_decimal_of_a_float():
    """DRF reads a float by its text."""
    serializer = PriceSerializer(data={"price": 1.1})
    serializer.is_valid(raise_exception=True)
    return kind(serializer.validated_data["price"])


def model_serializer_saved():
    serializer = ProductSerializer(data={"name": "New", "price": "1.10", "weight": 0.7})
    serializer.is_valid(raise_exception=True)
    return serializer.save()


@about("shop.serializers.FloatProductSerializer.price")
def float_model_serializer_saved():
    serializer = FloatProductSerializer(data={"name": "New", "price": "1.10", "weight": 0.7})
    serializer.is_valid(raise_exception=True)
    return serializer.save()


@about("shop.serializers.FloatProductSerializer.price")
@exactly(lambda: Decimal("1.21"))
def float_model_serializer_saved_and_multiplied():
    serializer = FloatProductSerializer(data={"name": "New", "price": "1.10", "weight": 0.7})
    serializer.is_valid(raise_exception=True)
    return serializer.save().price * Decimal("1.1")


@exactly(lambda: "1.10")
def output_of_an_object_that_holds_a_float():
    """DRF writes the column's digits of it."""
    return ProductSerializer(Product(name="New", price=1.1, weight=0.7)).data["price"]


@exactly(lambda: "0.30")
def output_of_a_sum_of_floats():
    return ProductSerializer(Product(name="New", price=0.1 + 0.2, weight=0.7)).data["price"]


# Schemas


@exactly(lambda: Decimal("1.21"))
def schema_decimal_times_a_float():
    return ProductIn.model_validate({"price": "1.10", "weight": 0.7}).price * 1.1


@exactly(lambda: Decimal("3.30"))
def schema_decimal_times_an_int():
    data = ProductIn.model_validate({"price": "1.10", "weight": 0.7, "stock": 3})
    return kind(data.price * data.stock)


@exactly(lambda: Decimal("1.21"))
def constrained_schema_decimal_times_a_float():
    return Limited(price="1.10", share="0.5").price * 1.1


@exactly(lambda: Decimal("0.55"))
def constrained_schema_decimals():
    data = Limited(price="1.10", share="0.5")
    return kind(data.price * data.share)


@exactly(lambda: Decimal("1.10"))
def schema_of_a_json_number():
    """pydantic reads a number in JSON by its text."""
    return kind(ProductIn.model_validate_json('{"price": 1.10, "weight": 0.7}').price)


@about("shop.schemas.Checked.price")
@exactly(lambda: Decimal("0.1"))
def schema_with_a_default_that_is_validated():
    return kind(Checked().price)


@exactly(lambda: False)
def strict_schema_of_a_float():
    try:
        Strict(price=1.1)
    except ValidationError:
        return False
    return True


@exactly(lambda: Decimal("1.1"))
def schema_of_an_object_that_holds_a_float():
    return ProductOut.model_validate(Product(name="New", price=1.1, weight=0.7)).price


@exactly(lambda: Decimal("1.21"))
def adapted():
    return TypeAdapter(Decimal).validate_python("1.10") * 1.1


@exactly(lambda: Decimal("1.21"))
def loose_schema_times_a_decimal(product: Product):
    data = LooseIn(price=1.1)
    return product.price * data.price


@about("shop.schemas.LooseIn.price")
def loose_schema_into_a_model():
    return Product(name="New", price=LooseIn(price=1.1).price, weight=0.7)


@about("shop.schemas.LooseIn.price")
def loose_schema_dumped_into_a_model():
    return Product.objects.create(name="New", weight=0.7, **LooseIn(price=1.1).model_dump())


def schema_into_a_model():
    data = ProductIn(price="1.10", weight=0.7)
    return Product(name="New", price=data.price, weight=data.weight)


def schema_dumped_into_a_model():
    data = ProductIn(price="1.10", weight=0.7)
    return Product.objects.create(name="New", **data.model_dump())


# What arrives unvalidated


@exactly(lambda: Decimal("1.21"))
def a_number_of_json_as_a_decimal():
    return Decimal(str(json.loads('{"price": 1.1}')["price"])) * Decimal("1.1")


@exactly(lambda: Decimal("1.21"))
def a_float_of_a_query_parameter(product: Product):
    parameters = {"factor": "1.1"}
    return product.price * float(parameters["factor"])


@exactly(lambda: Decimal("1.21"))
def a_decimal_of_a_query_parameter(product: Product):
    parameters = {"factor": "1.1"}
    return kind(product.price * Decimal(parameters["factor"]))
