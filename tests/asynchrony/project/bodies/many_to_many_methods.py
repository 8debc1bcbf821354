"""Every method of the manager of a ManyToManyField."""

from __future__ import annotations

from django.db.models import F, Max

from library.models import Book, Tag



async def call_alias():
    book = await Book.objects.aget(pk=1)
    return book.tags.alias(rank=F("pk"))


async def call_all():
    book = await Book.objects.aget(pk=1)
    return book.tags.all()


async def call_annotate():
    book = await Book.objects.aget(pk=1)
    return book.tags.annotate(rank=F("pk"))


async def call_complex_filter():
    book = await Book.objects.aget(pk=1)
    return book.tags.complex_filter({"name": "novel"})


async def call_defer():
    book = await Book.objects.aget(pk=1)
    return book.tags.defer("name")


async def call_difference():
    book = await Book.objects.aget(pk=1)
    return book.tags.difference(Tag.objects.filter(pk=2))


async def call_distinct():
    book = await Book.objects.aget(pk=1)
    return book.tags.distinct()


async def call_exclude():
    book = await Book.objects.aget(pk=1)
    return book.tags.exclude(name="novel")


async def call_extra():
    book = await Book.objects.aget(pk=1)
    return book.tags.extra(where=["1 = 1"])


async def call_filter():
    book = await Book.objects.aget(pk=1)
    return book.tags.filter(name="novel")


async def call_intersection():
    book = await Book.objects.aget(pk=1)
    return book.tags.intersection(Tag.objects.filter(pk=2))


async def call_none():
    book = await Book.objects.aget(pk=1)
    return book.tags.none()


async def call_only():
    book = await Book.objects.aget(pk=1)
    return book.tags.only("name")


async def call_order_by():
    book = await Book.objects.aget(pk=1)
    return book.tags.order_by("name")


async def call_prefetch_related():
    book = await Book.objects.aget(pk=1)
    return book.tags.prefetch_related("books")


async def call_reverse():
    book = await Book.objects.aget(pk=1)
    return book.tags.order_by("name").reverse()


async def call_select_for_update():
    book = await Book.objects.aget(pk=1)
    return book.tags.select_for_update()


async def call_select_related():
    book = await Book.objects.aget(pk=1)
    return book.tags.select_related()


async def call_union():
    book = await Book.objects.aget(pk=1)
    return book.tags.union(Tag.objects.filter(pk=2))


async def call_using():
    book = await Book.objects.aget(pk=1)
    return book.tags.using("default")


async def call_values():
    book = await Book.objects.aget(pk=1)
    return book.tags.values("name")


async def call_values_list():
    book = await Book.objects.aget(pk=1)
    return book.tags.values_list("name")


async def call_dates():
    book = await Book.objects.aget(pk=1)
    return book.tags.dates("since", "year")


async def call_datetimes():
    book = await Book.objects.aget(pk=1)
    return book.tags.datetimes("added", "day")


async def call_raw():
    book = await Book.objects.aget(pk=1)
    return book.tags.raw("select * from library_tag")


async def call_iterator():
    book = await Book.objects.aget(pk=1)
    return book.tags.iterator()


async def call_aiterator():
    book = await Book.objects.aget(pk=1)
    return [row async for row in book.tags.aiterator()]


async def call_aggregate():
    book = await Book.objects.aget(pk=1)
    return book.tags.aggregate(most=Max("pk"))


async def call_aaggregate():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aaggregate(most=Max("pk"))


async def call_contains():
    book = await Book.objects.aget(pk=1)
    return book.tags.contains(Tag(pk=1, name="novel"))


async def call_acontains():
    book = await Book.objects.aget(pk=1)
    return await book.tags.acontains(Tag(pk=1, name="novel"))


async def call_count():
    book = await Book.objects.aget(pk=1)
    return book.tags.count()


async def call_acount():
    book = await Book.objects.aget(pk=1)
    return await book.tags.acount()


async def call_earliest():
    book = await Book.objects.aget(pk=1)
    return book.tags.earliest()


async def call_aearliest():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aearliest()


async def call_exists():
    book = await Book.objects.aget(pk=1)
    return book.tags.exists()


async def call_aexists():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aexists()


async def call_explain():
    book = await Book.objects.aget(pk=1)
    return book.tags.explain()


async def call_aexplain():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aexplain()


async def call_first():
    book = await Book.objects.aget(pk=1)
    return book.tags.first()


async def call_afirst():
    book = await Book.objects.aget(pk=1)
    return await book.tags.afirst()


async def call_get():
    book = await Book.objects.aget(pk=1)
    return book.tags.get(name="novel")


async def call_aget():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aget(name="novel")


async def call_in_bulk():
    book = await Book.objects.aget(pk=1)
    return book.tags.in_bulk([1])


async def call_ain_bulk():
    book = await Book.objects.aget(pk=1)
    return await book.tags.ain_bulk([1])


async def call_last():
    book = await Book.objects.aget(pk=1)
    return book.tags.last()


async def call_alast():
    book = await Book.objects.aget(pk=1)
    return await book.tags.alast()


async def call_latest():
    book = await Book.objects.aget(pk=1)
    return book.tags.latest()


async def call_alatest():
    book = await Book.objects.aget(pk=1)
    return await book.tags.alatest()


async def call_bulk_create():
    book = await Book.objects.aget(pk=1)
    return book.tags.bulk_create([Tag(name="new")])


async def call_abulk_create():
    book = await Book.objects.aget(pk=1)
    return await book.tags.abulk_create([Tag(name="new")])


async def call_bulk_update():
    book = await Book.objects.aget(pk=1)
    return book.tags.bulk_update([Tag(pk=1, name="novel")], ["name"])


async def call_abulk_update():
    book = await Book.objects.aget(pk=1)
    return await book.tags.abulk_update([Tag(pk=1, name="novel")], ["name"])


async def call_create():
    book = await Book.objects.aget(pk=1)
    return book.tags.create(name="new")


async def call_acreate():
    book = await Book.objects.aget(pk=1)
    return await book.tags.acreate(name="new")


async def call_get_or_create():
    book = await Book.objects.aget(pk=1)
    return book.tags.get_or_create(name="new")


async def call_aget_or_create():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aget_or_create(name="new")


async def call_update():
    book = await Book.objects.aget(pk=1)
    return book.tags.update(name="renamed")


async def call_aupdate():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aupdate(name="renamed")


async def call_update_or_create():
    book = await Book.objects.aget(pk=1)
    return book.tags.update_or_create(name="novel", defaults={"name": "short"})


async def call_aupdate_or_create():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aupdate_or_create(name="novel", defaults={"name": "short"})


async def call_add():
    book = await Book.objects.aget(pk=1)
    other = await Tag.objects.aget(pk=2)
    return book.tags.add(other)


async def call_aadd():
    book = await Book.objects.aget(pk=1)
    other = await Tag.objects.aget(pk=2)
    return await book.tags.aadd(other)


async def call_remove():
    book = await Book.objects.aget(pk=1)
    row = await Tag.objects.aget(pk=1)
    return book.tags.remove(row)


async def call_aremove():
    book = await Book.objects.aget(pk=1)
    row = await Tag.objects.aget(pk=1)
    return await book.tags.aremove(row)


async def call_clear():
    book = await Book.objects.aget(pk=1)
    return book.tags.clear()


async def call_aclear():
    book = await Book.objects.aget(pk=1)
    return await book.tags.aclear()


async def call_set():
    book = await Book.objects.aget(pk=1)
    other = await Tag.objects.aget(pk=2)
    return book.tags.set([other])


async def call_aset():
    book = await Book.objects.aget(pk=1)
    other = await Tag.objects.aget(pk=2)
    return await book.tags.aset([other])


async def call_get_queryset():
    book = await Book.objects.aget(pk=1)
    return book.tags.get_queryset()


async def call_db_manager():
    book = await Book.objects.aget(pk=1)
    return book.tags.db_manager("default")


async def call_db():
    book = await Book.objects.aget(pk=1)
    return book.tags.db
