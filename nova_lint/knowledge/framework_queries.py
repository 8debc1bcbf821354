"""What of Django and DRF queries besides the ORM itself: functions and classes by dotted name.

A class stands under the name of the class that defines the method; its subclasses inherit.
Source: Django 5.2 and 6.1 (django/shortcuts.py, db/transaction.py, contrib/auth,
contrib/sessions, forms, core/paginator.py, core/cache), DRF 3.18 (serializers.py). Held
against the installed frameworks by tests/asynchrony, which runs the entries, and
tests/knowledge/test_queries.py.
"""

from __future__ import annotations

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
    "django.contrib.auth.authenticate": reads(Result.ROW_OR_NONE, Twin("aauthenticate", _50)),
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
    "django.contrib.sites.shortcuts.get_current_site": reads(Result.ROW, when=When.NOT_LOADED),
    # The values of many-to-many columns are rows.
    "django.forms.models.model_to_dict": reads(Result.OTHER, when=When.MODEL_FIELDS),
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
ENTERED: Final[Calls] = {
    "django.db.transaction.atomic": transacts(),
    "django.db.transaction.mark_for_rollback_on_error": neither(),
    "django.test.utils.CaptureQueriesContext": transacts(),
}

# Objects -----------------------------------------------------------------------------------

# Where an instance of a class below is found, by dotted name.
OBJECTS: Final[dict[str, str]] = {
    "django.db.connection": "django.db.backends.base.base.BaseDatabaseWrapper",
    "django.db.connections[]": "django.db.backends.base.base.BaseDatabaseWrapper",
    "django.core.cache.cache": "django.core.cache.backends.base.BaseCache",
    "django.core.cache.caches[]": "django.core.cache.backends.base.BaseCache",
    "django.http.HttpRequest.session": "django.contrib.sessions.backends.base.SessionBase",
}

# `request.user` is made when somebody asks it for anything: an attribute, its truth, its
# class. `await request.auser()` (Django 5.0) gives the user, but leaves `request.user` as it
# was: that one queries on its own.
LAZY_USER: Final = "django.http.HttpRequest.user"
LAZY_USER_TWIN: Final = Twin("auser", _50)

# Where sessions and caches live in the database. Sessions do if the settings say nothing.
SESSION_ENGINES_IN_DATABASE: Final = frozenset(
    {"django.contrib.sessions.backends.db", "django.contrib.sessions.backends.cached_db"}
)
CACHE_BACKENDS_IN_DATABASE: Final = frozenset({"django.core.cache.backends.db.DatabaseCache"})

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
_FORM: Final[Calls] = {
    "is_valid": reads(Result.TRUTH, when=When.MODEL_FIELDS),
    "full_clean": reads(Result.NOTHING, when=When.MODEL_FIELDS),
    "errors": reads(Result.OTHER, when=When.MODEL_FIELDS),
    "has_error": reads(Result.TRUTH, when=When.MODEL_FIELDS),
    "non_field_errors": reads(Result.OTHER, when=When.MODEL_FIELDS),
    # Showing a field that chooses rows reads all of them.
    **{
        name: reads(Result.TEXT, when=When.MODEL_FIELDS)
        for name in ("as_div", "as_p", "as_table", "as_ul", "render", "__str__", "__html__")
    },
    **{
        name: neither()
        for name in ("add_error", "add_prefix", "is_multipart", "hidden_fields", "__getitem__")
    },
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
    )
    for name in ("save", "delete")
}
_GIVEN = When.GIVEN_QUERYSET
_PAGINATOR: Final[Calls] = {
    # Properties: the first read counts the rows, the later ones know.
    "count": reads(Result.NUMBER, Twin("acount", _60), _GIVEN),
    "num_pages": reads(Result.NUMBER, Twin("anum_pages", _60), _GIVEN),
    "page_range": reads(Result.OTHER, Twin("apage_range", _60), _GIVEN),
    "page": reads(Result.OTHER, Twin("apage", _60), _GIVEN),
    "get_page": reads(Result.OTHER, Twin("aget_page", _60), _GIVEN),
    "validate_number": reads(Result.NUMBER, Twin("avalidate_number", _60), _GIVEN),
    "get_elided_page_range": Call(
        act=Act.LAZY,
        result=Result.OTHER,
        effect=Effect.READ,
        when=_GIVEN,
        twin=Twin("aget_elided_page_range", _60),
    ),
    "__iter__": lazy(Result.OTHER),
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
    "object_list": lazy(),
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
    "is_valid": reads(Result.TRUTH, when=When.MODEL_FIELDS),
    "run_validation": reads(Result.OTHER, when=When.MODEL_FIELDS),
    "data": reads(Result.OTHER, when=When.MODEL_FIELDS),
    "to_representation": reads(Result.OTHER, when=When.MODEL_FIELDS),
    "validated_data": neither(),
    "errors": neither(),
}

# Methods, properties and special methods of classes, by the class that defines them.
CLASSES: Final[dict[str, Calls]] = {
    "django.db.backends.base.base.BaseDatabaseWrapper": _CONNECTION,
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
        "is_valid": reads(Result.TRUTH, when=When.MODEL_FIELDS),
        "errors": reads(Result.OTHER, when=When.MODEL_FIELDS),
        "full_clean": reads(Result.NOTHING, when=When.MODEL_FIELDS),
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
        "forms": reads(Result.OTHER, when=When.UNBOUND),
    },
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
    "rest_framework.serializers.BaseSerializer": _SERIALIZER,
    "rest_framework.serializers.ModelSerializer": {
        "save": writes(Result.ROW),
        "create": writes(Result.ROW),
        "update": writes(Result.ROW),
    },
}
