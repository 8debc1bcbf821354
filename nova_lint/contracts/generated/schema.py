"""A schema that pydantic generates of a generic one and types for its variables."""

from __future__ import annotations

from dataclasses import dataclass

from nova_lint.semantics.values import Value
from nova_lint.workspace.symbols import GeneratedClass


@dataclass(frozen=True, eq=False)
class ParametrisedSchema(GeneratedClass):
    """`Page[User]`: a class of its own below `Page`; `arguments` are the types, in order."""

    arguments: tuple[Value, ...]
