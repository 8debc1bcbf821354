"""Ports and adapters: what makes a class a port, and which classes are no adapters.

Source: Python 3.13 (Lib/abc.py, Lib/typing.py, `Protocol`), and the typing specification:
Protocols, Assignability rules for callables. Held against Python by
tests/knowledge/test_ports.py.
"""

from __future__ import annotations

from typing import Final

from nova_lint.knowledge.code_layers import CodeLayer

PROTOCOLS: Final = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
ABSTRACT_METHODS: Final = frozenset(
    {"abc.abstractmethod", "abc.abstractproperty"}
    | {"abc.abstractclassmethod", "abc.abstractstaticmethod"}
)
# Words of which one stands in every file that has a port.
WORDS: Final = ("abc", "typing", "typing_extensions")
# Bases that bring no members along which a port could ask for.
EMPTY_BASES: Final = PROTOCOLS | {
    "abc.ABC",
    "builtins.object",
    "typing.Generic",
    "typing_extensions.Generic",
}

# Decorators that leave the parameters of a method as they are.
PROPERTIES: Final = frozenset(
    {"builtins.property", "functools.cached_property", "abc.abstractproperty"}
)
STATIC: Final = "builtins.staticmethod"
KEEPING: Final = ABSTRACT_METHODS | {
    "builtins.staticmethod",
    "builtins.classmethod",
    "typing.override",
    "typing_extensions.override",
    "typing.final",
    "typing_extensions.final",
    "django.db.transaction.atomic",
    "functools.cache",
    "functools.lru_cache",
}
# Decorators that leave the members of a class as they are, or add none but these.
KEEPING_MEMBERS: Final = frozenset(
    {
        "dataclasses.dataclass",
        "attr.s",
        "attrs.define",
        "attrs.frozen",
        "attrs.mutable",
        "typing.final",
        "typing_extensions.final",
        "typing.runtime_checkable",
        "typing_extensions.runtime_checkable",
    }
)

# What a port may ask for besides methods with plain names.
SPECIAL: Final = frozenset(
    {
        *("__call__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__iter__", "__aiter__"),
        *("__next__", "__anext__", "__len__", "__contains__", "__getitem__", "__setitem__"),
    }
)
# What every object has, so that no port asks for it.
ANSWERS_ALL: Final = "__getattr__"

ADAPTING: Final = frozenset(
    {CodeLayer.OTHER, CodeLayer.SERVICE, CodeLayer.SELECTOR, CodeLayer.REPOSITORY}
)
"""The layers whose classes may be adapters; what a framework makes a view or a model of is a
part of the framework."""

LATER: Final = ("Awaitable", "Coroutine", "Future", "Task", "Iterator", "Generator", "Iterable")
"""Names in an annotation of what a function returns that say that the result is still to be
awaited or worked out."""
