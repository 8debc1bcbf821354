from decimal import Decimal

from django.db.models import F, Sum
from django.utils import timezone
from ninja.errors import HttpError

from shop.customers.models import Customer
from shop.orders.models import Order, OrderLine, Product, StockLevel
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
