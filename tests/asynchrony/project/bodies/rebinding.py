"""Names that stand for something else from a line on, and branches."""

from __future__ import annotations

from django.db.models import QuerySet

from bodies.marks import possible
from library.models import Author, Book


async def name_rebound_to_a_list():
    books = Book.objects.all()
    books = [book async for book in books]
    return len(books), [book.title for book in books]


async def name_rebound_to_a_queryset():
    books = [1, 2]
    books = Book.objects.all()
    return len(books)


async def name_used_before_it_is_rebound():
    books = Book.objects.all()
    size = len(books)
    books = []
    return size


async def parameter_rebound_to_a_list(books: QuerySet[Book]):
    books = [book async for book in books]
    return len(books)


async def name_rebound_in_both_branches(book: Book):
    books = Book.objects.all()
    if book.title == "Emma":
        books = []
    else:
        books = [book]
    return len(books)


@possible("only one branch makes it a list")
async def name_rebound_in_one_branch(book: Book):
    books = Book.objects.all()
    if book.title == "Emma":
        books = []
    return len(books)


async def queryset_in_both_branches(book: Book):
    if book.title == "Emma":
        books = Book.objects.all()
    else:
        books = Book.objects.filter(pk=2)
    return len(books)


async def filtered_in_a_branch(book: Book):
    books = Book.objects.all()
    if book.title == "Emma":
        books = books.filter(pk=1)
    return list(books)


async def filtered_in_a_branch_and_read_by_async_for(book: Book):
    books = Book.objects.all()
    if book.title == "Emma":
        books = books.filter(pk=1)
    return [each async for each in books]


async def filtered_in_a_loop():
    books = Book.objects.all()
    for word in ["E", "m"]:
        books = books.filter(title__contains=word)
    return books


async def isinstance_narrows(books: QuerySet[Book] | list[Book]):
    if isinstance(books, list):
        return len(books)
    return await books.acount()


@possible("whoever passes the queryset may have evaluated it")
async def isinstance_narrows_the_other_way(books: QuerySet[Book] | list[Book]):
    if isinstance(books, QuerySet):
        return books.count()
    return len(books)


async def row_or_none():
    book = await Book.objects.filter(pk=1).afirst()
    if book is None:
        return None
    return book.title


async def row_or_none_and_save():
    book = await Book.objects.filter(pk=1).afirst()
    if book is not None:
        book.save()


async def row_or_none_and_asave():
    book = await Book.objects.filter(pk=1).afirst()
    if book:
        await book.asave()


async def in_try():
    try:
        return Book.objects.get(pk=1)
    except Book.DoesNotExist:
        return None


async def in_except():
    try:
        return await Book.objects.aget(pk=99)
    except Book.DoesNotExist:
        return Book.objects.count()


async def in_finally():
    try:
        return 1
    finally:
        Book.objects.count()


async def in_else():
    try:
        pass
    except ValueError:
        return None
    else:
        return Book.objects.count()


async def swallowed():
    """Whatever is raised here is caught, the refusal too."""
    try:
        return Book.objects.count()
    except Exception:
        return 0


async def after_return():
    """Nobody comes here."""
    return 1
    return Book.objects.count()


async def under_if_false():
    if False:
        return Book.objects.count()
    return 1


async def short_circuit():
    return False and Book.objects.count()


async def walrus():
    if (count := Book.objects.count()) > 1:
        return count
    return 0


async def walrus_awaited():
    if (count := await Book.objects.acount()) > 1:
        return count
    return 0


async def match_branch():
    match 1:
        case 1:
            return Book.objects.count()
        case _:
            return 0


async def with_as():
    """What `with` binds is not the queryset."""
    import contextlib

    with contextlib.suppress(ValueError):
        return Book.objects.first()


async def tuple_assignment():
    first, second = await Book.objects.aget(pk=1), await Author.objects.aget(pk=1)
    return first.title, second.name


async def tuple_assignment_of_querysets():
    books, authors = Book.objects.all(), Author.objects.all()
    return len(books), authors


async def del_and_again():
    books = Book.objects.all()
    del books
    books = ["Emma"]
    return books.count("Emma")


async def loop_variable_over_querysets():
    counts = []
    for books in (Book.objects.all(), Book.objects.filter(pk=1)):
        counts.append(books.count())
    return counts


async def loop_variable_over_querysets_awaited():
    counts = []
    for books in (Book.objects.all(), Book.objects.filter(pk=1)):
        counts.append(await books.acount())
    return counts


async def loop_over_models():
    return [model.objects.count() for model in (Book, Author)]


async def loop_over_models_awaited():
    return [await model.objects.acount() for model in (Book, Author)]


async def model_in_a_name():
    model = Book
    return model.objects.count()


async def manager_in_a_name():
    manager = Book.objects
    return manager.count()


async def method_in_a_name():
    count = Book.objects.count
    return count()


async def method_in_a_name_and_not_called():
    count = Book.objects.count
    return count is not None


async def queryset_in_an_attribute():
    class View:
        queryset = Book.objects.all()

    return View.queryset.count()


async def queryset_in_a_container():
    querysets = {"books": Book.objects.all()}
    return querysets["books"].count()


async def nonlocal_name():
    books = Book.objects.all()

    def size():
        return books.count()

    return size()


async def name_of_the_module():
    return EVERYTHING.count()


async def name_of_the_module_awaited():
    return await EVERYTHING.acount()


EVERYTHING = Book.objects.all()


async def shadowed_builtin():
    """`list` is a name like others here."""
    list = repr
    return list(Book.objects.none())


async def shadowed_model():
    class Book:
        class objects:
            @staticmethod
            def count():
                return 0

    return Book.objects.count()
