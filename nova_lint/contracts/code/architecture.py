"""What a project says of its own architecture."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect


class Boundary(msgspec.Struct, frozen=True):
    """A part of the project, and what it may import and do.

    `modules` are dotted names, `paths` patterns as in `.gitignore`, `layers` layers of code:
    what any of them covers is inside. `may_import` are names of boundaries or dotted names of
    modules; None allows everything. What stands in `must_not_import` is forbidden, even if it
    is reached through other modules. `must_implement` are those whose ports the classes inside
    are there to implement. `may` are the effects that are allowed; None allows all.
    """

    name: str
    modules: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    layers: frozenset[CodeLayer] = frozenset()
    may_import: tuple[str, ...] | None = None
    must_not_import: tuple[str, ...] = ()
    must_implement: tuple[str, ...] = ()
    may: frozenset[Effect] | None = None


class Architecture(msgspec.Struct, frozen=True):
    """Which paths hold which layer, by patterns as in `.gitignore`, and the boundaries."""

    layers: Mapping[CodeLayer, tuple[str, ...]] = {}
    boundaries: tuple[Boundary, ...] = ()
