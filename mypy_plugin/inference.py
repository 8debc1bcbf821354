"""What mypy has inferred of a module's expressions, as nova-lint's rules can use it.

Most expressions are none of the rules' business. What is told are the types in functions
where a Decimal may meet a float, or a float a row, and in modules with async functions those
of rows, managers, querysets and objects of classes that the project may define.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from mypy.maptype import map_instance_to_supertype
from mypy.nodes import (
    AssignmentStmt,
    AwaitExpr,
    CallExpr,
    ClassDef,
    ConditionalExpr,
    Decorator,
    Expression,
    FloatExpr,
    ForStmt,
    FuncDef,
    IndexExpr,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OpExpr,
    OverloadedFuncDef,
    SetExpr,
    Statement,
    TupleExpr,
    TypeInfo,
    Var,
)
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    ProperType,
    TupleType,
    TypeType,
    TypeVarType,
    UninhabitedType,
    UnionType,
    get_proper_type,
)
from mypy.types import Type as MypyType

from nova_lint.semantics.inferred import Inferred, Type

from .blocks import statements_in

Types: TypeAlias = Mapping[Expression, MypyType]
InModule: TypeAlias = dict[int, tuple[Inferred, ...] | None]

_FLOAT_CLASS = "builtins.float"
_COLLECTIONS = frozenset(
    {f"builtins.{name}" for name in ("list", "set", "frozenset", "tuple", "dict")}
    | {f"typing.{name}" for name in ("Sequence", "Collection", "Iterable", "Mapping")}
)
_ROW_CLASSES = frozenset(
    {
        "django.db.models.base.Model",
        "django.db.models.query.QuerySet",
        "django.db.models.manager.BaseManager",
    }
)
# Types that are never one of a row, a number or an object.
_NEVER = frozenset({AnyType, NoneType, LiteralType, TupleType, Overloaded, UninhabitedType})
_NO_FLOAT = _NEVER | {CallableType, TypeType}
_STANDARD = frozenset({"builtins", "typing", "types", "_typeshed", "enum", "abc"})


Sort: TypeAlias = int
"""What a type is to the rules, or several types together: bits of a number, because those of
an `enum.Flag` take ten times as long, and a project has a million expressions."""

_NONE = 0
_DECIMAL = 1
_FLOAT = 2
_INT = 4
_ROWS = 8
_OBJECT = 16
_NUMBER = _DECIMAL | _FLOAT | _INT


@dataclass(slots=True)
class _Function:
    """A function of the module or of a class in it, with those that it defines."""

    node: FuncDef
    line: int
    end_line: int
    is_checked: bool = False
    sorts: Sort = _NONE
    typed: list[tuple[Expression, ProperType, Sort]] = field(default_factory=list)


class Inference:
    """Finds what mypy knows of the expressions in modules, whose classes it sorts once."""

    def __init__(self) -> None:
        self._sorts: dict[TypeInfo, Sort] = {}
        # Classes that are nothing to the rules, nor hold anything that is.
        self._plain: set[TypeInfo] = set()
        # Classes that are no float, nor hold any.
        self._no_floats: set[TypeInfo] = set()

    def is_idle(self, file: MypyFile, types: Types) -> bool:
        """Whether nothing of a module is worth telling, as of nearly all. This is said in a
        quarter of the time that looking takes."""
        return not self._has_floats(types) and not _are_async(_functions(file.defs))

    def _has_floats(self, types: Types) -> bool:
        none = self._no_floats
        for type_ in types.values():
            kind = type(type_)
            if kind is Instance:
                if type_.type in none:  # type: ignore[attr-defined]  # an Instance
                    continue
            elif kind in _NO_FLOAT:
                continue
            if not self._is_no_float(type_) and self._sort(_single(type_)) & _FLOAT:
                return True
        return False

    def _is_no_float(self, type_: MypyType) -> bool:
        """Whether a look at a type is enough to say that it is no float, nor holds any."""
        if isinstance(type_, UnionType):
            return all(map(self._is_no_float, type_.items))
        if not isinstance(type_, Instance):
            return type(type_) in _NO_FLOAT
        if type_.type in self._no_floats:
            return True
        if type_.type.fullname in _COLLECTIONS:
            return all(map(self._is_no_float, type_.args))
        if self._sort(type_) & _FLOAT:
            return False
        self._no_floats.add(type_.type)
        return True

    def in_module(self, file: MypyFile, types: Types) -> InModule:
        """What is worth telling of the expressions of a module, by the line on which their
        function begins. None for a function of which mypy has no types now: the daemon only
        checks what an edit concerns."""
        functions = list(_functions(file.defs))
        if not functions:
            return {}
        _mark_checked(functions, types)
        self._distribute(functions, types)
        is_async = _are_async(functions)
        return {
            each.line: tuple(self._told(each, _wanted(each.sorts, is_async), types))
            if each.is_checked
            else None
            for each in functions
        }

    def _distribute(self, functions: list[_Function], types: Types) -> None:
        """Gives each function the expressions in it whose types matter."""
        starts = [each.line for each in functions]
        plain = self._plain
        for expression, type_ in types.items():
            # Nearly all expressions are of types that do not matter.
            if isinstance(type_, Instance):
                if type_.type in plain:
                    continue
            elif isinstance(type_, CallableType):
                if not type_.is_type_obj():
                    continue
            elif type(type_) in _NEVER:
                continue
            proper = _single(type_)
            is_class_named = isinstance(proper, CallableType)
            sort = self._named(proper) if is_class_named else self._sort(proper)
            if not sort:
                continue
            at = bisect_right(starts, expression.line) - 1
            if at < 0 or expression.line > functions[at].end_line:
                continue
            functions[at].sorts |= sort
            if not is_class_named:
                functions[at].typed.append((expression, proper, sort))

    def _named(self, type_: ProperType) -> Sort:
        """What a class that is named is to the rules, which know it by its name."""
        if not isinstance(type_, CallableType) or not type_.is_type_obj():
            return _NONE
        return self._sort(get_proper_type(type_.ret_type)) & _ROWS

    def _sort(self, type_: ProperType) -> Sort:
        if isinstance(type_, TypeType):
            return self._sort(get_proper_type(type_.item)) & _CLASSES
        if not isinstance(type_, Instance):
            return _NONE
        sort = self._of_class(type_.type)
        if sort == _NONE and type_.args and type_.type.fullname in _COLLECTIONS:
            # What is in it takes part where it is looked for.
            for argument in map(_single, type_.args):
                if isinstance(argument, Instance):
                    sort |= self._of_class(argument.type) & _NUMBER
        return sort

    def _of_class(self, info: TypeInfo) -> Sort:
        sort = self._sorts.get(info)
        if sort is None:
            sort = self._sorts[info] = _sort_of(info)
            if sort == _NONE and info.fullname not in _COLLECTIONS:
                self._plain.add(info)
        return sort

    def _told(self, function: _Function, wanted: Sort, types: Types) -> Iterator[Inferred]:
        if not wanted:
            return
        floats = _Floats(function.node, types)
        for expression, type_, sort in function.typed:
            if not sort & wanted or expression.end_line is None or expression.end_column is None:
                continue
            if isinstance(type_, Instance) and type_.type.fullname == _FLOAT_CLASS:
                if not floats.is_one(expression):
                    continue
            elif not isinstance(expression, _TOLD) and not sort & _DECIMAL:
                continue
            promised = floats.is_promised(expression)
            yield Inferred(
                expression.line,
                expression.column + 1,
                expression.end_line,
                expression.end_column + 1,
                _told_type(type_, is_promised=promised),
            )


_TOLD = (NameExpr, MemberExpr, CallExpr, IndexExpr, AwaitExpr)
_CLASSES = _ROWS | _OBJECT
_READING = _ROWS | _OBJECT
_MIXING = _NUMBER | _ROWS


def _wanted(sorts: Sort, is_async: bool) -> Sort:
    """Which types of a function may tell rules something."""
    wanted = _NONE
    if sorts & _FLOAT and sorts & (_DECIMAL | _ROWS):
        wanted |= _MIXING
    if is_async:
        wanted |= sorts & _READING
    return wanted


def _sort_of(info: TypeInfo) -> Sort:
    match info.fullname:
        case "decimal.Decimal":
            return _DECIMAL
        case "builtins.float":
            return _FLOAT
        case "builtins.int":
            return _INT
    if info.fallback_to_any or any(info.has_base(name) for name in _ROW_CLASSES):
        # Without django-stubs, mypy does not know what a model derives from.
        return _ROWS
    return _NONE if info.module_name.partition(".")[0] in _STANDARD else _OBJECT


def _single(type_: MypyType) -> ProperType:
    """The one type that something is of, if it is anything at all; of a type variable, what
    it is at least."""
    proper = get_proper_type(type_)
    if isinstance(proper, UnionType):
        items = [get_proper_type(item) for item in proper.items]
        some = [item for item in items if not isinstance(item, NoneType)]
        proper = some[0] if len(some) == 1 else proper
    if isinstance(proper, TypeVarType) and not proper.values:
        bound = get_proper_type(proper.upper_bound)
        # An int, to mypy, is a float as well.
        is_float = isinstance(bound, Instance) and bound.type.fullname == _FLOAT_CLASS
        return proper if is_float else bound
    return proper


def _told_type(type_: ProperType, *, is_promised: bool = False) -> Type:
    if isinstance(type_, TypeType):
        return Type(_names(_single(type_.item)), is_class=True)
    if not isinstance(type_, Instance):
        return Type(())
    # Arguments of arguments tell nothing, and may have no end.
    arguments = tuple(Type(_names(_single(each))) for each in _arguments(type_))
    return Type(_names(type_), arguments, is_promised=is_promised)


def _names(type_: ProperType) -> tuple[str, ...]:
    """The dotted names of a class and of those that it descends from."""
    if not isinstance(type_, Instance):
        return ()
    return tuple(
        info.fullname
        for info in type_.type.mro
        if info.module_name.partition(".")[0] not in _STANDARD or info is type_.type
    )


def _arguments(type_: Instance) -> tuple[MypyType, ...]:
    """The arguments of a type: of a manager or queryset, its model and what its rows are."""
    for info in type_.type.mro:
        if info.fullname in _ROW_CLASSES and info.type_vars:
            return tuple(map_instance_to_supertype(type_, info).args)
    return tuple(type_.args) if type_.type.fullname in _COLLECTIONS else ()


# Functions ----------------------------------------------------------------------------------


def _functions(statements: Iterable[Statement]) -> Iterator[_Function]:
    """The functions of a module and of its classes, in their order."""
    for statement in statements:
        match statement:
            case ClassDef():
                yield from _functions(statement.defs.body)
            case FuncDef():
                yield _Function(statement, statement.line, statement.end_line or statement.line)
            case Decorator():
                yield from _functions([statement.func])
            case OverloadedFuncDef():
                yield from _functions(item for item in statement.items)


def _mark_checked(functions: Iterable[_Function], types: Types) -> None:
    """Marks the functions of which there are types."""
    lines = sorted({expression.line for expression in types})
    for each in functions:
        at = bisect_left(lines, each.line)
        each.is_checked = at < len(lines) and lines[at] <= each.end_line


def _are_async(functions: Iterable[_Function]) -> bool:
    """Whether a function is async, or one that it defines."""
    return any(
        each.node.is_coroutine
        or any(
            type(statement) is FuncDef and statement.is_coroutine
            for statement in statements_in(each.node.body)
        )
        for each in functions
    )


# Floats -------------------------------------------------------------------------------------


class _Floats:
    """Tells expressions that are floats from those that mypy calls so, but may be ints: to
    mypy, an int is a float as well."""

    def __init__(self, function: FuncDef, types: Types) -> None:
        self._types = types
        self._parameters: set[Var] = set()
        self._values: dict[Var, list[Expression]] = {}
        self._items: dict[Var, list[Expression]] = {}
        self._asked: set[Var] = set()
        self._is_read = False
        self._function = function

    def is_promised(self, expression: Expression) -> bool:
        """Whether only the annotation of a parameter says what an expression is."""
        node = expression.node if isinstance(expression, NameExpr) else None
        if not isinstance(node, Var):
            return False
        self._read()
        if node not in self._parameters or node.type is None:
            return False
        # It is more than promised where the code has asked.
        return _single(node.type) == _single(self._types[expression])

    def is_one(self, expression: Expression) -> bool:
        """Whether an expression of mypy's type float is one."""
        match expression:
            case FloatExpr() | MemberExpr() | IndexExpr() | AwaitExpr():
                return True
            case NameExpr(node=Var() as variable):
                return self._is_variable_one(variable)
            case CallExpr():
                return self._is_result_one(expression)
            case ConditionalExpr():
                return self._are([expression.if_expr, expression.else_expr])
            case OpExpr(op="and" | "or"):
                return self._are([expression.left, expression.right])
            case OpExpr():
                return expression.op == "/" or any(
                    self._is_float(side) and self.is_one(side)
                    for side in (expression.left, expression.right)
                )
        return False

    def _are(self, expressions: Iterable[Expression]) -> bool:
        return all(self._is_float(each) and self.is_one(each) for each in expressions)

    def _is_float(self, expression: Expression) -> bool:
        type_ = self._types.get(expression)
        proper = _single(type_) if type_ is not None else None
        return isinstance(proper, Instance) and proper.type.fullname == _FLOAT_CLASS

    def _is_variable_one(self, variable: Var) -> bool:
        self._read()
        if variable in self._asked or not variable.is_inferred:
            return True
        self._asked.add(variable)
        try:
            items = (part for each in self._items.get(variable, ()) for part in _parts(each))
            return self._are(self._values.get(variable, ())) and self._are(items)
        finally:
            self._asked.discard(variable)

    def _is_result_one(self, call: CallExpr) -> bool:
        """`max(rate, 0)` may give back the 0."""
        callee = get_proper_type(self._types.get(call.callee))
        if isinstance(callee, CallableType):
            if not isinstance(get_proper_type(callee.ret_type), TypeVarType):
                return True
        elif not isinstance(callee, Overloaded):
            return True
        return self._are(call.args)

    def _read(self) -> None:
        """Looks at what is assigned to the variables of the function."""
        if self._is_read:
            return
        self._is_read = True
        self._take_parameters(self._function)
        for statement in statements_in(self._function.body):
            match statement:
                case FuncDef():
                    self._take_parameters(statement)
                case AssignmentStmt():
                    for target in statement.lvalues:
                        self._take(target, statement.rvalue, self._values)
                case ForStmt():
                    self._take(statement.index, statement.expr, self._items)

    def _take_parameters(self, function: FuncDef) -> None:
        self._parameters.update(argument.variable for argument in function.arguments)

    def _take(
        self, target: Expression, value: Expression, into: dict[Var, list[Expression]]
    ) -> None:
        if isinstance(target, NameExpr) and isinstance(target.node, Var):
            into.setdefault(target.node, []).append(value)


def _parts(iterated: Expression) -> Iterable[Expression]:
    """What stands in a list that is written out; of others, their type says it."""
    return iterated.items if isinstance(iterated, ListExpr | TupleExpr | SetExpr) else ()
