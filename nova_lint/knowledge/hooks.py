"""What forms, serializers and signals call of a project, and what serializers show.

Source: Django 5.2, django/forms/forms.py, BaseForm._clean_fields; django/dispatch/dispatcher.py;
DRF 3.18, serializers.py, Serializer.to_internal_value, fields.py and relations.py. Held against
both by tests/asynchrony, which runs them.
"""

from __future__ import annotations

from typing import Final

# Methods that validation calls: for the whole, and for each field by the start of the name.
HOOKS: Final = {"form": ("clean",), "serializer": ("validate",)}
FIELD_HOOKS: Final = {"form": "clean_", "serializer": "validate_"}

# A field whose value a method of the serializer gives, `get_` and the field's name.
METHOD_FIELD: Final = "rest_framework.serializers.SerializerMethodField"
# Fields that show a row by its key, which is in the row that refers to it.
SHOWN_BY_KEY: Final = frozenset(
    {
        "rest_framework.serializers.PrimaryKeyRelatedField",
        "rest_framework.serializers.HyperlinkedRelatedField",
    }
)

# Classes and methods of them that make an operation of a function. What an async one returns
# is made its schema in the event loop (django-ninja 1.4, ninja/operation.py,
# AsyncOperation.run), unless another decorator takes it first: a list of the keyword's schemas
# goes through a queryset, any other schema does not.
OPERATION_ROUTERS: Final = frozenset({"ninja.NinjaAPI", "ninja.Router"})
OPERATION_DECORATORS: Final = frozenset(
    {"api_operation", "delete", "get", "patch", "post", "put"},
)
OPERATION_SCHEMA: Final = "response"
LISTS: Final = frozenset({"List", "list"})

SIGNAL: Final = "django.dispatch.Signal"
# Methods of a signal that call its receivers where they are called themselves; `send_robust`
# hands back what a receiver raises.
SENDERS: Final = frozenset({"send", "send_robust"})
