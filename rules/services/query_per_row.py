"""NL405: a query in a serializer's method field, a model's property or `__str__`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge import queries
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.framework_queries import KEPT_BY_USER
from nova_lint.knowledge.hooks import METHOD_FIELD
from nova_lint.knowledge.queries import Effect, When
from nova_lint.semantics.bodies.frame import Node, dotted
from nova_lint.semantics.kinds import Given, Manager, Model
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import MethodCall, Operation, ProjectCall
from nova_lint.workspace.symbols import FunctionSymbol, Module
from nova_lint.workspace.walk import walk

from .judging import is_layered, name_of, path_of, source
from .shown_rows import asked_for_several

_METHODS = r"\bdef (?:get_\w+|__str__)\b|@property\b"
_PROPERTIES = frozenset({"property"})


class QueryPerRow(Rule[Unit]):
    code = "NL405"
    name = "query-per-row"
    severity = Severity.WARNING
    needs = Unit

    def concerns(self, module: Module, project: Contracts) -> bool:
        return is_layered(module, project)

    def mentions(self, project: Contracts) -> Mentions:
        return (_METHODS,)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        what, deeds = _asked_per_row(subject, project)
        for deed in deeds:
            if _runs_each_time(deed, subject):
                first = deed.steps[0]
                way = f", by way of {path_of(deed)}" if len(deed.steps) > 1 else ""
                yield Report(
                    place=first.site.place(),
                    message=(
                        f"{source(first)} runs a query{way} in {what} "
                        f"`{name_of(subject.function)}`, {_often(subject)}: a list of a hundred "
                        "asks a hundred times; annotate the value, or load it with "
                        "`prefetch_related` in the selector that gives the rows"
                    ),
                    related=_way(deed),
                )
                return


def _runs_each_time(deed: Deed, unit: Unit) -> bool:
    """Whether a query surely runs, and what it gives is not kept."""
    if deed.effect is not Effect.READ or not deed.sure or deed.on_behalf:
        return False
    if any(_is_kept(step) for step in deed.steps) or _is_kept_by_django(deed.done):
        return False
    if _is_kept_by_user(deed.done, unit):
        return False
    if unit.layer is CodeLayer.SERIALIZER and any(_is_property(s, unit) for s in deed.steps):
        return False
    return not _is_filling(deed, unit)


def _is_kept_by_django(operation: Operation) -> bool:
    """Whether Django keeps for the whole process what is asked for: a content type, a site."""
    match operation.action:
        case MethodCall(receiver=Manager(), name=name):
            return any(
                name in calls and calls[name].when is When.NOT_LOADED
                for calls in queries.MANAGERS.values()
            )
    return False


def _is_kept_by_user(operation: Operation, unit: Unit) -> bool:
    """Whether a user is asked for permissions, which it keeps, and may be the same for all rows:
    neither the row nor reached from it."""
    match operation:
        case Operation(
            action=MethodCall(name=name), site=Node(node=cst.Call(func=cst.Attribute(value=user)))
        ) if name in KEPT_BY_USER:
            path = dotted(user) or ""
            is_of_row = path.partition(".")[0] == _row(unit)
            return operation.function != unit.function or not is_of_row
    return False


def _row(unit: Unit) -> str:
    """The name of the row in a method that is called for each: `self` in a model's own."""
    definition = unit.contracts.evaluator.function(unit.function)
    names = [each.name.value for each in definition.params.params] if definition else []
    index = 1 if unit.layer is CodeLayer.SERIALIZER else 0
    return names[index] if index < len(names) else ""


def _is_kept(step: Operation) -> bool:
    """Whether a step is the look at a property that keeps what it gives."""
    match step.action:
        case ProjectCall(function=FunctionSymbol() as function):
            return any(name.endswith("cached_property") for name in function.node.decorators)
    return False


def _is_property(step: Operation, unit: Unit) -> bool:
    """Whether a step is the look at a model's property, of which it is said itself."""
    match step.action:
        case ProjectCall(function=FunctionSymbol() as function):
            layer = unit.contracts.code_layers.of_function(function).layer
            return layer is CodeLayer.MODEL and not _PROPERTIES.isdisjoint(function.node.decorators)
    return False


def _is_filling(deed: Deed, unit: Unit) -> bool:
    """Whether the query runs only if an attribute that is no column has not been filled:
    `if self._owner is None`, `row.total if hasattr(row, "total") else …`."""
    return any(_stands_behind_look(step, unit) for step in deed.steps)


def _stands_behind_look(step: Operation, unit: Unit) -> bool:
    frame = unit.contracts.whole_bodies.root(step.function) if step.function else None
    if frame is None or not isinstance(step.site, Node):
        return False
    node = step.site.node
    kept = {name for statement in frame.segment.body for name in _names_of_kept(statement)}
    return any(
        _asks_for_kept(part.test, kept)
        for statement in frame.segment.body
        for part in walk(statement)
        if isinstance(part, cst.If | cst.IfExp)
        for branch in (part.body, part.orelse)
        if branch is not None and any(each is node for each in walk(branch))
    )


def _names_of_kept(statement: cst.CSTNode) -> Iterator[str]:
    """Names that are given what `getattr` finds."""
    for part in walk(statement):
        match part:
            case cst.Assign(
                targets=[cst.AssignTarget(target=cst.Name(value=name))],
                value=cst.Call(func=cst.Name(value="getattr")),
            ):
                yield name


def _asks_for_kept(test: cst.BaseExpression, kept: set[str]) -> bool:
    for part in walk(test):
        match part:
            case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
                if name.startswith("_"):
                    return True
            case cst.Call(func=cst.Name(value="hasattr" | "getattr")):
                return True
            case cst.Name(value=name) if name in kept:
                return True
    return False


def _asked_per_row(unit: Unit, project: Contracts) -> tuple[str, Sequence[Deed]]:
    """What a function is that is called for every row, and what it does; nothing for others."""
    function, owner = unit.function, unit.function.owner
    if owner is None:
        return "", ()
    if unit.layer is CodeLayer.SERIALIZER and _is_method_field(unit, project):
        if not asked_for_several(function, project):
            return "", ()
        model = project.whole_bodies.models.model_of(owner)
        row = Given((Model(model),)) if model is not None else Given(complete=False)
        return "the method field", unit.called_with(row)
    if unit.layer is not CodeLayer.MODEL:
        return "", ()
    decorators = {name.rpartition(".")[2] for name in function.node.decorators}
    if decorators & _PROPERTIES:
        return "the property", unit.deeds
    return ("the method", unit.deeds) if function.node.name == "__str__" else ("", ())


def _is_method_field(unit: Unit, project: Contracts) -> bool:
    owner = unit.function.owner
    fields = project.whole_bodies.models.fields(owner) if owner is not None else None
    name = unit.function.node.name.removeprefix("get_")
    return any(f.name == name and f.framework_class == METHOD_FIELD for f in fields or ())


def _often(unit: Unit) -> str:
    if unit.layer is CodeLayer.SERIALIZER:
        return "once for each row that is shown"
    return "once for each row that it is asked of"


def _way(deed: Deed) -> tuple[Related, ...]:
    if len(deed.steps) == 1:
        return ()
    return (Related(deed.done.site.place(), "the query runs here"),)
