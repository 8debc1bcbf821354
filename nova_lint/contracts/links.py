"""Links: which model a contract speaks of, and which column each of its fields stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.contracts.contract import Contract, Direction, Field, Known, Layer, Link, Span
from nova_lint.contracts.flow.result import CREATE, Flow
from nova_lint.contracts.named import model_by_name
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.contracts.usage.supplied.supply import Supply
from nova_lint.contracts.usage.uses import Uses
from nova_lint.knowledge import views
from nova_lint.knowledge.models import WRITES_OTHER_COLUMNS

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Pair(msgspec.Struct, frozen=True):
    """A field of a layer and the column that it stands for."""

    field: Field
    column: Field
    linked: Linked


class Creation(msgspec.Struct, frozen=True):
    """A statement that makes a row of a layer's data: `given` are the columns that get a
    value there, `complete` says that all of them are seen. `refused` are the layer's names
    that the model does not know, for which the statement fails whenever it runs."""

    span: Span
    given: frozenset[str]
    complete: bool
    refused: tuple[str, ...] = ()


class Linked(msgspec.Struct, frozen=True, dict=True):
    """A contract, the model it speaks of, and what is known of the traffic between them.

    `supply` knows which columns the code around the class fills in. `checked_late` says
    that the model's own validation runs before a row is saved, as in every ModelForm.
    `partial` that fields which a client leaves out leave their columns alone. `creations`
    are the statements of the project's own that make rows of its data.
    """

    contract: Contract
    columns: Contract
    link: Link
    uses: Uses
    supply: Supply
    pairs_by_name: tuple[tuple[Field, Field], ...]
    checked_late: bool
    partial: bool
    creations: tuple[Creation, ...] = ()

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every field that stands for a column."""
        return tuple(Pair(field, column, self) for field, column in self.pairs_by_name)

    @cached_property
    def written(self) -> tuple[Pair, ...]:
        """The pairs through which a client's value reaches the column, as far as that is
        seen: a name alone does not say that anything is saved."""
        return () if self.link is Link.NAME else self.taken_in

    @cached_property
    def taken_in(self) -> tuple[Pair, ...]:
        """The pairs whose field takes a client's value in, whatever becomes of it."""
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
    """A contract with each model that it speaks of; empty where that is not known.

    What a class says of itself (`Meta.model`, a setting) is the strongest link; then where
    its data is seen to go; then its name.
    """
    cls = contracts.class_named(contract.name)
    if contract.layer is Layer.MODEL or cls is None:
        return ()
    uses = contracts.uses(cls)
    flows = _by_model(contracts.flows_of(contract.name))
    found: list[Linked] = []
    if contract.model is not None and contract.link is not None:
        own = contracts.contract_named(contract.model)
        if own is not None:
            found.append(_stated(contract, own, uses, flows.pop(own.name, ()), contracts))
    for model, moved in flows.items():
        columns = contracts.contract_named(model)
        if columns is not None:
            found.append(_flowing(contract, columns, uses, moved, contracts))
    if not found and contract.layer is Layer.SCHEMA:
        columns = model_by_name(contract, cls, contracts)
        if columns is not None:
            found.append(_named(contract, columns, uses, contracts))
    return tuple(found)


def _by_model(flows: Iterable[Flow]) -> dict[str, tuple[Flow, ...]]:
    found: dict[str, tuple[Flow, ...]] = {}
    for flow in flows:
        found[flow.model] = (*found.get(flow.model, ()), flow)
    return found


def _stated(
    contract: Contract,
    columns: Contract,
    uses: Uses,
    flows: tuple[Flow, ...],
    contracts: Contracts,
) -> Linked:
    """A link that the class itself states, with what is seen of its data."""
    creations = tuple(_creations(contract, columns, flows, contracts))
    flows = tuple(f for f in flows if not _refused_names(f, contract, columns, contracts))
    if contract.layer is Layer.SCHEMA:
        # A schema saves nothing by itself; what it takes in is written where a flow says so.
        actions = _actions(flows) | (uses.actions & {views.READ})
        uses = replace(uses, actions=frozenset(actions))
    else:
        flows = tuple(flow for flow in flows if _is_reached(flow, contract, contracts))
        whole = [flow for flow in flows if flow.everything and flow.direction is Direction.INPUT]
        uses = replace(uses, actions=uses.actions | _actions(whole))
        if not uses.writes and any(flow.direction is Direction.INPUT for flow in flows):
            return _flowing(contract, columns, uses, flows, contracts)
    supply = Supply(contract, columns, uses, contracts, flows)
    assert contract.link is not None
    return Linked(
        contract=contract,
        columns=columns,
        link=contract.link,
        uses=uses,
        supply=supply,
        pairs_by_name=pair_up(contract, columns),
        checked_late=contract.layer is Layer.FORM or supply.runs_model_validation,
        partial=_is_partial(uses, flows),
        creations=creations,
    )


def _is_reached(flow: Flow, contract: Contract, contracts: Contracts) -> bool:
    """Whether a flow says that a class is used: one in a method of its own does not, one in
    another form or serializer only where that writes."""
    for cls in contracts.classes_of(flow.span.path):
        if cls.node.line <= flow.span.line <= cls.node.end_line:
            if cls.name in contract.bases:
                return False
            return contracts.is_model(cls) or contracts.uses(cls).writes
    return True


def _flowing(
    contract: Contract,
    columns: Contract,
    uses: Uses,
    flows: tuple[Flow, ...],
    contracts: Contracts,
) -> Linked:
    """A link by where the data goes: only what is seen to travel is paired."""
    creations = tuple(_creations(contract, columns, flows, contracts))
    flows = tuple(f for f in flows if not _refused_names(f, contract, columns, contracts))
    seen = replace(uses, actions=frozenset(_actions(flows)))
    supply = Supply(contract, columns, seen, contracts, flows)
    return Linked(
        contract=contract,
        columns=columns,
        link=Link.FLOW,
        uses=seen,
        supply=supply,
        pairs_by_name=tuple(_travelling(contract, columns, flows)),
        checked_late=_is_model_form(contract, columns) or supply.runs_model_validation,
        partial=_is_partial(seen, flows),
        creations=creations,
    )


def _is_model_form(contract: Contract, columns: Contract) -> bool:
    """Whether a form is one for that model, and runs its validation before it is valid."""
    return contract.layer is Layer.FORM and contract.model == columns.name


def _named(contract: Contract, columns: Contract, uses: Uses, contracts: Contracts) -> Linked:
    """A link by name alone."""
    return Linked(
        contract=contract,
        columns=columns,
        link=Link.NAME,
        uses=uses,
        supply=Supply(contract, columns, uses, contracts, ()),
        pairs_by_name=pair_up(contract, columns),
        checked_late=False,
        partial=_is_partial(uses, ()),
    )


_OPERATIONS = {"create": views.CREATE, "update": views.UPDATE, "output": views.READ}


def _actions(flows: Iterable[Flow]) -> set[str]:
    return {_OPERATIONS[flow.operation] for flow in flows}


def _is_partial(uses: Uses, flows: tuple[Flow, ...]) -> bool:
    """Whether what a client leaves out leaves its column alone, wherever that is seen."""
    writing = [flow for flow in flows if flow.direction is Direction.INPUT]
    if writing:
        return all(flow.partial or flow.operation == "update" for flow in writing)
    return uses.writes and not uses.creates


def _travelling(
    contract: Contract, columns: Contract, flows: Iterable[Flow]
) -> Iterator[tuple[Field, Field]]:
    by_name = {(f.name, c.name): (f, c) for f, c in pair_up(contract, columns)}
    found: dict[tuple[str, str], tuple[Field, Field]] = {}
    for flow in flows:
        for name, column_name in flow.fields:
            field, column = contract.field(name), columns.field(column_name)
            if field is not None and column is not None:
                found[name, column_name] = (field, column)
        if flow.everything:
            taken = flow.left_out | {name for name, _ in flow.fields}
            for key, pair in by_name.items():
                if key[0] not in taken and key[1] not in flow.supplied:
                    found.setdefault(key, pair)
    yield from found.values()


def _creations(
    contract: Contract, columns: Contract, flows: Iterable[Flow], contracts: Contracts
) -> Iterator[Creation]:
    """The statements that make rows. One that several functions reach with other data each
    gives what any of them gives."""
    by_span: dict[Span, list[Flow]] = {}
    for flow in flows:
        if flow.operation == CREATE:
            by_span.setdefault(flow.span, []).append(flow)
    for span, several in by_span.items():
        travelling = {column.name for _, column in _travelling(contract, columns, several)}
        supplied = {name: _column_of(name, columns) for flow in several for name in flow.supplied}
        refused = [_refused_names(flow, contract, columns, contracts) for flow in several]
        yield Creation(
            span,
            frozenset(travelling | {column.name for column in supplied.values() if column}),
            # A name that is no column stands for a setter, or a relation without a column.
            None not in supplied.values() and not any(flow.supplies_more for flow in several),
            refused[0] if all(refused) else (),
        )


def _refused_names(
    flow: Flow, contract: Contract, columns: Contract, contracts: Contracts
) -> tuple[str, ...]:
    """The names of a schema's fields for which a flow raises TypeError each time: those that
    the model, all of which can be read, has neither as a column nor as a property."""
    if contract.layer is not Layer.SCHEMA or flow.operation != CREATE:
        return ()
    if not flow.as_keywords or flow.partial:
        return ()
    model = contracts.class_named(columns.name)
    if model is None or contract.unknown or columns.unknown:
        return ()
    order = contracts.symbols.mro(model)
    if not order.complete or any("__init__" in base.bindings for base in project_classes(order)):
        return ()
    return tuple(
        field.name
        for field in contract.fields
        if field.name not in flow.left_out
        and field.write_only != Known(True)
        and _column_of(field.name, columns) is None
        and contracts.symbols.class_member(model, field.name) is None
        and contracts.reverse_relation(columns, field.name) is None
    )


def _column_of(name: str, columns: Contract) -> Field | None:
    """The column that a keyword of a model stands for: `author`, `author_id`, `pk`."""
    if name == "pk":
        return next((column for column in columns.fields if column.primary_key), None)
    found = columns.field(name)
    if found is None:
        found = columns.field(name.removesuffix("_id"))
        found = found if found is not None and found.type == Known("relation") else None
    is_own = found is not None and found.framework_class not in WRITES_OTHER_COLUMNS
    return found if is_own else None
