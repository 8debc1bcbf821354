"""Whether code asks if a value is taken before it saves it."""

from __future__ import annotations

from nova_lint.contracts.links import Linked


def asks_whether_taken(linked: Linked, name: str) -> bool:
    """Whether code around a contract looks for an existing row, or handles the database's
    refusal: `exists()`, `get_or_create`, `except IntegrityError`, `validate_<name>`."""
    if linked.supply.checks(name):
        return True
    return linked.supply.has_word(
        ".exists(",
        "aexists(",
        "get_or_create",
        "update_or_create",
        "IntegrityError",
        "bulk_create",
        "UniqueValidator",
        "DoesNotExist",
    )
