"""NL406: a view decides by what rows hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from nova_lint.contracts.code.units import Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.code_layers import REQUESTED
from nova_lint.semantics.mentions import Mentions
from nova_lint.workspace.symbols import Module

from .judging import described, is_layered, listed, place_of_services

_BRANCHES = r"\b(?:if|elif|while|match)\b"
_MOST_NAMED = 4


class DecisionsInEdge(Rule[Unit]):
    code = "NL406"
    name = "decisions-in-edge"
    severity = Severity.WARNING
    needs = Unit
    options: ClassVar[Mapping[str, type]] = {"most": int}
    defaults: ClassVar[Mapping[str, object]] = {"most": 2}

    def concerns(self, module: Module, project: Contracts) -> bool:
        return is_layered(module, project)

    def mentions(self, project: Contracts) -> Mentions:
        return (_BRANCHES,)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        most = self.settings["most"]
        assert isinstance(most, int)
        decisions = subject.decisions if subject.layer in REQUESTED else ()
        if len(decisions) <= most:
            return
        first, *rest = decisions
        asked = list(dict.fromkeys(decision.on for decision in decisions))
        more = " and more" if len(asked) > _MOST_NAMED else ""
        yield Report(
            place=first.place,
            message=(
                f"{described(subject)} decides {_times(len(decisions))} by what rows hold "
                f"({listed(asked[:_MOST_NAMED])}{more}): a task, a command or another view that "
                "does the same decides for itself; ask the rows once in "
                f"{place_of_services(subject)}, and have the view say what came out"
            ),
            related=tuple(Related(each.place, f"decides by `{each.on}`") for each in rest),
        )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
