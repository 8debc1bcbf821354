"""NL401: a view, serializer, form or admin writes rows itself."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.code.units import Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.code_layers import EDGES
from nova_lint.semantics.mentions import Mentions
from nova_lint.workspace.symbols import Module

from .judging import (
    WRITES,
    described,
    is_layered,
    listed,
    models_of,
    place_of_services,
    related,
)
from .plain_crud import is_plain_crud
from .transaction_in_edge import is_bigger
from .writing import written


class WriteInEdge(Rule[Unit]):
    code = "NL401"
    name = "write-in-edge"
    severity = Severity.WARNING
    needs = Unit

    def concerns(self, module: Module, project: Contracts) -> bool:
        return is_layered(module, project)

    def mentions(self, project: Contracts) -> Mentions:
        return (WRITES,)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        writes = written(subject) if subject.layer in EDGES else []
        if not writes or is_bigger(subject, writes) or is_plain_crud(subject, writes):
            return
        first, *rest = writes
        rows = f"rows of {listed(models_of(writes))}" if models_of(writes) else "rows"
        yield Report(
            place=first.done.site.place(),
            message=(
                f"{described(subject)} writes {rows} itself: whoever writes them elsewhere "
                "goes without what is decided here; move it into "
                f"{place_of_services(subject)} and call that"
            ),
            related=related(rest, "writes here, too"),
        )
