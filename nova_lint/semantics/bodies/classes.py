"""What classes bind: methods, attributes, managers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.knowledge.flows import MANAGER_NAMES
from nova_lint.semantics import values as static
from nova_lint.semantics.bodies.control.joining import joined_all
from nova_lint.semantics.kinds import (
    NONE,
    PROMISED,
    UNKNOWN,
    ClassOf,
    Kind,
    Loading,
    Manager,
    Model,
    Origin,
    QuerySet,
    Scalar,
)
from nova_lint.workspace import symbols as sym
from nova_lint.workspace.outline_nodes import Function as FunctionStatement
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol, Variable
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.semantics.bodies.reader import BodyReader


class Classes:
    """Answers what stands under a name of a class, each once."""

    def __init__(self, reader: BodyReader) -> None:
        self._reader = reader
        self._symbols = reader.symbols
        self._questions = reader.workspace.questions
        self._reading: set[tuple[ClassSymbol, str]] = set()

    # Members ----------------------------------------------------------------------------

    def member(self, cls: ClassSymbol, name: str) -> Kind | None:
        """What a class or one of its bases binds under a name; None where the project's own
        classes bind nothing."""
        return self._kind(self._symbols.class_member(cls, name))

    def _kind(self, symbol: sym.Symbol | None) -> Kind | None:
        match symbol:
            case None:
                return None
            case FunctionSymbol() if not symbol.module.first_party:
                return None
        return self._reader.names.of_symbol(symbol)

    def member_behind(self, owner: ClassSymbol, cls: Kind, name: str) -> Kind | None:
        """The same for the classes behind `owner` in the order of a class."""
        start = cls.cls if isinstance(cls, ClassOf) else owner
        order = list(self._symbols.mro(start).classes)
        behind = order[order.index(owner) + 1 :] if owner in order else order[1:]
        for base in behind:
            if isinstance(base, ClassSymbol) and name in base.bindings:
                return self._kind(self._symbols.own_member(base, name))
        return None

    def names_in(self, cls: ClassSymbol, node: cst.CSTNode) -> dict[str, Kind]:
        """The names of a class's body that an expression in it mentions."""
        found: dict[str, Kind] = {}
        for part in walk(node):
            if isinstance(part, cst.Name) and part.value in cls.bindings:
                kind = self._kind(self._symbols.own_member(cls, part.value))
                if kind is not None:
                    found[part.value] = kind
        return found

    # Attributes of self -----------------------------------------------------------------

    def attribute(self, cls: ClassSymbol, name: str) -> Kind:
        """What the methods of a class assign to an attribute of `self`, if they agree."""
        key = (cls, name)
        if key in self._reading:
            return UNKNOWN
        self._reading.add(key)
        try:
            return self._questions.memo(
                ("self attribute", self._reader.inferring, id(cls), name),
                lambda: self._assigned(cls, name),
            )
        finally:
            self._reading.discard(key)

    def _assigned(self, cls: ClassSymbol, name: str) -> Kind:
        kinds: list[Kind] = []
        for base in self._symbols.mro(cls).classes:
            if isinstance(base, ClassSymbol) and base.module.first_party:
                for function in self._assigning(base, name):
                    frame = self._reader.root(function)
                    kinds.extend(frame.assigned.get(name, ()) if frame is not None else ())
        settled = [kind for kind in kinds if kind != NONE]
        return _declared(joined_all(settled))

    def _assigning(self, cls: ClassSymbol, name: str) -> list[FunctionSymbol]:
        """The methods in whose text the attribute is assigned."""
        found: list[FunctionSymbol] = []
        for statement in cls.node.body:
            if isinstance(statement, FunctionStatement):
                text = self._reader.workspace.statement_text(cls.module.path, statement)
                if all(pattern.search(text) for pattern in _assignments_of(name)):
                    found.append(FunctionSymbol(cls.module, statement, cls))
        return found

    def below(self, cls: ClassSymbol) -> list[ClassSymbol]:
        """The project's classes that derive from a class, near or far."""
        found: dict[ClassSymbol, None] = {}
        waiting = [cls]
        while waiting:
            base = waiting.pop()
            for path, name in self._reader.workspace.deriving(base.short_name):
                symbol = self._symbols.own_member(self._reader.workspace.modules.at(path), name)
                if (
                    isinstance(symbol, ClassSymbol)
                    and symbol not in found
                    # A class may bear the name of its own base.
                    and symbol is not base
                    and base in self._symbols.mro(symbol).classes
                ):
                    found[symbol] = None
                    waiting.append(symbol)
        return list(found)

    # Managers ---------------------------------------------------------------------------

    def manager(self, model: ClassSymbol, name: str) -> Manager | None:
        """The manager of a model under a name."""
        symbol = self._symbols.class_member(model, name)
        if isinstance(symbol, Variable):
            made = self._manager_value(self._reader.evaluator.symbol_value(symbol))
            if made is not None:
                return Manager(model, made.cls, made.queryset)
            return Manager(model) if name in MANAGER_NAMES else None
        return Manager(model) if symbol is None and name in MANAGER_NAMES else None

    def _manager_value(self, value: static.Value) -> Manager | None:
        """`BookManager()`, `BookManager.from_queryset(BookQuerySet)()`,
        `BookQuerySet.as_manager()`."""
        match value:
            case static.Call(callee=static.Reference(symbol=ClassSymbol() as cls)):
                rows = self.rows_of_class(cls)
                return rows if isinstance(rows, Manager) else None
            case static.Call(callee=static.Reference(symbol=External(name=name))):
                return Manager(None) if name.endswith("Manager") else None
        return self._from_parts(value)

    def _from_parts(self, value: static.Value) -> Manager | None:
        """`BookManager.from_queryset(BookQuerySet)()`, `BookQuerySet.as_manager()`."""
        match value:
            case static.Call(callee=static.Call() as inner):
                return self._from_queryset(inner)
            case static.Call(
                node=cst.Call(func=cst.Attribute(value=base, attr=cst.Name(value="as_manager"))),
                scope=scope,
            ):
                queryset = _class(self._reader.evaluator.evaluate(base, scope))
                return Manager(None, None, queryset) if queryset is not None else None
        return None

    def _from_queryset(self, call: static.Call) -> Manager | None:
        match call.node.func:
            case cst.Attribute(value=base, attr=cst.Name(value="from_queryset")):
                manager = self._reader.evaluator.evaluate(base, call.scope)
                queryset = call.positional(0)
                return Manager(None, _class(manager), _class(queryset))
        return None

    def default_manager(self, model: ClassSymbol | None) -> Manager:
        """The manager that relations to a model use: the first that it declares."""
        if model is None:
            return Manager(None)
        for base in self._symbols.mro(model).classes:
            if not isinstance(base, ClassSymbol):
                continue
            for symbol in self._variables(base):
                made = self._manager_value(self._reader.evaluator.symbol_value(symbol))
                if made is not None:
                    return Manager(model, made.cls, made.queryset)
        return Manager(model)

    def rows_of_class(self, cls: ClassSymbol) -> Manager | QuerySet | None:
        """An object of a class of managers or querysets, of no known model."""
        for base in self._symbols.mro(cls).classes:
            short = base.name.rpartition(".")[2]
            if not isinstance(base, External):
                continue
            if short == "QuerySet":
                model = self._model_with(cls)
                row = Model(model, Loading(Origin.FETCHED)) if model is not None else UNKNOWN
                return QuerySet(model, row, cls, sure=False)
            if short.endswith("Manager") or short == "from_queryset()":
                return Manager(self._model_with(cls), cls, self._base_queryset(cls))
        return None

    def _model_with(self, cls: ClassSymbol) -> ClassSymbol | None:
        """The model that has a manager or queryset of that class; None for none or several."""
        return self._questions.memo(("model with", id(cls)), lambda: self._find_model(cls))

    def _find_model(self, cls: ClassSymbol) -> ClassSymbol | None:
        if not cls.module.first_party:
            return None
        found: list[ClassSymbol] = []
        for path in self._reader.workspace.mentioning(cls.short_name):
            module = self._reader.workspace.modules.at(path)
            for model in self._symbols.classes(module):
                if self._reader.models.is_model(model) and self._has(model, cls):
                    found.append(model)
        return found[0] if len(found) == 1 else None

    def _has(self, model: ClassSymbol, cls: ClassSymbol) -> bool:
        """Whether the body of a model makes a manager of a class."""
        for symbol in self._variables(model):
            value = self._reader.evaluator.symbol_value(symbol)
            match value:
                case static.Call(callee=static.Reference(symbol=made)) if made is cls:
                    return True
            made_rows = self._from_parts(value)
            if made_rows is not None and cls in (made_rows.cls, made_rows.queryset):
                return True
        return False

    def _variables(self, model: ClassSymbol) -> Iterator[Variable]:
        """What the body of a model assigns, fields left out."""
        for name in dict.fromkeys(statement.name for statement in model.besides_fields):
            symbol = self._symbols.own_member(model, name)
            if isinstance(symbol, Variable):
                yield symbol

    def _base_queryset(self, cls: ClassSymbol) -> ClassSymbol | None:
        """The queryset class in `class BookManager(Manager.from_queryset(BookQuerySet))`."""
        for value in self._reader.evaluator.base_values(cls):
            if isinstance(value, static.Call):
                found = _class(value.positional(0))
                if found is not None:
                    return found
        return None


@cache
def _assignments_of(attribute: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What assigns an attribute of `self` has both in its text: `self.a = …`, `self.a: int = …`,
    `self.a, b = …`, the same in parentheses, `for self.a in …`, `with … as self.a:`. The first
    is quickly looked for; most of what it finds are arguments and conditions."""
    name = rf"\.{re.escape(attribute)}\b"
    own, targets = rf"(?<![\w.])\w+{name}", r"[\w.*, \t]*"
    exact = (
        rf"{own}\s*=(?!=)",
        rf"{own}\s*:[ \t]*[^\s#]",
        rf"^{targets}{own}{targets}=(?!=)",
        rf"[(\[][^()\[\]=]*{own}[^()\[\]=]*[)\]]\s*=(?!=)",
        rf"\bas\s+[(\[]?{own}",
        rf"\bfor\b[^=\n]*{own}[^=\n]*\bin\b",
    )
    quick = rf"{name}\s*(?:=(?!=)|[:,)\]]|in\b)"
    return re.compile(quick), re.compile("|".join(exact), re.MULTILINE)


def _declared(kind: Kind) -> Kind:
    """What the parameter of `__init__` promises, an attribute is, as if the class declared it."""
    return Scalar(kind.name) if isinstance(kind, Scalar) and kind.made_of == PROMISED else kind


def _class(value: static.Value | None) -> ClassSymbol | None:
    match value:
        case static.Reference(symbol=ClassSymbol() as cls):
            return cls
    return None
