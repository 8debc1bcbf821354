"""The rows that every body starts with, and the values of its parameters."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.contrib.sites.models import Site
from django.core.cache import caches
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from library.models import (
    Author,
    Book,
    Card,
    Chapter,
    Comment,
    Edition,
    Loan,
    Profile,
    Publisher,
    Reader,
    Tag,
)

SESSION_KEY = "a" * 32


def fill() -> None:
    """Makes the tables and the rows."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    Site.objects.update_or_create(pk=1, defaults={"domain": "testserver", "name": "library"})
    _fill_library()
    _fill_users()
    caches["table"].set("known", "value")


def _fill_library() -> None:
    penguin = Publisher.objects.create(name="Penguin", city="London")
    woolf = Author.objects.create(name="Woolf", publisher=penguin)
    austen = Author.objects.create(name="Austen", publisher=penguin, mentor=woolf)
    Author.objects.create(name="Unread", alive=False)
    Profile.objects.create(author=woolf, motto="a room of one's own")
    Profile.objects.create(author=austen, motto="a truth universally acknowledged")
    emma = Book.objects.create(
        title="Emma", author=woolf, editor=woolf, publisher=penguin, published=date(1815, 12, 23)
    )
    waves = Book.objects.create(title="Waves", author=austen, published=date(1931, 10, 8))
    emma.sequel = waves
    emma.save()
    novel, classic = Tag.objects.create(name="novel", since=date(1800, 1, 1)), Tag(name="classic")
    classic.save()
    emma.tags.add(novel, classic)
    waves.tags.add(novel)
    Edition.objects.create(book=emma)
    Comment.objects.create(about=emma, text="read it twice")
    Chapter.objects.create(book=emma, heading="One")
    Chapter.objects.create(book=emma, heading="Two")
    Card.objects.create(reader=Reader.objects.create(name="Ann"))


def _fill_users() -> None:
    user = User.objects.create_user("ann", "ann@example.org", "secret")
    User.objects.create_superuser("root", "root@example.org", "secret")
    readers = Group.objects.create(name="readers")
    readers.permissions.add(Permission.objects.get(codename="view_book"))
    user.groups.add(readers)
    Loan.objects.create(book=Book.objects.get(pk=1), user=user)
    data = {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
        "_auth_user_hash": user.get_session_auth_hash(),
        "color": "green",
    }
    Session.objects.create(
        session_key=SESSION_KEY,
        session_data=SessionStore().encode(data),
        expire_date=timezone.now() + timedelta(days=1),
    )


def forget() -> None:
    """Empties what Django remembers between requests."""
    ContentType.objects.clear_cache()
    Site.objects.clear_cache()
    caches["default"].clear()


def _request(cookies: dict[str, str]) -> HttpRequest:
    """A request as the middleware hands it to a view."""
    request = RequestFactory().post("/", {"title": "New"})
    request.COOKIES.update(cookies)
    for middleware in (SessionMiddleware, AuthenticationMiddleware, MessageMiddleware):
        middleware(lambda request: HttpResponse()).process_request(request)
    return request


# By the name of the parameter. No relation is loaded on any of these rows.
PARAMETERS: dict[str, Callable[[], Any]] = {
    "author": lambda: Author.objects.get(name="Woolf"),
    "book": lambda: Book.objects.get(title="Emma"),
    "books": lambda: Book.objects.all(),
    "comment": lambda: Comment.objects.get(),
    "edition": lambda: Edition.objects.get(),
    "loan": lambda: Loan.objects.get(),
    "profile": lambda: Profile.objects.get(author__name="Woolf"),
    "publisher": lambda: Publisher.objects.get(),
    "tag": lambda: Tag.objects.get(name="novel"),
    "reader": lambda: Reader.objects.get(),
    "user": lambda: User.objects.get(username="ann"),
    "admin": lambda: User.objects.get(username="root"),
    "request": lambda: _request({"sessionid": SESSION_KEY}),
    "anonymous_request": lambda: _request({}),
    "folder": lambda: os.environ["LIBRARY_FILES"],
}
