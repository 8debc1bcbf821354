"""What is known of a thing that code elsewhere has had in its hands."""

from __future__ import annotations

import dataclasses

import msgspec

from nova_lint.knowledge import framework_queries
from nova_lint.semantics.kinds import Framework, Kind, Model, QuerySet, RelatedManager, Sequence


def loosened(kind: Kind) -> Kind:
    """A kind of which other code may have loaded what was missing."""
    match kind:
        case Model(loading=loading):
            return dataclasses.replace(kind, loading=dataclasses.replace(loading, everything=True))
        case QuerySet(fetched=False):
            return dataclasses.replace(kind, row=loosened(kind.row), sure=False)
        case RelatedManager(prefetched=False):
            return msgspec.structs.replace(kind, sure=False)
        case Sequence(item=item):
            return Sequence(loosened(item), kind.name)
        case Framework(name=framework_queries.REQUEST | framework_queries.SESSION):
            return msgspec.structs.replace(kind, loaded=True)
    return kind
