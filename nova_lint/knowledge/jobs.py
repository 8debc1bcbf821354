"""Background jobs: what makes a task, what queues one, and what a task gets of its arguments.

Source: Celery 5.3 to 5.7 (celery/app/base.py, app/task.py, canvas.py,
contrib/django/task.py), kombu 5.2 to 5.7 (kombu/utils/json.py), RQ 2.12 (rq/queue.py,
decorators.py), django-rq 4.2 (queues.py), Django-Q2 1.11 (django_q/tasks.py), Dramatiq 2.2
(actor.py, encoder.py), Huey 3.5 (huey/api.py), django-tasks 0.12 (base.py, utils.py), which is
django.tasks of Django 6. Those that are installed are run by tests/knowledge/test_jobs.py.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

import msgspec

# What is serialized -------------------------------------------------------------------------

REFUSED: Final = ""
"""What a value becomes that the serializer raises for."""

# The kinds of values that are not known by a class of their own.
MODEL: Final = "django.db.models.Model"
QUERYSET: Final = "django.db.models.QuerySet"
MANAGER: Final = "django.db.models.Manager"
REQUEST: Final = "django.http.HttpRequest"
OBJECT: Final = "builtins.object"
FUNCTION: Final = "types.FunctionType"
GENERATOR: Final = "types.GeneratorType"


class Serializer(msgspec.Struct, frozen=True):
    """What comes out of a serializer for an object of a class, by dotted names: the class of
    what comes out, or REFUSED where it raises. What is not in the table is not known.

    `keys` says the same of the keys of a dictionary.
    """

    name: str
    becomes: dict[str, str] = {}
    keys: dict[str, str] = {}


_KEPT: Final = ("str", "int", "float", "bool", "NoneType", "list", "dict")
_NOT_JSON: Final = (
    "datetime.datetime",
    "datetime.date",
    "datetime.time",
    "datetime.timedelta",
    "decimal.Decimal",
    "uuid.UUID",
    "builtins.bytes",
    "builtins.set",
    "builtins.frozenset",
    "builtins.complex",
    "pathlib.Path",
    MODEL,
    QUERYSET,
    MANAGER,
    REQUEST,
    OBJECT,
    FUNCTION,
    GENERATOR,
)
_BECOMES: Final = {
    **{f"builtins.{name}": f"builtins.{name}" for name in _KEPT},
    **dict.fromkeys(_NOT_JSON, REFUSED),
    "builtins.tuple": "builtins.list",
}
_KEYS: Final = {
    **{f"builtins.{name}": "builtins.str" for name in ("str", "int", "float", "bool", "NoneType")},
    **dict.fromkeys((*_NOT_JSON, "builtins.tuple"), REFUSED),
}
_MARKED: Final = (
    "datetime.datetime",
    "datetime.date",
    "datetime.time",
    "decimal.Decimal",
    "uuid.UUID",
)

JSON: Final = Serializer("JSON", _BECOMES, _KEYS)
KOMBU_JSON: Final = Serializer(
    "JSON",
    {**_BECOMES, **{name: name for name in (*_MARKED, "builtins.bytes")}},
    _KEYS,
)
# Before kombu 5.3 these were written as text, and stayed text.
OLD_KOMBU_JSON: Final = Serializer(
    "JSON", {**_BECOMES, **dict.fromkeys(_MARKED, "builtins.str")}, _KEYS
)
KOMBU_MARKS_SINCE: Final = (5, 3)
# Django's tasks go through what they are given themselves, and make text of bytes.
_BYTES: Final = {"builtins.bytes": "builtins.str"}
DJANGO_JSON: Final = Serializer("JSON", _BECOMES | _BYTES, _KEYS | _BYTES)
PICKLE: Final = Serializer("pickle")

# Celery's names of serializers (kombu/serialization.py, register_json and those below it).
CELERY_SERIALIZERS: Final = {"json": KOMBU_JSON, "pickle": PICKLE}


# Libraries ----------------------------------------------------------------------------------


class Library(Enum):
    """A library that runs tasks, by its name in messages."""

    CELERY = "Celery"
    RQ = "RQ"
    DJANGO_Q = "Django-Q"
    DRAMATIQ = "Dramatiq"
    HUEY = "Huey"
    DJANGO = "Django"


SERIALIZERS: Final = {
    Library.CELERY: KOMBU_JSON,
    Library.RQ: PICKLE,
    Library.DJANGO_Q: PICKLE,
    Library.DRAMATIQ: JSON,
    Library.HUEY: PICKLE,
    Library.DJANGO: DJANGO_JSON,
}
"""What each serializes with if nobody says anything else."""

PACKAGES: Final = {
    Library.CELERY: ("celery",),
    Library.RQ: ("rq", "django_rq"),
    Library.DJANGO_Q: ("django_q",),
    Library.DRAMATIQ: ("dramatiq",),
    Library.HUEY: ("huey",),
    # A project that uses django.tasks need not name a package.
    Library.DJANGO: ("enqueue", "aenqueue", "django_tasks"),
}
"""Words of which one stands in every project that uses a library."""

CHECKS_WHEN_QUEUED: Final = frozenset({Library.CELERY})
"""The libraries that raise TypeError where a decorated function is queued with arguments that do
not fit; with the others, and with Celery's classes of tasks, the worker does, later (Celery,
Task.apply_async: `typing`)."""

SERIALIZER_SETTINGS: Final = ("CELERY_TASK_SERIALIZER", "TASK_SERIALIZER", "task_serializer")
"""What names Celery's serializer for all tasks, in settings or where an application is made."""

SERIALIZER_CHANGES: Final = {
    Library.CELERY: ("register_type", "kombu"),
    Library.DRAMATIQ: ("set_encoder", "DRAMATIQ_ENCODER", "PickleEncoder"),
}
"""Words of a project that may serialize in a way of its own: it gives kombu more types, or
Dramatiq another encoder."""


# What makes a task --------------------------------------------------------------------------


class Making(msgspec.Struct, frozen=True):
    """A decorator, or a class, that makes a task of a function.

    `bound` is the option that, where it is True, has the task handed over before the arguments
    that are queued; `named` the parameter that it is then handed over by, if not the first.
    `serializer` is the option that names the serializer, `converts` the one that has arguments
    made plain before, `unchecked` the one that, where it is False, has arguments queued that do
    not fit. `base` is the option that names another class, whose methods may do anything.
    """

    package: Library
    bound: str = ""
    named: str = ""
    serializer: str = ""
    converts: str = ""
    unchecked: str = ""
    base: str = ""
    on_commit: bool = False


_CELERY: Final = Making(
    Library.CELERY,
    bound="bind",
    serializer="serializer",
    converts="pydantic",
    unchecked="typing",
    base="base",
)
_RQ: Final = Making(Library.RQ)
_DRAMATIQ: Final = Making(Library.DRAMATIQ, base="actor_class")
_HUEY: Final = Making(Library.HUEY, bound="context", named="task", base="task_base")
_DJANGO: Final = Making(Library.DJANGO, bound="takes_context")

DECORATORS: Final[dict[str, Making]] = {
    "celery.shared_task": _CELERY,
    "celery.app.shared_task": _CELERY,
    "celery.task": _CELERY,
    "celery.task.task": _CELERY,
    "celery.decorators.task": _CELERY,
    "rq.decorators.job": _RQ,
    "django_rq.job": _RQ,
    "django_rq.decorators.job": _RQ,
    "dramatiq.actor": _DRAMATIQ,
    "dramatiq.actor.actor": _DRAMATIQ,
    "huey.contrib.djhuey.task": _HUEY,
    "huey.contrib.djhuey.db_task": _HUEY,
    "huey.contrib.djhuey.on_commit_task": Making(
        Library.HUEY, bound="context", named="task", on_commit=True
    ),
    "django.tasks.task": _DJANGO,
    "django.tasks.base.task": _DJANGO,
    "django_tasks.task": _DJANGO,
    "django_tasks.base.task": _DJANGO,
}
"""By dotted name, with and without arguments."""

DECORATING: Final[dict[str, dict[str, Making]]] = {
    "celery.Celery": {"task": _CELERY},
    "celery.app.Celery": {"task": _CELERY},
    "celery.app.base.Celery": {"task": _CELERY},
    "huey.Huey": {"task": _HUEY},
    "huey.RedisHuey": {"task": _HUEY},
    "huey.SqliteHuey": {"task": _HUEY},
    "huey.PriorityRedisHuey": {"task": _HUEY},
    "huey.MemoryHuey": {"task": _HUEY},
}
"""Methods of objects that are such decorators, by the class of the object."""

TASK_CLASSES: Final[dict[str, Making]] = dict.fromkeys(
    (
        "celery.Task",
        "celery.app.task.Task",
        "celery.task.Task",
        "celery.contrib.django.task.DjangoTask",
    ),
    _CELERY,
)
"""Base classes whose objects are tasks."""
TASK_CLASS_SET: Final = re.compile(r"\btask_cls\s*=|\b\w+\.Task\s*=")
"""Gives a Celery application another class for all its tasks (celery/app/base.py)."""
RUN: Final = "run"
"""The method of a task class that takes the arguments, behind `self`."""


# What queues one ----------------------------------------------------------------------------


class Takes(Enum):
    """How a call is given the task's arguments: `SPREAD`, as they are; `PACKED`, a tuple and a
    dictionary of them, as `args` and `kwargs`."""

    SPREAD = "spread"
    PACKED = "packed"


class When(Enum):
    """When a call queues the task: `NOW`; `ON_COMMIT`, when the transaction around it is
    committed; `LATER`, if something is done with what it gives; `NEVER`: it runs it here."""

    NOW = "now"
    ON_COMMIT = "on commit"
    LATER = "later"
    NEVER = "never"


class Way(msgspec.Struct, frozen=True):
    """A call that queues a task, or gets ready to.

    `function` is where the task stands among the arguments of a call that is not its own
    method; `first` is where the task's arguments begin behind what the call keeps for itself:
    of PACKED ones, `args` stands there and `kwargs` behind it (`keyword_only`: neither has a
    place). `own` are keywords that the call keeps. `open` says that more arguments may be put
    in front of those that are given. A call that is `awaitable` is made by `await`, and so
    does not block an event loop.
    """

    takes: Takes = Takes.SPREAD
    when: When = When.NOW
    function: int | None = None
    keyword: str = ""
    first: int = 0
    keyword_only: bool = False
    own: frozenset[str] = frozenset()
    open: bool = False
    awaitable: bool = False


_RQ_OWN: Final = frozenset(
    {"job_timeout", "timeout", "description", "result_ttl", "ttl", "failure_ttl", "depends_on"}
    | {"job_id", "at_front", "meta", "retry", "repeat", "on_success", "on_failure", "on_stopped"}
    | {"webhooks", "pipeline", "unique"}
)
_RQ_CALL_OWN: Final = (_RQ_OWN - {"job_timeout"}) | {"status"}
_DJANGO_Q_OWN: Final = frozenset(
    {"hook", "group", "save", "sync", "cached", "ack_failure", "iter_count", "iter_cached"}
    | {"chain", "broker", "cluster", "timeout", "task_name", "q_options"}
)
_DJANGO_Q_SCHEDULE_OWN: Final = frozenset(
    {"name", "hook", "schedule_type", "minutes", "repeats", "next_run", "cron", "cluster"}
    | {"intended_date_kwarg", "q_options"}
)
_HUEY_OWN: Final = frozenset(
    {"eta", "delay", "id", "retries", "retry_delay", "retry_backoff", "priority", "expires"}
    | {"timeout"}
)

CALL: Final = "__call__"
"""The name, among methods, of calling the object itself."""

TASK_METHODS: Final[dict[Library, dict[str, Way]]] = {
    Library.CELERY: {
        "delay": Way(),
        "apply_async": Way(Takes.PACKED),
        "delay_on_commit": Way(when=When.ON_COMMIT),
        "apply_async_on_commit": Way(Takes.PACKED, When.ON_COMMIT),
        "apply": Way(Takes.PACKED, When.NEVER),
        "s": Way(when=When.LATER, open=True),
        "si": Way(when=When.LATER),
        "signature": Way(Takes.PACKED, When.LATER, open=True),
        "subtask": Way(Takes.PACKED, When.LATER, open=True),
    },
    Library.RQ: {
        "delay": Way(own=frozenset({"depends_on", "job_id", "at_front"})),
        "enqueue": Way(own=frozenset({"depends_on", "job_id", "at_front"})),
    },
    Library.DRAMATIQ: {
        "send": Way(),
        "send_with_options": Way(Takes.PACKED, keyword_only=True),
        "message": Way(when=When.LATER),
        "message_with_options": Way(Takes.PACKED, When.LATER, keyword_only=True),
    },
    Library.HUEY: {
        CALL: Way(own=_HUEY_OWN),
        "schedule": Way(Takes.PACKED),
        "s": Way(when=When.LATER, own=_HUEY_OWN),
    },
    Library.DJANGO: {
        "enqueue": Way(),
        "aenqueue": Way(awaitable=True),
    },
    Library.DJANGO_Q: {},
}
"""Methods of a task, by name."""

SAME_TASK: Final = {Library.DJANGO: frozenset({"using"})}
"""Methods of a task that give the same task with other options."""

SIGNATURE: Final = "celery.canvas.Signature"
SIGNATURE_METHODS: Final = {
    "delay": When.NOW,
    "apply_async": When.NOW,
    "delay_on_commit": When.ON_COMMIT,
    "apply_async_on_commit": When.ON_COMMIT,
}
"""Methods of what `.s()` and such give that queue it, in Celery."""
SAME_SIGNATURE: Final = frozenset({"set", "clone", "on_error"})
"""Methods that give the same again."""
SIGNATURE_MAKERS: Final = frozenset(
    f"celery.{module}{name}"
    for module in ("", "canvas.")
    for name in ("group", "chain", "chord", "signature", "chunks")
)
"""Functions and classes that give something with the methods above, of several tasks."""

QUEUE_METHODS: Final[dict[str, Way]] = {
    "enqueue": Way(function=0, keyword="f", first=1, own=_RQ_OWN),
    "enqueue_at": Way(function=1, keyword="f", first=2, own=_RQ_OWN),
    "enqueue_in": Way(function=1, keyword="func", first=2, own=_RQ_OWN),
    "enqueue_call": Way(Takes.PACKED, function=0, keyword="func", first=1, own=_RQ_CALL_OWN),
}
"""Methods of a queue of RQ."""

DJANGO_RQ: Final = "django_rq.queues.DjangoRQ"
QUEUE_CLASSES: Final = frozenset({"rq.Queue", "rq.queue.Queue", DJANGO_RQ})
QUEUE_FACTORIES: Final = {
    "django_rq.get_queue": DJANGO_RQ,
    "django_rq.queues.get_queue": DJANGO_RQ,
}
"""Functions that give a queue: the class of what they give."""

FUNCTIONS: Final[dict[str, tuple[Library, Way]]] = {
    **dict.fromkeys(
        ("django_q.tasks.async_task", "django_q.async_task"),
        (Library.DJANGO_Q, Way(function=0, keyword="func", first=1, own=_DJANGO_Q_OWN)),
    ),
    **dict.fromkeys(
        ("django_q.tasks.schedule", "django_q.schedule"),
        (Library.DJANGO_Q, Way(function=0, keyword="func", first=1, own=_DJANGO_Q_SCHEDULE_OWN)),
    ),
    **dict.fromkeys(
        ("django_rq.enqueue", "django_rq.queues.enqueue"),
        (Library.RQ, Way(function=0, keyword="func", first=1, own=_RQ_OWN)),
    ),
}
"""Functions that queue what they are given: a function, or its dotted name."""

BY_NAME: Final = {"send_task": Way(Takes.PACKED, function=0, keyword="name", first=1)}
"""Methods of a Celery application that queue a task by its name, which need not be known here."""


TASK_METHOD_NAMES: Final = frozenset().union(*TASK_METHODS.values(), *SAME_TASK.values())
QUEUEING_NAMES: Final = (
    TASK_METHOD_NAMES
    | SIGNATURE_METHODS.keys()
    | SAME_SIGNATURE
    | QUEUE_METHODS.keys()
    | BY_NAME.keys()
)

# Decorators that leave a function with the parameters that it has.
KEEPING_PARAMETERS: Final = frozenset(
    {
        "django.db.transaction.atomic",
        "django.db.transaction.non_atomic_requests",
        "functools.cache",
        "functools.lru_cache",
        "typing.no_type_check",
    }
)


# Transactions -------------------------------------------------------------------------------

ON_COMMIT: Final = "django.db.transaction.on_commit"
ON_COMMIT_METHOD: Final = "on_commit"
"""The same as a method of a connection."""
"""What calls a function when the transaction is committed, or at once where there is none."""

UPDATING: Final = frozenset({"update", "aupdate"})
"""Methods that write rows which nobody has in memory."""

IN_DATABASE_BY_DEFAULT: Final = frozenset({Library.DJANGO, Library.DJANGO_Q})
"""Libraries whose queue may be the database itself, so that a task is queued if and when the
transaction is committed; whether it is stands in the settings."""

WAITING: Final = {Library.RQ: ("django_rq",)}
"""Packages whose queues wait for the commit where the settings do not say otherwise (django-rq
4.2, queues.py, DjangoRQ.enqueue_call), and which a library's queue or decorator may come from."""
