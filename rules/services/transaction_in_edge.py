"""NL402: a view, serializer, form or admin opens a transaction, or writes several models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.code_layers import EDGES
from nova_lint.knowledge.queries import Effect
from nova_lint.knowledge.transactions import ATOMIC_REQUESTS
from nova_lint.semantics.mentions import Mentions
from nova_lint.workspace.symbols import Module

from .judging import (
    TRANSACTIONS,
    WRITES,
    described,
    is_layered,
    listed,
    models_of,
    place_of_services,
    related,
    source,
)
from .writing import written


class TransactionInEdge(Rule[Unit]):
    code = "NL402"
    name = "transaction-in-edge"
    severity = Severity.WARNING
    needs = Unit

    def concerns(self, module: Module, project: Contracts) -> bool:
        return is_layered(module, project)

    def mentions(self, project: Contracts) -> Mentions:
        return (f"{WRITES}|{TRANSACTIONS}",)

    def check(self, subject: Unit, project: Contracts) -> Iterator[Report]:
        if subject.layer not in EDGES:
            return
        writes = written(subject)
        if not is_bigger(subject, writes):
            return
        opened = _opened(subject)
        advice = f"move it into {place_of_services(subject)} and call that"
        if not opened:
            first, *rest = writes
            yield Report(
                first.done.site.place(),
                f"{described(subject)} writes {listed(models_of(writes))}"
                f"{_together(project)}: what belongs together is decided here; {advice}",
                related(rest, "writes here, too"),
            )
            return
        what = f" around writes of {listed(models_of(writes))}" if models_of(writes) else ""
        yield Report(
            opened[0].done.site.place(),
            f"{source(opened[0].done)} opens a transaction in {described(subject)}{what}: what "
            f"belongs together is decided here, and by nobody who calls the services; {advice}",
            related(writes, "writes inside"),
        )


def _together(project: Contracts) -> str:
    """What holds several writes together, where no request has a transaction of its own."""
    if project.workspace.containing(ATOMIC_REQUESTS):
        return ""
    return ", and if the second write fails the first one stays"


def is_bigger(unit: Unit, writes: Sequence[Deed]) -> bool:
    """Whether a function writes several models, or opens a transaction."""
    return len(models_of(writes)) > 1 or bool(_opened(unit))


def _opened(unit: Unit) -> list[Deed]:
    return [deed for deed in unit.own if deed.effect is Effect.TRANSACTION]
