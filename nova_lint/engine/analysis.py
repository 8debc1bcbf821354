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

CRASH = "NL000"


@dataclass(frozen=True)
class Subject:
    """Something that rules judge, and the line that it stands on."""

    line: int
    value: Contract | Linked | Inputs


def subjects(project: Contracts, path: str) -> Iterator[Subject]:
    """What there is to judge in a file, in the order of its lines."""
    for cls in project.classes_of(path):
        contract = project.contract(cls)
        if contract is None:
            continue
        yield Subject(contract.name_line, contract)
        for linked in project.linked(contract):
            yield Subject(contract.name_line, linked)
        if contract.layer is Layer.MODEL:
            inputs = project.inputs(contract)
            if len(inputs.layers) > 1:
                yield Subject(contract.name_line, inputs)


def analyse(project: Contracts, rules: Sequence[Rule[object]], path: str) -> FileResult:
    """The findings of some rules in a file. A rule that crashes on one subject is a problem
    with the code NL000; everything else still runs."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    by_need: dict[type, list[Rule[object]]] = {}
    for rule in rules:
        by_need.setdefault(rule.needs, []).append(rule)
    for subject in subjects(project, path):
        for rule in by_need.get(type(subject.value), ()):
            try:
                reports = list(rule.check(subject.value, project))
            except Exception as error:
                problems.append(_crash(rule, path, subject.line, error))
                continue
            findings.extend(rule.finding(report) for report in reports)
    return FileResult(tuple(findings), tuple(problems))


def _crash(rule: Rule[object], path: str, line: int, error: Exception) -> Problem:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return Problem(
        path=path,
        line=line,
        column=1,
        message=(
            f"{CRASH} rule {rule.code} ({rule.name}) crashed: {type(error).__name__}: {error} "
            f"({where.filename}:{where.lineno}); the other rules ran"
        ),
    )


def once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and place: an inherited field is reported where it stands, for the
    first class that has it."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        other = tuple(related.place for related in finding.related)
        seen.setdefault((finding.code, finding.place, other), finding)
    return list(seen.values())
