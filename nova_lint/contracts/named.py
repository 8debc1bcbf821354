"""Links by name: `OrderIn` and `OrderOut` speak of `Order`, when their fields are its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_lint.contracts.contract import Contract, Known
from nova_lint.knowledge.schemas import NAME_PARTS
from nova_lint.workspace.symbols import ClassSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")
_FEWEST_FIELDS = 3
_SHARE = 0.75


def model_by_name(contract: Contract, cls: ClassSymbol, contracts: Contracts) -> Contract | None:
    """The model that a schema's name speaks of, if most of its fields are columns of it."""
    name = "".join(w for w in _WORDS.findall(contract.short_name) if w not in NAME_PARTS)
    if not name or name == contract.short_name:
        return None
    found = contracts.names.labelled(f"{_app(cls)}.{name}", cls)
    columns = contracts.contract(found) if found is not None else None
    if columns is None or not _is_alike(contract, columns):
        return None
    return columns


def _app(cls: ClassSymbol) -> str:
    """The package around a module of schemas: `orders` for `shop.orders.schemas`."""
    parts = cls.module.name.split(".")
    return parts[-2] if len(parts) > 1 else parts[0]


def _is_alike(contract: Contract, columns: Contract) -> bool:
    fields = [field for field in contract.fields if field.read_only != Known(True)]
    if len(fields) < _FEWEST_FIELDS:
        return False
    names = {column.name for column in columns.fields}
    shared = sum(field.name.removesuffix("_id") in names or field.name in names for field in fields)
    return shared >= _SHARE * len(fields)
