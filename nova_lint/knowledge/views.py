"""Views of Django and DRF: what a view class does with its form or serializer.

Source: DRF 3.18, rest_framework/mixins.py, generics.py, viewsets.py; Django 5.2,
django/views/generic/edit.py and django/contrib/admin/options.py.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

CREATE: Final = "create"
UPDATE: Final = "update"
READ: Final = "read"

# Where classes stand that have no other methods than these tables know.
FRAMEWORKS: Final = ("django.", "rest_framework.", "builtins.")

# What a class in a view's resolution order adds.
VIEW_ACTIONS: Final[dict[str, frozenset[str]]] = {
    f"rest_framework.{name}": frozenset(actions)
    for name, actions in {
        "mixins.CreateModelMixin": {CREATE, READ},
        "mixins.UpdateModelMixin": {UPDATE, READ},
        "mixins.ListModelMixin": {READ},
        "mixins.RetrieveModelMixin": {READ},
        "viewsets.ModelViewSet": {CREATE, UPDATE, READ},
        "viewsets.ReadOnlyModelViewSet": {READ},
        "generics.CreateAPIView": {CREATE, READ},
        "generics.UpdateAPIView": {UPDATE, READ},
        "generics.ListAPIView": {READ},
        "generics.RetrieveAPIView": {READ},
        "generics.ListCreateAPIView": {CREATE, READ},
        "generics.RetrieveUpdateAPIView": {UPDATE, READ},
        "generics.RetrieveUpdateDestroyAPIView": {UPDATE, READ},
        "generics.RetrieveDestroyAPIView": {READ},
    }.items()
} | {
    f"django.{name}": frozenset(actions)
    for name, actions in {
        "views.generic.CreateView": {CREATE},
        "views.generic.edit.CreateView": {CREATE},
        "views.generic.UpdateView": {UPDATE},
        "views.generic.edit.UpdateView": {UPDATE},
        "contrib.admin.ModelAdmin": {CREATE, UPDATE},
        "contrib.admin.options.ModelAdmin": {CREATE, UPDATE},
        "contrib.admin.TabularInline": {CREATE, UPDATE},
        "contrib.admin.StackedInline": {CREATE, UPDATE},
        "contrib.admin.options.InlineModelAdmin": {CREATE, UPDATE},
    }.items()
}

# A view's own method of this name, and what it does with data that a client sends.
HANDLERS: Final[dict[str, frozenset[str]]] = {
    "post": frozenset({CREATE, UPDATE}),
    "create": frozenset({CREATE}),
    "put": frozenset({UPDATE}),
    "patch": frozenset({UPDATE}),
    "update": frozenset({UPDATE}),
    "partial_update": frozenset({UPDATE}),
}

# The methods that answer a request in which a client sends something, by what they do with it,
# and those that they give the form or serializer to once it is valid. The frameworks' own save;
# what a project has in their place may not.
ANSWERING: Final = {CREATE: ("create", "post"), UPDATE: ("update", "put", "patch")}
GIVEN_LAYER: Final = {
    CREATE: ("perform_create", "form_valid"),
    UPDATE: ("perform_update", "form_valid"),
}
# What makes the form or serializer of a view.
LAYER_MAKERS: Final = frozenset({"get_serializer", "serializer_class", "get_form", "form_class"})
# The methods by which a serializer saves, and what each is called for.
SAVED_BY: Final = {
    "create": frozenset({CREATE}),
    "update": frozenset({UPDATE}),
    "save": frozenset({CREATE, UPDATE}),
}
# Methods of forms and serializers that write.
SAVING: Final = frozenset({"save", "asave", "create", "update", "save_m2m"})

# A view's route, as URL configurations write it behind the view's name, and the actions of a
# ViewSet if they are listed. A router's registration names the view within the next so many
# characters.
ROUTE: Final = re.compile(r"\.as_view\((?:\s*\{([^{}]*)\})?")
REGISTRATION: Final = re.compile(r"\.register\(")
REGISTRATION_LENGTH: Final = 200
ROUTED_ACTION: Final = re.compile(r":\s*[\"'](\w+)[\"']")

# HTTP methods, as `http_method_names` lists them, and the action that each stands for.
METHOD_ACTIONS: Final = {"post": CREATE, "put": UPDATE, "patch": UPDATE, "get": READ}

# The actions of a ViewSet, and what each does with the data of its serializer.
ACTION_MEANINGS: Final[dict[str, frozenset[str]]] = {
    "create": frozenset({CREATE, READ}),
    "update": frozenset({UPDATE, READ}),
    "partial_update": frozenset({UPDATE, READ}),
    "list": frozenset({READ}),
    "retrieve": frozenset({READ}),
    "destroy": frozenset({READ}),
    "metadata": frozenset({READ}),
}
# What projects call groups of actions, as keys of a dictionary of classes.
PURPOSES: Final[dict[str, frozenset[str]]] = {
    "read": frozenset({READ}),
    "response": frozenset({READ}),
    "output": frozenset({READ}),
    "write": frozenset({CREATE, UPDATE, READ}),
    "input": frozenset({CREATE, UPDATE, READ}),
}
# The attribute of a ViewSet that holds the action which a request asks for.
ACTION: Final = "action"
# HTTP methods, in small letters, and the actions that answer them.
METHOD_REQUESTS: Final[dict[str, frozenset[str]]] = {
    "post": frozenset({"create"}),
    "put": frozenset({"update"}),
    "patch": frozenset({"partial_update"}),
    "get": frozenset({"list", "retrieve"}),
    "head": frozenset({"list", "retrieve"}),
    "options": frozenset({"metadata"}),
    "delete": frozenset({"destroy"}),
}


class Methods(NamedTuple):
    """HTTP methods that a framework has under one name."""

    name: str
    methods: tuple[str, ...]


# rest_framework/permissions.py.
SAFE_METHODS: Final = Methods("SAFE_METHODS", ("GET", "HEAD", "OPTIONS"))
# The attribute of a view that lists its permissions, its method that may list others, and the
# method of a permission (DRF 3.18, views.py and permissions.py).
PERMISSIONS: Final = "permission_classes"
PERMISSION_GETTER: Final = "get_permissions"
PERMISSION_METHOD: Final = "has_permission"
# The attribute of a user that says whether they are logged in, and the requests that permissions
# leave to those who are not.
LOGGED_IN: Final = "is_authenticated"
ANONYMOUS_REQUESTS: Final = {
    "rest_framework.permissions.IsAuthenticated": frozenset[str](),
    "rest_framework.permissions.IsAdminUser": frozenset[str](),
    "rest_framework.permissions.IsAuthenticatedOrReadOnly": METHOD_REQUESTS["get"],
}
# The methods of a view that answer several of these, or are called for them.
ANSWERED: Final[dict[str, frozenset[str]]] = {
    **METHOD_REQUESTS,
    "perform_create": frozenset({"create"}),
    "update": frozenset({"update", "partial_update"}),
    "perform_update": frozenset({"update", "partial_update"}),
}
# Whatever else a view does: an `@action` of its own.
OTHER_REQUEST: Final = "other"

# Class attributes of views that name their serializer or form: these, and every one with
# such a word in its name (`create_serializer_class`, `serializers_by_action`).
CLASS_ATTRIBUTES: Final = frozenset({"form", "add_form", "model_form"})
LAYER_WORDS: Final = ("serializer", "form_class")

REQUEST_DATA: Final = frozenset({"POST", "FILES", "data"})
"""Attributes of a request that hold what the client sent: Django 5.2, django/http/request.py,
HttpRequest; DRF 3.16, rest_framework/request.py, Request."""

EVERY_ACTION: Final = frozenset({READ, CREATE, UPDATE})


class Chooser(NamedTuple):
    """The methods of the framework's views that say which class is used, the first of which the
    other calls, and the attribute of the view that the first gives by itself."""

    methods: tuple[str, str]
    attribute: str


# DRF 3.16, generics.py, GenericAPIView.get_serializer_class; Django 5.2, views/generic/edit.py,
# FormMixin.get_form_class.
# By a word that stands in the name of every attribute that names such a class.
CHOOSERS: Final = {
    "serializer": Chooser(("get_serializer_class", "get_serializer"), "serializer_class"),
    "form": Chooser(("get_form_class", "get_form"), "form_class"),
}

# What an admin says of the fields in its forms, whatever these say themselves (Django 5.2,
# contrib/admin/options.py, ModelAdmin.get_form; contrib/auth/admin.py, UserAdmin.get_fieldsets).
ADMIN: Final = "ModelAdmin"
ADMIN_FIELDS: Final = frozenset(
    {"fields", "fieldsets", "add_fieldsets", "get_fields", "get_fieldsets"}
)

# Methods of views that choose the serializer or form.
CLASS_GETTERS: Final = re.compile(r"_?get_(\w+_)?(serializer|form)(_class|_classes)?")
# Those of which the name says that the class shows what was saved.
ANSWER_GETTERS: Final = re.compile(r"_?get_\w*(response|output|result|answer)")
SERIALIZER_GETTERS: Final = re.compile(r"_?get_(\w+_)?serializer(_class|_classes)?")

# Decorators of operations (ninja, ninja-extra, FastAPI): their method's action.
OPERATION_METHODS: Final = {
    "get": READ,
    "post": CREATE,
    "put": UPDATE,
    "patch": UPDATE,
    "delete": READ,
    "api_operation": CREATE,
    "http_get": READ,
    "http_post": CREATE,
    "http_put": UPDATE,
    "http_patch": UPDATE,
    "http_delete": READ,
    "websocket": CREATE,
}

# Keywords of such a decorator that name what is sent back.
RESPONSE_KEYWORDS: Final = frozenset({"response", "response_model"})

# Decorators that only describe an operation to a schema generator.
DOCUMENTATION_DECORATORS: Final = frozenset(
    {"extend_schema", "extend_schema_view", "swagger_auto_schema", "extend_schema_field"}
)

# Files whose code no request reaches.
TEST_FILES: Final = re.compile(
    r"(^|/)(tests?|testing|unittests)/|(^|/)(test_[^/]*|conftest|tests)\.py$"
)
# Those of them that a test runner imports for their own sake, and not for other tests.
TEST_MODULES: Final = re.compile(r"(^|/)(test_[^/]*|[^/]*_tests?|tests)\.py$")

# ninja-extra 0.30, ninja_extra/main.py: a class so decorated is a controller, and nothing
# calls it until an API of that class registers it, by name or all that it finds.
CONTROLLER: Final = "api_controller"
CONTROLLER_API: Final = "NinjaExtraAPI"
REGISTRAR: Final = "register_controllers"
DISCOVERER: Final = "auto_discover_controllers"

# What the handlers of a DRF viewset do that `as_view({"get": "list"})` names.
ROUTED: Final = {
    "list": READ,
    "retrieve": READ,
    "destroy": READ,
    "create": CREATE,
    "update": UPDATE,
    "partial_update": UPDATE,
}

# How a handler speaks of the form or serializer of its view.
OWN_LAYER: Final = re.compile(
    r"serializer_class|get_serializer\(|form_class|get_form|perform_|self\.\w*(create|update)"
    r"|self\.(\w+_)?form\b"
    # What these do by themselves makes no form and no serializer.
    r"|super\((?![^()]*\)\.(?:get_object|get_queryset|filter_queryset|get_permissions|initial)\()"
)
