"""Jobs with values that JSON keeps, changes and refuses. What a body returns is what the task
is to get."""

import datetime
from decimal import Decimal

from stall import tasks
from stall.forms import OrderForm
from stall.models import Order


def key():
    tasks.plain.delay(Order.objects.create().pk)


def row():
    order = Order.objects.create()
    tasks.plain.delay(order)


def row_in_a_list():
    order = Order.objects.create()
    tasks.plain.delay([order])


def row_in_a_dictionary():
    order = Order.objects.create()
    tasks.plain.delay({"order": order})


def row_by_name():
    tasks.plain.apply_async(kwargs={"order_id": Order.objects.create()})


def row_in_a_signature():
    tasks.plain.s(Order.objects.create()).delay()


def queryset():
    tasks.plain.delay(Order.objects.filter(number="17"))


def keys_as_a_queryset():
    Order.objects.create()
    tasks.plain.delay(Order.objects.values_list("pk", flat=True))


def keys():
    Order.objects.create()
    tasks.plain.delay(list(Order.objects.values_list("pk", flat=True)))


def decimal():
    value = Order.objects.create().total
    tasks.plain.delay(1, value)
    return value


def decimal_made():
    value = Decimal("1.10")
    tasks.plain.delay(1, value)
    return value


def moment():
    value = Order.objects.create().placed
    tasks.plain.delay(1, value)
    return value


def day():
    value = Order.objects.create().day
    tasks.plain.delay(1, value)
    return value


def token():
    value = Order.objects.create().token
    tasks.plain.delay(1, value)
    return value


def lead():
    tasks.plain.delay(1, Order.objects.create().lead)


def lead_made():
    tasks.plain.delay(1, datetime.timedelta(1))


def a_set():
    tasks.plain.delay({1, 2})


def a_set_made():
    tasks.plain.delay(set([1, 2]))


def a_sorted_set():
    value = sorted({1, 2})
    tasks.plain.delay(value)
    return value


def a_generator():
    tasks.plain.delay(each for each in (1, 2))


def a_list():
    value = [each for each in (1, 2)]
    tasks.plain.delay(value)
    return value


def bytes_():
    value = b"17"
    tasks.plain.delay(value)
    return value


def text():
    value = "17"
    tasks.plain.delay(value, 1.5)
    return value


def nothing():
    tasks.plain.delay(None, True)


def form():
    tasks.plain.delay(OrderForm())


def a_function():
    tasks.plain.delay(row)


def a_class():
    tasks.plain.delay(Order)


def number_as_a_key():
    value = {Order.objects.create().pk: 1}
    tasks.plain.delay(value)
    return value


def number_as_a_key_written_out():
    value = {17: 1}
    tasks.plain.delay(value)
    return value


def text_as_a_key():
    value = {str(Order.objects.create().pk): 1}
    tasks.plain.delay(value)
    return value


def day_as_a_key():
    tasks.plain.delay({Order.objects.create().day: 1})


def pickled_row():
    value = Order.objects.create()
    tasks.pickled.delay(value)
    return value


def row_pickled_by_the_call():
    tasks.plain.apply_async((Order.objects.create(),), serializer="pickle")


def pickled_task_as_json():
    tasks.pickled.apply_async((Order.objects.create(),), serializer="json")


def dramatiq_row():
    tasks.sent.send(Order.objects.create())


def dramatiq_decimal():
    tasks.sent.send(1, Order.objects.create().total)


def dramatiq_moment():
    tasks.sent.send(1, Order.objects.create().placed)


def dramatiq_key():
    tasks.sent.send(Order.objects.create().pk)


def dramatiq_text():
    value = str(Order.objects.create().total)
    tasks.sent.send(1, value)
    return value


def rq_row():
    value = Order.objects.create()
    tasks.worked.delay(value)
    return value


def rq_moment():
    value = Order.objects.create().placed
    tasks.queue.enqueue(tasks.function, 1, value)
    return value


def django_row():
    tasks.django_task.enqueue(Order.objects.create())


def django_decimal():
    tasks.django_task.enqueue(1, Order.objects.create().total)


def django_token():
    tasks.django_task.enqueue(1, Order.objects.create().token)


def django_bytes():
    value = b"17"
    tasks.django_task.enqueue(1, value)
    return value


def django_set():
    tasks.django_task.enqueue(1, {17})


def django_key():
    value = Order.objects.create().pk
    tasks.django_task.enqueue(value)
    return value
