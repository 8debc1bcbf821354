"""Serializers of Django REST framework: which of them must ask the database, and when."""

from __future__ import annotations

from bodies.marks import possible
from library.models import Author, Book, Reader
from library.serializers import (
    BookSerializer,
    CarefulSerializer,
    CountingAuthorSerializer,
    DoubtfulSerializer,
    NestedBookSerializer,
    PublisherSerializer,
    ReaderSerializer,
    SearchSerializer,
    SourcedBookSerializer,
    TaggedBookSerializer,
)


# Input


async def plain_is_valid():
    return SearchSerializer(data={"title": "Emma"}).is_valid()


async def model_is_valid_with_nothing_to_check():
    return ReaderSerializer(data={"name": "Bob", "age": 3}).is_valid()


async def model_is_valid_with_a_unique_column():
    return PublisherSerializer(data={"name": "Faber"}).is_valid()


async def model_is_valid_with_a_relation():
    return BookSerializer(data={"title": "New", "author": 1}).is_valid()


async def model_is_valid_raising():
    return ReaderSerializer(data={"name": "Bob"}).is_valid(raise_exception=True)


async def validated_data():
    serializer = ReaderSerializer(data={"name": "Bob"})
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


async def errors():
    serializer = ReaderSerializer(data={})
    serializer.is_valid()
    return serializer.errors


async def save():
    serializer = ReaderSerializer(data={"name": "Bob"})
    serializer.is_valid(raise_exception=True)
    return serializer.save()


async def acreate_with_validated_data():
    serializer = ReaderSerializer(data={"name": "Bob"})
    serializer.is_valid(raise_exception=True)
    return await Reader.objects.acreate(**serializer.validated_data)


async def is_valid_with_a_check_of_a_field():
    return CarefulSerializer(data={"title": "New"}).is_valid()


async def is_valid_with_a_check_of_the_whole():
    return DoubtfulSerializer(data={"title": "New"}).is_valid()


async def run_validation_with_a_relation():
    return BookSerializer().run_validation({"title": "New", "author": 1})


async def create():
    return ReaderSerializer().create({"name": "Bob"})


async def update():
    reader = await Reader.objects.aget(name="Ann")
    return ReaderSerializer().update(reader, {"name": "Bob"})


# Output


async def data_of_a_plain_row():
    reader = await Reader.objects.aget(name="Ann")
    return ReaderSerializer(reader).data


async def data_of_a_row_with_a_foreign_key():
    """Shown by its key, which is in the row."""
    book = await Book.objects.aget(title="Emma")
    return BookSerializer(book).data


async def data_of_a_row_with_many_to_many():
    book = await Book.objects.aget(title="Emma")
    return TaggedBookSerializer(book).data


async def data_of_a_row_with_many_to_many_prefetched():
    book = await Book.objects.prefetch_related("tags").aget(title="Emma")
    return TaggedBookSerializer(book).data


async def data_of_a_nested_row():
    book = await Book.objects.aget(title="Emma")
    return NestedBookSerializer(book).data


async def representation_of_a_nested_row():
    book = await Book.objects.aget(title="Emma")
    return NestedBookSerializer().to_representation(book)


async def data_of_a_nested_row_loaded():
    book = await Book.objects.select_related("author").aget(title="Emma")
    return NestedBookSerializer(book).data


async def data_of_a_source():
    book = await Book.objects.aget(title="Emma")
    return SourcedBookSerializer(book).data


async def data_of_a_source_loaded():
    book = await Book.objects.select_related("author").aget(title="Emma")
    return SourcedBookSerializer(book).data


async def data_of_a_method_that_queries():
    author = await Author.objects.aget(name="Woolf")
    return CountingAuthorSerializer(author).data


async def data_of_many_in_a_queryset():
    return ReaderSerializer(Reader.objects.all(), many=True).data


async def data_of_many_in_a_manager():
    return ReaderSerializer(Reader.objects, many=True).data


async def data_of_many_in_a_list():
    readers = [reader async for reader in Reader.objects.all()]
    return ReaderSerializer(readers, many=True).data


async def made_with_a_queryset():
    return ReaderSerializer(Reader.objects.all(), many=True)


async def data_of_validated_data():
    serializer = SearchSerializer(data={"title": "Emma"})
    serializer.is_valid(raise_exception=True)
    return serializer.data


@possible("whoever passes the row may have loaded its author")
async def data_of_a_nested_parameter(book: Book):
    return NestedBookSerializer(book).data


async def data_of_a_plain_parameter(reader: Reader):
    return ReaderSerializer(reader).data


async def representation_shown():
    """The `repr` of a serializer shows its fields, and names the querysets without reading them."""
    return repr(BookSerializer())
