"""Jobs that fit their task, and that do not."""

from celery import chain
from stall import tasks


def one():
    tasks.plain.delay(1)


def both():
    tasks.plain.delay(1, amount=2)


def none():
    tasks.plain.delay()


def too_many():
    tasks.plain.delay(1, 2, 3)


def unknown_name():
    tasks.plain.delay(1, ammount=3)


def twice():
    tasks.plain.delay(1, order_id=2)


def only_the_second():
    tasks.plain.delay(amount=2)


def packed():
    tasks.plain.apply_async((1,), {"amount": 2})


def packed_by_name():
    tasks.plain.apply_async(args=[1], kwargs={"amount": 2}, countdown=0)


def packed_nothing():
    tasks.plain.apply_async()


def packed_too_many():
    tasks.plain.apply_async([1, 2, 3])


def packed_unknown_name():
    tasks.plain.apply_async(kwargs={"order": 1})


def packed_not_in_a_tuple():
    arguments = (1, 2)
    tasks.plain.apply_async(arguments)


def unpacked():
    arguments = [1, 2]
    tasks.plain.delay(*arguments)


def unpacked_unknown_name():
    options = {"ammount": 2}
    tasks.plain.delay(1, **options)


def options_are_not_arguments():
    tasks.plain.apply_async((1,), countdown=0, expires=60)


def bound():
    tasks.bound.delay(1, 2)


def bound_with_itself():
    tasks.bound.delay(tasks.bound.name, 1, 2)


def named():
    tasks.named.delay(1, amount=2)


def named_by_position():
    tasks.named.delay(1, 2)


def named_missing():
    tasks.named.delay(1)


def rest():
    tasks.rest.delay(1, 2, 3, anything=4)


def position_by_name():
    tasks.positions.delay(order_id=1)


def position():
    tasks.positions.delay(1, amount=2)


def unchecked():
    tasks.unchecked.delay(1)


def unchecked_too_many():
    tasks.unchecked.delay(1, 2)


def in_transaction():
    tasks.in_transaction.delay(1)


def in_transaction_too_many():
    tasks.in_transaction.delay(1, 2)


def signature():
    tasks.plain.s(1).delay()


def signature_filled_later():
    tasks.plain.s(amount=2).delay(1)


def signature_unknown_name():
    tasks.plain.s(1, ammount=2).delay()


def signature_too_many():
    tasks.plain.s(1, 2, 3).delay()


def immutable_signature():
    tasks.plain.si(1).delay()


def immutable_signature_missing():
    tasks.plain.si(amount=2).delay()


def chained():
    chain(tasks.plain.si(1), tasks.plain.si(1, 2)).delay()


def task_class():
    tasks.Bill().delay(1)


def task_class_too_many():
    tasks.Bill().delay(1, 2, 3)


def here():
    tasks.plain.apply((1,), {"amount": 2})


def here_unknown_name():
    tasks.plain.apply((1,), {"ammount": 2})


def by_its_name():
    tasks.app.send_task("stall.tasks.plain", (1,))


def dramatiq():
    tasks.sent.send(1, amount=2)


def dramatiq_missing():
    tasks.sent.send()


def dramatiq_packed():
    tasks.sent.send_with_options(args=(1,), kwargs={"amount": 2}, delay=0)


def dramatiq_packed_unknown_name():
    tasks.sent.send_with_options(args=(1,), kwargs={"ammount": 2})


def dramatiq_message_too_many():
    tasks.broker.enqueue(tasks.sent.message(1, 2, 3))


def rq():
    tasks.worked.delay(1, amount=2)


def rq_own_option():
    tasks.worked.delay(1, job_id="one")


def rq_unknown_name():
    tasks.worked.delay(1, ammount=2)


def queue():
    tasks.queue.enqueue(tasks.function, 1, amount=2, job_timeout=60)


def queue_missing():
    tasks.queue.enqueue(tasks.function, amount=2)


def queue_path():
    tasks.queue.enqueue("stall.tasks.function", 1)


def queue_path_too_many():
    tasks.queue.enqueue("stall.tasks.function", 1, 2, 3)


def queue_packed():
    tasks.queue.enqueue(tasks.function, args=(1,), kwargs={"amount": 2})


def queue_packed_missing():
    tasks.queue.enqueue(tasks.function, args=(), kwargs={"amount": 2})


def queue_call():
    tasks.queue.enqueue_call(tasks.function, args=(1,), timeout=60)


def queue_call_unknown_name():
    tasks.queue.enqueue_call(func=tasks.function, args=(1,), kwargs={"ammount": 2})


def django():
    tasks.django_task.enqueue(1, amount=2)


def django_missing():
    tasks.django_task.enqueue()


def django_using():
    tasks.django_task.using(priority=1).enqueue(1, 2, 3)


def django_context():
    tasks.with_context.enqueue(1)


def django_context_given():
    tasks.with_context.enqueue(None, 1)
