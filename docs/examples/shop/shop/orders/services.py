from decimal import Decimal

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from ninja.errors import HttpError

from shop.customers.models import Customer
from shop.orders.models import Order, OrderLine, OrderNote, Product, StockLevel
from shop.orders.schemas import OrderIn, OrderLineIn, OrderPatch, ProductIn, StockLevelIn


def create_product(payload: ProductIn) -> Product:
    if Product.objects.filter(sku=payload.sku).exists():
        raise HttpError(409, "There is such a product already.")
    return Product.objects.create(**payload.model_dump())


def set_stock_level(product: Product, data: StockLevelIn) -> StockLevel:
    level, _ = StockLevel.objects.update_or_create(
        product=product, defaults={"low": data.low, "high": data.high}
    )
    return level


def create_order(payload: OrderIn) -> Order:
    return Order.objects.create(**payload.model_dump())


def check_out(customer: Customer, data: dict) -> Order:
    return Order.objects.create(
        customer=customer, channel=data["channel"], reference=data["reference"]
    )


def patch_order(order: Order, payload: OrderPatch) -> Order:
    for name, value in payload.model_dump(exclude_unset=True).items():
        setattr(order, name, value)
    order.save()
    return order


def add_line(order: Order, payload: OrderLineIn) -> OrderLine:
    return OrderLine.objects.create(order=order, **payload.model_dump())


def place(order: Order) -> Order:
    lines = order.lines.aggregate(total=Sum(F("quantity") * F("unit_price")))
    order.total = lines["total"] or Decimal(0)
    order.status = Order.Status.PLACED
    order.placed_at = timezone.now()
    order.save()
    return order


def discounted_total(order: Order) -> Decimal:
    return order.total * (1 - order.customer.discount / 100)


def shipping_label(order: Order) -> str:
    return f"{order.customer.name}, {order.customer.default_address}"


def newest_order(customer_id) -> Order | None:
    return Order.objects.filter(customer_id=customer_id).order_by("-created_at").first()


def ship(order: Order, author) -> Order:
    with transaction.atomic():
        order.status = Order.Status.SHIPPED
        order.save(update_fields=["status", "updated_at"])
        OrderNote.objects.create(order=order, author=author, text="Shipped.")
        transaction.on_commit(lambda: tell_customer(order))
    return order


def tell_customer(order: Order) -> None:
    address = Customer.objects.values_list("email", flat=True).get(pk=order.customer_id)
    send_mail("Your order", f"Order {order.number} is on its way.", None, [address])


@transaction.atomic
def cancel(order: Order) -> None:
    order.lines.all().delete()
    OrderNote.objects.filter(order=order).delete()
    order.delete()


def delete_note(note: OrderNote) -> None:
    note.delete()


def retire(products: list[Product]) -> None:
    for product in products:
        product.status = Product.Status.RETIRED
    Product.objects.bulk_update(products, ["status"])
