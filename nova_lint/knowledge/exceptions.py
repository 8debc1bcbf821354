"""Exceptions that code expects.

Source: Django 5.2, core/exceptions.py; CPython 3.11 to 3.14, contextlib, unittest/case.py; pytest
9, python_api.py.
"""

from __future__ import annotations

from typing import Final

# Raised by work of the ORM inside a running event loop.
ASYNC_UNSAFE: Final = "SynchronousOnlyOperation"
# Raised by a Decimal of a text that is no number, with the classes that it derives from.
NO_NUMBER: Final = frozenset({"ArithmeticError", "DecimalException", "InvalidOperation"})
# Functions and methods, by their last names, that give a context manager for code that is to
# raise what they are given.
EXPECTING: Final = frozenset(
    {"assertRaises", "assertRaisesMessage", "assertRaisesRegex", "raises", "suppress"}
)

# Context managers, by their last names, that keep the exceptions which they are given from whoever
# stands around them, and the method of a class of one: what it returns keeps any (CPython 3.11 to
# 3.14, contextlib; the language reference, "With Statement Context Managers").
SUPPRESSORS: Final = frozenset({"suppress"})
LEAVING: Final = "__exit__"

# Exceptions that catch both the database's refusals and values that it cannot hold (Django 5.2,
# django/db/utils.py).
OF_ANY_ROW: Final = frozenset({"Exception", "BaseException", "DatabaseError", "Error"})
# The same, and those of values alone.
OF_ANY_VALUE: Final = OF_ANY_ROW | {"DataError"}
