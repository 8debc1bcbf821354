"""Rule: the public interface for rules.

A rule is one class in one file. It says what it `needs` (a class below, the subject of its
`check`) and yields a `Report` for everything it finds:

    class WiderLength(Rule[Linked]):
        code = "NL101"
        name = "wider-length"
        severity = Severity.ERROR
        needs = Linked

        def check(self, subject: Linked, project: Contracts) -> Iterator[Report]:
            ...

Its page, docs/rules/NL101.md, is its documentation and its test.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

import msgspec

from nova_lint.contracts.code.units import Unit
from nova_lint.contracts.contract import Contract
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Finding, Related, Severity
from nova_lint.engine.fixes.fix import Fix
from nova_lint.semantics.mentions import Mentions
from nova_lint.semantics.operations import Operation
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import Module

Subject = TypeVar("Subject", Contract, Linked, Inputs, Operation, Unit, Module)


class Report(msgspec.Struct, frozen=True):
    """One thing that a rule found: where, what happens at run time, and the other side.

    `severity` is set where this case hurts more or less than the rule's others. `fix` is what
    `nova_lint.engine.fixes.offering` makes of the nodes that a rule would put in the place of
    others; the engine drops it where a name that it needs is taken.
    """

    place: Place
    message: str
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None


class Rule(ABC, Generic[Subject]):
    """What every rule states about itself, and its check.

    `options` names the options that a project may set and the type of each; their values
    are on `self.settings`, with `defaults` filled in. A rule that is not `enabled` runs
    only where a project selects it.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    needs: ClassVar[type]
    enabled: ClassVar[bool] = True
    options: ClassVar[Mapping[str, type]] = {}
    defaults: ClassVar[Mapping[str, object]] = {}

    def __init__(self, settings: Mapping[str, object] | None = None) -> None:
        self.settings: Mapping[str, object] = {**self.defaults, **(settings or {})}

    @abstractmethod
    def check(self, subject: Subject, project: Contracts) -> Iterator[Report]:
        """Yields what is wrong with one subject."""

    def mentions(self, project: Contracts) -> Mentions:
        """Of a rule about operations or units: what a function mentions that is to be read
        for it."""
        return ()

    def mentions_outside(self, project: Contracts) -> Mentions | None:
        """The same for an assignment outside of all functions; None where the rule has nothing
        to say there."""
        return None

    def concerns(self, module: Module, project: Contracts) -> bool:
        """Of a rule about units or modules: whether it has anything to say about a file."""
        return True

    def finding(self, report: Report) -> Finding:
        """A report as the finding that is shown."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=report.severity or self.severity,
            place=report.place,
            message=report.message,
            related=report.related,
            fix=report.fix,
        )


AnyRule: TypeAlias = Rule[Any]
"""A rule of any subject; `needs` says of which, and whoever runs it goes by that."""
