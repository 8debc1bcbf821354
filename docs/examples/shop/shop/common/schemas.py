from decimal import Decimal
from typing import Annotated

from django.core.exceptions import ValidationError
from pydantic import AfterValidator, Field

from shop.common.validators import PHONE_PATTERN, sku_code


def stock_number(value: str) -> str:
    try:
        sku_code(value)
    except ValidationError as error:
        raise ValueError(error.message) from error
    return value


Price = Annotated[Decimal, Field(max_digits=8, decimal_places=2, ge=Decimal("0.01"))]
Total = Annotated[Decimal, Field(max_digits=10, decimal_places=2)]
Phone = Annotated[str, Field(max_length=20, pattern=PHONE_PATTERN)]
Sku = Annotated[str, Field(max_length=12), AfterValidator(stock_number)]
Email = Annotated[
    str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), AfterValidator(str.lower)
]
