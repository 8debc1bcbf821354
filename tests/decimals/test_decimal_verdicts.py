"""The rules about decimals against Python and Django: each body is judged as it went."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

import libcst as cst
import pytest
from nova_lint.rules.contracts import RULES as CONTRACT_RULES
from nova_lint.rules.decimals import RULES

from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import analyse, analyse_code, by_need
from nova_lint.engine.finding import Finding
from nova_lint.knowledge.numbers import Number
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.kinds import Kind
from nova_lint.semantics.mentions import functions_mentioning
from nova_lint.semantics.numeric import number_of
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import open_project
from tests.decimals.outcomes import PROJECT, Outcome, Place, Verdict, kinds, outcomes

# What these find raises; what the others find is not what it seems.
RAISING = {"NL301", "NL302", "NL303", "NL310"}
# A float in a layer for a column that is a Decimal is a matter of contracts.
OF_CONTRACTS = {"NL110"}
# What an operation raises for the kinds of its operands; any other exception is what comes of
# a number that is not what it seems.
OF_KINDS = {"TypeError", "FieldError"}


@dataclass(frozen=True)
class Family:
    """Bodies of which nothing is said, although digits are lost: why, and what stands in the text
    of each."""

    reason: str
    pattern: str

    def has(self, outcome: Outcome) -> bool:
        return re.search(self.pattern, text(outcome)) is not None


# What the rules are asked to leave alone, although digits are lost.
ASKED_TO_BE_SILENT = (
    Family(
        "a quotient of a Decimal is a share, a rate or a mean, which no number of digits holds",
        r"float\(price\) / |\bfmean\(",
    ),
)


# What is found ---------------------------------------------------------------------------------


@cache
def project() -> Contracts:
    selection = FileSelection((), (), ())
    paths = [file.path for file in discover(PROJECT, selection).files]
    packages = find_environment(PROJECT, sys.executable, {}).search_path
    return Contracts(open_project(PROJECT, paths, packages).workspace)


@cache
def findings() -> Mapping[str, list[Finding]]:
    """The findings of the rules that are on by default, by file."""
    contracts = project()
    judging = [*RULES, *(rule for rule in CONTRACT_RULES if rule.code in OF_CONTRACTS)]
    rules = by_need(rule(None) for rule in judging if rule.enabled)
    found: dict[str, list[Finding]] = {path: [] for path in contracts.workspace.paths}
    judgements = [analyse_code(contracts, rules, path) for path in found]
    judgements += [analyse(contracts, rules, cls) for cls in contracts.classes]
    for judgement in judgements:
        assert not judgement.problems
        for finding in judgement.findings:
            found[finding.place.path].append(finding)
    return found


@cache
def lines(path: str) -> list[str]:
    return (PROJECT / path).read_text(encoding="utf-8").splitlines()


def text(outcome: Outcome) -> str:
    return "\n".join(lines(outcome.path)[outcome.first_line - 1 : outcome.last_line])


def between(path: str, first: int, last: int) -> list[Finding]:
    return [each for each in findings()[path] if first <= each.place.line <= last]


def inside(outcome: Outcome) -> list[Finding]:
    """The findings in a body, in the function whose result it hands back as it is, and in the
    functions on the way to what raised."""
    found = between(outcome.path, outcome.first_line, outcome.last_line)
    for helper in handed_back(outcome):
        found += between(outcome.path, helper.lineno, helper.end_lineno or 0)
    for step in outcome.steps[1:]:
        found += [
            each
            for each in findings()[step.path]
            if each.place.line <= step.line <= each.place.end_line
        ]
    return found


@cache
def functions(path: str) -> Mapping[str, ast.FunctionDef]:
    tree = ast.parse("\n".join(lines(path)))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def handed_back(outcome: Outcome) -> list[ast.FunctionDef]:
    """`return _fetched_rate("EUR")`: the function of the same file that makes what is lossy."""
    of_file = functions(outcome.path)
    match of_file[outcome.name.partition(".")[2]].body:
        case [*_, ast.Return(value=ast.Call(func=ast.Name(id=name)))] if name in of_file:
            return [of_file[name]]
    return []


def at_declaration(dotted: str) -> list[Finding]:
    """The findings in the statement that declares a field."""
    module, name, attribute = dotted.rsplit(".", 2)
    path = f"{module.replace('.', '/')}.py"
    for node in ast.walk(ast.parse("\n".join(lines(path)))):
        if isinstance(node, ast.ClassDef) and node.name == name:
            for statement in node.body:
                if attribute in ast.unparse(statement).partition("=")[0]:
                    return between(path, statement.lineno, statement.end_lineno or 0)
    raise AssertionError(dotted)


# Verdicts --------------------------------------------------------------------------------------


def verdict(found: list[Finding]) -> Verdict:
    """What findings say that happens."""
    if any(each.code in RAISING for each in found):
        return Verdict.RAISES
    return Verdict.LOSSY if found else Verdict.EXACT


def is_judged_right(outcome: Outcome) -> bool:
    if outcome.about is not None:
        return bool(at_declaration(outcome.about)) is (outcome.verdict is not Verdict.EXACT)
    found = inside(outcome)
    said = verdict(found)
    if outcome.possible is not None:
        others = (outcomes()[outcome.like].verdict,) if outcome.like else ()
        return said in (Verdict.EXACT, outcome.verdict, *others)
    if outcome.error is not None and outcome.error not in OF_KINDS:
        return bool(found)
    return said is outcome.verdict


def is_left_alone(outcome: Outcome) -> bool:
    return any(family.has(outcome) for family in ASKED_TO_BE_SILENT)


def wrong() -> list[Outcome]:
    return [each for each in outcomes().values() if not is_judged_right(each)]


def test_the_verdict_is_what_happened():
    said = [
        f"{each.path}:{each.first_line} {each.name}: {each.verdict.value}, "
        f"judged {verdict(inside(each)).value}"
        for each in wrong()
        if not is_left_alone(each)
    ]
    assert not said, "\n".join(said)


@pytest.mark.parametrize("family", ASKED_TO_BE_SILENT, ids=lambda family: family.reason)
def test_what_is_asked_to_be_silent_is_lossy_and_silent(family: Family):
    of_family = [each for each in wrong() if family.has(each)]
    assert of_family
    for each in of_family:
        assert each.verdict is Verdict.LOSSY
        assert not inside(each)


def test_a_finding_stands_where_it_raised():
    """At the line of the body, or of a function on the way. Django refuses an expression where
    the rows are fetched, and the finding stands where it is written."""
    astray = [
        f"{each.path}:{each.line} {each.name}"
        for each in outcomes().values()
        if each.error == "TypeError"
        and each.about is None
        and verdict(inside(each)) is Verdict.RAISES
        and not any(is_at(finding, each) for finding in inside(each))
    ]
    assert not astray, "\n".join(astray)


def is_at(finding: Finding, outcome: Outcome) -> bool:
    place = finding.place
    return any(
        step.path == place.path and place.line <= step.line <= place.end_line
        for step in outcome.steps
    )


# Kinds -----------------------------------------------------------------------------------------


@cache
def static_kinds() -> Mapping[Place, frozenset[str]]:
    """What the reader of bodies takes each `kind(…)` for, where it takes it for a number."""
    contracts = Contracts(project().workspace)
    reader = contracts.bodies
    known: dict[Place, set[str]] = {}
    evaluate = reader.evaluate

    def listening(node: cst.CSTNode, frame: Frame, *, awaited: bool = False) -> Kind:
        if is_kind(node) and not frame.quiet:
            with frame.quietly():
                number = number_of(evaluate(node.args[0].value, frame))
            if number is not None:
                place = frame.segment.place(node)
                at = Place(place.path, place.line, place.column - 1)
                known.setdefault(at, set()).add(number.value)
        return evaluate(node, frame, awaited=awaited)

    setattr(reader, "evaluate", listening)  # noqa: B010
    for path in contracts.workspace.paths:
        module = contracts.workspace.modules.at(path)
        for function in functions_mentioning(module, (), contracts.workspace):
            list(reader.operations(function))
    return {place: frozenset(numbers) for place, numbers in known.items()}


def is_kind(node: cst.CSTNode) -> TypeGuard[cst.Call]:
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Name)
        and (node.func.value == "kind")
    )


def test_the_kinds_are_those_at_run_time():
    """Wherever a kind is claimed, and the body got there. A kind covers None: code that goes on
    has looked."""
    wrong_kinds = [
        f"{place.path}:{place.line}:{place.column} {sorted(claimed)}, was {sorted(kinds()[place])}"
        for place, claimed in sorted(static_kinds().items())
        if place in kinds() and not kinds()[place] <= {*claimed, Number.NONE.value}
    ]
    assert not wrong_kinds, "\n".join(wrong_kinds)


def test_most_kinds_are_known():
    known = [place for place in kinds() if place in static_kinds()]
    assert len(known) >= len(kinds()) * 0.8, f"{len(known)} of {len(kinds())}"
