"""Links: which model a contract speaks of, and which column each of its fields stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nova_lint.contracts.contract import Contract, Field, Known, Layer, Link
from nova_lint.contracts.supply import Supply
from nova_lint.contracts.uses import Uses

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


@dataclass(frozen=True)
class Pair:
    """A field of a layer and the column that it stands for."""

    field: Field
    column: Field
    linked: Linked


@dataclass(frozen=True)
class Linked:
    """A contract, the model it speaks of, and what is known of the traffic between them.

    `supply` knows which columns the code around the class fills in. `checked_late` says
    that the model's own validation runs before a row is saved, as in every ModelForm.
    `partial` that fields which a client leaves out leave their columns alone.
    """

    contract: Contract
    columns: Contract
    link: Link
    uses: Uses
    supply: Supply
    pairs_by_name: tuple[tuple[Field, Field], ...]
    checked_late: bool
    partial: bool

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every field that stands for a column."""
        return tuple(Pair(field, column, self) for field, column in self.pairs_by_name)

    @cached_property
    def written(self) -> tuple[Pair, ...]:
        """The pairs through which a client's value reaches the column."""
        if not self.uses.writes:
            return ()
        return tuple(
            pair
            for pair in self.pairs
            if pair.field.read_only == Known(False) and not pair.column.automatic
        )

    @cached_property
    def shown(self) -> tuple[Pair, ...]:
        """The pairs through which a column's value reaches a client."""
        if not self.uses.reads:
            return ()
        return tuple(pair for pair in self.pairs if pair.field.write_only != Known(True))


def pair_up(contract: Contract, columns: Contract) -> tuple[tuple[Field, Field], ...]:
    """The fields of a contract with their columns, by `source` or by name.

    Only what the framework saves counts: a ModelForm's declared field that `Meta.fields`
    leaves out never reaches the model.
    """
    found: list[tuple[Field, Field]] = []
    for field in contract.fields:
        source = field.source.value if isinstance(field.source, Known) else None
        if not source or source == "*" or "." in source:
            continue
        if contract.saved is not None and field.name not in contract.saved:
            continue
        column = columns.field(source)
        if column is None and contract.layer is Layer.SCHEMA and source.endswith("_id"):
            column = columns.field(source.removesuffix("_id"))
            if column is not None and column.type != Known("relation"):
                column = None
        if column is not None:
            found.append((field, column))
    return tuple(found)


def link(contract: Contract, contracts: Contracts) -> tuple[Linked, ...]:
    """A contract with each model it speaks of; empty where that is not known."""
    if contract.model is None or contract.link is None or contract.layer is Layer.MODEL:
        return ()
    columns = contracts.contract_named(contract.model)
    cls = contracts.class_named(contract.name)
    if columns is None or cls is None:
        return ()
    uses = contracts.uses(cls)
    supply = Supply(contract, columns, uses, contracts)
    return (
        Linked(
            contract=contract,
            columns=columns,
            link=contract.link,
            uses=uses,
            supply=supply,
            pairs_by_name=pair_up(contract, columns),
            checked_late=contract.layer is Layer.FORM or supply.runs_model_validation,
            partial=uses.writes and not uses.creates,
        ),
    )
