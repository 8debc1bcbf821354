from ninja.errors import HttpError

from shop.customers.models import Address, Customer
from shop.customers.schemas import AddressIn, CustomerIn, CustomerPatch


def create_customer(payload: CustomerIn) -> Customer:
    if Customer.objects.filter(email=payload.email).exists():
        raise HttpError(409, "This address is taken.")
    return Customer.objects.create(**payload.model_dump())


def patch_customer(customer: Customer, payload: CustomerPatch) -> Customer:
    for name, value in payload.model_dump(exclude_unset=True).items():
        setattr(customer, name, value)
    customer.save()
    return customer


def add_address(customer: Customer, payload: AddressIn) -> Address:
    return Address.objects.create(customer=customer, **payload.model_dump())


def sign_up(data: dict) -> Customer:
    return Customer.objects.create(name=data["name"], email=data["email"], phone=data["phone"])
