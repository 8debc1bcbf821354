"""Every method of the manager on the other side of a ForeignKey."""

from __future__ import annotations

from django.db.models import F, Max

from library.models import Author, Book



async def call_alias():
    author = await Author.objects.aget(pk=1)
    return author.edited.alias(rank=F("pk"))


async def call_all():
    author = await Author.objects.aget(pk=1)
    return author.edited.all()


async def call_annotate():
    author = await Author.objects.aget(pk=1)
    return author.edited.annotate(rank=F("pk"))


async def call_complex_filter():
    author = await Author.objects.aget(pk=1)
    return author.edited.complex_filter({"title": "Emma"})


async def call_defer():
    author = await Author.objects.aget(pk=1)
    return author.edited.defer("title")


async def call_difference():
    author = await Author.objects.aget(pk=1)
    return author.edited.difference(Book.objects.filter(pk=2))


async def call_distinct():
    author = await Author.objects.aget(pk=1)
    return author.edited.distinct()


async def call_exclude():
    author = await Author.objects.aget(pk=1)
    return author.edited.exclude(title="Emma")


async def call_extra():
    author = await Author.objects.aget(pk=1)
    return author.edited.extra(where=["1 = 1"])


async def call_filter():
    author = await Author.objects.aget(pk=1)
    return author.edited.filter(title="Emma")


async def call_intersection():
    author = await Author.objects.aget(pk=1)
    return author.edited.intersection(Book.objects.filter(pk=2))


async def call_none():
    author = await Author.objects.aget(pk=1)
    return author.edited.none()


async def call_only():
    author = await Author.objects.aget(pk=1)
    return author.edited.only("title")


async def call_order_by():
    author = await Author.objects.aget(pk=1)
    return author.edited.order_by("title")


async def call_prefetch_related():
    author = await Author.objects.aget(pk=1)
    return author.edited.prefetch_related("tags")


async def call_reverse():
    author = await Author.objects.aget(pk=1)
    return author.edited.reverse()


async def call_select_for_update():
    author = await Author.objects.aget(pk=1)
    return author.edited.select_for_update()


async def call_select_related():
    author = await Author.objects.aget(pk=1)
    return author.edited.select_related("author")


async def call_union():
    author = await Author.objects.aget(pk=1)
    return author.edited.union(Book.objects.filter(pk=2))


async def call_using():
    author = await Author.objects.aget(pk=1)
    return author.edited.using("default")


async def call_values():
    author = await Author.objects.aget(pk=1)
    return author.edited.values("title")


async def call_values_list():
    author = await Author.objects.aget(pk=1)
    return author.edited.values_list("title")


async def call_dates():
    author = await Author.objects.aget(pk=1)
    return author.edited.dates("published", "year")


async def call_datetimes():
    author = await Author.objects.aget(pk=1)
    return author.edited.datetimes("added", "day")


async def call_raw():
    author = await Author.objects.aget(pk=1)
    return author.edited.raw("select * from library_book")


async def call_iterator():
    author = await Author.objects.aget(pk=1)
    return author.edited.iterator()


async def call_aiterator():
    author = await Author.objects.aget(pk=1)
    return [row async for row in author.edited.aiterator()]


async def call_aggregate():
    author = await Author.objects.aget(pk=1)
    return author.edited.aggregate(most=Max("pk"))


async def call_aaggregate():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aaggregate(most=Max("pk"))


async def call_contains():
    author = await Author.objects.aget(pk=1)
    return author.edited.contains(Book(pk=1, title="Emma"))


async def call_acontains():
    author = await Author.objects.aget(pk=1)
    return await author.edited.acontains(Book(pk=1, title="Emma"))


async def call_count():
    author = await Author.objects.aget(pk=1)
    return author.edited.count()


async def call_acount():
    author = await Author.objects.aget(pk=1)
    return await author.edited.acount()


async def call_earliest():
    author = await Author.objects.aget(pk=1)
    return author.edited.earliest()


async def call_aearliest():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aearliest()


async def call_exists():
    author = await Author.objects.aget(pk=1)
    return author.edited.exists()


async def call_aexists():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aexists()


async def call_explain():
    author = await Author.objects.aget(pk=1)
    return author.edited.explain()


async def call_aexplain():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aexplain()


async def call_first():
    author = await Author.objects.aget(pk=1)
    return author.edited.first()


async def call_afirst():
    author = await Author.objects.aget(pk=1)
    return await author.edited.afirst()


async def call_get():
    author = await Author.objects.aget(pk=1)
    return author.edited.get(title="Emma")


async def call_aget():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aget(title="Emma")


async def call_in_bulk():
    author = await Author.objects.aget(pk=1)
    return author.edited.in_bulk([1])


async def call_ain_bulk():
    author = await Author.objects.aget(pk=1)
    return await author.edited.ain_bulk([1])


async def call_last():
    author = await Author.objects.aget(pk=1)
    return author.edited.last()


async def call_alast():
    author = await Author.objects.aget(pk=1)
    return await author.edited.alast()


async def call_latest():
    author = await Author.objects.aget(pk=1)
    return author.edited.latest()


async def call_alatest():
    author = await Author.objects.aget(pk=1)
    return await author.edited.alatest()


async def call_bulk_create():
    author = await Author.objects.aget(pk=1)
    return author.edited.bulk_create([Book(title="New", author_id=1)])


async def call_abulk_create():
    author = await Author.objects.aget(pk=1)
    return await author.edited.abulk_create([Book(title="New", author_id=1)])


async def call_bulk_update():
    author = await Author.objects.aget(pk=1)
    return author.edited.bulk_update([Book(pk=1, title="Emma")], ["title"])


async def call_abulk_update():
    author = await Author.objects.aget(pk=1)
    return await author.edited.abulk_update([Book(pk=1, title="Emma")], ["title"])


async def call_create():
    author = await Author.objects.aget(pk=1)
    return author.edited.create(title="New", author_id=1)


async def call_acreate():
    author = await Author.objects.aget(pk=1)
    return await author.edited.acreate(title="New", author_id=1)


async def call_get_or_create():
    author = await Author.objects.aget(pk=1)
    return author.edited.get_or_create(title="New", author_id=1)


async def call_aget_or_create():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aget_or_create(title="New", author_id=1)


async def call_update():
    author = await Author.objects.aget(pk=1)
    return author.edited.update(title="Renamed")


async def call_aupdate():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aupdate(title="Renamed")


async def call_update_or_create():
    author = await Author.objects.aget(pk=1)
    return author.edited.update_or_create(title="Emma", defaults={"status": "out"})


async def call_aupdate_or_create():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aupdate_or_create(title="Emma", defaults={"status": "out"})


async def call_add():
    author = await Author.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    return author.edited.add(other)


async def call_aadd():
    author = await Author.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    return await author.edited.aadd(other)


async def call_remove():
    author = await Author.objects.aget(pk=1)
    row = await Book.objects.aget(pk=1)
    return author.edited.remove(row)


async def call_aremove():
    author = await Author.objects.aget(pk=1)
    row = await Book.objects.aget(pk=1)
    return await author.edited.aremove(row)


async def call_clear():
    author = await Author.objects.aget(pk=1)
    return author.edited.clear()


async def call_aclear():
    author = await Author.objects.aget(pk=1)
    return await author.edited.aclear()


async def call_set():
    author = await Author.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    return author.edited.set([other])


async def call_aset():
    author = await Author.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    return await author.edited.aset([other])


async def call_get_queryset():
    author = await Author.objects.aget(pk=1)
    return author.edited.get_queryset()


async def call_db_manager():
    author = await Author.objects.aget(pk=1)
    return author.edited.db_manager("default")


async def call_db():
    author = await Author.objects.aget(pk=1)
    return author.edited.db
