"""NL408: a service knows that there is a request."""

from __future__ import annotations

from collections.abc import Iterator

from nova_lint.contracts.project import Contracts
from nova_lint.engine.finding import Severity
from nova_lint.engine.rule import Report, Rule
from nova_lint.knowledge.code_layers import HTTP, NOT_HTTP, CodeLayer
from nova_lint.semantics.mentions import functions_mentioning, word_of
from nova_lint.workspace.outline_nodes import Import
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import Module, absolute_module

from .judging import is_layered, name_of


class HttpInService(Rule[Module]):
    code = "NL408"
    name = "http-in-service"
    severity = Severity.WARNING
    needs = Module

    def concerns(self, module: Module, project: Contracts) -> bool:
        return is_layered(module, project)

    def check(self, subject: Module, project: Contracts) -> Iterator[Report]:
        for statement in subject.outline.statements:
            if not isinstance(statement, Import) or not statement.name:
                continue
            dotted = _dotted(statement, subject)
            if dotted is None or not _is_http(dotted):
                continue
            users = _services_with(statement.name, subject, project)
            if users:
                yield Report(
                    place=_place(statement, subject, project),
                    message=(
                        f"`{statement.name}` of {dotted.rpartition('.')[0]} is used in the "
                        f"service `{users[0]}`: a command, a task or a test that calls it has "
                        "no request and nobody to answer; take plain values, raise an "
                        "exception of the domain, and let the view say what that means in HTTP"
                    ),
                )


def _dotted(statement: Import, module: Module) -> str | None:
    """The dotted name of what is imported."""
    source = absolute_module(module, statement)
    if source is None or statement.attribute == "*":
        return None
    return f"{source}.{statement.attribute}" if statement.attribute else source


def _is_http(dotted: str) -> bool:
    if dotted in NOT_HTTP:
        return False
    return any(dotted == each or dotted.startswith(f"{each}.") for each in HTTP)


def _services_with(name: str, module: Module, project: Contracts) -> list[str]:
    """The services of a file that mention a name."""
    return [
        name_of(function)
        for function in functions_mentioning(module, (word_of([name]),), project.workspace)
        if project.code_layers.of_function(function).layer is CodeLayer.SERVICE
    ]


def _place(statement: Import, module: Module, project: Contracts) -> Place:
    """The place of an imported name in its statement."""
    lines = project.workspace.lines(module.path)
    for number in range(statement.line, statement.end_line + 1):
        text = lines[number - 1]
        start = _find(text, statement.name)
        if start is not None:
            end = start + len(statement.name) + 1
            return Place(module.path, number, start + 1, number, end)
    return Place(module.path, statement.line, 1, statement.line, 1)


def _find(text: str, name: str) -> int | None:
    """Where a name stands in a line as a whole word, the last time."""
    start = text.rfind(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) :][:1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return start
        start = text.rfind(name, 0, start)
    return None
