"""NL404: saving a row, or a signal about it, writes other rows or calls out."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.code_layers import SAVING, CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import AwaitedCall, ProjectCall
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

from .judging import is_layered, name_of, path_of, place_of_services, source

_FUNCTIONS = rf"\bdef (?:{'|'.join(sorted(SAVING))})\b|\breceiver\b|\bsender\b|\binstance\b"
_CALLS_OUT = {
    Effect.NETWORK: "asks another service",
    Effect.MAIL: "sends mail",
}
_DELEGATES = frozenset({CodeLayer.SERVICE, CodeLayer.TASK})


class SaveSideEffect(Rule[Unit]):
    code = "NL404"
    name = "save-side-effect"
    severity = Severity.WARNING
    needs = Unit

    def concerns(self, module: Module, project: Contracts) -> bool:
        return is_layered(module, project)

    def mentions(self, project: Contracts) -> Mentions:
        return (_FUNCTIONS,)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        when = _when(subject, project)
        deeds = [d for d in subject.deeds if _is_aside(d, subject, project)] if when else []
        if not deeds:
            return
        first = deeds[0]
        way = f", by way of {path_of(first)}," if len(first.steps) > 1 else ""
        yield Report(
            place=first.steps[0].site.place(),
            message=(
                f"{source(first.steps[0])}{way} {_said(first)} {when}: nobody sees it where "
                f"that is written{_except(subject)}; move it into {place_of_services(subject)}"
            ),
            related=_ways(deeds),
        )


# What does the same to rows and does not run a model's method (Django 5.2, db/models/query.py).
_UNSEEN = {
    "save": ", and `bulk_create` and `update` go without",
    "delete": ", and a queryset's `delete` and a cascade go without",
    "clean": ", and a row that is only saved goes without",
    "full_clean": ", and a row that is only saved goes without",
}


def _except(unit: Unit) -> str:
    return _UNSEEN.get(unit.function.node.name, "") if unit.layer is CodeLayer.MODEL else ""


def _when(unit: Unit, project: Contracts) -> str:
    """When the function runs, in words; empty for one that nobody saves a row by."""
    if unit.layer is CodeLayer.SIGNAL:
        if not project.code_layers.receives_saving(unit.function):
            return ""
        return f"when a row is saved or deleted whose signal `{name_of(unit.function)}` receives"
    name, owner = unit.function.node.name, unit.function.owner
    if unit.layer is not CodeLayer.MODEL or owner is None or name not in SAVING:
        return ""
    return f"when `{owner.short_name}.{name}` runs"


def _is_aside(deed: Deed, unit: Unit, project: Contracts) -> bool:
    """Whether a deed is about something else than the row that is saved, and no service that
    the function calls is what does it."""
    if (
        not deed.sure
        or deed.on_behalf
        or any(_is_of_service(s.action, project) for s in deed.steps)
    ):
        return False
    if deed.effect in _CALLS_OUT:
        return True
    if deed.effect is not Effect.WRITE or deed.model is None:
        return False
    return unit.function.owner is None or not _are_one(deed.model, unit.function.owner, project)


def _is_of_service(action: object, project: Contracts) -> bool:
    match action:
        case ProjectCall(function=FunctionSymbol() as function) | AwaitedCall(function=function):
            return project.code_layers.of_function(function).layer in _DELEGATES
    return False


def _are_one(model: ClassSymbol, owner: ClassSymbol, project: Contracts) -> bool:
    """Whether rows of one model may be rows of the other: one derives from the other."""
    mro = project.symbols.mro
    return model in mro(owner).classes or owner in mro(model).classes


def _said(deed: Deed) -> str:
    rows = f" rows of `{deed.model.short_name}`" if deed.model is not None else " rows"
    return _CALLS_OUT.get(deed.effect, f"writes{rows}")


def _ways(deeds: list[Deed]) -> tuple[Related, ...]:
    first, *rest = deeds
    found = []
    if len(first.steps) > 1:
        found.append(Related(first.done.site.place(), "it happens here"))
    here = first.steps[0].site.place()
    others = dict.fromkeys(deed.steps[0].site.place() for deed in rest)
    elsewhere = [place for place in others if place != here]
    found.extend(Related(place, "and here, too") for place in elsewhere[:5])
    return tuple(found)
