"""One task of each shape, of each library. `SEEN` are the arguments that tasks got, `FAILED`
the exceptions that Django's tasks raised, which it keeps to itself."""

import dramatiq
import fakeredis
import rq
import rq.decorators
from celery import Celery, Task
from django.db import transaction
from django.dispatch import receiver
from django_tasks import task
from django_tasks.signals import task_finished

SEEN = []
FAILED = []


@receiver(task_finished)
def remember_failure(sender, task_result, **kwargs):
    FAILED.extend(error.exception_class.__name__ for error in task_result.errors)



app = Celery("stall", broker="memory://")
broker = dramatiq.get_broker()
redis = fakeredis.FakeStrictRedis()
queue = rq.Queue(connection=redis)


@app.task
def plain(order_id, amount=1):
    SEEN.extend((order_id, amount))


@app.task(bind=True)
def bound(self, order_id, amount=1):
    SEEN.extend((order_id, amount))


@app.task
def named(order_id, *, amount):
    SEEN.extend((order_id, amount))


@app.task
def rest(*args, **kwargs):
    SEEN.extend((*args, *kwargs.values()))


@app.task
def positions(order_id, /, amount=1):
    SEEN.extend((order_id, amount))


@app.task(typing=False)
def unchecked(order_id):
    SEEN.append(order_id)


@app.task
@transaction.atomic
def in_transaction(order_id):
    SEEN.append(order_id)


@app.task(serializer="pickle")
def pickled(order):
    SEEN.append(order)


class Bill(Task):
    name = "bill"

    def run(self, order_id, amount=1):
        SEEN.extend((order_id, amount))


bill = app.register_task(Bill())


@dramatiq.actor(max_retries=0)
def sent(order_id, amount=1):
    SEEN.extend((order_id, amount))


@rq.decorators.job(queue, connection=redis)
def worked(order_id, amount=1):
    SEEN.extend((order_id, amount))


def function(order_id, amount=1):
    SEEN.extend((order_id, amount))


@task
def django_task(order_id, amount=1):
    SEEN.extend((order_id, amount))


@task(takes_context=True)
def with_context(context, order_id):
    SEEN.append(order_id)
