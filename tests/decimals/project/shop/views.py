"""Where people's input is saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from shop.forms import FloatProductForm


def add_product(request: HttpRequest) -> HttpResponse:
    form = FloatProductForm(request.POST)
    if form.is_valid():
        form.save()
    return HttpResponse()
