from celery import shared_task

from shop.orders.models import Order, Product
from shop.orders.schemas import SupplierPriceIn


@shared_task
def send_confirmation(order_id: int, copy_to: str = "") -> str:
    order = Order.objects.get(pk=order_id)
    return f"{order.number}: {copy_to}"


@shared_task
def print_label(order) -> str:
    return f"{order.number}: {order.customer}"


@shared_task(bind=True, max_retries=3)
def take_over_price(self, payload: dict) -> str:
    data = SupplierPriceIn.model_validate(payload)
    product, _ = Product.objects.update_or_create(sku=data.sku, defaults={"price": data.price})
    return repr(product.price)
