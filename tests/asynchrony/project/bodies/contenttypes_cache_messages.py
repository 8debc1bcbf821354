"""What Django remembers or keeps elsewhere: content types, caches, messages."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache, caches
from django.http import HttpRequest

from bodies.marks import possible
from library.models import Author, Book

KNOWN = "Django keeps each content type that it has looked up once"


# Content types


async def get_for_model():
    return ContentType.objects.get_for_model(Book)


@possible(KNOWN)
async def get_for_model_again():
    await sync_to_async(ContentType.objects.get_for_model)(Book)
    return ContentType.objects.get_for_model(Book)


async def get_for_model_of_another():
    await sync_to_async(ContentType.objects.get_for_model)(Book)
    return ContentType.objects.get_for_model(Author)


async def get_for_model_in_a_thread():
    return await sync_to_async(ContentType.objects.get_for_model)(Book)


async def get_for_models():
    return ContentType.objects.get_for_models(Book, Author)


async def get_for_id():
    return ContentType.objects.get_for_id(1)


async def get_by_natural_key():
    return ContentType.objects.get_by_natural_key("library", "book")


async def get_does_not_remember():
    """`get` is the queryset's: it asks each time."""
    await sync_to_async(ContentType.objects.get_for_model)(Book)
    return ContentType.objects.get(app_label="library", model="book")


async def aget():
    return await ContentType.objects.aget(app_label="library", model="book")


async def clear_cache():
    ContentType.objects.clear_cache()


async def model_class():
    content_type = await ContentType.objects.aget(app_label="library", model="book")
    return content_type.model_class()


async def get_object_for_this_type():
    content_type = await ContentType.objects.aget(app_label="library", model="book")
    return content_type.get_object_for_this_type(pk=1)


async def get_all_objects_for_this_type():
    content_type = await ContentType.objects.aget(app_label="library", model="book")
    return content_type.get_all_objects_for_this_type(pk=1)


async def names_of_a_content_type():
    content_type = await ContentType.objects.aget(app_label="library", model="book")
    return content_type.name, content_type.app_labeled_name, content_type.natural_key()


# Caches


async def cache_get():
    """The default cache is in memory."""
    return cache.get("known")


async def cache_set():
    cache.set("known", 1)


async def cache_get_or_set():
    return cache.get_or_set("known", 1)


async def cache_get_or_set_with_a_function_that_queries():
    return cache.get_or_set("books", lambda: Book.objects.count())


async def cache_aget_or_set_with_a_function_that_queries():
    """The function is called in the event loop."""
    return await cache.aget_or_set("books", lambda: Book.objects.count())


async def cache_set_of_a_queryset():
    """What is kept is pickled, and that reads the rows."""
    cache.set("books", Book.objects.all())


async def cache_add_of_a_queryset():
    cache.add("books", Book.objects.all())


async def cache_aset_of_a_queryset():
    """In a thread."""
    await cache.aset("books", Book.objects.all())


async def cache_delete():
    cache.delete("known")


async def cache_aget():
    return await cache.aget("known")


async def table_get():
    """This one is a table."""
    return caches["table"].get("known")


async def table_aget():
    return await caches["table"].aget("known")


async def table_set():
    caches["table"].set("known", 1)


async def table_aset():
    await caches["table"].aset("known", 1)


async def table_add():
    return caches["table"].add("new", 1)


async def table_aadd():
    return await caches["table"].aadd("new", 1)


async def table_delete():
    return caches["table"].delete("known")


async def table_adelete():
    return await caches["table"].adelete("known")


async def table_get_many():
    return caches["table"].get_many(["known"])


async def table_aget_many():
    return await caches["table"].aget_many(["known"])


async def table_set_many():
    return caches["table"].set_many({"known": 1})


async def table_aset_many():
    return await caches["table"].aset_many({"known": 1})


async def table_delete_many():
    return caches["table"].delete_many(["known"])


async def table_adelete_many():
    return await caches["table"].adelete_many(["known"])


async def table_get_or_set():
    return caches["table"].get_or_set("new", 1)


async def table_aget_or_set():
    return await caches["table"].aget_or_set("new", 1)


async def table_has_key():
    return caches["table"].has_key("known")


async def table_ahas_key():
    return await caches["table"].ahas_key("known")


async def table_in():
    return "known" in caches["table"]


async def table_touch():
    return caches["table"].touch("known")


async def table_atouch():
    return await caches["table"].atouch("known")


async def table_incr():
    await caches["table"].aset("number", 1)
    return caches["table"].incr("number")


async def table_aincr():
    await caches["table"].aset("number", 1)
    return await caches["table"].aincr("number")


async def table_decr():
    await caches["table"].aset("number", 1)
    return caches["table"].decr("number")


async def table_adecr():
    await caches["table"].aset("number", 1)
    return await caches["table"].adecr("number")


async def table_incr_version():
    return caches["table"].incr_version("known")


async def table_aincr_version():
    return await caches["table"].aincr_version("known")


async def table_decr_version():
    await caches["table"].aset("known", 1, version=2)
    return caches["table"].decr_version("known", version=2)


async def table_adecr_version():
    await caches["table"].aset("known", 1, version=2)
    return await caches["table"].adecr_version("known", version=2)


async def table_clear():
    caches["table"].clear()


async def table_aclear():
    await caches["table"].aclear()


async def table_make_key():
    return caches["table"].make_key("known")


async def table_validate_key():
    return caches["table"].validate_key("known")


async def table_close():
    caches["table"].close()


# Messages


async def message_added(request: HttpRequest):
    """It is written when the response goes out."""
    messages.success(request, "Lent.")


async def messages_read(request: HttpRequest):
    """They are looked for in the cookie, then in the session."""
    return list(messages.get_messages(request))


async def messages_len(request: HttpRequest):
    return len(messages.get_messages(request))


async def messages_got(request: HttpRequest):
    return messages.get_messages(request)
