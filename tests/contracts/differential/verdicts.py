"""Holds what nova-lint found against what the frameworks did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nova_lint.engine.finding import Finding

from .exceptions import EXCEPTIONS, Allowed
from .project import Pair, model_name
from .reality import Outcome, Refusal

# What the column has against a value, and the rules of which one must say so: Django's codes
# of validation errors, the database's words, and what `reality` calls the rest.
RULES: dict[str, frozenset[str]] = {
    "null": frozenset({"NL103", "NL104"}),
    "NOT NULL": frozenset({"NL103", "NL104"}),
    "silently empty": frozenset({"NL103", "NL104"}),
    "max_length": frozenset({"NL101", "NL108"}),
    "min_length": frozenset({"NL101"}),
    "min_value": frozenset({"NL106", "NL108"}),
    "max_value": frozenset({"NL106", "NL108"}),
    "CHECK": frozenset({"NL106", "NL108"}),
    "max_digits": frozenset({"NL106", "NL110"}),
    "max_decimal_places": frozenset({"NL106", "NL110"}),
    "max_whole_digits": frozenset({"NL106", "NL110"}),
    "invalid": frozenset({"NL107"}),
    "invalid_choice": frozenset({"NL108"}),
    "unique": frozenset({"NL105", "NL116"}),
    "UNIQUE": frozenset({"NL105", "NL116"}),
    "float": frozenset({"NL110"}),
    "needlessly refused": frozenset({"NL110"}),
}
_DATABASE = re.compile(r"IntegrityError: (NOT NULL|CHECK|UNIQUE) constraint failed")
# What a TypedChoiceField makes of nothing is an empty text, even for a number.
_NOTHING = re.compile(r"ValueError: .* expected a number but got ''")


@dataclass(frozen=True)
class Disagreement:
    """A pair about which nova-lint and the frameworks say different things."""

    pair: Pair
    number: int
    what: str

    def __str__(self) -> str:
        module = self.pair.module(model_name(self.number)).split("\n\n\n", 1)[1]
        return f"{self.what}\n    {self.pair.column.source}\n{module}"


def disagreements(
    pair: Pair, number: int, found: Iterable[Finding], outcome: Outcome
) -> Iterator[Disagreement]:
    """Where findings are missing, and where there are some that no value confirms."""
    codes = {finding.code for finding in found}
    confirmed: set[str] = set()
    for refusal in outcome.refusals:
        for reason in map(reason_of, refusal.reasons):
            confirmed |= RULES.get(reason, frozenset())
            is_reported = not codes.isdisjoint(RULES.get(reason, ()))
            if not is_reported and not excepted_by(pair, refusal, reason):
                yield Disagreement(pair, number, f"no finding ({reason}): {refusal}")
    for code in sorted(codes - confirmed):
        yield Disagreement(pair, number, f"{code} is found, and no value confirms it")


def reason_of(text: str) -> str:
    """The words of RULES for what an exception says."""
    if _NOTHING.match(text):
        return "NOT NULL"
    found = _DATABASE.match(text)
    return found[1] if found else text


def excepted_by(pair: Pair, refusal: Refusal, reason: str) -> Allowed | None:
    """The exception that stands for what the column has against a value."""
    probe, word = refusal.probe, reason_of(reason)
    return next((each for each in EXCEPTIONS if each.covers(pair, probe, word)), None)
