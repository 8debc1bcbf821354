"""The table of background jobs against the libraries: every decorator makes a task, every way
to queue one hands over what the table says, every serializer does to a value what it says."""

from __future__ import annotations

import datetime
import decimal
import json
import pathlib
import pickle
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import celery
import dramatiq
import fakeredis
import huey
import kombu
import pytest
import rq
import rq.decorators
import rq.serializers
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import override_settings
from django_q import tasks as django_q_tasks
from django_q.signing import SignedPackage
from django_tasks import task as django_task
from django_tasks.utils import normalize_json
from dramatiq.brokers.stub import StubBroker
from dramatiq.encoder import JSONEncoder
from kombu import serialization

from nova_lint.knowledge import jobs
from nova_lint.knowledge.jobs import Library, Making, Takes, Way, When
from tests.knowledge.live import named

Call = tuple[tuple[Any, ...], dict[str, Any]]
RECEIVED: list[Call] = []


def receive(*args: Any, **kwargs: Any) -> None:
    RECEIVED.append((args, kwargs))


def receive_with(context: object, *args: Any) -> None:
    RECEIVED.append(((context, *args), {}))


def refuse(number: int) -> None:
    """A task that takes one argument."""


@pytest.fixture(autouse=True)
def nothing_received() -> None:
    RECEIVED.clear()


# What makes a task --------------------------------------------------------------------------

APP = celery.Celery("tests", broker="memory://", task_cls="celery.contrib.django.task:DjangoTask")
APP.conf.task_always_eager = True
APP.conf.task_eager_propagates = True
BROKER = StubBroker()
dramatiq.set_broker(BROKER)
REDIS = fakeredis.FakeStrictRedis()
QUEUE = rq.Queue(connection=REDIS)
MEMORY = huey.MemoryHuey(immediate=True)

TASKS: dict[Library, Any] = {
    Library.CELERY: APP.task(receive),
    Library.RQ: rq.decorators.job(QUEUE, connection=REDIS)(receive),
    Library.DRAMATIQ: dramatiq.actor(receive),
    Library.HUEY: MEMORY.task()(receive),
    Library.DJANGO: django_task(receive),
}
# Import paths of versions that are no longer installed, or not yet: Celery before 5, Django 6.
ELSEWHERE = {
    "celery.task",
    "celery.task.task",
    "celery.task.Task",
    "celery.decorators.task",
    "django.tasks.task",
    "django.tasks.base.task",
}
# What asks for a Redis or for settings where it is imported.
SETTINGS = {"django_rq.job", "django_rq.decorators.job"}


def decorators() -> Iterator[tuple[str, Library, Callable[..., Any]]]:
    for dotted, making in jobs.DECORATORS.items():
        if dotted not in ELSEWHERE | SETTINGS:
            yield dotted, making.package, named(dotted)
    for dotted, methods in jobs.DECORATING.items():
        for method, making in methods.items():
            app = APP if making.package is Library.CELERY else MEMORY
            assert isinstance(app, named(dotted)) or making.package is Library.HUEY
            yield f"{dotted}.{method}", making.package, getattr(app, method)


@pytest.mark.parametrize(
    ("dotted", "library", "decorator"), [pytest.param(*each, id=each[0]) for each in decorators()]
)
def test_every_decorator_makes_a_task(
    dotted: str, library: Library, decorator: Callable[..., Any]
) -> None:
    def function() -> None: ...

    function.__qualname__ = function.__name__ = "made_by_" + dotted.replace(".", "_")
    match library:
        case Library.RQ:
            task = decorator(QUEUE, connection=REDIS)(function)
        case Library.HUEY:
            task = decorator()(function)
        case _:
            task = decorator(function)
    if dotted.endswith("on_commit_task"):
        assert callable(task)
        return
    for method in jobs.TASK_METHODS[library]:
        if not method.endswith("_on_commit"):  # those need a setting, see TASKS
            assert callable(getattr(task, method)), method


@pytest.mark.parametrize("dotted", sorted(jobs.TASK_CLASSES.keys() - ELSEWHERE))
def test_a_task_class_runs_its_method_run(dotted: str) -> None:
    def run(self: Any, *args: Any, **kwargs: Any) -> None:
        receive(*args, **kwargs)

    cls = type("Made", (named(dotted),), {jobs.RUN: run, "name": dotted})
    APP.register_task(cls()).delay(1, b=2)
    assert RECEIVED == [((1,), {"b": 2})]


def test_bound_tasks_get_themselves_first() -> None:
    bound = jobs.DECORATORS["celery.shared_task"].bound
    task = APP.task(**{bound: True, "name": "bound"})(receive)
    task.delay(1)
    assert [((task, 1), {})] == RECEIVED

    RECEIVED.clear()
    takes_context = jobs.DECORATORS["django_tasks.task"].bound
    django_task(**{takes_context: True})(receive_with).enqueue(1)
    (context, *rest), _ = RECEIVED[0]
    assert rest == [1]
    assert type(context).__name__ == "TaskContext"

    RECEIVED.clear()
    making = jobs.DECORATORS["huey.contrib.djhuey.task"]
    MEMORY.task(**{making.bound: True, "name": "context"})(receive)(1)
    assert RECEIVED[0][0] == (1,)
    assert set(RECEIVED[0][1]) == {making.named}


def test_the_other_options_of_a_decorator_are_there() -> None:
    def options(making: Making) -> set[str]:
        return {each for each in (making.serializer, making.unchecked, making.base) if each}

    app = celery.Celery("options", broker="memory://")
    task = app.task(name="options", serializer="pickle", typing=False, base=celery.Task)(refuse)
    assert options(jobs.DECORATORS["celery.shared_task"]) == {"serializer", "typing", "base"}
    assert task.serializer == "pickle"
    assert not task.typing

    class Special(dramatiq.Actor[Any, Any]):
        pass

    actor = dramatiq.actor(actor_name="special", actor_class=Special)(refuse)
    assert options(jobs.DECORATORS["dramatiq.actor"]) == {"actor_class"}
    assert isinstance(actor, Special)


# What queues one ----------------------------------------------------------------------------


def given(way: Way, *args: Any, **kwargs: Any) -> Call:
    """The arguments of a call that queues a task with these."""
    if way.takes is Takes.SPREAD:
        return args, kwargs
    return ((), {"args": args, "kwargs": kwargs}) if way.keyword_only else ((args, kwargs), {})


def ways() -> Iterator[tuple[Library, str, Way]]:
    for library, methods in jobs.TASK_METHODS.items():
        for method, way in methods.items():
            yield library, method, way


def work(library: Library, got: object) -> None:
    """Runs what is in the queue."""
    match library:
        case Library.RQ:
            # A worker that waits for signals has no place in a test's thread.
            for job in QUEUE.get_jobs():
                job.perform()
            REDIS.flushall()
        case Library.DRAMATIQ:
            for queue in BROKER.queues.values():
                while not queue.empty():
                    message = dramatiq.Message.decode(queue.get())
                    BROKER.get_actor(message.actor_name)(*message.args, **message.kwargs)


def run_later(library: Library, got: Any) -> None:
    match library:
        case Library.CELERY:
            got.delay()
        case Library.DRAMATIQ:
            BROKER.enqueue(got)
        case Library.HUEY:
            MEMORY.enqueue(got)


@pytest.mark.parametrize(
    ("library", "method", "way"),
    [pytest.param(*each, id=f"{each[0].value}.{each[1]}") for each in ways()],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_task_gets_the_arguments(
    library: Library, method: str, way: Way, transactional: None
) -> None:
    args, kwargs = given(way, 1, b=2)
    if way.awaitable:
        pytest.skip("the same as its twin, by await")
    if (library, method) == (Library.HUEY, "schedule"):
        kwargs["delay"] = 0
    call = TASKS[library] if method == jobs.CALL else getattr(TASKS[library], method)
    with transaction.atomic():
        got = call(*args, **kwargs)
        if way.when is When.LATER:
            assert not RECEIVED
            run_later(library, got)
        if way.when is When.ON_COMMIT:
            assert not RECEIVED
    work(library, got)
    if (library, method) == (Library.HUEY, "schedule"):
        return  # the consumer looks for what is due, once a second
    assert RECEIVED == [((1,), {"b": 2})]


@pytest.fixture
def transactional() -> Iterator[None]:
    connection.ensure_connection()
    yield


def test_what_a_signature_is_given_later_comes_first() -> None:
    task = TASKS[Library.CELERY]
    for method, way in jobs.TASK_METHODS[Library.CELERY].items():
        if way.when is not When.LATER:
            continue
        args, kwargs = given(way, 2)
        getattr(task, method)(*args, **kwargs).delay(1)
        assert RECEIVED.pop()[0] == ((1, 2) if way.open else (2,)), method


def test_a_signature_and_several_are_queued_alike() -> None:
    signature = TASKS[Library.CELERY].s(1)
    for dotted in jobs.SIGNATURE_MAKERS:
        assert dotted.endswith("signature") or issubclass(named(dotted), celery.Signature)
    for method in jobs.SIGNATURE_METHODS:
        if not method.endswith("_on_commit"):
            getattr(signature, method)()
    assert len(RECEIVED) == sum(not m.endswith("_on_commit") for m in jobs.SIGNATURE_METHODS)


def test_a_task_queued_by_its_name() -> None:
    app = celery.Celery("by name", broker="memory://")
    (method, way) = next(iter(jobs.BY_NAME.items()))
    args, kwargs = given(way, 1, b=2)
    getattr(app, method)("no.such.task", *args, **kwargs)
    with app.connection_for_read() as connection:
        message = connection.SimpleQueue("celery").get(timeout=1)
    sent_args, sent_kwargs, _ = message.payload
    assert (sent_args, sent_kwargs) == ([1], {"b": 2})


# Queues and functions ---------------------------------------------------------------------


def test_a_queue_hands_the_rest_over() -> None:
    now = datetime.datetime.now(datetime.UTC)
    before: dict[str, tuple[Any, ...]] = {
        "enqueue_at": (now,),
        "enqueue_in": (datetime.timedelta(0),),
    }
    for method, way in jobs.QUEUE_METHODS.items():
        args, kwargs = given(way, 1, b=2)
        assert way.function == len(before.get(method, ()))
        job = getattr(QUEUE, method)(*before.get(method, ()), receive, *args, **kwargs)
        job.perform()
        assert RECEIVED.pop() == ((1,), {"b": 2}), method
        own = dict.fromkeys(way.own - {"timeout", "status", "unique", "pipeline"})
        job = getattr(QUEUE, method)(*before.get(method, ()), receive, *args, **kwargs, **own)
        job.perform()
        assert RECEIVED.pop() == ((1,), {"b": 2}), method


def test_the_classes_of_queues_are_queues() -> None:
    for dotted in jobs.QUEUE_CLASSES:
        assert issubclass(named(dotted), rq.Queue)
    for dotted, made in jobs.QUEUE_FACTORIES.items():
        assert callable(named(dotted))
        assert issubclass(named(made), rq.Queue)


@override_settings(RQ_QUEUES={"waiting": {}})
def test_a_queue_of_django_rq_waits_for_the_commit() -> None:
    queue = named(jobs.DJANGO_RQ)("waiting", connection=REDIS)
    plain = rq.Queue("plain", connection=REDIS)
    with transaction.atomic():
        queue.enqueue(receive, 1)
        plain.enqueue(receive, 1)
        assert (queue.count, plain.count) == (0, 1)
    assert (queue.count, plain.count) == (1, 1)
    assert jobs.DJANGO_RQ.partition(".")[0] in jobs.WAITING[Library.RQ]


def test_functions_that_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[dict[str, Any]] = []
    monkeypatch.setattr(
        SignedPackage, "dumps", staticmethod(lambda task: packed.append(task) or b"")
    )

    class Broker:
        list_key = "tests"

        def enqueue(self, pack: bytes) -> None: ...

    _, way = jobs.FUNCTIONS["django_q.tasks.async_task"]
    own = dict.fromkeys(way.own - {"broker", "q_options"})
    django_q_tasks.async_task("a.b", 1, b=2, broker=Broker(), q_options={}, **own)
    assert packed[0]["args"] == (1,)
    assert packed[0]["kwargs"] == {"b": 2}


def test_libraries_that_check_do_so_where_the_task_is_queued() -> None:
    tasks = {
        Library.CELERY: APP.task(name="refuse")(refuse).delay,
        Library.RQ: rq.decorators.job(QUEUE, connection=REDIS)(refuse).delay,
        Library.DRAMATIQ: dramatiq.actor(actor_name="refuse")(refuse).send,
    }
    for library, queue in tasks.items():
        if library in jobs.CHECKS_WHEN_QUEUED:
            with pytest.raises(TypeError, match="missing 1 required positional argument"):
                queue()
        else:
            queue()
    REDIS.flushall()
    BROKER.flush_all()


def test_a_class_of_tasks_checks_nothing() -> None:
    class Bill(celery.Task):  # type: ignore[type-arg]
        name = "bill"

        def run(self, order_id: int) -> None: ...

    app = celery.Celery("classes", broker="memory://")
    app.register_task(Bill()).delay()


# Serializers --------------------------------------------------------------------------------

VALUES: dict[str, Callable[[], Any]] = {
    "builtins.str": lambda: "a",
    "builtins.int": lambda: 1,
    "builtins.float": lambda: 1.5,
    "builtins.bool": lambda: True,
    "builtins.NoneType": lambda: None,
    "builtins.list": lambda: [1],
    "builtins.dict": lambda: {"a": 1},
    "builtins.tuple": lambda: (1,),
    "builtins.bytes": lambda: b"a",
    "builtins.set": lambda: {1},
    "builtins.frozenset": lambda: frozenset({1}),
    "builtins.complex": lambda: 1j,
    "datetime.datetime": lambda: datetime.datetime(2026, 1, 2, 3, 4),
    "datetime.date": lambda: datetime.date(2026, 1, 2),
    "datetime.time": lambda: datetime.time(3, 4),
    "datetime.timedelta": lambda: datetime.timedelta(1),
    "decimal.Decimal": lambda: decimal.Decimal("1.1"),
    "uuid.UUID": uuid.uuid4,
    "pathlib.Path": lambda: pathlib.Path("a"),
    jobs.MODEL: lambda: User(pk=1),
    jobs.QUERYSET: lambda: User.objects.all(),
    jobs.MANAGER: lambda: User.objects,
    jobs.REQUEST: HttpRequest,
    jobs.OBJECT: object,
    jobs.FUNCTION: lambda: receive,
    jobs.GENERATOR: lambda: (each for each in ()),
}


def by_kombu(value: object) -> object:
    content_type, encoding, data = serialization.dumps(value, "json")
    return serialization.loads(data, content_type, encoding, accept=[content_type])


def by_json(value: object) -> object:
    encoder = JSONEncoder()
    return encoder.decode(encoder.encode({"args": [value]}))["args"][0]


def by_django(value: object) -> object:
    return json.loads(json.dumps(normalize_json(value)))


SERIALIZING: dict[str, tuple[jobs.Serializer, Callable[[object], object]]] = {
    "kombu": (jobs.KOMBU_JSON, by_kombu),
    "json": (jobs.JSON, by_json),
    "django": (jobs.DJANGO_JSON, by_django),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("serializer", SERIALIZING)
def test_what_becomes_of_a_value(serializer: str, name: str) -> None:
    table, through = SERIALIZING[serializer]
    value = VALUES[name]()
    if table.becomes[name] == jobs.REFUSED:
        with pytest.raises((TypeError, ValueError, kombu.exceptions.EncodeError)):
            through(value)
    else:
        assert dotted_class(through(value)) == table.becomes[name]


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("serializer", SERIALIZING)
def test_what_becomes_of_a_key(serializer: str, name: str) -> None:
    table, through = SERIALIZING[serializer]
    value = VALUES[name]()
    if name not in table.keys:
        with pytest.raises(TypeError, match="unhashable"):
            hash(value)
    elif table.keys[name] == jobs.REFUSED:
        with pytest.raises((TypeError, ValueError, kombu.exceptions.EncodeError)):
            through({value: 1})
    else:
        (key,) = through({value: 1})  # type: ignore[misc]
        assert dotted_class(key) == table.keys[name]


def dotted_class(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"


def test_what_pickles_is_not_in_the_table() -> None:
    for library, serializer in jobs.SERIALIZERS.items():
        assert (serializer is jobs.PICKLE) == (not serializer.becomes), library
    user = pickle.loads(pickle.dumps(User(pk=1)))
    assert user == User(pk=1)
    assert QUEUE.serializer is rq.serializers.PickleSerializer


def test_the_serializers_of_celery_have_these_names() -> None:
    content_types = {
        name: serialization.registry.name_to_type[name] for name in jobs.CELERY_SERIALIZERS
    }
    assert content_types == {
        "json": "application/json",
        "pickle": "application/x-python-serialize",
    }
    assert (
        jobs.CELERY_SERIALIZERS[celery.Celery("defaults").conf.task_serializer]
        is (jobs.SERIALIZERS[Library.CELERY])
    )
