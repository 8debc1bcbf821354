"""What the code around a contract supplies: values that no client has to send.

A column that a layer leaves out, or lets a client leave out, is often filled in by
`create`, `validate`, `perform_create`, `form.save(commit=False)`, the model's `save` or a
signal. Where such code so much as speaks of the column, nothing is reported: what it does
exactly is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.contract import Contract
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.contracts.uses import Uses
from nova_lint.knowledge.supply import (
    CLASS_METHODS,
    MODEL_METHODS,
    SIGNALS,
    UNREADABLE,
    VALIDATION_CALLS,
)
from nova_lint.workspace.outline_nodes import Class, Function, Statement
from nova_lint.workspace.symbols import ClassSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class Supply:
    """Asks whether code around one contract speaks of a column."""

    def __init__(
        self,
        contract: Contract,
        columns: Contract,
        uses: Uses,
        contracts: Contracts,
        flows: tuple[Flow, ...] = (),
    ) -> None:
        self._contract = contract
        self._columns = columns
        self._uses = uses
        self._flows = flows
        self._contracts = contracts

    def supplies(self, name: str) -> bool:
        """Whether a column may be filled in by code: its name is assigned, given as a
        keyword or used as a key, or a whole unreadable mapping is handed over."""
        if any(name in flow.supplied or flow.supplies_more for flow in self._flows):
            return True
        pattern = re.compile(rf"(\b{name}(_id)?\s*=(?!=))|([\"']{name}(_id)?[\"'])")
        texts = (self._own_text, self._callers_text, self._model_text)
        if any(pattern.search(text) for text in texts):
            return True
        return bool(UNREADABLE.search(self._callers_text))

    def mentions(self, name: str) -> bool:
        """Whether the class's own methods or the code that uses it speak of a name."""
        pattern = re.compile(rf"\b{name}\b")
        return any(pattern.search(text) for text in (self._own_text, self._callers_text))

    def checks(self, name: str) -> bool:
        """Whether the class's own validation speaks of a field."""
        if any(name in flow.checked for flow in self._flows):
            return True
        method = re.compile(rf"def (validate|clean)_{name}\b")
        if method.search(self._own_text):
            return True
        return bool(re.search(rf"[\"']{name}[\"']", self._own_text))

    def has_word(self, *words: str) -> bool:
        """Whether code around the contract holds one of some words."""
        return any(
            word in text for word in words for text in (self._own_text, self._callers_text)
        )

    def limits_length(self, name: str) -> bool:
        """Whether the class's own validation of a field speaks of its length."""
        method = re.compile(
            rf"def (validate|clean)_{name}\b.*?(?=\n\s*(async )?def |\Z)", re.DOTALL
        )
        found = method.search(self._own_text)
        return found is not None and bool(re.search(r"len\(|max_length|\[:", found.group()))

    @property
    def is_inline(self) -> bool:
        """Whether a formset or an inline of the admin supplies the link to its parent."""
        return bool(re.search(r"formset_factory|Inline\b|Inline\(|FormSet", self._callers_text))

    @property
    def runs_model_validation(self) -> bool:
        """Whether the class or its model calls `full_clean` before a row is saved."""
        return bool(
            VALIDATION_CALLS.search(self._own_text) or VALIDATION_CALLS.search(self._model_text)
        )

    def _memo(self, which: str, read: Callable[[], str]) -> str:
        key = (which, self._contract.name, self._columns.name)
        return self._contracts.workspace.questions.memo(key, read)

    # Texts ------------------------------------------------------------------------------

    @property
    def _own_text(self) -> str:
        """The class's own methods that handle data, those of its bases included."""
        return self._memo("_own_text", self._read_own_text)

    def _read_own_text(self) -> str:
        cls = self._contracts.class_named(self._contract.name)
        return "\n".join(self._methods(cls, CLASS_METHODS)) if cls is not None else ""

    @property
    def _callers_text(self) -> str:
        """The functions and view classes that use the class."""
        return self._memo("_callers_text", self._read_callers_text)

    def _read_callers_text(self) -> str:
        pieces: list[str] = []
        seen: set[int] = set()
        for site in self._uses.sites:
            if site.owner is None:
                pieces.append(self._text(site.module, site.statement))
                continue
            for base in project_classes(self._contracts.symbols.mro(site.owner)):
                if base.module.first_party and id(base) not in seen:
                    seen.add(id(base))
                    pieces.append(self._text(base.module, base.node))
        return "\n".join(pieces)

    @property
    def _model_text(self) -> str:
        """The model's `save` and its kin, and receivers of its signals."""
        return self._memo("_model_text", self._read_model_text)

    def _read_model_text(self) -> str:
        cls = self._contracts.class_named(self._columns.name)
        if cls is None:
            return ""
        pieces = list(self._methods(cls, MODEL_METHODS))
        for path in self._contracts.workspace.mentioning(cls.short_name):
            module = self._contracts.workspace.modules.at(path)
            if not module.outline.names & SIGNALS:
                continue
            for statement in module.outline.statements:
                if isinstance(statement, Function) and "receiver" in statement.decorators:
                    pieces.append(self._text(module, statement))
                elif isinstance(statement, Function) and "sender" in self._text(module, statement):
                    pieces.append(self._text(module, statement))
        return "\n".join(pieces)

    def _methods(self, cls: ClassSymbol, names: re.Pattern[str]) -> Iterator[str]:
        for base in project_classes(self._contracts.symbols.mro(cls)):
            if not base.module.first_party:
                continue
            for statement in base.node.body:
                if isinstance(statement, Function) and names.fullmatch(statement.name):
                    yield self._text(base.module, statement)

    def _text(self, module: Module, statement: Statement | Class) -> str:
        return self._contracts.workspace.statement_text(module.path, statement)
