"""Which serializer a job's arguments go through, and what becomes of a value in it."""

from __future__ import annotations

import re

import msgspec

from nova_lint.contracts.project import Contracts
from nova_lint.knowledge import jobs
from nova_lint.knowledge.framework_queries import REQUEST
from nova_lint.knowledge.jobs import REFUSED, Library, Serializer
from nova_lint.semantics.kinds import (
    ClassOf,
    Coroutine,
    Framework,
    Function,
    Generator,
    Kind,
    Lazy,
    Literal,
    Local,
    Manager,
    Mapping,
    Model,
    Object,
    QuerySet,
    RelatedManager,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Queueing

_LAYERS = frozenset({"form", "serializer", "schema"})
_SETTING = re.compile(
    rf"\b(?:{'|'.join(jobs.SERIALIZER_SETTINGS)})\b['\"]?\s*(?::[^=\n]+)?[=:,]\s*"
    r"(?:['\"](?P<name>\w+)['\"])?"
)


def serializer_of(action: Queueing, project: Contracts) -> Serializer | None:
    """The serializer that a job's arguments go through; None where that is not known."""
    task = action.task
    if task is None or task.signature is None or task.serializer is None:
        # Something may stand between the call and the serializer that is not read.
        return None
    if any(map(project.workspace.mentioning, jobs.SERIALIZER_CHANGES.get(action.package, ()))):
        return None
    if action.package is not Library.CELERY:
        return jobs.SERIALIZERS[action.package]
    match action.serializer:
        case None:
            found = task.serializer or _celery_default(project)
        case Literal(value=str() as name):
            found = name
        case _:
            return None
    serializer = jobs.CELERY_SERIALIZERS.get(found)
    version = project.package_version("kombu")
    if serializer is jobs.KOMBU_JSON and version and version < jobs.KOMBU_MARKS_SINCE:
        return jobs.OLD_KOMBU_JSON
    return serializer


def _celery_default(project: Contracts) -> str:
    """The name of the serializer that a project has Celery use; empty where it is not known."""
    names = {
        match["name"] or ""
        for setting in jobs.SERIALIZER_SETTINGS
        for path in project.workspace.mentioning(setting)
        for match in _SETTING.finditer(project.workspace.text(path))
    }
    return names.pop() if len(names) == 1 else "" if names else "json"


# Values -------------------------------------------------------------------------------------


class Changed(msgspec.Struct, frozen=True):
    """A value, or a part of one, that a serializer refuses or makes something else of."""

    kind: Kind
    name: str
    becomes: str
    is_key: bool = False


def changed(kind: Kind, serializer: Serializer, project: Contracts) -> Changed | None:
    """The first part of a value that does not come out as it went in. A tuple that becomes a
    list is not worth a word."""
    name = _class_of(kind, project)
    becomes = serializer.becomes.get(name, name)
    if becomes != name and becomes != "builtins.list":
        return Changed(kind, name, becomes)
    for part in _parts(kind):
        found = changed(part, serializer, project)
        if found is not None:
            return found
    if isinstance(kind, Mapping):
        key = _class_of(kind.key, project)
        becomes = serializer.keys.get(key, key)
        if becomes != key:
            return Changed(kind.key, key, becomes, is_key=True)
    return None


def _parts(kind: Kind) -> tuple[Kind, ...]:
    match kind:
        case Together(items=items):
            return items
        case Sequence(item=item):
            return (item,)
        case Mapping(value=value, entries=entries):
            return (*(each for _, each in entries), value)
    return ()


def _class_of(kind: Kind, project: Contracts) -> str:
    """The name of a value's class as the tables have it; empty where it is not known."""
    match kind:
        case Literal(value=value):
            return f"builtins.{type(value).__name__}"
        case Scalar(name=name):
            return name
        case Lazy(target=target):
            return _class_of(target, project)
        case Object(cls=cls):
            is_layer = project.bodies.models.layer(cls) in _LAYERS
            return jobs.OBJECT if is_layer else ""
        case Framework(name=name):
            return jobs.REQUEST if name == REQUEST else ""
        case Sequence(name=name):
            return _SEQUENCES.get(name, "")
    return _BY_KIND.get(type(kind), "")


_SEQUENCES = {
    **{name: name for name in ("builtins.list", "builtins.set", "builtins.frozenset")},
    "generator": jobs.GENERATOR,
    "async generator": jobs.GENERATOR,
}
_BY_KIND: dict[type, str] = {
    Model: jobs.MODEL,
    QuerySet: jobs.QUERYSET,
    Manager: jobs.MANAGER,
    RelatedManager: jobs.MANAGER,
    Function: jobs.FUNCTION,
    Local: jobs.FUNCTION,
    ClassOf: jobs.FUNCTION,
    Coroutine: jobs.GENERATOR,
    Generator: jobs.GENERATOR,
}


def described(found: Changed) -> str:
    """What a value is called in a message."""
    match found.kind:
        case Model(cls=cls) | Lazy(target=Model(cls=cls)):
            return f"an object of the model `{cls.short_name}`"
        case Object(cls=cls):
            return f"an object of `{cls.short_name}`"
        case QuerySet():
            return "a queryset"
    short = found.name.rpartition(".")[2]
    return _WORDS.get(found.name, f"a {short}")


_WORDS = {
    jobs.MANAGER: "a manager",
    jobs.REQUEST: "the request",
    jobs.FUNCTION: "a function or class",
    jobs.GENERATOR: "what is only worked out while it is read",
    "builtins.int": "an int",
}


def is_refused(found: Changed) -> bool:
    return found.becomes == REFUSED
