"""Every method of a queryset, called on a queryset."""

from __future__ import annotations

from django.db.models import F, Max

from library.models import Book, Edition



async def call_alias():
    return Book.objects.all().alias(rank=F("pk"))


async def call_all():
    return Book.objects.all().all()


async def call_annotate():
    return Book.objects.all().annotate(rank=F("pk"))


async def call_complex_filter():
    return Book.objects.all().complex_filter({"title": "Emma"})


async def call_defer():
    return Book.objects.all().defer("title")


async def call_difference():
    return Book.objects.all().difference(Book.objects.filter(pk=2))


async def call_distinct():
    return Book.objects.all().distinct()


async def call_exclude():
    return Book.objects.all().exclude(title="Emma")


async def call_extra():
    return Book.objects.all().extra(where=["1 = 1"])


async def call_filter():
    return Book.objects.all().filter(title="Emma")


async def call_intersection():
    return Book.objects.all().intersection(Book.objects.filter(pk=2))


async def call_none():
    return Book.objects.all().none()


async def call_only():
    return Book.objects.all().only("title")


async def call_order_by():
    return Book.objects.all().order_by("title")


async def call_prefetch_related():
    return Book.objects.all().prefetch_related("tags")


async def call_reverse():
    return Book.objects.all().reverse()


async def call_select_for_update():
    return Book.objects.all().select_for_update()


async def call_select_related():
    return Book.objects.all().select_related("author")


async def call_union():
    return Book.objects.all().union(Book.objects.filter(pk=2))


async def call_using():
    return Book.objects.all().using("default")


async def call_values():
    return Book.objects.all().values("title")


async def call_values_list():
    return Book.objects.all().values_list("title")


async def call_dates():
    return Book.objects.all().dates("published", "year")


async def call_datetimes():
    return Book.objects.all().datetimes("added", "day")


async def call_raw():
    return Book.objects.all().raw("select * from library_book")


async def call_iterator():
    return Book.objects.all().iterator()


async def call_aiterator():
    return [row async for row in Book.objects.all().aiterator()]


async def call_aggregate():
    return Book.objects.all().aggregate(most=Max("pk"))


async def call_aaggregate():
    return await Book.objects.all().aaggregate(most=Max("pk"))


async def call_contains():
    return Book.objects.all().contains(Book(pk=1, title="Emma"))


async def call_acontains():
    return await Book.objects.all().acontains(Book(pk=1, title="Emma"))


async def call_count():
    return Book.objects.all().count()


async def call_acount():
    return await Book.objects.all().acount()


async def call_earliest():
    return Book.objects.all().earliest()


async def call_aearliest():
    return await Book.objects.all().aearliest()


async def call_exists():
    return Book.objects.all().exists()


async def call_aexists():
    return await Book.objects.all().aexists()


async def call_explain():
    return Book.objects.all().explain()


async def call_aexplain():
    return await Book.objects.all().aexplain()


async def call_first():
    return Book.objects.all().first()


async def call_afirst():
    return await Book.objects.all().afirst()


async def call_get():
    return Book.objects.all().get(title="Emma")


async def call_aget():
    return await Book.objects.all().aget(title="Emma")


async def call_in_bulk():
    return Book.objects.all().in_bulk([1])


async def call_ain_bulk():
    return await Book.objects.all().ain_bulk([1])


async def call_last():
    return Book.objects.all().last()


async def call_alast():
    return await Book.objects.all().alast()


async def call_latest():
    return Book.objects.all().latest()


async def call_alatest():
    return await Book.objects.all().alatest()


async def call_bulk_create():
    return Book.objects.all().bulk_create([Book(title="New", author_id=1)])


async def call_abulk_create():
    return await Book.objects.all().abulk_create([Book(title="New", author_id=1)])


async def call_bulk_update():
    return Book.objects.all().bulk_update([Book(pk=1, title="Emma")], ["title"])


async def call_abulk_update():
    return await Book.objects.all().abulk_update([Book(pk=1, title="Emma")], ["title"])


async def call_create():
    return Book.objects.all().create(title="New", author_id=1)


async def call_acreate():
    return await Book.objects.all().acreate(title="New", author_id=1)


async def call_delete():
    return Book.objects.all().delete()


async def call_adelete():
    return await Book.objects.all().adelete()


async def call_get_or_create():
    return Book.objects.all().get_or_create(title="New", author_id=1)


async def call_aget_or_create():
    return await Book.objects.all().aget_or_create(title="New", author_id=1)


async def call_update():
    return Book.objects.all().update(title="Renamed")


async def call_aupdate():
    return await Book.objects.all().aupdate(title="Renamed")


async def call_update_or_create():
    return Book.objects.all().update_or_create(title="Emma", defaults={"status": "out"})


async def call_aupdate_or_create():
    return await Book.objects.all().aupdate_or_create(title="Emma", defaults={"status": "out"})


async def call_as_manager():
    return type(Edition.objects.all()).as_manager()


async def call_db():
    return Book.objects.all().db


async def call_ordered():
    return Book.objects.all().ordered


async def call_query():
    return Book.objects.all().query
