from ninja import Router

from shelf.models import Order
from shelf.tasks import send

router = Router()


@router.get("/place")
def place(request):
    order = Order.objects.create(number="1")
    send.delay(order.pk)
    return {}
