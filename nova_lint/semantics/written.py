"""Which rows code has written, as far as that is known: the mark that a row bears."""

from __future__ import annotations

import dataclasses

from nova_lint.semantics.kinds import (
    Given,
    Kind,
    Mapping,
    Model,
    Scalar,
    Sequence,
    Together,
)
from nova_lint.semantics.operations import Site


def marked(kind: Kind, site: Site | None) -> Kind:
    """A value all of whose rows were written there."""
    return _changed(kind, site, always=True)


def moved(kind: Kind, site: Site | None) -> Kind:
    """A value whose written rows bear another mark, that of who called for them; None: none."""
    return _changed(kind, site, always=False)


def _changed(kind: Kind, site: Site | None, *, always: bool) -> Kind:
    match kind:
        case Model(written=written) if always or written is not None:
            return dataclasses.replace(kind, written=site)
        case Scalar(row=Model() as row) if always or row.written is not None:
            return dataclasses.replace(kind, row=dataclasses.replace(row, written=site))
        case Sequence(item=item):
            new = _changed(item, site, always=always)
            return kind if new is item else dataclasses.replace(kind, item=new)
        case Together(items=items):
            return Together(tuple(_changed(item, site, always=always) for item in items))
        case Mapping(entries=entries) if entries:
            changed = tuple((name, _changed(each, site, always=always)) for name, each in entries)
            return dataclasses.replace(kind, entries=changed)
    return kind


def handed_over(given: Given) -> Given:
    """The arguments of a call whose rows bear no mark, so that what the call gives and leaves
    behind bears those of its own writes alone."""
    positional = tuple(moved(kind, None) for kind in given.positional)
    keywords = tuple((name, moved(kind, None)) for name, kind in given.keywords)
    if (positional, keywords) == (given.positional, given.keywords):
        return given
    return dataclasses.replace(given, positional=positional, keywords=keywords)
