from celery import Celery, Task
from django.db import transaction

from shelf.models import Order

app = Celery(broker="memory://")


class Waiting(Task):
    def apply_async(self, *args, **kwargs):
        transaction.on_commit(lambda: super(Waiting, self).apply_async(*args, **kwargs))


@app.task
def send(order):
    return Order.objects.get(pk=order)


@app.task
def send_all(orders):
    return list(Order.objects.filter(pk__in=orders))


@app.task(base=Waiting)
def send_later(order):
    return Order.objects.get(pk=order)
