"""Sync functions that reach the database in one, two or three steps, or do not."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from django.db import transaction

from library.models import Author, Book, Profile, Reader


def count_books() -> int:
    return Book.objects.count()


def count_outside_of_a_loop() -> int:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return count_books()
    return 0


def count_outside_and_inside() -> int:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return 0
    return count_books()


def count_after_another_error() -> int:
    try:
        loop = asyncio.get_running_loop()
        raise ValueError(loop)
    except RuntimeError:
        return 0
    except ValueError:
        return count_books()


def count_after_any_runtime_error() -> int:
    try:
        raise RuntimeError
    except RuntimeError:
        return count_books()


def count_twice() -> int:
    return count_books() * 2


def report() -> str:
    return f"{count_twice()} books"


def books_of(name: str) -> Any:
    """Lazy."""
    return Book.objects.filter(author__name=name)


def all_books() -> Any:
    """Lazy, through another function."""
    return books_of("Woolf")


def titles(books: Any) -> list[str]:
    """Evaluates what it is given."""
    return [book.title for book in books]


def title_of(book: Book) -> str:
    return book.title


def author_of(book: Book) -> str:
    """Follows a relation of what it is given."""
    return book.author.name


def shout(text: str) -> str:
    return text.upper()


def rename(author: Author, name: str) -> None:
    author.name = name
    author.save()


def titles_one_by_one() -> Iterator[str]:
    """A generator: nothing runs until it is read."""
    for book in Book.objects.all():
        yield book.title


def numbers(limit: int) -> Iterator[int]:
    yield from range(limit)


def apply(function: Callable[[], Any]) -> Any:
    """Calls what it is given."""
    return function()


def keep(function: Callable[[], Any]) -> Callable[[], Any]:
    """Does not call what it is given."""
    return function


def countdown(number: int) -> int:
    """Recursive, without the database."""
    return 0 if number <= 0 else countdown(number - 1)


def chain_of_mentors(author: Author) -> int:
    """Recursive, and follows a relation on the way."""
    return 0 if author.mentor is None else 1 + chain_of_mentors(author.mentor)


def ping(number: int) -> int:
    return pong(number - 1) if number else 0


def pong(number: int) -> int:
    """Calls the function that calls it, and runs a query at the end."""
    return ping(number - 1) if number else Book.objects.count()


def counted(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that queries whenever the function is called."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        Book.objects.count()
        return function(*args, **kwargs)

    return wrapper


def announced(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that does not."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return wrapper


@counted
def harmless_but_counted() -> int:
    return 1


@announced
def harmless_and_announced() -> int:
    return 1


@functools.cache
def cached_count() -> int:
    return Book.objects.count()


@transaction.atomic
def in_a_transaction() -> int:
    return 1


@sync_to_async
def count_in_a_thread() -> int:
    return Book.objects.count()


@sync_to_async(thread_sensitive=False)
def count_in_any_thread() -> int:
    return Book.objects.count()


@database_sync_to_async
def count_for_a_consumer() -> int:
    return Book.objects.count()


@sync_to_async
def books_in_a_thread() -> Any:
    """Hands a queryset back that nobody has evaluated."""
    return Book.objects.all()


@sync_to_async
def list_in_a_thread() -> list[Book]:
    return list(Book.objects.all())


@sync_to_async
def book_in_a_thread() -> Book:
    """Hands a row back whose relations are not loaded."""
    return Book.objects.get(title="Emma")


async def acount_books() -> int:
    return await Book.objects.acount()


async def count_badly() -> int:
    """An async function that runs a query itself."""
    return Book.objects.count()


async def newest_badly() -> Book | None:
    return Book.objects.newest()


class Shelf:
    """Reads the database as soon as it is made."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = Book.objects.filter(author__name=name).count()


class Catalogue:
    """Reads it when it is asked to."""

    queryset = Book.objects.all()

    def __init__(self, name: str) -> None:
        self.name = name
        self.books = Book.objects.filter(author__name=name)

    def size(self) -> int:
        return self.books.count()

    def described(self) -> str:
        return f"{self.name}: {self.size()}"

    @property
    def first(self) -> Book | None:
        return self.books.first()

    @functools.cached_property
    def titles(self) -> list[str]:
        return [book.title for book in self.books]

    @staticmethod
    def total() -> int:
        return Book.objects.count()

    @classmethod
    def of_all(cls) -> int:
        return cls.queryset.count()

    def label(self) -> str:
        return self.name

    def __str__(self) -> str:
        return f"{self.name} ({self.books.count()})"

    def __len__(self) -> int:
        return self.books.count()

    def __iter__(self) -> Iterator[Book]:
        return iter(self.books)

    def __contains__(self, book: Book) -> bool:
        return self.books.filter(pk=book.pk).exists()

    def __getitem__(self, title: str) -> Book:
        return self.books.get(title=title)

    def __call__(self) -> int:
        return self.books.count()

    def __enter__(self) -> Book | None:
        return self.books.first()

    def __exit__(self, *error: object) -> None:
        pass

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Catalogue) and self.size() == other.size()

    def __hash__(self) -> int:
        return hash(self.name)


class SmallCatalogue(Catalogue):
    """Inherits what reads the database, and overrides one method that then does not."""

    def size(self) -> int:
        return 0


def show_profile(profile: Profile) -> str:
    """The `__str__` of a profile follows a relation."""
    return str(profile)


def age_of(reader: Reader) -> int:
    return reader.age
