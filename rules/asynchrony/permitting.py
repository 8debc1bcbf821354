"""Whether a project tells Django not to refuse queries in a running event loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

import libcst as cst
import msgspec

from nova_lint.contracts.project import Contracts
from nova_lint.knowledge.framework_queries import (
    ENVIRONMENT,
    PERMITS_QUERIES,
    SETS_ENTRIES,
    SETS_VARIABLES,
)
from nova_lint.knowledge.views import TEST_FILES, TEST_MODULES
from nova_lint.semantics.bodies.frame import dotted
from nova_lint.semantics.operations import Operation
from nova_lint.workspace.walk import walk
from nova_lint.workspace.workspace import Workspace


class _Permission(msgspec.Struct, frozen=True):
    """Where Django refuses nothing: everywhere, or in the tests at or below some paths."""

    everywhere: bool
    below: frozenset[str]


def permitted(operation: Operation, project: Contracts) -> bool:
    """Whether Django lets an operation query. A file of the tests says so for tests alone."""
    permission = _permission(project.workspace)
    if permission.everywhere or not permission.below:
        return permission.everywhere
    path = operation.site.place().path
    return TEST_FILES.search(path) is not None and any(
        PurePosixPath(path).is_relative_to(place) for place in permission.below
    )


def _permission(workspace: Workspace) -> _Permission:
    def look() -> _Permission:
        permitting = [p for p in workspace.containing(PERMITS_QUERIES) if _permits(p, workspace)]
        tests = [path for path in permitting if TEST_FILES.search(path)]
        return _Permission(len(tests) < len(permitting), frozenset(map(_place, tests)))

    return workspace.questions.memo(("allows queries in async code",), look)


def _place(path: str) -> str:
    """Where a file of the tests has set the variable in time: a module of tests for itself, what
    such modules import for those that stand below it."""
    return path if TEST_MODULES.search(path) else str(PurePosixPath(path).parent)


def _permits(path: str, workspace: Workspace) -> bool:
    # Few files name it, so that these may be read as a whole.
    try:
        module = cst.parse_module(workspace.text(path))
    except cst.ParserSyntaxError:
        return True
    return any(
        name == PERMITS_QUERIES and not _is_empty(value)
        for node in walk(module)
        for name, value in _set_in(node)
    )


def _is_empty(value: cst.BaseExpression) -> bool:
    return isinstance(value, cst.SimpleString) and not value.evaluated_value


def _set_in(node: cst.CSTNode) -> Iterator[tuple[str, cst.BaseExpression]]:
    """The variables that an assignment or a call sets, and to what."""
    match node:
        case cst.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(target.target, value)
        case cst.AugAssign(target=target, value=cst.Dict() as entries) if _is_environment(target):
            yield from _entries(entries)
        case cst.Call(func=func, args=arguments) if _sets(func, arguments):
            yield from _handed(arguments)


def _assigned(
    target: cst.BaseExpression, value: cst.BaseExpression
) -> Iterator[tuple[str, cst.BaseExpression]]:
    match target:
        case cst.Subscript(
            value=owner,
            slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))],
        ) if _is_environment(owner):
            yield str(key.evaluated_value), value


def _is_environment(node: cst.CSTNode) -> bool:
    return (dotted(node) or "").rpartition(".")[2] == ENVIRONMENT


def _sets(func: cst.BaseExpression, arguments: Sequence[cst.Arg]) -> bool:
    owner, _, name = (dotted(func) or "").rpartition(".")
    if name not in SETS_ENTRIES:
        return name in SETS_VARIABLES
    return owner.rpartition(".")[2] == ENVIRONMENT or any(
        _is_environment(argument.value) for argument in arguments
    )


def _handed(arguments: Sequence[cst.Arg]) -> Iterator[tuple[str, cst.BaseExpression]]:
    """What a call sets: by a keyword, in a dictionary, or as a name and the value behind it."""
    for argument in arguments:
        if argument.keyword is not None:
            yield argument.keyword.value, argument.value
        elif isinstance(argument.value, cst.Dict):
            yield from _entries(argument.value)
    for name, value in pairwise(arguments):
        if isinstance(name.value, cst.SimpleString):
            yield str(name.value.evaluated_value), value.value


def _entries(node: cst.Dict) -> Iterator[tuple[str, cst.BaseExpression]]:
    for element in node.elements:
        if isinstance(element, cst.DictElement) and isinstance(element.key, cst.SimpleString):
            yield str(element.key.evaluated_value), element.value
