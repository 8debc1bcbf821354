"""NL117: a class's options name a field that is gone, and nothing comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.contract import Contract, Missing
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related, Severity
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.rule import Report, Rule

from . import cures, names


class LeftoverName(Rule[Contract]):
    code = "NL117"
    name = "leftover-name"
    severity = Severity.INFO
    enabled = False
    needs = Contract

    def check(self, subject: Contract, project: Contracts) -> Iterator[Report]:
        columns = project.contract_named(subject.model) if subject.model else None
        if columns is None:
            return
        leftovers: dict[str, list[Missing]] = {}
        for missing, near in names.ignored(subject):
            if near is None:
                leftovers.setdefault(missing.option, []).append(missing)
        for several in leftovers.values():
            them = "it" if len(several) == 1 else "them"
            yield Report(
                place=project.place_of_text(several[0].span, several[0].name),
                message=(
                    f"{names.described(several, subject, columns)}, and no field is left open "
                    f"by that: remove {them}"
                ),
                related=(Related(project.class_place(columns), "the model"),),
                fix=cures.without_names(several, Safety.SAFE, project),
            )
