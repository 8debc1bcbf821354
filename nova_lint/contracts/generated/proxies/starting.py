"""Proxies that a function makes by `type(…)` when the program starts.

A function runs then if its module calls it, or a configuration of an app does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.generated.calls import calls_in
from nova_lint.contracts.generated.model import GeneratedModel
from nova_lint.contracts.generated.proxies.making import made_class
from nova_lint.semantics.mentions import functions_mentioning
from nova_lint.workspace import questions
from nova_lint.workspace.symbols import FunctionSymbol, Module
from nova_lint.workspace.walk import last_name, walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_WORD = "proxy"
_MENTIONS = (rf"\b{_WORD}\b", r"\btype\(")


def made_proxies(module: Module, contracts: Contracts) -> Iterator[GeneratedModel]:
    """The proxies that functions of a module make by a call of `type`."""
    paths = contracts.workspace.questions.memo(
        _WORD, lambda: frozenset(contracts.workspace.having(_WORD))
    )
    if module.path not in paths:
        return
    contracts.workspace.questions.ask(questions.file(module.path))
    for function in functions_mentioning(module, _MENTIONS, contracts.workspace):
        if not _runs_at_start(function, contracts):
            continue
        for site in calls_in(function, contracts):
            if site.sure and site.name == "type":
                made = made_class(site.node, site.scope, site.span, contracts)
                if isinstance(made, GeneratedModel) and made.proxy:
                    yield made


def _runs_at_start(function: FunctionSymbol, contracts: Contracts) -> bool:
    """Whether a module calls a function of its own, or a configuration of an app one of that
    name: from which module it is may be decided when it runs."""
    if function.owner is not None:
        return False
    name = re.escape(function.node.name)
    text = contracts.workspace.text(function.module.path)
    if re.search(rf"^{name}\(", text, re.MULTILINE) is not None:
        return True
    return any(
        last_name(part.func) == function.node.name
        for definition in _configuring(rf"\b{name}\(", contracts)
        for part in walk(definition)
        if isinstance(part, cst.Call)
    )


def _configuring(pattern: str, contracts: Contracts) -> Iterator[cst.FunctionDef]:
    """The functions with a text of that pattern in the files that configure apps."""
    for path in dict.fromkeys(path for path, _ in contracts.workspace.deriving("AppConfig")):
        contracts.workspace.questions.ask(questions.file(path))
        module = contracts.workspace.modules.at(path)
        for function in functions_mentioning(module, (pattern,), contracts.workspace):
            definition = contracts.evaluator.function(function)
            if definition is not None:
                yield definition
