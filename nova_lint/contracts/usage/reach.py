"""Which code a request can reach.

A controller of ninja-extra does nothing until an API registers it: what an unregistered one
does with data happens to nobody. Where registering cannot be read, every one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nova_lint.knowledge import views
from nova_lint.workspace import questions
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_COMMENT = re.compile(r"#[^\n]*")
_CALL = re.compile(rf"\.{views.REGISTRAR}\(([^()]*)(\)?)")
_LISTED = re.compile(r"\s*[\w.]+(\s*,\s*[\w.]+)*\s*,?\s*")


def is_reached(owner: ClassSymbol, contracts: Contracts) -> bool:
    """Whether a request can reach the methods of a class."""
    return contracts.workspace.questions.memo(
        ("reached", id(owner)),
        lambda: (
            not _is_controller(owner, contracts)
            or _is_registered(owner, contracts)
            or not _registers_by_name(contracts)
        ),
    )


def is_function_reached(function: FunctionSymbol, contracts: Contracts) -> bool:
    """Whether anything runs the class of a method, and those around it."""
    cls = function.owner
    while cls is not None:
        if not is_reached(cls, contracts):
            return False
        cls = cls.outer
    return True


def _is_controller(owner: ClassSymbol, contracts: Contracts) -> bool:
    node, path = owner.node, owner.module.path
    if node.line == node.name_line:
        return False
    header = "\n".join(contracts.workspace.lines(path)[node.line - 1 : node.name_line])
    return bool(re.search(rf"^\s*@([\w.]+\.)?{views.CONTROLLER}\b", header, re.MULTILINE))


def _is_registered(owner: ClassSymbol, contracts: Contracts) -> bool:
    name = owner.short_name
    for path, text in _mentioning(name, contracts):
        module = contracts.workspace.modules.at(path)
        for call in _CALL.finditer(text):
            if re.search(rf"\b{name}\b", call[1]):
                named = contracts.symbols.lookup(module, name)
                if named is owner or named is None:
                    return True
    return False


def _registers_by_name(contracts: Contracts) -> bool:
    """Whether the project's APIs are seen to name each of their controllers."""
    return contracts.workspace.questions.memo(
        "registers by name", lambda: _find_registers_by_name(contracts)
    )


def _find_registers_by_name(contracts: Contracts) -> bool:
    calls = []
    for _, text in _mentioning(views.CONTROLLER_API, contracts):
        if views.DISCOVERER in text:
            return False
        calls.extend(_CALL.findall(text))
    return bool(calls) and all(end and _LISTED.fullmatch(names) for names, end in calls)


def _mentioning(name: str, contracts: Contracts) -> Iterator[tuple[str, str]]:
    """The project's files that mention a class, without comments; tests are left out."""
    workspace = contracts.workspace
    for path in workspace.mentioning(name):
        if not views.TEST_FILES.search(path):
            workspace.questions.ask(questions.file(path))
            yield path, _COMMENT.sub("", workspace.text(path))
