from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router

from shop.customers import services
from shop.customers.models import Customer
from shop.customers.schemas import (
    AddressIn,
    AddressOut,
    CustomerIn,
    CustomerOut,
    CustomerPatch,
    CustomerShort,
)

router = Router()


@router.get("/", response=list[CustomerShort])
def list_customers(request):
    return Customer.objects.order_by("name")


@router.post("/", response={201: CustomerShort})
def create_customer(request, payload: CustomerIn):
    return 201, services.create_customer(payload)


@router.get("/{customer_id}", response=CustomerOut)
def get_customer(request, customer_id: UUID):
    return get_object_or_404(Customer, pk=customer_id)


@router.patch("/{customer_id}", response=CustomerShort)
def patch_customer(request, customer_id: UUID, payload: CustomerPatch):
    return services.patch_customer(get_object_or_404(Customer, pk=customer_id), payload)


@router.post("/{customer_id}/addresses", response=AddressOut)
def add_address(request, customer_id: UUID, payload: AddressIn):
    return services.add_address(get_object_or_404(Customer, pk=customer_id), payload)
