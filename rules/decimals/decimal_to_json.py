"""NL303: a Decimal is handed to `json.dumps`."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.numbers import JSON_DUMPS, JSON_ENCODERS, RAISES
from nova_lint.semantics.kinds import Kind, Mapping, Sequence, Together
from nova_lint.semantics.mentions import Mentions, word_of
from nova_lint.semantics.operations import FunctionCall, Operation

from .judging import decimals, is_decimal, source

_DEEPEST = 4
# Data that has no Decimal's name in it.
_DATA = r"\bmodel_to_dict\(|\.data\b"


class DecimalToJson(Rule[Operation]):
    code = "NL303"
    name = "decimal-to-json"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        _, patterns = decimals(project)
        return word_of(["dump", "dumps"]), (*patterns, _DATA)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, FunctionCall) or action.name not in JSON_DUMPS:
            return
        dump, given = JSON_DUMPS[action.name], action.given
        if not given.complete or len(given.positional) <= dump.position:
            return
        named = given.keyword(dump.keyword) if dump.keyword is not None else None
        encoder = dump.encoder if named is None else getattr(named, "name", "")
        if JSON_ENCODERS.get(encoder) != RAISES or given.keyword("default") is not None:
            return
        path = _decimal_in(given.positional[dump.position])
        if path is not None and not subject.guarded:
            yield Report(
                place=subject.site.place(),
                message=(
                    f"{source(subject)} raises TypeError: a Decimal{path} is not JSON "
                    f"serializable; give `cls=DjangoJSONEncoder`, or write it as text"
                ),
            )


def _decimal_in(kind: Kind, depth: int = 0) -> str | None:
    """Where in some data a Decimal stands: `` under "total"``; None for nowhere that is known."""
    if is_decimal(kind):
        return ""
    if depth > _DEEPEST:
        return None
    match kind:
        case Mapping(entries=entries, value=value):
            if is_decimal(kind.key):
                return " as a key"
            for name, inner in entries:
                if _decimal_in(inner, depth + 1) is not None:
                    return f' under "{name}"'
            return _decimal_in(value, depth + 1)
        case Sequence(item=item):
            return _decimal_in(item, depth + 1)
        case Together(items=items):
            found = (_decimal_in(item, depth + 1) for item in items)
            return next((each for each in found if each is not None), None)
    return None
