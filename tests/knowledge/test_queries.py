"""The tables of queries against the installed frameworks: every public name has its entry.

What the entries say of a call is run in tests/asynchrony; here it is seen that none is
missing, that none is left over, and that twins are there from the version on that is given.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import django
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Manager, Model, Prefetch, QuerySet
from django.db.models.query import RawQuerySet

from nova_lint.knowledge.framework_queries import CLASSES, ENTERED, FUNCTIONS, OBJECTS
from nova_lint.knowledge.queries import (
    CONSUMERS,
    MANAGER,
    MANAGERS,
    MANY_TO_MANY,
    MODEL,
    PREFETCH,
    QUERYSET,
    RAW_QUERYSET,
    REVERSE_FOREIGN_KEY,
    Call,
    Calls,
)

INSTALLED = django.VERSION[:2]
# A plain model: what it has in common with every other.
PLAIN = {name for name in dir(Model) if not name.startswith("_")} | {"pk"}

CLASSES_OF_THE_ORM: dict[str, tuple[Calls, set[str]]] = {
    "QuerySet": (QUERYSET, set(dir(QuerySet))),
    "Manager": (MANAGER, set(dir(Manager))),
    "RawQuerySet": (RAW_QUERYSET, set(dir(RawQuerySet))),
    "Prefetch": (PREFETCH, set(dir(Prefetch))),
    "Model": (MODEL, PLAIN),
    "reverse ForeignKey": (
        REVERSE_FOREIGN_KEY,
        # The last are there if the ForeignKey is nullable, and none of Django's own is.
        set(dir(type(ContentType(pk=1).permission_set))) - set(dir(Permission.objects))
        | set(dir(Manager))
        | {"clear", "remove", "aclear", "aremove"},
    ),
    "ManyToMany": (
        MANY_TO_MANY,
        set(dir(type(User(pk=1).groups))) - set(dir(type(Group.objects))) | set(dir(Manager)),
    ),
}


def twins(calls: Calls) -> set[str]:
    return {call.twin.name for call in calls.values() if call.twin}


def exists(call: Call) -> bool:
    """Whether the installed Django has what the call says of itself."""
    began = call.since is None or call.since <= INSTALLED
    return began and (call.until is None or call.until > INSTALLED)


@pytest.mark.parametrize("name", CLASSES_OF_THE_ORM)
def test_every_public_name_of_the_orm_is_in_its_table(name: str) -> None:
    calls, names = CLASSES_OF_THE_ORM[name]
    public = {each for each in names if not each.startswith("_")}
    assert public - calls.keys() - twins(calls) == set()


@pytest.mark.parametrize("name", CLASSES_OF_THE_ORM)
def test_every_entry_is_a_name_of_the_orm(name: str) -> None:
    calls, names = CLASSES_OF_THE_ORM[name]
    assert {each for each, call in calls.items() if exists(call)} - names == set()


@pytest.mark.parametrize("name", CLASSES_OF_THE_ORM)
def test_twins_are_there_from_the_version_on_that_is_given(name: str) -> None:
    calls, names = CLASSES_OF_THE_ORM[name]
    for call in calls.values():
        if call.twin is not None and exists(call):
            assert (call.twin.name in names) is (call.twin.since <= INSTALLED), call.twin


# Frameworks


def imported(dotted: str) -> Any:
    """What stands under a dotted name: of a module, of a class in it, or of a built-in class."""
    module, _, name = dotted.rpartition(".")
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError:
        return getattr(imported(module), name)


@pytest.mark.parametrize("dotted", [*FUNCTIONS, *ENTERED, *CONSUMERS])
def test_every_function_is_where_its_name_says(dotted: str) -> None:
    assert callable(imported(dotted))


@pytest.mark.parametrize("owner", CLASSES | MANAGERS)
def test_every_method_is_there_and_so_is_its_twin(owner: str) -> None:
    cls = imported(owner)
    # What a class gives each instance when it is made.
    made = {"session_key", "accessed", "modified", "queries", "alias", "vendor", "number"}
    made |= {"paginator", "object_list", "in_atomic_block", "forms", "fields", "__html__"}
    for name, call in (CLASSES | MANAGERS)[owner].items():
        if exists(call):
            assert hasattr(cls, name) or name in made, name
        if call.twin is not None and call.twin.since <= INSTALLED:
            # Pages and paginators have theirs in classes of their own.
            other = imported(owner.replace("Pag", "AsyncPag")) if "paginator" in owner else cls
            assert hasattr(other, call.twin.name), call.twin


# Public names of classes of which every method is in its table, but for these attributes.
COMPLETE = {
    "django.contrib.sessions.backends.base.SessionBase": {"TEST_COOKIE_NAME", "TEST_COOKIE_VALUE"},
    "django.core.cache.backends.base.BaseCache": {
        *("get_backend_timeout", "make_and_validate_key", "aclose"),
    },
    "django.contrib.auth.models.PermissionsMixin": {
        *("groups", "is_superuser", "user_permissions"),
    },
    "django.core.paginator.Paginator": {"ELLIPSIS", "default_error_messages"},
    "django.core.paginator.Page": set(),
}


@pytest.mark.parametrize("owner", COMPLETE)
def test_every_public_method_of_these_is_in_its_table(owner: str) -> None:
    public = {name for name in dir(imported(owner)) if not name.startswith("_")}
    if owner.endswith("PermissionsMixin"):
        public -= PLAIN | {"Meta"}
    assert public - CLASSES[owner].keys() - twins(CLASSES[owner]) - COMPLETE[owner] == set()


@pytest.mark.parametrize("place", OBJECTS)
def test_every_object_is_of_a_class_in_the_table(place: str) -> None:
    assert OBJECTS[place] in CLASSES | ENTERED
