"""What happens to an order behind the scenes."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from shop.orders.models import Order
from shop.orders.tasks import print_label, send_confirmation


def confirm(order: Order) -> None:
    send_confirmation.delay(order.pk, copy="office@example.org")


def prepare(order: Order) -> None:
    print_label.delay(order)


@transaction.atomic
def create_and_confirm(customer, channel: str) -> Order:
    order = Order.objects.create(customer=customer, channel=channel)
    send_confirmation.delay(order.pk)
    return order


@transaction.atomic
def place_and_confirm(order: Order) -> None:
    order.status = Order.Status.PLACED
    order.placed_at = timezone.now()
    order.save()
    transaction.on_commit(partial(send_confirmation.delay, order.pk, copy_to="office@example.org"))


async def confirm_from_the_warehouse(number: str) -> None:
    order = await Order.objects.aget(number=number)
    send_confirmation.delay(order.pk)
