"""What the code around a contract supplies: values that no client has to send.

A column that a layer leaves out, or lets a client leave out, is often filled in by
`create`, `validate`, `perform_create`, `form.save(commit=False)`, the model's `save` or a
signal. Where such code so much as speaks of the column, nothing is reported: what it does
exactly is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Contract, Direction, Known, Span
from nova_lint.contracts.flow.result import Flow
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.contracts.usage.answers.lookups import Lookup, lookups
from nova_lint.contracts.usage.answers.refusals import answers_refusals, catches_errors
from nova_lint.contracts.usage.answers.shielding import is_shielded
from nova_lint.contracts.usage.callers import callers
from nova_lint.contracts.usage.null_tests import asks_for_null, called
from nova_lint.contracts.usage.supplied.giving import given_names
from nova_lint.contracts.usage.supplied.replacing import always_sets, gives_back_another
from nova_lint.contracts.usage.supplied.surroundings import MOST_FUNCTIONS, Surroundings
from nova_lint.contracts.usage.uses import Uses
from nova_lint.knowledge.exceptions import OF_ANY_ROW
from nova_lint.knowledge.supply import (
    GIVEN_ROW,
    LIMITS_LENGTH,
    MEASURED,
    MODEL_METHODS,
    TAKING_ANYTHING,
    UNREADABLE,
    VALIDATION_CALLS,
)
from nova_lint.knowledge.views import ADMIN, ADMIN_FIELDS
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol, Module

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


_NAME_IN_QUOTES = re.compile(r"[\"'](\w+)[\"']")
_PARAMETER = re.compile(r"def \w+\(self, *(\w+)")


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
        self._code = Surroundings(contract, columns, uses, contracts, flows)

    def supplies(self, name: str) -> bool:
        """Whether a column may be filled in by code: the class's own methods speak of it,
        code around it gives it a value, or hands a whole unreadable mapping over."""
        if any(name in flow.supplied or flow.supplies_more for flow in self._flows):
            return True
        names = self._names_of(name)
        if self._fills_itself(name):
            return True
        if self._given & names or any(
            names & given_names(text) for text in self._code.called_texts()
        ):
            return True
        if self._takes_in(name):
            # The class's methods may refuse what a client leaves out, in their own words.
            spoken = re.compile(rf"(\b{name}(_id)?\s*=(?!=))|([\"']{name}(_id)?[\"'])")
            if spoken.search(self._code.own_text):
                return True
        return bool(UNREADABLE.search(self._code.callers_text))

    def _fills_itself(self, name: str) -> bool:
        """Whether a column comes from a package whose own code sets columns by names that it
        works out: `setattr(self, self.order_field_name, …)`."""
        column, cls = self._columns.field(name), self._contracts.class_named(self._columns.name)
        bases = project_classes(self._contracts.symbols.mro(cls)) if cls is not None else ()
        owner = column.declared_in if column is not None else None
        if not any(base.qualname == owner and not base.module.first_party for base in bases):
            return False
        return bool(UNREADABLE.search(self._code.package_text))

    def fills(self, span: Span, name: str) -> bool:
        """Whether a column may be filled in by the function around a statement that makes a
        row, by the layer's own methods, or by the model."""
        around = self._code.around(span)
        texts = (around, self._code.own_text, self._code.model_text)
        given = frozenset(self._measured()).union(*map(given_names, texts))
        return not given.isdisjoint(self._names_of(name)) or bool(UNREADABLE.search(around))

    def _names_of(self, name: str) -> frozenset[str]:
        """The names under which code gives a column a value: its own, that of its key, and that
        of a GenericForeignKey which sets it."""
        setters = (each.name for each in self._columns.fields if name in each.fills)
        return frozenset((name, f"{name}_id", *setters))

    def comes_with_outer(self, name: str) -> bool:
        """Whether a column ties a row to that of a serializer of which this one is a part: what
        saves the parts of such a serializer gives them the row that they belong to."""
        column = self._columns.field(name)
        owners = (
            site.owner
            for site in self._uses.sites
            if site.owner is not None and site.function is None
        )
        outer = (self._contracts.contract(owner) for owner in owners)
        models = {Known(contract.model) for contract in outer if contract is not None}
        return column is not None and column.relation in models

    def _takes_in(self, name: str) -> bool:
        """Whether the class has a field that a client may give for a column."""
        sources = (Known(name), Known(f"{name}_id"))
        fields = self._contract.fields
        return any(f.source in sources and f.read_only != Known(True) for f in fields)

    @property
    def _given(self) -> frozenset[str]:
        """The names to which the code around the contract gives a value."""
        key = ("given", self._contract.name, self._columns.name)
        return self._contracts.workspace.questions.memo(key, self._find_given)

    def _find_given(self) -> frozenset[str]:
        texts = (self._code.own_text, self._code.callers_text, self._code.model_text)
        return frozenset(self._measured()).union(*map(given_names, texts))

    def _measured(self) -> Iterator[str]:
        """The columns that an ImageField fills with its size."""
        cls = self._contracts.class_named(self._columns.name)
        for base in project_classes(self._contracts.symbols.mro(cls)) if cls else ():
            if base.module.first_party:
                yield from MEASURED.findall(self._code.text(base.module, base.node))

    def mentions(self, name: str) -> bool:
        """Whether the class's own methods or the code that uses it speak of a name."""
        pattern = re.compile(rf"\b{name}\b")
        return any(pattern.search(text) for text in (self._code.own_text, self._code.callers_text))

    def checks(self, name: str) -> bool:
        """Whether the class's own validation speaks of a field, or of its column, or that of
        the class which saves its data."""
        if self.compares(name) or any(name in flow.checked for flow in self._flows):
            return True
        if self.validates(name):
            return True
        keys = "|".join(sorted({name, *self._sources(name)}))
        spoken = re.compile(rf"[\"']({keys})[\"']")
        return any(map(spoken.search, (self._code.own_text, self._code.saving_text)))

    def validates(self, name: str) -> bool:
        """Whether the class has a method that validates one field."""
        return bool(re.search(rf"def (validate|clean)_{name}\b", self._code.own_text))

    def compares(self, name: str) -> bool:
        """Whether a field's value is saved under a condition about what it is."""
        return any(name in flow.compared for flow in self._flows)

    def asks_about(self, name: str) -> bool:
        """Whether the code that saves a field's value asks for it first: by an `if` that
        raises, or by a condition around."""
        return any(name in flow.checked or name in flow.asked for flow in self._flows)

    def _sources(self, name: str) -> Iterator[str]:
        field = self._contract.field(name)
        source = field.source.value if field and isinstance(field.source, Known) else None
        if source:
            yield re.escape(source)

    def has_word(self, *words: str) -> bool:
        """Whether code around the contract holds one of some words."""
        return any(
            word in text
            for word in words
            for text in (self._code.own_text, self._code.callers_text)
        )

    def looks_up(self, names: Iterable[str]) -> bool:
        """Whether code around the contract searches for rows by one of some columns, to
        learn whether there are any."""
        return any(found.asks_for(name) for found in self._lookups for name in names)

    def asks_for_null(self, name: str) -> bool:
        """Whether the code that uses the class, one that calls it to show a row, or a function
        of the project that it calls, asks whether a column is null."""
        waiting = [*self._code.caller_functions(), *self._showing_callers()]
        most = len(waiting) + MOST_FUNCTIONS
        seen: set[int] = set()
        while waiting and len(seen) < most:
            module, statement = waiting.pop(0)
            node = self._contracts.evaluator.function_at(module, statement)
            if node is None or id(statement) in seen:
                continue
            if asks_for_null(node, name):
                return True
            seen.add(id(statement))
            waiting.extend(self._called(module, node))
        return False

    def _showing_callers(self) -> Iterator[tuple[Module, Function]]:
        """What calls the functions that make objects of the class of rows: it may choose them."""
        spans = (flow.span for flow in self._flows if flow.direction is Direction.OUTPUT)
        found = filter(None, map(self._code.function_around, dict.fromkeys(spans)))
        return callers(found, self._contracts)

    def _called(self, module: Module, node: cst.CSTNode) -> Iterator[tuple[Module, Function]]:
        for name in dict.fromkeys(called(node)):
            symbol = self._contracts.symbols.lookup(module, name)
            if isinstance(symbol, FunctionSymbol) and symbol.module.first_party:
                yield symbol.module, symbol.node

    @property
    def _lookups(self) -> tuple[Lookup, ...]:
        key = ("lookups", self._contract.name, self._columns.name)
        return self._contracts.workspace.questions.memo(key, lambda: tuple(self._find_lookups()))

    def _find_lookups(self) -> Iterator[Lookup]:
        for module, statement in (*self._code.own_functions(), *self._code.caller_functions()):
            node = self._contracts.evaluator.function_at(module, statement)
            if node is not None:
                yield from lookups(node)

    def limits_length(self, name: str) -> bool:
        """Whether the class's own validation of a field speaks of its length, takes nothing
        but what it finds in a collection, or gives another text back; or whether the code that
        saves the data measures it, or looks for it in a collection."""
        if any(name in flow.listed for flow in self._flows) or self._reshapes(name):
            return True
        if self._is_validated_elsewhere(name):
            return True
        method = re.compile(
            rf"def (validate|clean)_{name}\b.*?(?=\n\s*(async )?def |\Z)", re.DOTALL
        )
        found = method.search(self._code.own_text)
        if found is not None and (
            LIMITS_LENGTH.search(found.group()) or _hands_value_on(found.group())
        ):
            return True
        named = re.compile(rf"\.(validate|check|clean)_\w*{name}\w*\(")
        if self.replaces(name) or named.search(self._code.own_text):
            return True
        measured = re.compile(rf"\blen\([^()]*\b{name}\b")
        return any(map(measured.search, self._code.writing_texts()))

    def _is_validated_elsewhere(self, name: str) -> bool:
        """Whether what validates a field is no method that can be read:
        `clean_name = clean_signed("name")`."""
        cls = self._contracts.class_named(self._contract.name)
        if cls is None:
            return False
        members = (
            self._contracts.symbols.class_member(cls, f"{verb}_{name}")
            for verb in ("clean", "validate")
        )
        return any(not isinstance(each, FunctionSymbol | None) for each in members)

    def _reshapes(self, name: str) -> bool:
        """Whether the class's method that validates one field gives another value back."""
        for module, function in self._code.own_functions():
            if function.name in (f"validate_{name}", f"clean_{name}"):
                node = self._contracts.evaluator.function_at(module, function)
                if node is not None and gives_back_another(node):
                    return True
        return False

    def replaces(self, name: str) -> bool:
        """Whether the class's own methods put another value in the place of a field's."""
        keys = "|".join(sorted({name, *self._sources(name)}))
        return bool(
            re.search(
                rf"\[[\"']({keys})[\"']\]\s*=(?!=)(?!\s*(?:None\b|[\"']))", self._code.own_text
            )
        )

    def surely_gives(self, name: str) -> bool:
        """Whether code is seen to give a column a value when a row is saved: a keyword of
        `save` or `create`, an item of the data, an attribute of the row."""
        if any(name in flow.supplied for flow in self._flows):
            return True
        pattern = re.compile(
            rf"\b(save|create)\([^()]*\b{name}(_id)?\s*=(?!=)"
            rf"|\[[\"']{name}(_id)?[\"']\]\s*=(?!=)|\w\.{name}(_id)?\s*=(?!=)"
        )
        texts = (self._code.own_text, self._code.callers_text, self._code.model_text)
        return any(pattern.search(text) for text in texts)

    @property
    def answers_refusals(self) -> bool:
        """Whether code around the contract answers for an `IntegrityError`."""
        if self.has_word("IntegrityError") or self.catches(OF_ANY_ROW):
            return True
        return answers_refusals(self._uses.sites, self._contracts)

    def catches(self, exceptions: frozenset[str]) -> bool:
        """Whether the code that saves catches one of some exceptions: what it makes of what is
        refused then is not decided."""
        key = ("catches", self._contract.name, self._columns.name, exceptions)
        return self._contracts.workspace.questions.memo(
            key, lambda: self._find_catching(exceptions)
        )

    def _find_catching(self, exceptions: frozenset[str]) -> bool:
        writing = list(self._code.writing_functions())
        functions = [
            *self._code.own_functions(),
            *self._code.caller_functions(),
            *callers(writing, self._contracts),
        ]
        saving = {function.name for _, function in writing}
        nodes = (self._contracts.evaluator.function_at(*each) for each in functions)
        if any(catches_errors(node, exceptions, saving) for node in nodes if node is not None):
            return True
        return any(is_shielded(*each, exceptions, saving, self._contracts) for each in functions)

    @property
    def is_inline(self) -> bool:
        """Whether a formset or an inline of the admin supplies the link to its parent."""
        return bool(
            re.search(r"formset_factory|Inline\b|Inline\(|FormSet", self._code.callers_text)
        )

    @property
    def fields_in_admin(self) -> frozenset[str]:
        """The names that admins which use the class list as the fields of their forms."""
        texts = (
            self._code.text(owner.module, statement)
            for owner in (site.owner for site in self._uses.sites)
            if owner is not None and self._is_admin(owner)
            for base in project_classes(self._contracts.symbols.mro(owner))
            for statement in (base.node.body if base.module.first_party else ())
            if statement.name in ADMIN_FIELDS
        )
        return frozenset(name for text in texts for name in _NAME_IN_QUOTES.findall(text))

    def _is_admin(self, cls: ClassSymbol) -> bool:
        return any(base.name.endswith(ADMIN) for base in self._contracts.symbols.mro(cls).classes)

    @property
    def edits_given_rows(self) -> bool:
        """Whether every use is a view that hands its form a row, so that no use is sure to
        make one: `instance=…` in a view that is no CreateView."""
        owners = [site.owner for site in self._uses.sites]
        return bool(owners) and all(
            owner is not None and self._hands_over_rows(owner) for owner in owners
        )

    def _hands_over_rows(self, view: ClassSymbol) -> bool:
        mro = self._contracts.symbols.mro(view)
        if any(base.name.endswith(("CreateView", "ModelAdmin")) for base in mro.classes):
            return False
        return any(
            GIVEN_ROW.search(self._code.text(base.module, base.node))
            for base in project_classes(mro)
            if base.module.first_party
        )

    @property
    def runs_model_validation(self) -> bool:
        """Whether the class, its model or the code that saves its data calls `full_clean`
        before a row is saved."""
        texts = (self._code.own_text, self._code.model_text, self._code.package_text)
        if any(VALIDATION_CALLS.search(text) for text in texts):
            return True
        if any(map(VALIDATION_CALLS.search, self._code.called_texts())):
            return True
        writing = self._code.writing_texts()
        return bool(writing) and all(map(VALIDATION_CALLS.search, writing))

    def makes_anew(self, name: str) -> bool:
        """Whether the model's own `save` always puts another value in the place of a column's."""
        cls = self._contracts.class_named(self._columns.name)
        for base in project_classes(self._contracts.symbols.mro(cls)) if cls is not None else ():
            for module, statement in self._code.methods(base):
                if MODEL_METHODS.fullmatch(statement.name):
                    node = self._contracts.evaluator.function_at(module, statement)
                    if node is not None and always_sets(node, name):
                        return True
        return False


def _hands_value_on(method: str) -> bool:
    """Whether a method that validates one value gives it to something that may refuse it."""
    parameter = _PARAMETER.search(method)
    if parameter is None:
        return False
    handed = re.compile(rf"(?:(\w+)\.)?(\w+)\((?:[^()]*,\s*)?{parameter[1]}\s*[,)]")
    return any(
        owner != "super" and called not in TAKING_ANYTHING
        for owner, called in handed.findall(method.partition("\n")[2])
    )
