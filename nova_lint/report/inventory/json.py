"""The inventory as JSON. The shape is a promise: see `version`."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

from nova_lint.contracts.contract import FACTS, Contract, Fact, Field, Known
from nova_lint.engine.inventory import Inventory
from nova_lint.report.json import VERSION, dumps


def render_json(inventory: Inventory) -> str:
    """The inventory as JSON, with a line feed at the end."""
    contracts = [_contract(contract) for contract in inventory.contracts]
    return dumps({"version": VERSION, "contracts": contracts})


def _contract(contract: Contract) -> dict[str, object]:
    return {
        "layer": contract.layer.value,
        "name": contract.name,
        "path": contract.span.path,
        "line": contract.name_line,
        "model": contract.model,
        "link": contract.link.value if contract.link is not None else None,
        "unknown": sorted(contract.unknown),
        "fields": [_field(field) for field in contract.fields],
    }


def _field(field: Field) -> dict[str, object]:
    """A field with the facts that are known; the names of the others are in `unknown`."""
    row: dict[str, object] = {
        "name": field.name,
        "line": field.span.line if field.span is not None else None,
        "path": field.span.path if field.span is not None else None,
        "declared_in": field.declared_in,
        "declared": field.declared,
    }
    unknown: list[str] = []
    for name in ("source", *FACTS):
        fact: Fact[object] = getattr(field, name)
        if isinstance(fact, Known):
            row[name] = plain(fact.value)
        else:
            unknown.append(name)
    return {**row, "unknown": unknown}


def plain(value: object) -> object:
    """A value as JSON has it: a number where JSON's number is exactly it, else text."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if value.bit_length() < 64 else str(value)
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            return _number(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case tuple():
            return [str(each) for each in value]
    return str(value)


def _number(value: Decimal) -> object:
    if not value.is_finite():
        return str(value)
    number = int(value) if value == value.to_integral_value() else float(value)
    return plain(number) if Decimal(str(number)) == value else str(value)
