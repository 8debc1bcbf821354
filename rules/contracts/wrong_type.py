"""NL109: a schema's type is one that the column's values can never have."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Fact, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule

from . import wording
from .hooks import sees_output

# Families of a schema's field, and the families of columns that share no value with them.
_DISJOINT = {
    "int": frozenset({"uuid", "date", "datetime", "time"}),
    "float": frozenset({"uuid", "date", "datetime", "time"}),
    "decimal": frozenset({"uuid", "date", "datetime", "time"}),
    "bool": frozenset({"uuid", "date", "datetime", "time"}),
    "uuid": frozenset({"int", "float", "decimal", "bool", "date", "datetime", "time"}),
    # pydantic reads a number as the seconds since 1970.
    "date": frozenset({"bool", "uuid", "time"}),
    "datetime": frozenset({"bool", "uuid"}),
}

# How the type of such values is written, where that is another word.
_WRITTEN = {"uuid": "UUID", "decimal": "Decimal"}


class WrongType(Rule[Linked]):
    code = "NL109"
    name = "wrong-type"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.contract.layer is not Layer.SCHEMA:
            return
        pairs = dict.fromkeys((*subject.taken_in, *subject.shown))
        for pair in pairs:
            column_type = _column_type(pair, project)
            if not _is_disjoint(pair.field.type, column_type) or sees_output(pair.field):
                continue
            assert isinstance(column_type, Known) and isinstance(pair.field.type, Known)
            yield Report(
                place=wording.field_place(pair, project),
                message=(
                    f"{wording.field_name(pair)} is `{pair.field.type.value}`, and "
                    f"{wording.column_name(pair)} holds `{column_type.value}`: every real value "
                    f"fails to validate; declare it as "
                    f"`{_WRITTEN.get(column_type.value, column_type.value)}`"
                ),
                related=wording.column_related(
                    pair, project, f"the column holds {column_type.value}"
                ),
            )


def _column_type(pair: Pair, project: Contracts) -> Fact[str]:
    """The family of the column's values: for a relation, that of the key it stores."""
    column = pair.column
    if column.type != Known("relation") or column.many != Known(False):
        return column.type
    if pair.field.name != f"{column.name}_id" or not isinstance(column.relation, Known):
        return Known("relation")
    related = project.contract_named(column.relation.value or "")
    key = next((f for f in related.fields if f.primary_key), None) if related else None
    return key.type if key is not None else Known("relation")


def _is_disjoint(field: Fact[str], column: Fact[str]) -> bool:
    if not isinstance(field, Known) or not isinstance(column, Known):
        return False
    return column.value in _DISJOINT.get(field.value, frozenset())
