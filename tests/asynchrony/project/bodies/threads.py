"""What moves a function to a thread, where it may query."""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import threading

from asgiref.sync import SyncToAsync, async_to_sync, sync_to_async
from channels.db import database_sync_to_async
from django.db import transaction

from library.helpers import (
    Catalogue,
    acount_books,
    book_in_a_thread,
    count_books,
    count_for_a_consumer,
    count_in_a_thread,
    count_in_any_thread,
    list_in_a_thread,
    rename,
    report,
    titles,
)
from library.models import Author, Book


# sync_to_async


async def sync_to_async_of_a_function():
    return await sync_to_async(count_books)()


async def sync_to_async_of_a_deep_function():
    return await sync_to_async(report)()


async def sync_to_async_of_a_method():
    return await sync_to_async(Book.objects.count)()


async def sync_to_async_with_arguments():
    return await sync_to_async(Book.objects.get)(title="Emma")


async def sync_to_async_of_a_method_of_a_row():
    book = await Book.objects.aget(title="Emma")
    await sync_to_async(book.save)()
    return book


async def after_a_method_that_read_the_relation_in_a_thread():
    book = await Book.objects.aget(title="Emma")
    await sync_to_async(book.credit)()
    return book.author.name, book.credit()


async def after_a_method_of_another_row():
    book = await Book.objects.aget(title="Emma")
    other = await Book.objects.aget(title="Waves")
    await sync_to_async(other.credit)()
    return book.author.name


async def sync_to_async_of_a_lambda():
    return await sync_to_async(lambda: Book.objects.count())()


async def sync_to_async_of_a_lambda_that_lists():
    return await sync_to_async(lambda: list(Book.objects.all()))()


async def sync_to_async_of_a_lambda_that_follows_a_relation():
    book = await Book.objects.aget(title="Emma")
    return await sync_to_async(lambda: book.author.name)()


async def sync_to_async_of_a_nested_function():
    def count():
        return Book.objects.count()

    return await sync_to_async(count)()


async def sync_to_async_of_a_partial():
    return await sync_to_async(functools.partial(Book.objects.get, title="Emma"))()


async def sync_to_async_of_list():
    """`list` evaluates in the thread."""
    return await sync_to_async(list)(Book.objects.all())


async def sync_to_async_of_len():
    return await sync_to_async(len)(Book.objects.all())


async def sync_to_async_of_getattr():
    book = await Book.objects.aget(title="Emma")
    return await sync_to_async(getattr)(book, "author")


async def sync_to_async_of_a_class():
    return await sync_to_async(Catalogue)("Woolf")


async def sync_to_async_not_thread_sensitive():
    return await sync_to_async(count_books, thread_sensitive=False)()


async def sync_to_async_thread_sensitive():
    return await sync_to_async(count_books, thread_sensitive=True)()


async def sync_to_async_kept_in_a_name():
    count = sync_to_async(count_books)
    return await count()


async def sync_to_async_gathered():
    count = sync_to_async(count_books)
    return await asyncio.gather(count(), count())


async def sync_to_async_as_a_decorator():
    return await count_in_a_thread()


async def sync_to_async_as_a_decorator_with_arguments():
    return await count_in_any_thread()


async def sync_to_async_as_a_decorator_in_the_body():
    @sync_to_async
    def count():
        return Book.objects.count()

    return await count()


async def sync_to_async_as_a_decorator_with_arguments_in_the_body():
    @sync_to_async(thread_sensitive=True)
    def count():
        return Book.objects.count()

    return await count()


async def sync_to_async_class():
    return await SyncToAsync(count_books)()


async def sync_to_async_by_keyword():
    return await sync_to_async(func=count_books)()


async def sync_to_async_around_a_transaction():
    def move():
        with transaction.atomic():
            Book.objects.update(status="out")

    await sync_to_async(move)()


async def sync_to_async_around_an_atomic_function():
    @sync_to_async
    @transaction.atomic
    def move():
        Book.objects.update(status="out")

    await move()


async def sync_to_async_made_and_not_called():
    return sync_to_async(count_books)


async def sync_to_async_of_a_function_that_gives_a_list():
    books = await list_in_a_thread()
    return [book.title for book in books]


async def sync_to_async_of_a_helper_that_evaluates():
    return await sync_to_async(titles)(Book.objects.all())


async def sync_to_async_of_a_helper_that_writes():
    author = await Author.objects.aget(name="Woolf")
    await sync_to_async(rename)(author, "Virginia")


async def sync_to_async_relation_loaded_there():
    """The thread loads the relation, and the row keeps it."""
    book = await Book.objects.aget(title="Emma")
    await sync_to_async(lambda: book.author)()
    return book.author.name


async def sync_to_async_relation_not_loaded_there():
    book = await book_in_a_thread()
    return book.author.name


async def sync_to_async_get_and_a_relation():
    book = await sync_to_async(Book.objects.get)(title="Emma")
    return book.author.name


async def sync_to_async_get_and_a_loaded_relation():
    book = await sync_to_async(Book.objects.select_related("author").get)(title="Emma")
    return book.author.name


async def sync_to_async_first_and_a_column():
    book = await sync_to_async(Book.objects.first)()
    return book.title


# channels


async def database_sync_to_async_of_a_function():
    return await database_sync_to_async(count_books)()


async def database_sync_to_async_of_a_method():
    return await database_sync_to_async(Book.objects.get)(title="Emma")


async def database_sync_to_async_of_a_lambda():
    return await database_sync_to_async(lambda: Book.objects.count())()


async def database_sync_to_async_as_a_decorator():
    return await count_for_a_consumer()


async def database_sync_to_async_as_a_decorator_in_the_body():
    @database_sync_to_async
    def count():
        return Book.objects.count()

    return await count()


# asyncio and threads


async def to_thread_of_a_function():
    return await asyncio.to_thread(count_books)


async def to_thread_with_arguments():
    return await asyncio.to_thread(Book.objects.get, title="Emma")


async def to_thread_of_a_lambda():
    return await asyncio.to_thread(lambda: Book.objects.count())


async def to_thread_of_list():
    return await asyncio.to_thread(list, Book.objects.all())


async def to_thread_of_a_nested_function():
    def count():
        return Book.objects.count()

    return await asyncio.to_thread(count)


async def to_thread_gathered():
    return await asyncio.gather(asyncio.to_thread(count_books), asyncio.to_thread(report))


async def run_in_executor_of_a_function():
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, count_books)


async def run_in_executor_with_arguments():
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, titles, Book.objects.all())


async def run_in_executor_of_a_partial():
    loop = asyncio.get_event_loop()
    return await loop.run_in_executor(None, functools.partial(titles, Book.objects.all()))


async def run_in_executor_of_a_lambda():
    return await asyncio.get_running_loop().run_in_executor(None, lambda: Book.objects.count())


async def run_in_executor_with_a_pool():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, count_books)


async def submit_to_a_pool():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return pool.submit(count_books).result()


async def map_of_a_pool():
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return list(pool.map(lambda name: Book.objects.count(), ["a", "b"]))


async def thread_of_its_own():
    thread = threading.Thread(target=count_books)
    thread.start()
    thread.join()


# What only looks as if it did


async def to_thread_called_instead_of_passed():
    """The query runs here, and its result is no function."""
    return await asyncio.to_thread(count_books())


async def run_in_executor_called_instead_of_passed():
    return await asyncio.get_running_loop().run_in_executor(None, count_books())


async def arguments_are_evaluated_here():
    """The thread is given what the event loop's thread has read."""
    return await sync_to_async(titles)(list(Book.objects.all()))


async def arguments_of_to_thread_are_evaluated_here():
    return await asyncio.to_thread(print, Book.objects.count())


async def partial_with_an_argument_evaluated_here():
    return await sync_to_async(functools.partial(print, Book.objects.count()))()


async def default_evaluated_here():
    def count(number=Book.objects.count()):
        return number

    return await sync_to_async(count)()


async def call_soon():
    """The loop calls it in its own thread; what it raises goes to the loop's log."""
    asyncio.get_running_loop().call_soon(count_books)
    await asyncio.sleep(0)


async def async_to_sync_in_the_loop():
    """A coroutine cannot be run to its end inside the loop that is running."""
    return async_to_sync(acount_books)()


async def async_to_sync_in_a_thread():
    return await sync_to_async(lambda: async_to_sync(acount_books)())()


async def after_the_thread():
    """The next statement is in the event loop again."""
    await sync_to_async(count_books)()
    return count_books()
