"""Django's shortcuts and helpers that query: rows or 404, paginators, templates, files."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.contrib.sites.models import Site
from django.contrib.sites.shortcuts import get_current_site
from django.core import serializers
from django.core.files.base import ContentFile
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import Signal
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.shortcuts import aget_list_or_404, aget_object_or_404
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.generic import DetailView, ListView

from bodies.marks import possible
from library.models import Author, Book, Edition, Reader
from rest_framework.generics import RetrieveAPIView
from rest_framework.generics import get_object_or_404 as rest_get_object_or_404

TEMPLATE = "what a template does with a queryset is written in the template"


# Rows or 404


async def object_or_404():
    return get_object_or_404(Book, title="Emma")


async def object_or_404_of_a_queryset():
    return get_object_or_404(Book.objects.filter(price__gt=1), title="Emma")


async def object_or_404_of_a_related_manager():
    author = await Author.objects.aget(name="Woolf")
    return get_object_or_404(author.books, title="Emma")


async def aobject_or_404():
    return await aget_object_or_404(Book, title="Emma")


async def aobject_or_404_of_a_queryset():
    return await aget_object_or_404(Book.objects.filter(price__gt=1), title="Emma")


async def aobject_or_404_and_a_relation():
    book = await aget_object_or_404(Book, title="Emma")
    return book.author


async def aobject_or_404_and_a_loaded_relation():
    book = await aget_object_or_404(Book.objects.select_related("author"), title="Emma")
    return book.author


async def aobject_or_404_not_awaited():
    book = aget_object_or_404(Book, title="Emma")
    return book.title


async def list_or_404():
    return get_list_or_404(Book, price__gt=1)


async def alist_or_404():
    return await aget_list_or_404(Book, price__gt=1)


async def alist_or_404_in_for():
    """What it gives is a list."""
    return [book.title for book in await aget_list_or_404(Book, price__gt=1)]


async def object_or_404_of_rest_framework():
    return rest_get_object_or_404(Book.objects.all(), title="Emma")


# Paginators


async def paginator_made():
    return Paginator(Book.objects.all(), 2)


async def paginator_page():
    return Paginator(Book.objects.all(), 2).page(1)


async def paginator_get_page():
    return Paginator(Book.objects.all(), 2).get_page(1)


async def paginator_count():
    return Paginator(Book.objects.all(), 2).count


async def paginator_num_pages():
    return Paginator(Book.objects.all(), 2).num_pages


async def paginator_page_range():
    return Paginator(Book.objects.all(), 2).page_range


async def paginator_in_for():
    for page in Paginator(Book.objects.all(), 2):
        return page


async def paginator_of_a_list():
    books = [book async for book in Book.objects.all()]
    return list(Paginator(books, 2).page(1))


async def paginator_of_an_evaluated_queryset():
    """Counted and sliced in memory."""
    books = Book.objects.all()
    async for _ in books:
        pass
    return list(Paginator(books, 2).page(1))


async def paginator_of_a_list_count():
    return Paginator([1, 2, 3], 2).count


async def paginator_elided_range():
    return list(Paginator(Book.objects.all(), 2).get_elided_page_range(1))


async def _page() -> Page:
    """A page that was made in a thread: its rows have been counted, not read."""
    return await sync_to_async(Paginator(Book.objects.all(), 1).page)(1)


async def page_in_for():
    page = await _page()
    for book in page:
        return book


async def page_len():
    return len(await _page())


async def page_index():
    return (await _page())[0]


async def page_contains():
    return Book(pk=1) in await _page()


async def page_count():
    """How often a row is there: a page is a sequence."""
    return (await _page()).count(Book(pk=1))


async def page_index_of():
    return (await _page()).index(Book(pk=1))


async def page_reversed():
    return list(reversed(await _page()))


async def page_object_list():
    return (await _page()).object_list


async def page_numbers():
    """The paginator knows how many rows there are."""
    page = await _page()
    return page.has_next(), page.has_previous(), page.has_other_pages(), page.start_index()


async def page_other_numbers():
    page = await _page()
    return page.next_page_number(), page.end_index(), page.number, page.paginator.count


async def page_shown():
    return f"{await _page()}"


async def paginator_validate_number():
    return Paginator(Book.objects.all(), 2).validate_number(1)


async def paginator_elided_range_that_nobody_reads():
    return Paginator(Book.objects.all(), 2).get_elided_page_range(1)


async def paginator_iterator():
    return iter(Paginator(Book.objects.all(), 2))


# Generic views


async def view_get_object():
    view = DetailView(model=Book)
    view.kwargs = {"pk": 1}
    return view.get_object()


async def view_get_queryset():
    return ListView(model=Book).get_queryset()


async def view_paginate_queryset(request: HttpRequest):
    view = ListView(model=Book)
    view.request, view.kwargs = request, {}
    return view.paginate_queryset(Book.objects.all(), 2)


class ShownBook(RetrieveAPIView):
    queryset = Book.objects.all()


async def rest_view_get_object():
    view = ShownBook(kwargs={"pk": 1}, request=None)
    return view.get_object()


async def rest_view_get_queryset():
    return ShownBook().get_queryset()


async def rest_view_filter_queryset():
    return ShownBook(request=None).filter_queryset(Book.objects.all())


async def rest_view_get_object_in_a_thread():
    view = ShownBook(kwargs={"pk": 1}, request=None)
    book = await sync_to_async(view.get_object)()
    return book.title


# Templates


@possible(TEMPLATE)
async def render_with_a_queryset_that_is_read(request: HttpRequest):
    return render(request, "library/books.html", {"books": Book.objects.all()})


@possible(TEMPLATE)
async def render_with_a_queryset_that_is_counted(request: HttpRequest):
    return render(request, "library/count.html", {"books": Book.objects.all()})


@possible(TEMPLATE)
async def render_with_a_queryset_that_is_not_read(request: HttpRequest):
    return render(request, "library/plain.html", {"books": Book.objects.all()})


async def render_with_a_list(request: HttpRequest):
    books = [book async for book in Book.objects.all()]
    return render(request, "library/books.html", {"books": books})


@possible(TEMPLATE)
async def render_to_string_with_a_queryset():
    return render_to_string("library/books.html", {"books": Book.objects.all()})


async def redirect_to_a_path():
    return redirect("/books/")


# Serialization


async def serialize_a_queryset():
    return serializers.serialize("json", Book.objects.all())


async def serialize_a_list():
    readers = [reader async for reader in Reader.objects.all()]
    return serializers.serialize("json", readers)


async def model_to_dict_with_many_to_many():
    book = await Book.objects.aget(title="Emma")
    return model_to_dict(book)


async def model_to_dict_without():
    book = await Book.objects.aget(title="Emma")
    return model_to_dict(book, fields=["title", "author"])


async def model_to_dict_of_a_model_without():
    edition = await Edition.objects.aget(number=1)
    return model_to_dict(edition)


# Files of a row


async def file_save():
    """It saves the row as well."""
    book = await Book.objects.aget(title="Emma")
    book.cover.save("cover.txt", ContentFile(b"x"))


async def file_save_without_the_row():
    book = await Book.objects.aget(title="Emma")
    book.cover.save("cover.txt", ContentFile(b"x"), save=False)


async def file_delete():
    book = await Book.objects.aget(title="Emma")
    book.cover.save("cover.txt", ContentFile(b"x"), save=False)
    book.cover.delete()


async def file_delete_without_the_row():
    book = await Book.objects.aget(title="Emma")
    book.cover.save("cover.txt", ContentFile(b"x"), save=False)
    book.cover.delete(save=False)


async def file_name_and_truth():
    book = await Book.objects.aget(title="Emma")
    return bool(book.cover), book.cover.name


# Signals


def _count(sender, **kwargs):
    Book.objects.count()


async def signal_with_a_receiver_that_queries():
    signal = Signal()
    signal.connect(_count)
    signal.send(sender=None)


async def signal_asend_with_a_receiver_that_queries():
    """`asend` runs sync receivers in a thread."""
    signal = Signal()
    signal.connect(_count)
    await signal.asend(sender=None)


async def signal_send_robust_swallows():
    """What a receiver raises is part of the answer."""
    signal = Signal()
    signal.connect(_count)
    return len(signal.send_robust(sender=None))


async def signal_without_receivers():
    Signal().send(sender=None)


async def receiver_connected():
    post_save.connect(_count, sender=Reader, dispatch_uid="counting")
    post_save.disconnect(sender=Reader, dispatch_uid="counting")


# Sites


async def current_site(request: HttpRequest):
    return get_current_site(request)


@possible("Django keeps each site that it has looked up once")
async def current_site_known(request: HttpRequest):
    await sync_to_async(get_current_site)(request)
    return get_current_site(request)


async def current_site_of_the_manager():
    return Site.objects.get_current()


async def site_by_natural_key():
    return Site.objects.get_by_natural_key("testserver")


async def sites_forgotten():
    Site.objects.clear_cache()


async def querysets_in_an_annotation(books: QuerySet[Book]):
    return books
