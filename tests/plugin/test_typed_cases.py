"""Each rule is shown in a strictly typed project: a file of cases a rule, in a folder a family.

Rules about layers (NL4) judge what code is for, which no type says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nova_lint.engine.registry import installed_rules

TYPED = Path(__file__).parent / "typed"
FAMILIES = {"contracts": "NL1", "asynchrony": "NL2", "decimals": "NL3", "jobs": "NL5"}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_file_for_every_rule_and_a_rule_for_every_file(family: str):
    rules = installed_rules().infos.values()
    names = {rule.name for rule in rules if rule.code.startswith(FAMILIES[family])}
    files = {path.name for path in (TYPED / family).glob("*.yml")}
    assert files == {f"test_{name.replace('-', '_')}.yml" for name in names}


def test_no_file_stands_elsewhere():
    folders = {path.parent.relative_to(TYPED).as_posix() for path in TYPED.rglob("*.yml")}
    assert folders <= FAMILIES.keys()
