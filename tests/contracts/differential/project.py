"""A project of pairs, one column and one field over it each, written out as source.

Each pair has a model of its own with the one column `amount`, and a module of its own with
the layer and the code that creates rows through it: a finding in the module is the pair's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from .columns import NAME, Column, Draw, columns
from .layers import LayerField, layer_fields

_MODEL_IMPORTS = """\
import datetime
import uuid
from decimal import Decimal

from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.utils import timezone

from shop.choices import Level, Stage
from shop.validators import no_seven, no_x
"""

_CHOICES = """\
from django.db import models


class Stage(models.TextChoices):
    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"


class Level(models.IntegerChoices):
    LOW = 1
    MIDDLE = 2
    HIGH = 3
"""

_VALIDATORS = """\
from django.core.exceptions import ValidationError


def no_x(value):
    if "x" in value:
        raise ValidationError("No x.")


def no_seven(value):
    if value == 7:
        raise ValidationError("No seven.")
"""

_LAYER_IMPORTS = {
    "serializer": """\
from rest_framework import serializers, viewsets
from rest_framework.validators import UniqueValidator
""",
    "model_form": """\
from django import forms
from django.views.generic import CreateView
""",
    "form": """\
from django import forms
from django.http import HttpResponse
""",
    "schema": """\
from typing import Annotated, Any, Literal

from ninja import ModelSchema, Router, Schema
from pydantic import Field

router = Router()
""",
}

_VIEWS = {
    "serializer": """\
class ThingViewSet(viewsets.ModelViewSet):
    queryset = Thing.objects.all()
    serializer_class = ThingInput
""",
    "model_form": """\
class ThingCreate(CreateView):
    form_class = ThingInput
""",
    "form": """\
def create_thing(request):
    form = ThingInput(request.POST)
    if form.is_valid():
        Thing.objects.create(**form.cleaned_data)
    return HttpResponse()
""",
    "schema": """\
@router.post("/things")
def create_thing(request, payload: ThingInput):
    Thing.objects.create(**payload.model_dump())
""",
}


@dataclass(frozen=True)
class Pair:
    """A column and a field over it."""

    column: Column
    field: LayerField

    def __repr__(self) -> str:
        written = self.field.annotation if self.field.layer == "schema" else self.field.call
        return f"<{self.column.source} under {self.field.layer} {self.field.style} {written}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What Hypothesis prints."""
        printer.text(repr(self))

    def module(self, model: str) -> str:
        """The module with the layer and the code that uses it."""
        imports = (
            _MODEL_IMPORTS.replace("from django.db import models\n", "")
            + _LAYER_IMPORTS[self.field.layer]
            + "\nfrom shop.models import Thing\n\n\n"
        )
        text = f"{imports}{self._layer}\n\n{_VIEWS[self.field.layer]}"
        return text.replace("Thing", model)

    @property
    def _layer(self) -> str:
        return {
            "serializer": self._serializer,
            "model_form": self._model_form,
            "form": self._form,
            "schema": self._schema,
        }[self.field.layer]

    @property
    def _meta(self) -> str:
        return f'    class Meta:\n        model = Thing\n        fields = ["{NAME}"]\n'

    @property
    def _serializer(self) -> str:
        body = ""
        if self.field.style == "declared":
            body = f"    {self.field.sent} = serializers.{self.field.call}\n\n"
        meta = self._meta.replace(f'"{NAME}"', f'"{self.field.sent}"')
        if self.field.style == "extra" and self.field.keywords:
            entries = ", ".join(f'"{key}": {value}' for key, value in self.field.keywords.items())
            meta += f'        extra_kwargs = {{"{NAME}": {{{entries}}}}}\n'
        return f"class ThingInput(serializers.ModelSerializer):\n{body}{meta}"

    @property
    def _model_form(self) -> str:
        body = f"    {NAME} = forms.{self.field.call}\n\n" if self.field.style == "declared" else ""
        return f"class ThingInput(forms.ModelForm):\n{body}{self._meta}"

    @property
    def _form(self) -> str:
        return f"class ThingInput(forms.Form):\n    {NAME} = forms.{self.field.call}\n"

    @property
    def _schema(self) -> str:
        if self.field.style == "derived":
            return f"class ThingInput(ModelSchema):\n{self._meta}"
        return f"class ThingInput(Schema):\n    {NAME}: {self.field.annotation}\n"


@st.composite
def pairs(draw: Draw) -> Pair:
    """Any column with any field over it."""
    column = draw(columns())
    return Pair(column, draw(layer_fields(column)))


def model_name(number: int) -> str:
    """The name of a pair's model."""
    return f"Thing{number}"


def module_name(number: int) -> str:
    """The dotted name of the module with a pair's layer."""
    return f"shop.pair{number}"


def write(several: list[Pair], root: Path) -> None:
    """Writes a project of these pairs."""
    package = root / "shop"
    package.mkdir(parents=True)
    (root / "manage.py").write_text("", encoding="utf-8")
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "choices.py").write_text(_CHOICES, encoding="utf-8")
    (package / "validators.py").write_text(_VALIDATORS, encoding="utf-8")
    models = "".join(
        f"\n\nclass {model_name(number)}(models.Model):\n    {NAME} = {pair.column.source}\n"
        for number, pair in enumerate(several)
    )
    (package / "models.py").write_text(_MODEL_IMPORTS + models, encoding="utf-8")
    for number, pair in enumerate(several):
        path = package / f"pair{number}.py"
        path.write_text(pair.module(model_name(number)), encoding="utf-8")
