from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from shop.common.schemas import Email, Phone


class CustomerIn(Schema):
    name: str
    email: Email
    phone: Phone = ""
    kind: Literal["private", "business"] = "private"
    discount: int = Field(0, ge=0)
    birthday: date | None = None


class CustomerPatch(Schema):
    name: str = Field(None, min_length=1, max_length=120)
    phone: Phone = None
    vat_number: str | None = Field(None, max_length=14)


class CustomerOut(Schema):
    id: UUID
    name: str
    email: str
    kind: str
    vat_number: str = None
    birthday: date | None


class CustomerShort(Schema):
    id: UUID
    name: str
    phone: str


class AddressIn(Schema):
    line1: str = Field(max_length=100)
    line2: str = Field("", max_length=100)
    postcode: str = Field(max_length=10)
    city: str = Field(max_length=60)
    country: str = Field("AT", min_length=2, max_length=2)


class AddressOut(Schema):
    id: int
    line1: str
    line2: str
    postcode: str
    city: str
    label: str

    @staticmethod
    def resolve_label(address):
        return str(address)
