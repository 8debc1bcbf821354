"""Validators and bounds: whether a Decimal at the bound is let through."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from pydantic import ValidationError as SchemaError
from shop.forms import BoundedForm, VoucherForm
from shop.models import Voucher
from shop.schemas import Limited
from shop.serializers import BoundedSerializer

from bodies.marks import about, exactly, possible


def _accepts(validator: Any, value: object) -> bool:
    try:
        validator(value)
    except ValidationError:
        return False
    return True


def _clean(column: str, text: str) -> bool:
    """Whether the column of a voucher takes the number that a text says."""
    return _accepts(lambda value: Voucher._meta.get_field(column).clean(value, None), Decimal(text))


# Validators


@possible("a validator alone does not say what it is for")
@exactly(lambda: True)
def minimum_of_a_hundredth():
    return _accepts(MinValueValidator(0.01), Decimal("0.01"))


@possible("a validator alone does not say what it is for")
@exactly(lambda: True)
def minimum_of_three_tenths():
    """0.3 as a float is a little less than 0.3."""
    return _accepts(MinValueValidator(0.3), Decimal("0.3"))


@possible("a validator alone does not say what it is for")
@exactly(lambda: True)
def maximum_of_99_99():
    return _accepts(MaxValueValidator(99.99), Decimal("99.99"))


@possible("a validator alone does not say what it is for")
@exactly(lambda: True)
def maximum_of_1_1():
    """1.1 as a float is a little more than 1.1."""
    return _accepts(MaxValueValidator(1.1), Decimal("1.1"))


@possible("a validator alone does not say what it is for")
@exactly(lambda: True)
def minimum_of_one_half():
    return _accepts(MinValueValidator(0.5), Decimal("0.5"))


@exactly(lambda: True)
def minimum_of_a_decimal():
    return _accepts(MinValueValidator(Decimal("0.01")), Decimal("0.01"))


@exactly(lambda: True)
def minimum_of_a_decimal_of_a_float():
    return _accepts(MinValueValidator(Decimal(0.01)), Decimal("0.01"))


@possible("what a callable gives is not known")
@exactly(lambda: True)
def minimum_of_a_callable():
    return _accepts(MinValueValidator(lambda: 0.01), Decimal("0.01"))


@possible("a validator alone does not say what it is for")
@exactly(lambda: True)
def minimum_over_a_float():
    return _accepts(MinValueValidator(0.01), 0.01)


@possible("a validator alone does not say what it is for")
@exactly(lambda: False)
def below_the_minimum():
    return _accepts(MinValueValidator(0.01), Decimal("0.00"))


# Columns


@about("shop.models.Voucher.floor")
@exactly(lambda: True)
def column_with_a_minimum():
    return _clean("floor", "0.01")


@about("shop.models.Voucher.ceiling")
@exactly(lambda: True)
def column_with_a_maximum():
    return _clean("ceiling", "99.99")


@about("shop.models.Voucher.lower")
@exactly(lambda: True)
def column_with_a_generous_minimum():
    return _clean("lower", "0.30")


@about("shop.models.Voucher.upper")
@exactly(lambda: True)
def column_with_a_generous_maximum():
    return _clean("upper", "1.10")


@about("shop.models.Voucher.half")
@exactly(lambda: True)
def column_with_an_exact_float():
    return _clean("half", "0.50")


@about("shop.models.Voucher.exact")
@exactly(lambda: True)
def column_with_decimals():
    return _clean("exact", "0.01") and _clean("exact", "99.99")


@about("shop.models.Voucher.converted")
@exactly(lambda: True)
def column_with_a_decimal_of_a_float():
    return _clean("converted", "0.01")


@about("shop.models.Voucher.whole")
@exactly(lambda: True)
def column_with_an_int():
    return _clean("whole", "1.00")


@about("shop.models.Voucher.share")
@exactly(lambda: True)
def column_of_floats():
    return _accepts(lambda value: Voucher._meta.get_field("share").clean(value, None), 0.01)


@about("shop.models.Voucher.floor")
@exactly(lambda: True)
def full_clean():
    return _accepts(lambda voucher: voucher.full_clean(), Voucher(floor=Decimal("0.01")))


@about("shop.models.Voucher.exact")
@exactly(lambda: True)
def full_clean_of_the_exact_column():
    return _accepts(lambda voucher: voucher.full_clean(), Voucher(exact=Decimal("0.01")))


@about("shop.models.Voucher.floor")
@exactly(lambda: True)
def model_form():
    return VoucherForm({"floor": "0.01", "exact": "1"}).is_valid()


@about("shop.models.Voucher.exact")
@exactly(lambda: True)
def model_form_with_decimals():
    return VoucherForm({"floor": "1", "exact": "0.01"}).is_valid()


# Forms, serializers, schemas


@about("shop.forms.BoundedForm.floor")
@exactly(lambda: True)
def form_with_a_minimum():
    return BoundedForm({"floor": "0.01"}).is_valid()


@about("shop.forms.BoundedForm.ceiling")
@exactly(lambda: True)
def form_with_a_maximum():
    return BoundedForm({"ceiling": "99.99"}).is_valid()


@about("shop.forms.BoundedForm.converted")
@exactly(lambda: True)
def form_with_a_decimal_of_a_float():
    return BoundedForm({"converted": "0.01"}).is_valid()


@about("shop.forms.BoundedForm.exact")
@exactly(lambda: True)
def form_with_a_decimal():
    return BoundedForm({"exact": "0.01"}).is_valid()


@about("shop.forms.BoundedForm.half")
@exactly(lambda: True)
def form_with_an_exact_float():
    return BoundedForm({"half": "0.5"}).is_valid()


@exactly(lambda: True)
def form_field_made_here():
    field = django_forms.DecimalField(min_value=0.01)
    return _accepts(field.clean, "0.01")


@exactly(lambda: True)
def column_made_here():
    field = models.DecimalField(
        max_digits=6, decimal_places=2, validators=[MinValueValidator(0.01)]
    )
    return _accepts(lambda value: field.clean(value, None), Decimal("0.01"))


@about("shop.serializers.BoundedSerializer.floor")
@exactly(lambda: True)
def serializer_with_a_decimal_of_a_float():
    return BoundedSerializer(data={"floor": "0.01"}).is_valid()


@about("shop.serializers.BoundedSerializer.ceiling")
@exactly(lambda: True)
def serializer_with_a_maximum_of_a_decimal_of_a_float():
    return BoundedSerializer(data={"ceiling": "99.99"}).is_valid()


@about("shop.serializers.BoundedSerializer.exact")
@exactly(lambda: True)
def serializer_with_a_decimal():
    return BoundedSerializer(data={"exact": "0.01"}).is_valid()


@about("shop.schemas.Limited.amount")
@exactly(lambda: True)
def schema_with_a_minimum():
    """pydantic reads the bound by its shortest text."""
    try:
        Limited(price="1.10", share="1", amount="0.01")
    except SchemaError:
        return False
    return True
