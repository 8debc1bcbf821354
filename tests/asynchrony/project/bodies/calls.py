"""Sync functions that reach the database, called from async code: one to three steps."""

from __future__ import annotations

import asyncio
import functools

from bodies.marks import possible, sometimes
from library import helpers
from library.helpers import (
    Catalogue,
    Shelf,
    SmallCatalogue,
    all_books,
    apply,
    author_of,
    books_of,
    cached_count,
    chain_of_mentors,
    count_after_another_error,
    count_after_any_runtime_error,
    count_badly,
    count_books,
    count_outside_and_inside,
    count_outside_of_a_loop,
    count_twice,
    countdown,
    harmless_and_announced,
    harmless_but_counted,
    in_a_transaction,
    keep,
    numbers,
    ping,
    rename,
    report,
    shout,
    show_profile,
    title_of,
    titles,
    titles_one_by_one,
)
from library.models import Author, Book, Profile


# Functions


async def one_step():
    return count_books()


async def two_steps():
    return count_twice()


async def three_steps():
    return report()


async def where_no_loop_runs():
    """Here one does."""
    return count_outside_of_a_loop()


async def where_a_loop_runs():
    return count_outside_and_inside()


async def after_another_error_than_that_of_the_loop():
    return count_after_another_error()


async def after_a_runtime_error_of_something_else():
    return count_after_any_runtime_error()


async def asked_for_the_loop_itself():
    try:
        task = asyncio.create_task(asyncio.sleep(0))
    except RuntimeError:
        return Book.objects.count()
    await task
    return 0


async def through_the_module():
    return helpers.report()


async def no_step():
    return shout("emma")


async def lazy_helper():
    return books_of("Woolf")


async def lazy_helper_of_a_lazy_helper():
    return all_books()


async def for_over_a_lazy_helper():
    return [book.title for book in books_of("Woolf")]


async def async_for_over_a_lazy_helper():
    return [book.title async for book in books_of("Woolf")]


async def helper_that_evaluates():
    return titles(Book.objects.all())


async def helper_that_is_given_a_list():
    books = [book async for book in Book.objects.all()]
    return titles(books)


async def helper_that_follows_a_relation():
    book = await Book.objects.aget(title="Emma")
    return author_of(book)


async def helper_that_follows_a_loaded_relation():
    book = await Book.objects.select_related("author").aget(title="Emma")
    return author_of(book)


@possible("whoever passes the row may have loaded the relation")
async def helper_that_follows_a_relation_of_a_parameter(book: Book):
    return author_of(book)


async def helper_that_reads_a_column():
    book = await Book.objects.aget(title="Emma")
    return title_of(book)


async def helper_that_writes():
    author = await Author.objects.aget(name="Woolf")
    rename(author, "Virginia")


async def helper_mentioned_and_not_called():
    return count_books


async def helper_in_a_container():
    return {"count": count_books}


async def nested_function_called():
    def count():
        return Book.objects.count()

    return count()


async def nested_function_not_called():
    def count():
        return Book.objects.count()

    return count


async def lambda_called():
    count = lambda: Book.objects.count()  # noqa: E731
    return count()


async def lambda_not_called():
    return lambda: Book.objects.count()


async def nested_async_function_awaited():
    async def count():
        return await Book.objects.acount()

    return await count()


async def nested_async_function_that_queries():
    async def count():
        return Book.objects.count()

    return await count()


async def async_helper_that_queries():
    return await count_badly()


async def async_helper():
    return await helpers.acount_books()


@sometimes("the branch is taken for some rows only")
async def helper_behind_a_branch_not_taken(book: Book):
    if book.title == "Emma":
        return 1
    return count_books()


async def imported_in_the_body():
    from library.helpers import report as summary

    return summary()


# Functions that take functions


async def callback_that_is_called():
    return apply(count_books)


async def callback_that_is_kept():
    return keep(count_books)


async def callback_that_is_harmless():
    return apply(harmless_and_announced)


async def lambda_that_is_called():
    return apply(lambda: Book.objects.count())


async def method_as_a_callback():
    return apply(Book.objects.count)


async def lazy_method_as_a_callback():
    return apply(Book.objects.all)


async def partial_made():
    return functools.partial(count_books)


async def partial_called():
    return functools.partial(count_books)()


async def partial_as_a_callback():
    return apply(functools.partial(titles, Book.objects.all()))


async def key_function():
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=author_of)


async def key_function_without_queries():
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=title_of)


async def map_with_a_function_that_queries():
    books = [book async for book in Book.objects.all()]
    return list(map(author_of, books))


async def map_that_nobody_reads():
    books = [book async for book in Book.objects.all()]
    return map(author_of, books)


# Decorators


async def decorator_that_queries():
    return harmless_but_counted()


async def decorator_that_does_not():
    return harmless_and_announced()


async def decorator_with_a_transaction():
    return in_a_transaction()


async def cached_function():
    cached_count.cache_clear()
    return cached_count()


# Recursion


async def recursion():
    return countdown(3)


async def recursion_over_a_relation():
    author = await Author.objects.aget(name="Austen")
    return chain_of_mentors(author)


async def mutual_recursion():
    return ping(3)


# Generators


async def generator_made():
    return titles_one_by_one()


async def generator_read():
    return list(titles_one_by_one())


async def generator_in_for():
    for title in titles_one_by_one():
        return title


async def generator_next():
    return next(titles_one_by_one())


async def generator_without_queries():
    return list(numbers(3))


async def generator_unpacked():
    return [*titles_one_by_one()]


# Objects


async def constructor_that_queries():
    return Shelf("Woolf")


async def constructor_that_does_not():
    return Catalogue("Woolf")


async def method():
    return Catalogue("Woolf").size()


async def method_two_steps():
    return Catalogue("Woolf").described()


async def method_without_queries():
    return Catalogue("Woolf").label()


async def method_overridden():
    return SmallCatalogue("Woolf").size()


async def method_inherited():
    """It calls a method that the subclass overrides."""
    return SmallCatalogue("Woolf").described()


async def property_read():
    return Catalogue("Woolf").first


async def cached_property_read():
    return Catalogue("Woolf").titles


async def attribute_that_is_a_queryset():
    return Catalogue("Woolf").books


async def attribute_that_is_a_queryset_evaluated():
    return list(Catalogue("Woolf").books)


async def attribute_of_the_class():
    return Catalogue.queryset


async def attribute_of_the_class_counted():
    return Catalogue.queryset.count()


async def static_method():
    return Catalogue.total()


async def class_method():
    return Catalogue.of_all()


async def method_not_called():
    return Catalogue("Woolf").size


async def object_shown():
    return str(Catalogue("Woolf"))


async def object_in_an_f_string():
    return f"{Catalogue('Woolf')}"


async def object_len():
    return len(Catalogue("Woolf"))


async def object_truth():
    """An object without `__bool__` is as true as its length."""
    return bool(Catalogue("Woolf"))


async def object_in_for():
    for book in Catalogue("Woolf"):
        return book


async def object_contains():
    book = await Book.objects.aget(title="Emma")
    return book in Catalogue("Woolf")


async def object_index():
    return Catalogue("Woolf")["Emma"]


async def object_called():
    return Catalogue("Woolf")()


async def object_in_with():
    with Catalogue("Woolf") as book:
        return book


async def object_compared():
    return Catalogue("Woolf") == Catalogue("Austen")


async def object_hashed():
    return {Catalogue("Woolf"): 1}


# Models' own methods


async def model_property():
    author = await Author.objects.aget(name="Woolf")
    return author.book_count


async def model_property_without_queries():
    author = await Author.objects.aget(name="Woolf")
    return author.initial


async def model_property_that_is_lazy():
    author = await Author.objects.aget(name="Woolf")
    return author.published


async def model_property_that_is_lazy_in_for():
    author = await Author.objects.aget(name="Woolf")
    return [book for book in author.published]


async def model_property_that_follows_a_relation():
    book = await Book.objects.aget(title="Emma")
    return book.author_name


async def model_property_that_follows_a_loaded_relation():
    book = await Book.objects.select_related("author").aget(title="Emma")
    return book.author_name


async def model_method():
    author = await Author.objects.aget(name="Woolf")
    return author.publisher_name()


async def model_method_with_select_related():
    author = await Author.objects.select_related("publisher").aget(name="Woolf")
    return author.publisher_name()


async def model_method_that_iterates():
    book = await Book.objects.aget(title="Emma")
    return book.tag_names()


async def model_method_that_iterates_what_was_prefetched():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return book.tag_names()


async def model_method_that_writes():
    author = await Author.objects.aget(name="Woolf")
    author.rename("Virginia")


async def model_method_that_writes_awaited():
    author = await Author.objects.aget(name="Woolf")
    await author.arename("Virginia")


async def model_str_that_follows_a_relation():
    profile = await Profile.objects.aget(pk=1)
    return str(profile)


async def model_str_in_an_f_string():
    profile = await Profile.objects.aget(pk=1)
    return f"{profile}"


async def model_str_in_print():
    profile = await Profile.objects.aget(pk=1)
    print(profile)


async def model_str_by_repr():
    """The `repr` of a row shows its `str`."""
    profile = await Profile.objects.aget(pk=1)
    return repr(profile)


async def model_str_of_a_list():
    profile = await Profile.objects.aget(pk=1)
    return str([profile])


async def model_str_with_select_related():
    profile = await Profile.objects.select_related("author").aget(pk=1)
    return str(profile)


async def model_str_in_a_helper():
    profile = await Profile.objects.aget(pk=1)
    return show_profile(profile)


async def model_label():
    book = await Book.objects.aget(title="Emma")
    return book.label


class Service:
    """What a view may keep: an attribute of `self` is known by its assignment."""

    def __init__(self) -> None:
        self.books = Book.objects.all()
        self.names = ["Emma"]

    async def first(self):
        return self.books.first()

    async def afirst(self):
        return await self.books.afirst()

    async def count_names(self):
        return self.names.count("Emma")


async def method_of_an_object_with_a_queryset():
    return await Service().first()


async def awaitable_method_of_an_object_with_a_queryset():
    return await Service().afirst()


async def list_method_of_an_object_with_a_list():
    return await Service().count_names()
