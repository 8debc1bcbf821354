"""Everything that evaluates a queryset, and what does not."""

from __future__ import annotations

import collections
import copy
import functools
import itertools
import json
import logging
import operator
import pickle
import random
import statistics

from django.core import serializers
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

from bodies.marks import possible
from library.models import Author, Book

log = logging.getLogger(__name__)


# Loops and comprehensions


async def for_loop():
    for book in Book.objects.all():
        return book


async def for_loop_over_a_manager_call():
    titles = []
    for book in Book.objects.filter(price__gt=1).order_by("title"):
        titles.append(book.title)
    return titles


@possible("whoever passes the queryset may have evaluated it")
async def for_loop_over_a_parameter(books: QuerySet[Book]):
    for book in books:
        return book


async def async_for_loop():
    titles = []
    async for book in Book.objects.all():
        titles.append(book.title)
    return titles


async def async_for_over_a_parameter(books: QuerySet[Book]):
    async for book in books:
        return book.title


async def list_comprehension():
    return [book.title for book in Book.objects.all()]


async def set_comprehension():
    return {book.title for book in Book.objects.all()}


async def dict_comprehension():
    return {book.pk: book.title for book in Book.objects.all()}


async def async_comprehension():
    return [book.title async for book in Book.objects.all()]


async def async_generator_expression():
    return [title async for title in (book.title async for book in Book.objects.all())]


async def nested_comprehension():
    return [title for author in ["x"] for title in Book.objects.values_list("title", flat=True)]


async def values_in_for():
    for row in Book.objects.values("title"):
        return row


async def values_in_async_for():
    return [row["title"] async for row in Book.objects.values("title")]


async def dates_in_for():
    for day in Book.objects.dates("published", "year"):
        return day


async def iterator_in_for():
    for book in Book.objects.iterator():
        return book


async def aiterator_in_async_for():
    async for book in Book.objects.aiterator():
        return book


async def for_over_a_generator_of_the_queryset():
    """A generator expression calls `iter` on its first iterable when it is made."""
    titles = (book.title for book in Book.objects.all())
    return list(titles)


# Functions of the standard library


async def in_list():
    return list(Book.objects.all())


async def in_tuple():
    return tuple(Book.objects.all())


async def in_set():
    return set(Book.objects.all())


async def in_frozenset():
    return frozenset(Book.objects.all())


async def in_sorted():
    return sorted(Book.objects.all(), key=lambda book: book.title)


async def in_dict():
    return dict(Book.objects.values_list("pk", "title"))


async def in_sum():
    return sum(Book.objects.values_list("price", flat=True))


async def in_any():
    return any(Book.objects.values_list("price", flat=True))


async def in_all():
    return all(Book.objects.values_list("price", flat=True))


async def in_max():
    return max(Book.objects.values_list("price", flat=True))


async def in_min():
    return min(Book.objects.values_list("price", flat=True))


async def in_len():
    return len(Book.objects.all())


async def in_bool():
    return bool(Book.objects.all())


async def in_iter():
    return iter(Book.objects.all())


async def in_next():
    return next(iter(Book.objects.all()))


async def in_reversed():
    return list(reversed(Book.objects.all()))


async def in_map_that_nobody_reads():
    return map(str, Book.objects.all())


async def in_enumerate_that_nobody_reads():
    return enumerate(Book.objects.all())


async def in_zip_that_nobody_reads():
    return zip([1, 2], Book.objects.all())


async def in_filter_that_nobody_reads():
    return filter(None, Book.objects.all())


async def in_enumerate():
    for number, book in enumerate(Book.objects.all()):
        return number, book


async def in_zip():
    for number, book in zip([1, 2], Book.objects.all()):
        return number, book


async def in_join():
    return ", ".join(Book.objects.values_list("title", flat=True))


async def in_print():
    print(Book.objects.all())


async def in_print_unpacked():
    print(*Book.objects.all())


async def in_list_extend():
    books = []
    books.extend(Book.objects.all())
    return books


async def in_list_plus():
    books = []
    books += Book.objects.all()
    return books


async def in_set_update():
    books = set()
    books.update(Book.objects.all())
    return books


async def in_counter():
    return collections.Counter(Book.objects.values_list("status", flat=True))


async def in_deque():
    return collections.deque(Book.objects.all())


async def in_dict_fromkeys():
    return dict.fromkeys(Book.objects.all())


async def in_reduce():
    return functools.reduce(lambda sum, price: sum + price, Book.objects.values_list("price"), ())


async def in_islice_that_nobody_reads():
    return itertools.islice(Book.objects.all(), 1)


async def in_groupby_that_nobody_reads():
    return itertools.groupby(Book.objects.all())


async def in_accumulate_that_nobody_reads():
    return itertools.accumulate(Book.objects.values_list("price", flat=True))


async def in_product():
    return itertools.product(Book.objects.all(), [1])


async def in_chain_that_nobody_reads():
    """`chain` asks for an iterator only when it comes to the iterable."""
    return itertools.chain(Book.objects.all(), Author.objects.all())


async def in_chain():
    return list(itertools.chain(Book.objects.all(), Author.objects.all()))


async def in_random_choice():
    return random.choice(Book.objects.all())


async def in_random_sample():
    return random.sample(list(Book.objects.all()), 1)


async def in_length_hint():
    return operator.length_hint(Book.objects.all())


async def in_mean():
    return statistics.mean(Book.objects.values_list("price", flat=True))


async def in_prefetch_related_objects():
    prefetch_related_objects(Book.objects.all(), "tags")


async def in_json_dumps():
    return json.dumps(list(Book.objects.values("title")))


async def in_copy():
    """`copy.copy` asks for what would be pickled, and that is the rows."""
    return copy.copy(Book.objects.all())


async def in_deepcopy():
    return copy.deepcopy(Book.objects.all())


async def in_pickle():
    return pickle.dumps(Book.objects.all())


async def in_isinstance():
    return isinstance(Book.objects.all(), QuerySet)


async def in_type():
    return type(Book.objects.all())


async def in_id():
    return id(Book.objects.all())


async def in_hash():
    return hash(Book.objects.all())


async def appended_to_a_list():
    querysets = []
    querysets.append(Book.objects.all())
    return len(querysets)


async def put_into_a_dictionary():
    return {"books": Book.objects.all()}


# Truth


async def if_queryset():
    if Book.objects.all():
        return 1
    return 0


async def if_not_queryset():
    books = Book.objects.all()
    if not books:
        return 0
    return 1


async def not_queryset():
    return not Book.objects.all()


async def queryset_or():
    return Book.objects.all() or None


async def queryset_and():
    return Book.objects.all() and 1


async def second_of_an_or():
    """The last operand of `or` is not asked for its truth."""
    return None or Book.objects.all()


async def conditional_expression():
    return 1 if Book.objects.all() else 0


async def while_queryset():
    while Book.objects.all():
        return 1


async def assert_queryset():
    assert Book.objects.all()


async def is_none():
    return Book.objects.all() is None


async def equals():
    return Book.objects.all() == Book.objects.all()


async def differs():
    return Book.objects.all() != Book.objects.all()


async def match_subject():
    match Book.objects.all():
        case None:
            return 0
        case QuerySet():
            return 1


# Membership, indexes, slices


async def in_queryset():
    book = await Book.objects.aget(title="Emma")
    return book in Book.objects.all()


async def not_in_queryset():
    book = await Book.objects.aget(title="Emma")
    return book not in Book.objects.all()


async def in_list_of_querysets():
    books = Book.objects.all()
    return books in [books]


async def index():
    return Book.objects.all()[0]


async def plain_slice():
    return Book.objects.all()[:1]


async def plain_slice_in_async_for():
    return [book async for book in Book.objects.all()[:1]]


async def plain_slice_in_for():
    return [book for book in Book.objects.all()[:1]]


async def stepped_slice():
    return Book.objects.all()[::2]


async def index_of_a_slice():
    return Book.objects.all()[:5][0]


# Text


async def in_repr():
    return repr(Book.objects.all())


async def in_str():
    return str(Book.objects.all())


async def in_ascii():
    return ascii(Book.objects.all())


async def in_format():
    return format(Book.objects.all())


async def in_f_string():
    return f"{Book.objects.all()}"


async def in_f_string_repr():
    return f"{Book.objects.all()!r}"


async def in_percent():
    return "%s" % Book.objects.all()


async def in_str_format():
    return "{}".format(Book.objects.all())


async def in_a_list_that_is_shown():
    return str([Book.objects.all()])


@possible("the level of the logger and its handlers decide whether the text is made")
async def in_a_log_message():
    """The message is made by a handler, and `logging` swallows what that raises."""
    log.error("books: %s", Book.objects.all())


async def in_a_log_message_below_the_level():
    log.debug("books: %s", Book.objects.all())


async def query_in_str():
    return str(Book.objects.all().query)


# Unpacking


async def unpacking():
    first, *rest = Book.objects.all()
    return first, rest


async def unpacking_exactly():
    first, second = Book.objects.all()
    return first, second


async def unpacking_into_a_call():
    return max(*Book.objects.values_list("price", flat=True))


async def unpacking_into_a_list():
    return [*Book.objects.all()]


async def unpacking_into_a_tuple():
    return (*Book.objects.all(), 1)


async def swapping():
    books, authors = Book.objects.all(), Author.objects.all()
    return books, authors


async def yield_from():
    def titles():
        yield from Book.objects.values_list("title", flat=True)

    return list(titles())


async def yield_from_that_nobody_reads():
    def titles():
        yield from Book.objects.values_list("title", flat=True)

    return titles()


async def yield_one_by_one():
    async def titles():
        async for book in Book.objects.all():
            yield book.title

    return [title async for title in titles()]


# Building on


async def combined_with_and():
    return Book.objects.filter(pk=1) & Book.objects.all()


async def combined_with_or():
    return Book.objects.filter(pk=1) | Book.objects.filter(pk=2)


async def combined_with_xor():
    return Book.objects.filter(pk=1) ^ Book.objects.filter(pk=2)


async def queryset_as_a_subquery():
    authors = Author.objects.filter(alive=True)
    return [book async for book in Book.objects.filter(author__in=authors)]


async def queryset_in_exists():
    inner = Book.objects.filter(author=OuterRef("pk"))
    return [author async for author in Author.objects.filter(Exists(inner))]


async def queryset_in_prefetch():
    inner = Prefetch("books", queryset=Book.objects.order_by("title"))
    return [author async for author in Author.objects.prefetch_related(inner)]


async def list_of_the_queryset_as_a_filter():
    authors = Author.objects.filter(alive=True)
    return Book.objects.filter(author__in=list(authors))


async def evaluated_before():
    """`async for` keeps the rows in the queryset: afterwards they are read from there."""
    books = Book.objects.all()
    async for _ in books:
        pass
    return len(books), list(books), bool(books), books[0], [book.title for book in books]


async def counted_after_evaluation():
    books = Book.objects.all()
    async for _ in books:
        pass
    return books.count(), books.exists()


async def first_after_evaluation_of_ordered_rows():
    """The model has an ordering, so `first` slices the rows that are there."""
    books = Book.objects.all()
    async for _ in books:
        pass
    return books.first()


@possible("from Django 6.1 on the first is taken from what is there")
async def first_after_evaluation_of_unordered_rows():
    books = Book.objects.order_by()
    async for _ in books:
        pass
    return books.first()


async def filtered_after_evaluation():
    books = Book.objects.all()
    async for _ in books:
        pass
    return [book for book in books.filter(pk=1)]


async def last_after_evaluation():
    books = Book.objects.all()
    async for _ in books:
        pass
    return books.last()


async def all_after_evaluation():
    """`all` starts anew: its queryset has no rows yet."""
    books = Book.objects.all()
    async for _ in books:
        pass
    return list(books.all())


async def iterator_after_evaluation():
    books = Book.objects.all()
    async for _ in books:
        pass
    return list(books.iterator())


async def async_comprehension_evaluates():
    books = Book.objects.all()
    titles = [book.title async for book in books]
    return titles, len(books)


async def list_of_none():
    """A queryset that is known to be empty asks nothing."""
    return list(Book.objects.none())


async def count_of_none():
    return Book.objects.none().count()


async def list_of_an_empty_choice():
    return list(Book.objects.filter(pk__in=[]))


async def get_from_none():
    try:
        return Book.objects.none().get()
    except Book.DoesNotExist:
        return None


async def bulk_create_of_nothing():
    return Book.objects.bulk_create([])


async def in_bulk_of_nothing():
    return Book.objects.in_bulk([])


# Responses


async def in_serialize():
    return serializers.serialize("json", Book.objects.all())


async def in_a_response():
    return HttpResponse(Book.objects.values_list("title", flat=True))


async def in_a_streaming_response():
    return StreamingHttpResponse(Book.objects.values_list("title", flat=True))


async def in_a_json_response():
    return JsonResponse({"books": list(Book.objects.values("title"))})


async def in_a_json_response_by_async_for():
    return JsonResponse({"books": [row async for row in Book.objects.values("title")]})
