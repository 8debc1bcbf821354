"""Dispatches: chains of `if`, `elif` or `case` that choose by the kind or the status of
something, and which of them stand in several places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.contracts.code.definitions import definitions
from nova_lint.contracts.contract import Known, Layer
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.semantics.bodies.frame import Node
from nova_lint.workspace import questions
from nova_lint.workspace.place import Place
from nova_lint.workspace.source import UnreadableSource
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

FEWEST = 3
"""How many cases make a dispatch, and how many two of them have in common to be the same."""
_LEFT_OUT = frozenset({CodeLayer.TEST, CodeLayer.MIGRATION})


class Dispatch(msgspec.Struct, frozen=True):
    """A chain that chooses by an attribute: its name, the cases that are told apart, and where
    it stands. Cases are the texts that are written out, or the names of members."""

    function: FunctionSymbol
    subject: str
    cases: frozenset[str]
    node: Node

    @property
    def place(self) -> Place:
        return self.node.place()

    def is_same_as(self, other: Dispatch) -> bool:
        """Whether two chains choose between the same: by an attribute of one name, and with
        most of the cases of the shorter in common."""
        common = len(self.cases & other.cases)
        shorter = min(len(self.cases), len(other.cases))
        return self.subject == other.subject and common >= max(FEWEST, 0.6 * shorter)


class Dispatches:
    """Answers which dispatches the functions of an app have in common."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._questions = contracts.workspace.questions

    def same(self, app: str) -> tuple[tuple[Dispatch, ...], ...]:
        """The groups of dispatches of an app that are the same and stand in several functions,
        each in the order of files and lines."""
        return self._questions.memo(("dispatches", app), lambda: tuple(self._groups(app)))

    def _groups(self, app: str) -> Iterator[tuple[Dispatch, ...]]:
        waiting = list(self._of_app(app))
        while waiting:
            first, *rest = waiting
            same = [each for each in rest if each.is_same_as(first)]
            waiting = [each for each in rest if each not in same]
            if any(each.function != first.function for each in same):
                yield (first, *same)

    def _of_app(self, app: str) -> Iterator[Dispatch]:
        workspace = self._contracts.workspace
        columns = self._columns()
        for path in sorted({*workspace.mentioning("elif"), *workspace.mentioning("case")}):
            module = workspace.modules.at(path)
            if self._contracts.apps.of(module) != app or columns.isdisjoint(module.outline.names):
                continue
            for symbol in definitions(module, self._contracts):
                if isinstance(symbol, FunctionSymbol) and not self._is_left_out(symbol):
                    yield from self._in(symbol, columns)

    def _is_left_out(self, function: FunctionSymbol) -> bool:
        return self._contracts.code_layers.of_function(function).layer in _LEFT_OUT

    def _columns(self) -> frozenset[str]:
        """The names of columns with choices: what rows are told apart by."""
        return self._questions.memo("columns with choices", self._find_columns)

    def _find_columns(self) -> frozenset[str]:
        found: set[str] = set()
        for cls in self._contracts.classes:
            contract = self._contracts.contract(cls) if self._is_model(cls) else None
            for field in contract.fields if contract is not None else ():
                if isinstance(field.choices, Known) and field.choices.value:
                    found.add(field.name)
        return frozenset(found)

    def _is_model(self, cls: ClassSymbol) -> bool:
        return self._contracts.layer(cls) is Layer.MODEL

    def _in(self, function: FunctionSymbol, columns: frozenset[str]) -> Iterator[Dispatch]:
        workspace = self._contracts.workspace
        try:
            text = workspace.statement_text(function.module.path, function.node)
        except UnreadableSource:
            return
        if "elif " not in text and "case " not in text:
            return
        workspace.questions.ask(questions.file(function.module.path))
        segment = workspace.segments.statement(function.module.path, function.node)
        for statement in segment.body if segment is not None else ():
            chained: set[int] = set()
            for part in walk(statement):
                found = _chain(part, chained)
                if found is not None and found[0] in columns and len(found[1]) >= FEWEST:
                    assert segment is not None
                    subject, cases = found
                    test = part.test if isinstance(part, cst.If) else part
                    yield Dispatch(function, subject, frozenset(cases), Node(segment, test))


# Chains -------------------------------------------------------------------------------------


def _chain(node: cst.CSTNode, chained: set[int]) -> tuple[str, set[str]] | None:
    """The subject and the cases of a chain that begins at a node; `chained` are the `elif`s of
    chains that have been read."""
    match node:
        case cst.If() if id(node) not in chained:
            return _of_ifs(node, chained)
        case cst.Match(subject=subject, cases=cases):
            name = _subject(subject)
            texts = {text for case in cases for text in _patterns(case.pattern)}
            return (name, texts) if name is not None else None
    return None


def _of_ifs(node: cst.If, chained: set[int]) -> tuple[str, set[str]] | None:
    subject: str | None = None
    cases: set[str] = set()
    current: cst.If | None = node
    while current is not None:
        chained.add(id(current))
        found = _compared(current.test)
        if found is None or subject not in (None, found[0]):
            return None
        subject = found[0]
        cases |= found[1]
        current = current.orelse if isinstance(current.orelse, cst.If) else None
    return (subject, cases) if subject is not None else None


def _compared(test: cst.BaseExpression) -> tuple[str, set[str]] | None:
    """`order.status == Status.OPEN`, `order.status in ("open", "new")`."""
    match test:
        case cst.Comparison(left=left, comparisons=[part]):
            name = _subject(left)
            cases = _cases(part.comparator) if isinstance(part.operator, cst.Equal | cst.In) else []
            return (name, set(cases)) if name is not None and cases else None
    return None


def _subject(node: cst.CSTNode) -> str | None:
    match node:
        case cst.Attribute(attr=cst.Name(value=name)) | cst.Name(value=name):
            return name
    return None


def _cases(node: cst.CSTNode) -> list[str]:
    match node:
        case cst.SimpleString():
            value = node.evaluated_value
            return [value.casefold()] if isinstance(value, str) else []
        case cst.Attribute(attr=cst.Name(value=name)) if name.isupper():
            return [name.casefold()]
        case (
            cst.Tuple(elements=elements) | cst.List(elements=elements) | cst.Set(elements=elements)
        ):
            return [text for element in elements for text in _cases(element.value)]
    return []


def _patterns(pattern: cst.MatchPattern) -> list[str]:
    match pattern:
        case cst.MatchValue(value=value):
            return _cases(value)
        case cst.MatchOr(patterns=patterns):
            return [text for each in patterns for text in _patterns(each.pattern)]
    return []
