"""Raw querysets and cursors: what a `RawQuerySet` does with each operation."""

from __future__ import annotations

from django.db import connection

from library.models import Book

ALL = "select * from library_book order by id"


async def raw_is_lazy():
    return Book.objects.raw(ALL)


async def raw_in_for():
    for book in Book.objects.raw(ALL):
        return book


async def raw_in_async_for():
    return [book.title async for book in Book.objects.raw(ALL)]


async def raw_in_list():
    return list(Book.objects.raw(ALL))


async def raw_index():
    return Book.objects.raw(ALL)[0]


async def raw_slice():
    """No query is sliced here: all rows are fetched."""
    return Book.objects.raw(ALL)[:1]


async def raw_length():
    return len(Book.objects.raw(ALL))


async def raw_truth():
    return bool(Book.objects.raw(ALL))


async def raw_membership(book: Book):
    return book in Book.objects.raw(ALL)


async def raw_repr():
    """The SQL, not the rows."""
    return repr(Book.objects.raw(ALL))


async def raw_text():
    return f"{Book.objects.raw(ALL)}"


async def raw_prefetch_related():
    return Book.objects.raw(ALL).prefetch_related("tags")


async def raw_using():
    return Book.objects.raw(ALL).using("default")


async def raw_iterator():
    return Book.objects.raw(ALL).iterator()


async def raw_iterator_in_for():
    for book in Book.objects.raw(ALL).iterator():
        return book


async def raw_columns():
    return Book.objects.raw(ALL).columns


async def raw_model_fields():
    return Book.objects.raw(ALL).model_fields


async def raw_db():
    return Book.objects.raw(ALL).db


async def raw_resolve_model_init_order():
    return Book.objects.raw(ALL).resolve_model_init_order()


async def cursor_in_with():
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        return cursor.fetchall()


async def cursor_made():
    return connection.cursor()


async def raw_iter():
    return iter(Book.objects.raw(ALL))


async def raw_stepped_slice():
    return Book.objects.raw(ALL)[::2]


async def raw_reversed():
    return list(reversed(Book.objects.raw(ALL)))


async def raw_str():
    return str(Book.objects.raw(ALL))


async def raw_equals():
    return Book.objects.raw(ALL) == Book.objects.raw(ALL)


async def raw_differs():
    return Book.objects.raw(ALL) != Book.objects.raw(ALL)


async def raw_hash():
    return hash(Book.objects.raw(ALL))
