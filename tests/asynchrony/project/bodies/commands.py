"""Django's commands, called by async code: those that work on the database are refused."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.core.management import call_command

QUIET = {"verbosity": 0}


async def migrate():
    call_command("migrate", **QUIET)


async def flush():
    call_command("flush", interactive=False, **QUIET)


async def loaddata():
    call_command("loaddata", "books", **QUIET)


async def createcachetable():
    call_command("createcachetable", **QUIET)


async def showmigrations():
    call_command("showmigrations", **QUIET)


async def clearsessions():
    call_command("clearsessions", **QUIET)


async def inspectdb():
    call_command("inspectdb", **QUIET)


async def makemigrations():
    call_command("makemigrations", "--check", dry_run=True, **QUIET)


async def sqlmigrate():
    call_command("sqlmigrate", "auth", "0001", **QUIET)


async def sqlflush():
    call_command("sqlflush", **QUIET)


async def remove_stale_contenttypes():
    call_command("remove_stale_contenttypes", interactive=False, **QUIET)


async def createsuperuser():
    call_command("createsuperuser", interactive=False, username="jo", email="jo@example.com", **QUIET)


async def changepassword():
    call_command("changepassword", "admin", **QUIET)


async def migrate_in_a_thread():
    await sync_to_async(call_command)("migrate", **QUIET)


async def check():
    call_command("check", **QUIET)


async def diffsettings():
    call_command("diffsettings", **QUIET)


async def by_another_name():
    name = "migrate"
    call_command(name, **QUIET)
