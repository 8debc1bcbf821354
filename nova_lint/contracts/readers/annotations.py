"""What an annotation says of a value, as pydantic reads it.

`Optional[Annotated[Decimal, Field(max_digits=8)]]` accepts decimals of eight digits, and
None. pydantic looks through `Annotated`, unions, `NewType`, type variables and quotes
(pydantic 2.14, pydantic/_internal/_generate_schema.py); so does this reader.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import libcst as cst
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import UNKNOWN, Fact, Known, Layer
from nova_lint.contracts.readers.shapes import FREE, INSTANCE, NONE, OPAQUE, Limits, Shape, joined
from nova_lint.contracts.readers.type_variables import (
    PARAMETER_PREFIX,
    Bound,
    substituted,
    type_variables,
)
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
                return NONE
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
        rest = [shape for shape in shapes if shape.name != NONE.name]
        if not rest:
            return NONE
        # A `Field(…)` inside a union limits its alternative, and configures nothing.
        common = replace(rest[0], fields=()) if len(rest) == 1 else joined(rest)
        if len(rest) < len(shapes):
            common = replace(common, nullable=Known(True))
        return common

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
                return replace(INSTANCE, name=cls.name, custom=True)
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
        shape = INSTANCE
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
                return replace(self.shape(inner), fields=()) if inner is not None else OPAQUE
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
        return FREE


# Limits ---------------------------------------------------------------------------------


def field_limits(call: Call) -> Limits:
    """The limits that the keywords of `Field(…)`, `constr(…)` or `Query(…)` set."""
    found: Limits = {}
    ignored = "regex" if (facts.dotted_name(call.callee) or "").startswith("sqlmodel.") else ""
    for keyword, value in call.keywords().items():
        name = LIMIT_KEYWORDS.get(keyword)
        if name is not None and keyword != ignored and value != Constant(None):
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
        return FREE
    match name:
        case "types.NoneType":
            return NONE
        case "typing.Any" | "builtins.object":
            return Shape(type=Known("any"), name=name, nullable=Known(True))
    family_of = FAMILIES.get(name.replace("pydantic.v1.", "pydantic."))
    if family_of is not None:
        return Shape(type=Known(family_of), name=name, many=Known(family_of in MANY_FAMILIES))
    if name.partition(".")[0] in {*sys.stdlib_module_names, "django", "pydantic", "ninja"}:
        return replace(INSTANCE, name=name)
    # A name of a package that is not installed: an alias of anything.
    return replace(OPAQUE, name=name)


def short_name(dotted: str) -> str:
    """The last part of a dotted name."""
    return dotted.rpartition(".")[2]
