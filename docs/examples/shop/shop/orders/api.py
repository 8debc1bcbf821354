from django.shortcuts import get_object_or_404
from ninja import Router

from shop.orders import services
from shop.orders.models import Order, Product
from shop.orders.schemas import (
    OrderIn,
    OrderLineIn,
    OrderLineOut,
    OrderOut,
    OrderPatch,
    OrderShort,
    ProductIn,
    ProductOut,
    QuoteOut,
    StockLevelIn,
    StockLevelOut,
)

router = Router()


@router.get("/", response=list[OrderShort])
def list_orders(request):
    return Order.objects.select_related("customer")


@router.post("/", response={201: OrderShort})
def create_order(request, payload: OrderIn):
    return 201, services.create_order(payload)


@router.get("/products", response=list[ProductOut])
def list_products(request):
    return Product.objects.filter(status=Product.Status.ACTIVE)


@router.post("/products", response=ProductOut)
def create_product(request, payload: ProductIn):
    return services.create_product(payload)


@router.put("/products/{product_id}/stock", response=StockLevelOut)
def set_stock_level(request, product_id: int, payload: StockLevelIn):
    return services.set_stock_level(get_object_or_404(Product, pk=product_id), payload)


@router.get("/{order_id}", response=OrderOut)
def get_order(request, order_id: int):
    return get_object_or_404(Order, pk=order_id)


@router.get("/{order_id}/quote", response=QuoteOut)
def quote(request, order_id: int):
    order = get_object_or_404(Order.objects.select_related("customer"), pk=order_id)
    return {"number": order.number, "total": services.discounted_total(order)}


@router.patch("/{order_id}", response=OrderShort)
def patch_order(request, order_id: int, payload: OrderPatch):
    return services.patch_order(get_object_or_404(Order, pk=order_id), payload)


@router.post("/{order_id}/lines", response=OrderLineOut)
def add_line(request, order_id: int, payload: OrderLineIn):
    return services.add_line(get_object_or_404(Order, pk=order_id), payload)
