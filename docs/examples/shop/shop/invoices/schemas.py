from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from shop.common.schemas import Total


class InvoiceIn(Schema):
    order_id: int
    total: float
    currency: Literal["EUR", "CHF"] = "EUR"


class InvoiceOut(Schema):
    id: int
    number: str
    issued_on: date
    due_on: date
    total: Decimal
    paid_at: datetime | None


class CreditNoteIn(Schema):
    customer_id: int
    amount: Total
    reason: str = Field(min_length=1, max_length=200)


class CreditNoteOut(Schema):
    id: int
    number: str
    customer_id: UUID
    amount: Decimal
