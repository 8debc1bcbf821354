"""Findings as messages of mypy's, each on one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nova_lint.engine.companion.consulting import Answer, Aside, Told

_LONGEST = 60
"""Characters of an expression that a message shows."""


class Message(NamedTuple):
    """A message in mypy's terms: lines count from 1, columns from 0, and the end column is
    the first behind the range."""

    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    rule: str
    text: str


def messages(told: Sequence[Told]) -> list[Message]:
    """What is to be shown of what was found in one file."""
    same = Counter((each.line, each.message) for each in told)
    return [
        _message(each, _named(each) if same[each.line, each.message] > 1 else "") for each in told
    ]


def _message(told: Told, named: str) -> Message:
    return Message(
        told.line,
        told.column - 1,
        told.end_line,
        told.end_column - 1,
        # mypy knows two severities; of these two, only one makes a run fail.
        "note" if told.severity == "info" else "error",
        told.rule,
        f"{told.message}{named}{_aside(told.related)}",
    )


def _named(told: Told) -> str:
    """Of messages on one line that are equal mypy shows one, whatever their columns."""
    expression = told.expression
    if len(expression) > _LONGEST:
        expression = f"{expression[: _LONGEST - 1]}…"
    return f" (`{expression}`, column {told.column})"


def _aside(related: Sequence[Aside]) -> str:
    places = "; ".join(f"{each.path}:{each.line}: {each.message}" for each in related)
    return f" ({places})" if places else ""


def failed(answer: Answer) -> Message:
    """The message that says why nothing was looked at: an error where the user can mend it."""
    text = f"nova-lint did not look at this project: {answer.failure}"
    return Message(1, 0, 1, 1, "note" if answer.trace else "error", "", text)


def without_types(answer: Answer) -> Message:
    """The message that says why something is not found that only types show."""
    text = f"nova-lint did not use all of mypy's types: {answer.failure}"
    return Message(1, 0, 1, 1, "note", "", text)
