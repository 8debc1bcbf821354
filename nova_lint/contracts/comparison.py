"""What two readings of one model differ in, for whoever asked for single columns of it."""

from __future__ import annotations

from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Field, Span

_NOWHERE = Span("", 0, 0)
KEY = "pk"
"""The name under which every model has its primary key."""


def changed_columns(before: Contract, after: Contract | None) -> frozenset[str] | None:
    """The names of the columns that a model has, had, or has in another form now; None where
    anything besides its columns changed, on which all of them may depend. That a column
    moved to another line is no change."""
    if after is None or _besides_columns(before) != _besides_columns(after):
        return None
    old, new = _by_name(before), _by_name(after)
    changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if any(name in each and each[name].primary_key for name in changed for each in (old, new)):
        changed.add(KEY)
    return frozenset(changed)


def _by_name(contract: Contract) -> dict[str, Field]:
    return {field.name: replace(field, span=None) for field in contract.fields}


def _besides_columns(contract: Contract) -> Contract:
    return replace(
        contract,
        span=_NOWHERE,
        name_line=0,
        fields=(),
        constraints=tuple(replace(each, span=_NOWHERE) for each in contract.constraints),
        missing=tuple(replace(each, span=_NOWHERE) for each in contract.missing),
    )
