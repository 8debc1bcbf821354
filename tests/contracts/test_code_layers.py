"""Which layer of code a class or function belongs to, and what puts it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_lint.contracts.code.architecture import Architecture
from nova_lint.contracts.code.definitions import definitions
from nova_lint.contracts.code.registrations import registrations
from nova_lint.contracts.project import Contracts
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.workspace.symbols import ClassSymbol
from tests.support import open_project

FILES = {
    "shop/__init__.py": "",
    "shop/settings.py": """
        MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "shop.middleware.Timing"]
        MIDDLEWARE.append("shop.middleware.counting")
        INSTALLED_APPS = ["shop.orders"]
    """,
    "shop/middleware.py": """
        class Timing:
            def __init__(self, get_response): ...
            def __call__(self, request): ...
        def counting(get_response): ...
        class Unused:
            def __call__(self, request): ...
    """,
    "shop/urls.py": """
        from django.urls import include, path, re_path
        from django.views.generic import TemplateView
        from shop.orders import views
        from shop.orders.views import detail as show
        more = [path("more/", views.more)]
        urlpatterns = [
            path("", views.index),
            re_path("(.*)/", show),
            path("about/", views.About.as_view()),
            path("terms/", TemplateView.as_view()),
        ]
        urlpatterns += [path("late/", views.late)]
    """,
    "shop/celery.py": """
        from celery import Celery
        app = Celery("shop")
        app.autodiscover_tasks()
    """,
    "shop/orders/__init__.py": "",
    "shop/orders/models.py": """
        from django.contrib.auth.models import UserManager
        from django.db import models
        class Order(models.Model):
            class Status(models.TextChoices):
                OPEN = "open"
            def close(self): ...
        class Paid(models.QuerySet):
            def newest(self): ...
        class Orders(models.Manager.from_queryset(Paid)):
            pass
        class Staff(UserManager): ...
        class Dated(models.Model):
            class Meta:
                abstract = True
        class Invoice(Dated): ...
    """,
    "shop/orders/views.py": """
        from django.contrib.auth.decorators import login_required
        from django.views import View
        from django.views.generic import ListView
        from rest_framework import generics, viewsets
        from rest_framework.decorators import action, api_view
        from rest_framework.views import APIView
        from rest_framework import serializers
        def index(request): ...
        def detail(request, rest): ...
        def late(request): ...
        def more(request): ...
        def helper(order): ...
        class About(View):
            def get(self, request): ...
        class Base(ListView): ...
        class Everything(Base): ...
        class Api(APIView):
            class InputSerializer(serializers.Serializer):
                name = serializers.CharField()
            def post(self, request): ...
        class Rows(generics.ListCreateAPIView): ...
        class Orders(viewsets.ModelViewSet):
            @action(detail=True)
            def close(self, request, pk=None): ...
        @api_view(["GET"])
        def ping(request): ...
        @login_required
        def account(request): ...
    """,
    "shop/orders/api.py": """
        from ninja import NinjaAPI, Router, Schema
        from fastapi import APIRouter
        router = Router()
        fast = APIRouter()
        api = NinjaAPI()
        api.add_router("orders", router)
        class OrderIn(Schema):
            name: str
        @router.post("/")
        def create(request, payload: OrderIn): ...
        @api.get("/")
        async def ready(request): ...
        @fast.get("/fast")
        def fast_one(): ...
        @router.unknown
        def plain(): ...
    """,
    "shop/orders/schema.py": """
        import graphene
        import strawberry
        class Query(graphene.ObjectType):
            def resolve_orders(self, info): ...
        class Close(graphene.Mutation):
            def mutate(root, info): ...
        @strawberry.type
        class Mutation:
            @strawberry.mutation
            def open(self) -> str: ...
    """,
    "shop/orders/consumers.py": """
        from channels.generic.websocket import AsyncWebsocketConsumer
        class Updates(AsyncWebsocketConsumer):
            async def receive(self, text_data=None, bytes_data=None): ...
    """,
    "shop/orders/admin.py": """
        from django.contrib import admin
        from shop.orders.models import Order
        @admin.register(Order)
        class OrderAdmin(admin.ModelAdmin):
            def close_all(self, request, queryset): ...
        class Lines(admin.TabularInline): ...
        @admin.action(description="Close")
        def close(modeladmin, request, queryset): ...
    """,
    "shop/orders/forms.py": """
        from django import forms
        class OrderForm(forms.Form):
            def clean(self): ...
    """,
    "shop/orders/signals.py": """
        from django.db.models.signals import post_save, pre_save
        from django.dispatch import receiver
        from shop.orders.models import Order
        @receiver(post_save, sender=Order)
        def saved(sender, instance, **kwargs): ...
        def before(sender, instance, **kwargs): ...
        def nobody(sender, instance, **kwargs): ...
        pre_save.connect(before, sender=Order)
    """,
    "shop/orders/tasks.py": """
        from celery import Task, shared_task
        from shop.celery import app
        @shared_task
        def ship(pk): ...
        @app.task(bind=True)
        def bill(self, pk): ...
        class Remind(Task):
            def run(self, pk): ...
        def helper(pk): ...
    """,
    "shop/orders/management/commands/cleanup.py": """
        from django.core.management.base import BaseCommand
        class Command(BaseCommand):
            def handle(self, *args, **options): ...
    """,
    "shop/orders/templatetags/money.py": """
        from django import template
        register = template.Library()
        @register.filter
        def euros(value): ...
        @register.simple_tag(takes_context=True)
        def total(context): ...
        def helper(value): ...
    """,
    "shop/orders/services.py": """
        from dataclasses import dataclass
        @dataclass
        class Pricing:
            def price(self): ...
        def place(order): ...
    """,
    "shop/orders/selectors/__init__.py": "",
    "shop/orders/selectors/orders.py": "def newest(): ...",
    "shop/orders/tests/factories.py": """
        from shop.orders.models import Order
        class Fake(Order): ...
        def order(): ...
    """,
    "shop/orders/migrations/0001_initial.py": """
        from django.db import migrations
        class Migration(migrations.Migration): ...
        def forwards(apps, schema_editor): ...
    """,
    "shop/core/usecases.py": "def refund(order): ...",
}

EXPECTED = {
    "shop.middleware.Timing": CodeLayer.MIDDLEWARE,
    "shop.middleware.Timing.__call__": CodeLayer.MIDDLEWARE,
    "shop.middleware.counting": CodeLayer.MIDDLEWARE,
    "shop.middleware.Unused": CodeLayer.OTHER,
    "shop.orders.models.Order": CodeLayer.MODEL,
    "shop.orders.models.Order.close": CodeLayer.MODEL,
    "shop.orders.models.Order.Status": CodeLayer.MODEL,
    "shop.orders.models.Paid": CodeLayer.MANAGER,
    "shop.orders.models.Paid.newest": CodeLayer.MANAGER,
    "shop.orders.models.Orders": CodeLayer.MANAGER,
    "shop.orders.models.Staff": CodeLayer.MANAGER,
    "shop.orders.models.Dated": CodeLayer.MODEL,
    "shop.orders.models.Invoice": CodeLayer.MODEL,
    "shop.orders.views.index": CodeLayer.VIEW,
    "shop.orders.views.detail": CodeLayer.VIEW,
    "shop.orders.views.late": CodeLayer.VIEW,
    "shop.orders.views.more": CodeLayer.OTHER,
    "shop.orders.views.helper": CodeLayer.OTHER,
    "shop.orders.views.About.get": CodeLayer.VIEW,
    "shop.orders.views.Everything": CodeLayer.VIEW,
    "shop.orders.views.Api": CodeLayer.VIEW,
    "shop.orders.views.Api.InputSerializer": CodeLayer.SERIALIZER,
    "shop.orders.views.Rows": CodeLayer.VIEW,
    "shop.orders.views.Orders": CodeLayer.VIEWSET,
    "shop.orders.views.Orders.close": CodeLayer.VIEWSET,
    "shop.orders.views.ping": CodeLayer.VIEW,
    "shop.orders.views.account": CodeLayer.VIEW,
    "shop.orders.api.OrderIn": CodeLayer.SCHEMA,
    "shop.orders.api.create": CodeLayer.OPERATION,
    "shop.orders.api.ready": CodeLayer.OPERATION,
    "shop.orders.api.fast_one": CodeLayer.OPERATION,
    "shop.orders.api.plain": CodeLayer.OTHER,
    "shop.orders.schema.Query.resolve_orders": CodeLayer.RESOLVER,
    "shop.orders.schema.Close.mutate": CodeLayer.RESOLVER,
    "shop.orders.schema.Mutation.open": CodeLayer.RESOLVER,
    "shop.orders.consumers.Updates.receive": CodeLayer.CONSUMER,
    "shop.orders.admin.OrderAdmin": CodeLayer.ADMIN,
    "shop.orders.admin.OrderAdmin.close_all": CodeLayer.ADMIN,
    "shop.orders.admin.Lines": CodeLayer.ADMIN,
    "shop.orders.admin.close": CodeLayer.ADMIN,
    "shop.orders.forms.OrderForm.clean": CodeLayer.FORM,
    "shop.orders.signals.saved": CodeLayer.SIGNAL,
    "shop.orders.signals.before": CodeLayer.SIGNAL,
    "shop.orders.signals.nobody": CodeLayer.OTHER,
    "shop.orders.tasks.ship": CodeLayer.TASK,
    "shop.orders.tasks.bill": CodeLayer.TASK,
    "shop.orders.tasks.Remind.run": CodeLayer.TASK,
    "shop.orders.tasks.helper": CodeLayer.OTHER,
    "shop.orders.management.commands.cleanup.Command.handle": CodeLayer.COMMAND,
    "shop.orders.templatetags.money.euros": CodeLayer.TEMPLATE_TAG,
    "shop.orders.templatetags.money.total": CodeLayer.TEMPLATE_TAG,
    "shop.orders.templatetags.money.helper": CodeLayer.OTHER,
    "shop.orders.services.Pricing": CodeLayer.SERVICE,
    "shop.orders.services.Pricing.price": CodeLayer.SERVICE,
    "shop.orders.services.place": CodeLayer.SERVICE,
    "shop.orders.selectors.orders.newest": CodeLayer.SELECTOR,
    "shop.orders.tests.factories.Fake": CodeLayer.TEST,
    "shop.orders.tests.factories.order": CodeLayer.TEST,
    "shop.orders.migrations.0001_initial.Migration": CodeLayer.MIGRATION,
    "shop.orders.migrations.0001_initial.forwards": CodeLayer.MIGRATION,
    "shop.core.usecases.refund": CodeLayer.OTHER,
}


def layers(project: Contracts) -> dict[str, CodeLayer]:
    return {
        symbol.name: (
            project.code_layers.of_class(symbol)
            if isinstance(symbol, ClassSymbol)
            else project.code_layers.of_function(symbol)
        ).layer
        for path in project.workspace.paths
        for symbol in definitions(project.workspace.modules.at(path), project)
    }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CodeLayer]:
    return layers(open_project(FILES, tmp_path_factory.mktemp("project")))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_class_or_function_belongs_to_its_layer(found: dict[str, CodeLayer], name: str):
    assert found[name] is EXPECTED[name]


def test_every_layer_but_one_by_path_alone_is_recognized_here():
    assert set(CodeLayer) - set(EXPECTED.values()) == {CodeLayer.REPOSITORY}


def test_the_settings_say_which_paths_hold_a_layer(tmp_path: Path):
    project = open_project(FILES, tmp_path)
    project.architecture = Architecture(
        {CodeLayer.SERVICE: ("shop/core/**",), CodeLayer.REPOSITORY: ("shop/orders/selectors/",)}
    )
    found = layers(project)
    assert found["shop.core.usecases.refund"] is CodeLayer.SERVICE
    assert found["shop.orders.selectors.orders.newest"] is CodeLayer.REPOSITORY
    # What the settings name stands in the place of the usual names; a base class is stronger.
    assert found["shop.orders.services.place"] is CodeLayer.OTHER
    assert found["shop.orders.models.Order"] is CodeLayer.MODEL


def test_an_app_is_the_nearest_package_with_models_or_services(tmp_path: Path):
    project = open_project(FILES, tmp_path)
    modules = project.workspace.modules

    def app(path: str) -> str:
        return project.apps.of(modules.at(path))

    assert app("shop/orders/selectors/orders.py") == "shop.orders"
    assert app("shop/orders/views.py") == "shop.orders"
    assert app("shop/urls.py") == "shop"
    assert project.apps.has_services("shop.orders")
    assert not project.apps.has_services("shop")


def test_an_empty_module_of_services_is_none(tmp_path: Path):
    files = {"shop/__init__.py": "", "shop/models.py": "", "shop/services.py": "import json\n"}
    assert not open_project(files, tmp_path).apps.has_services("shop")


def test_what_is_registered_is_known_by_file_and_name(tmp_path: Path):
    found = registrations(open_project(FILES, tmp_path))
    assert {path for path, _ in found.views} == {"shop/orders/views.py"}
    assert len(found.views) == 4
    assert len(found.middleware) == 2
    assert len(found.receivers) == 1
