"""Arithmetic in queries: F, Value, Case, ExpressionWrapper, Cast and functions."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import (
    Avg,
    Case,
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Abs, Cast, Coalesce, Greatest, Least, Power, Round
from shop.constants import MARKUP
from shop.models import Line, Order, Product

from bodies.marks import exactly, kind, possible


def _first(rows):
    """What `x` is in the first row."""
    return rows.order_by("pk").values_list("x", flat=True).first()


# F and a number


@exactly(lambda: Decimal("1.21"))
def column_times_float():
    return _first(Product.objects.annotate(x=F("price") * 1.1))


@exactly(lambda: Decimal("1.21"))
def float_times_column():
    return _first(Product.objects.annotate(x=1.1 * F("price")))


@exactly(lambda: Decimal("1.21"))
def column_times_a_constant():
    return _first(Product.objects.annotate(x=F("price") * MARKUP))


@exactly(lambda: Decimal("1.21"))
def column_times_a_float_value():
    return _first(Product.objects.annotate(x=F("price") * Value(1.1)))


@exactly(lambda: Decimal("1.21"))
def column_times_decimal():
    return kind(_first(Product.objects.annotate(x=F("price") * Decimal("1.1"))))


@exactly(lambda: Decimal("3.30"))
def column_times_int():
    return kind(_first(Product.objects.annotate(x=F("price") * 3)))


@exactly(lambda: Decimal("0.55"))
def column_times_an_exact_float():
    return _first(Product.objects.annotate(x=F("price") * 0.5))


@exactly(lambda: Decimal("1.10"))
def column_plus_zero_as_a_float():
    return _first(Product.objects.annotate(x=F("price") + 0.0))


@exactly(lambda: Decimal("1.21"))
def column_squared():
    """Between a Decimal and an int, Django does not know the type of a power."""
    return _first(Product.objects.annotate(x=F("price") ** 2))


@exactly(lambda: Decimal("1.10"))
def column_times_bool():
    return _first(Product.objects.annotate(x=F("price") * True))


@exactly(lambda: Decimal("1.10"))
def column_times_a_text():
    return _first(Product.objects.annotate(x=F("price") * Value("1")))


@exactly(lambda: 0.7 * 1.1)
def float_column_times_float():
    return kind(_first(Product.objects.annotate(x=F("weight") * 1.1)))


@exactly(lambda: 0.7 * 3)
def float_column_times_int_column():
    return kind(_first(Product.objects.annotate(x=F("weight") * F("stock"))))


@exactly(lambda: Decimal("1.21"))
def a_float_with_a_fraction_in_a_chain():
    return _first(Product.objects.annotate(x=F("price") * (1 + 0.1)))


@exactly(lambda: Decimal("0.99"))
def a_quotient_of_ints():
    return _first(Product.objects.annotate(x=F("price") * (90 / 100)))


@exactly(lambda: Decimal("0.99"))
def ints_in_the_database():
    return kind(_first(Product.objects.annotate(x=F("price") * 90 / 100)))


# Columns


@exactly(lambda: Decimal("0.77"))
def decimal_column_times_float_column():
    return _first(Product.objects.annotate(x=F("price") * F("weight")))


@exactly(lambda: Decimal("3.30"))
def decimal_column_times_int_column():
    return kind(_first(Product.objects.annotate(x=F("price") * F("stock"))))


@exactly(lambda: Decimal("0.209"))
def decimal_columns():
    return kind(_first(Product.objects.annotate(x=F("price") * F("tax_rate"))))


@exactly(lambda: Decimal("0.11"))
def across_a_relation():
    return _first(Line.objects.annotate(x=F("product__price") * F("discount")))


@exactly(lambda: Decimal("3.30"))
def across_a_relation_with_an_int():
    return kind(_first(Line.objects.annotate(x=F("product__price") * F("quantity"))))


# With output_field


@exactly(lambda: Decimal("1.21"))
def wrapped_as_a_decimal():
    wrapped = ExpressionWrapper(
        F("price") * 1.1, output_field=DecimalField(max_digits=10, decimal_places=4)
    )
    return kind(_first(Product.objects.annotate(x=wrapped)))


@exactly(lambda: 1.10 * 1.1)
def wrapped_as_a_float():
    wrapped = ExpressionWrapper(F("price") * 1.1, output_field=FloatField())
    return kind(_first(Product.objects.annotate(x=wrapped)))


@exactly(lambda: Decimal("0.77"))
def wrapped_columns():
    wrapped = ExpressionWrapper(F("price") * F("weight"), output_field=DecimalField())
    return kind(_first(Product.objects.annotate(x=wrapped)))


@exactly(lambda: Decimal("1.331"))
def wrapped_and_multiplied_again():
    wrapped = ExpressionWrapper(F("price") * 1.1, output_field=DecimalField())
    return _first(Product.objects.annotate(x=wrapped * 1.1))


@exactly(lambda: Decimal("1.21"))
def a_value_with_an_output_field():
    value = Value(1.1, output_field=DecimalField())
    return kind(_first(Product.objects.annotate(x=F("price") * value)))


@exactly(lambda: 1.10 * 1.1)
def a_column_cast_to_a_float():
    return kind(_first(Product.objects.annotate(x=Cast("price", FloatField()) * 1.1)))


@exactly(lambda: Decimal("1.21"))
def a_mixture_cast_to_a_decimal():
    cast = Cast(F("price") * 1.1, DecimalField(max_digits=10, decimal_places=4))
    return kind(_first(Product.objects.annotate(x=cast)))


@exactly(lambda: Decimal("3.63"))
def a_sum_with_an_output_field():
    total = Product.objects.aggregate(x=Sum(F("price") * 1.1, output_field=DecimalField()))
    return kind(total["x"])


@exactly(lambda: 1.10 * 1.1 + 2.20 * 1.1)
def a_sum_with_a_float_field():
    total = Product.objects.aggregate(x=Sum(F("price") * 1.1, output_field=FloatField()))
    return kind(total["x"])


# Where nobody asks for the type


@exactly(lambda: Decimal("1.21"))
def update_by_a_float(product: Product):
    Product.objects.filter(pk=product.pk).update(price=F("price") * 1.1)
    return Product.objects.get(pk=product.pk).price


@exactly(lambda: Decimal("1.21"))
def save_by_a_float(product: Product):
    product.price = F("price") * 1.1
    product.save()
    product.refresh_from_db()
    return kind(product.price)


@exactly(list)
def filter_by_a_mixture():
    return [each.name for each in Product.objects.filter(price__gt=F("price") * 1.1)]


@possible("the database multiplies, and only some prices show it")
@exactly(lambda: ["Pen"])
def filter_for_a_product_with_a_float():
    """1.10 * 1.1 is 1.21, but not in floats."""
    rows = Product.objects.filter(name="Pen").alias(high=Value(Decimal("1.21")))
    return [each.name for each in rows.filter(high=F("price") * 1.1)]


@exactly(lambda: ["Ink", "Pen"])
def order_by_a_mixture():
    rows = Product.objects.order_by((F("price") * 1.1).desc())
    return [each.name for each in rows]


@exactly(lambda: 2)
def count_of_a_mixture():
    return Product.objects.annotate(x=F("price") * 1.1).count()


@exactly(lambda: ["Pen", "Ink"])
def an_alias_that_nobody_reads():
    return [each.name for each in Product.objects.alias(x=F("price") * 1.1).order_by("pk")]


@exactly(list)
def an_alias_that_is_filtered_by():
    return list(Product.objects.alias(x=F("price") * 1.1).filter(x__gt=10))


@exactly(lambda: ["Pen", "Ink"])
def an_annotation_that_is_fetched():
    return [each.name for each in Product.objects.annotate(x=F("price") * 1.1)]


@exactly(lambda: 2)
def a_mixture_in_a_condition():
    cheap = Case(When(price__lt=F("cost") * 1.1, then=1), default=2)
    return kind(_first(Product.objects.annotate(x=cheap)))


@exactly(lambda: 2)
def a_count_over_a_mixture():
    return kind(Product.objects.aggregate(x=Count(F("price") * 1.1))["x"])


@exactly(lambda: Decimal("1.21"))
def built_and_never_used(price: Decimal):
    F("price") * 1.1
    return price * Decimal("1.1")


# Filters with floats


@exactly(lambda: ["Pen"])
def filter_by_a_float():
    """Django rounds it to the column's digits."""
    return [each.name for each in Product.objects.filter(price=1.1)]


@exactly(lambda: ["Pen"])
def filter_by_a_float_in_a_list():
    return [each.name for each in Product.objects.filter(price__in=[1.1, 0.1])]


@exactly(lambda: ["Pen", "Ink"])
def filter_from_a_float():
    return [each.name for each in Product.objects.order_by("pk").filter(price__gte=1.1)]


@exactly(lambda: ["Pen"])
def filter_by_a_float_in_q():
    return [each.name for each in Product.objects.filter(Q(price=1.1) | Q(price=9.9))]


@exactly(lambda: ["Pen"])
def filter_a_float_column_by_a_decimal():
    return [each.name for each in Product.objects.filter(weight=Decimal("0.7"))]


@exactly(lambda: 1)
def get_by_a_float():
    return Product.objects.get(price=1.1).lines.count()


# Functions


@exactly(lambda: Decimal("1.10"))
def coalesce_with_zero():
    return _first(Product.objects.annotate(x=Coalesce("price", 0)))


@exactly(lambda: Decimal("1.10"))
def coalesce_with_zero_as_a_float():
    return _first(Product.objects.annotate(x=Coalesce("price", 0.0)))


@exactly(lambda: Decimal("1.10"))
def coalesce_with_a_value_of_zero():
    return _first(Product.objects.annotate(x=Coalesce("price", Value(0))))


@exactly(lambda: Decimal("1.10"))
def coalesce_with_a_decimal():
    return kind(_first(Product.objects.annotate(x=Coalesce("price", Decimal(0)))))


@exactly(lambda: Decimal("1.10"))
def coalesce_with_an_output_field():
    both = Coalesce("price", 0.0, output_field=DecimalField())
    return kind(_first(Product.objects.annotate(x=both)))


@exactly(lambda: Decimal("1.10"))
def coalesce_with_a_typed_value():
    both = Coalesce("price", Value(0, output_field=DecimalField()))
    return kind(_first(Product.objects.annotate(x=both)))


@exactly(lambda: Decimal("1.10"))
def coalesce_of_columns():
    return kind(_first(Product.objects.annotate(x=Coalesce("price", "cost"))))


@exactly(lambda: Decimal("1.10"))
def coalesce_of_a_decimal_and_a_float_column():
    return _first(Product.objects.annotate(x=Coalesce("price", "weight")))


@exactly(lambda: 0.7)
def coalesce_of_a_float_column():
    return kind(_first(Product.objects.annotate(x=Coalesce("weight", 0.0))))


@exactly(lambda: Decimal("0.7"))
def coalesce_of_a_float_column_and_an_int():
    return _first(Product.objects.annotate(x=Coalesce("weight", 0)))


@exactly(lambda: 3)
def coalesce_of_an_int_column():
    return kind(_first(Product.objects.annotate(x=Coalesce("stock", 0))))


@exactly(lambda: 3)
def coalesce_of_an_int_column_and_a_float():
    return _first(Product.objects.annotate(x=Coalesce("stock", 0.0)))


@exactly(lambda: Decimal("1.10"))
def greatest_with_a_float():
    return _first(Product.objects.annotate(x=Greatest("price", Value(0.1))))


@exactly(lambda: Decimal("0.30"))
def least_of_columns():
    return kind(_first(Product.objects.annotate(x=Least("price", "cost"))))


@exactly(lambda: Decimal("1.21"))
def power_is_a_decimal():
    """Unlike the operator."""
    return kind(_first(Product.objects.annotate(x=Power("price", 2))))


@exactly(lambda: Decimal("1.1"))
def rounded_in_the_database():
    return kind(_first(Product.objects.annotate(x=Round("price", 1))))


@exactly(lambda: Decimal("1.21"))
def rounded_mixture():
    return _first(Product.objects.annotate(x=Round(F("price") * 1.1, 2)))


@exactly(lambda: Decimal("0.8"))
def abs_of_a_difference():
    return kind(_first(Product.objects.annotate(x=Abs(F("cost") - F("price")))))


# Case


@exactly(lambda: Decimal("1.10"))
def case_with_a_float_as_default():
    both = Case(When(stock=3, then=F("price")), default=0.0)
    return _first(Product.objects.annotate(x=both))


@exactly(lambda: Decimal("1.10"))
def case_with_an_int_as_default():
    both = Case(When(stock=3, then=F("price")), default=Value(0))
    return _first(Product.objects.annotate(x=both))


@exactly(lambda: Decimal("1.10"))
def case_with_a_decimal_as_default():
    both = Case(When(stock=3, then=F("price")), default=Decimal(0))
    return kind(_first(Product.objects.annotate(x=both)))


@exactly(lambda: Decimal("1.10"))
def case_with_an_output_field():
    both = Case(When(stock=3, then=F("price")), default=0.0, output_field=DecimalField())
    return kind(_first(Product.objects.annotate(x=both)))


@exactly(lambda: Decimal("1.10"))
def case_without_a_default():
    return kind(_first(Product.objects.annotate(x=Case(When(stock=3, then=F("price"))))))


@exactly(lambda: Decimal("1.10"))
def case_in_an_update(product: Product):
    """A Case asks for its type wherever it becomes SQL."""
    both = Case(When(stock=3, then=F("price")), default=0.0)
    Product.objects.update(price=both)
    return Product.objects.get(pk=product.pk).price


@exactly(lambda: 1.1)
def case_of_floats():
    return kind(_first(Product.objects.annotate(x=Case(When(stock=3, then=1.1), default=1.2))))


@exactly(lambda: Decimal("1.21"))
def column_times_a_case_of_floats():
    factor = Case(When(stock=3, then=1.1), default=1.2)
    return _first(Product.objects.annotate(x=F("price") * factor))


@exactly(lambda: Decimal("2.20"))
def column_times_a_case_of_ints():
    factor = Case(When(stock=3, then=2), default=1)
    return kind(_first(Product.objects.annotate(x=F("price") * factor)))


# Subqueries and windows


@exactly(lambda: Decimal("1.21"))
def a_subquery_times_a_float():
    inner = Line.objects.filter(product=OuterRef("pk")).values("unit_price")[:1]
    return _first(Product.objects.annotate(x=Subquery(inner) * 1.1))


@exactly(lambda: Decimal("1.10"))
def a_subquery():
    inner = Line.objects.filter(product=OuterRef("pk")).values("unit_price")[:1]
    return kind(_first(Product.objects.annotate(x=Subquery(inner))))


@exactly(lambda: Decimal("3.30"))
def a_window():
    return kind(_first(Product.objects.annotate(x=Window(Sum("price")))))


# What comes back is used


@exactly(lambda: Decimal("3.63"))
def an_annotation_times_a_float():
    product = Product.objects.annotate(x=F("price") * 3).order_by("pk").first()
    return product.x * 1.1


@exactly(lambda: Decimal("3.63"))
def an_annotation_times_a_decimal():
    product = Product.objects.annotate(x=F("price") * 3).order_by("pk").first()
    return kind(product.x * Decimal("1.1"))


@exactly(lambda: Decimal("2.31"))
def a_float_annotation_times_a_decimal():
    product = Product.objects.annotate(x=F("weight") * F("stock")).order_by("pk").first()
    return product.x * product.price


@exactly(lambda: Decimal("3.30"))
def an_int_annotation_times_a_decimal():
    product = Product.objects.annotate(x=Count("lines") * 3).order_by("pk").first()
    return kind(product.x) * product.price


@exactly(lambda: Decimal("20.6305"))
def an_average_annotation(order: Order):
    found = Order.objects.annotate(x=Avg("lines__unit_price")).get(pk=order.pk)
    return (order.total - found.x + Decimal("0.415")) * 1.1


@exactly(lambda: 1)
def an_integer_field(product: Product):
    wrapped = ExpressionWrapper(F("price") * 1, output_field=IntegerField())
    return kind(_first(Product.objects.annotate(x=wrapped)))
