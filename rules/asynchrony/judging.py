"""What the rules about async code ask of an operation."""

from __future__ import annotations

from nova_lint.contracts.project import Contracts
from nova_lint.semantics import effects
from nova_lint.semantics.mentions import Naming
from nova_lint.semantics.operations import Context, Doing, Operation

from .permitting import permitted

ASYNC = (Naming(r"\b", frozenset({"async"}), r"\s"),)
"""The word in every function that these rules are about."""


def blocked(operation: Operation, project: Contracts) -> Doing | None:
    """What an operation does that Django refuses to do in a running event loop; None where
    it may, or does nothing."""
    if operation.context is not Context.LOOP:
        return None
    doing = effects.doing(operation, project.bodies.models, project.symbols)
    return None if doing is None or permitted(operation, project) else doing
