"""The rules about async code against Django: each body is judged as Django judged it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from nova_lint.rules.asynchrony import RULES

from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import analyse_code, by_need
from nova_lint.engine.finding import Finding
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import open_project
from tests.asynchrony.outcomes import PROJECT, Kind, Outcome, outcomes

pytestmark = pytest.mark.xdist_group("async bodies")  # they run for half a minute

# What these say goes wrong, whatever Django does about the database.
MISUSES = {"NL207", "NL208"}


@cache
def findings() -> Mapping[str, tuple[Finding, ...]]:
    """The findings of the rules that are on by default, by file."""
    selection = FileSelection((), (), ())
    paths = [file.path for file in discover(PROJECT, selection).files]
    packages = find_environment(PROJECT, sys.executable, {}).search_path
    opened = open_project(PROJECT, paths, packages)
    contracts = Contracts(opened.workspace)
    rules = [rule(None) for rule in RULES if rule.enabled]
    return {path: analyse_code(contracts, by_need(rules), path).findings for path in paths}


# Where a finding stands ----------------------------------------------------------------------


@cache
def functions(path: str) -> Mapping[str, ast.AsyncFunctionDef]:
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.AsyncFunctionDef)}


def definition(outcome: Outcome) -> ast.AsyncFunctionDef:
    return functions(outcome.path)[outcome.name.partition(".")[2]]


def inside(outcome: Outcome) -> list[Finding]:
    """The findings in a body."""
    last = definition(outcome).end_lineno or 0
    of_file = findings()[outcome.path]
    return [each for each in of_file if outcome.first_line <= each.place.line <= last]


def on_the_way(outcome: Outcome) -> list[Finding]:
    """The findings in the functions between a body and the query, which are async themselves:
    a sync one is no finding where it stands, but where async code calls it."""
    return [
        finding
        for step in outcome.steps
        for finding in findings()[step.path]
        if finding.place.line <= step.line <= finding.place.end_line
    ]


def lines(finding: Finding, outcome: Outcome) -> set[int]:
    """The lines of a body at which a finding says that something goes wrong: where it stands,
    and, of a decorator, where the function is called that it decorates."""
    covered = set(range(finding.place.line, finding.place.end_line + 1))
    body = definition(outcome)
    for inner in ast.walk(body):
        if isinstance(inner, ast.AsyncFunctionDef) and inner is not body:
            if any(decorator.lineno in covered for decorator in inner.decorator_list):
                covered |= calls(body, inner.name)
    return covered


def calls(body: ast.AST, name: str) -> set[int]:
    return {
        node.lineno
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


# Verdicts --------------------------------------------------------------------------------------


def verdict(found: list[Finding]) -> Kind:
    """What the findings about a body say that will happen."""
    if not found:
        return Kind.SILENT
    return Kind.MISUSE if all(is_misuse(each) for each in found) else Kind.RAISES


def is_misuse(finding: Finding) -> bool:
    return finding.code in MISUSES or "raises TypeError" in finding.message


def certain() -> Iterator[Outcome]:
    """The bodies whose outcome the code alone decides."""
    for outcome in outcomes().values():
        if outcome.possible is None and outcome.sometimes is None:
            yield outcome


def test_the_verdict_is_what_django_did():
    wrong = [
        f"{each.path}:{each.first_line} {each.name}: {each.kind.value}, judged {said.value}"
        for each in certain()
        if (said := verdict(inside(each) or on_the_way(each))) is not each.kind
    ]
    assert not wrong, "\n".join(wrong)


def test_a_finding_stands_where_it_went_wrong():
    """At the line of the body that failed, or inside an async function on the way there."""
    wrong = [
        f"{each.path}:{each.line} {each.name}"
        for each in certain()
        if each.line is not None and not on_the_way(each)
        if not any(each.line in lines(finding, each) for finding in inside(each))
    ]
    assert not wrong, "\n".join(wrong)


def test_what_cannot_be_known_is_not_reported():
    """Only a rule that is off by default speaks of what may happen."""
    reported = [o.name for o in outcomes().values() if o.possible is not None and inside(o)]
    assert not reported


def test_what_happens_for_some_rows_is_reported():
    """These rows were let pass: with others the same code is refused."""
    some = [outcome for outcome in outcomes().values() if outcome.sometimes is not None]
    assert some
    for outcome in some:
        assert outcome.kind is Kind.SILENT
        assert verdict(inside(outcome)) is Kind.RAISES
