"""Layers of code: what makes a class or function a view, a task, a command.

A class belongs to a layer by a class that it descends from, a function by its decorator, or
by what it is registered with. Source: Django 5.2 (views, contrib/admin, core/management,
dispatch, template/library.py, utils/deprecation.py), DRF 3.18 (views.py, viewsets.py,
decorators.py), django-ninja 1.4 and ninja-extra 0.30, FastAPI 0.115, channels 4.3, graphene 3.4,
strawberry 0.278. Held against what is installed by tests/contracts/test_code_layers.py.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

import msgspec


class CodeLayer(StrEnum):
    """What a class or a function is for. An edge is where the world comes in: it should hand
    what it got to a service."""

    VIEW = "view"
    VIEWSET = "viewset"
    OPERATION = "operation"
    RESOLVER = "resolver"
    CONSUMER = "consumer"
    MIDDLEWARE = "middleware"
    TEMPLATE_TAG = "template tag"
    ADMIN = "admin"
    COMMAND = "command"
    FORM = "form"
    SERIALIZER = "serializer"
    SCHEMA = "schema"
    TASK = "task"
    SIGNAL = "signal receiver"
    SERVICE = "service"
    SELECTOR = "selector"
    REPOSITORY = "repository"
    MANAGER = "manager"
    MODEL = "model"
    MIGRATION = "migration"
    TEST = "test"
    OTHER = "other"


REQUESTED: Final = frozenset(
    {
        CodeLayer.VIEW,
        CodeLayer.VIEWSET,
        CodeLayer.OPERATION,
        CodeLayer.RESOLVER,
        CodeLayer.CONSUMER,
    }
)
"""The edges that answer a request."""
EDGES: Final = REQUESTED | {
    CodeLayer.TEMPLATE_TAG,
    CodeLayer.ADMIN,
    CodeLayer.FORM,
    CodeLayer.SERIALIZER,
    CodeLayer.SCHEMA,
}
"""The edges that stand between a request and the service that it is for."""


class Bases(msgspec.Struct, frozen=True):
    """Classes that put what descends from them in a layer: those below a package whose last
    name matches."""

    package: str
    names: re.Pattern[str]
    layer: CodeLayer


def _bases(package: str, names: str, layer: CodeLayer) -> Bases:
    return Bases(package, re.compile(names), layer)


BASES: Final = (
    _bases("django.contrib.admin", r".*(Admin|Inline|AdminSite|Filter)", CodeLayer.ADMIN),
    _bases("django.contrib.auth.admin", r".*Admin", CodeLayer.ADMIN),
    _bases("django.contrib.auth.views", r".*View", CodeLayer.VIEW),
    _bases("django.views", r".*View", CodeLayer.VIEW),
    _bases("rest_framework.viewsets", r".*ViewSet", CodeLayer.VIEWSET),
    _bases("rest_framework.views", r".*View", CodeLayer.VIEW),
    _bases("rest_framework.generics", r".*View", CodeLayer.VIEW),
    _bases("rest_framework_simplejwt.views", r".*View", CodeLayer.VIEW),
    _bases("ninja_extra", r".*(Controller|ControllerBase)", CodeLayer.OPERATION),
    _bases(
        "graphene",
        r"ObjectType|Mutation|ClientIDMutation|Subscription|InputObjectType",
        CodeLayer.RESOLVER,
    ),
    _bases(
        "graphene_django",
        r".*(ObjectType|Mutation|ConnectionField|FormMutation)",
        CodeLayer.RESOLVER,
    ),
    _bases("channels", r".*Consumer", CodeLayer.CONSUMER),
    _bases("django.utils.deprecation", r"MiddlewareMixin", CodeLayer.MIDDLEWARE),
    _bases("django.middleware", r".*Middleware", CodeLayer.MIDDLEWARE),
    _bases("django.contrib", r".*Middleware", CodeLayer.MIDDLEWARE),
    _bases("django.template", r"Node|SimpleNode|InclusionNode", CodeLayer.TEMPLATE_TAG),
    _bases("django.core.management", r".*Command", CodeLayer.COMMAND),
    _bases("django.forms", r".*FormSet", CodeLayer.FORM),
    _bases("serpy", r".*Serializer", CodeLayer.SERIALIZER),
    _bases("django.db.models", r".*(Manager|QuerySet)|from_queryset\(\)", CodeLayer.MANAGER),
    _bases("django.contrib.auth", r".*Manager", CodeLayer.MANAGER),
    _bases("django.db.migrations", r"Migration", CodeLayer.MIGRATION),
    _bases("django.test", r".*(TestCase|Runner)", CodeLayer.TEST),
    _bases("rest_framework.test", r".*TestCase", CodeLayer.TEST),
    _bases("unittest", r".*TestCase", CodeLayer.TEST),
)


class Decorators(msgspec.Struct, frozen=True):
    """Decorators below a package whose last name matches, and the layer of what they are put
    on."""

    package: str
    names: re.Pattern[str]
    layer: CodeLayer


def _decorators(package: str, names: str, layer: CodeLayer) -> Decorators:
    return Decorators(package, re.compile(names), layer)


DECORATORS: Final = (
    _decorators("rest_framework.decorators", r"api_view", CodeLayer.VIEW),
    _decorators("django.contrib.auth.decorators", r"\w+", CodeLayer.VIEW),
    _decorators("django.views.decorators", r"\w+", CodeLayer.VIEW),
    _decorators("django.dispatch", r"receiver", CodeLayer.SIGNAL),
    _decorators("django.contrib.admin", r"action|display|register", CodeLayer.ADMIN),
    _decorators("ninja_extra", r"api_controller|http_\w+", CodeLayer.OPERATION),
    _decorators("strawberry", r"type|field|mutation|subscription", CodeLayer.RESOLVER),
    _decorators("strawberry_django", r"type|field|mutation|\w+_mutation", CodeLayer.RESOLVER),
    _decorators("pytest", r"fixture", CodeLayer.TEST),
)
# Methods of objects that are such decorators: the package and name of the object's class, and
# the layer by the method.
_HTTP: Final = r"get|post|put|patch|delete|head|options|trace|api_operation|websocket|route"
DECORATING: Final = (
    ("ninja", r"Router|NinjaAPI|TestRouter", _HTTP, CodeLayer.OPERATION),
    ("ninja_extra", r"Router|NinjaExtraAPI|NinjaAPI", _HTTP, CodeLayer.OPERATION),
    ("fastapi", r"FastAPI|APIRouter", _HTTP, CodeLayer.OPERATION),
    ("nova", r"\w*(Router|API)", _HTTP, CodeLayer.OPERATION),
    (
        "django.template",
        r"Library",
        r"filter|tag|simple_tag|simple_block_tag|inclusion_tag",
        CodeLayer.TEMPLATE_TAG,
    ),
)

# Where functions and classes are registered: the names in the values of these are views.
URL_PATTERNS: Final = "urlpatterns"
MIDDLEWARE: Final = "MIDDLEWARE"
CONNECT: Final = "connect"
# The signals that Django sends where rows are saved or deleted; whoever sends any other signal
# says so where that happens.
SAVING_SIGNALS: Final = frozenset(
    f"django.db.models.signals.{name}"
    for name in ("pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed")
)

# The names of modules and packages that hold a layer, where nobody configures others.
MODULES: Final = {
    "services": CodeLayer.SERVICE,
    "service": CodeLayer.SERVICE,
    "selectors": CodeLayer.SELECTOR,
    "selector": CodeLayer.SELECTOR,
    "repositories": CodeLayer.REPOSITORY,
    "repository": CodeLayer.REPOSITORY,
}
SERVICE_MODULES: Final = ("services", "service")
# What makes a package a Django app; so do services.
APP_MODULES: Final = ("models", "apps", "migrations")
MIGRATION_FILES: Final = re.compile(r"(^|/)migrations/")

# What a transaction is opened, ended or undone by; other calls only ask about one, or hand a
# function over to the end of it.
TRANSACTIONS: Final = frozenset(
    f"django.db.transaction.{name}"
    for name in (
        *("atomic", "commit", "rollback", "savepoint", "savepoint_commit"),
        *("savepoint_rollback", "set_autocommit"),
    )
)

# What methods of the edges do that a framework calls to be overridden: the same as its own
# would. Django 5.2, contrib/admin/options.py; DRF 3.18, mixins.py.
HOOK_WRITES: Final[dict[str, frozenset[str]]] = {
    "perform_create": frozenset({"save"}),
    "perform_update": frozenset({"save"}),
    "perform_destroy": frozenset({"delete"}),
    "save_model": frozenset({"save"}),
    "save_formset": frozenset({"save", "delete"}),
    "save_related": frozenset({"save"}),
    "delete_model": frozenset({"delete"}),
    "delete_queryset": frozenset({"delete"}),
}
# Methods of a model that saving or deleting a row calls.
SAVING: Final = frozenset({"save", "delete", "clean", "full_clean"})
# Methods of a model that write its row, and stand for Django's own where a model has them.
OVERRIDDEN_WRITES: Final = frozenset({"save", "delete"})
# Methods that write the rows of the form or serializer that they belong to.
OWN_WRITES: Final = {
    CodeLayer.FORM: frozenset({"save", "_save_m2m"}),
    CodeLayer.SERIALIZER: frozenset({"save", "create", "update"}),
}

# What a view gets a row by, and methods that give what they are called on as it came.
FETCHES: Final = frozenset({"get_object_or_404", "aget_object_or_404", "get_object", "aget_object"})
FETCHING: Final = frozenset({"get", "aget", "first", "afirst", "filter"})
"""The same of a manager."""
MANAGERS: Final = frozenset({"objects", "_default_manager", "get_queryset"})
HANDS_ON: Final = frozenset({"dict", "model_dump", "items", "get", "copy", "pop"})

# What only somebody knows who answers a request, by package or dotted name, and what of these
# packages a service may use all the same.
HTTP: Final = (
    "django.http",
    "django.shortcuts",
    "django.urls",
    "django.views",
    "django.contrib.messages",
    "django.template.response",
    "rest_framework.decorators",
    "rest_framework.generics",
    "rest_framework.permissions",
    "rest_framework.request",
    "rest_framework.response",
    "rest_framework.reverse",
    "rest_framework.serializers",
    "rest_framework.status",
    "rest_framework.views",
    "rest_framework.viewsets",
    "ninja.NinjaAPI",
    "ninja.Router",
    "ninja.errors.HttpError",
    "ninja.responses",
    "fastapi",
    "starlette.requests",
    "starlette.responses",
    "starlette.status",
)
NOT_HTTP: Final = frozenset(
    {
        # Texts of addresses, which a message may hold.
        "django.urls.reverse",
        "django.urls.reverse_lazy",
        "django.http.QueryDict",
    }
)
