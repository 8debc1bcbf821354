"""NL101: a layer lets text through that is too long for its column, or too short."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nova_lint.contracts.contract import Field, Known, Layer
from nova_lint.contracts.links import Linked, Pair
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.fixes.fix import Fix
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.exceptions import OF_ANY_VALUE
from nova_lint.knowledge.models import is_column

from . import cures, wording
from .hooks import is_checked, sees_input
from .rows import never_saves
from .wider_choices import excess_choices

# What the built-in validators of these fields let through, whatever `max_length` says:
# django.core.validators, EmailValidator since Django 4.2.3 and URLValidator.max_length.
# pydantic's own follows RFC 5321: email-validator 2, email_validator/rfc_constants.py.
_LONGEST_ADDRESS = 254
_OWN_LENGTH = {"EmailField": 320, "URLField": 2048, "EmailStr": _LONGEST_ADDRESS}

_TOO_LONG = (
    "a longer value is DataError on PostgreSQL, and on SQLite a row that the model itself refuses"
)
_UNCHECKED = "what its validators refuse is saved, because only `full_clean` runs them"


# Classes that take any text of a length; others have a format, and no value is short in it.
_PLAIN = frozenset({"CharField", "SlugField", "str"})


class _Problem(msgspec.Struct, frozen=True):
    """A length that the field lets through: what the field accepts, what the column does,
    what comes of a value beyond it, and the limit to set. `accepted` and `longest` are the
    greatest lengths of the field and of the column, where those are what differs."""

    accepts: str
    wanted: str
    outcome: str
    remedy: str
    severity: Severity | None = Severity.WARNING
    accepted: int | None = None
    longest: int | None = None


class WiderLength(Rule[Linked]):
    code = "NL101"
    name = "wider-length"
    severity = Severity.ERROR
    needs = Linked

    def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
        if subject.checked_late or never_saves(subject):
            return
        said: set[str] = set()
        for pair in subject.written:
            problems = [*_too_long(pair), *_too_short(pair)]
            if not problems or subject.supply.limits_length(pair.field.name):
                continue
            if subject.supply.catches(OF_ANY_VALUE):
                return
            if pair.field.name in said or _is_a_matter_of_choices(pair):
                # One field may be written to several columns, and what is none of a column's
                # choices is NL108's matter: one cure serves all.
                continue
            said.add(pair.field.name)
            wanted = wording.listed([problem.wanted for problem in problems])
            yield Report(
                place=wording.field_place(pair, project),
                message=_message(pair, problems, wanted),
                related=wording.column_related(pair, project, f"the column {wanted}"),
                severity=problems[0].severity,
                fix=_fix(pair, problems, project),
            )


def _is_a_matter_of_choices(pair: Pair) -> bool:
    """Whether NL108 looks at the value, or leaves it to the code that saves it."""
    if excess_choices(pair) is not None:
        return True
    return pair.column.choices != Known(None) and pair.linked.supply.compares(pair.field.name)


def _message(pair: Pair, problems: list[_Problem], wanted: str) -> str:
    accepts = wording.listed([problem.accepts for problem in problems])
    outcomes = "; ".join(dict.fromkeys(problem.outcome for problem in problems))
    remedies = ", ".join(problem.remedy for problem in problems)
    return (
        f"{wording.field_name(pair)} accepts {accepts}, {wording.column_name(pair)} {wanted}: "
        f"{outcomes}; set {remedies}"
    )


def _fix(pair: Pair, problems: list[_Problem], project: Contracts) -> Fix | None:
    """Sets the greatest length, where that is all that is wrong."""
    longest = problems[0].longest
    if len(problems) > 1 or longest is None:
        return None
    return cures.narrower_length(pair, problems[0].accepted, longest, project)


def _too_long(pair: Pair) -> Iterator[_Problem]:
    """Text that the column does not hold, or that its validators refuse."""
    excess, checked = excess_length(pair), _validated_excess(pair)
    if excess is not None:
        accepted, held = excess
        longest = min(held, checked[1]) if checked is not None else held
        yield _Problem(
            length(accepted),
            f"holds {held:,}",
            _TOO_LONG,
            f"max_length={longest}",
            Severity.WARNING if _is_address(accepted, held) else None,
            accepted,
            longest,
        )
    elif checked is not None:
        accepted, longest = checked
        yield _Problem(length(accepted), f"takes {longest:,}", _UNCHECKED, f"max_length={longest}")


def _too_short(pair: Pair) -> Iterator[_Problem]:
    """Text that is shorter than the column's validators take. They never see an empty one."""
    least, own = pair.column.min_length, pair.field.min_length
    if not isinstance(least, Known) or not isinstance(own, Known) or not _is_compared(pair):
        return
    accepted = max(own.value or 0, 1)
    if least.value is not None and accepted < least.value and not _has_format(pair):
        yield _Problem(
            f"text of {length(accepted)}",
            f"asks for {least.value:,}",
            _UNCHECKED,
            f"min_length={least.value}",
        )


def _is_address(accepted: int | None, held: int) -> bool:
    """Whether only an address longer than any that mail is sent to (RFC 5321) is too long."""
    return accepted == _OWN_LENGTH["EmailField"] and held >= _LONGEST_ADDRESS


def _has_format(pair: Pair) -> bool:
    """Whether a field takes text of some format only; what ninja derives takes any text."""
    if pair.linked.contract.layer is Layer.SCHEMA and not pair.field.declared:
        return False
    return pair.field.framework_class.rpartition(".")[2] not in _PLAIN


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
    if _is_secret(field.name) or field.refuses or _is_reshaped(pair):
        return None
    held, accepted = column.max_length.value, _accepted(field, field.max_length.value)
    return (accepted, held) if accepted is None or accepted > held else None


def _validated_excess(pair: Pair) -> tuple[int | None, int] | None:
    """The same for the length that the column's validators take."""
    longest, own = pair.column.validated_length, pair.field.max_length
    if not isinstance(longest, Known) or not isinstance(own, Known) or not _is_compared(pair):
        return None
    accepted = _accepted(pair.field, own.value)
    if longest.value is None or (accepted is not None and accepted <= longest.value):
        return None
    return accepted, longest.value


def _is_compared(pair: Pair) -> bool:
    """Whether a field's lengths are those of the text that is saved, and nothing of the
    layer's own looks at it."""
    field, column = pair.field, pair.column
    if field.type != Known("str") or column.type != Known("str"):
        return False
    if field.choices != Known(None) or column.choices != Known(None):
        return False
    if field.pattern != Known(None) or _is_secret(field.name) or is_checked(pair):
        return False
    return not _is_reshaped(pair)


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
