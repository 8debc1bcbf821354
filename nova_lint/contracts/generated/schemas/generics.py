"""Parametrised schemas: `Page[User]` is a class of its own below the generic `Page`.

pydantic generates it where a class derives from it, where a field of a schema is annotated
with it, and where it is a value (pydantic 2.14, main.py, BaseModel.__class_getitem__ and
model_parametrized_name; _internal/_generics.py, create_generic_submodel). What functions do
when they are called is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, TypeGuard

import libcst as cst
import msgspec

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.generated.model import outline_at
from nova_lint.contracts.generated.schemas.schema import ParametrisedSchema
from nova_lint.contracts.readers.classes import own_span
from nova_lint.contracts.readers.schema_bases import parameters
from nova_lint.contracts.readers.type_variables import type_variables
from nova_lint.knowledge.schemas import PARAMETRISED_WHERE_USED
from nova_lint.semantics.mentions import statements_with_owners
from nova_lint.semantics.values import Constant, Reference, Subscript, Value
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, Module
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


class _Use(msgspec.Struct, frozen=True):
    """Where a generic class has its variables replaced, in a module but outside of functions;
    `is_global` outside of classes too."""

    value: Subscript
    module: Module
    is_global: bool


def parametrised_schemas(
    classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[ParametrisedSchema]:
    """The classes that the project makes of those among some classes that are generic."""
    for cls in classes:
        if contracts.layer(cls) is Layer.SCHEMA and _is_generic(cls, contracts):
            uses: dict[str, list[_Use]] = {}
            for use in chain(_among_bases(cls, contracts), _assigned(cls, contracts)):
                shown = _name(cls, use, contracts)
                if shown is not None:
                    uses.setdefault(shown, []).append(use)
            for shown, several in uses.items():
                yield from _parametrised(cls, shown, several, contracts)


def _is_generic(cls: ClassSymbol, contracts: Contracts) -> bool:
    # A class with variables has brackets in its header, and most have none.
    contracts.workspace.ask_header(cls.module.path, cls.outline.line)
    lines = contracts.workspace.lines(cls.module.path)
    header = lines[cls.outline.name_line - 1 : cls.outline.header_end]
    return any("[" in line for line in header) and bool(parameters(cls, contracts))


def _parametrised(
    cls: ClassSymbol, shown: str, uses: list[_Use], contracts: Contracts
) -> Iterator[ParametrisedSchema]:
    homes = {_home(cls, use, contracts) for use in uses}
    if len(homes) > 1:
        # It is in the module that is imported first, which is not known.
        return
    around = cls.qualname.removesuffix(cls.short_name)
    yield ParametrisedSchema(
        cls.module,
        f"{homes.pop()}.{around}{shown}",
        outline_at(own_span(cls), shown),
        None,
        {},
        contracts.workspace.questions,
        (cls,),
        uses[0].value.arguments,
    )


def _home(cls: ClassSymbol, use: _Use, contracts: Contracts) -> str:
    """The name of the module that the class says it is in."""
    version = contracts.package_version("pydantic") or PARAMETRISED_WHERE_USED
    if use.is_global and version >= PARAMETRISED_WHERE_USED:
        return use.module.name
    return cls.module.name


def _name(cls: ClassSymbol, use: _Use, contracts: Contracts) -> str | None:
    names = [_shown(argument) for argument in use.value.arguments]
    if None in names or len(names) != len(parameters(cls, contracts)):
        return None
    return f"{cls.short_name}[{', '.join(map(str, names))}]"


def _shown(value: Value) -> str | None:
    """A type as pydantic names it; None for one that is not read, or is a variable still."""
    if type_variables(value):
        return None
    match value:
        case Reference(symbol=ClassSymbol() as cls):
            return cls.qualname
        case Reference(symbol=External(name=name)):
            return name.rpartition(".")[2]
        case Constant(value=None):
            return "NoneType"
        case Subscript(base=Reference(symbol=External()) as base, arguments=arguments):
            inner = [_shown(argument) for argument in arguments]
            return f"{_shown(base)}[{', '.join(map(str, inner))}]" if None not in inner else None
    return None


# Where they are used --------------------------------------------------------------------


def _among_bases(cls: ClassSymbol, contracts: Contracts) -> Iterator[_Use]:
    """`class Users(Page[User])`."""
    for path in contracts.workspace.having(cls.short_name):
        for other in contracts.symbols.classes(contracts.workspace.modules.at(path)):
            # Asks for the header; a base that is no plain name has none in the outline.
            if contracts.symbols.bases(other) and "" in other.outline.bases:
                for value in contracts.evaluator.base_values(other):
                    if _is_of(value, cls):
                        yield _Use(value, other.module, other.outer is None)


def _assigned(cls: ClassSymbol, contracts: Contracts) -> Iterator[_Use]:
    """`users: Page[User]` in a schema, and `Users = Page[User]`."""
    for path in contracts.workspace.mentioning(cls.short_name):
        module = contracts.workspace.modules.at(path)
        for statement, owner in statements_with_owners(module, contracts.symbols):
            if isinstance(statement, Assignment) and cls.short_name in statement.words:
                if owner is None or contracts.layer(owner) is Layer.SCHEMA:
                    for value in _in_assignment(cls, statement, owner or module, contracts):
                        yield _Use(value, module, owner is None)


def _in_assignment(
    cls: ClassSymbol, statement: Assignment, around: Module | ClassSymbol, contracts: Contracts
) -> Iterator[Subscript]:
    declaration = contracts.evaluator.declaration(around, statement)
    if declaration is None:
        return
    for part in (declaration.annotation, declaration.value):
        for node in walk(part) if part is not None else ():
            if isinstance(node, cst.Subscript):
                value = contracts.evaluator.evaluate(node, declaration.scope)
                if _is_of(value, cls):
                    yield value


def _is_of(value: Value, cls: ClassSymbol) -> TypeGuard[Subscript]:
    return isinstance(value, Subscript) and value.base == Reference(cls)
