"""What has the names of queries and is none."""

from __future__ import annotations

import asyncio
import collections
import io
import json
import os
import queue
import re
import shelve
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from library.models import Book, Reader


# Containers


async def dict_get():
    return {"title": "Emma"}.get("title")


async def dict_update():
    row = {"title": "Emma"}
    row.update(title="Waves")
    return row


async def dict_values():
    return list({"title": "Emma"}.values())


async def dict_in_for():
    return [key for key in {"title": "Emma"}]


async def dict_truth():
    return bool({})


async def dict_of_rows():
    books = {book.pk: book async for book in Book.objects.all()}
    return books.get(1), len(books), list(books.values())


async def default_dict():
    counts = collections.defaultdict(int)
    counts["Emma"] += 1
    return counts.get("Emma")


async def counter_update():
    counter = collections.Counter()
    counter.update(["a", "b"])
    return counter.most_common()


async def list_count():
    return ["Emma", "Waves"].count("Emma")


async def list_index():
    return ["Emma", "Waves"].index("Emma")


async def list_reverse():
    titles = ["Emma", "Waves"]
    titles.reverse()
    return titles


async def list_len_and_truth():
    titles = ["Emma"]
    return len(titles), bool(titles), titles[0]


async def list_of_rows():
    books = [book async for book in Book.objects.all()]
    return len(books), books[0].title, books[-1].title, bool(books)


async def list_in_for():
    books = [book async for book in Book.objects.all()]
    return [book.title for book in books]


async def tuple_count():
    return (1, 2).count(1)


async def str_count():
    return "Emma".count("m")


async def str_format():
    return "{}".format("Emma")


async def set_add_and_remove():
    titles = {"Emma"}
    titles.add("Waves")
    titles.remove("Emma")
    titles.update({"Persuasion"})
    titles.clear()
    return titles


async def set_union():
    return {1}.union({2}), {1}.intersection({1}), {1}.difference({2})


async def deque_clear():
    rows = collections.deque([1, 2])
    rows.clear()
    return rows


# Queues, files and the like


async def queue_get():
    waiting = queue.Queue()
    waiting.put(1)
    return waiting.get()


async def asyncio_queue_get():
    waiting = asyncio.Queue()
    await waiting.put(1)
    return await waiting.get()


async def asyncio_queue_get_nowait():
    waiting = asyncio.Queue()
    waiting.put_nowait(1)
    return waiting.get_nowait()


async def environment_get():
    return os.environ.get("HOME")


async def path_exists():
    return Path("missing").exists()


async def regular_expression_filter():
    return re.compile("E").match("Emma")


async def json_dumps():
    return json.dumps({"title": "Emma"})


async def uuid_first():
    return uuid.UUID(int=1).hex


async def storage_save(folder: str):
    return FileSystemStorage(folder).save("page.txt", ContentFile(b"x"))


async def storage_delete_and_exists(folder: str):
    storage = FileSystemStorage(folder)
    storage.delete("missing.txt")
    return storage.exists("missing.txt")


async def shelf_get(folder: str):
    with shelve.open(f"{folder}/shelf") as shelf:
        shelf["title"] = "Emma"
        return shelf.get("title")


async def stream_write():
    stream = io.StringIO()
    stream.write("Emma")
    return stream.getvalue()


async def decimal_compare():
    return Decimal("1").compare(Decimal("2"))


# Requests


async def query_dict_get():
    return QueryDict("title=Emma").get("title")


async def multi_value_dict_getlist():
    return MultiValueDict({"title": ["Emma"]}).getlist("title")


async def request_get_parameter(request: HttpRequest):
    return request.GET.get("title")


async def request_post_parameter(request: HttpRequest):
    return request.POST.get("title")


async def request_headers(request: HttpRequest):
    return request.headers.get("Accept"), request.META.get("HTTP_HOST")


async def request_method(request: HttpRequest):
    return request.method, request.path


# Own classes


class Image:
    """As an image library has it."""

    def save(self, name: str) -> str:
        return name

    def filter(self, kind: str) -> Image:
        return self

    def delete(self) -> None:
        return None


class Repository:
    """As a client of some service has it."""

    def __init__(self) -> None:
        self.rows = {"Emma": 1}

    def get(self, title: str) -> int:
        return self.rows[title]

    def all(self) -> list[str]:
        return list(self.rows)

    def count(self) -> int:
        return len(self.rows)

    def exists(self) -> bool:
        return bool(self.rows)

    def first(self) -> str:
        return next(iter(self.rows))

    def create(self, title: str) -> str:
        self.rows[title] = 0
        return title

    def delete(self) -> None:
        self.rows.clear()

    def save(self) -> None:
        return None

    def filter(self, **conditions: str) -> Repository:
        return self

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Manager:
    """It bears the name of Django's."""

    objects = Repository()


@dataclass
class Basket:
    """Its attributes have the names of relations."""

    author: str = "Woolf"
    books: list[str] = field(default_factory=list)
    objects: Repository = field(default_factory=Repository)


async def image_save():
    return Image().save("cover.png")


async def image_filter_and_delete():
    image = Image().filter("blur")
    image.delete()
    return image


async def repository_get():
    return Repository().get("Emma")


async def repository_all_in_for():
    return [title for title in Repository().all()]


async def repository_count_and_exists():
    repository = Repository()
    return repository.count(), repository.exists(), repository.first()


async def repository_create_and_delete():
    repository = Repository()
    repository.create("Waves")
    repository.save()
    repository.delete()


async def repository_iterated():
    return list(Repository()), len(Repository()), bool(Repository())


async def objects_of_another_class():
    return Manager.objects.get("Emma"), Manager.objects.filter(title="x").count()


async def basket_attributes():
    basket = Basket()
    basket.books.append("Emma")
    return basket.author, basket.books.count("Emma"), basket.objects.all()


async def untyped_parameter_of_a_nested_function():
    def first(things):
        return things[0], len(things)

    return first(["Emma"])


# Django itself, without the database


async def meta_of_a_model():
    return [each.name for each in Book._meta.get_fields()]


async def row_in_memory():
    reader = Reader(name="Bob", age=3)
    reader.name = "Rob"
    return reader.name, reader.pk, reader.age + 1


async def exception_of_a_model():
    try:
        await Book.objects.aget(pk=99)
    except Book.DoesNotExist:
        return None


async def query_shown():
    return str(Book.objects.filter(title="Emma").query)


async def choices_of_a_field():
    return Book._meta.get_field("status").choices
