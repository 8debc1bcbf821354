"""What the screens in the shop and in the warehouse ask for every few seconds."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.errors import HttpError

from shop.orders import services
from shop.orders.models import Order, OrderNote, Product
from shop.orders.schemas import OrderShort

router = Router()


@router.get("/products/{code}")
async def show_product(request, code: str):
    product = await Product.objects.filter(sku=code).afirst()
    if product is None:
        product = Product.objects.get(name__iexact=code)
    return {"sku": product.sku, "name": product.name}


@router.get("/products/{code}/tags")
async def product_tags(request, code: str):
    product = await Product.objects.aget(sku=code)
    tags = {"draft": "soon", "retired": "last pieces"}
    words = product.name.split()
    words.append(tags.get(product.status, "available"))
    return {"words": words, "available": words.count("available")}


@router.get("/orders", response=list[OrderShort])
async def list_placed_orders(request):
    return await sync_to_async(Order.objects.filter)(status=Order.Status.PLACED)


@router.get("/orders/summary")
async def order_summary(request):
    orders = Order.objects.filter(status=Order.Status.OPEN)
    if not orders:
        return {"open": 0, "products": 0}
    count, products = await asyncio.gather(orders.acount(), Product.objects.acount())
    return {"open": count, "products": products}


@router.get("/orders/count")
async def order_count(request):
    orders, products = await asyncio.gather(Order.objects.acount(), Product.objects.acount())
    return {"orders": orders, "products": products}


@router.get("/orders/{number}")
async def show_order(request, number: str):
    order = await Order.objects.aget(number=number)
    return {"number": order.number, "customer": order.customer.name}


@router.get("/orders/{number}/lines")
async def show_lines(request, number: str):
    order = await Order.objects.aget(number=number)
    lines = order.lines.select_related("product").order_by("pk")
    return [
        {"order": line.order.number, "product": line.product.name, "quantity": line.quantity}
        async for line in lines
    ]


@router.get("/orders/{number}/label")
async def show_label(request, number: str):
    order = await Order.objects.select_related("customer").aget(number=number)
    return {"label": services.shipping_label(order)}


@router.post("/orders/{number}/close")
async def close_order(request, number: str):
    with transaction.atomic():
        await OrderNote.objects.filter(order__number=number).adelete()
        await Order.objects.filter(number=number).aupdate(status=Order.Status.SHIPPED)
    return {"number": number}


@router.post("/orders/{number}/place")
async def place_order(request, number: str):
    order = await Order.objects.aget(number=number)
    await sync_to_async(services.place)(order)
    return {"status": order.status, "total": order.total}


@router.post("/orders/{number}/reopen")
async def reopen_order(request, number: str):
    order = await Order.objects.aget(number=number)
    order.status = Order.Status.OPEN
    order.asave(update_fields=["status", "updated_at"])
    return {"status": order.status}


@router.post("/orders/{number}/notes")
async def add_note(request, number: str, text: str):
    order = await Order.objects.aget(number=number)
    note = await OrderNote.objects.acreate(order=order, author=request.user, text=text)
    return {"order": note.order.number, "text": note.text}


@router.delete("/orders/{number}/notes/{note_id}")
async def delete_note(request, number: str, note_id: int):
    note = get_object_or_404(OrderNote, pk=note_id, order__number=number)
    await sync_to_async(services.delete_note)(note)
    return {"deleted": note_id}


@router.get("/me")
async def who_am_i(request):
    if not request.user.is_authenticated:
        raise HttpError(401, "Nobody is logged in.")
    return {"name": request.user.get_username()}
