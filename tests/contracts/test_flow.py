"""Flows: where a layer's data goes, and where a model's data comes from.

Each test is a piece of a shop: a model `Product` and a schema, form or serializer in front
of it. The sources are read, never imported.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

from nova_lint.contracts.contract import Direction
from nova_lint.contracts.flow import Flow, flows, flows_of_function
from nova_lint.knowledge import flows as knowledge
from nova_lint.workspace.symbols import FunctionSymbol

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import open_project  # found whichever way pytest is started

MODELS = """
    from django.conf import settings
    from django.db import models


    class Brand(models.Model):
        name = models.CharField(max_length=50)


    class Product(models.Model):
        name = models.CharField(max_length=50)
        sku = models.CharField(max_length=20)
        price = models.DecimalField(max_digits=8, decimal_places=2)
        note = models.TextField(blank=True)
        brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="products")
        owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


    class Part(models.Model):
        product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="parts")
        label = models.CharField(max_length=20)
"""
SCHEMAS = """
    from ninja import Schema


    class PartIn(Schema):
        label: str


    class ProductIn(Schema):
        name: str
        sku: str
        price: float
        note: str | None = None
        parts: list[PartIn] = []

        def shout(self):
            return self.name.upper()


    class ProductOut(Schema):
        name: str
        price: float
"""
FORMS = """
    from django import forms
    from shop.models import Product


    class ProductForm(forms.Form):
        title = forms.CharField()
        price = forms.FloatField()


    class ProductModelForm(forms.ModelForm):
        class Meta:
            model = Product
            fields = ["name", "sku", "price"]
"""
HEADER = """
    from django.shortcuts import get_object_or_404
    from shop.models import Brand, Part, Product
    from shop.schemas import PartIn, ProductIn, ProductOut
"""


def read(tmp_path: Path, code: str, header: str = HEADER, **more: str) -> list[Flow]:
    """The flows of a project in which `shop/api.py` holds the code."""
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/schemas.py": SCHEMAS,
        "shop/forms.py": FORMS,
        "shop/api.py": textwrap.dedent(header) + textwrap.dedent(code),
        **{f"shop/{name}.py": text for name, text in more.items()},
    }
    return list(flows(open_project(files, tmp_path)))


def only(found: list[Flow]) -> Flow:
    assert len(found) == 1, found
    return found[0]


# --- a schema into a model ------------------------------------------------------------------


def test_field_by_field_into_a_constructor(tmp_path: Path) -> None:
    flow = only(
        read(
            tmp_path,
            """
            def create(request, payload: ProductIn):
                product = Product(name=payload.name, price=payload.price, owner=request.user)
                product.save()
            """,
        )
    )
    assert flow.contract == "shop.schemas.ProductIn"
    assert flow.model == "shop.models.Product"
    assert flow.direction is Direction.INPUT
    assert flow.operation == "create"
    assert flow.fields == (("name", "name"), ("price", "price"))
    assert not flow.everything
    assert flow.supplied == {"owner"}
    assert not flow.partial
    assert (flow.span.path, flow.span.line) == ("shop/api.py", 7)


@pytest.mark.parametrize(
    "call",
    [
        "Product.objects.create(**payload.model_dump())",
        "Product.objects.create(**payload.dict())",
        "Product(**payload.dict())",
        "Product._default_manager.using('other').create(**dict(payload))",
        "Product.objects.create(**{**payload.model_dump()})",
    ],
)
def test_everything_at_once(tmp_path: Path, call: str) -> None:
    code = f"""
        def create(request, payload: ProductIn):
            {call}
        """
    flow = only(read(tmp_path, code))
    assert flow.everything
    assert flow.operation == "create"
    assert flow.left_out == flow.supplied == frozenset()


@pytest.mark.parametrize(
    "annotation",
    [
        "ProductIn",
        "'ProductIn'",
        "ProductIn | None",
        "Optional[ProductIn]",
        "Annotated[ProductIn, 'body']",
        "Body[ProductIn]",
        "ProductIn = Body(...)",
        "ProductIn = Form(...)",
    ],
)
def test_every_way_to_annotate_a_parameter(tmp_path: Path, annotation: str) -> None:
    code = f"""
        from typing import Annotated, Optional
        from ninja import Body, Form

        def create(request, payload: {annotation}):
            Product.objects.create(name=payload.name)
        """
    assert only(read(tmp_path, code)).fields == (("name", "name"),)


def test_what_is_left_out_and_what_the_code_adds(tmp_path: Path) -> None:
    flow = only(
        read(
            tmp_path,
            """
            def create(request, payload: ProductIn):
                data = payload.model_dump(exclude={"note"})
                parts = data.pop("parts")
                data["owner"] = request.user
                data.update(sku="S-1")
                Product.objects.create(brand=Brand.objects.first(), **data)
            """,
        )
    )
    assert flow.everything
    assert flow.left_out == {"note", "parts"}
    assert flow.supplied == {"owner", "sku", "brand"}


def test_included_fields_are_known_one_by_one(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            Product.objects.create(**payload.model_dump(include={"sku"}))
        """
    flow = only(read(tmp_path, code))
    assert flow.fields == (("sku", "sku"),)
    assert not flow.everything


def test_aliases_as_keys_cannot_be_read(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            Product.objects.create(**payload.model_dump(by_alias=True))
        """
    assert read(tmp_path, code) == []


@pytest.mark.parametrize(
    "value",
    [
        "int(payload.price)",
        "Decimal(str(payload.price))",
        "payload.price or 0",
        "payload.price if payload.price else 0",
        "payload.price * 2",
        "f'{payload.price}'",
        "payload.shout()",
    ],
)
def test_a_converted_value_is_supplied_by_the_code(tmp_path: Path, value: str) -> None:
    code = f"""
        from decimal import Decimal

        def create(request, payload: ProductIn):
            Product.objects.create(name=payload.name, price={value})
        """
    flow = only(read(tmp_path, code))
    assert flow.fields == (("name", "name"),)
    assert flow.supplied == {"price"}


def test_a_field_that_was_changed_first_does_not_travel(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            payload.name = payload.name.strip()
            Product.objects.create(name=payload.name, sku=payload.sku)
        """
    flow = only(read(tmp_path, code))
    assert flow.fields == (("sku", "sku"),)
    assert flow.supplied == {"name"}


def test_assignments_to_an_object(tmp_path: Path) -> None:
    flow = only(
        read(
            tmp_path,
            """
            def update(request, product_id: int, payload: ProductIn):
                product = get_object_or_404(Product, pk=product_id)
                product.name = payload.name
                product.owner = request.user
                product.save()
            """,
        )
    )
    assert flow.operation == "update"
    assert flow.fields == (("name", "name"),)
    assert flow.supplied == {"owner"}


def test_a_loop_over_the_dictionary_that_sets_attributes(tmp_path: Path) -> None:
    flow = only(
        read(
            tmp_path,
            """
            def update(request, product: Product, payload: ProductIn):
                for name, value in payload.dict(exclude_unset=True, exclude={"parts"}).items():
                    setattr(product, name, value)
                product.save()
            """,
        )
    )
    assert (flow.operation, flow.everything, flow.partial) == ("update", True, True)
    assert flow.left_out == {"parts"}


def test_a_loop_that_sets_only_some_names(tmp_path: Path) -> None:
    code = """
        def update(request, product: Product, payload: ProductIn):
            for name, value in payload.dict().items():
                if name in ("name", "sku"):
                    setattr(product, name, value)
        """
    flow = only(read(tmp_path, code))
    assert dict(flow.fields) == {"name": "name", "sku": "sku"}
    assert not flow.everything


def test_a_loop_whose_condition_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    code = """
        def update(request, product: Product, payload: ProductIn):
            for name, value in payload.dict().items():
                if allowed(request, name):
                    setattr(product, name, value)
        """
    assert read(tmp_path, code) == []


def test_only_what_the_client_sent(tmp_path: Path) -> None:
    code = """
        def update(request, product: Product, payload: ProductIn):
            product.sku = payload.sku
            if payload.note is not None:
                product.note = payload.note
        """
    whole, partial = read(tmp_path, code)
    assert (whole.fields, whole.partial) == ((("sku", "sku"),), False)
    assert (partial.fields, partial.partial) == ((("note", "note"),), True)


def test_a_patch_is_partial(tmp_path: Path) -> None:
    code = """
        from ninja import Router

        router = Router()

        @router.patch("/{product_id}")
        def change(request, product_id: int, payload: ProductIn):
            Product.objects.filter(pk=product_id).update(name=payload.name)
        """
    flow = only(read(tmp_path, code))
    assert (flow.operation, flow.partial) == ("update", True)


def test_what_an_if_that_raises_looks_at_is_checked(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            if payload.price <= 0:
                raise ValueError("price")
            Product.objects.create(name=payload.name, price=payload.price)
        """
    assert only(read(tmp_path, code)).checked == {"price"}


def test_update_or_create_creates_with_the_look_up_and_updates_without(tmp_path: Path) -> None:
    code = """
        def store(request, payload: ProductIn):
            Product.objects.update_or_create(
                sku=payload.sku, defaults={"price": payload.price, "owner": request.user}
            )
        """
    create, update = read(tmp_path, code)
    assert dict(create.fields) == {"sku": "sku", "price": "price"}
    assert update.operation == "update"
    assert dict(update.fields) == {"price": "price"}
    assert create.supplied == update.supplied == {"owner"}


def test_rows_made_in_a_comprehension_and_through_a_relation(tmp_path: Path) -> None:
    code = """
        def create(request, product: Product, payload: ProductIn):
            Part.objects.bulk_create([Part(label=part.label) for part in payload.parts])

        def add(request, product: Product, payload: PartIn):
            product.parts.create(label=payload.label)
        """
    bulk, related = read(tmp_path, code)
    assert bulk.contract == related.contract == "shop.schemas.PartIn"
    assert bulk.fields == related.fields == (("label", "label"),)
    assert bulk.supplied == frozenset()
    assert related.supplied == {"product"}


def test_names_that_are_no_columns_are_no_pairs(tmp_path: Path) -> None:
    code = """
        def update(request, product: Product, payload: ProductIn):
            product.sku = payload.sku
            product.reason = payload.note
        """
    assert only(read(tmp_path, code)).fields == (("sku", "sku"),)


# --- calls ----------------------------------------------------------------------------------


def test_through_a_service_class_and_a_function(tmp_path: Path) -> None:
    services = """
        from shop.models import Product


        class ProductService:
            def __init__(self, user):
                self.user = user

            def create(self, data, *, price):
                data["owner"] = self.user
                return store(price=price, **data)


        def store(price, **fields):
            return Product.objects.create(price=price, **fields)
        """
    code = """
        from shop.services import ProductService

        def create(request, payload: ProductIn):
            data = payload.dict()
            data.pop("price")
            ProductService(request.user).create(data, price=payload.price)
        """
    flow = only(read(tmp_path, code, services=services))
    assert flow.everything
    assert flow.fields == (("price", "price"),)
    assert flow.left_out == {"price"}
    assert flow.supplied == {"owner"}
    assert flow.span.path == "shop/services.py"


def test_a_float_written_by_a_task_two_calls_away(tmp_path: Path) -> None:
    """The schema takes a float, a view queues a task, the task stores it in a DecimalField."""
    models = """
        from django.db import models


        class Guidance(models.Model):
            company = models.CharField(max_length=20)
            low = models.DecimalField(max_digits=12, decimal_places=2)
        """
    tasks = """
        from celery import shared_task
        from guidance.models import Guidance
        from guidance.schemas import GuidanceSchema


        @shared_task
        def import_guidance(company, payload):
            data = GuidanceSchema.model_validate(payload)
            save_guidance(company, data)


        def save_guidance(company, data):
            Guidance.objects.update_or_create(
                company=company, defaults={"low": data.revenue_low}
            )
        """
    schemas = """
        from pydantic import BaseModel


        class GuidanceSchema(BaseModel):
            revenue_low: float
        """
    api = """
        from guidance.schemas import GuidanceSchema
        from guidance.tasks import import_guidance


        def receive(request, company: str, payload: GuidanceSchema):
            import_guidance.delay(company, payload.model_dump())
        """
    files = {
        "guidance/__init__.py": "",
        "guidance/models.py": models,
        "guidance/tasks.py": tasks,
        "guidance/schemas.py": schemas,
        "guidance/api.py": api,
    }
    create, update = flows(open_project(files, tmp_path))
    for flow in (create, update):
        assert flow.contract == "guidance.schemas.GuidanceSchema"
        assert flow.model == "guidance.models.Guidance"
        assert flow.fields == (("revenue_low", "low"),)
        assert (flow.span.path, flow.span.line) == ("guidance/tasks.py", 14)
    assert (create.operation, update.operation) == ("create", "update")


def test_a_helper_that_changes_the_dictionary_is_followed(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            data = with_owner(payload.dict(), request.user)
            Product.objects.create(**data)

        def with_owner(data, user):
            data["owner"] = user
            del data["parts"]
            return data
        """
    flow = only(read(tmp_path, code))
    assert flow.left_out == {"parts"}
    assert flow.supplied == {"owner"}


def test_functions_that_call_each_other_end(tmp_path: Path) -> None:
    code = """
        def first(payload: ProductIn):
            second(payload)

        def second(payload):
            first(payload)
            Product.objects.create(name=payload.name)
        """
    assert only(read(tmp_path, code)).fields == (("name", "name"),)


def test_an_unknown_function_may_change_what_it_is_given(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            data = payload.dict()
            request.pipeline.prepare(data)
            Product.objects.create(**data)
        """
    assert read(tmp_path, code) == []


# --- forms and serializers ------------------------------------------------------------------


def test_clean_data_of_a_plain_form(tmp_path: Path) -> None:
    code = """
        from shop.forms import ProductForm

        def create(request):
            form = ProductForm(request.POST)
            if form.is_valid():
                Product.objects.create(
                    name=form.cleaned_data["title"], price=form.cleaned_data.get("price")
                )
        """
    flow = only(read(tmp_path, code))
    assert flow.contract == "shop.forms.ProductForm"
    assert flow.fields == (("title", "name"), ("price", "price"))


def test_a_form_view_hands_its_form_to_a_service(tmp_path: Path) -> None:
    code = """
        from django.views.generic import FormView
        from shop.forms import ProductForm

        class ProductView(FormView):
            form_class = ProductForm

            def form_valid(self, form):
                create(form.cleaned_data, self.request.user)
                return super().form_valid(form)

        def create(data, user):
            Product.objects.create(name=data["title"], owner=user)
        """
    flow = only(read(tmp_path, code))
    assert flow.fields == (("title", "name"),)
    assert flow.supplied == {"owner"}


@pytest.mark.parametrize(
    "body",
    [
        "form.instance.owner = self.request.user\n        return super().form_valid(form)",
        "product = form.save(commit=False)\n        product.owner = self.request.user",
    ],
)
def test_what_a_view_adds_to_a_model_form(tmp_path: Path, body: str) -> None:
    code = f"""
from django.views.generic import CreateView
from shop.forms import ProductModelForm

class ProductView(CreateView):
    form_class = ProductModelForm

    def form_valid(self, form):
        {body}
"""
    flow = only(read(tmp_path, code))
    assert (flow.contract, flow.everything) == ("shop.forms.ProductModelForm", True)
    assert flow.supplied == {"owner"}


def test_create_and_update_of_a_serializer_speak_of_sources(tmp_path: Path) -> None:
    code = """
        from rest_framework import serializers

        class ProductSerializer(serializers.Serializer):
            title = serializers.CharField(source="name")
            sku = serializers.CharField()

            def create(self, validated_data):
                validated_data["owner"] = self.context["request"].user
                return Product.objects.create(**validated_data)

            def update(self, instance: Product, validated_data):
                instance.name = validated_data.get("name", instance.name)
                instance.save()
                return instance
        """
    create, update = read(tmp_path, code)
    assert (create.everything, create.supplied) == (True, {"owner"})
    assert (update.fields, update.partial) == ((("title", "name"),), True)


def test_a_nested_input_serializer_in_a_view(tmp_path: Path) -> None:
    code = """
        from rest_framework import serializers
        from rest_framework.views import APIView

        class ProductCreate(APIView):
            class InputSerializer(serializers.Serializer):
                name = serializers.CharField()

            class OutputSerializer(serializers.Serializer):
                name = serializers.CharField()

            def post(self, request):
                serializer = self.InputSerializer(data=request.data)
                serializer.is_valid(raise_exception=True)
                product = product_create(**serializer.validated_data)
                return self.OutputSerializer(product).data

        def product_create(*, name: str) -> Product:
            return Product.objects.create(name=name)
        """
    written, shown = read(tmp_path, code)
    assert written.contract == "shop.api.ProductCreate.InputSerializer"
    assert written.fields == (("name", "name"),)
    assert shown.contract == "shop.api.ProductCreate.OutputSerializer"
    assert (shown.direction, shown.everything) == (Direction.OUTPUT, True)


def test_an_action_with_a_serializer_of_its_own(tmp_path: Path) -> None:
    code = """
        from rest_framework import decorators, serializers, viewsets

        class WholeSerializer(serializers.Serializer):
            name = serializers.CharField()

        class RenameSerializer(serializers.Serializer):
            name = serializers.CharField()

        class ProductViewSet(viewsets.ModelViewSet):
            queryset = Product.objects.all()
            serializer_class = WholeSerializer

            @decorators.action(detail=True, serializer_class=RenameSerializer)
            def rename(self, request, pk):
                serializer = self.get_serializer(data=request.data)
                product = self.get_object()
                product.name = serializer.validated_data["name"]
        """
    assert only(read(tmp_path, code)).contract == "shop.api.RenameSerializer"


# --- a model into a layer -------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        "ProductOut.model_validate(product)",
        "ProductOut.from_orm(product)",
        "ProductOut(**product.__dict__)",
    ],
)
def test_a_schema_made_of_an_object(tmp_path: Path, shown: str) -> None:
    code = f"""
        def show(request, product: Product):
            return {shown}
        """
    flow = only(read(tmp_path, code))
    assert (flow.direction, flow.operation) == (Direction.OUTPUT, "output")
    assert (flow.contract, flow.model) == ("shop.schemas.ProductOut", "shop.models.Product")
    assert flow.everything


def test_a_schema_made_of_columns(tmp_path: Path) -> None:
    code = """
        def show(request, product: Product):
            return ProductOut(name=product.sku, price=float(product.price))
        """
    flow = only(read(tmp_path, code))
    assert flow.fields == (("name", "sku"),)
    assert flow.supplied == {"price"}


@pytest.mark.parametrize(
    ("response", "returned"),
    [
        ("ProductOut", "get_object_or_404(Product, pk=1)"),
        ("list[ProductOut]", "Product.objects.filter(price=1)"),
        ("{200: ProductOut, 404: None}", "200, Product.objects.get(pk=1)"),
        ("{201: ProductOut}", "201, fetch(1)"),
    ],
)
def test_what_a_ninja_operation_returns(tmp_path: Path, response: str, returned: str) -> None:
    code = f"""
        from ninja import Router

        router = Router()

        @router.get("/", response={response})
        def show(request):
            return {returned}

        def fetch(pk: int) -> Product:
            return Product.objects.get(pk=pk)
        """
    flow = only(read(tmp_path, code))
    assert (flow.direction, flow.everything) == (Direction.OUTPUT, True)


def test_another_status_has_another_schema(tmp_path: Path) -> None:
    code = """
        from ninja import Router

        router = Router()

        @router.get("/", response={404: ProductOut})
        def show(request):
            return Product.objects.get(pk=1)
        """
    assert read(tmp_path, code) == []


def test_a_controller_of_ninja_extra(tmp_path: Path) -> None:
    code = """
        from ninja_extra import api_controller, http_get

        @api_controller("/products")
        class ProductController:
            @http_get("/", response=list[ProductOut])
            async def index(self):
                return [product async for product in Product.objects.all()]
        """
    assert only(read(tmp_path, code)).contract == "shop.schemas.ProductOut"


def test_fastapi_takes_the_return_annotation(tmp_path: Path) -> None:
    code = """
        from fastapi import APIRouter

        router = APIRouter()

        @router.get("/")
        async def show() -> ProductOut:
            return await Product.objects.aget(pk=1)
        """
    assert only(read(tmp_path, code)).everything


# --- what cannot be read --------------------------------------------------------------------


def test_branches_that_disagree_say_nothing(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            name = payload.name
            if request.user.is_staff:
                name = "staff"
            Product.objects.create(name=name, sku=payload.sku)
        """
    flow = only(read(tmp_path, code))
    assert flow.fields == (("sku", "sku"),)
    assert flow.supplied == {"name"}


def test_an_unknown_dictionary_may_supply_anything(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            Product.objects.create(name=payload.name, **request.session["defaults"])
        """
    flow = only(read(tmp_path, code))
    assert flow.supplies_more
    assert flow.fields == (("name", "name"),)


def test_an_expression_too_deep_to_follow(tmp_path: Path) -> None:
    code = f"""
        def create(request, payload: ProductIn):
            Product.objects.create(name=payload.name, note={" + ".join(["request.a"] * 600)})
        """
    assert len(read(tmp_path, code)) < 2


def test_a_syntax_error_elsewhere(tmp_path: Path) -> None:
    code = """
        def create(request, payload: ProductIn):
            Product.objects.create(name=payload.name)
        """
    assert only(read(tmp_path, code, broken="def (:")).fields == (("name", "name"),)


# --- the tables against the frameworks ------------------------------------------------------


def test_every_method_of_the_tables_exists() -> None:
    import pydantic
    from django.db.models import Manager, Model
    from django.db.models.query import QuerySet

    tables = (
        knowledge.GETTERS_OR_CREATORS,
        knowledge.UPDATERS_OR_CREATORS,
        knowledge.UPDATERS,
        knowledge.ONE_ROW - {"get_by_natural_key"},  # of BaseUserManager
        knowledge.SAME_ROWS - {"get_queryset"},
    )
    for name in frozenset().union(*tables):
        assert hasattr(QuerySet, name), name
    assert hasattr(Manager, "get_queryset")
    assert all(hasattr(Model, name) for name in knowledge.SAVERS)
    assert all(hasattr(pydantic.BaseModel, name) for name in knowledge.DUMPS | knowledge.COPIES)
    makers = knowledge.SCHEMA_MAKERS | knowledge.UNCHECKED_MAKERS
    assert all(hasattr(pydantic.BaseModel, name) for name in makers)
    assert f"pydantic.{pydantic.TypeAdapter.__name__}" == knowledge.TYPE_ADAPTER
    assert all(hasattr(pydantic.TypeAdapter, name) for name in knowledge.ADAPTING)


def test_what_looks_at_nothing_and_what_copies() -> None:
    import copy
    import dataclasses

    import pydantic

    class Price(pydantic.BaseModel):
        amount: int

    assert Price.model_construct(amount="1").amount == "1"
    assert Price(amount=1).model_copy(update={"amount": "1"}).amount == "1"
    row = dataclasses.make_dataclass("Row", ["amount"])(1)
    for module in (copy, dataclasses):
        for name in knowledge.COPYING:
            path, _, function = name.rpartition(".")
            # `copy.replace` came with Python 3.13.
            if path == module.__name__ and hasattr(module, function):
                assert type(getattr(module, function)(row)) is type(row)


# --- one function ---------------------------------------------------------------------------


def test_the_flows_of_one_function(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": MODELS,
        "shop/schemas.py": SCHEMAS,
        "shop/services.py": """
            from shop.models import Product
            from shop.schemas import ProductIn

            def create(payload: ProductIn):
                Product.objects.create(**payload.dict())

            def rename(product: Product, payload: ProductIn):
                product.name = payload.name
            """,
    }
    contracts = open_project(files, tmp_path)
    function = contracts.symbols.absolute("shop.services.rename")
    assert isinstance(function, FunctionSymbol)
    assert only(list(flows_of_function(function, contracts))).fields == (("name", "name"),)


def test_tests_are_left_out(tmp_path: Path) -> None:
    code = """
        def create(payload: ProductIn):
            Product.objects.create(name=payload.name)
        """
    source = textwrap.dedent(HEADER) + textwrap.dedent(code)
    assert read(tmp_path, "", **{"tests/test_api": source}) == []
