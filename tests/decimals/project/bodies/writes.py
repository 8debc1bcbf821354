"""A float for a Decimal column, in every way that Django offers.

A body that returns an object is looked at in its columns: what they hold, and what the
database gives back.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import F
from shop.constants import HALF, VAT
from shop.models import Author, Invoice, Line, Order, Product

from bodies.marks import exactly, kind, possible

# The constructor


def constructor():
    return Product(name="New", price=1.1, weight=0.7)


def constructor_with_an_exact_float():
    return Product(name="New", price=0.5, weight=0.7)


def constructor_with_a_whole_float():
    return Product(name="New", price=3.0, weight=0.7)


def constructor_with_a_decimal():
    return Product(name="New", price=Decimal("1.1"), weight=0.7)


def constructor_with_an_int():
    return Product(name="New", price=1, weight=0.7)


@possible("a text is kept as it is until the row is read")
def constructor_with_a_text():
    return Product(name="New", price="1.1", weight=0.7)


def constructor_by_position(order: Order):
    return Line(None, order.pk, 1, 2, 1.1)


def constructor_with_a_constant():
    return Product(name="New", price=1, weight=0.7, tax_rate=VAT)


def constructor_with_a_constant_of_one_half():
    return Product(name="New", price=1, weight=0.7, tax_rate=HALF)


def constructor_with_a_parameter(rate: float):
    return Product(name="New", price=rate, weight=0.7)


def constructor_with_a_float_column(product: Product):
    return Product(name="New", price=product.weight, weight=0.7)


def constructor_with_a_sum_of_floats():
    return Product(name="New", price=0.1 + 0.2, weight=0.7)


def constructor_with_a_rounded_float():
    return Product(name="New", price=round(1.123, 2), weight=0.7)


def constructor_with_a_float_of_a_decimal(product: Product):
    return Product(name="New", price=float(product.price), weight=0.7)


def constructor_with_keywords():
    values = {"name": "New", "price": 1.1, "weight": 0.7}
    return Product(**values)


@exactly(lambda: Decimal("1.21"))
def constructed_and_multiplied():
    product = Product(name="New", price=1.1, weight=0.7)
    return product.price * Decimal("1.1")


@exactly(lambda: Decimal("2.2"))
def constructed_and_doubled():
    product = Product(name="New", price=1.1, weight=0.7)
    return kind(product.price) * 2


@exactly(lambda: Decimal("1.21"))
def constructed_from_a_decimal_and_multiplied():
    product = Product(name="New", price=Decimal("1.1"), weight=0.7)
    return kind(product.price) * Decimal("1.1")


@exactly(lambda: Decimal("0.55"))
def constructed_from_an_exact_float_and_multiplied():
    product = Product(name="New", price=0.5, weight=0.7)
    return product.price * Decimal("1.1")


@exactly(lambda: Decimal("1.1") + Decimal("0.1"))
def a_property_of_a_constructed_object():
    order = Order(total=1.1, shipping=Decimal("0.1"))
    return order.due


# create and the like


def create():
    return Product.objects.create(name="New", price=1.1, weight=0.7)


def create_with_a_decimal():
    return Product.objects.create(name="New", price=Decimal("1.1"), weight=0.7)


def create_with_an_exact_float():
    return Product.objects.create(name="New", price=0.25, weight=0.7)


def create_through_a_relation(author: Author):
    return author.books.create(title="New", price=1.1, weight=0.7, pages=1)


def create_through_a_relation_with_a_decimal(author: Author):
    return author.books.create(title="New", price=Decimal("1.1"), weight=0.7, pages=1)


def create_with_keywords():
    values = {"name": "New", "price": 1.1, "weight": 0.7}
    return Product.objects.create(**values)


def get_or_create_that_creates():
    product, _ = Product.objects.get_or_create(name="New", defaults={"price": 1.1, "weight": 1})
    return product


@possible("the row may exist, and then it was read", like="writes.get_or_create_that_creates")
def get_or_create_that_gets():
    product, _ = Product.objects.get_or_create(name="Pen", defaults={"price": 1.1, "weight": 1})
    return product


def get_or_create_by_a_float():
    product, _ = Product.objects.get_or_create(name="New", price=1.1, weight=1)
    return product


def update_or_create_that_creates():
    product, _ = Product.objects.update_or_create(name="New", defaults={"price": 1.1, "weight": 1})
    return product


def update_or_create_that_updates():
    product, _ = Product.objects.update_or_create(name="Pen", defaults={"price": 1.3})
    return product


def update_or_create_with_create_defaults():
    product, _ = Product.objects.update_or_create(
        name="New", defaults={"weight": 1}, create_defaults={"price": 1.1, "weight": 1}
    )
    return product


def update_or_create_with_a_decimal():
    product, _ = Product.objects.update_or_create(name="Pen", defaults={"price": Decimal("1.3")})
    return product


def bulk_create():
    return Product.objects.bulk_create([Product(name="New", price=1.1, weight=0.7)])


def bulk_create_with_a_decimal():
    return Product.objects.bulk_create([Product(name="New", price=Decimal("1.1"), weight=0.7)])


@exactly(lambda: Decimal("1.21"))
def created_and_multiplied():
    product = Product.objects.create(name="New", price=1.1, weight=0.7)
    return product.price * Decimal("1.1")


@exactly(lambda: Decimal("1.21"))
def created_and_read_back():
    product = Product.objects.create(name="New", price=1.1, weight=0.7)
    product.refresh_from_db()
    return kind(product.price) * Decimal("1.1")


@exactly(lambda: Decimal("1.21"))
def created_and_fetched():
    Product.objects.create(name="New", price=1.1, weight=0.7)
    return kind(Product.objects.get(name="New").price) * Decimal("1.1")


@exactly(lambda: Decimal("1.1"))
def created_and_stored():
    """The column's digits are right: Django rounds to them."""
    product = Product.objects.create(name="New", price=1.1, weight=0.7)
    return Product.objects.values_list("price", flat=True).get(pk=product.pk)


@possible("each database rounds in its own way what has more digits than the column")
@exactly(lambda: Decimal("1.125").quantize(Decimal("0.01")))
def created_with_more_digits_and_stored():
    """Not the float is at fault: a Decimal would have been rounded as well."""
    product = Product.objects.create(name="New", price=1.125, weight=0.7)
    return Product.objects.values_list("price", flat=True).get(pk=product.pk)


# Attributes


def attribute(product: Product):
    product.price = 1.3
    return product


def attribute_that_is_saved(product: Product):
    product.price = 1.3
    product.save()
    return product


def attribute_that_is_read_back(product: Product):
    product.price = 1.3
    product.save()
    product.refresh_from_db()
    return product


def attribute_that_is_cleaned(product: Product):
    """The column makes as many digits of the float as it has in all, and finds that they are
    too many behind the point."""
    product.price = 1.3
    product.full_clean()
    return product


def exact_attribute_that_is_cleaned(product: Product):
    """full_clean puts what each column makes of the value in its place."""
    product.price = 1.25
    product.full_clean()
    return product


@exactly(lambda: True)
def attribute_that_is_clean(product: Product):
    product.price = 1.3
    try:
        product.full_clean()
    except ValidationError:
        return False
    return True


def attribute_from_a_decimal(product: Product):
    product.price = Decimal("1.3")
    return product


def attribute_from_an_exact_float(product: Product):
    product.price = 1.25
    return product


def attribute_from_an_int(product: Product):
    product.price = 1
    return product


def attribute_across_a_relation(line: Line):
    line.product.price = 1.3
    line.product.save()
    return line.product


def attributes_of_rows():
    products = list(Product.objects.order_by("pk"))
    for product in products:
        product.price = 1.3
    return products


def attribute_by_setattr(product: Product):
    setattr(product, "price", 1.3)
    return product


def attributes_by_setattr_in_a_loop(product: Product):
    for name, value in {"price": 1.3, "weight": 0.1}.items():
        setattr(product, name, value)
    return product


def attribute_by_setattr_with_a_decimal(product: Product):
    setattr(product, "price", Decimal("1.3"))
    return product


def attribute_from_float_of_a_column(product: Product):
    product.price = float(product.cost) + 0.1
    return product


def attribute_of_a_nullable_column(product: Product):
    product.cost = 0.1
    return product


@exactly(lambda: Decimal("1.43"))
def attribute_and_arithmetic(product: Product):
    product.price = 1.3
    return product.price * Decimal("1.1")


@exactly(lambda: Decimal("1.5470"))
def attribute_and_a_property(product: Product):
    product.price = 1.3
    return product.gross


@exactly(lambda: Decimal("3.9"))
def attribute_and_an_int(product: Product):
    product.price = 1.3
    return kind(product.price) * 3


@exactly(lambda: Decimal("1.43"))
def saved_and_arithmetic(product: Product):
    product.price = 1.3
    product.save()
    return product.price * Decimal("1.1")


@exactly(lambda: Decimal("1.375"))
def cleaned_and_arithmetic(product: Product):
    product.price = 1.25
    product.full_clean()
    return kind(product.price) * Decimal("1.1")


@exactly(lambda: Decimal("1.3"))
def attribute_and_stored(product: Product):
    product.price = 1.3
    product.save()
    return Product.objects.values_list("price", flat=True).get(pk=product.pk)


def bulk_update(product: Product):
    product.price = 1.3
    Product.objects.bulk_update([product], ["price"])
    return product


@exactly(lambda: Decimal("1.3"))
def bulk_update_and_stored(product: Product):
    product.price = 1.3
    Product.objects.bulk_update([product], ["price"])
    return Product.objects.values_list("price", flat=True).get(pk=product.pk)


# update, which holds nothing in memory


@exactly(lambda: Decimal("1.3"))
def update(product: Product):
    Product.objects.filter(pk=product.pk).update(price=1.3)
    return kind(Product.objects.get(pk=product.pk).price)


@exactly(lambda: Decimal("1.3"))
def update_with_a_decimal(product: Product):
    Product.objects.filter(pk=product.pk).update(price=Decimal("1.3"))
    return Product.objects.get(pk=product.pk).price


@exactly(lambda: Decimal("1.4"))
def update_by_adding_a_float(product: Product):
    Product.objects.filter(pk=product.pk).update(price=F("price") + 0.3)
    return Product.objects.get(pk=product.pk).price


@possible("each database rounds in its own way what has more digits than the column")
@exactly(lambda: Decimal("2.68"))
def update_of_many_digits(invoice: Invoice):
    """In a column of more digits than a float has, Django hands on the float itself, which is
    a little less than 2.675."""
    Invoice.objects.filter(pk=invoice.pk).update(gross=2.675)
    return Invoice.objects.get(pk=invoice.pk).gross


@possible("each database rounds in its own way what has more digits than the column")
@exactly(lambda: Decimal("2.68"))
def update_of_few_digits(product: Product):
    Product.objects.filter(pk=product.pk).update(price=2.675)
    return Product.objects.get(pk=product.pk).price


@exactly(lambda: Decimal("0.1"))
def update_of_many_digits_with_few(invoice: Invoice):
    Invoice.objects.filter(pk=invoice.pk).update(gross=0.1)
    return Invoice.objects.get(pk=invoice.pk).gross


def a_float_column(product: Product):
    product.weight = 0.1
    return product
