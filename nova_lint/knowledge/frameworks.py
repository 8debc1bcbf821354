"""The modules of frameworks that a project's classes state data with."""

from __future__ import annotations

from typing import Final

DATA_MODULES: Final = frozenset(
    {"django.db", "django.forms", "rest_framework", "ninja", "pydantic", "fastapi"}
)
"""Hardly anything is found in a file behind which none of these stands."""


def states_data(module: str) -> bool:
    """Whether a module is one of these, or inside one."""
    top, _, rest = module.partition(".")
    return top in DATA_MODULES or f"{top}.{rest.partition('.')[0]}" in DATA_MODULES
