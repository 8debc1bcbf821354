"""Methods of the project's own managers and querysets."""

from __future__ import annotations

from library.models import Author, Book, Edition
from library.models.people import AuthorQuerySet


async def lazy_method_of_a_manager():
    return Author.objects.living()


async def lazy_method_of_a_queryset():
    return Book.objects.all().cheap()


async def lazy_method_by_from_queryset():
    return Book.objects.cheap().with_author()


async def running_method_by_from_queryset():
    return Book.objects.total()


async def running_method_of_a_queryset():
    return Book.objects.filter(pk=1).total()


async def awaitable_method_by_from_queryset():
    return await Book.objects.atotal()


async def awaitable_method_of_a_queryset():
    return await Book.objects.cheap().atotal()


async def running_method_of_a_manager():
    return Book.objects.newest()


async def running_method_of_another_manager():
    return Author.objects.first_name()


async def running_method_of_the_queryset_of_a_manager():
    return Author.objects.living().how_many()


async def iterating_method_of_a_queryset():
    return Author.objects.living().names()


async def for_over_a_lazy_method():
    for author in Author.objects.living():
        return author


async def async_for_over_a_lazy_method():
    return [author.name async for author in Author.objects.living()]


async def count_of_a_lazy_method():
    return Author.objects.living().count()


async def acount_of_a_lazy_method():
    return await Author.objects.living().acount()


async def queryset_class_itself():
    return AuthorQuerySet(Author).living()


async def queryset_class_itself_in_list():
    return list(AuthorQuerySet(Author).living())


async def as_manager_is_lazy():
    return Edition.objects.filter(number=1)


async def as_manager_runs():
    return Edition.objects.count()


async def as_manager_awaits():
    return await Edition.objects.acount()


async def default_manager():
    return Author._default_manager.count()


async def base_manager():
    return Author._base_manager.all()


async def related_manager_has_the_methods():
    """A related manager is made from the model's default manager."""
    author = await Author.objects.aget(name="Woolf")
    return author.books.total()


async def related_manager_has_the_lazy_methods():
    author = await Author.objects.aget(name="Woolf")
    return author.books.cheap()


async def related_manager_has_the_awaitable_methods():
    author = await Author.objects.aget(name="Woolf")
    return await author.books.atotal()
