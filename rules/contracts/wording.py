"""How findings about contracts name things."""

from __future__ import annotations

from collections.abc import Sequence

from nova_lint.contracts.contract import Contract, Field, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related
from nova_lint.workspace.place import Place


def field_name(pair: Pair) -> str:
    """`OrderForm.total`"""
    return f"`{pair.linked.contract.short_name}.{pair.field.name}`"


def column_name(pair: Pair) -> str:
    """`Order.total`"""
    return f"`{pair.linked.columns.short_name}.{pair.column.name}`"


def refusal(linked: Linked) -> str:
    """What a client should get in the place of a 500, or of what else answers for it."""
    if linked.supply.answers_refusals:
        return "and no client is told which field is wrong"
    if linked.contract.layer is Layer.SCHEMA and not linked.uses.requested:
        return "and nothing says before which field is wrong"
    return {
        Layer.SERIALIZER: "a 500 instead of a 400",
        Layer.SCHEMA: "a 500 instead of a 422",
    }.get(linked.contract.layer, "a 500 instead of an error in the form")


def field_place(pair: Pair, project: Contracts) -> Place:
    """The field's declaration, or its class where the framework derived it."""
    return place_of(pair.field, pair.linked.contract, project)


def place_of(field: Field, contract: Contract, project: Contracts) -> Place:
    if field.span is not None:
        return project.place(field.span)
    return project.class_place(contract)


def column_related(pair: Pair, project: Contracts, what: str) -> tuple[Related, ...]:
    """The column as the other side of a finding."""
    return (Related(place_of(pair.column, pair.linked.columns, project), what),)


def times(number: int, noun: str) -> str:
    """`1 character`, `12 characters`"""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`"""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
