"""What an event model holds: copies of the model's columns, and what is said of the event.

django-pghistory 3.9, pghistory/core.py, _generate_history_field and create_event_model, and
pghistory/config.py. Only the columns of the model's own table are copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import (
    UNKNOWN,
    Fact,
    Field,
    Known,
    Layer,
    Unsettled,
)
from nova_lint.contracts.generated.model import Columns
from nova_lint.contracts.generated.records.copies import copied, is_clear, new_column, with_columns
from nova_lint.contracts.generated.settings import setting
from nova_lint.contracts.readers.adjustments import unsettled
from nova_lint.contracts.readers.classes import own_span
from nova_lint.contracts.readers.columns import read_column
from nova_lint.contracts.readers.model_options import concrete_model
from nova_lint.knowledge.generated import (
    COLUMN_SETTINGS,
    CONTEXT,
    CONTEXT_AS_JSON,
    CONTEXT_ID,
    CONTEXT_ID_SETTING,
    CONTEXT_KEY,
    CONTEXT_SETTING,
    DROPPING_SETTING,
    EVENT,
    EVENT_COPIES,
    KEY_SETTINGS,
    OBJECT_KEY,
    OBJECT_SETTING,
    SET_FACTS,
)
from nova_lint.knowledge.models import is_column
from nova_lint.semantics.values import Call, Constant, Mapping, Value
from nova_lint.workspace.symbols import ClassSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Tracking(msgspec.Struct, frozen=True):
    """A model, and the call that says how its events are kept."""

    model: ClassSymbol
    call: Call
    abstract: bool = False

    @property
    def fields(self) -> tuple[str, ...] | Unsettled | None:
        """The names of the columns that are tracked, None for all."""
        return self.names("fields")

    def names(self, option: str) -> tuple[str, ...] | Unsettled | None:
        value = self.call.keyword(option)
        if value is None or value == Constant(None):
            return None
        names = facts.names(value)
        return names if names is not None else UNKNOWN


def event_columns(tracking: Tracking, base: ClassSymbol | None, contracts: Contracts) -> Columns:
    """The columns of an event model, those of its base aside."""
    contract = contracts.contract(tracking.model)
    chosen, left_out = tracking.fields, tracking.names("exclude") or ()
    if contract is None or isinstance(chosen, Unsettled) or isinstance(left_out, Unsettled):
        return Columns((), complete=False)
    if chosen is None:
        own = _of_table(tracking.model, contracts)
        tracked = [each for each in own if each.name not in left_out]
    else:
        tracked = [each for each in with_columns(contract) if each.name in chosen]
    extra = _attributes(tracking, contracts)
    fields = (
        *(_copy(each, contracts) for each in tracked),
        *extra.fields,
        *_context(tracking, contracts),
        *_object(tracking, base, contracts),
    )
    return Columns(fields, is_clear(contract) and extra.complete and base is not None)


def _of_table(model: ClassSymbol, contracts: Contracts) -> list[Field]:
    """What a model's own table has columns for: nothing that is in that of a parent."""
    concrete = concrete_model(model, contracts)
    contract = contracts.contract(concrete)
    inherited: set[str] = set()
    for base in contracts.symbols.bases(concrete):
        above = contracts.contract(base) if isinstance(base, ClassSymbol) else None
        if above is not None and above.layer is Layer.MODEL and not above.abstract:
            inherited |= {field.name for field in above.fields}
    columns = with_columns(contract) if contract is not None else ()
    return [each for each in columns if each.name not in inherited]


def _copy(column: Field, contracts: Contracts) -> Field:
    copy = copied(column, EVENT_COPIES)
    if any(is_column(column.framework_class, kind) for kind in EVENT_COPIES.renewed):
        return copy
    copy = _as_set(copy, contracts)
    dropping = setting(DROPPING_SETTING, contracts)
    return copy if dropping is None else unsettled(copy, SET_FACTS)


def _as_set(column: Field, contracts: Contracts) -> Field:
    """A column with what the settings say of all."""
    is_key = column.type == Known("relation")
    for name, configuration in (KEY_SETTINGS if is_key else COLUMN_SETTINGS).items():
        given = setting(name, contracts)
        if given is not None:
            column = _configured(column, given, configuration)
    return column


def _attributes(tracking: Tracking, contracts: Contracts) -> Columns:
    """The columns among the attributes that a call gives."""
    given = tracking.call.keyword("attrs")
    if given is None or given == Constant(None):
        return Columns(())
    if not isinstance(given, Mapping):
        return Columns((), complete=False)
    span = own_span(tracking.model)
    found = []
    for name, value in given.constant_items():
        field = (
            read_column(str(name), value, span, tracking.model, contracts)
            if isinstance(value, Call)
            else None
        )
        if field is not None:
            found.append(replace(field, span=None, declared_in=None, declared=False))
    return Columns(tuple(found), given.complete)


# Beside the copies ----------------------------------------------------------------------


def _option(tracking: Tracking, option: str, name: str, contracts: Contracts) -> Value | None:
    """What a call or else a setting says of a column; None where neither does."""
    given = tracking.call.keyword(option)
    return given if given is not None else setting(name, contracts)


def _object(tracking: Tracking, base: ClassSymbol | None, contracts: Contracts) -> Iterator[Field]:
    """The key of the row that an event is about."""
    given = _option(tracking, "obj_field", OBJECT_SETTING, contracts)
    if given == Constant(None):
        return
    key = replace(
        new_column("pgh_obj", "ForeignKey"),
        relation=Known(tracking.model.name),
        related_name=_events_name(tracking, base),
    )
    yield _configured(_as_set(key, contracts), given, OBJECT_KEY)


def _events_name(tracking: Tracking, base: ClassSymbol | None) -> Fact[str | None]:
    """What the events of a row are called: after the base's name in the plural."""
    fields = tracking.fields or ()
    if base is None or base.name != EVENT or isinstance(fields, Unsettled):
        return UNKNOWN
    return Known("_".join((*fields, "events")))


def _context(tracking: Tracking, contracts: Contracts) -> Iterator[Field]:
    """What an event was part of: a key, or the whole of it with its number."""
    given = _option(tracking, "context_field", CONTEXT_SETTING, contracts)
    if given == Constant(None):
        return
    if not _is_call_of(given, CONTEXT_AS_JSON):
        key = new_column("pgh_context", "ForeignKey")
        key = replace(key, nullable=Known(True), relation=Known(CONTEXT), related_name=Known("+"))
        yield _configured(_as_set(key, contracts), given, CONTEXT_KEY)
        return
    column = replace(new_column("pgh_context", "JSONField"), nullable=Known(True))
    yield _configured(_as_set(column, contracts), given, CONTEXT_AS_JSON)
    number = _option(tracking, "context_id_field", CONTEXT_ID_SETTING, contracts)
    if number != Constant(None):
        column = replace(new_column("pgh_context_id", "UUIDField"), nullable=Known(True))
        yield _configured(_as_set(column, contracts), number, CONTEXT_ID)


def _is_call_of(value: Value | None, name: str) -> bool:
    return isinstance(value, Call) and facts.dotted_name(value.callee) == name


def _configured(column: Field, given: Value | None, configuration: str) -> Field:
    """A column with what its configuration says of it."""
    if given is None:
        return column
    if not isinstance(given, Call) or not _is_call_of(given, configuration):
        return unsettled(column, (*SET_FACTS, "type", "relation", "related_name"))
    keywords = given.keywords()
    for name, fact in _FLAGS.items():
        if name in keywords:
            said = facts.boolean(keywords[name], None)
            column = replace(column, **{fact: said})
    if "related_name" in keywords:
        column = replace(column, related_name=facts.text(keywords["related_name"]))
    return column if not given.has_unknown_keywords else unsettled(column, SET_FACTS)


_FLAGS = {"null": "nullable", "blank": "blank", "unique": "unique", "editable": "editable"}
