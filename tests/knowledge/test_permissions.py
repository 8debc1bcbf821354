"""What a user of Django keeps: each permission call runs queries once, and not again."""

from __future__ import annotations

import json
import subprocess
import sys

from nova_lint.knowledge.framework_queries import KEPT_BY_USER

PROGRAM = """
import json

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

call_command("migrate", verbosity=0)
User.objects.create_user("ann", password=None)
GIVEN = {"has_perm": ("a.b",), "has_perms": (["a.b"],), "has_module_perms": ("a",)}


def queries(user, name):
    with CaptureQueriesContext(connection, ) as captured:
        getattr(user, name)(*GIVEN.get(name, ()))
    return len(captured)


found = {}
for name in NAMES:
    user = User.objects.get()
    found[name] = [queries(user, name), queries(user, name)]
print(json.dumps(found))
"""


def test_the_second_call_runs_no_query() -> None:
    # The asynchronous twins call these in a thread.
    names = sorted(name for name in KEPT_BY_USER if not name.startswith("a"))
    program = f"NAMES = {names!r}\n{PROGRAM}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert set(found) == set(names)
    assert all(first > 0 and second == 0 for first, second in found.values()), found
