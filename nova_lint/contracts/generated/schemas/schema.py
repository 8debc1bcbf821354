"""A schema that pydantic generates of a generic one and types for its variables."""

from __future__ import annotations

from nova_lint.semantics.values import Value
from nova_lint.workspace.symbols import GeneratedClass


class ParametrisedSchema(GeneratedClass, frozen=True, eq=False):
    """`Page[User]`: a class of its own below `Page`; `arguments` are the types, in order."""

    arguments: tuple[Value, ...]
