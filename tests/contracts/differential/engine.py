"""What nova-lint finds in a project of pairs."""

from __future__ import annotations

from pathlib import Path

from nova_lint.config import Overrides, load
from nova_lint.engine.finding import Finding
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import check
from nova_lint.engine.selection import Selection


class Silent:
    """Progress that nobody watches."""

    total = 0

    def advance(self, count: int) -> None:
        pass


def findings(root: Path, count: int) -> list[list[Finding]]:
    """The findings in each pair's module, by the rules that are on by default."""
    overrides = Overrides(selection=Selection(), jobs=1, cache_dir=None)
    settings = load(root, overrides, installed_rules().infos)
    report = check(settings, (root,), Silent())
    assert not report.errors, report.errors
    paths = {f"shop/pair{number}.py": number for number in range(count)}
    found: list[list[Finding]] = [[] for _ in range(count)]
    for finding in report.findings:
        found[paths[finding.place.path]].append(finding)
    return found
