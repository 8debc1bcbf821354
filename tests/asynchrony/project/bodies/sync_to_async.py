"""`sync_to_async` used in ways that do not work."""

from __future__ import annotations

import asyncio

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async

from bodies.marks import read_by_caller
from library.helpers import books_in_a_thread, books_of, count_books, count_in_a_thread
from library.models import Author, Book


# Called instead of passed


async def called_instead_of_passed():
    return await sync_to_async(Book.objects.count())


async def called_instead_of_passed_and_called_again():
    return await sync_to_async(count_books())()


async def save_called_instead_of_passed():
    book = await Book.objects.aget(title="Emma")
    await sync_to_async(book.save())


async def get_called_instead_of_passed():
    return await sync_to_async(Book.objects.get(title="Emma"))()


async def list_called_instead_of_passed():
    return await sync_to_async(list(Book.objects.all()))()


async def lazy_called_instead_of_passed():
    """No query runs here, but a queryset cannot be called."""
    return await sync_to_async(Book.objects.all())()


async def database_called_instead_of_passed():
    return await database_sync_to_async(Book.objects.count())()


async def relation_read_instead_of_passed():
    book = await Book.objects.aget(title="Emma")
    return await sync_to_async(book.author)()


async def to_thread_called_lazily():
    return await asyncio.to_thread(Book.objects.all())


# Not called, or not awaited


async def not_called_but_awaited():
    return await sync_to_async(count_books)


async def called_and_not_awaited():
    sync_to_async(count_books)()


async def called_and_not_awaited_in_a_name():
    number = sync_to_async(count_books)()
    return number + 1


async def decorated_and_not_awaited():
    count_in_a_thread()


async def save_not_awaited():
    book = await Book.objects.aget(title="Emma")
    sync_to_async(book.save)()


async def database_and_not_awaited():
    database_sync_to_async(count_books)()


async def to_thread_and_not_awaited():
    asyncio.to_thread(count_books)


async def awaited_later():
    number = sync_to_async(count_books)()
    return await number


async def of_an_awaitable_method_of_a_queryset():
    return await sync_to_async(Book.objects.all().acount)()


async def handed_back_to_be_awaited():
    return await _count()


def _count():
    return sync_to_async(count_books)()


async def of_an_async_function():
    """Only a sync function can be moved to a thread."""

    async def count():
        return await Book.objects.acount()

    return await sync_to_async(count)()


@read_by_caller
async def of_an_awaitable_method():
    """A manager's awaitable method is no coroutine function, so nobody refuses it: what comes
    back is a coroutine."""
    return await sync_to_async(Book.objects.acount)()


# A lazy queryset handed back


@read_by_caller
async def lazy_handed_back():
    return await sync_to_async(Book.objects.all)()


@read_by_caller
async def lazy_handed_back_by_filter():
    return await sync_to_async(Book.objects.filter)(title="Emma")


@read_by_caller
async def lazy_handed_back_by_a_lambda():
    return await sync_to_async(lambda: Book.objects.filter(title="Emma"))()


@read_by_caller
async def lazy_handed_back_by_a_helper():
    return await sync_to_async(books_of)("Woolf")


@read_by_caller
async def lazy_handed_back_by_a_decorated_helper():
    return await books_in_a_thread()


@read_by_caller
async def lazy_handed_back_by_a_nested_function():
    @sync_to_async
    def books():
        return Book.objects.filter(title="Emma")

    return await books()


@read_by_caller
async def lazy_handed_back_by_channels():
    return await database_sync_to_async(Book.objects.all)()


@read_by_caller
async def lazy_handed_back_by_to_thread():
    return await asyncio.to_thread(Book.objects.all)


@read_by_caller
async def lazy_handed_back_by_a_related_manager():
    author = await Author.objects.aget(name="Woolf")
    return await sync_to_async(author.books.all)()


@read_by_caller
async def list_handed_back():
    return await sync_to_async(list)(Book.objects.all())


@read_by_caller
async def list_handed_back_by_a_lambda():
    return await sync_to_async(lambda: list(Book.objects.all()))()


@read_by_caller
async def evaluated_and_handed_back():
    """The rows are in the queryset when it comes back."""

    @sync_to_async
    def books():
        found = Book.objects.all()
        len(found)
        return found

    return await books()


async def lazy_and_evaluated_here():
    books = await sync_to_async(Book.objects.all)()
    return [book.title for book in books]


async def lazy_and_evaluated_at_once():
    return list(await sync_to_async(Book.objects.filter)(title="Emma"))


async def lazy_and_its_truth():
    books = await sync_to_async(Book.objects.all)()
    if books:
        return 1
    return 0


async def lazy_and_read_by_async_for():
    books = await sync_to_async(Book.objects.all)()
    return [book.title async for book in books]


async def lazy_and_awaited():
    books = await sync_to_async(Book.objects.all)()
    return await books.acount()
