"""Calls the bodies and asks for the views, and notes of each job whether others see its rows.

Usage: running.py PROJECT OUTPUT. When a job goes to the broker, a second connection to the
database looks at the rows that it is about: a worker would find them so.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import traceback
from pathlib import Path
from typing import Any

PATHS = (
    *("function", "by-service", "caller", "outside", "method", "drf", "marked-class"),
    *("marked-dispatch", "marked-method", "marked-here", "atomic-class", "api/place"),
)


class Witness:
    """Looks at the database from outside whenever a job is queued."""

    def __init__(self, project: Path, database: str) -> None:
        self._project = project
        self._database = database
        self.seen: dict[tuple[str, int], bool] = {}

    def look(self, body: Any = None, **_: Any) -> None:
        keys = body[0][0] if isinstance(body[0][0], list) else [body[0][0]]
        from shelf.models import Order

        own = sorted(Order.objects.filter(pk__in=keys).values_list("pk", "number", "paid"))
        marks = ",".join("?" * len(keys))
        query = f"SELECT id, number, paid FROM shelf_order WHERE id IN ({marks}) ORDER BY id"
        with sqlite3.connect(self._database) as connection:
            others = connection.execute(query, keys).fetchall()
        self.seen[self._place()] = others != [(pk, number, int(paid)) for pk, number, paid in own]

    def _place(self) -> tuple[str, int]:
        """The line of the project that queues the job."""
        for step in reversed(traceback.extract_stack()):
            path = Path(step.filename)
            if path.is_relative_to(self._project) and path.name not in ("tasks.py", "running.py"):
                return path.relative_to(self._project).as_posix(), step.lineno or 0
        raise AssertionError("no line of the project queues the job")


def main(project: Path, output: Path) -> None:
    sys.path.insert(0, str(project))
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    database = os.environ["COMMITS_DATABASE"]
    import django

    django.setup()
    from celery.signals import before_task_publish
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", run_syncdb=True, verbosity=0)
    witness = Witness(project, database)
    before_task_publish.connect(witness.look)
    from shelf import services
    from shelf.models import Order

    for body in services.BODIES:
        body()
    client = Client()
    for path in PATHS:
        assert client.get(f"/{path}").status_code == 200, path
    assert client.post("/atomic-class").status_code == 200
    User.objects.create_superuser("admin", "admin@example.org", "password")
    client.login(username="admin", password="password")
    assert client.post("/admin/shelf/order/add/", {"number": "1"}).status_code == 302
    key = Order.objects.latest("pk").pk
    chosen = {"action": "pay", "_selected_action": [key]}
    assert client.post("/admin/shelf/order/", chosen).status_code == 302
    found = [[path, line, behind] for (path, line), behind in sorted(witness.seen.items())]
    output.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
