"""What Python does with classes that implement a port, and with those that do so in part."""

from __future__ import annotations

import asyncio
import importlib
from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from nova_lint.knowledge import ports


class Bank(Protocol):
    name: str

    def pay(self, amount: int) -> str | None: ...


class Clock(ABC):
    @abstractmethod
    def now(self) -> int: ...


class StrictBank(Protocol):
    @abstractmethod
    def pay(self, amount: int) -> str: ...


def test_what_a_class_lacks_of_a_protocol_is_the_protocols_own():
    class Stripe(Bank):
        pass

    assert Stripe().pay(1) is None
    with pytest.raises(AttributeError):
        Stripe().name  # noqa: B018


@pytest.mark.parametrize("port", [Clock, StrictBank])
def test_no_object_is_made_where_something_is_abstract(port):
    with pytest.raises(TypeError, match="abstract"):
        type("Half", (port,), {})()
    below = type("Below", (type("Half", (port,), {}),), {"now": None, "pay": None})
    assert type(below()) is below


def test_a_name_of_any_sort_stands_in_the_place_of_something_abstract():
    assert type("Fixed", (Clock,), {"now": 1})().now == 1  # type: ignore[attr-defined]


def test_what_is_async_on_one_side_only():
    class Slow:
        async def now(self) -> int:
            return 1

    class Quick:
        def now(self) -> int:
            return 1

    async def awaits(clock):
        return await clock.now()

    assert asyncio.run(awaits(Slow())) == 1
    with pytest.raises(TypeError):
        asyncio.run(awaits(Quick()))


@pytest.mark.parametrize(
    "name",
    sorted(
        each
        for each in ports.EMPTY_BASES | ports.ABSTRACT_METHODS | ports.KEEPING | ports.PROPERTIES
        if not each.startswith("typing")
    ),
)
def test_what_the_tables_name_exists(name):
    module, _, attribute = name.rpartition(".")
    assert hasattr(importlib.import_module(module), attribute)


@pytest.mark.parametrize("name", sorted(ports.EMPTY_BASES - ports.PROTOCOLS))
def test_a_base_that_is_empty_brings_no_public_member(name):
    module, _, attribute = name.rpartition(".")
    if module == "typing_extensions":
        pytest.importorskip(module)
    members = vars(getattr(importlib.import_module(module), attribute))
    assert not [each for each in members if not each.startswith("_")]
