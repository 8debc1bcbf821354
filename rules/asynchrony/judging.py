"""What the rules about async code ask of an operation."""

from __future__ import annotations

import re

from nova_lint.contracts.project import Contracts
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics import effects
from nova_lint.semantics.mentions import Naming
from nova_lint.semantics.operations import Context, Doing, Operation

ASYNC = (Naming(r"\b", frozenset({"async"}), r"\s"),)
"""The word in every function that these rules are about."""

_PERMITS = re.compile(r"environ(?:\[|\.setdefault\(\s*)['\"]DJANGO_ALLOW_ASYNC_UNSAFE['\"]")


def blocked(operation: Operation, project: Contracts) -> Doing | None:
    """What an operation does that Django refuses to do in a running event loop; None where
    it may, or does nothing."""
    if operation.context is not Context.LOOP:
        return None
    doing = effects.doing(operation, project.bodies.models, project.symbols)
    return None if doing is None or permitted(project) else doing


def permitted(project: Contracts) -> bool:
    """Whether the project tells Django not to refuse (Django 5.2,
    django/utils/asyncio.py, async_unsafe)."""
    workspace = project.workspace

    def look() -> bool:
        return any(
            _PERMITS.search(workspace.text(path))
            for path in workspace.mentioning("environ")
            if not TEST_FILES.search(path)
        )

    return workspace.questions.memo(("allows queries in async code",), look)
