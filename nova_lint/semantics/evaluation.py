"""Evaluates expressions statically: constants, references, enumerations, simple functions.

There is one evaluator: whoever wants to know what an expression is asks here. It never
guesses; what it cannot read is `Unknown`.
"""

from __future__ import annotations

import datetime
import decimal
import operator
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import libcst as cst

from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Mapping,
    Member,
    Reference,
    Subscript,
    Union,
    Unknown,
    Value,
)
from nova_lint.workspace.outline_nodes import Assignment, Function, Mutation
from nova_lint.workspace.segments import Segments
from nova_lint.workspace.symbols import (
    ClassSymbol,
    External,
    FunctionSymbol,
    Module,
    Symbol,
    Symbols,
    Variable,
)

# Nothing that a project states by hand is longer; a generated table need not be read.
_MOST_ITEMS = 5000

_OPERATORS: dict[type[cst.BaseBinaryOp], Callable[..., object]] = {
    cst.Add: operator.add,
    cst.Subtract: operator.sub,
    cst.Multiply: operator.mul,
    cst.Divide: operator.truediv,
    cst.FloorDivide: operator.floordiv,
    cst.Modulo: operator.mod,
    cst.Power: operator.pow,
    cst.BitOr: operator.or_,
    cst.LeftShift: operator.lshift,
}

# Classes of the standard library whose instances are plain values.
_CONSTRUCTORS: dict[str, Callable[..., object]] = {
    "decimal.Decimal": decimal.Decimal,
    "datetime.timedelta": datetime.timedelta,
    "datetime.date": datetime.date,
    "datetime.time": datetime.time,
    "datetime.datetime": datetime.datetime,
    "uuid.UUID": uuid.UUID,
    "builtins.str": str,
    "builtins.int": int,
    "builtins.float": float,
    "builtins.bool": bool,
    "builtins.len": len,
    "builtins.min": min,
    "builtins.max": max,
    "builtins.abs": abs,
    "builtins.round": round,
}
_COLLECTIONS = frozenset(
    {
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.frozenset",
        "builtins.sorted",
        "builtins.reversed",
    }
)
_TEXT_METHODS = frozenset(
    {"lower", "upper", "title", "strip", "format", "join", "replace", "capitalize", "split"}
)
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
_ENUM_ROOTS = frozenset(
    {
        "enum.Enum",
        "enum.StrEnum",
        "enum.IntEnum",
        "enum.Flag",
        "enum.IntFlag",
        "django.db.models.TextChoices",
        "django.db.models.IntegerChoices",
        "django.db.models.Choices",
    }
)
_DJANGO_CHOICES = frozenset(name for name in _ENUM_ROOTS if name.startswith("django."))


@dataclass(frozen=True, eq=False)
class Scope:
    """Where an expression stands: its module or class, and the names bound around it."""

    around: Module | ClassSymbol
    local: dict[str, Value] = field(default_factory=dict)

    @property
    def module(self) -> Module:
        return self.around.module if isinstance(self.around, ClassSymbol) else self.around

    def with_local(self, bound: dict[str, Value]) -> Scope:
        return Scope(self.around, {**self.local, **bound})


@dataclass(frozen=True, eq=False)
class Declaration:
    """What one assignment says of one name."""

    name: str
    annotation: cst.BaseExpression | None
    value: cst.BaseExpression | None
    scope: Scope
    statement: Assignment


class Evaluator:
    """Gives the static value of expressions; remembers those of variables."""

    def __init__(self, symbols: Symbols, segments: Segments) -> None:
        self.symbols = symbols
        self.segments = segments
        self._variables: dict[tuple[str, int, str], Value] = {}
        self._active: set[tuple[str, int, str]] = set()
        self._enums: dict[int, bool] = {}
        self._members: dict[int, tuple[Member, ...] | None] = {}
        self._depth = 0
        # Calls of framework functions whose result a project decides, such as
        # `get_user_model()`; whoever knows the project fills this in.
        self.project_calls: dict[str, Callable[[], Value]] = {}
        symbols.read_bases_with(self._base_of_class)

    # Declarations -----------------------------------------------------------------------

    def declaration(
        self, around: Module | ClassSymbol, statement: Assignment
    ) -> Declaration | None:
        """The expression that an assignment gives to its name; None for `a, b = …`."""
        module = around.module if isinstance(around, ClassSymbol) else around
        segment = self.segments.statement(module.path, statement)
        if segment is None:
            return None
        scope = Scope(around)
        for line in _simple_statements(segment.body):
            match line:
                case cst.Assign(targets=targets, value=value):
                    if any(_is_name(target.target, statement.name) for target in targets):
                        return Declaration(statement.name, None, value, scope, statement)
                    for target in targets:
                        taken = _taken_apart(target.target, value, statement.name)
                        if taken is not None:
                            return Declaration(statement.name, None, taken, scope, statement)
                case cst.AnnAssign(target=target, annotation=annotation, value=value):
                    if _is_name(target, statement.name):
                        return Declaration(
                            statement.name, annotation.annotation, value, scope, statement
                        )
                case cst.AugAssign(target=target, value=value):
                    if _is_name(target, statement.name):
                        return Declaration(statement.name, None, value, scope, statement)
        return None

    def variable(self, variable: Variable) -> Value:
        """The value of a variable, once every statement that changes it has run."""
        first = variable.statements[0]
        key = (variable.module.path, first.line, variable.name)
        if key in self._variables:
            return self._variables[key]
        if key in self._active:
            return Unknown()
        self._active.add(key)
        try:
            value = self._assigned(variable)
        finally:
            self._active.discard(key)
        self._variables[key] = value
        return value

    def _assigned(self, variable: Variable) -> Value:
        value: Value = Unknown()
        around = variable.owner or variable.module
        for statement in variable.statements:
            if isinstance(statement, Mutation):
                if not isinstance(value, Constant):
                    value = _incomplete(value)
                continue
            if statement.name != variable.name:
                value = _incomplete(value)
                continue
            declaration = self.declaration(around, statement)
            if declaration is None:
                return Unknown()
            if declaration.value is None:
                continue
            new = self.evaluate(declaration.value, declaration.scope)
            value = _joined(value, new) if statement.augmented else new
        return value

    # Expressions ------------------------------------------------------------------------

    def evaluate(self, node: cst.CSTNode, scope: Scope) -> Value:
        """The value of an expression where it stands."""
        if self._depth > 60:
            return Unknown()
        self._depth += 1
        try:
            return self._evaluate(node, scope)
        finally:
            self._depth -= 1

    def _evaluate(self, node: cst.CSTNode, scope: Scope) -> Value:
        match node:
            case cst.Name(value=name):
                return self._name(name, scope)
            case cst.Attribute(value=base, attr=cst.Name(value=name)):
                return self.attribute(self.evaluate(base, scope), name)
            case cst.SimpleString() | cst.ConcatenatedString() | cst.Integer() | cst.Float():
                return _literal(node, self, scope)
            case cst.FormattedString(parts=parts):
                return self._formatted(parts, scope)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                return self._items(elements, scope)
            case cst.Set(elements=elements):
                return self._items(elements, scope)
            case cst.Dict(elements=entries):
                return self._mapping(entries, scope)
            case cst.Call():
                return self._call(node, scope)
            case cst.UnaryOperation():
                return self._unary(node, scope)
            case cst.BinaryOperation():
                return self._binary(node, scope)
            case cst.IfExp(body=body, orelse=orelse):
                first, second = self.evaluate(body, scope), self.evaluate(orelse, scope)
                return first if first == second else Unknown()
            case cst.Subscript():
                return self._subscript(node, scope)
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp():
                return self._comprehension(node, scope)
            case cst.DictComp():
                return self._dict_comprehension(node, scope)
        return Unknown()

    def _name(self, name: str, scope: Scope) -> Value:
        if name in scope.local:
            return scope.local[name]
        if name in ("True", "False", "None"):
            return Constant({"True": True, "False": False, "None": None}[name])
        symbol = self.symbols.lookup(scope.around, name)
        return self.symbol_value(symbol)

    def symbol_value(self, symbol: Symbol | None) -> Value:
        """The value that a symbol stands for."""
        match symbol:
            case None:
                return Unknown()
            case Variable(owner=owner, name=name) if owner is not None and self.is_enum(owner):
                return self._enum_member(owner, name) or self.variable(symbol)
            case Variable():
                value = self.variable(symbol)
                return value if not isinstance(value, Unknown) else Unknown()
        return Reference(symbol)

    def attribute(self, base: Value, name: str) -> Value:
        """The value of `base.name`."""
        match base:
            case Reference(symbol=ClassSymbol() as cls):
                return self._class_attribute(cls, name)
            case Reference(symbol=symbol):
                return self.symbol_value(self.symbols.attribute(symbol, name))
            case Member(value=value) if name == "value":
                return value
            case Member(name=own) if name == "name":
                return Constant(own)
        return Unknown()

    def _class_attribute(self, cls: ClassSymbol, name: str) -> Value:
        if self.is_enum(cls):
            member = self._enum_member(cls, name)
            if member is not None:
                return member
            if name in ("choices", "values", "names"):
                return self._choices_attribute(cls, name)
        return self.symbol_value(self.symbols.class_member(cls, name))

    # Enumerations -----------------------------------------------------------------------

    def is_enum(self, cls: ClassSymbol) -> bool:
        """Whether a class is an enumeration, Django's choices included."""
        known = self._enums.get(id(cls))
        if known is None:
            order = self.symbols.mro(cls)
            known = any(isinstance(c, External) and c.name in _ENUM_ROOTS for c in order.classes)
            self._enums[id(cls)] = known
        return known

    def members(self, cls: ClassSymbol) -> tuple[Member, ...] | None:
        """The members of an enumeration in order; None where some cannot be read."""
        key = id(cls)
        if key not in self._members:
            self._members[key] = None
            self._members[key] = self._read_members(cls)
        return self._members[key]

    def _read_members(self, cls: ClassSymbol) -> tuple[Member, ...] | None:
        roots = {c.name for c in self.symbols.mro(cls).classes if isinstance(c, External)}
        found: list[Member] = []
        for statement in cls.node.body:
            if not isinstance(statement, Assignment) or _is_private(statement.name):
                continue
            declaration = self.declaration(cls, statement)
            if declaration is None:
                return None
            if declaration.value is None:
                continue
            value = self.evaluate(declaration.value, declaration.scope)
            if statement.name.startswith("__") or isinstance(value, Reference):
                continue
            found.append(Member(cls, statement.name, _member_value(value, statement, found, roots)))
        return tuple(found)

    def _enum_member(self, cls: ClassSymbol, name: str) -> Member | None:
        for base in self.symbols.mro(cls).classes:
            if isinstance(base, ClassSymbol) and name in base.bindings:
                return next((m for m in self.members(base) or () if m.name == name), None)
        return None

    def _choices_attribute(self, cls: ClassSymbol, name: str) -> Value:
        members = self.members(cls)
        if members is None:
            return Unknown()
        pairs = [self._choice(member) for member in members]
        if isinstance(self.symbols.class_member(cls, "__empty__"), Variable):
            pairs.insert(0, (Constant(None), Constant("")))
        match name:
            case "choices":
                return Items(tuple(Items(pair) for pair in pairs))
            case "values":
                return Items(tuple(value for value, _ in pairs))
        return Items(tuple(Constant(member.name) for member in members))

    def _choice(self, member: Member) -> tuple[Value, Value]:
        return (member.value, Constant(member.name.replace("_", " ").title()))

    # Parts ------------------------------------------------------------------------------

    def _items(self, elements: Iterable[cst.BaseElement], scope: Scope) -> Value:
        found: list[Value] = []
        complete = True
        for element in elements:
            value = self.evaluate(element.value, scope)
            if not isinstance(element, cst.StarredElement):
                found.append(value)
                continue
            inner = self.iterate(value)
            if inner is None:
                complete = False
                continue
            found.extend(inner.items)
            complete = complete and inner.complete
        return Items(tuple(found), complete)

    def iterate(self, value: Value) -> Items | None:
        """What a loop over a value sees, or None."""
        match value:
            case Items():
                return value
            case Mapping(entries=entries, complete=complete):
                return Items(tuple(key for key, _ in entries), complete)
            case Constant(value=str() as text):
                return Items(tuple(Constant(character) for character in text))
            case Constant(value=range() as numbers) if len(numbers) <= _MOST_ITEMS:
                return Items(tuple(Constant(number) for number in numbers))
            case Reference(symbol=ClassSymbol() as cls) if self.is_enum(cls):
                members = self.members(cls)
                return Items(tuple(members)) if members is not None else None
        return None

    def _mapping(self, entries: Iterable[cst.BaseDictElement], scope: Scope) -> Value:
        found: list[tuple[Value, Value]] = []
        complete = True
        for entry in entries:
            value = self.evaluate(entry.value, scope)
            if isinstance(entry, cst.DictElement):
                found.append((self.evaluate(entry.key, scope), value))
            elif isinstance(value, Mapping):
                found.extend(value.entries)
                complete = complete and value.complete
            else:
                complete = False
        return Mapping(tuple(found), complete)

    def _formatted(
        self, parts: Iterable[cst.BaseFormattedStringContent], scope: Scope
    ) -> Value:
        text = ""
        for part in parts:
            match part:
                case cst.FormattedStringText(value=plain):
                    text += plain.replace("{{", "{").replace("}}", "}")
                case cst.FormattedStringExpression(expression=inner, format_spec=None):
                    value = plain_value(self.evaluate(inner, scope))
                    if not isinstance(value, Constant):
                        return Unknown()
                    text += str(value.value)
                case _:
                    return Unknown()
        return Constant(text)

    def _unary(self, node: cst.UnaryOperation, scope: Scope) -> Value:
        value = plain_value(self.evaluate(node.expression, scope))
        if not isinstance(value, Constant):
            return Unknown()
        match node.operator, value.value:
            case cst.Minus(), int() | float() | decimal.Decimal() | datetime.timedelta() as number:
                return Constant(-number)
            case cst.Not(), plain:
                return Constant(not plain)
        return Unknown()

    def _binary(self, node: cst.BinaryOperation, scope: Scope) -> Value:
        left = self.evaluate(node.left, scope)
        right = self.evaluate(node.right, scope)
        if isinstance(node.operator, cst.BitOr) and not _are_numbers(left, right):
            return _alternatives(left, right)
        if isinstance(node.operator, cst.Add) and (
            isinstance(left, Items) or isinstance(right, Items)
        ):
            return self._concatenated(left, right)
        function = _OPERATORS.get(type(node.operator))
        left, right = plain_value(left), plain_value(right)
        if function is None or not isinstance(left, Constant) or not isinstance(right, Constant):
            return Unknown()
        return _computed(function, left.value, right.value)

    def _concatenated(self, left: Value, right: Value) -> Value:
        first, second = self.iterate(left), self.iterate(right)
        items = (first.items if first else ()) + (second.items if second else ())
        complete = bool(first and second and first.complete and second.complete)
        return Items(items, complete)

    def _subscript(self, node: cst.Subscript, scope: Scope) -> Value:
        base = self.evaluate(node.value, scope)
        arguments = tuple(
            self.evaluate(element.slice.value, scope)
            if isinstance(element.slice, cst.Index)
            else Unknown()
            for element in node.slice
        )
        key = plain_value(arguments[0]) if len(arguments) == 1 else None
        match base, key:
            case Mapping(), Constant(value=wanted):
                return base.get(wanted) or Unknown()
            case Items(items=items), Constant(value=int() as index):
                return items[index] if -len(items) <= index < len(items) else Unknown()
            case Reference(symbol=ClassSymbol() as cls), Constant(value=str() as name) if (
                self.is_enum(cls)
            ):
                return self._enum_member(cls, name) or Unknown()
            case (Reference() | Subscript()), _:
                return Subscript(base, arguments)
        return Unknown()

    # Comprehensions ---------------------------------------------------------------------

    def _comprehension(
        self, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, scope: Scope
    ) -> Value:
        rounds = self._rounds(node.for_in, scope)
        if rounds is None:
            return Unknown()
        scopes, complete = rounds
        return Items(tuple(self.evaluate(node.elt, inner) for inner in scopes), complete)

    def _dict_comprehension(self, node: cst.DictComp, scope: Scope) -> Value:
        rounds = self._rounds(node.for_in, scope)
        if rounds is None:
            return Unknown()
        scopes, complete = rounds
        entries = tuple(
            (self.evaluate(node.key, inner), self.evaluate(node.value, inner)) for inner in scopes
        )
        return Mapping(entries, complete)

    def _rounds(self, loop: cst.CompFor, scope: Scope) -> tuple[list[Scope], bool] | None:
        """The scope of every round of a comprehension, and whether that is all of them."""
        items = self.iterate(self.evaluate(loop.iter, scope))
        if items is None or len(items.items) > _MOST_ITEMS:
            return None
        scopes: list[Scope] = []
        complete = items.complete
        for item in items.items:
            bound = self._unpack(loop.target, item)
            if bound is None:
                return None
            inner = scope.with_local(bound)
            conditions = [self.truth(condition.test, inner) for condition in loop.ifs]
            if None in conditions:
                return None
            if not all(conditions):
                continue
            if loop.inner_for_in is None:
                scopes.append(inner)
                continue
            nested = self._rounds(loop.inner_for_in, inner)
            if nested is None:
                return None
            scopes.extend(nested[0])
            complete = complete and nested[1]
        return scopes, complete

    def _unpack(self, target: cst.CSTNode, value: Value) -> dict[str, Value] | None:
        match target:
            case cst.Name(value=name):
                return {name: value}
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                items = self.iterate(value)
                if items is None or len(items.items) != len(elements):
                    return None
                bound: dict[str, Value] = {}
                for element, item in zip(elements, items.items, strict=True):
                    inner = self._unpack(element.value, item)
                    if inner is None:
                        return None
                    bound.update(inner)
                return bound
        return None

    def truth(self, node: cst.BaseExpression, scope: Scope) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        match node:
            case cst.Comparison(left=left, comparisons=[comparison]):
                first = plain_value(self.evaluate(left, scope))
                second = self.evaluate(comparison.comparator, scope)
                return _compared(comparison.operator, first, second, self)
            case cst.UnaryOperation(operator=cst.Not(), expression=inner):
                truth = self.truth(inner, scope)
                return None if truth is None else not truth
        value = plain_value(self.evaluate(node, scope))
        return bool(value.value) if isinstance(value, Constant) else None

    # Calls ------------------------------------------------------------------------------

    def _call(self, node: cst.Call, scope: Scope) -> Value:
        if isinstance(node.func, cst.Attribute):
            found = self._method_call(node, node.func, scope)
            if found is not None:
                return found
        callee = self.evaluate(node.func, scope)
        call = Call(callee, node, scope, self)
        match callee:
            case Reference(symbol=External(name=name)):
                return self._external_call(name, call)
            case Reference(symbol=FunctionSymbol() as function):
                return self._function_call(function, call)
            case Reference(symbol=ClassSymbol() as cls) if self.is_enum(cls):
                wanted = plain_value(call.positional(0) or Unknown())
                for member in self.members(cls) or ():
                    if plain_value(member) == wanted:
                        return member
        return call

    def _external_call(self, name: str, call: Call) -> Value:
        first = call.positional(0)
        if name in self.project_calls:
            return self.project_calls[name]()
        if name in _TRANSLATIONS:
            value = call.positional(1) if name == "typing.cast" else first
            return value or Unknown()
        if name in _COLLECTIONS:
            if first is None:
                return Items(())
            return self.iterate(first) or Unknown()
        if name == "builtins.dict":
            return self._dict_call(first, call)
        if name == "builtins.range":
            return self._plain_call(range, call)
        if name == "builtins.zip":
            return self._zip(call)
        if name == "builtins.len" and first is not None:
            items = self.iterate(first)
            return Constant(len(items.items)) if items and items.complete else Unknown()
        constructor = _CONSTRUCTORS.get(name)
        if constructor is not None:
            return self._plain_call(constructor, call)
        return call

    def _zip(self, call: Call) -> Value:
        columns = [
            self.iterate(call.positional(index) or Unknown())
            for index in range(call.positional_count)
        ]
        if any(column is None for column in columns):
            return Unknown()
        rows = zip(*(column.items for column in columns if column), strict=False)
        complete = all(column.complete for column in columns if column)
        return Items(tuple(Items(row) for row in rows), complete)

    def _dict_call(self, first: Value | None, call: Call) -> Value:
        entries: list[tuple[Value, Value]] = []
        complete = not call.has_unknown_keywords
        match first:
            case None:
                pass
            case Mapping(entries=given, complete=given_complete):
                entries.extend(given)
                complete = complete and given_complete
            case _:
                items = self.iterate(first)
                if items is None:
                    return Unknown()
                complete = complete and items.complete
                for item in items.items:
                    if not isinstance(item, Items) or len(item.items) != 2:
                        return Unknown()
                    entries.append((item.items[0], item.items[1]))
        entries.extend((Constant(key), value) for key, value in call.keywords().items())
        return Mapping(tuple(entries), complete)

    def _plain_call(self, function: Callable[..., object], call: Call) -> Value:
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
        return _computed(function, *positional, **named)

    def _method_call(self, node: cst.Call, func: cst.Attribute, scope: Scope) -> Value | None:
        """A method of a plain value: `"a,b".split(",")`, `LIMITS.items()`; None for others."""
        name = func.attr.value
        base = plain_value(self.evaluate(func.value, scope))
        match base:
            case Mapping(entries=entries, complete=complete):
                match name:
                    case "items":
                        return Items(tuple(Items(entry) for entry in entries), complete)
                    case "keys":
                        return Items(tuple(key for key, _ in entries), complete)
                    case "values":
                        return Items(tuple(value for _, value in entries), complete)
                    case "get":
                        return self._get(base, node, scope)
                    case "copy":
                        return base
                return Unknown()
            case Constant(value=str() as text) if name in _TEXT_METHODS:
                call = Call(base, node, scope, self)
                return _as_value(self._plain_call(getattr(text, name), call))
            case Constant() | Items():
                return base if name == "copy" else Unknown()
        return None

    def _get(self, mapping: Mapping, node: cst.Call, scope: Scope) -> Value:
        call = Call(mapping, node, scope, self)
        key = plain_value(call.positional(0) or Unknown())
        if not isinstance(key, Constant):
            return Unknown()
        found = mapping.get(key.value)
        if found is not None:
            return found
        return (call.positional(1) or Constant(None)) if mapping.complete else Unknown()

    def _function_call(self, function: FunctionSymbol, call: Call) -> Value:
        """The result of a project function whose body is a single `return`."""
        returned = self.single_return(function)
        if returned is None:
            return call
        expression, parameters = returned
        bound = _bind(parameters, call)
        if bound is None:
            return call
        value = self.evaluate(expression, Scope(function.owner or function.module, bound))
        return call if isinstance(value, Unknown) else value

    def single_return(
        self, function: FunctionSymbol
    ) -> tuple[cst.BaseExpression, cst.Parameters] | None:
        """The expression that a function returns when it does nothing else."""
        if function.node.decorators or function.node.is_async:
            return None
        definition = self.function(function)
        if definition is None:
            return None
        statements = [s for s in _simple_statements(definition.body.body) if not _is_text(s)]
        if len(statements) != 1 or len(statements) < _length(definition):
            return None
        match statements[0]:
            case cst.Return(value=cst.BaseExpression() as expression):
                return expression, definition.params
        return None

    def function(self, function: FunctionSymbol) -> cst.FunctionDef | None:
        """The syntax of a function."""
        return self.function_at(function.module, function.node)

    def function_at(self, module: Module, node: Function) -> cst.FunctionDef | None:
        segment = self.segments.statement(module.path, node)
        for statement in segment.body if segment else ():
            if isinstance(statement, cst.FunctionDef):
                return statement
        return None

    # Bases of classes -------------------------------------------------------------------

    def base_values(self, cls: ClassSymbol) -> tuple[Value, ...]:
        """The values of the bases of a class, as written: `Page[User]` is a Subscript."""
        segment = self.segments.header(cls.module.path, cls.node)
        for statement in segment.body if segment else ():
            if isinstance(statement, cst.ClassDef):
                scope = Scope(cls.outer or cls.module)
                return tuple(self.evaluate(base.value, scope) for base in statement.bases)
        return ()

    def class_keywords(self, cls: ClassSymbol) -> dict[str, Value]:
        """The keywords of a class statement: `class A(Base, table=True)`."""
        if not cls.node.keywords:
            return {}
        segment = self.segments.header(cls.module.path, cls.node)
        for statement in segment.body if segment else ():
            if isinstance(statement, cst.ClassDef):
                scope = Scope(cls.outer or cls.module)
                return {
                    keyword.keyword.value: self.evaluate(keyword.value, scope)
                    for keyword in statement.keywords
                    if keyword.keyword is not None
                }
        return {}

    def _base_of_class(self, cls: ClassSymbol, index: int) -> Symbol | None:
        values = self.base_values(cls)
        value = values[index] if index < len(values) else Unknown()
        while isinstance(value, Subscript):
            value = value.base
        match value:
            case Reference(symbol=symbol):
                return symbol
            case Call(callee=Reference(symbol=External(name=name))):
                return External(f"{name}()")
        return None


def plain_value(value: Value) -> Value:
    """A member of an enumeration as its value, everything else as it is."""
    return plain_value(value.value) if isinstance(value, Member) else value


def constant(value: Value | None) -> object:
    """The Python value of a constant or enum member; `Unknown()` where it has none."""
    plain = plain_value(value) if value is not None else Unknown()
    return plain.value if isinstance(plain, Constant) else plain


def _simple_statements(
    body: Iterable[cst.BaseStatement | cst.BaseSmallStatement],
) -> Iterator[cst.BaseSmallStatement]:
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        elif isinstance(statement, cst.BaseSmallStatement):
            yield statement


def _length(definition: cst.FunctionDef) -> int:
    statements = list(definition.body.body)
    text = [s for s in _simple_statements(statements) if _is_text(s)]
    return len(statements) - len(text)


def _is_text(statement: cst.BaseSmallStatement) -> bool:
    return isinstance(statement, cst.Expr) and isinstance(
        statement.value, cst.SimpleString | cst.ConcatenatedString
    )


def _is_name(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _is_private(name: str) -> bool:
    return name.startswith("_") or "." in name or name.endswith("[]")


def _taken_apart(
    target: cst.CSTNode, value: cst.BaseExpression, name: str
) -> cst.BaseExpression | None:
    """The part of `a, b = 1, 2` that goes to one of the names."""
    if not isinstance(target, cst.Tuple | cst.List) or not isinstance(value, cst.Tuple | cst.List):
        return None
    if len(target.elements) != len(value.elements):
        return None
    for left, right in zip(target.elements, value.elements, strict=True):
        if _is_name(left.value, name):
            return right.value
    return None


def _literal(node: cst.CSTNode, evaluator: Evaluator, scope: Scope) -> Value:
    match node:
        case cst.SimpleString() | cst.Integer() | cst.Float():
            return Constant(node.evaluated_value)
        case cst.ConcatenatedString(left=left, right=right):
            first, second = evaluator.evaluate(left, scope), evaluator.evaluate(right, scope)
            if isinstance(first, Constant) and isinstance(second, Constant):
                return _computed(operator.add, first.value, second.value)
    return Unknown()


def _incomplete(value: Value) -> Value:
    match value:
        case Items(items=items):
            return Items(items, complete=False)
        case Mapping(entries=entries):
            return Mapping(entries, complete=False)
    return Unknown()


def _joined(old: Value, new: Value) -> Value:
    """The value of `old += new`, or of `old |= new`."""
    match old, new:
        case Items(), Items():
            return Items(old.items + new.items, old.complete and new.complete)
        case Mapping(), Mapping():
            return Mapping(old.entries + new.entries, old.complete and new.complete)
        case Constant(), Constant():
            return _computed(operator.add, old.value, new.value)
    return _incomplete(old)


def _are_numbers(left: Value, right: Value) -> bool:
    return all(isinstance(v, Constant) and isinstance(v.value, int) for v in (left, right))


def _alternatives(left: Value, right: Value) -> Value:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return _joined(left, right)
    options: list[Value] = []
    for value in (left, right):
        options.extend(value.options if isinstance(value, Union) else (value,))
    return Union(tuple(options))


def _computed(function: Callable[..., object], *arguments: object, **keywords: object) -> Value:
    # A constant expression that raises (`1 / 0`, `Decimal("x")`) has no value; nothing is
    # hidden, because the program itself would not get past it.
    if function in (operator.mul, operator.pow) and _too_large(*arguments):
        return Unknown()
    try:
        return _as_value(Constant(function(*arguments, **keywords)))
    except Exception:
        return Unknown()


def _too_large(*arguments: object) -> bool:
    sizes = [a for a in arguments if isinstance(a, int | float) and abs(a) > 10_000]
    return len(sizes) > 1 or any(abs(size) > 10**9 for size in sizes)


def _as_value(value: Value) -> Value:
    if isinstance(value, Constant) and isinstance(value.value, list | tuple):
        return Items(tuple(Constant(item) for item in value.value))
    return value


def _compared(
    comparison: cst.BaseCompOp, left: Value, right: Value, evaluator: Evaluator
) -> bool | None:
    match comparison:
        case cst.In() | cst.NotIn():
            items = evaluator.iterate(right)
            if items is None or not items.complete or not isinstance(left, Constant):
                return None
            present = any(plain_value(item) == left for item in items.items)
            return present if isinstance(comparison, cst.In) else not present
        case cst.Equal() | cst.Is() | cst.NotEqual() | cst.IsNot():
            second = plain_value(right)
            if not isinstance(left, Constant) or not isinstance(second, Constant):
                return None
            equal = left.value == second.value
            return equal if isinstance(comparison, cst.Equal | cst.Is) else not equal
    return None


def _member_value(
    value: Value, statement: Assignment, before: list[Member], roots: set[str]
) -> Value:
    """The value of an enumeration's member, as `enum` and Django's choices make it."""
    if isinstance(value, Call) and _is_auto(value.callee):
        return _automatic(statement.name, before, roots)
    if isinstance(value, Items) and roots & _DJANGO_CHOICES and len(value.items) >= 2:
        # `DRAFT = "draft", "Draft"`: the label is the last of the tuple.
        return value.items[0] if len(value.items) == 2 else Items(value.items[:-1])
    return value


def _is_auto(callee: Value) -> bool:
    return isinstance(callee, Reference) and callee.symbol == External("enum.auto")


def _automatic(name: str, before: list[Member], roots: set[str]) -> Value:
    if "django.db.models.TextChoices" in roots:
        return Constant(name)
    if "enum.StrEnum" in roots:
        return Constant(name.lower())
    numbers = [m.value.value for m in before if isinstance(m.value, Constant)]
    last = max([n for n in numbers if isinstance(n, int)], default=0)
    return Constant(last + 1)


def _bind(parameters: cst.Parameters, call: Call) -> dict[str, Value] | None:
    """The parameters of a simple function with the values that a call gives them."""
    if parameters.star_kwarg is not None or isinstance(parameters.star_arg, cst.Param):
        return None
    if call.has_unknown_keywords:
        return None
    bound: dict[str, Value] = {}
    keywords = call.keywords()
    for index, parameter in enumerate(parameters.params):
        name = parameter.name.value
        given = keywords.get(name) or call.positional(index)
        if given is None and parameter.default is not None:
            given = call.evaluator.evaluate(parameter.default, call.scope)
        bound[name] = given or Unknown()
    for parameter in parameters.kwonly_params:
        bound[parameter.name.value] = keywords.get(parameter.name.value) or Unknown()
    return bound


