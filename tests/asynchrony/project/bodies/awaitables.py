"""Awaitable methods: awaited, gathered, forgotten, and used as if they were their results."""

from __future__ import annotations

import asyncio

from library.helpers import acount_books
from library.models import Author, Book


# Awaited in one way or another


async def awaited():
    return await Book.objects.acount()


async def awaited_through_a_name():
    count = Book.objects.acount()
    return await count


async def gathered():
    return await asyncio.gather(Book.objects.acount(), Author.objects.acount())


async def gathered_from_a_list():
    counts = [Book.objects.acount(), Author.objects.acount()]
    return await asyncio.gather(*counts)


async def gathered_from_a_comprehension():
    return await asyncio.gather(*(Book.objects.aget(pk=key) for key in [1, 2]))


async def gathered_after_append():
    counts = []
    for model in (Book, Author):
        counts.append(model.objects.acount())
    return await asyncio.gather(*counts)


async def as_a_task():
    return await asyncio.create_task(Book.objects.acount())


async def in_a_task_group():
    async with asyncio.TaskGroup() as group:
        task = group.create_task(Book.objects.acount())
    return task.result()


async def with_a_timeout():
    return await asyncio.wait_for(Book.objects.acount(), timeout=5)


async def shielded():
    return await asyncio.shield(Book.objects.acount())


async def ensured():
    return await asyncio.ensure_future(acount_books())


async def as_completed():
    return [await each for each in asyncio.as_completed([acount_books(), acount_books()])]


async def returned_by_a_helper():
    return await _later()


def _later():
    return Book.objects.acount()


async def passed_to_a_helper():
    return await _wait(Book.objects.acount())


async def _wait(awaitable):
    return await awaitable


async def awaited_in_a_branch():
    count = Book.objects.acount()
    if count is not None:
        return await count
    return 0


async def awaited_row_and_its_column():
    return (await Book.objects.aget(title="Emma")).title


async def method_not_called():
    return Book.objects.acount


async def task_that_queries():
    """The task fails where it is awaited."""

    async def count():
        return Book.objects.count()

    return await asyncio.create_task(count())


# Forgotten


async def statement():
    Book.objects.acreate(title="New", author_id=1)


async def save_as_a_statement():
    book = await Book.objects.aget(title="Emma")
    book.title = "Changed"
    book.asave()


async def delete_as_a_statement():
    Book.objects.filter(pk=1).adelete()


async def helper_as_a_statement():
    acount_books()


async def related_manager_as_a_statement():
    author = await Author.objects.aget(name="Woolf")
    author.edited.aclear()


async def name_never_used():
    count = Book.objects.acount()  # noqa: F841


async def aiterator_awaited():
    """`aiterator` gives something to iterate, nothing to await."""
    return await Book.objects.aiterator()


async def all_awaited():
    """A queryset cannot be awaited."""
    return await Book.objects.all()


async def filter_awaited():
    return await Book.objects.filter(title="Emma")


async def count_awaited():
    """The query raises before the `await` comes to its result."""
    return await Book.objects.count()


async def save_awaited():
    book = await Book.objects.aget(title="Emma")
    await book.save()


# Used as if they were their results


async def attribute():
    book = Book.objects.aget(title="Emma")
    return book.title


async def attribute_at_once():
    return Book.objects.aget(title="Emma").title


async def attribute_without_parentheses():
    """`await` takes the whole of `aget(…).title`."""
    return await Book.objects.aget(title="Emma").title


async def method_of_the_result():
    Book.objects.aget(title="Emma").save()


async def arithmetic():
    return Book.objects.acount() + 1


async def comparison():
    return Book.objects.acount() > 1


async def comparison_for_equality():
    """A coroutine equals nothing but itself."""
    return Book.objects.acount() == 2


async def truth():
    """A coroutine is always true."""
    if Book.objects.aexists():
        return 1
    return 0


async def negation():
    return not Book.objects.aexists()


async def iteration():
    return [book for book in Book.objects.aget(title="Emma")]


async def loop_over_aiterator():
    return [book for book in Book.objects.aiterator()]


async def list_of_aiterator():
    return list(Book.objects.aiterator())


async def index():
    return Book.objects.ain_bulk([1])[1]


async def unpacking():
    book, created = Book.objects.aget_or_create(title="Emma")
    return book, created


async def membership():
    return 1 in Book.objects.ain_bulk([1])


async def text():
    return f"{Book.objects.acount()}"


async def argument():
    return len(Book.objects.ain_bulk([1]))


async def is_none():
    """It never is."""
    return Book.objects.afirst() is None


async def assigned_to_a_relation():
    book = await Book.objects.aget(title="Emma")
    book.author = Author.objects.aget(name="Austen")


async def handed_to_a_query():
    author = Author.objects.aget(name="Austen")
    return await Book.objects.filter(author=author).acount()


async def for_over_a_queryset_in_an_async_for():
    """A list is nothing for `async for`."""
    async for book in [1, 2]:
        return book


async def handed_to_the_caller():
    """Whoever called may await it: nothing is wrong here."""
    return _Later(Book.objects.acount()).close()


class _Later:
    def __init__(self, awaitable) -> None:
        self.awaitable = awaitable

    def close(self) -> None:
        self.awaitable.close()
