"""The tables of queries against the installed frameworks: every public name has its entry.

What the entries say of a call is run in tests/asynchrony; here it is seen that none is
missing, that none is left over, and that twins are there from the version on that is given.
"""

from __future__ import annotations

import django
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Manager, Model, Prefetch, QuerySet
from django.db.models.query import RawQuerySet

from nova_lint.knowledge.queries import (
    MANAGER,
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
        # The last two are there if the ForeignKey is nullable, and none of Django's own is.
        set(dir(type(ContentType(pk=1).permission_set))) - set(dir(Permission.objects))
        | set(dir(Manager))
        | {"clear", "remove"},
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
