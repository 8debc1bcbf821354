"""NL101: a layer lets text through that is too long for its column."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Field, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.models import is_column

from . import cures, wording
from .hooks import sees_input

# What the built-in validators of these fields let through, whatever `max_length` says:
# django.core.validators, EmailValidator since Django 4.2.3 and URLValidator.max_length.
_OWN_LENGTH = {"EmailField": 320, "URLField": 2048}
_LONGEST_ADDRESS = 254


class WiderLength(Rule[Linked]):
    code = "NL101"
    name = "wider-length"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late:
            return
        said: set[str] = set()
        for pair in subject.written:
            excess = excess_length(pair)
            if excess is None or pair.linked.supply.limits_length(pair.field.name):
                continue
            if pair.field.name in said:
                # One field may be written to several columns; one cure serves them all.
                continue
            said.add(pair.field.name)
            accepted, held = excess
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair, accepted, held),
                related=wording.column_related(pair, project, f"the column holds {held:,}"),
                severity=Severity.WARNING if _is_address(accepted, held) else None,
                fix=cures.narrower_length(pair, accepted, held, project),
            )


def _is_address(accepted: int | None, held: int) -> bool:
    """Whether only an address longer than any that mail is sent to (RFC 5321) is too long."""
    return accepted == _OWN_LENGTH["EmailField"] and held >= _LONGEST_ADDRESS


def _message(pair: Pair, accepted: int | None, held: int) -> str:
    return (
        f"{wording.field_name(pair)} accepts {length(accepted)}, {wording.column_name(pair)} "
        f"holds {held:,}: a longer value is DataError on PostgreSQL, and on SQLite a "
        f"row that the model itself refuses; set max_length={held}"
    )


def length(accepted: int | None) -> str:
    """`40 characters`, or that there is no limit."""
    return wording.times(accepted, "character") if accepted is not None else "text of any length"


def excess_length(pair: Pair) -> tuple[int | None, int] | None:
    """What the field accepts (None: any length) and the column holds, where that is less."""
    field, column = pair.field, pair.column
    if not is_column(column.framework_class, "CharField") or field.type != Known("str"):
        return None
    if not isinstance(column.max_length, Known) or column.max_length.value is None:
        return None
    if not isinstance(field.max_length, Known) or field.choices != Known(None):
        return None
    if _is_secret(field.name) or _is_reshaped(pair):
        return None
    held, accepted = column.max_length.value, _accepted(field, field.max_length.value)
    return (accepted, held) if accepted is None or accepted > held else None


def _accepted(field: Field, limit: int | None) -> int | None:
    own = _OWN_LENGTH.get(field.framework_class.rpartition(".")[2])
    if own is None or limit is None:
        return own if limit is None else limit
    return min(own, limit)


def _is_secret(name: str) -> bool:
    """Passwords are hashed before they are stored: their length is not the column's."""
    return "password" in name.lower()


def _is_reshaped(pair: Pair) -> bool:
    """Whether the value that is saved may be another than the one that came in, or its
    length may be limited in another way."""
    if pair.linked.contract.layer is Layer.SCHEMA and sees_input(pair.field, whole=False):
        return True
    return pair.field.pattern != Known(None) and pair.linked.contract.layer is not Layer.FORM
