"""What an annotation says of a value, as pydantic reads it.

`Optional[Annotated[Decimal, Field(max_digits=8)]]` accepts decimals of eight digits, and
None. pydantic looks through `Annotated`, unions, `NewType`, type variables and quotes
(pydantic 2.13, pydantic/_internal/_generate_schema.py); so does this reader.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import libcst as cst

from nova_lint.contracts import facts
from nova_lint.contracts.contract import UNKNOWN, Fact, Known, Layer
from nova_lint.knowledge.schemas import (
    ANNOTATED_LIMITS,
    ANNOTATED_VALIDATORS,
    CONSTRAINED_FUNCTIONS,
    CONSTRAINED_TYPES,
    FAMILIES,
    FIELD_FUNCTIONS,
    LIMIT_KEYWORDS,
    MANY_FAMILIES,
)
from nova_lint.semantics.evaluation import Scope, plain_value
from nova_lint.semantics.values import (
    Call,
    Constant,
    Items,
    Reference,
    Subscript,
    Union,
    Unknown,
    Value,
)
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

T = TypeVar("T")
Limits: TypeAlias = dict[str, Fact[object]]
Bound: TypeAlias = Mapping[Value, Value]

_NO = Known(False)
_NO_CHOICES: Fact[tuple[object, ...] | None] = Known(None)
_NO_SCHEMA: Fact[str | None] = Known(None)
# `None`, `NoneType`: the value None and nothing else.
_NOTHING = "types.NoneType"
_WRAPPERS = frozenset(
    {
        "typing.Required",
        "typing.NotRequired",
        "typing.ReadOnly",
        "typing.Final",
        "pydantic.SkipValidation",
        "pydantic.SkipJsonSchema",
        "pydantic.OnErrorOmit",
    }
)
_PYDANTIC = ("pydantic.", "pydantic.v1.")
_CORE_SCHEMA = ("__get_pydantic_core_schema__", "__get_validators__")
LIMIT_NAMES = tuple(dict.fromkeys(LIMIT_KEYWORDS.values()))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The values that an annotation accepts.

    `limits` are pydantic's own constraints by their names (`gt`, `max_length`); where
    `readable` is False there may be others. `fields` are the `Field(…)` calls that stand in
    its `Annotated`, `marks` the names of what else checks or changes the value, `schema`
    the dotted name of the schema that a nested value follows.
    """

    type: Fact[str]
    name: str = ""
    custom: bool = False
    nullable: Fact[bool] = _NO
    choices: Fact[tuple[object, ...] | None] = _NO_CHOICES
    schema: Fact[str | None] = _NO_SCHEMA
    many: Fact[bool] = _NO
    limits: Limits = field(default_factory=dict)
    readable: bool = True
    marks: tuple[str, ...] = ()
    fields: tuple[Call, ...] = ()


OPAQUE = Shape(
    type=UNKNOWN, nullable=UNKNOWN, choices=UNKNOWN, schema=UNKNOWN, many=UNKNOWN, readable=False
)
# A type variable that nothing limits.
_FREE = Shape(type=UNKNOWN, nullable=UNKNOWN, schema=UNKNOWN, many=UNKNOWN)
_NONE = Shape(type=UNKNOWN, name=_NOTHING, nullable=Known(True))
_INSTANCE = Shape(type=UNKNOWN)


class Annotations:
    """Reads annotations that stand in one scope.

    `bound` gives type variables their values: `T` is `User` in what `Page[User]` inherits.
    """

    def __init__(self, contracts: Contracts, scope: Scope, bound: Bound) -> None:
        self._contracts = contracts
        self._scope = scope
        self._bound = bound
        self._depth = 0

    def read(self, node: cst.BaseExpression) -> Shape:
        """The shape that an annotation describes."""
        return self.shape(self.value(node))

    def value(self, node: cst.BaseExpression) -> Value:
        """The annotation as a value; one in quotes as what the quotes hold."""
        return self.unquoted(self._contracts.evaluator.evaluate(node, self._scope))

    def unquoted(self, value: Value) -> Value:
        """An annotation in quotes as what the quotes hold."""
        if not isinstance(value, Constant) or not isinstance(value.value, str):
            return value
        try:
            node = cst.parse_expression(value.value.strip())
        except (cst.ParserSyntaxError, RecursionError):
            return Unknown()
        return self._contracts.evaluator.evaluate(node, self._scope)

    def shape(self, value: Value) -> Shape:
        """The shape that the value of an annotation describes."""
        if self._depth > 20:
            return OPAQUE
        self._depth += 1
        try:
            return self._shape(self.unquoted(value))
        finally:
            self._depth -= 1

    def _shape(self, value: Value) -> Shape:
        match value:
            case Constant(value=None):
                return _NONE
            case Call() | Reference() if value in self._bound:
                # What it stands for was written elsewhere, with other variables.
                return Annotations(self._contracts, self._scope, {}).shape(self._bound[value])
            case Union(options=options):
                return self._union(options)
            case Subscript(base=base, arguments=arguments):
                return self._subscript(base, arguments)
            case Reference(symbol=External(name=name)):
                return _external(name)
            case Reference(symbol=ClassSymbol() as cls):
                return self._class(cls)
            case Call():
                return self._call(value)
        return OPAQUE

    # Forms of typing --------------------------------------------------------------------

    def _subscript(self, base: Value, arguments: tuple[Value, ...]) -> Shape:
        name = facts.dotted_name(base) if isinstance(base, Reference) else None
        match name:
            case "typing.Optional":
                return self._union((*arguments, Constant(None)))
            case "typing.Union":
                return self._union(arguments)
            case "typing.Annotated" if arguments:
                return self._annotated(self.shape(arguments[0]), arguments[1:])
            case "typing.Literal":
                return self._literal(arguments)
            case None if isinstance(base, Subscript | Union):
                # An alias with variables of its own: `Pair = tuple[T, T]`, `Pair[int]`.
                given = dict(zip(type_variables(base), arguments, strict=False))
                return self.shape(substituted(base, given))
        if name in _WRAPPERS and arguments:
            return self.shape(arguments[0])
        shape = self._shape(base)
        if shape.many == Known(True) and arguments:
            return replace(shape, schema=self.shape(arguments[0]).schema)
        return shape

    def _union(self, options: Iterable[Value]) -> Shape:
        shapes = [self.shape(option) for option in options]
        rest = [shape for shape in shapes if shape.name != _NOTHING]
        if not rest:
            return _NONE
        joined = rest[0] if len(rest) == 1 else _joined(rest)
        if len(rest) < len(shapes):
            joined = replace(joined, nullable=Known(True))
        return joined

    def _literal(self, arguments: Iterable[Value]) -> Shape:
        values = list(self._literal_values(arguments))
        known = [v.value for v in map(plain_value, values) if isinstance(v, Constant)]
        nullable = None in known
        chosen = tuple(value for value in known if value is not None)
        return Shape(
            type=Known("choice"),
            name="typing.Literal",
            nullable=Known(nullable) if len(known) == len(values) or nullable else UNKNOWN,
            choices=Known(chosen) if len(known) == len(values) else UNKNOWN,
        )

    def _literal_values(self, arguments: Iterable[Value]) -> Iterator[Value]:
        for argument in arguments:
            match argument:
                case Subscript(arguments=inner):
                    yield from self._literal_values(inner)
                case Items(items=items, complete=True):
                    yield from items
                case _:
                    yield argument

    # Annotated --------------------------------------------------------------------------

    def _annotated(self, shape: Shape, metadata: Iterable[Value]) -> Shape:
        for item in metadata:
            shape = self._with_metadata(shape, item)
        return shape

    def _with_metadata(self, shape: Shape, item: Value) -> Shape:
        callee = item.callee if isinstance(item, Call) else item
        name = facts.dotted_name(callee) or ""
        if isinstance(item, Unknown) or (isinstance(item, Call) and isinstance(callee, Unknown)):
            return replace(shape, readable=False)
        if not isinstance(item, Call):
            return shape
        if name in FIELD_FUNCTIONS:
            given = field_limits(item)
            return replace(
                shape,
                limits={**shape.limits, **given},
                readable=shape.readable and not item.has_unknown_keywords,
                fields=(*shape.fields, item),
            )
        if name in ANNOTATED_LIMITS:
            return replace(shape, limits={**shape.limits, **_metadata_limits(name, item)})
        if short_name(name) in ANNOTATED_VALIDATORS:
            return replace(shape, marks=(*shape.marks, short_name(name)))
        if isinstance(callee, Reference) and isinstance(callee.symbol, ClassSymbol):
            return _marked(shape, callee.symbol, self._contracts)
        # A function of the project may return a `Field(…)`, a validator, or anything.
        known = isinstance(callee, Reference) and isinstance(callee.symbol, External)
        return shape if known else replace(shape, readable=False)

    # Classes and calls ------------------------------------------------------------------

    def _class(self, cls: ClassSymbol) -> Shape:
        evaluator = self._contracts.evaluator
        if evaluator.is_enum(cls):
            members = evaluator.members(cls)
            plain = [plain_value(member) for member in members or ()]
            values = tuple(v.value for v in plain if isinstance(v, Constant))
            known = members is not None and len(values) == len(members)
            return Shape(
                type=Known("choice"),
                name=cls.name,
                custom=True,
                choices=Known(values) if known else UNKNOWN,
            )
        match self._contracts.layer(cls):
            case Layer.SCHEMA:
                return self._nested(cls)
            case Layer.MODEL:
                return replace(_INSTANCE, name=cls.name, custom=True)
        return self._plain_class(cls)

    def _nested(self, cls: ClassSymbol) -> Shape:
        """A value that is a schema itself; a RootModel takes what its root takes."""
        nested = Shape(type=Known("object"), name=cls.name, custom=True, schema=Known(cls.name))
        roots = (c.name for c in self._contracts.symbols.mro(cls).classes)
        if "pydantic.RootModel" not in roots:
            return nested
        contract = self._contracts.contract(cls)
        root = contract.field("root") if contract is not None else None
        if root is None:
            return replace(OPAQUE, name=cls.name, custom=True)
        return replace(nested, type=root.type, nullable=root.nullable, many=root.many)

    def _plain_class(self, cls: ClassSymbol) -> Shape:
        shape = _INSTANCE
        order = self._contracts.symbols.mro(cls)
        for base in order.classes:
            if isinstance(base, External) and base.name in FAMILIES:
                shape = _external(base.name)
                break
        else:
            if any(name.rpartition(".")[2] == "dataclass" for name in cls.node.decorators):
                shape = Shape(type=Known("object"))
        return _marked(replace(shape, name=cls.name, custom=True), cls, self._contracts)

    def _call(self, call: Call) -> Shape:
        name = facts.dotted_name(call.callee) or ""
        short = short_name(name)
        match name:
            case "typing.TypeVar":
                return self._type_variable(call)
            case "typing.NewType":
                inner = call.argument(1, "tp")
                return self.shape(inner) if inner is not None else OPAQUE
            case "typing.TypedDict":
                return Shape(type=Known("json"), name=name)
            case "typing.NamedTuple" | "collections.namedtuple":
                return Shape(type=Known("list"), name=name, many=Known(True))
            case "ninja.create_schema" | "pydantic.create_model":
                return Shape(type=Known("object"), name=name, schema=UNKNOWN)
        if name.startswith(_PYDANTIC) and short in CONSTRAINED_FUNCTIONS:
            family, implied = CONSTRAINED_FUNCTIONS[short]
            return Shape(
                type=Known(family),
                name=name,
                many=Known(family in MANY_FAMILIES),
                limits={**_known(implied), **field_limits(call)},
                readable=not call.has_unknown_keywords,
                schema=self._item_schema(call) if family in MANY_FAMILIES else Known(None),
            )
        return OPAQUE

    def _item_schema(self, call: Call) -> Fact[str | None]:
        item = call.argument(0, "item_type")
        return self.shape(item).schema if item is not None else UNKNOWN

    def _type_variable(self, call: Call) -> Shape:
        """A variable that nothing gave a value: its default, else its bound, else anything."""
        for keyword in ("default", "bound"):
            value = call.keyword(keyword)
            if value is not None:
                return self.shape(value)
        if call.positional_count > 1:
            options = [call.positional(index) for index in range(1, call.positional_count)]
            return self._union(option for option in options if option is not None)
        return _FREE


# Limits ---------------------------------------------------------------------------------


def field_limits(call: Call) -> Limits:
    """The limits that the keywords of `Field(…)`, `constr(…)` or `Query(…)` set."""
    found: Limits = {}
    for keyword, value in call.keywords().items():
        name = LIMIT_KEYWORDS.get(keyword)
        if name is not None:
            found[name] = _limit(name, value)
    return found


def _metadata_limits(name: str, call: Call) -> Limits:
    found = field_limits(call)
    for index, parameter in enumerate(ANNOTATED_LIMITS[name]):
        value = call.positional(index)
        if value is not None:
            found[parameter] = _limit(parameter, value)
    return found


def _limit(name: str, value: Value) -> Fact[object]:
    if name == "pattern" and isinstance(value, Call):
        compiled = facts.dotted_name(value.callee) == "re.compile"
        value = (value.positional(0) if compiled else None) or Unknown()
    return facts.limit(value)


def _known(limits: Mapping[str, object]) -> Limits:
    return {name: Known(value) for name, value in limits.items()}


def _marked(shape: Shape, cls: ClassSymbol, contracts: Contracts) -> Shape:
    """The shape with a mark where a class tells pydantic how to read it."""
    for base in contracts.symbols.mro(cls).classes:
        if isinstance(base, ClassSymbol) and any(name in base.bindings for name in _CORE_SCHEMA):
            return replace(shape, marks=(*shape.marks, cls.name), readable=False)
    return shape


# Names and unions -----------------------------------------------------------------------


def _external(name: str) -> Shape:
    if name in CONSTRAINED_TYPES:
        family, implied = CONSTRAINED_TYPES[name]
        return Shape(type=Known(family), name=name, limits=_known(implied))
    if name.startswith(PARAMETER_PREFIX):
        return _FREE
    match name:
        case "types.NoneType":
            return _NONE
        case "typing.Any" | "builtins.object":
            return Shape(type=Known("any"), name=name, nullable=Known(True))
    family_of = FAMILIES.get(name.replace("pydantic.v1.", "pydantic."))
    if family_of is not None:
        return Shape(type=Known(family_of), name=name, many=Known(family_of in MANY_FAMILIES))
    if name.partition(".")[0] in {*sys.stdlib_module_names, "django", "pydantic", "ninja"}:
        return replace(_INSTANCE, name=name)
    # A name of a package that is not installed: an alias of anything.
    return replace(OPAQUE, name=name)


def _joined(shapes: list[Shape]) -> Shape:
    """One shape for a union: what all of its alternatives have in common."""
    limited = {name for shape in shapes for name in shape.limits}
    return Shape(
        type=_common_type(shapes),
        nullable=_any_nullable(shapes),
        choices=_common_choices(shapes),
        schema=_common([shape.schema for shape in shapes]),
        many=_common([shape.many for shape in shapes]),
        limits={name: _common_limit(name, shapes) for name in limited},
        readable=all(shape.readable for shape in shapes),
        marks=tuple(dict.fromkeys(mark for shape in shapes for mark in shape.marks)),
    )


def _common_type(shapes: list[Shape]) -> Fact[str]:
    families = {shape.type for shape in shapes}
    if Known("any") in families:
        return Known("any")
    if families == {Known("int"), Known("float")}:
        return Known("float")
    return families.pop() if len(families) == 1 else UNKNOWN


def _common_choices(shapes: list[Shape]) -> Fact[tuple[object, ...] | None]:
    found: list[object] = []
    for shape in shapes:
        if shape.choices == Known(None):
            return Known(None)
        if isinstance(shape.choices, Known):
            found.extend(shape.choices.value or ())
    if any(shape.choices is UNKNOWN for shape in shapes):
        return UNKNOWN
    return Known(tuple(dict.fromkeys(found)))


def _common_limit(name: str, shapes: list[Shape]) -> Fact[object]:
    return _common([shape.limits.get(name, Known(None)) for shape in shapes])


def _common(several: list[Fact[T]]) -> Fact[T]:
    return several[0] if all(fact == several[0] for fact in several) else UNKNOWN


def _any_nullable(shapes: list[Shape]) -> Fact[bool]:
    return any_of(shape.nullable for shape in shapes)


def any_of(several: Iterable[Fact[bool]]) -> Fact[bool]:
    """Whether one of several facts holds."""
    found = list(several)
    if Known(True) in found:
        return Known(True)
    return UNKNOWN if UNKNOWN in found else Known(False)


# Type variables -------------------------------------------------------------------------


def is_type_variable(value: Value) -> bool:
    """Whether a value is a `TypeVar`, of either syntax."""
    match value:
        case Call(callee=callee):
            return facts.dotted_name(callee) == "typing.TypeVar"
        case Reference(symbol=External(name=name)):
            return name.startswith(PARAMETER_PREFIX)
    return False


# A variable of `class Page[T]` has no assignment to stand for it.
PARAMETER_PREFIX = "type parameter "


def type_variables(value: Value) -> list[Value]:
    """The type variables in an annotation, in the order of their first appearance."""
    found: dict[Value, None] = {}
    _gather_variables(value, found)
    return list(found)


def _gather_variables(value: Value, found: dict[Value, None]) -> None:
    match value:
        case Subscript(arguments=inner) | Union(options=inner):
            for part in inner:
                _gather_variables(part, found)
        case Call() | Reference() if is_type_variable(value):
            found.setdefault(value)


def substituted(value: Value, bound: Bound) -> Value:
    """An annotation with its type variables replaced."""
    match value:
        case Call() | Reference():
            return bound.get(value, value)
        case Subscript(base=base, arguments=arguments):
            return Subscript(base, tuple(substituted(part, bound) for part in arguments))
        case Union(options=options):
            return Union(tuple(substituted(part, bound) for part in options))
    return value


def short_name(dotted: str) -> str:
    """The last part of a dotted name."""
    return dotted.rpartition(".")[2]

