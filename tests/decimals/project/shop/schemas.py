"""What the API takes and gives, in pydantic's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, condecimal


class ProductIn(BaseModel):
    price: Decimal
    weight: float
    stock: int = 0
    tax_rate: Decimal = Decimal("0.19")


class LooseIn(BaseModel):
    """A float for what the model keeps as a Decimal."""

    price: float


class Limited(BaseModel):
    price: condecimal(max_digits=8, decimal_places=2)
    share: Annotated[Decimal, Field(ge=0, le=1)]
    amount: Decimal = Field(default=Decimal(1), ge=0.01)


class Defaulted(BaseModel):
    """pydantic does not look at defaults."""

    price: Decimal = 0.1


class Checked(BaseModel):
    model_config = ConfigDict(validate_default=True)

    price: Decimal = 0.1


class Strict(BaseModel):
    model_config = ConfigDict(strict=True)

    price: Decimal


class ProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    price: Decimal
