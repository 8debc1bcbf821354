"""What the tables name, as it is at run time."""

from __future__ import annotations

import importlib
from typing import Any

from nova_lint.knowledge.numbers import Number


def kind(value: object) -> Number:
    """The kind of a value. Raises ValueError for a class that the tables do not know."""
    return Number(f"{type(value).__module__}.{type(value).__name__}")


def named(dotted: str) -> Any:
    """What a dotted name stands for: a module's attribute, or a class's."""
    module, _, attribute = dotted.rpartition(".")
    try:
        return getattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError:
        return getattr(named(module), attribute)
