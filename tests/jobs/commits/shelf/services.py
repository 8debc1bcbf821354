from django.db import transaction

from shelf.models import Noted, Order
from shelf.tasks import send, send_all, send_later


def made(number):
    return Order.objects.create(number=number)


def pay(order):
    order.paid = True
    order.save()


def read(order):
    return order.number


def made_and_sent(number):
    order = Order.objects.create(number=number)
    send.delay(order.pk)
    return order


def made_and_sent_alone(number):
    order = Order.objects.create(number=number)
    send.delay(order.pk)
    return order


# Bodies: each is called as it is, without a request. -------------------------------------------


def in_transaction():
    with transaction.atomic():
        order = Order.objects.create(number="1")
        send.delay(order.pk)


def by_a_function():
    with transaction.atomic():
        order = made("1")
        send.delay(order.pk)


def by_a_function_that_is_handed_it():
    order = Order.objects.create(number="1")
    with transaction.atomic():
        pay(order)
        send.delay(order.pk)


def by_a_function_that_reads():
    order = Order.objects.create(number="1")
    with transaction.atomic():
        read(order)
        send.delay(order.pk)


def by_a_method():
    order = Order.objects.create(number="1")
    with transaction.atomic():
        order.pay()
        send.delay(order.pk)


def by_a_method_that_reads():
    order = Order.objects.create(number="1")
    with transaction.atomic():
        order.total()
        send.delay(order.pk)


def by_a_save_of_its_own():
    with transaction.atomic():
        order = Noted(number="1")
        order.save()
        send.delay(order.pk)


def made_before():
    order = made("1")
    with transaction.atomic():
        send.delay(order.pk)


def of_an_inner_transaction():
    with transaction.atomic():
        with transaction.atomic():
            order = made("1")
        send.delay(order.pk)


def behind_the_transaction():
    with transaction.atomic():
        order = made("1")
    send.delay(order.pk)


def on_commit():
    with transaction.atomic():
        order = made("1")
        transaction.on_commit(lambda: send.delay(order.pk))


def waiting_task():
    with transaction.atomic():
        order = made("1")
        send_later.delay(order.pk)


def in_bulk():
    with transaction.atomic():
        orders = Order.objects.bulk_create([Order(number="1"), Order(number="2")])
        send_all.delay([order.pk for order in orders])


def changed_in_bulk():
    orders = [made("1"), made("2")]
    with transaction.atomic():
        for order in orders:
            order.paid = True
        Order.objects.bulk_update(orders, ["paid"])
        send_all.delay([order.pk for order in orders])


def by_a_query():
    keys = [made("1").pk, made("2").pk]
    with transaction.atomic():
        Order.objects.filter(pk__in=keys).update(paid=True)
        send_all.delay(keys)


def by_a_query_for_others():
    keys, others = [made("1").pk], [made("2").pk]
    with transaction.atomic():
        Order.objects.filter(pk__in=others).update(paid=True)
        send_all.delay(keys)


def by_a_query_for_the_row():
    order = made("1")
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(paid=True)
        send.delay(order.id)


def by_a_caller():
    with transaction.atomic():
        made_and_sent("1")


def by_a_caller_without():
    made_and_sent_alone("1")


BODIES = [
    in_transaction,
    by_a_function,
    by_a_function_that_is_handed_it,
    by_a_function_that_reads,
    by_a_method,
    by_a_method_that_reads,
    by_a_save_of_its_own,
    made_before,
    of_an_inner_transaction,
    behind_the_transaction,
    on_commit,
    waiting_task,
    in_bulk,
    changed_in_bulk,
    by_a_query,
    by_a_query_for_others,
    by_a_query_for_the_row,
    by_a_caller,
    by_a_caller_without,
]
