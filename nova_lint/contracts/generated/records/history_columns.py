"""What a historical model holds: copies of the model's columns, and what is said of a change.

django-simple-history 3.13, simple_history/models.py, HistoricalRecords.copy_fields and
get_extra_fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.construction import Construction
from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known, Span, unknown_field
from nova_lint.contracts.generated.model import Columns
from nova_lint.contracts.generated.records.copies import copied, is_clear, new_column, with_columns
from nova_lint.contracts.generated.settings import setting
from nova_lint.contracts.readers.columns import read_column
from nova_lint.knowledge.generated import (
    HISTORICAL_COPIES,
    HISTORY_REASON_LENGTH,
    HISTORY_TYPES,
    TEXT_REASON_SETTING,
    UUID_SETTING,
)
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Items, Reference, Unknown, Value
from nova_lint.workspace.symbols import ClassSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Records(msgspec.Struct, frozen=True):
    """What keeps the history of a model: the class that has it, the lines that say so, what it
    is built with. `package` is the module of the history where the records name one."""

    owner: ClassSymbol
    span: Span
    built: Construction
    package: str | None = None


def historical_columns(model: ClassSymbol, records: Records, contracts: Contracts) -> Columns:
    """The columns of the historical model of a model, those of its own bases aside."""
    contract = contracts.contract(model)
    built = records.built
    excluded = _names(built.get("excluded_fields"))
    if contract is None or excluded is None:
        return Columns((), complete=False)
    kept = [each for each in with_columns(contract) if each.name not in excluded]
    copies = tuple(copied(each, HISTORICAL_COPIES) for each in kept)
    added = tuple(_added(model, records, contracts))
    clear = is_clear(contract) and built.complete and _has_clear_bases(built)
    return Columns((*copies, *added), clear)


def _has_clear_bases(built: Construction) -> bool:
    bases = built.get("bases")
    return bases is None or (
        isinstance(bases, Items)
        and bases.complete
        and all(isinstance(item, Reference) for item in bases.items)
    )


def _names(value: Value | None) -> tuple[str, ...] | None:
    return () if value is None or value == Constant(None) else facts.names(value)


def _added(model: ClassSymbol, records: Records, contracts: Contracts) -> Iterator[Field]:
    """What a historical model says of a change, beside the row as it was."""
    built = records.built
    yield _identity(records, contracts)
    yield new_column("history_date", "DateTimeField")
    yield _reason(records, contracts)
    kind = new_column("history_type", "CharField")
    yield replace(kind, max_length=Known(1), choices=Known(HISTORY_TYPES))
    related_name = built.get("related_name")
    if related_name is not None and constant(related_name) not in (None, ""):
        row = new_column("history_relation", "ForeignKey")
        yield replace(row, relation=Known(model.name), related_name=facts.text(related_name))
    yield _user(records, contracts)


def _identity(records: Records, contracts: Contracts) -> Field:
    given = _given("history_id_field", records, contracts)
    if given is not None:
        field = replace(given, editable=Known(False))
    else:
        field = _by_setting(UUID_SETTING, "UUIDField", "AutoField", "history_id", contracts)
        if field.framework_class.endswith(".UUIDField"):
            field = replace(field, has_default=Known(True), editable=Known(False))
    return replace(field, unique=Known(True), primary_key=True)


def _reason(records: Records, contracts: Contracts) -> Field:
    given = _given("history_change_reason_field", records, contracts)
    if given is not None:
        return given
    name = "history_change_reason"
    field = _by_setting(TEXT_REASON_SETTING, "TextField", "CharField", name, contracts)
    if field.framework_class.endswith(".CharField"):
        field = replace(field, max_length=Known(HISTORY_REASON_LENGTH))
    return replace(field, nullable=Known(True))


def _by_setting(name: str, chosen: str, otherwise: str, field: str, contracts: Contracts) -> Field:
    """A column of one class or, where a setting says so, of another."""
    value = setting(name, contracts)
    choice = constant(value) if value is not None else False
    if isinstance(choice, Unknown):
        return unknown_field(field)
    return new_column(field, chosen if choice else otherwise)


def _user(records: Records, contracts: Contracts) -> Field:
    own = _given("history_user_id_field", records, contracts)
    if own is not None:
        return own
    given = records.built.get("user_model")
    if given is None or given == Constant(None):
        user = contracts.user_model
        name = user.name if user is not None else None
    else:
        name = contracts.model_of(given, records.owner)
    return replace(
        new_column("history_user", "ForeignKey"),
        nullable=Known(True),
        relation=Known(name) if name is not None else UNKNOWN,
        related_name=_user_name(records.built),
    )


def _user_name(built: Construction) -> Fact[str | None]:
    given = built.get("user_related_name")
    return facts.text(given) if given is not None else Known("+")


def _given(option: str, records: Records, contracts: Contracts) -> Field | None:
    """The column that an option of the records brings along."""
    value = records.built.get(option)
    if value is None or value == Constant(None):
        return None
    name = option.removesuffix("_field")
    if not isinstance(value, Call):
        return unknown_field(name)
    field = read_column(name, value, records.span, records.owner, contracts)
    if field is None:
        return unknown_field(name)
    return replace(field, span=None, declared_in=None, declared=False)
