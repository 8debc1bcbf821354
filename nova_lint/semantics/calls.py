"""Calls: of the standard library, of plain values, of functions and enumerations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.semantics.functions import result
from nova_lint.semantics.plain import COLLECTIONS, CONSTRUCTORS, TEXT_METHODS, as_value, computed
from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Mapping,
    Reference,
    Subscript,
    Unknown,
    Value,
    plain_value,
)
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.semantics.evaluation import Evaluator
    from nova_lint.semantics.scope import Scope

# Their first argument is what the value is worth: the words that users read.
_TRANSLATIONS = frozenset(
    {
        "django.utils.translation.gettext",
        "django.utils.translation.gettext_lazy",
        "django.utils.translation.ugettext",
        "django.utils.translation.ugettext_lazy",
        "django.utils.translation.gettext_noop",
        "django.utils.safestring.mark_safe",
        "typing.cast",
    }
)


class Calls:
    """Gives the values of calls; a call that it cannot run stays a Call."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def evaluate(self, node: cst.Call, scope: Scope) -> Value:
        """The value of a call."""
        cls: ClassSymbol | None = None
        if isinstance(node.func, cst.Attribute):
            # Once, or a chain of calls would take twice as long with every call.
            base = self._evaluator.evaluate(node.func.value, scope)
            name = node.func.attr.value
            found = self._method(plain_value(base), node, name, scope)
            if found is not None:
                return found
            if isinstance(base, Reference) and isinstance(base.symbol, ClassSymbol):
                cls = base.symbol
            callee = self._evaluator.attribute(base, name)
        else:
            callee = self._evaluator.evaluate(node.func, scope)
        while isinstance(callee, Subscript):
            # `SlugRelatedField[User](…)` makes what the class without its types makes.
            callee = callee.base
        call = Call(callee, node, scope, self._evaluator)
        match callee:
            case Reference(symbol=External(name=name)):
                return self._external(name, call)
            case Reference(symbol=FunctionSymbol() as function):
                return self._function(function, call, cls)
            case Reference(symbol=ClassSymbol() as called) if self._evaluator.is_enum(called):
                first = call.positional(0) or Unknown()
                return self._evaluator.enumerations.of_value(called, first) or call
        return call

    def _function(self, function: FunctionSymbol, call: Call, cls: ClassSymbol | None) -> Value:
        value = result(function, call, self._evaluator, cls)
        return call if value is None or isinstance(value, Unknown) else value

    # The standard library and the frameworks --------------------------------------------

    def _external(self, name: str, call: Call) -> Value:
        first = call.positional(0)
        project_call = self._evaluator.project_calls.get(name)
        if project_call is not None:
            return project_call()
        if name in _TRANSLATIONS:
            value = call.positional(1) if name == "typing.cast" else first
            return value or Unknown()
        if name in COLLECTIONS:
            if first is None:
                return Items(())
            return self._evaluator.iterate(first) or Unknown()
        special = self._built_in(name, first, call)
        if special is not None:
            return special
        constructor = CONSTRUCTORS.get(name)
        return self._run(constructor, call) if constructor is not None else call

    def _built_in(self, name: str, first: Value | None, call: Call) -> Value | None:
        match name:
            case "builtins.dict":
                return self._dict(first, call)
            case "builtins.range":
                return self._run(range, call)
            case "builtins.zip":
                return self._zip(call)
            case "builtins.len" if first is not None:
                items = self._evaluator.iterate(first)
                return Constant(len(items.items)) if items and items.complete else Unknown()
        return None

    def _zip(self, call: Call) -> Value:
        columns = [
            self._evaluator.iterate(call.positional(index) or Unknown())
            for index in range(call.positional_count)
        ]
        if any(column is None for column in columns):
            return Unknown()
        rows = zip(*(column.items for column in columns if column), strict=False)
        complete = all(column.complete for column in columns if column)
        return Items(tuple(Items(row) for row in rows), complete)

    def _dict(self, first: Value | None, call: Call) -> Value:
        entries: list[tuple[Value, Value]] = []
        complete = not call.has_unknown_keywords
        match first:
            case None:
                pass
            case Mapping(entries=given, complete=given_complete):
                entries.extend(given)
                complete = complete and given_complete
            case _:
                items = self._evaluator.iterate(first)
                if items is None:
                    return Unknown()
                complete = complete and items.complete
                for item in items.items:
                    if not isinstance(item, Items) or len(item.items) != 2:
                        return Unknown()
                    entries.append((item.items[0], item.items[1]))
        entries.extend((Constant(key), value) for key, value in call.keywords().items())
        return Mapping(tuple(entries), complete)

    def _run(self, function: Callable[..., object], call: Call) -> Value:
        """Calls a constructor of the standard library with constant arguments."""
        arguments = [
            plain_value(call.positional(index) or Unknown())
            for index in range(call.positional_count)
        ]
        keywords = {key: plain_value(value) for key, value in call.keywords().items()}
        if call.has_unknown_keywords:
            return Unknown()
        positional = [a.value for a in arguments if isinstance(a, Constant)]
        named = {key: v.value for key, v in keywords.items() if isinstance(v, Constant)}
        if len(positional) != len(arguments) or len(named) != len(keywords):
            return Unknown()
        return computed(function, *positional, **named)

    # Methods of plain values ------------------------------------------------------------

    def _method(self, base: Value, node: cst.Call, name: str, scope: Scope) -> Value | None:
        """`"a,b".split(",")`, `LIMITS.items()`; None for methods of other things."""
        match base:
            case Mapping():
                return self._mapping_method(base, node, name, scope)
            case Constant(value=str() as text) if name in TEXT_METHODS:
                call = Call(base, node, scope, self._evaluator)
                return as_value(self._run(getattr(text, name), call))
            case Constant() | Items():
                return base if name == "copy" else Unknown()
        return None

    def _mapping_method(self, base: Mapping, node: cst.Call, name: str, scope: Scope) -> Value:
        match name:
            case "items":
                return Items(tuple(Items(entry) for entry in base.entries), base.complete)
            case "keys":
                return Items(tuple(key for key, _ in base.entries), base.complete)
            case "values":
                return Items(tuple(value for _, value in base.entries), base.complete)
            case "get":
                return self._get(base, node, scope)
            case "copy":
                return base
        return Unknown()

    def _get(self, mapping: Mapping, node: cst.Call, scope: Scope) -> Value:
        call = Call(mapping, node, scope, self._evaluator)
        key = plain_value(call.positional(0) or Unknown())
        if not isinstance(key, Constant):
            return Unknown()
        found = mapping.get(key.value)
        if found is not None:
            return found
        return (call.positional(1) or Constant(None)) if mapping.complete else Unknown()
