"""Transactions around a function that others open: the request's, the admin's, a caller's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nova_lint.knowledge import transactions
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.views import TEST_FILES
from nova_lint.semantics.mentions import functions_mentioning
from nova_lint.semantics.operations import Operation, ProjectCall
from nova_lint.workspace import questions
from nova_lint.workspace.place import Place
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_FARTHEST = 2
"""How many calls away a transaction is looked for."""
_MOST_FILES = 30
"""A name that more files mention says too little about who calls the function."""


class Request(msgspec.Struct, frozen=True):
    """The transaction of a request, and what asks for it: the settings, or the view's class."""

    place: Place


class Admin(msgspec.Struct, frozen=True):
    """The transaction in which a ModelAdmin saves and deletes."""


class Caller(msgspec.Struct, frozen=True):
    """The transaction of a function that calls this one, maybe by way of others: `steps` are the
    calls, the outermost first."""

    steps: tuple[Operation, ...]
    place: Place


class Transactions:
    """Answers in which transactions a function runs that it does not open itself."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._questions = contracts.workspace.questions

    def of_caller(self, function: FunctionSymbol) -> Caller | None:
        """The nearest transaction of a function that calls this one."""
        return next(self._of_callers(function, ()), None)

    def of_framework(self, function: FunctionSymbol) -> Request | Admin | None:
        """The transaction in which a framework calls a function."""
        layer = self._contracts.code_layers.of_function(function).layer
        if layer is CodeLayer.ADMIN and function.node.name in transactions.ADMIN_METHODS:
            return Admin()
        if function.node.is_async:
            return None
        dispatched = self._dispatched(function)
        place = self._atomic_requests
        if dispatched is not None or place is None:
            return Request(dispatched) if dispatched is not None else None
        if layer not in transactions.IN_REQUEST and layer is not CodeLayer.ADMIN:
            return None
        if not transactions.NOT_DJANGO.isdisjoint(function.module.outline.names):
            return None
        return None if self._is_marked(function) else Request(place)

    def _dispatched(self, function: FunctionSymbol) -> Place | None:
        """Where the class of a view opens a transaction around the method that it calls."""
        layer = self._contracts.code_layers.of_function(function).layer
        if function.owner is None or layer not in transactions.IN_REQUEST:
            return None
        names = {transactions.DISPATCH, function.node.name}
        for base in self._contracts.symbols.mro(function.owner).classes:
            if not isinstance(base, ClassSymbol) or not base.module.first_party:
                continue
            for match in transactions.ATOMIC_VIEW.finditer(self._header(base)):
                if match["name"] in names:
                    return self._contracts.name_place(base)
        return None

    def _header(self, cls: ClassSymbol) -> str:
        """The decorators of a class as they are written."""
        if not cls.node.decorators:
            return ""
        lines = self._contracts.workspace.lines(cls.module.path)
        return "\n".join(lines[cls.node.line - 1 : cls.node.name_line])

    # Settings ---------------------------------------------------------------------------

    @property
    def _atomic_requests(self) -> Place | None:
        return self._questions.memo("atomic requests", self._find_atomic_requests)

    def _find_atomic_requests(self) -> Place | None:
        """Where a database is told to hold each request in a transaction, if all that say
        something about it say so."""
        workspace = self._contracts.workspace
        found: list[tuple[str, re.Match[str]]] = []
        for path in workspace.containing(transactions.ATOMIC_REQUESTS):
            if not TEST_FILES.search(path):
                workspace.questions.ask(questions.file(path))
                matches = transactions.ATOMIC_REQUESTS_SET.finditer(workspace.text(path))
                found.extend((path, match) for match in matches)
        if not found or any(match["value"] != "True" for _, match in found):
            return None
        path, match = found[0]
        before = match.string[: match.start()]
        line, column = before.count("\n") + 1, match.start() - before.rfind("\n")
        return Place(path, line, column, line, column + len(match[0]))

    def _is_marked(self, function: FunctionSymbol) -> bool:
        """Whether a view is taken out of the transaction of its request."""
        if any(self._takes_out(function, name) for name in function.node.decorators):
            return function.owner is None or function.node.name == "dispatch"
        names = {function.node.name} if function.owner is None else set()
        if function.owner is not None:
            for base in self._contracts.symbols.mro(function.owner).classes:
                if isinstance(base, ClassSymbol):
                    names.add(base.short_name)
                    if base.module.first_party and self._says_so(base):
                        return True
        return not names.isdisjoint(self._marked_elsewhere)

    def _takes_out(self, function: FunctionSymbol, name: str) -> bool:
        symbol = self._contracts.symbols.lookup(function.owner or function.module, name)
        return isinstance(symbol, External) and symbol.name.endswith(f".{transactions.NON_ATOMIC}")

    def _says_so(self, cls: ClassSymbol) -> bool:
        workspace = self._contracts.workspace
        return transactions.NON_ATOMIC in workspace.statement_text(cls.module.path, cls.node)

    @property
    def _marked_elsewhere(self) -> frozenset[str]:
        """The names of views that are handed to `non_atomic_requests`."""
        return self._questions.memo("views that are not atomic", self._find_marked)

    def _find_marked(self) -> frozenset[str]:
        workspace = self._contracts.workspace
        found: set[str] = set()
        for path in workspace.mentioning(transactions.NON_ATOMIC):
            workspace.questions.ask(questions.file(path))
            for name in transactions.NON_ATOMIC_VIEWS.findall(workspace.text(path)):
                found.add(name.removesuffix(".as_view").rpartition(".")[2])
        return frozenset(found)

    # Callers ----------------------------------------------------------------------------

    def _of_callers(
        self, function: FunctionSymbol, steps: tuple[Operation, ...]
    ) -> Iterator[Caller]:
        """The transactions of functions that call one, the nearest first."""
        calls = list(self._calls(function))
        for call in calls:
            if call.transaction is not None:
                yield Caller((call, *steps), call.transaction.place())
            elif call.function is not None:
                request = self.of_framework(call.function)
                if isinstance(request, Request):
                    yield Caller((call, *steps), request.place)
        if len(steps) + 1 < _FARTHEST:
            for call in calls:
                if call.function is not None and call.function != function:
                    yield from self._of_callers(call.function, (call, *steps))

    def _calls(self, function: FunctionSymbol) -> Iterator[Operation]:
        """The calls of a function by others that may stand in a transaction."""
        workspace, name = self._contracts.workspace, function.node.name
        paths = workspace.mentioning(name)
        if len(paths) > _MOST_FILES:
            return
        pattern = rf"(?<!def )\b{re.escape(name)}\("
        for path in paths:
            if TEST_FILES.search(path):
                continue
            workspace.questions.ask(questions.file(path))
            module = workspace.modules.at(path)
            for caller in functions_mentioning(module, (pattern,), workspace):
                if caller != function and not caller.node.is_async:
                    for operation in self._contracts.whole_bodies.operations(caller):
                        match operation.action:
                            case ProjectCall(function=called) if called == function:
                                yield operation
