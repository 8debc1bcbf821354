"""Operations of django-ninja, each named as what it returns."""

from __future__ import annotations

from typing import List

from ninja import NinjaAPI, Router, Schema
from ninja.pagination import paginate

from library.models import Book

api = NinjaAPI()
router = Router()


class BookOut(Schema):
    title: str


@api.get("/a_queryset", response=list[BookOut])
async def a_queryset(request):
    return Book.objects.all()


@router.get("/a_queryset_of_a_router", response=List[BookOut])
async def a_queryset_of_a_router(request):
    return Book.objects.filter(title="Emma")


@api.get("/a_queryset_with_a_status", response={200: list[BookOut]})
async def a_queryset_with_a_status(request):
    books = Book.objects.order_by("title")
    return 200, books


@api.get("/one_queryset_of_two", response=list[BookOut])
async def one_queryset_of_two(request, latest: bool = False):
    if latest:
        return [book async for book in Book.objects.order_by("-published")]
    return Book.objects.all()


@api.get("/a_list", response=list[BookOut])
async def a_list(request):
    return [book async for book in Book.objects.all()]


@api.get("/an_empty_queryset", response=list[BookOut])
async def an_empty_queryset(request):
    return Book.objects.none()


@api.get("/a_row", response=BookOut)
async def a_row(request):
    return await Book.objects.afirst()


@api.get("/a_count")
async def a_count(request):
    return {"count": await Book.objects.acount()}


@api.get("/a_paginated_queryset", response=list[BookOut])
@paginate
async def a_paginated_queryset(request):
    return Book.objects.all()


@api.get("/a_queryset_of_a_thread", response=list[BookOut])
def a_queryset_of_a_thread(request):
    return Book.objects.all()


api.add_router("", router)
