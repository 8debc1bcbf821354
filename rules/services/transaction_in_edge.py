"""NL402: a view, serializer, form or admin opens a transaction, or writes several models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.code_layers import EDGES
from nova_lint.knowledge.queries import Effect
from nova_lint.knowledge.transactions import ATOMIC_REQUESTS
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Entering
from nova_lint.workspace.symbols import ClassSymbol, Module

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
from .plain_crud import is_plain_crud
from .writing import written

# Not what a serializer or form does for the row that it is for.
_SAVED = re.compile(r"\b(?!\w*(?:serializer|form)\b)(\w+)\.(?:save|delete)\(")


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
        if not is_bigger(subject, writes) or is_plain_crud(subject, writes):
            return
        opened = _opened(subject, writes)
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
    return len(models_of(writes)) > 1 or bool(_opened(unit, writes))


def _opened(unit: Unit, writes: Sequence[Deed]) -> list[Deed]:
    """The transactions that a function opens. One around all of a function that writes nothing
    itself is what `ATOMIC_REQUESTS` does for every one."""
    found = [deed for deed in unit.own if deed.effect is Effect.TRANSACTION]
    if writes or _may_write(unit):
        return found
    return [deed for deed in found if not _is_around_all(deed)]


def _may_write(unit: Unit) -> bool:
    """Whether a function calls something that may be a row's `save`: that of a class is none."""
    function, contracts = unit.function, unit.contracts
    text = contracts.workspace.statement_text(function.module.path, function.node)
    return any(
        not isinstance(contracts.symbols.lookup(function.module, name), ClassSymbol)
        for name in _SAVED.findall(text)
    )


def _is_around_all(deed: Deed) -> bool:
    match deed.done.action:
        case Entering(by="decorator"):
            return True
    return False
