"""Columns of rows that come from the database in every way."""

from __future__ import annotations

from decimal import Decimal

from shop.models import Author, Book, Customer, Invoice, Line, Order, Product

from bodies.marks import exactly, kind


@exactly(lambda: Decimal("1.21"))
def of_get():
    return Product.objects.get(name="Pen").price * 1.1


@exactly(lambda: Decimal("3.30"))
def of_get_and_an_int_column():
    product = Product.objects.get(name="Pen")
    return kind(product.price * product.stock)


@exactly(lambda: Decimal("1.21"))
def of_first():
    return Product.objects.order_by("pk").first().price * 1.1


@exactly(lambda: Decimal("2.42"))
def of_last():
    return Product.objects.order_by("pk").last().price * 1.1


@exactly(lambda: Decimal("1.21"))
def of_an_index():
    return Product.objects.order_by("pk")[0].price * 1.1


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def of_a_loop():
    return [product.price * 1.1 for product in Product.objects.order_by("pk")]


@exactly(lambda: [Decimal("2.20"), Decimal("4.40")])
def of_a_loop_and_an_int():
    return [kind(product.price * 2) for product in Product.objects.order_by("pk")]


@exactly(lambda: Decimal("13.53"))
def of_a_forward_relation(line: Line):
    return line.product.price * 12.3


@exactly(lambda: Decimal("17.991"))
def of_two_forward_relations(line: Line):
    return line.order.total * (1 - line.order.discount)


@exactly(lambda: Decimal("1.999"))
def of_a_customer(line: Line):
    return line.order.customer.credit * line.order.total


@exactly(lambda: Decimal("13.53"))
def of_a_reverse_relation(author: Author):
    return author.books.order_by("pk").first().price * 1.1


@exactly(lambda: Decimal("0.9225"))
def around_a_relation(book: Book):
    return kind(book.author.books.order_by("pk").first().price * book.author.royalty)


@exactly(lambda: Decimal("57.81"))
def around_a_relation_with_a_float(book: Book):
    return book.author.books.order_by("pk").first().price * book.author.rating


@exactly(lambda: Decimal("21.989"))
def of_a_one_to_one_relation(order: Order):
    return order.invoice.gross * 1.1


@exactly(lambda: Decimal("21.989"))
def of_the_other_side(invoice: Invoice):
    return invoice.order.total * 1.1


@exactly(lambda: Decimal("1.21"))
def of_select_related():
    line = Line.objects.select_related("product").order_by("pk").first()
    return line.product.price * 1.1


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def of_values_list_flat():
    prices = Product.objects.order_by("pk").values_list("price", flat=True)
    return [price * 1.1 for price in prices]


@exactly(lambda: Decimal("3.30"))
def of_values_list_flat_summed():
    return kind(sum(Product.objects.values_list("price", flat=True)))


@exactly(lambda: Decimal("3.63"))
def of_values_list_flat_summed_times_a_float():
    return sum(Product.objects.values_list("price", flat=True)) * 1.1


@exactly(lambda: [Decimal("0.77"), Decimal("0.22")])
def of_values_list():
    rows = Product.objects.order_by("pk").values_list("price", "weight")
    return [price * weight for price, weight in rows]


@exactly(lambda: [Decimal("3.30"), Decimal("4.40")])
def of_values_list_with_an_int():
    rows = Product.objects.order_by("pk").values_list("price", "stock")
    return [kind(price * stock) for price, stock in rows]


@exactly(lambda: [Decimal("0.77"), Decimal("0.22")])
def of_named_values_list():
    rows = Product.objects.order_by("pk").values_list("price", "weight", named=True)
    return [row.price * row.weight for row in rows]


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def of_values():
    return [row["price"] * 1.1 for row in Product.objects.order_by("pk").values("price")]


@exactly(lambda: [Decimal("1.21"), Decimal("2.42")])
def of_values_across_a_relation():
    rows = Line.objects.order_by("pk").values("product__price")
    return [row["product__price"] * 1.1 for row in rows]


@exactly(lambda: Decimal("1.21"))
def of_in_bulk():
    found = Product.objects.in_bulk()
    return found[min(found)].price * 1.1


@exactly(lambda: Decimal("1.21"))
def of_get_or_create():
    product, _ = Product.objects.get_or_create(name="Pen", defaults={"weight": 1})
    return product.price * 1.1


@exactly(lambda: Decimal("1.21"))
def of_iterator():
    return [each.price * 1.1 for each in Product.objects.order_by("pk").iterator()][0]


@exactly(lambda: Decimal("1.21"))
def of_getattr(product: Product):
    return getattr(product, "price") * 1.1


@exactly(lambda: Decimal("0.33"))
def of_a_nullable_column(product: Product):
    return product.cost * 1.1


@exactly(lambda: Decimal("0.33"))
def of_a_nullable_column_or_zero(product: Product):
    return (product.cost or 0) * 1.1


@exactly(lambda: Decimal("0.90"))
def of_a_nullable_column_and_an_int(product: Product):
    return kind((product.cost or 0) * 3)


@exactly(lambda: [0.7 * 2, 0.1 * 2])
def of_a_float_column():
    return [kind(each.weight * 2) for each in Product.objects.order_by("pk")]


@exactly(lambda: Decimal("22.011"))
def of_customers(customer: Customer):
    total = sum(order.total for order in customer.orders.all())
    return (total + customer.credit - Decimal("0.08")) * 1.1


@exactly(lambda: Decimal("1.21"))
def of_refresh_from_db(product: Product):
    product.price = 1.1
    product.save()
    product.refresh_from_db()
    return kind(product.price) * Decimal("1.1")
