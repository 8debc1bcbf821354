"""Whether a permission of DRF's kind lets nobody change anything.

`class ReadOnly(BasePermission)`, whose `has_permission` is true for SAFE_METHODS alone: every
permission of a view has to agree.
"""

from __future__ import annotations

import libcst as cst

from nova_lint.contracts.usage.views.getters import chosen_requests, is_of_safe_methods
from nova_lint.knowledge.views import ACTION_MEANINGS, READ
from nova_lint.workspace.walk import walk

_CHANGING = frozenset(name for name, meaning in ACTION_MEANINGS.items() if meaning - {READ})


def only_reads(has_permission: cst.FunctionDef) -> bool:
    """Whether a permission is given to requests that change nothing, and to no others."""
    returned = [part.value for part in walk(has_permission) if isinstance(part, cst.Return)]
    match returned:
        case [cst.Comparison() as test]:
            return is_of_safe_methods(test)
    if not all(
        isinstance(value, cst.Name) and value.value in ("True", "False") for value in returned
    ):
        return False
    granted = chosen_requests(has_permission, "True")
    return bool(granted) and granted.isdisjoint(_CHANGING)
