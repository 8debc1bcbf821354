"""What rules would find in apps that have no service layer, if those had one.

The rules that hold a project to its services have nothing to say about an app without any.
Here the same rules are asked again, supposing that there are some; nothing else is different.
"""

from __future__ import annotations

from collections.abc import Sequence

from nova_lint.config import Settings
from nova_lint.contracts.code.units import Unit
from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import RulesByNeed, analyse_code, by_need, once
from nova_lint.engine.finding import Finding, sort_key
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.rule import AnyRule
from nova_lint.engine.runner import adjusted
from nova_lint.engine.suppression import suppress
from nova_lint.problem import Problem
from nova_lint.workspace.source import UnreadableSource
from nova_lint.workspace.symbols import Module

_ASKED = (Unit, Module)
"""What a rule judges that may be no concern of its in some files."""


class Forecast:
    """Collects what would be found in files."""

    def __init__(self, project: Contracts, settings: Settings, rules: Sequence[AnyRule]) -> None:
        self._project = project
        self._settings = settings
        self._rules = by_need(rules)
        self._found: list[Finding] = []
        self.problems: list[Problem] = []

    def read(self, path: str) -> None:
        """What the rules would find in a file that they leave alone as it is."""
        unconcerned = self._unconcerned(self._project.workspace.modules.at(path))
        if not any(unconcerned.values()):
            return
        with self._project.apps.supposing_services():
            judged = analyse_code(self._project, unconcerned, path)
        self._found.extend(self._left(path, judged.findings))
        self.problems.extend(judged.problems)

    def found(self) -> tuple[Finding, ...]:
        return tuple(sorted(once(self._found), key=sort_key))

    def _unconcerned(self, module: Module) -> RulesByNeed:
        """The rules that have nothing to say about a file."""
        return {
            need: [
                rule
                for rule in self._rules.get(need, ())
                if not rule.concerns(module, self._project)
            ]
            for need in _ASKED
        }

    def _left(self, path: str, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that neither settings nor comments would silence."""
        codes = self._settings.selected_in(path)
        here = [finding for finding in findings if finding.code in codes]
        try:
            text = self._project.workspace.text(path) if here else ""
        except UnreadableSource:
            # Said once, among the problems of the run.
            return []
        outcome = suppress(path, text, here, codes, installed_rules().infos)
        return list(adjusted(outcome.kept, self._settings))
