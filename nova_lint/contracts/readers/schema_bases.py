"""The bases of a schema: type arguments, the scope of its body, and whether all is in sight."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst
import msgspec

from nova_lint.contracts.generated.schemas.schema import ParametrisedSchema
from nova_lint.contracts.readers.annotations import Annotations
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.contracts.readers.type_variables import (
    PARAMETER_PREFIX,
    Bound,
    substituted,
    type_variables,
)
from nova_lint.knowledge.names import canonical
from nova_lint.knowledge.schemas import SCHEMA_ROOTS
from nova_lint.semantics.evaluation import Scope
from nova_lint.semantics.values import Reference, Subscript, Value
from nova_lint.workspace.outline_nodes import Assignment, Class, Function
from nova_lint.workspace.symbols import ClassSymbol, External, FunctionSymbol

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_GENERIC = frozenset({"typing.Generic", "typing.Protocol"})
# Metaclasses of packages that leave pydantic's fields as they are.
_KNOWN_METACLASSES = ("sqlmodel.", "ninja.", "abc.", "pydantic.")
# Words of code that makes or changes the fields of a class.
_FIELD_WORDS = ("create_model", "model_fields", "__fields__", "__annotations__")
_SUBCLASS_HOOKS = ("__init_subclass__", "__pydantic_init_subclass__")


class Base(msgspec.Struct, frozen=True):
    """A direct base; `bound` gives its type variables their values, `value` is the base as
    written where that is more than a name."""

    symbol: ClassSymbol | External | None
    bound: Bound
    value: Value | None = None


def bases_of(cls: ClassSymbol, bound: Bound, contracts: Contracts) -> tuple[Base, ...]:
    """The direct bases of a class whose own type variables have the values in `bound`."""
    if isinstance(cls, ParametrisedSchema):
        return _generic_base(cls, contracts)
    written = _written_bases(cls, contracts)
    found = []
    for index, symbol in enumerate(contracts.symbols.bases(cls)):
        value = written[index] if index < len(written) else None
        given: Bound = {}
        if isinstance(value, Subscript) and isinstance(symbol, ClassSymbol):
            reader = Annotations(contracts, Scope(cls.outer or cls.module), {})
            arguments = [substituted(reader.unquoted(part), bound) for part in value.arguments]
            given = dict(zip(parameters(symbol, contracts), arguments, strict=False))
        elif isinstance(value, Subscript):
            value = substituted(value, bound)
        found.append(Base(symbol, given, value))
    return tuple(found)


def _generic_base(cls: ParametrisedSchema, contracts: Contracts) -> tuple[Base, ...]:
    return tuple(
        Base(parent, dict(zip(parameters(parent, contracts), cls.arguments, strict=False)))
        for parent in cls.parents
        if isinstance(parent, ClassSymbol)
    )


def parameters(cls: ClassSymbol, contracts: Contracts) -> tuple[Value, ...]:
    """The type variables of a generic class, in order."""
    own = _own_parameters(cls, contracts)
    if own:
        return tuple(own.values())
    written = _written_bases(cls, contracts)
    for value in written:
        if isinstance(value, Subscript) and _external_name(value.base) in _GENERIC:
            return tuple(type_variables(value))
    found: dict[Value, None] = {}
    for value in written:
        if value is not None:
            found.update(dict.fromkeys(type_variables(value)))
    return tuple(found)


def class_scope(cls: ClassSymbol, contracts: Contracts) -> Scope:
    """The scope of the annotations in a class body.

    A field hides nothing from annotations: in `date: date` the second is the module's.
    """
    around: dict[str, Value] = {}
    for name, statements in cls.bindings.items():
        if all(isinstance(s, Assignment) and s.annotated for s in statements):
            symbol = contracts.symbols.lookup(cls.module, name)
            if symbol is not None:
                around[name] = contracts.evaluator.symbol_value(symbol)
    around.update(_own_parameters(cls, contracts))
    return Scope(cls, around)


def _external_name(value: Value) -> str:
    match value:
        case Reference(symbol=External(name=name)):
            return name
    return ""


def _written_bases(cls: ClassSymbol, contracts: Contracts) -> tuple[Value | None, ...]:
    """The bases as values, None for those that are just the name of a class."""
    scope = cls.outer or cls.module
    plain = [
        bool(dotted) and isinstance(contracts.symbols.lookup(scope, dotted), ClassSymbol | External)
        for dotted in cls.node.bases
    ]
    if all(plain):
        return ()
    header = _header(cls, contracts)
    if header is None:
        return ()
    inner = Scope(scope, dict(_own_parameters(cls, contracts)))
    return tuple(
        None if is_plain else contracts.evaluator.evaluate(base.value, inner)
        for base, is_plain in zip(header.bases, plain, strict=False)
    )


def _own_parameters(cls: ClassSymbol, contracts: Contracts) -> dict[str, Value]:
    """The variables of `class Page[T]`."""
    line = contracts.workspace.lines(cls.module.path)[cls.node.name_line - 1]
    if f"{cls.node.name}[" not in line.replace(" ", ""):
        return {}
    header = _header(cls, contracts)
    if header is None or header.type_parameters is None:
        return {}
    names = [parameter.param.name.value for parameter in header.type_parameters.params]
    return {name: Reference(External(f"{PARAMETER_PREFIX}{cls.name}.{name}")) for name in names}


def _header(cls: ClassSymbol, contracts: Contracts) -> cst.ClassDef | None:
    segment = contracts.evaluator.segments.header(cls.module.path, cls.node)
    for statement in segment.body if segment else ():
        if isinstance(statement, cst.ClassDef):
            return statement
    return None


# Whether all is in sight ----------------------------------------------------------------


def is_in_sight(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether every base is known, and no metaclass adds fields."""
    order = contracts.symbols.mro(cls)
    if not order.complete:
        return False
    return all(
        not _has_metaclass(base, contracts)
        if isinstance(base, ClassSymbol)
        else _is_known(base.name)
        for base in order.classes
    )


def _is_known(name: str) -> bool:
    if name.endswith("()"):
        return name == "ninja.create_schema()"
    top = name.partition(".")[0]
    return name in SCHEMA_ROOTS or top in sys.stdlib_module_names or canonical(name) is not None


def _has_metaclass(cls: ClassSymbol, contracts: Contracts) -> bool:
    if "metaclass" not in cls.node.keywords:
        return False
    match contracts.evaluator.class_keywords(cls).get("metaclass"):
        case Reference(symbol=ClassSymbol() | External() as symbol):
            return not symbol.name.startswith(_KNOWN_METACLASSES)
    return True


def is_rewritten(cls: ClassSymbol, contracts: Contracts) -> bool:
    """Whether a decorator, or a hook of a base, makes other fields of those declared."""
    for base in project_classes(contracts.symbols.mro(cls)):
        if _is_decorated(base, contracts):
            return True
        if base is not cls and base.module.first_party:
            hooks = (s for name in _SUBCLASS_HOOKS for s in base.bindings.get(name, ()))
            if _mention_fields(cls=base, statements=hooks, contracts=contracts):
                return True
    return False


def _is_decorated(cls: ClassSymbol, contracts: Contracts) -> bool:
    for dotted in cls.node.decorators:
        last = dotted.rpartition(".")[2].lower()
        if "partial" in last or "optional" in last:
            return True
        symbol = contracts.symbols.lookup(cls.outer or cls.module, dotted) if dotted else None
        if isinstance(symbol, FunctionSymbol | ClassSymbol) and symbol.module.first_party:
            text = contracts.workspace.statement_text(symbol.module.path, symbol.node)
            if _has_field_word(text):
                return True
    return False


def _mention_fields(cls: ClassSymbol, statements: Iterable[object], contracts: Contracts) -> bool:
    return any(
        isinstance(statement, Function | Class)
        and _has_field_word(contracts.workspace.statement_text(cls.module.path, statement))
        for statement in statements
    )


def _has_field_word(text: str) -> bool:
    return any(word in text for word in _FIELD_WORDS)
