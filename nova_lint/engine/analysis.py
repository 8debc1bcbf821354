"""Runs rules over the contracts of one file."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nova_lint.contracts.contract import Contract, Layer
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Finding
from nova_lint.engine.rule import Rule
from nova_lint.engine.snapshot import FileResult
from nova_lint.errors import Problem
from nova_lint.workspace.symbols import ClassSymbol

CRASH = "NL000"


@dataclass(frozen=True)
class Subject:
    """Something that rules judge, and the line that it stands on."""

    line: int
    value: Contract | Linked | Inputs


def subjects(project: Contracts, cls: ClassSymbol) -> Iterator[Subject]:
    """What there is to judge in a class."""
    contract = project.contract(cls)
    if contract is None:
        return
    yield Subject(contract.name_line, contract)
    for linked in project.linked(contract):
        yield Subject(contract.name_line, linked)
    if contract.layer is Layer.MODEL:
        inputs = project.inputs(contract)
        if len(inputs.layers) > 1:
            yield Subject(contract.name_line, inputs)


def analyse(project: Contracts, rules: Sequence[Rule[object]], path: str) -> FileResult:
    """The findings of some rules in a file. A rule that crashes on one subject, or a class
    that cannot be read, is a problem with the code NL000; everything else still runs."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    by_need: dict[type, list[Rule[object]]] = {}
    for rule in rules:
        by_need.setdefault(rule.needs, []).append(rule)
    for cls in project.classes_of(path):
        try:
            found = list(subjects(project, cls))
        except Exception as error:
            problems.append(_unread(cls, path, error))
            continue
        for subject, rule in ((s, r) for s in found for r in by_need.get(type(s.value), ())):
            try:
                reports = rule.check(subject.value, project)
                findings += [rule.finding(report) for report in reports]
            except Exception as error:
                problems.append(_crash(rule, path, subject.line, error))
    return FileResult(tuple(findings), tuple(problems))


def _unread(cls: ClassSymbol, path: str, error: Exception) -> Problem:
    message = f"{CRASH} {cls.name} cannot be read: {_described(error)}; everything else was"
    return Problem(path, cls.node.name_line, 1, message)


def _crash(rule: Rule[object], path: str, line: int, error: Exception) -> Problem:
    what = f"{CRASH} rule {rule.code} ({rule.name}) crashed: {_described(error)}"
    return Problem(path, line, 1, f"{what}; the other rules ran")


def _described(error: Exception) -> str:
    """What was raised, and where."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})"


def once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and place: an inherited field is reported where it stands, for the
    first class that has it."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        other = tuple(related.place for related in finding.related)
        seen.setdefault((finding.code, finding.place, other), finding)
    return list(seen.values())
