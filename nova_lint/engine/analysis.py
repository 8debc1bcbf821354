"""Runs rules over the contracts and the code of one file."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

import msgspec

from nova_lint.contracts.code.units import Unit
from nova_lint.contracts.contract import Contract, Layer
from nova_lint.contracts.inputs import Inputs
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.contracts.usage.reach import is_function_reached
from nova_lint.engine.cache.snapshot import Judgement
from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.possible import is_possible
from nova_lint.engine.rule import AnyRule
from nova_lint.engine.selection import CRASH
from nova_lint.problem import Problem
from nova_lint.semantics.bodies.inferring import InferredKinds
from nova_lint.semantics.mentions import (
    Code,
    assignments_mentioning,
    functions_mentioning,
    line_of,
)
from nova_lint.semantics.operations import Operation
from nova_lint.workspace import questions
from nova_lint.workspace.source import UnreadableSource
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, GeneratedClass, Module

_Subject: TypeAlias = Contract | Linked | Inputs | Operation | Unit | Module
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
    try:
        subjects = list(_subjects(cls, project))
    except Exception as error:
        return Judgement((), (crash(f"reading {cls.name}", path, line, error),))
    judged = _Judged(project, path)
    for subject in subjects:
        judged.by(rules.get(type(subject), ()), subject, line)
    return judged.judgement()


def analyse_code(project: Contracts, rules: RulesByNeed, path: str) -> Judgement:
    """What some rules find in the functions of a file, and in the file as a whole."""
    judged = _Judged(project, path)
    wanted = rules.get(Operation, ())
    _judge_operations(project, wanted, _code(project, wanted, path) if wanted else (), judged)
    _judge_units(project, rules.get(Unit, ()), path, judged)
    _judge_module(project, rules.get(Module, ()), path, judged)
    return judged.judgement()


def analyse_inferred(project: Contracts, rules: RulesByNeed, inferred: InferredKinds) -> Judgement:
    """What some rules find in the functions of a file of which a type checker knows something
    that reading them does not say."""
    path = inferred.path
    judged = _Judged(project.inferring(inferred), path)
    module = project.workspace.modules.at(path)
    functions = functions_mentioning(module, (), project.workspace)
    concerned = (f for f in functions if inferred.are_between(f.node.line, f.node.end_line))
    _judge_operations(judged.project, rules.get(Operation, ()), concerned, judged)
    return judged.judgement()


def _judge_operations(
    project: Contracts, wanted: Sequence[AnyRule], concerned: Iterable[Code], judged: _Judged
) -> None:
    for code in concerned:
        line = line_of(code)
        try:
            operations = list(project.bodies.operations(code))
        except Exception as error:
            judged.problems.append(crash(f"reading {code.name}", judged.path, line, error))
            continue
        for operation in operations:
            judged.by(wanted, operation, line)


def _judge_units(project: Contracts, wanted: Sequence[AnyRule], path: str, judged: _Judged) -> None:
    """Each rule judges the functions that it wants; what a function is and does is worked
    out once for all of them, when the first of them asks."""
    module = project.workspace.modules.at(path)
    concerned = [rule for rule in wanted if rule.concerns(module, project)]
    units: dict[FunctionSymbol, Unit] = {}
    for rule in concerned:
        for function in _code(project, [rule], path):
            if not isinstance(function, FunctionSymbol):
                continue
            if not is_function_reached(function, project):
                continue
            unit = units.get(function)
            if unit is None:
                unit = units[function] = project.unit(function)
            judged.by([rule], unit, function.node.name_line)


def _judge_module(
    project: Contracts, wanted: Sequence[AnyRule], path: str, judged: _Judged
) -> None:
    module = project.workspace.modules.at(path)
    concerned = [rule for rule in wanted if rule.concerns(module, project)]
    if concerned:
        project.workspace.questions.ask(questions.file(path))
        judged.by(concerned, module, 1)


def _code(project: Contracts, rules: Sequence[AnyRule], path: str) -> Iterator[Code]:
    """The code of a file that some rule wants read, in its order."""
    workspace = project.workspace
    workspace.questions.ask(questions.file(path))
    try:
        workspace.text(path)
    except UnreadableSource:
        # Said once, among the problems of the run.
        return
    module = workspace.modules.at(path)
    found: dict[int, Code] = {
        line_of(function): function
        for mentions in dict.fromkeys(rule.mentions(project) for rule in rules)
        for function in functions_mentioning(module, mentions, workspace)
    }
    outside = dict.fromkeys(rule.mentions_outside(project) for rule in rules)
    for mentions in (each for each in outside if each is not None):
        for assignment in assignments_mentioning(module, mentions, workspace):
            found[line_of(assignment)] = assignment
    for _, code in sorted(found.items(), key=itemgetter(0)):
        yield code


class _Judged(msgspec.Struct):
    """What rules said so far of something in a file."""

    project: Contracts
    path: str
    findings: list[Finding] = msgspec.field(default_factory=list)
    problems: list[Problem] = msgspec.field(default_factory=list)

    def by(self, rules: Sequence[AnyRule], subject: _Subject, line: int) -> None:
        """Runs rules on a subject that begins on a line."""
        for rule in rules:
            try:
                found = list(_found(rule, subject, self.project))
            except Exception as error:
                what = f"rule {rule.code} ({rule.name})"
                self.problems.append(crash(what, self.path, line, error))
                continue
            self.findings.extend(found)

    def judgement(self) -> Judgement:
        return Judgement(tuple(self.findings), tuple(self.problems))


def _found(rule: AnyRule, subject: _Subject, project: Contracts) -> Iterator[Finding]:
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
    if isinstance(cls, GeneratedClass):
        # Nobody wrote it: what may be wrong with it stands elsewhere, and is reported there.
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
