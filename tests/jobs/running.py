"""Runs the bodies and writes down what became of the job of each.

Usage: running.py OUTPUT. Celery, Dramatiq, RQ and Django's tasks run what was queued at once,
after it has gone through their serializer, as a worker would.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MODULES = ("arguments", "values")


def main(output: str) -> None:
    sys.path.insert(0, str(HERE / "project"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    import django

    django.setup()
    import dramatiq
    from django.core.management import call_command
    from dramatiq.brokers.stub import StubBroker

    dramatiq.set_broker(StubBroker())
    call_command("migrate", run_syncdb=True, verbosity=0)
    from stall import tasks

    tasks.app.conf.task_always_eager = True
    tasks.app.conf.task_eager_propagates = True
    tasks.app.conf.accept_content = ["json", "pickle"]
    records = [
        {
            "name": f"{module}.{name}",
            "path": f"bodies/{module}.py",
            "first_line": body.__code__.co_firstlineno,
            "last_line": body.__code__.co_firstlineno + len(inspect.getsourcelines(body)[0]) - 1,
            **outcome(body, tasks),
        }
        for module in MODULES
        for name, body in list(vars(importlib.import_module(f"bodies.{module}")).items())
        if inspect.isfunction(body) and body.__module__ == f"bodies.{module}"
    ]
    Path(output).write_text(json.dumps(records), encoding="utf-8")


def outcome(body: Callable[[], object], tasks: Any) -> dict[str, object]:
    """What was raised where the job was queued, what where it was run, and whether the task got
    something else than the body says."""
    tasks.SEEN.clear()
    try:
        given = body()
    except Exception as error:
        return {"queued": type(error).__name__, "run": None, "changed": False}
    run = work(tasks)
    changed = given is not None and run is None and given not in tasks.SEEN
    return {"queued": None, "run": run, "changed": changed}


def work(tasks: Any) -> str | None:
    """Runs what is in the queues; the exception that left a task."""
    from dramatiq import Message

    try:
        for queue in tasks.broker.queues.values():
            while not queue.empty():
                message = Message.decode(queue.get())
                tasks.broker.get_actor(message.actor_name)(*message.args, **message.kwargs)
        for job in tasks.queue.get_jobs():
            job.perform()
    except Exception as error:
        return type(error).__name__
    finally:
        tasks.redis.flushall()
    return tasks.FAILED.pop() if tasks.FAILED else None


if __name__ == "__main__":
    main(sys.argv[1])
