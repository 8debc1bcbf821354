"""Runs rules over the contract of one class."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from nova_lint.contracts.contract import Contract, Layer
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.possible import is_possible
from nova_lint.engine.rule import AnyRule
from nova_lint.engine.selection import CRASH
from nova_lint.engine.snapshot import Judgement
from nova_lint.errors import Problem
from nova_lint.workspace.symbols import ClassSymbol

RulesByNeed: TypeAlias = Mapping[type, Sequence[AnyRule]]


def by_need(rules: Iterable[AnyRule]) -> RulesByNeed:
    """Rules by what they judge."""
    found: dict[type, list[AnyRule]] = {}
    for rule in rules:
        found.setdefault(rule.needs, []).append(rule)
    return found


def analyse(project: Contracts, rules: RulesByNeed, cls: ClassSymbol) -> Judgement:
    """What some rules find in a class. A rule or a reader that crashes on it is a problem
    with the code NL000; everything else still runs."""
    path, line = cls.module.path, cls.node.name_line
    findings: list[Finding] = []
    problems: list[Problem] = []
    try:
        subjects = list(_subjects(cls, project))
    except Exception as error:
        return Judgement((), (crash(f"reading {cls.name}", path, line, error),))
    for subject in subjects:
        for rule in rules.get(type(subject), ()):
            try:
                found = list(_found(rule, subject, project))
            except Exception as error:
                what = f"rule {rule.code} ({rule.name})"
                problems.append(crash(what, path, line, error))
                continue
            findings.extend(found)
    return Judgement(tuple(findings), tuple(problems))


def _found(
    rule: AnyRule, subject: Contract | Linked | Inputs, project: Contracts
) -> Iterator[Finding]:
    """What a rule finds in one subject, with the fixes that can be made."""
    for report in rule.check(subject, project):
        finding = rule.finding(report)
        if finding.fix is not None and not is_possible(finding.fix, project):
            finding = msgspec.structs.replace(finding, fix=None)
        yield finding


def _subjects(cls: ClassSymbol, project: Contracts) -> Iterator[Contract | Linked | Inputs]:
    """What there is to judge about a class: its contract, its links, the layers of a model.
    Raises what its reader raised."""
    contract = project.contract(cls)
    if contract is None:
        failed = project.crashes.get((cls.module.path, cls.qualname))
        if failed is not None:
            raise failed
        return
    yield contract
    yield from project.linked(contract)
    if contract.layer is Layer.MODEL:
        inputs = project.inputs(contract)
        if len(inputs.layers) > 1:
            yield inputs


def crash(what: str, path: str, line: int, error: Exception) -> Problem:
    """The problem that says that something of nova-lint's own failed, and where in it."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        f"{CRASH} {what} crashed: {type(error).__name__}: {error} "
        f"({Path(where.filename).name}:{where.lineno}); the rest still ran"
    )
    return Problem(path=path, line=line, column=1, message=message)


def once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and place: an inherited field is reported where it stands, for the
    first class that has it."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        other = tuple(related.place for related in finding.related)
        seen.setdefault((finding.code, finding.place, other), finding)
    return list(seen.values())
