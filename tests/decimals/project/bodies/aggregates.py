"""Aggregates: what they give over rows and over none, and what is done with it."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Avg, Count, DecimalField, F, FloatField, Max, Min, StdDev, Sum, Value
from django.db.models.functions import Coalesce
from shop.models import Line, Order, Product

from bodies.marks import exactly, kind, possible

# What they give


@exactly(lambda: Decimal("3.30"))
def sum_of_a_decimal_column():
    return kind(Product.objects.aggregate(x=Sum("price"))["x"])


@exactly(lambda: Decimal("3.63"))
def sum_of_a_decimal_column_times_a_float():
    return Product.objects.aggregate(x=Sum("price"))["x"] * 1.1


@exactly(lambda: Decimal("3.63"))
def sum_of_a_decimal_column_by_its_default_name():
    return Product.objects.aggregate(Sum("price"))["price__sum"] * 1.1


@exactly(lambda: Decimal("6.60"))
def sum_of_a_decimal_column_times_an_int():
    return kind(Product.objects.aggregate(Sum("price"))["price__sum"] * 2)


@exactly(lambda: 5)
def sum_of_an_int_column():
    return kind(Product.objects.aggregate(x=Sum("stock"))["x"])


@exactly(lambda: 0.1 + 0.2)
def sum_of_a_float_column():
    return kind(Line.objects.aggregate(x=Sum("discount"))["x"])


@exactly(lambda: Decimal("1.65"))
def average_of_a_decimal_column():
    return kind(Product.objects.aggregate(x=Avg("price"))["x"])


@exactly(lambda: Decimal("1.815"))
def average_of_a_decimal_column_times_a_float():
    return Product.objects.aggregate(x=Avg("price"))["x"] * 1.1


@exactly(lambda: Decimal("2.5"))
def average_of_an_int_column():
    return kind(Product.objects.aggregate(x=Avg("stock"))["x"])


@exactly(lambda: Decimal("2.75"))
def average_of_an_int_column_times_a_decimal(price: Decimal):
    return Product.objects.aggregate(x=Avg("stock"))["x"] * price


@exactly(lambda: Decimal("2.20"))
def count_times_a_decimal(price: Decimal):
    return kind(Product.objects.aggregate(x=Count("pk"))["x"]) * price


@exactly(lambda: Decimal("2.20"))
def count_method_times_a_decimal(price: Decimal):
    return kind(Product.objects.count()) * price


@exactly(lambda: (Decimal("1.10"), Decimal("2.20")))
def least_and_greatest():
    found = Product.objects.aggregate(low=Min("price"), high=Max("price"))
    return kind(found["low"]), kind(found["high"])


@exactly(lambda: Decimal("2.42"))
def greatest_times_a_float():
    return Product.objects.aggregate(high=Max("price"))["high"] * 1.1


@exactly(lambda: Decimal("0.55"))
def deviation_of_a_decimal_column():
    return kind(Product.objects.aggregate(x=StdDev("price"))["x"])


@exactly(lambda: Decimal("7.70"))
def sum_of_a_product_with_an_int_column():
    return kind(Line.objects.aggregate(x=Sum(F("unit_price") * F("quantity")))["x"])


@exactly(lambda: Decimal("0.55"))
def sum_of_a_product_with_a_float_column():
    return Line.objects.aggregate(x=Sum(F("unit_price") * F("discount")))["x"]


@exactly(lambda: Decimal("0.55"))
def sum_of_a_product_with_a_float_column_as_a_decimal():
    mixed = Sum(F("unit_price") * F("discount"), output_field=DecimalField())
    return kind(Line.objects.aggregate(x=mixed)["x"])


@exactly(lambda: Decimal("3.63"))
def sum_of_a_product_with_a_float():
    return Product.objects.aggregate(x=Sum(F("price") * 1.1))["x"]


@exactly(lambda: Decimal("3.63"))
def a_sum_times_a_float_in_the_query():
    return Product.objects.aggregate(x=Sum("price") * 1.1)["x"]


@exactly(lambda: Decimal("3.63"))
def a_sum_times_a_decimal_in_the_query():
    return kind(Product.objects.aggregate(x=Sum("price") * Decimal("1.1"))["x"])


@exactly(lambda: Decimal("1.65"))
def a_sum_by_a_count():
    return kind(Product.objects.aggregate(x=Sum("price") / Count("pk"))["x"])


@exactly(lambda: Decimal("2.78"))
def a_sum_minus_a_sum_of_floats():
    return Product.objects.aggregate(x=Sum("price") - Sum("weight"))["x"]


# Coalesce


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_zero():
    return Product.objects.aggregate(x=Coalesce(Sum("price"), 0))["x"]


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_zero_as_a_float():
    return Product.objects.aggregate(x=Coalesce(Sum("price"), 0.0))["x"]


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_a_value_of_zero():
    return Product.objects.aggregate(x=Coalesce(Sum("price"), Value(0)))["x"]


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_a_value_of_zero_as_a_float():
    return Product.objects.aggregate(x=Coalesce(Sum("price"), Value(0.0)))["x"]


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_a_decimal():
    return kind(Product.objects.aggregate(x=Coalesce(Sum("price"), Decimal(0)))["x"])


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_an_exact_value():
    return kind(Product.objects.aggregate(x=Coalesce(Sum("price"), Value(Decimal("0.00"))))["x"])


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_an_output_field():
    total = Coalesce(Sum("price"), 0.0, output_field=DecimalField())
    return kind(Product.objects.aggregate(x=total)["x"])


@exactly(lambda: Decimal("3.30"))
def coalesce_a_sum_with_a_typed_value():
    total = Coalesce(Sum("price"), Value(0, output_field=DecimalField()))
    return kind(Product.objects.aggregate(x=total)["x"])


@exactly(lambda: 1.10 + 2.20)
def coalesce_a_sum_with_its_own_output_field():
    total = Coalesce(Sum("price", output_field=FloatField()), 0.0)
    return kind(Product.objects.aggregate(x=total)["x"])


@exactly(lambda: 5)
def coalesce_a_sum_of_ints_with_zero():
    return kind(Product.objects.aggregate(x=Coalesce(Sum("stock"), 0))["x"])


@exactly(lambda: 5)
def coalesce_a_sum_of_ints_with_zero_as_a_float():
    return Product.objects.aggregate(x=Coalesce(Sum("stock"), 0.0))["x"]


@exactly(lambda: 0.1 + 0.2)
def coalesce_a_sum_of_floats():
    return kind(Line.objects.aggregate(x=Coalesce(Sum("discount"), 0.0))["x"])


@exactly(lambda: Decimal("0.3"))
def coalesce_a_sum_of_floats_with_zero():
    return Line.objects.aggregate(x=Coalesce(Sum("discount"), 0))["x"]


@exactly(lambda: Decimal("3.30"))
def coalesce_in_an_annotation(order: Order):
    rows = Order.objects.annotate(x=Coalesce(Sum("lines__unit_price"), 0))
    return rows.get(pk=order.pk).x


@exactly(lambda: Decimal("3.30"))
def coalesce_in_an_annotation_with_a_decimal(order: Order):
    rows = Order.objects.annotate(x=Coalesce(Sum("lines__unit_price"), Decimal(0)))
    return kind(rows.get(pk=order.pk).x)


# The default of an aggregate


@exactly(lambda: Decimal("3.30"))
def a_default_of_zero():
    return kind(Product.objects.aggregate(x=Sum("price", default=0))["x"])


@exactly(lambda: Decimal("3.30"))
def a_default_of_zero_as_a_float():
    return kind(Product.objects.aggregate(x=Sum("price", default=0.0))["x"])


@exactly(lambda: Decimal("0"))
def a_default_of_zero_as_a_float_over_no_rows():
    return kind(Product.objects.filter(stock=99).aggregate(x=Sum("price", default=0.0))["x"])


@possible("nobody asks the database, and the default comes back as it was written")
@exactly(lambda: Decimal("0"))
def a_default_of_a_float_over_none():
    return kind(Product.objects.none().aggregate(x=Sum("price", default=0.0))["x"])


@exactly(lambda: Decimal("0"))
def a_default_of_a_decimal():
    return kind(Product.objects.none().aggregate(x=Sum("price", default=Decimal(0)))["x"])


# Over no rows


@exactly(lambda: None)
def over_no_rows():
    return kind(Product.objects.filter(stock=99).aggregate(x=Sum("price"))["x"])


@exactly(lambda: Decimal("0"))
def over_no_rows_or_zero():
    return Product.objects.filter(stock=99).aggregate(x=Sum("price"))["x"] or 0


@exactly(lambda: Decimal("3.63"))
def over_rows_or_zero_times_a_float():
    return (Product.objects.aggregate(x=Sum("price"))["x"] or 0) * 1.1


@exactly(lambda: Decimal("4.40"))
def over_rows_or_zero_as_a_float_plus_a_decimal(price: Decimal):
    return (Product.objects.aggregate(x=Sum("price"))["x"] or 0.0) + price


@possible("there may be rows, and then it is a Decimal")
@exactly(lambda: Decimal("1.10"))
def over_no_rows_or_zero_as_a_float_plus_a_decimal(price: Decimal):
    return (Product.objects.filter(stock=99).aggregate(x=Sum("price"))["x"] or 0.0) + price


@exactly(lambda: Decimal("4.40"))
def over_rows_or_a_decimal(price: Decimal):
    return kind((Product.objects.aggregate(x=Sum("price"))["x"] or Decimal(0)) + price)


# Groups


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def of_groups():
    rows = Line.objects.values("product").annotate(x=Sum("unit_price")).order_by("product")
    return [row["x"] * 1.1 for row in rows]


@exactly(lambda: [Decimal("1.10"), Decimal("2.20")])
def of_groups_without_floats():
    rows = Line.objects.values("product").annotate(x=Sum("unit_price")).order_by("product")
    return [kind(row["x"]) for row in rows]


@exactly(lambda: Decimal("3.63"))
def of_an_annotated_row(order: Order):
    found = Order.objects.annotate(x=Sum("lines__unit_price")).get(pk=order.pk)
    return found.x * 1.1
