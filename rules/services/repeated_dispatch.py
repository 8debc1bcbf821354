"""NL407: the same choice by a status or a kind is made in several places."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.dispatches import Dispatch
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.workspace.symbols import Module

from .judging import is_layered, listed, name_of

_MOST_NAMED = 4


class RepeatedDispatch(Rule[Module]):
    code = "NL407"
    name = "repeated-dispatch"
    severity = Severity.INFO
    needs = Module
    # Every file that makes such a choice has to be read for each of the others.
    enabled = False

    def concerns(self, module: Module, project: Contracts) -> bool:
        names = module.outline.names
        return ("elif" in names or "case" in names) and is_layered(module, project)

    def check(self, subject: Module, project: Contracts) -> Iterator[Report]:
        for first, *others in project.dispatches.same(project.apps.of(subject)):
            if first.function.module.path == subject.path:
                yield Report(
                    place=first.place,
                    message=_message(first, others),
                    related=tuple(
                        Related(other.place, f"`{name_of(other.function)}` chooses again")
                        for other in others
                    ),
                )


def _message(first: Dispatch, others: list[Dispatch]) -> str:
    common = frozenset.intersection(first.cases, *(other.cases for other in others))
    cases = sorted(common or first.cases)
    more = " and more" if len(cases) > _MOST_NAMED else ""
    names = list(dict.fromkeys(name_of(each.function) for each in (first, *others)))
    where = listed(names[:_MOST_NAMED])
    return (
        f"{where} choose by `{first.subject}` between {listed(cases[:_MOST_NAMED])}{more}, each "
        "for itself: a new case has to be added in every one, and where it is forgotten the "
        "rows fall through; keep what differs in one table, or in one method of the enumeration"
    )
