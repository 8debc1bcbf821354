"""Evaluates expressions statically: constants, references, enumerations, simple functions.

There is one evaluator: whoever wants to know what an expression is asks here. It never
guesses; what it cannot read is `Unknown`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator

import libcst as cst

from nova_lint.semantics.calls import Calls
from nova_lint.semantics.comprehensions import (
    MOST_ITEMS,
    comprehension,
    dict_comprehension,
    names_of,
    unpack,
)
from nova_lint.semantics.enumerations import Enumerations
from nova_lint.semantics.functions import result
from nova_lint.semantics.plain import binary, compared, computed, incomplete, joined, unary
from nova_lint.semantics.scope import Declaration, Scope
from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Mapping,
    Member,
    Reference,
    Subscript,
    Unknown,
    Value,
    constant,
    plain_value,
)
from nova_lint.workspace.literals import literal
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

__all__ = ["Declaration", "Evaluator", "Scope", "constant", "plain_value"]

_NAMED_CONSTANTS = {"True": Constant(True), "False": Constant(False), "None": Constant(None)}
_DEEPEST = 60


class Evaluator:
    """Gives the static value of expressions; remembers those of variables."""

    def __init__(self, symbols: Symbols, segments: Segments) -> None:
        self.symbols = symbols
        self.segments = segments
        self.enumerations = Enumerations(self)
        self._calls = Calls(self)
        self._active: set[tuple[str, int, int, str]] = set()
        self._depth = 0
        # Calls of framework functions whose result a project decides, such as
        # `get_user_model()`; whoever knows the project fills this in.
        self.project_calls: dict[str, Callable[[], Value]] = {}
        # Calls that give a class to derive from, likewise.
        self.base_calls: dict[str, Callable[[Call, ClassSymbol], ClassSymbol | None]] = {}
        # What says which class an expression stands for that has no name in the source, likewise.
        self.nameless_bases: list[Callable[[cst.CSTNode, Scope], ClassSymbol | None]] = []
        symbols.read_bases_with(self._base_of_class)

    # Declarations -----------------------------------------------------------------------

    def declaration(
        self, around: Module | ClassSymbol, statement: Assignment
    ) -> Declaration | None:
        """The expression that an assignment gives to its name. For `a, b = pair()` that is
        `pair()[0]`; None where the target is taken apart in another way."""
        module = around.module if isinstance(around, ClassSymbol) else around
        segment = self.segments.statement(module.path, statement)
        if segment is None:
            return None
        scope = Scope(around, line=statement.line)
        name = statement.name
        for line in _simple_statements(segment.body):
            match line:
                case cst.Assign(targets=targets, value=value):
                    for target in targets:
                        part = _part_for(target.target, value, name)
                        if part is not None:
                            return Declaration(name, None, part, scope, statement)
                case cst.AnnAssign(target=cst.Name(value=found), annotation=note, value=given):
                    if found == name:
                        return Declaration(name, note.annotation, given, scope, statement)
                case cst.AugAssign(target=cst.Name(value=found), value=value):
                    if found == name:
                        return Declaration(name, None, value, scope, statement)
        return None

    def variable(self, variable: Variable) -> Value:
        """The value of a variable, once every statement that changes it has run."""
        first, last = variable.statements[0], variable.statements[-1]
        key = (variable.module.path, first.line, last.line, variable.name)
        if key in self._active:
            return Unknown()
        self._active.add(key)
        try:
            return self.symbols.questions.memo(("variable", *key), lambda: self._assigned(variable))
        finally:
            self._active.discard(key)

    def _assigned(self, variable: Variable) -> Value:
        value: Value = Unknown()
        around = variable.owner or variable.module
        for statement in variable.statements:
            if isinstance(statement, Mutation):
                if not isinstance(value, Constant):
                    value = incomplete(value)
                continue
            if statement.name != variable.name:
                value = incomplete(value)
                continue
            declaration = self.declaration(around, statement)
            if declaration is None:
                return Unknown()
            if declaration.value is None:
                continue
            new = self.evaluate(declaration.value, declaration.scope)
            value = joined(value, new) if statement.augmented else new
        return value

    # Expressions ------------------------------------------------------------------------

    def evaluate(self, node: cst.CSTNode, scope: Scope) -> Value:
        """The value of an expression where it stands."""
        if self._depth > _DEEPEST:
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
            case cst.SimpleString() | cst.Integer() | cst.Float():
                return Constant(literal(node))
            case cst.Call():
                return self._calls.evaluate(node, scope)
            case cst.Subscript():
                return self._subscript(node, scope)
        return self._display(node, scope) or self._operation(node, scope)

    def _display(self, node: cst.CSTNode, scope: Scope) -> Value | None:
        """The value of a collection, of a comprehension, of a text with parts."""
        match node:
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                return self._items(elements, scope)
            case cst.Set(elements=elements):
                return self._items(elements, scope)
            case cst.Dict(elements=entries):
                return self._mapping(entries, scope)
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp():
                return comprehension(node, scope, self)
            case cst.DictComp():
                return dict_comprehension(node, scope, self)
            case cst.FormattedString(parts=parts):
                return self._formatted(parts, scope)
            case cst.ConcatenatedString(left=left, right=right):
                first, second = self.evaluate(left, scope), self.evaluate(right, scope)
                if isinstance(first, Constant) and isinstance(second, Constant):
                    return computed(operator.add, first.value, second.value)
        return None

    def _operation(self, node: cst.CSTNode, scope: Scope) -> Value:
        match node:
            case cst.UnaryOperation(operator=sign, expression=inner):
                return unary(sign, self.evaluate(inner, scope))
            case cst.BinaryOperation(left=left, operator=sign, right=right):
                return self._binary(sign, self.evaluate(left, scope), self.evaluate(right, scope))
            case cst.IfExp(body=body, orelse=orelse):
                first, second = self.evaluate(body, scope), self.evaluate(orelse, scope)
                return first if first == second else Unknown()
        return Unknown()

    def _name(self, name: str, scope: Scope) -> Value:
        if name in scope.local:
            return scope.local[name]
        if name in _NAMED_CONSTANTS:
            return _NAMED_CONSTANTS[name]
        return self.symbol_value(self.symbols.visible(scope.around, name, scope.line))

    def symbol_value(self, symbol: Symbol | None) -> Value:
        """The value that a symbol stands for."""
        match symbol:
            case None:
                return Unknown()
            case Variable(owner=owner, name=name) if owner is not None and self.is_enum(owner):
                return self.enumerations.member(owner, name) or self.variable(symbol)
            case Variable():
                return self.variable(symbol)
        return Reference(symbol)

    def attribute(self, base: Value, name: str) -> Value:
        """The value of `base.name`."""
        match base:
            case Reference(symbol=ClassSymbol() as cls):
                found = self.enumerations.attribute(cls, name) if self.is_enum(cls) else None
                return found or self.symbol_value(self.symbols.class_member(cls, name))
            case Reference(symbol=symbol):
                return self.symbol_value(self.symbols.attribute(symbol, name))
            case Member(value=value) if name == "value":
                return value
            case Member(name=own) if name == "name":
                return Constant(own)
        return Unknown()

    def is_enum(self, cls: ClassSymbol) -> bool:
        """Whether a class is an enumeration, Django's choices included."""
        return self.enumerations.is_enum(cls)

    def members(self, cls: ClassSymbol) -> tuple[Member, ...] | None:
        """The members of an enumeration in order; None where some cannot be read."""
        return self.enumerations.members(cls)

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
            case Constant(value=range() as numbers) if len(numbers) <= MOST_ITEMS:
                return Items(tuple(Constant(number) for number in numbers))
            case Reference(symbol=ClassSymbol() as cls) if self.is_enum(cls):
                members = self.members(cls)
                return Items(tuple(members)) if members is not None else None
        return None

    def unpacked(self, target: cst.CSTNode, value: Value) -> dict[str, Value]:
        """What an assignment gives to each name of its target."""
        found = unpack(target, value, self)
        return found if found is not None else dict.fromkeys(names_of(target), Unknown())

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

    def _formatted(self, parts: Iterable[cst.BaseFormattedStringContent], scope: Scope) -> Value:
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

    def _binary(self, sign: cst.BaseBinaryOp, left: Value, right: Value) -> Value:
        if isinstance(sign, cst.Add) and (isinstance(left, Items) or isinstance(right, Items)):
            first, second = self.iterate(left), self.iterate(right)
            items = (first.items if first else ()) + (second.items if second else ())
            complete = bool(first and second and first.complete and second.complete)
            return Items(items, complete)
        return binary(sign, left, right)

    def _subscript(self, node: cst.Subscript, scope: Scope) -> Value:
        base = self.evaluate(node.value, scope)
        match base, node.slice:
            case Items(), [cst.SubscriptElement(slice=cst.Slice() as cut)]:
                return self._slice(base, cut, scope)
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
                return self.enumerations.member(cls, name) or Unknown()
            case ((Reference() | Subscript()), _):
                return Subscript(base, arguments)
        return Unknown()

    def _slice(self, base: Items, cut: cst.Slice, scope: Scope) -> Value:
        """The value of `STATUSES[1:]`."""
        bounds: list[int | None] = []
        for node in (cut.lower, cut.upper, cut.step):
            value = constant(self.evaluate(node, scope)) if node is not None else None
            if value is not None and not isinstance(value, int):
                return Unknown()
            bounds.append(value)
        if not base.complete or bounds[2] == 0:
            return Unknown()
        return Items(base.items[slice(*bounds)])

    def truth(self, node: cst.BaseExpression, scope: Scope) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        match node:
            case cst.Comparison(left=left, comparisons=[comparison]):
                first = plain_value(self.evaluate(left, scope))
                second = self.evaluate(comparison.comparator, scope)
                return compared(comparison.operator, first, second, self.iterate(second))
            case cst.UnaryOperation(operator=cst.Not(), expression=inner):
                truth = self.truth(inner, scope)
                return None if truth is None else not truth
        value = plain_value(self.evaluate(node, scope))
        return bool(value.value) if isinstance(value, Constant) else None

    # Functions --------------------------------------------------------------------------

    def returned(self, function: FunctionSymbol, cls: ClassSymbol | None = None) -> Value:
        """What a simple function returns when it is called without arguments."""
        value = result(function, None, self, cls)
        return value if value is not None else Unknown()

    def function(self, function: FunctionSymbol) -> cst.FunctionDef | None:
        """The syntax of a function."""
        return self.function_at(function.module, function.node)

    def function_at(self, module: Module, node: Function) -> cst.FunctionDef | None:
        """The syntax of a function of a module's outline."""
        segment = self.segments.statement(module.path, node)
        for statement in segment.body if segment else ():
            if isinstance(statement, cst.FunctionDef):
                return statement
        return None

    # Bases of classes -------------------------------------------------------------------

    def base_values(self, cls: ClassSymbol) -> tuple[Value, ...]:
        """The values of the bases of a class, as written: `Page[User]` is a Subscript."""
        header = self._header(cls)
        return self._around(cls, [base.value for base in header.bases] if header else [])

    def decorator_values(self, cls: ClassSymbol) -> tuple[Value, ...]:
        """The values of the decorators of a class, as written."""
        header = self._header(cls)
        return self._around(cls, [each.decorator for each in header.decorators] if header else [])

    def class_keywords(self, cls: ClassSymbol) -> dict[str, Value]:
        """The keywords of a class statement: `class A(Base, table=True)`."""
        header = self._header(cls) if cls.node.keywords else None
        named = {
            keyword.keyword.value: keyword.value
            for keyword in (header.keywords if header is not None else ())
            if keyword.keyword is not None
        }
        return dict(zip(named, self._around(cls, named.values()), strict=True))

    def _header(self, cls: ClassSymbol) -> cst.ClassDef | None:
        segment = self.segments.header(cls.module.path, cls.node)
        for statement in segment.body if segment else ():
            if isinstance(statement, cst.ClassDef):
                return statement
        return None

    def _around(self, cls: ClassSymbol, written: Iterable[cst.BaseExpression]) -> tuple[Value, ...]:
        """The values of expressions in the header of a class."""
        scope = Scope(cls.outer or cls.module)
        return tuple(self.evaluate(each, scope) for each in written)

    def _base_of_class(self, cls: ClassSymbol, index: int) -> Symbol | None:
        values = self.base_values(cls)
        value = values[index] if index < len(values) else Unknown()
        while isinstance(value, Subscript):
            value = value.base
        match value:
            case Reference(symbol=symbol):
                return symbol
            case Call(callee=Reference(symbol=External(name=name))):
                made = self._made_base(name, value, cls, index)
                return made if made is not None else External(f"{name}()")
        return self._nameless_base(cls, index)

    def _nameless_base(self, cls: ClassSymbol, index: int) -> ClassSymbol | None:
        header = self._header(cls)
        if header is None or index >= len(header.bases):
            return None
        written, scope = header.bases[index].value, Scope(cls.outer or cls.module)
        found = (read(written, scope) for read in self.nameless_bases)
        return next((base for base in found if base is not None), None)

    def _made_base(self, name: str, call: Call, cls: ClassSymbol, index: int) -> Symbol | None:
        make = self.base_calls.get(name)
        if make is None:
            return None
        key = ("base", cls.module.path, cls.qualname, cls.outline.line, index)
        return self.symbols.questions.memo(key, lambda: make(call, cls))


def _simple_statements(
    body: Iterable[cst.BaseStatement | cst.BaseSmallStatement],
) -> Iterator[cst.BaseSmallStatement]:
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        elif isinstance(statement, cst.BaseSmallStatement):
            yield statement


def _part_for(
    target: cst.CSTNode, value: cst.BaseExpression, name: str
) -> cst.BaseExpression | None:
    """The part of an assigned value that goes to one of the names of the target."""
    if isinstance(target, cst.Name):
        return value if target.value == name else None
    if not isinstance(target, cst.Tuple | cst.List):
        return None
    parts = value.elements if isinstance(value, cst.Tuple | cst.List) else ()
    for index, element in enumerate(target.elements):
        if isinstance(element, cst.StarredElement):
            return None
        if isinstance(element.value, cst.Name) and element.value.value == name:
            if not parts:
                index_node = cst.SubscriptElement(cst.Index(cst.Integer(str(index))))
                return cst.Subscript(value=value, slice=[index_node])
            return parts[index].value if len(parts) == len(target.elements) else None
    return None
