"""NL302: a query expression of a Decimal and a float without an output field."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.expressions import (
    ALWAYS_ASKED,
    ASKED,
    EXPRESSIONS,
    LOOKING_UP,
    REFERENCE,
    SUBQUERY,
    WRAPPER,
    Asked,
)
from nova_lint.knowledge.numbers import Number
from nova_lint.semantics import query_expressions
from nova_lint.semantics.bodies.expressions.attributes import rows_of
from nova_lint.semantics.kinds import Kind, Literal, Manager, QuerySet, RelatedManager
from nova_lint.semantics.mentions import Mentions, Naming
from nova_lint.semantics.operations import Fate, MethodCall, Operation
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import ClassSymbol

from . import fixes
from .judging import decimals, quoted, written

_CLASSES = frozenset(
    name.rpartition(".")[2] for name in (*EXPRESSIONS, REFERENCE, SUBQUERY, WRAPPER)
)
_ASKING = Naming(r"\b", _CLASSES, r"\(")


class MixedExpression(Rule[Operation]):
    code = "NL302"
    name = "mixed-expression"
    severity = Severity.ERROR
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        _, patterns = decimals(project)
        return _ASKING, (*patterns, r"\d\.\d")

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        action = subject.action
        if not isinstance(action, MethodCall):
            return
        model = _model(action)
        if model is None:
            return
        for kind in _looked_up(action):
            found = query_expressions.output(kind, model, project.bodies.models)
            if isinstance(found, query_expressions.Mixed):
                yield _report(subject, found)
        asked = ASKED.get(action.name) or ASKED.get(action.name[1:])
        if asked is None:
            return
        if asked is Asked.FETCHED and subject.fate is Fate.COUNTED:
            return
        for kind in (*action.given.positional, *(kind for _, kind in action.given.keywords)):
            found = query_expressions.output(kind, model, project.bodies.models)
            if isinstance(found, query_expressions.Mixed) and (
                asked is not Asked.NEVER or found.expression.name in ALWAYS_ASKED
            ):
                yield _report(subject, found)


def _model(action: MethodCall) -> ClassSymbol | None:
    match action.receiver:
        case QuerySet(model=model):
            return model
        case (Manager() | RelatedManager()) as manager:
            return rows_of(manager).model
    return None


def _looked_up(action: MethodCall) -> list[Kind]:
    """The aliases by whose names rows are looked up."""
    if action.name not in LOOKING_UP or not isinstance(action.receiver, QuerySet):
        return []
    asked = {name.partition("__")[0] for name, _ in action.given.keywords}
    return [kind for name, kind in action.receiver.aliases if name in asked]


def _report(operation: Operation, found: query_expressions.Mixed) -> Report:
    site = found.expression.site or operation.site
    first, second = (each.value.rpartition(".")[2] for each in found.kinds)
    return Report(
        place=site.place(),
        message=(
            f"{quoted(site)} mixes {first} and {second}, and Django raises FieldError because "
            f"nothing says which comes out; {_advice(found)}"
        ),
        related=_query(operation, site.place()),
        fix=fixes.in_expression(found.expression) if Number.DECIMAL in found.kinds else None,
    )


def _query(operation: Operation, expression: Place) -> tuple[Related, ...]:
    """The query, where the expression was given a name before."""
    place = operation.site.place()
    inside = place.line <= expression.line <= place.end_line
    return () if inside else (Related(place, "the query"),)


def _advice(found: query_expressions.Mixed) -> str:
    if Number.DECIMAL not in found.kinds:
        return "give values of one kind, or say it with `output_field=`"
    for kind in found.expression.arguments:
        if isinstance(kind, Literal) and isinstance(kind.value, int | float):
            return f"write `{written(kind.value)}`, or say it with `output_field=DecimalField(…)`"
    return "give Decimals only, or say it with `output_field=DecimalField(…)`"
