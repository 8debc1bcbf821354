"""How data travels between layers and models: the frameworks' methods that move it.

Source: Django 5.2 (django/db/models/query.py, manager.py, django/shortcuts.py), DRF 3.18
(serializers.py, generics.py), pydantic 2.13, django-ninja 1.4 to 1.7, ninja-extra 0.30,
FastAPI 0.115, Celery 5.5.
"""

from __future__ import annotations

import re
from typing import Final

# Managers and querysets --------------------------------------------------------------------

MANAGER_NAMES: Final = frozenset({"objects", "_default_manager", "_base_manager"})

# Methods that create a row from keywords; what they do to the keywords first makes the
# named ones different values.
CREATORS: Final[dict[str, frozenset[str]]] = {
    "create": frozenset(),
    "acreate": frozenset(),
    "create_user": frozenset({"password"}),
    "create_superuser": frozenset({"password"}),
    "acreate_user": frozenset({"password"}),
    "acreate_superuser": frozenset({"password"}),
}
GETTERS_OR_CREATORS: Final = frozenset({"get_or_create", "aget_or_create"})
UPDATERS_OR_CREATORS: Final = frozenset({"update_or_create", "aupdate_or_create"})
# Keywords of these two that are no columns.
UPDATE_DEFAULTS: Final = "defaults"
CREATE_DEFAULTS: Final = "create_defaults"
DEFAULTS: Final = frozenset({UPDATE_DEFAULTS, CREATE_DEFAULTS})
UPDATERS: Final = frozenset({"update", "aupdate"})

ONE_ROW: Final = frozenset(
    {"get", "aget", "first", "afirst", "last", "alast", "latest", "alatest", "earliest"}
    | {"aearliest", "get_by_natural_key"}
)
SAME_ROWS: Final = frozenset(
    {"all", "filter", "exclude", "order_by", "select_related", "prefetch_related", "only"}
    | {"defer", "annotate", "alias", "distinct", "using", "select_for_update", "reverse"}
    | {"union", "intersection", "difference", "none", "iterator", "aiterator", "get_queryset"}
    | {"complex_filter", "extra"}
)
SAVERS: Final = frozenset({"save", "asave"})

# Functions that look a row up: their first argument is a model, a manager or a queryset.
LOOK_UPS: Final = frozenset(
    {
        "django.shortcuts.get_object_or_404",
        "django.shortcuts.aget_object_or_404",
        "rest_framework.generics.get_object_or_404",
        "ninja_extra.shortcuts.get_object_or_exception",
    }
)
LIST_LOOK_UPS: Final = frozenset(
    {"django.shortcuts.get_list_or_404", "django.shortcuts.aget_list_or_404"}
)

# Schemas -----------------------------------------------------------------------------------

DUMPS: Final = frozenset({"model_dump", "dict"})
# Keywords of a dump: those that leave out values which the client did not send, and those
# after which the keys are no longer the names of the fields.
PARTIAL_KEYWORDS: Final = frozenset({"exclude_unset", "exclude_none", "exclude_defaults"})
RENAMING_KEYWORDS: Final = frozenset({"by_alias"})
COPIES: Final = frozenset({"model_copy", "copy"})
# Functions whose result is of the class of their first argument.
COPYING: Final = frozenset({"copy.copy", "copy.deepcopy", "copy.replace", "dataclasses.replace"})
# Class methods that make a schema from data, or from an object's attributes.
SCHEMA_MAKERS: Final = frozenset(
    {"model_validate", "from_orm", "parse_obj", "validate", "model_validate_json", "parse_raw"}
)
# Class methods that make one of what they are given, and look at nothing.
UNCHECKED_MAKERS: Final = frozenset({"construct", "model_construct"})
# What a copy holds in other values' places, unchecked too.
COPY_CHANGES: Final = "update"
# Validates for an annotation, by methods of these names.
TYPE_ADAPTER: Final = "pydantic.TypeAdapter"
ADAPTING: Final = frozenset({"validate_json", "validate_python", "validate_strings"})
# `PatchDict[Schema]` is a dictionary of what the client sent.
PATCH_DICT: Final = "ninja.PatchDict"

# Forms and serializers ---------------------------------------------------------------------

CLEAN_DATA: Final = frozenset({"cleaned_data", "validated_data"})
# What a serializer without a model shows of the data that it was given.
SHOWN_DATA: Final = "data"

# Methods that a framework calls with layer data: what each parameter after `self` is.
# `data` is the checked data of the class, `row` the instance that it changes, `form` and
# `serializer` what the view's class attribute names.
LAYER_METHODS: Final[dict[str, tuple[str, ...]]] = {
    "create": ("data",),
    "update": ("row", "data"),
}
VIEW_METHODS: Final[dict[str, tuple[str, ...]]] = {
    "form_valid": ("filled",),
    "form_invalid": ("filled",),
    "perform_create": ("filled",),
    "perform_update": ("filled",),
}
# The frameworks' own versions of these save what they are given; Django's `form_valid` does
# so in views of these classes.
SAVING_METHODS: Final = frozenset({"form_valid", "perform_create", "perform_update"})
MODEL_FORM_VIEWS: Final = ("CreateView", "UpdateView", "ModelFormMixin")
VIEW_CLASS_ATTRIBUTES: Final = ("serializer_class", "form_class")
FILLED_GETTERS: Final = frozenset({"get_serializer", "get_form"})
CLASS_GETTERS: Final = frozenset({"get_serializer_class", "get_form_class"})

# Operations --------------------------------------------------------------------------------

# Decorators by their last name, and the HTTP method that each stands for.
OPERATIONS: Final[dict[str, str]] = {
    **{method: method for method in ("get", "post", "put", "patch", "delete")},
    **{f"http_{method}": method for method in ("get", "post", "put", "patch", "delete")},
    "api_operation": "",
    "http_generic": "",
}
RESPONSES: Final = frozenset({"response", "response_model"})
# Names that mean a PATCH where they are a view's method.
PATCH_METHODS: Final = frozenset({"patch", "partial_update"})
FASTAPI: Final = "fastapi."

# Annotations -------------------------------------------------------------------------------

LIST_TYPES: Final = frozenset(
    {f"typing.{name}" for name in ("List", "Sequence", "Iterable", "Collection", "Set", "Iterator")}
    | {f"builtins.{name}" for name in ("list", "set", "frozenset")}
)
TYPED_DICT: Final = "typing.TypedDict"
NAMED_TUPLE: Final = "typing.NamedTuple"
# What a call of `collections.namedtuple` makes.
NAMED_TUPLE_CLASS: Final = "collections.namedtuple()"
TUPLE_TYPES: Final = frozenset({"typing.Tuple", "builtins.tuple"})
CLASS_TYPES: Final = frozenset({"typing.Type", "builtins.type"})
AWAITABLE_TYPES: Final = frozenset({"typing.Awaitable", "typing.Coroutine"})
# `Annotated[X, …]` and such promise an X.
TRANSPARENT_TYPES: Final = frozenset(
    {"typing.Annotated", "typing.Optional", "typing.Required", "typing.Final"}
)
# Generic classes of rows, by their last names.
QUERYSET_TYPES: Final = frozenset({"QuerySet", "Manager", "BaseManager"})
# The classes that django-stubs gives the managers of relations, which Django makes when it
# runs, and the class of the column that opens such a relation.
RELATED_MANAGER_TYPES: Final = {
    "django.db.models.fields.related_descriptors.RelatedManager": "ForeignKey",
    "django.db.models.fields.related_descriptors.ManyRelatedManager": "ManyToManyField",
}
# `Body[Schema]` in a ninja operation is a parameter of that schema.
NINJA_PARAMETERS: Final = frozenset({"Body", "Form", "Query", "Path", "Header", "Cookie"})
# Packages whose names matter in annotations, or are known without being read.
READ_PACKAGES: Final = frozenset(
    {"typing", "typing_extensions", "collections", "ninja", "pydantic", "nova"}
)

# Calls that run a function later or elsewhere ------------------------------------------------

# Attributes of a task under which its function is called with the same arguments.
TASK_CALLS: Final = frozenset({"delay", "enqueue", "aenqueue", "adelay", "run", "s", "si"})
TASK_CALLS_WITH_LISTS: Final = frozenset({"apply_async", "apply", "aapply_async"})
# Functions that return their first argument, callable from the other colour of code.
FUNCTION_WRAPPERS: Final = frozenset(
    {
        "asgiref.sync.sync_to_async",
        "asgiref.sync.async_to_sync",
        "channels.db.database_sync_to_async",
    }
)
# Functions that call their first argument with the others.
FUNCTION_CALLERS: Final = frozenset({"asyncio.to_thread", "functools.partial"})

# A function that calls its first argument once the transaction is committed.
ON_COMMIT: Final = "django.db.transaction.on_commit"

# Methods that read what they are given and leave it as it is.
HARMLESS: Final = frozenset(
    {"debug", "info", "warning", "error", "exception", "critical", "log", "append", "add"}
    | {"extend", "send", "send_robust", "set", "write", "print", "get", "dumps", "join", "format"}
    | {"is_valid", "delay", "apply_async", "update", "create", "filter", "bulk_create"}
)

# Code that saves an object which somebody else made, or hands it to a relation.
SAVES: Final = re.compile(r"\.a?(save\w*|bulk_\w+|add|set|\w*create)\(")
