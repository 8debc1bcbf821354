"""What makes Django refuse no query in a running event loop, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASKING = """
import asyncio, os
import django
from django.core.exceptions import SynchronousOnlyOperation
from django.utils.asyncio import async_unsafe

@async_unsafe
def query():
    return True

async def ask():
    try:
        return query()
    except SynchronousOnlyOperation:
        return False

raise SystemExit(int(asyncio.run(ask())))
"""


@pytest.mark.parametrize(
    ("setting", "permits"),
    [
        ("os.environ['DJANGO_ALLOW_ASYNC_UNSAFE'] = 'false'", True),
        ("os.environ.update({'DJANGO_ALLOW_ASYNC_UNSAFE': 'true'})", True),
        ("os.environ.update(DJANGO_ALLOW_ASYNC_UNSAFE='true')", True),
        ("os.environ |= {'DJANGO_ALLOW_ASYNC_UNSAFE': 'true'}", True),
        ("os.environ['DJANGO_ALLOW_ASYNC_UNSAFE'] = ''", False),
        ("os.putenv('DJANGO_ALLOW_ASYNC_UNSAFE', 'true')", False),
    ],
)
def test_what_is_set_in_the_environment(setting: str, permits: bool):
    asked = subprocess.run([sys.executable, "-c", f"import os\n{setting}\n{ASKING}"], check=False)
    assert asked.returncode == int(permits)
