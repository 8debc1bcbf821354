"""The exceptions that code expects, against the libraries that raise and expect them."""

from __future__ import annotations

import contextlib
import decimal
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import SynchronousOnlyOperation
from django.test import SimpleTestCase

from nova_lint.knowledge.exceptions import ASYNC_UNSAFE, EXPECTING, NO_NUMBER

CASE = SimpleTestCase()
MANAGERS: dict[str, Callable[[], AbstractContextManager[Any]]] = {
    "assertRaises": lambda: CASE.assertRaises(TypeError),
    "assertRaisesMessage": lambda: CASE.assertRaisesMessage(TypeError, "unsupported"),
    "assertRaisesRegex": lambda: CASE.assertRaisesRegex(TypeError, "unsupported"),
    "raises": lambda: pytest.raises(TypeError),
    "suppress": lambda: contextlib.suppress(TypeError),
}


def test_every_manager_is_run():
    assert set(MANAGERS) == EXPECTING


@pytest.mark.parametrize("name", MANAGERS)
def test_the_code_inside_is_to_raise(name: str):
    with MANAGERS[name]():
        decimal.Decimal("1.1") * 1.1  # type: ignore[operator]  # what is tested


def test_the_name_of_django_s_exception():
    assert SynchronousOnlyOperation.__name__ == ASYNC_UNSAFE


def test_what_a_text_that_is_no_number_raises():
    with pytest.raises(decimal.InvalidOperation) as raised:
        decimal.Decimal("1,10")
    ancestors = {cls.__name__ for cls in type(raised.value).__mro__}
    assert ancestors & NO_NUMBER == NO_NUMBER
    assert "ValueError" not in ancestors
