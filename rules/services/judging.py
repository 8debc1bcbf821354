"""What the rules about services ask of a function, and how they name things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nova_lint.contracts.code.units import Deed, Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Related
from nova_lint.knowledge import queries
from nova_lint.knowledge.queries import Calls, Effect
from nova_lint.semantics.mentions import one_of
from nova_lint.semantics.operations import Operation, ProjectCall
from nova_lint.workspace.symbols import FunctionSymbol, Module

_LONGEST = 60
_MOST_RELATED = 6


def _writing(*tables: Calls) -> set[str]:
    names: set[str] = set()
    for table in tables:
        for name, call in table.items():
            if call.effect is Effect.WRITE:
                names |= {name} | ({call.twin.name} if call.twin is not None else set())
    return names


_TABLES = (queries.MODEL, queries.MANY_TO_MANY, queries.QUERYSET, *queries.MANAGERS.values())
WRITES = rf"\.{one_of(_writing(*_TABLES))}"
"""Calls of the ORM's methods that write."""
TRANSACTIONS = r"\b(?:atomic|savepoint|set_autocommit|commit|rollback)\b"


def is_layered(module: Module, project: Contracts) -> bool:
    """Whether a file belongs to an app that has a service layer."""
    return project.apps.has_services(project.apps.of(module))


def place_of_services(unit: Unit) -> str:
    """Where a service of the unit's app would stand, in words."""
    module = unit.contracts.apps.services(unit.app)
    return f"`{module}`" if module else "a service"


def name_of(function: FunctionSymbol) -> str:
    """`OrderView.post`, or `place_order`."""
    around = f"{function.owner.short_name}." if function.owner is not None else ""
    return f"{around}{function.node.name}"


def described(unit: Unit) -> str:
    """`the view `OrderView.post``."""
    return f"the {unit.layer} `{name_of(unit.function)}`"


def source(operation: Operation) -> str:
    """The source of an operation as it is quoted in a message."""
    if isinstance(operation.action, ProjectCall):
        return f"`{operation.action.name}`"
    text = operation.site.text()
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}…`"


def models_of(deeds: Iterable[Deed]) -> list[str]:
    """The short names of the models that some deeds are about, each once, in order."""
    names = (deed.model.short_name for deed in deeds if deed.model is not None)
    return list(dict.fromkeys(names))


def listed(names: Sequence[str]) -> str:
    """`Order`, `Order` and `Invoice`, `Order`, `Invoice` and `Note`."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def related(deeds: Iterable[Deed], verb: str) -> tuple[Related, ...]:
    """The places of deeds."""
    return tuple(Related(deed.done.site.place(), verb) for deed in list(deeds)[:_MOST_RELATED])


def path_of(deed: Deed) -> str:
    """`total → Order.objects.count()`, the way to what is done from what is named already, which is
    the first step."""
    return " → ".join(source(step) for step in deed.steps[1:])
