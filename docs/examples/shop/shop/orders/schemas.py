from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import ModelSchema, Schema
from pydantic import Field, NonNegativeInt

from shop.common.schemas import Price, Sku
from shop.orders.models import Order, Product


class ProductIn(ModelSchema):
    sku: Sku
    price: Price

    class Meta:
        model = Product
        fields = ["name", "description"]


class ProductOut(ModelSchema):
    class Meta:
        model = Product
        fields = ["id", "sku", "name", "price", "status"]


class SupplierPriceIn(Schema):
    sku: Sku
    price: float = Field(ge=0.01, le=999_999)


class StockLevelIn(Schema):
    low: int
    high: NonNegativeInt


class StockLevelOut(Schema):
    low: int
    high: int


class OrderIn(Schema):
    customer_id: UUID
    channel: str = Field("web", max_length=10)
    reference: str | None = Field(None, max_length=30)


class OrderPatch(Schema):
    status: Order.Status = None
    reference: str = Field(None, max_length=30)


class OrderLineIn(Schema):
    product_id: int
    quantity: int = Field(ge=1, le=999)
    unit_price: Decimal = Field(ge=0)


class OrderLineOut(Schema):
    id: int
    product_id: int
    quantity: int
    unit_price: Decimal


class OrderOut(Schema):
    id: int
    number: str
    status: Literal["open", "placed", "shipped"]
    placed_at: datetime
    total: Decimal
    lines: list[OrderLineOut]


class QuoteOut(Schema):
    number: str
    total: Decimal


class OrderShort(Schema):
    id: int
    number: str
    placed_at: datetime | None
    customer_name: str

    @staticmethod
    def resolve_customer_name(order):
        return order.customer.name
