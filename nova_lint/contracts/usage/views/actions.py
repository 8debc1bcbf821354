"""What views do with the forms and serializers that they name, by their bases and handlers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.readers.classes import project_classes
from nova_lint.contracts.usage.making import names_layers
from nova_lint.contracts.usage.saving import given, leaves_unsaved, made_by_view
from nova_lint.contracts.usage.views.getters import actions_of_keys, chosen_actions
from nova_lint.contracts.usage.views.handlers import Handling, handling, is_replaced
from nova_lint.contracts.usage.views.permitting import only_reads
from nova_lint.contracts.usage.views.routes import Routes, routes_in
from nova_lint.knowledge import views
from nova_lint.semantics.values import Items, Reference
from nova_lint.workspace import questions
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_CALLED = re.compile(r"\bself\.(\w+)\(")


class ViewActions:
    """Answers what view classes do, each once."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts
        self._symbols = contracts.symbols
        self._workspace = contracts.workspace
        self._routes: dict[str, Routes] = {}

    def of(self, view: ClassSymbol) -> frozenset[str]:
        """What a view class does, by its bases, its own handlers and its HTTP methods."""
        return self._workspace.questions.memo(
            ("view actions", id(view)), lambda: frozenset(self._of(view))
        )

    def inheriting(self, view: ClassSymbol, name: str) -> frozenset[str]:
        """What a view does, and every view that inherits an attribute or method from it."""
        actions = self.of(view)
        if views.CREATE in actions and views.UPDATE in actions:
            return actions
        for other in self.below(view):
            if self._inherits(other, view, name):
                actions |= self.of(other)
        return actions

    def answers(self, view: ClassSymbol, request: str) -> bool:
        """Whether a view, or one that inherits from it, has a method for an action; one of
        which not all bases are read may have."""
        return any(self._may_have(each, request) for each in (view, *self.below(view)))

    def _may_have(self, view: ClassSymbol, method: str) -> bool:
        if self._symbols.class_member(view, method) is not None:
            return True
        wanted = views.ACTION_MEANINGS.get(method, frozenset()) - {views.READ}
        return any(
            wanted <= views.VIEW_ACTIONS.get(base.name, frozenset())
            if base.name.startswith(views.FRAMEWORKS)
            else isinstance(base, External)
            for base in self._symbols.mro(view).classes
        )

    def of_attribute(self, view: ClassSymbol, statement: Assignment, name: str) -> frozenset[str]:
        """What a view does with a class that one of its attributes names."""
        if not names_layers(statement.name) or not self._is_view(view):
            return frozenset()
        actions = self.inheriting(view, statement.name) & self._left_by_getter(view, statement.name)
        actions -= self._replaced(view, statement.name)
        if not statement.is_display:
            return actions
        declaration = self._contracts.evaluator.declaration(view, statement)
        table = declaration.value if declaration is not None else None
        allowed = actions_of_keys(table, name) if isinstance(table, cst.Dict) else None
        return actions if allowed is None else actions & allowed

    def _replaced(self, view: ClassSymbol, attribute: str) -> frozenset[str]:
        """What a view's own handlers do with another class than that of an attribute."""
        return frozenset(
            action
            for action, names in views.ANSWERING.items()
            for method in self._own_methods(view, names)
            if (handled := self._handling(method)) is not None and is_replaced(handled, attribute)
        )

    def _handling(self, method: FunctionSymbol) -> Handling | None:
        return self._workspace.questions.memo(
            ("handling", method), lambda: self._read_handling(method)
        )

    def _read_handling(self, method: FunctionSymbol) -> Handling | None:
        node = self._contracts.evaluator.function(method)
        return handling(node) if node is not None else None

    def _left_by_getter(self, view: ClassSymbol, attribute: str) -> frozenset[str]:
        """What a view may do with the class of an attribute, where a method of the project's own
        chooses the class: what it chooses that attribute for, or leaves to the framework."""
        chooser = next(each for word, each in views.CHOOSERS.items() if word in attribute)
        left = views.EVERY_ACTION
        for name in chooser.methods:
            symbol = self._symbols.class_member(view, name)
            if isinstance(symbol, FunctionSymbol) and symbol.module.first_party:
                left &= self._left_by(symbol, chooser, view, attribute)
        return left

    def _left_by(
        self, symbol: FunctionSymbol, chooser: views.Chooser, view: ClassSymbol, attribute: str
    ) -> frozenset[str]:
        getter = self._contracts.evaluator.function(symbol)
        if getter is None or _is_looked_up(getter, attribute):
            return frozenset()
        names = {attribute, *self._giving(view, getter, attribute)}
        if attribute == chooser.attribute:
            names |= {"super", chooser.methods[0]}
        return frozenset().union(*(chosen_actions(getter, name) for name in names))

    def _giving(self, view: ClassSymbol, getter: cst.FunctionDef, attribute: str) -> Iterator[str]:
        """The other methods of a view that a method calls and that speak of an attribute."""
        speaks = re.compile(rf"\bself\.{attribute}\b")
        for part in walk(getter):
            match part:
                case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
                    symbol = self._symbols.class_member(view, name)
                    if not isinstance(symbol, FunctionSymbol) or not symbol.module.first_party:
                        continue
                    if speaks.search(self._text(symbol)):
                        yield name

    def _of(self, view: ClassSymbol) -> set[str]:
        actions: set[str] = set()
        for base in self._symbols.mro(view).classes:
            actions |= views.VIEW_ACTIONS.get(base.name, frozenset())
        inherited = frozenset(actions)
        for own in project_classes(self._symbols.mro(view)):
            if own.module.first_party:
                for handler in views.HANDLERS:
                    if handler in own.bindings and not self._is_foreign(own, handler, view):
                        actions |= self._handled(own, handler, inherited)
        for allowed in (self._http_methods(view), self._routed(view), self._permitted(view)):
            if allowed is not None:
                actions &= allowed
        unsaved = {action for action in views.ANSWERING if self._is_unsaved(view, action)}
        return actions - unsaved or {views.READ}

    def _handled(self, own: ClassSymbol, handler: str, inherited: frozenset[str]) -> frozenset[str]:
        """What a handler of a view does. One that leaves it to the frameworks' own does what that
        does."""
        if inherited and self._hands_up(own, handler):
            return frozenset()
        if handler == "put" and views.UPDATE in inherited and views.CREATE not in inherited:
            return frozenset({views.UPDATE})
        return views.HANDLERS[handler]

    def _hands_up(self, own: ClassSymbol, handler: str) -> bool:
        """Whether a handler speaks of its view's form or serializer only by calling the handler
        above it."""
        symbol = self._symbols.own_member(own, handler)
        text = self._text(symbol) if isinstance(symbol, FunctionSymbol) else ""
        rest = re.sub(rf"\bsuper\([^()]*\)\.{handler}\(", "", text)
        return rest != text and not views.OWN_LAYER.search(rest)

    def _is_unsaved(self, view: ClassSymbol, action: str) -> bool:
        """Whether a view's own methods do something else with valid data than save it."""
        memo = self._workspace.questions.memo
        for method in self._own_methods(view, views.GIVEN_LAYER[action]):
            if memo(("drops what it is given", method), partial(self._drops_given, method)):
                return True
        answering: list[bool] = []
        for method in self._own_methods(view, views.ANSWERING[action]):
            drops = memo(("drops what it makes", method), partial(self._drops_made, method))
            if drops is not None:
                answering.append(drops)
            elif not self._speaks_of_own(method, view):
                answering.append(True)
        return bool(answering) and all(answering)

    def _drops_given(self, method: FunctionSymbol) -> bool:
        """Whether a method does something else than save with the form or serializer that it is
        given."""
        node = self._contracts.evaluator.function(method)
        only_looks = partial(self._only_looks, method)
        return node is not None and leaves_unsaved(node, given(node), only_looks)

    def _only_looks(self, method: FunctionSymbol, called: str) -> bool:
        """Whether another method of a view does nothing with a form or serializer that it is
        given but look at it."""
        owner = method.owner
        symbol = self._symbols.class_member(owner, called) if owner is not None else None
        if not isinstance(symbol, FunctionSymbol) or not symbol.module.first_party:
            return False
        node = self._contracts.evaluator.function(symbol)
        return node is not None and leaves_unsaved(node, given(node))

    def _drops_made(self, method: FunctionSymbol) -> bool | None:
        """The same of the form or serializer that it has the view make; None where it has it
        make none."""
        node = self._contracts.evaluator.function(method)
        held = made_by_view(node) if node is not None else frozenset()
        return leaves_unsaved(node, held) if node is not None and held else None

    def _own_methods(self, view: ClassSymbol, names: Iterable[str]) -> Iterator[FunctionSymbol]:
        """The methods of some names that a view has from the project's own classes."""
        for name in names:
            symbol = self._symbols.class_member(view, name)
            if isinstance(symbol, FunctionSymbol) and symbol.module.first_party:
                if self._contracts.evaluator.function(symbol) is not None:
                    yield symbol

    def _is_foreign(self, own: ClassSymbol, handler: str, view: ClassSymbol) -> bool:
        """Whether a view's handler works with another class than the view's, or with none."""
        symbol = self._symbols.own_member(own, handler)
        return isinstance(symbol, FunctionSymbol) and not self._speaks_of_own(symbol, view)

    def _speaks_of_own(self, method: FunctionSymbol, view: ClassSymbol) -> bool:
        """Whether a method speaks of the view's own form or serializer, or calls one that does."""
        text = self._text(method)
        if views.OWN_LAYER.search(text):
            return True
        called = (self._symbols.class_member(view, name) for name in _CALLED.findall(text))
        return any(
            isinstance(each, FunctionSymbol)
            and each.module.first_party
            and views.OWN_LAYER.search(self._text(each))
            for each in called
        )

    def _text(self, method: FunctionSymbol) -> str:
        return self._workspace.statement_text(method.module.path, method.node)

    def _routed(self, view: ClassSymbol) -> set[str] | None:
        """The actions that routes name, where every route lists them: `as_view({…})`."""
        name, found = view.short_name, set[str]()
        for path in self._workspace.mentioning(name):
            if views.TEST_FILES.search(path):
                continue
            self._workspace.questions.ask(questions.file(path))
            routes = self._routes_in(path)
            if name in routes.others:
                return None
            for listed in routes.listed.get(name, ()):
                handlers = views.ROUTED_ACTION.findall(listed)
                if not handlers or not views.ROUTED.keys() >= set(handlers):
                    return None
                found |= {views.ROUTED[handler] for handler in handlers}
        return found or None

    def _routes_in(self, path: str) -> Routes:
        if path not in self._routes:
            self._routes[path] = routes_in(self._workspace.text(path))
        return self._routes[path]

    def _permitted(self, view: ClassSymbol) -> set[str] | None:
        """What a view's permissions leave, where one of them lets nobody change anything."""
        for permission in self._permissions(view):
            if not isinstance(permission, ClassSymbol):
                continue
            for method in self._own_methods(permission, [views.PERMISSION_METHOD]):
                node = self._contracts.evaluator.function(method)
                if node is not None and only_reads(node):
                    return {views.READ}
        return None

    def _permissions(self, view: ClassSymbol) -> Iterator[ClassSymbol | External]:
        """The permissions that a view lists, all of which have to agree."""
        if any(self._own_methods(view, [views.PERMISSION_GETTER])):
            return
        symbol = self._symbols.class_member(view, views.PERMISSIONS)
        value = self._contracts.evaluator.symbol_value(symbol) if symbol is not None else None
        for item in value.items if isinstance(value, Items) else ():
            match item:
                case Reference(symbol=ClassSymbol() | External() as permission):
                    yield permission

    def anonymous(self, view: ClassSymbol) -> frozenset[str]:
        """The requests that a view, or one that inherits from it, may answer without a login."""
        every = frozenset({*views.ACTION_MEANINGS, views.OTHER_REQUEST})
        found: set[str] = set()
        for each in (view, *self.below(view)):
            left = every
            for permission in self._permissions(each):
                left &= views.ANONYMOUS_REQUESTS.get(permission.name, every)
            found |= left
        return frozenset(found)

    def _http_methods(self, view: ClassSymbol) -> set[str] | None:
        symbol = self._symbols.class_member(view, "http_method_names")
        value = self._contracts.evaluator.symbol_value(symbol) if symbol is not None else None
        if not isinstance(value, Items) or not value.complete:
            return None
        methods = {getattr(item, "value", None) for item in value.items}
        return {
            action for method, action in views.METHOD_ACTIONS.items() if method in methods
        } or None

    # Classes ----------------------------------------------------------------------------

    def _is_view(self, cls: ClassSymbol) -> bool:
        """Whether a class may be a view: no form, serializer, schema or model, and no
        `Meta` of one."""
        return self._contracts.layer(cls) is None and cls.short_name != "Meta"

    def below(self, cls: ClassSymbol) -> tuple[ClassSymbol, ...]:
        """The project's classes that descend from a class."""
        return self._workspace.questions.memo(
            ("below", id(cls)), lambda: tuple(self._find_below(cls))
        )

    def _find_below(self, cls: ClassSymbol) -> Iterator[ClassSymbol]:
        waiting, seen = [cls], {id(cls)}
        while waiting:
            current = waiting.pop()
            for path, name in self._workspace.deriving(current.short_name):
                other = self._symbols.own_member(self._workspace.modules.at(path), name)
                if not isinstance(other, ClassSymbol) or id(other) in seen:
                    continue
                if current in self._symbols.mro(other).classes:
                    seen.add(id(other))
                    waiting.append(other)
                    yield other

    def _inherits(self, cls: ClassSymbol, origin: ClassSymbol, name: str) -> bool:
        """Whether a class has a member from another, and none of its own in between."""
        for base in project_classes(self._symbols.mro(cls)):
            if base is origin:
                return True
            if name in base.bindings:
                return False
        return False


def _is_looked_up(getter: cst.FunctionDef, attribute: str) -> bool:
    """Whether a method gives an attribute to a call, such as `classes.get(action, default)`: for
    which requests that comes back is not known."""
    return any(
        isinstance(part, cst.Attribute) and part.attr.value == attribute
        for call in walk(getter)
        if isinstance(call, cst.Call)
        for argument in call.args
        for part in walk(argument)
    )
