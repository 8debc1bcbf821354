"""Every method of a manager, called on a manager."""

from __future__ import annotations

from django.db.models import F, Max

from library.models import Book



async def call_alias():
    return Book.objects.alias(rank=F("pk"))


async def call_all():
    return Book.objects.all()


async def call_annotate():
    return Book.objects.annotate(rank=F("pk"))


async def call_complex_filter():
    return Book.objects.complex_filter({"title": "Emma"})


async def call_defer():
    return Book.objects.defer("title")


async def call_difference():
    return Book.objects.difference(Book.objects.filter(pk=2))


async def call_distinct():
    return Book.objects.distinct()


async def call_exclude():
    return Book.objects.exclude(title="Emma")


async def call_extra():
    return Book.objects.extra(where=["1 = 1"])


async def call_filter():
    return Book.objects.filter(title="Emma")


async def call_intersection():
    return Book.objects.intersection(Book.objects.filter(pk=2))


async def call_none():
    return Book.objects.none()


async def call_only():
    return Book.objects.only("title")


async def call_order_by():
    return Book.objects.order_by("title")


async def call_prefetch_related():
    return Book.objects.prefetch_related("tags")


async def call_reverse():
    return Book.objects.reverse()


async def call_select_for_update():
    return Book.objects.select_for_update()


async def call_select_related():
    return Book.objects.select_related("author")


async def call_union():
    return Book.objects.union(Book.objects.filter(pk=2))


async def call_using():
    return Book.objects.using("default")


async def call_values():
    return Book.objects.values("title")


async def call_values_list():
    return Book.objects.values_list("title")


async def call_dates():
    return Book.objects.dates("published", "year")


async def call_datetimes():
    return Book.objects.datetimes("added", "day")


async def call_raw():
    return Book.objects.raw("select * from library_book")


async def call_iterator():
    return Book.objects.iterator()


async def call_aiterator():
    return [row async for row in Book.objects.aiterator()]


async def call_aggregate():
    return Book.objects.aggregate(most=Max("pk"))


async def call_aaggregate():
    return await Book.objects.aaggregate(most=Max("pk"))


async def call_contains():
    return Book.objects.contains(Book(pk=1, title="Emma"))


async def call_acontains():
    return await Book.objects.acontains(Book(pk=1, title="Emma"))


async def call_count():
    return Book.objects.count()


async def call_acount():
    return await Book.objects.acount()


async def call_earliest():
    return Book.objects.earliest()


async def call_aearliest():
    return await Book.objects.aearliest()


async def call_exists():
    return Book.objects.exists()


async def call_aexists():
    return await Book.objects.aexists()


async def call_explain():
    return Book.objects.explain()


async def call_aexplain():
    return await Book.objects.aexplain()


async def call_first():
    return Book.objects.first()


async def call_afirst():
    return await Book.objects.afirst()


async def call_get():
    return Book.objects.get(title="Emma")


async def call_aget():
    return await Book.objects.aget(title="Emma")


async def call_in_bulk():
    return Book.objects.in_bulk([1])


async def call_ain_bulk():
    return await Book.objects.ain_bulk([1])


async def call_last():
    return Book.objects.last()


async def call_alast():
    return await Book.objects.alast()


async def call_latest():
    return Book.objects.latest()


async def call_alatest():
    return await Book.objects.alatest()


async def call_bulk_create():
    return Book.objects.bulk_create([Book(title="New", author_id=1)])


async def call_abulk_create():
    return await Book.objects.abulk_create([Book(title="New", author_id=1)])


async def call_bulk_update():
    return Book.objects.bulk_update([Book(pk=1, title="Emma")], ["title"])


async def call_abulk_update():
    return await Book.objects.abulk_update([Book(pk=1, title="Emma")], ["title"])


async def call_create():
    return Book.objects.create(title="New", author_id=1)


async def call_acreate():
    return await Book.objects.acreate(title="New", author_id=1)


async def call_get_or_create():
    return Book.objects.get_or_create(title="New", author_id=1)


async def call_aget_or_create():
    return await Book.objects.aget_or_create(title="New", author_id=1)


async def call_update():
    return Book.objects.update(title="Renamed")


async def call_aupdate():
    return await Book.objects.aupdate(title="Renamed")


async def call_update_or_create():
    return Book.objects.update_or_create(title="Emma", defaults={"status": "out"})


async def call_aupdate_or_create():
    return await Book.objects.aupdate_or_create(title="Emma", defaults={"status": "out"})


async def call_get_queryset():
    return Book.objects.get_queryset()


async def call_db_manager():
    return Book.objects.db_manager("default")


async def call_db():
    return Book.objects.db
