"""NL307: a float is written to a DecimalField."""

from __future__ import annotations

from collections.abc import Container, Iterator

import libcst as cst

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge import flows
from nova_lint.semantics.bodies.expressions.attributes import rows_of
from nova_lint.semantics.bodies.frame import Node
from nova_lint.semantics.kinds import (
    VALIDATED,
    Kind,
    Literal,
    Manager,
    Mapping,
    QuerySet,
    RelatedManager,
    Scalar,
)
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.numeric import is_inexact
from nova_lint.semantics.operations import Fate, Making, MethodCall, Operation, Setting
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import ClassSymbol

from .judging import described, is_believed, is_float, mixes, source
from .visibility import is_unseen, may_save_with

# `update` is not among them: it leaves no object behind, and Django rounds the float to the
# digits of the column.
_WRITERS = frozenset(flows.CREATORS) | flows.GETTERS_OR_CREATORS | flows.UPDATERS_OR_CREATORS


class FloatForColumn(Rule[Operation]):
    code = "NL307"
    name = "float-for-column"
    severity = Severity.WARNING
    needs = Operation

    def mentions(self, project: Contracts) -> Mentions:
        return mixes(project)

    def check(self, subject: Operation, project: Contracts) -> Iterator[Report]:
        model, written = _written(subject)
        if model is None:
            return
        floats = [each for each in written if _is_float_for(model, *each, subject, project)]
        if not floats or _is_left_alone(subject, model, dict(floats), project):
            return
        made = not isinstance(subject.action, Setting)
        if made and is_unseen(subject, model, floats, project):
            return
        for name, kind in floats:
            yield Report(
                place=_place(subject, name),
                message=_message(subject, model, name, kind),
                related=_column(model, name, project),
            )


def _is_float_for(
    model: ClassSymbol, name: str, kind: Kind, operation: Operation, project: Contracts
) -> bool:
    """Whether a float that may be inexact is given to a DecimalField."""
    column = project.bodies.models.column(model, name)
    if column is None or column.type != "decimal" or _is_contracts_matter(kind):
        return False
    return is_float(kind) and is_inexact(kind) and is_believed(kind, operation, project)


def _is_left_alone(
    operation: Operation, model: ClassSymbol, held: Container[str], project: Contracts
) -> bool:
    """Whether nobody sees the float: the object is not kept, or read back, and no `save` of the
    project's own calculates with it. The row has the digits of the column."""
    is_dropped = operation.fate is Fate.DROPPED and not isinstance(operation.action, Setting)
    if not is_dropped and operation.fate is not Fate.READ_BACK:
        return False
    return not may_save_with(model, held, project)


def _is_contracts_matter(kind: Kind) -> bool:
    """Whether a value is a field of a schema, whose type NL110 speaks of."""
    return isinstance(kind, Scalar) and kind.made_of == VALIDATED


def _place(operation: Operation, name: str) -> Place:
    """The argument that is written, or the whole operation."""
    site = operation.site
    if isinstance(site, Node) and isinstance(site.node, cst.Call):
        for argument in site.node.args:
            if argument.keyword is not None and argument.keyword.value == name:
                return Node(site.segment, argument).place()
    return site.place()


def _written(operation: Operation) -> tuple[ClassSymbol | None, list[tuple[str, Kind]]]:
    """The model whose row is written, and the values by column."""
    match operation.action:
        case Making(model=model, given=given):
            return model, list(given.keywords)
        case Setting(owner=owner, name=name, value=value):
            return owner.cls, [(name, value)]
        case MethodCall(receiver=QuerySet(model=model), name=name, given=given):
            return (model, _values(given.keywords)) if name in _WRITERS else (None, [])
        case MethodCall(receiver=(Manager() | RelatedManager()) as manager, name=name, given=given):
            model = rows_of(manager).model
            return (model, _values(given.keywords)) if name in _WRITERS else (None, [])
    return None, []


def _values(keywords: tuple[tuple[str, Kind], ...]) -> list[tuple[str, Kind]]:
    found: list[tuple[str, Kind]] = []
    for name, kind in keywords:
        if name in flows.DEFAULTS and isinstance(kind, Mapping):
            found.extend(kind.entries)
        else:
            found.append((name, kind))
    return found


def _message(operation: Operation, model: ClassSymbol, name: str, kind: Kind) -> str:
    verb = "is given" if isinstance(operation.action, Setting) else "puts"
    where = "for" if verb == "is given" else "into"
    remedy = "give a Decimal"
    if isinstance(kind, Literal) and isinstance(kind.value, float):
        remedy = f'give `Decimal("{kind.value}")`'
    return (
        f"{source(operation)} {verb} {described(kind)} {where} the DecimalField "
        f"`{model.short_name}.{name}`: the object holds the float until it is read back, and "
        f"adding a Decimal to it raises TypeError; {remedy}"
    )


def _column(model: ClassSymbol, name: str, project: Contracts) -> tuple[Related, ...]:
    contract = project.contract(model)
    field = contract.field(name) if contract is not None else None
    if field is None or field.span is None:
        return ()
    return (Related(project.place(field.span), "the column"),)
