"""Who uses a contract, and what for: which requests can reach it.

A serializer that only ever shows objects cannot let a bad value in; a form that only
updates cannot omit a column. Uses are read from the code that names the class: class
attributes of views, calls, operations' parameters and `response=`. Where nothing names it,
nothing is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst
import msgspec

from nova_lint.contracts.contract import Known, Layer
from nova_lint.contracts.readers.classes import method
from nova_lint.contracts.usage.making import call_actions, names_layers
from nova_lint.contracts.usage.reach import is_reached
from nova_lint.contracts.usage.saving import saves
from nova_lint.contracts.usage.views.actions import ViewActions
from nova_lint.contracts.usage.views.getters import chosen_actions
from nova_lint.contracts.usage.views.handlers import assigned
from nova_lint.knowledge import views
from nova_lint.knowledge.flows import VIEW_METHODS
from nova_lint.semantics.mentions import statements_with_owners
from nova_lint.workspace.outline_nodes import Assignment, Function
from nova_lint.workspace.questions import Question
from nova_lint.workspace.symbols import ClassSymbol, External, Module
from nova_lint.workspace.walk import last_name, walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


_FALSE = Known(False)
_DOTTED = re.compile(r"\b\w[\w.]*")


class Site(msgspec.Struct, frozen=True):
    """A top-level statement, or a method of a class, that names a contract's class."""

    module: Module
    owner: ClassSymbol | None
    statement: Function | Assignment

    @property
    def function(self) -> Function | None:
        return self.statement if isinstance(self.statement, Function) else None

    @property
    def name(self) -> str:
        """The qualified name of the statement."""
        around = f"{self.owner.qualname}." if self.owner is not None else ""
        return f"{around}{self.statement.name}"


class Uses(msgspec.Struct, frozen=True):
    """What a contract is used for. `sites` are the places that say so; `requested` says that an
    operation takes it from its clients, by itself or as a part of another."""

    actions: frozenset[str]
    sites: tuple[Site, ...]
    requested: bool = False

    @property
    def creates(self) -> bool:
        return views.CREATE in self.actions

    @property
    def writes(self) -> bool:
        return bool(self.actions & {views.CREATE, views.UPDATE})

    @property
    def reads(self) -> bool:
        return views.READ in self.actions


SiteName: TypeAlias = tuple[str, str, int]
"""A site's file, the qualified name of its statement, and which one of that name it is."""


class KeptUses(msgspec.Struct, frozen=True):
    """The uses of a class as they are kept from one run to the next: sites by name, because
    their lines move."""

    actions: frozenset[str]
    sites: tuple[SiteName, ...]
    requested: bool
    questions: Set[Question]


class _Part(msgspec.Struct, frozen=True):
    """A class of which another is a part, and what that can mean for the part."""

    owner: ClassSymbol
    allowed: frozenset[str]


class _Direct(msgspec.Struct, frozen=True):
    """The uses of a class by code that names it."""

    actions: frozenset[str]
    parts: tuple[_Part, ...]
    requested: bool


class UseFinder:
    """Finds the uses of contract classes in a project."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._symbols = contracts.symbols
        self._workspace = contracts.workspace
        self._views = ViewActions(contracts)
        self._mentions: dict[str, dict[str, list[Site]]] = {}
        self._named: dict[str, dict[str, list[Site]]] = {}

    def uses(self, cls: ClassSymbol) -> Uses:
        """What a class is used for: by code that names it, and as a part of other classes
        by code that names those."""
        sites = tuple(self._sites(cls))
        actions: set[str] = set()
        requested = False
        waiting = [(cls, views.EVERY_ACTION)]
        seen: set[int] = set()
        while waiting:
            current, allowed = waiting.pop()
            if id(current) in seen:
                continue
            seen.add(id(current))
            direct = self._direct(current)
            actions |= direct.actions & allowed
            requested = requested or direct.requested
            waiting.extend((part.owner, part.allowed & allowed) for part in direct.parts)
        return Uses(frozenset(actions) - self._refused(cls), sites, requested)

    def keep(self, uses: Uses, asked: Set[Question]) -> KeptUses:
        """Uses by names. `asked` are the questions behind them."""
        names: list[SiteName] = []
        for site in uses.sites:
            path, name = site.module.path, site.name
            names.append((path, name, self._sites_in(path)[name].index(site)))
        return KeptUses(uses.actions, tuple(names), uses.requested, asked)

    def restore(self, kept: KeptUses) -> Uses:
        """Uses whose sites have not changed since they were kept."""
        sites = (self._sites_in(path)[name][number] for path, name, number in kept.sites)
        return Uses(kept.actions, tuple(sites), kept.requested)

    def _sites_in(self, path: str) -> dict[str, list[Site]]:
        """The statements of a file that may be sites, by their qualified names."""
        if path not in self._named:
            found: dict[str, list[Site]] = {}
            module = self._workspace.modules.at(path)
            for statement, owner in statements_with_owners(module, self._symbols):
                site = Site(module, owner, statement)
                found.setdefault(site.name, []).append(site)
            self._named[path] = found
        return self._named[path]

    def _refused(self, cls: ClassSymbol) -> frozenset[str]:
        """What a serializer's own methods refuse to do: `create` or `save` that only raises,
        `update` that hands the instance back."""
        if self._contracts.layer(cls) is not Layer.SERIALIZER:
            return frozenset()
        refused: set[str] = set()
        for name, actions in views.SAVED_BY.items():
            found = method(cls, name, self._contracts)
            node = (
                self._contracts.evaluator.function_at(found[0].module, found[1]) if found else None
            )
            if node is not None and _does_nothing(node):
                refused |= actions
        return frozenset(refused)

    def _direct(self, cls: ClassSymbol) -> _Direct:
        return self._workspace.questions.memo(
            ("direct uses", id(cls)), lambda: self._find_direct(cls)
        )

    def _find_direct(self, cls: ClassSymbol) -> _Direct:
        actions: set[str] = set()
        parts: list[_Part] = []
        for site in self._sites(cls):
            match site.statement:
                case Assignment(name=name):
                    part = self._part(site, name)
                    if part is not None:
                        parts.append(part)
                    else:
                        actions |= self._attribute_actions(site, cls)
                case Function():
                    actions |= self._function_actions(site, cls)
        requested = any(self._takes(site, cls) for site in self._sites(cls))
        return _Direct(frozenset(actions), tuple(parts), requested)

    def _takes(self, site: Site, cls: ClassSymbol) -> bool:
        """Whether a function is an operation that takes a class from its clients."""
        function = site.function
        node = self._contracts.evaluator.function_at(site.module, function) if function else None
        if node is None or _operation(node) is None:
            return False
        return any(
            parameter.annotation is not None and _mentions(parameter.annotation, cls.short_name)
            for parameter in (*node.params.params, *node.params.kwonly_params)
        )

    # Places -----------------------------------------------------------------------------

    def _sites(self, cls: ClassSymbol) -> tuple[Site, ...]:
        return self._workspace.questions.memo(
            ("sites", id(cls)), lambda: tuple(self._find_sites(cls))
        )

    def _find_sites(self, cls: ClassSymbol) -> Iterator[Site]:
        for path in self._workspace.mentioning(cls.short_name):
            for site in self._mentions_in(path).get(cls.short_name, ()):
                text = self._workspace.statement_text(path, site.statement)
                if not self._names(site.module, site.owner, cls, text):
                    continue
                if site.owner is None or is_reached(site.owner, self._contracts):
                    yield site

    def _mentions_in(self, path: str) -> dict[str, list[Site]]:
        """The statements of a file by the words in them that could name a class."""
        if path not in self._mentions:
            found: dict[str, list[Site]] = {}
            if not views.TEST_FILES.search(path):
                module = self._workspace.modules.at(path)
                for statement, owner in statements_with_owners(module, self._symbols):
                    site = Site(module, owner, statement)
                    for word in statement.words:
                        found.setdefault(word, []).append(site)
            self._mentions[path] = found
        return self._mentions[path]

    def _names(
        self, module: Module, owner: ClassSymbol | None, cls: ClassSymbol, text: str
    ) -> bool:
        """Whether the class's short name means that class where it is mentioned."""
        name = cls.short_name
        scope: Module | ClassSymbol = owner or module
        if self._symbols.lookup(scope, name) is cls:
            return True
        # `serializers.OrderSerializer`, `self.OrderSerializer`, an import inside a function.
        for prefix in _prefixes(name, text) if f".{name}" in text else ():
            if prefix in ("self", "cls"):
                return owner is not None and self._symbols.class_member(owner, name) is cls
            if self._symbols.lookup(scope, f"{prefix}.{name}") is cls:
                return True
        return "import" in text and bool(re.search(rf"import\b[^\n]*\b{name}\b", text))

    # Meanings ---------------------------------------------------------------------------

    def _part(self, site: Site, name: str) -> _Part | None:
        """The class that the site makes this one a part of, as a field of it."""
        owner = site.owner
        if owner is None:
            return None
        match self._contracts.layer(owner):
            case Layer.SCHEMA:
                return _Part(owner, views.EVERY_ACTION)
            case Layer.SERIALIZER:
                if not any("WritableNested" in base.name for base in self._mro(owner)):
                    # What DRF does with nested data is up to the outer class's `create`.
                    return _Part(owner, frozenset({views.READ}))
                contract = self._contracts.contract(owner)
                field = contract.field(name) if contract else None
                writable = field is not None and field.read_only == _FALSE
                return _Part(owner, views.EVERY_ACTION if writable else frozenset({views.READ}))
        return None

    def _attribute_actions(self, site: Site, cls: ClassSymbol) -> frozenset[str]:
        if site.owner is None or not isinstance(site.statement, Assignment):
            return frozenset()
        return self._views.of_attribute(site.owner, site.statement, cls.short_name)

    def _mro(self, cls: ClassSymbol) -> tuple[ClassSymbol | External, ...]:
        return self._symbols.mro(cls).classes

    def _function_actions(self, site: Site, cls: ClassSymbol) -> frozenset[str]:
        assert site.function is not None
        node = self._contracts.evaluator.function_at(site.module, site.function)
        if node is None:
            return frozenset()
        actions: set[str] = set()
        name = cls.short_name
        for decorator in node.decorators:
            actions |= _decorator_actions(decorator, name, node)
        operation = _operation(node)
        for parameter in (*node.params.params, *node.params.kwonly_params):
            if parameter.annotation is not None and _mentions(parameter.annotation, name):
                actions |= self._given_to(site, node, operation or views.CREATE)
        if node.returns is not None and _mentions(node.returns, name):
            actions.add(views.READ)
        for statement in node.body.body:
            actions |= _body_actions(statement, name)
        actions |= self._chosen(site, node, cls)
        text = self._workspace.statement_text(site.module.path, site.function)
        if self._contracts.layer(cls) is not Layer.SCHEMA and not saves(node, text, name):
            # Data that is validated and then used in another way reaches no column.
            actions -= {views.CREATE, views.UPDATE}
        return frozenset(actions) | self._put_in_place(site, node, cls)

    def _put_in_place(self, site: Site, node: cst.FunctionDef, cls: ClassSymbol) -> frozenset[str]:
        """What a handler of a view does with a class that it puts in the place of its view's."""
        meaning = views.HANDLERS.get(node.name.value)
        if site.owner is None or meaning is None or self._contracts.layer(site.owner) is not None:
            return frozenset()
        is_put = any(
            names_layers(name) and _is_name(value, cls.short_name) for name, value in assigned(node)
        )
        return meaning & self._views.of(site.owner) if is_put else frozenset()

    def _given_to(self, site: Site, node: cst.FunctionDef, action: str) -> frozenset[str]:
        """What becomes of an object that a function takes. `form_valid(self, form: OrderForm)`
        says what the view's form is, and the view what it does with it."""
        if site.owner is not None and node.name.value in VIEW_METHODS:
            return self._views.of(site.owner)
        return frozenset({action})

    def _chosen(self, site: Site, node: cst.FunctionDef, cls: ClassSymbol) -> frozenset[str]:
        """What a view does with a class that one of its methods chooses."""
        if site.owner is None or self._contracts.layer(site.owner) is not None:
            return frozenset()
        if not views.CLASS_GETTERS.fullmatch(node.name.value) and not _returns(node, cls):
            return frozenset()
        if views.ANSWER_GETTERS.match(node.name.value):
            return frozenset({views.READ})
        actions = self._views.inheriting(site.owner, node.name.value)
        if views.SERIALIZER_GETTERS.fullmatch(node.name.value):
            answered = partial(self._views.answers, site.owner)
            anonymous = self._views.anonymous(site.owner)
            return actions & chosen_actions(node, cls.short_name, answered, anonymous)
        return actions


def _body_actions(body: cst.CSTNode, name: str) -> set[str]:
    """What the calls in a function do with a class."""
    actions: set[str] = set()
    for node in walk(body):
        if isinstance(node, cst.Call) and _is_name(node.func, name):
            actions |= call_actions(node)
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            if _is_name(node.func.value, name):
                # `Schema.model_validate(obj)`, `Schema.from_orm(obj)`
                actions.add(views.READ)
    return actions


def _prefixes(name: str, text: str) -> set[str]:
    """What stands before a name in the dotted names of a text that have it."""
    # Each dotted name is taken apart by hand: a pattern made for one name costs more.
    parted = (f"{dotted}.".rpartition(f".{name}.") for dotted in _DOTTED.findall(text))
    return {before for before, found, _ in parted if found}


def _returns(node: cst.FunctionDef, cls: ClassSymbol) -> bool:
    return any(
        isinstance(part, cst.Return)
        and part.value is not None
        and _is_name(part.value, cls.short_name)
        for part in walk(node)
    )


def _does_nothing(node: cst.FunctionDef) -> bool:
    """Whether a method only raises, or returns the instance that it was given."""
    for line in node.body.body:
        small = line.body if isinstance(line, cst.SimpleStatementLine) else (line,)
        for statement in small:
            match statement:
                case cst.Raise() | cst.Pass() | cst.Return(value=cst.Name(value="instance")):
                    continue
                case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()):
                    continue
            return False
    return True


def _decorator_actions(decorator: cst.Decorator, name: str, node: cst.FunctionDef) -> set[str]:
    call = decorator.decorator
    if not isinstance(call, cst.Call):
        return set()
    label = last_name(call.func)
    if label in views.DOCUMENTATION_DECORATORS:
        return set()
    for argument in call.args:
        if argument.keyword is not None and _mentions(argument.value, name):
            if argument.keyword.value in views.RESPONSE_KEYWORDS:
                return {views.READ}
            if argument.keyword.value == "serializer_class":
                return _made_actions(node) or {views.CREATE, views.UPDATE, views.READ}
    return set()


def _made_actions(node: cst.FunctionDef) -> set[str]:
    """What an action does with the serializers that it has its view make, where it makes any."""
    made = (
        call_actions(part)
        for part in walk(node.body)
        if isinstance(part, cst.Call) and last_name(part.func) in views.LAYER_MAKERS
    )
    return set().union(*made)


def _operation(node: cst.FunctionDef) -> str | None:
    """The action of an operation by its decorator: `@router.post(…)` creates."""
    for decorator in node.decorators:
        if isinstance(decorator.decorator, cst.Call):
            label = last_name(decorator.decorator.func)
            if label in views.OPERATION_METHODS:
                return views.OPERATION_METHODS[label]
    return None


def _is_name(node: cst.CSTNode, name: str) -> bool:
    return last_name(node) == name


def _mentions(node: cst.CSTNode, name: str) -> bool:
    for part in walk(node):
        if isinstance(part, cst.Name) and part.value == name:
            return True
        if isinstance(part, cst.SimpleString) and re.search(rf"\b{name}\b", part.value):
            return True
    return False
