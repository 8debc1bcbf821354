"""NL403: code other than services and tasks asks another service, sends mail or stores files."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge import outside
from nova_lint.knowledge.code_layers import EDGES, SAVING, CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.semantics.mentions import Mentions, word_of
from nova_lint.workspace.symbols import Module

from .judging import described, is_layered, place_of_services, related, source

_LAYERS = EDGES | {CodeLayer.MODEL, CodeLayer.MANAGER, CodeLayer.MIDDLEWARE}
_SAID = {
    Effect.NETWORK: "asks another service",
    Effect.MAIL: "sends mail",
    Effect.STORAGE: "changes what is stored",
}
# A model is the one that knows its own files.
_OWN_FILES = frozenset({CodeLayer.MODEL, CodeLayer.MANAGER})


class CallOutOfEdge(Rule[Unit]):
    code = "NL403"
    name = "call-out-of-edge"
    severity = Severity.WARNING
    needs = Unit

    def concerns(self, module: Module, project: Contracts) -> bool:
        return not outside.WORDS.isdisjoint(module.outline.names) and is_layered(module, project)

    def mentions(self, project: Contracts) -> Mentions:
        return (word_of(outside.NAMES),)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        if subject.layer not in _LAYERS or _is_saving(subject):
            return
        deeds = [deed for deed in subject.own if _counts(deed, subject)]
        if not deeds:
            return
        first, *rest = deeds
        yield Report(
            place=first.done.site.place(),
            message=(
                f"{source(first.done)} {_SAID[first.effect]} in {described(subject)}: "
                f"{_consequence(subject)}; move it into {place_of_services(subject)}, or into "
                "a task where nobody waits for it"
            ),
            related=related(rest, "calls out here, too"),
        )


def _counts(deed: Deed, unit: Unit) -> bool:
    if deed.effect is Effect.STORAGE and unit.layer in _OWN_FILES:
        return False
    return deed.effect in _SAID


def _is_saving(unit: Unit) -> bool:
    """Whether NL404 speaks of the function."""
    return unit.layer is CodeLayer.MODEL and unit.function.node.name in SAVING


def _consequence(unit: Unit) -> str:
    if unit.layer in (CodeLayer.MODEL, CodeLayer.MANAGER):
        return "whoever uses the model does so, tests and migrations of data included"
    return "the request waits for it, and fails with it"
