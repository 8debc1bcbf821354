"""What of Django and DRF queries besides the ORM itself: functions and classes by dotted name.

A class stands under the name of the class that defines the method; its subclasses inherit.
Source: Django 5.2 and 6.1 (django/shortcuts.py, db/transaction.py, contrib/auth,
contrib/sessions, forms, core/paginator.py, core/cache), DRF 3.18 (serializers.py). Held
against the installed frameworks by tests/asynchrony, which runs the entries, and
tests/knowledge/test_queries.py.
"""

from __future__ import annotations

import re
from typing import Final

from nova_lint.knowledge.queries import (
    Act,
    Call,
    Calls,
    Effect,
    Result,
    Twin,
    Version,
    When,
    lazy,
    neither,
    reads,
    transacts,
    writes,
)

_40: Final[Version] = (4, 0)
_50: Final[Version] = (5, 0)
_51: Final[Version] = (5, 1)
_52: Final[Version] = (5, 2)
_60: Final[Version] = (6, 0)

# Django's own commands that work on the database, by name.
DATABASE_COMMANDS: Final = frozenset(
    {
        *("changepassword", "clearsessions", "createcachetable", "createsuperuser", "flush"),
        *("inspectdb", "loaddata", "makemigrations", "migrate", "remove_stale_contenttypes"),
        *("showmigrations", "sqlflush", "sqlmigrate"),
    }
)

# Functions ---------------------------------------------------------------------------------

# A twin without a dot stands in the same module.
FUNCTIONS: Final[Calls] = {
    "django.shortcuts.get_object_or_404": reads(Result.ROW, Twin("aget_object_or_404", _50)),
    "django.shortcuts.get_list_or_404": reads(Result.ROWS, Twin("aget_list_or_404", _50)),
    "rest_framework.generics.get_object_or_404": reads(Result.ROW),
    "django.db.models.prefetch_related_objects": reads(
        Result.NOTHING, Twin("aprefetch_related_objects", _50)
    ),
    "django.core.serializers.serialize": reads(Result.TEXT, when=When.GIVEN_QUERYSET),
    "django.contrib.auth.authenticate": reads(
        Result.ROW_OR_NONE, Twin("aauthenticate", _50), When.CREDENTIALS
    ),
    "django.contrib.auth.get_user": reads(
        Result.ROW, Twin("aget_user", _50), when=When.IN_DATABASE
    ),
    # It saves the time of the login, wherever the session is kept.
    "django.contrib.auth.login": writes(Result.NOTHING, Twin("alogin", _50)),
    "django.contrib.auth.logout": writes(
        Result.NOTHING, Twin("alogout", _50), when=When.IN_DATABASE
    ),
    # The twin came with Django 5.0, but up to 5.2 it asks `request.user`, which queries unless
    # somebody has loaded it in a thread.
    "django.contrib.auth.update_session_auth_hash": writes(
        Result.NOTHING, Twin("aupdate_session_auth_hash", _60), When.IN_DATABASE
    ),
    "django.contrib.auth.aupdate_session_auth_hash": Call(
        act=Act.RUNS,
        result=Result.NOTHING,
        effect=Effect.READ,
        when=When.NOT_LOADED,
        since=_50,
        until=_60,
    ),
    "django.contrib.sites.shortcuts.get_current_site": reads(Result.ROW, when=When.SITES),
    "django.core.management.call_command": writes(Result.OTHER, when=When.COMMAND),
    # The values of many-to-many columns are rows.
    "django.forms.models.model_to_dict": reads(Result.OTHER, when=When.MANY_TO_MANY),
    # Transactions.
    **{
        f"django.db.transaction.{name}": transacts()
        for name in (
            *("commit", "rollback", "savepoint_rollback", "savepoint_commit"),
            *("set_autocommit", "clean_savepoints", "on_commit"),
        )
    },
    "django.db.transaction.get_autocommit": transacts(Result.TRUTH),
    "django.db.transaction.savepoint": transacts(Result.OTHER),
    "django.db.transaction.get_rollback": neither(Result.TRUTH),
    "django.db.transaction.set_rollback": neither(Result.NOTHING),
    "django.db.transaction.get_connection": neither(),
}

# Context managers and decorators that touch the database when they are entered. `atomic` is
# none for `async with`, and as a decorator of an async function it is entered when the
# function is called, before it runs.
ATOMIC: Final = "django.db.transaction.atomic"
ENTERED: Final[Calls] = {
    ATOMIC: transacts(),
    "django.db.transaction.mark_for_rollback_on_error": neither(),
    "django.test.utils.CaptureQueriesContext": transacts(),
    "django.db.backends.base.schema.BaseDatabaseSchemaEditor": transacts(),
}

# What a form or serializer keeps the row as that it has saved (django/forms/models.py,
# BaseModelForm; rest_framework/serializers.py, BaseSerializer.save).
SAVED_ROW: Final = "instance"

# Objects -----------------------------------------------------------------------------------

_INTROSPECTION: Final = "django.db.backends.base.introspection.BaseDatabaseIntrospection"
SESSION: Final = "django.contrib.sessions.backends.base.SessionBase"
# Where an instance of a class below is found, by dotted name.
OBJECTS: Final[dict[str, str]] = {
    "django.db.connection": "django.db.backends.base.base.BaseDatabaseWrapper",
    "django.db.connections[]": "django.db.backends.base.base.BaseDatabaseWrapper",
    "django.core.cache.cache": "django.core.cache.backends.base.BaseCache",
    "django.core.cache.caches[]": "django.core.cache.backends.base.BaseCache",
    "django.db.backends.base.base.BaseDatabaseWrapper.introspection": _INTROSPECTION,
    "django.db.backends.base.base.BaseDatabaseWrapper.schema_editor()": (
        "django.db.backends.base.schema.BaseDatabaseSchemaEditor"
    ),
    "django.http.HttpRequest.session": SESSION,
}

# `request.user` is made when somebody asks it for anything: an attribute, its truth, its
# class. `await request.auser()` (Django 5.0) gives the user, but leaves `request.user` as it
# was: that one queries on its own.
LAZY_USER: Final = "django.http.HttpRequest.user"
# The middleware that makes it so, and the one setting that names it.
LAZY_USER_MIDDLEWARE: Final = "django.contrib.auth.middleware.AuthenticationMiddleware"
# What a class of middleware says that puts a user of its own there.
ASSIGNS_USER: Final = re.compile(r"^\s*request\.user\s*=(?!=)", re.MULTILINE)
LAZY_USER_TWIN: Final = Twin("auser", _50)
# Functions that put a user who is in memory in the place of the request's own, and load
# the session.
REPLACES_USER: Final = frozenset(
    f"django.contrib.auth.{name}" for name in ("login", "alogin", "logout", "alogout")
)

# Decorators of views that load the session before the view runs.
LOADS_SESSION: Final = frozenset(
    f"django.contrib.auth.decorators.{name}"
    for name in ("login_required", "permission_required", "user_passes_test")
)

# The variable of the environment under which Django refuses nothing, unless it is empty, and the
# functions that set variables, by their last name; those of the second table do so only with the
# environment before the dot or among what they are given. `os.putenv` is none of them: Django
# reads `os.environ`, which does not see it (Django 5.2, django/utils/asyncio.py, async_unsafe;
# run by tests/knowledge/test_permission.py).
PERMITS_QUERIES: Final = "DJANGO_ALLOW_ASYNC_UNSAFE"
ENVIRONMENT: Final = "environ"
SETS_VARIABLES: Final = frozenset({"setenv"})
SETS_ENTRIES: Final = frozenset({"setdefault", "update", "dict", "__setitem__", "setitem"})

# Where sessions and caches live in the database. Sessions do if the settings say nothing.
SESSION_ENGINES_IN_DATABASE: Final = frozenset(
    {"django.contrib.sessions.backends.db", "django.contrib.sessions.backends.cached_db"}
)
CACHE_BACKENDS_IN_DATABASE: Final = frozenset({"django.core.cache.backends.db.DatabaseCache"})

# Methods of a cache that call what they are given if the cache has no value: the position of
# the function. The awaitable twins call it in the event loop.
CACHE: Final = "django.core.cache.backends.base.BaseCache"
CALLS_BACK: Final = {"get_or_set": 1, "aget_or_set": 1}
# Methods of a cache that pickle what they are given, by its position.
PICKLES: Final = {"set": 1, "add": 1}

_CONNECTION: Final[Calls] = {
    **{
        name: transacts()
        for name in (
            *("clean_savepoints", "close", "commit", "connect", "cursor", "ensure_connection"),
            *("get_autocommit", "on_commit", "rollback", "savepoint", "savepoint_commit"),
            *("savepoint_rollback", "set_autocommit"),
        )
    },
    **{name: neither() for name in ("execute_wrapper", "get_rollback", "set_rollback")},
    **{name: neither() for name in ("queries", "in_atomic_block", "vendor", "alias")},
    "schema_editor": neither(),
}


def _session(result: Result, name: str, effect: Effect = Effect.READ) -> Call:
    """A method of a session: it loads the session, unless it has been loaded."""
    return Call(
        act=Act.RUNS,
        result=result,
        effect=effect,
        when=When.IN_DATABASE,
        twin=Twin(f"a{name}", _51),
    )


_SESSION: Final[Calls] = {
    # These load the session if it has a key and is not loaded yet. What they change is
    # written at the end of the request, by the middleware.
    **{
        name: _session(Result.OTHER, name)
        for name in (
            *("get", "pop", "setdefault", "update", "has_key", "keys", "values", "items"),
            *("set_test_cookie", "test_cookie_worked", "delete_test_cookie", "set_expiry"),
            *("get_expiry_age", "get_expiry_date", "get_expire_at_browser_close"),
        )
    },
    "exists": _session(Result.TRUTH, "exists"),
    "load": _session(Result.OTHER, "load"),
    **{
        name: _session(Result.NOTHING, name, Effect.WRITE)
        for name in ("save", "create", "delete", "flush", "cycle_key", "clear_expired")
    },
    "__getitem__": reads(Result.OTHER, Twin("aget", _51), When.IN_DATABASE),
    "__setitem__": reads(Result.NOTHING, Twin("aset", _51), When.IN_DATABASE),
    "__contains__": reads(Result.TRUTH, Twin("ahas_key", _51), When.IN_DATABASE),
    "__delitem__": reads(Result.NOTHING, Twin("apop", _51), When.IN_DATABASE),
    **{
        name: neither()
        for name in (
            *("clear", "is_empty", "encode", "decode", "session_key", "key_salt"),
            *("get_session_cookie_age", "accessed", "modified"),
        )
    },
}


def _cached(result: Result, name: str, effect: Effect) -> Call:
    """A method of a cache, which queries only if the cache is a table."""
    return Call(
        act=Act.RUNS,
        result=result,
        effect=effect,
        when=When.IN_DATABASE,
        twin=Twin(f"a{name}", _40),
    )


_CACHE: Final[Calls] = {
    **{name: _cached(Result.OTHER, name, Effect.READ) for name in ("get", "get_many", "has_key")},
    **{
        name: _cached(Result.OTHER, name, Effect.WRITE)
        for name in (
            *("add", "clear", "decr", "decr_version", "delete", "delete_many", "get_or_set"),
            *("incr", "incr_version", "set", "set_many", "touch"),
        )
    },
    "__contains__": reads(Result.TRUTH, Twin("ahas_key", _40), When.IN_DATABASE),
    **{name: neither() for name in ("make_key", "validate_key", "close")},
}


def _permission(result: Result, name: str) -> Call:
    return reads(result, Twin(f"a{name}", _52), When.ORDINARY_USER)


_PERMISSIONS: Final[Calls] = {
    "has_perm": _permission(Result.TRUTH, "has_perm"),
    "has_perms": _permission(Result.TRUTH, "has_perms"),
    "has_module_perms": _permission(Result.TRUTH, "has_module_perms"),
    # These ask the database for superusers too.
    "get_all_permissions": _permission(Result.OTHER, "get_all_permissions"),
    "get_group_permissions": _permission(Result.OTHER, "get_group_permissions"),
    "get_user_permissions": _permission(Result.OTHER, "get_user_permissions"),
}
# A user asks once for all permissions, and keeps them (Django 5.2, contrib/auth/backends.py,
# ModelBackend._get_permissions).
KEPT_BY_USER: Final = frozenset(f"{a}{name}" for name in _PERMISSIONS for a in ("", "a"))
_FORM: Final[Calls] = {
    "is_valid": reads(Result.TRUTH, when=When.VALIDATED),
    "full_clean": reads(Result.NOTHING, when=When.VALIDATED),
    "errors": reads(Result.OTHER, when=When.VALIDATED),
    "has_error": reads(Result.TRUTH, when=When.VALIDATED),
    "non_field_errors": reads(Result.OTHER, when=When.VALIDATED),
    # Showing a field that chooses rows reads all of them.
    **{
        name: reads(Result.TEXT, when=When.SHOWN)
        for name in ("as_div", "as_p", "as_table", "as_ul", "render", "__str__", "__html__")
    },
    **{name: neither() for name in ("add_error", "add_prefix", "is_multipart", "hidden_fields")},
    "fields": neither(Result.FORM_FIELDS),
    "__getitem__": neither(Result.BOUND_FIELD),
}
_SAVE = Call(
    act=Act.RUNS,
    result=Result.ROW,
    effect=Effect.WRITE,
    when=When.UNLESS_FALSE,
    switch="commit",
)
_FIELD_FILE: Final[Calls] = {
    name: Call(
        act=Act.RUNS,
        result=Result.NOTHING,
        effect=Effect.WRITE,
        when=When.UNLESS_FALSE,
        switch="save",
        switch_position=position,
    )
    for name, position in (("save", 2), ("delete", 0))
}
_GIVEN = When.GIVEN_QUERYSET
_PAGINATOR: Final[Calls] = {
    # Properties: the first read counts the rows, the later ones know.
    "count": reads(Result.NUMBER, Twin("acount", _60), _GIVEN),
    "num_pages": reads(Result.NUMBER, Twin("anum_pages", _60), _GIVEN),
    "page_range": reads(Result.OTHER, Twin("apage_range", _60), _GIVEN),
    "page": reads(Result.PAGE, Twin("apage", _60), _GIVEN),
    "get_page": reads(Result.PAGE, Twin("aget_page", _60), _GIVEN),
    "validate_number": reads(Result.NUMBER, Twin("avalidate_number", _60), _GIVEN),
    "get_elided_page_range": Call(
        act=Act.LAZY,
        result=Result.PAGE_NUMBERS,
        effect=Effect.READ,
        when=_GIVEN,
        twin=Twin("aget_elided_page_range", _60),
    ),
    "__iter__": lazy(Result.PAGES),
}
_PAGE: Final[Calls] = {
    # The rows of one page.
    **{
        name: reads(Result.OTHER, when=_GIVEN)
        for name in (
            *("__iter__", "__len__", "__getitem__", "__contains__", "__reversed__"),
            *("count", "index"),
        )
    },
    "object_list": lazy(Result.GIVEN_ROWS),
    # The number of rows is known since the page was made.
    **{
        name: neither()
        for name in (
            *("has_next", "has_previous", "has_other_pages", "next_page_number"),
            *("previous_page_number", "start_index", "end_index", "number", "paginator"),
            *("__repr__", "__str__"),
        )
    },
}
_SERIALIZER: Final[Calls] = {
    "is_valid": reads(Result.TRUTH, when=When.VALIDATED),
    "run_validation": reads(Result.OTHER, when=When.VALIDATED),
    "data": reads(Result.OTHER, when=When.SERIALIZED),
    "to_representation": reads(Result.OTHER, when=When.SERIALIZED),
    "validated_data": neither(),
    "errors": neither(),
}

# Methods, properties and special methods of classes, by the class that defines them.
_GENERIC_VIEW: Final = "rest_framework.generics.GenericAPIView"
CLASSES: Final[dict[str, Calls]] = {
    "django.db.backends.base.base.BaseDatabaseWrapper": _CONNECTION,
    _INTROSPECTION: {"table_names": transacts(Result.OTHER)},
    "django.contrib.sessions.backends.base.SessionBase": _SESSION,
    "django.core.cache.backends.base.BaseCache": _CACHE,
    "django.contrib.auth.models.PermissionsMixin": _PERMISSIONS,
    "django.contrib.auth.base_user.AbstractBaseUser": {
        "check_password": writes(Result.TRUTH, Twin("acheck_password", _50), When.OUTDATED_HASH),
        "set_password": neither(Result.NOTHING),
        "set_unusable_password": neither(Result.NOTHING),
        "has_usable_password": neither(Result.TRUTH),
        "get_username": neither(Result.TEXT),
        "get_session_auth_hash": neither(Result.TEXT),
        "natural_key": neither(),
        "is_authenticated": neither(Result.TRUTH),
        "is_anonymous": neither(Result.TRUTH),
    },
    "django.contrib.contenttypes.models.ContentType": {
        "get_object_for_this_type": reads(Result.OTHER),
        "get_all_objects_for_this_type": lazy(),
        "model_class": neither(),
        "natural_key": neither(),
        "name": neither(Result.TEXT),
        "app_labeled_name": neither(Result.TEXT),
    },
    "django.forms.forms.BaseForm": _FORM,
    "django.forms.models.BaseModelForm": {"save": _SAVE},
    "django.forms.formsets.BaseFormSet": {
        "is_valid": reads(Result.TRUTH, when=When.VALIDATED),
        "errors": reads(Result.OTHER, when=When.VALIDATED),
        "full_clean": reads(Result.NOTHING, when=When.VALIDATED),
    },
    "django.forms.models.BaseModelFormSet": {
        "save": Call(
            act=Act.RUNS,
            result=Result.ROWS,
            effect=Effect.WRITE,
            when=When.UNLESS_FALSE,
            switch="commit",
        ),
        "get_queryset": lazy(),
        # Forms of no data are those of the rows, which are read.
        "forms": reads(Result.OTHER, when=When.UNBOUND),
        "as_p": reads(Result.TEXT, when=When.UNBOUND),
    },
    "django.forms.boundfield.BoundField": {"__str__": reads(Result.TEXT, when=When.SHOWN)},
    "django.forms.models.ModelChoiceField": {"clean": reads(Result.ROW_OR_NONE)},
    "django.forms.models.ModelMultipleChoiceField": {"clean": reads(Result.QUERYSET)},
    "django.core.paginator.Paginator": _PAGINATOR,
    "django.core.paginator.Page": _PAGE,
    "django.db.models.fields.files.FieldFile": _FIELD_FILE,
    "django.views.generic.detail.SingleObjectMixin": {
        "get_object": reads(Result.ROW),
        "get_queryset": lazy(),
    },
    "django.views.generic.list.MultipleObjectMixin": {
        "get_queryset": lazy(),
        "paginate_queryset": reads(Result.OTHER, when=_GIVEN),
    },
    _GENERIC_VIEW: {
        "get_object": reads(Result.ROW),
        "get_queryset": lazy(),
        "filter_queryset": lazy(),
    },
    "rest_framework.serializers.BaseSerializer": _SERIALIZER,
    "rest_framework.serializers.ModelSerializer": {
        "save": writes(Result.ROW),
        "create": writes(Result.ROW),
        "update": writes(Result.ROW),
    },
}

# What a middleware of Django gives each request. Reading `user` is `LAZY_USER`'s matter; its
# twin is a method.
GIVEN_BY_MIDDLEWARE: Final[dict[str, Calls]] = {
    "django.http.HttpRequest": {"user": reads(Result.ROW, LAZY_USER_TWIN)},
}

# Public classes by the names under which code has them, and the classes above that define
# their methods.
_BASE_FORM: Final = "django.forms.forms.BaseForm"
_BASE_SERIALIZER: Final = "rest_framework.serializers.BaseSerializer"
_MODEL_VIEWSETS: Final = ("GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet")
_MODEL_SERIALIZER: Final = "rest_framework.serializers.ModelSerializer"
DEFINERS: Final[dict[str, tuple[str, ...]]] = {
    "django.forms.Form": (_BASE_FORM,),
    "django.forms.BaseForm": (_BASE_FORM,),
    "django.forms.ModelForm": ("django.forms.models.BaseModelForm", _BASE_FORM),
    "django.forms.BaseModelForm": ("django.forms.models.BaseModelForm", _BASE_FORM),
    "django.forms.BaseFormSet": ("django.forms.formsets.BaseFormSet",),
    "django.forms.BaseModelFormSet": (
        "django.forms.models.BaseModelFormSet",
        "django.forms.formsets.BaseFormSet",
    ),
    "django.forms.ModelChoiceField": ("django.forms.models.ModelChoiceField",),
    "django.forms.ModelMultipleChoiceField": ("django.forms.models.ModelMultipleChoiceField",),
    **dict.fromkeys(
        (f"django.views.generic.{name}View" for name in ("Detail", "Update", "Delete")),
        ("django.views.generic.detail.SingleObjectMixin",),
    ),
    "django.views.generic.ListView": ("django.views.generic.list.MultipleObjectMixin",),
    **dict.fromkeys(
        (
            *(
                f"rest_framework.generics.{name}APIView"
                for name in (
                    *("Generic", "Create", "List", "Retrieve", "Update", "Destroy", "ListCreate"),
                    *("RetrieveUpdate", "RetrieveDestroy", "RetrieveUpdateDestroy"),
                )
            ),
            *(f"rest_framework.viewsets.{name}" for name in _MODEL_VIEWSETS),
        ),
        (_GENERIC_VIEW,),
    ),
    "rest_framework.serializers.Serializer": (_BASE_SERIALIZER,),
    "rest_framework.serializers.ListSerializer": (_BASE_SERIALIZER,),
    _MODEL_SERIALIZER: (_BASE_SERIALIZER,),
    "rest_framework.serializers.HyperlinkedModelSerializer": (_MODEL_SERIALIZER, _BASE_SERIALIZER),
}

# Functions that make a class, the class that it descends from, and their parameters, of which
# `form` is the class of the single forms.
FACTORIES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "django.forms.formset_factory": ("django.forms.BaseFormSet", ("form",)),
    "django.forms.modelformset_factory": ("django.forms.BaseModelFormSet", ("model", "form")),
    "django.forms.inlineformset_factory": (
        "django.forms.BaseModelFormSet",
        ("parent_model", "model", "form"),
    ),
}

# What of the tables above is read and not called, by the class that defines it.
PROPERTIES: Final[dict[str, frozenset[str]]] = {
    _BASE_FORM: frozenset({"errors", "fields"}),
    "django.forms.formsets.BaseFormSet": frozenset({"errors"}),
    "django.forms.models.BaseModelFormSet": frozenset({"forms"}),
    "django.core.paginator.Paginator": frozenset({"count", "num_pages", "page_range"}),
    "django.core.paginator.Page": frozenset({"object_list"}),
    "django.db.models.query.RawQuerySet": frozenset({"columns"}),
    _BASE_SERIALIZER: frozenset({"data", "errors", "validated_data"}),
}

# What `form["title"]` and `paginator.page(1)` are.
BOUND_FIELD: Final = "django.forms.boundfield.BoundField"
PAGE: Final = "django.core.paginator.Page"
# Asks a row for the rows of its many-to-many columns.
# Attributes of a view that say whose row its `get_object` gives.
VIEW_ROWS: Final = ("queryset", "model")
# The method that gives a view's rows where neither says so.
VIEW_QUERYSET: Final = "get_queryset"
# What a module must be called for its names to be settings (`shop.settings.base`), and where
# code reads them.
SETTINGS_MODULE: Final = "settings"
SETTINGS: Final = "django.conf.settings."
USER_MODEL: Final = "django.contrib.auth.get_user_model"
MODEL_TO_DICT: Final = "django.forms.models.model_to_dict"
# The app without which a request's site is no row.
SITES: Final = "django.contrib.sites"
# What a row has for the column of a file.
FILE: Final = "django.db.models.fields.files.FieldFile"

# The request, by every name under which it is annotated.
REQUEST: Final = "django.http.HttpRequest"
REQUEST_NAMES: Final = frozenset(
    {
        REQUEST,
        "django.http.request.HttpRequest",
        "django.core.handlers.asgi.ASGIRequest",
        "django.core.handlers.wsgi.WSGIRequest",
    }
)
