"""Parametrised schemas: `Page[User]` is a class that stands beside the generic `Page`.

pydantic generates it where a class derives from it, where a field of a schema is annotated
with it, and where it is a value (pydantic 2.14, main.py, BaseModel.__class_getitem__ and
model_parametrized_name). What functions do when they are called is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts.contract import Layer
from nova_lint.contracts.generated.model import outline_at
from nova_lint.contracts.generated.schema import ParametrisedSchema
from nova_lint.contracts.readers.schema_bases import parameters
from nova_lint.contracts.readers.type_variables import type_variables
from nova_lint.semantics.mentions import statements_with_owners
from nova_lint.semantics.values import Constant, Reference, Subscript, Value
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, Module
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def parametrised_schemas(
    classes: Iterable[ClassSymbol], contracts: Contracts
) -> Iterator[ParametrisedSchema]:
    """The classes that the project makes of those among some classes that are generic."""
    for cls in classes:
        if contracts.layer(cls) is Layer.SCHEMA and _is_generic(cls, contracts):
            for used in chain(_among_bases(cls, contracts), _assigned(cls, contracts)):
                schema = _parametrised(cls, used, contracts)
                if schema is not None:
                    yield schema


def _is_generic(cls: ClassSymbol, contracts: Contracts) -> bool:
    # A class with variables has brackets in its header, and most have none.
    lines = contracts.workspace.lines(cls.module.path)
    header = lines[cls.outline.name_line - 1 : cls.outline.header_end]
    return any("[" in line for line in header) and bool(parameters(cls, contracts))


def _parametrised(
    cls: ClassSymbol, used: Subscript, contracts: Contracts
) -> ParametrisedSchema | None:
    names = [_shown(argument) for argument in used.arguments]
    if None in names or len(names) != len(parameters(cls, contracts)):
        return None
    shown = f"{cls.short_name}[{', '.join(map(str, names))}]"
    name = f"{cls.name.removesuffix(cls.short_name)}{shown}"
    outline = outline_at(cls.outline, shown)
    questions = contracts.workspace.questions
    return ParametrisedSchema(
        cls.module, name, outline, None, {}, questions, (cls,), used.arguments
    )


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


def _among_bases(cls: ClassSymbol, contracts: Contracts) -> Iterator[Subscript]:
    """`class Users(Page[User])`."""
    for path in contracts.workspace.having(cls.short_name):
        for other in contracts.symbols.classes(contracts.workspace.modules.at(path)):
            # Asks for the header; a base that is no plain name has none in the outline.
            if contracts.symbols.bases(other) and "" in other.outline.bases:
                for value in contracts.evaluator.base_values(other):
                    yield from _of(cls, value)


def _assigned(cls: ClassSymbol, contracts: Contracts) -> Iterator[Subscript]:
    """`users: Page[User]` in a schema, and `Users = Page[User]`."""
    for path in contracts.workspace.mentioning(cls.short_name):
        module = contracts.workspace.modules.at(path)
        for statement, owner in statements_with_owners(module, contracts.symbols):
            if isinstance(statement, Assignment) and cls.short_name in statement.words:
                if owner is None or contracts.layer(owner) is Layer.SCHEMA:
                    yield from _in_assignment(cls, statement, owner or module, contracts)


def _in_assignment(
    cls: ClassSymbol, statement: Assignment, around: Module | ClassSymbol, contracts: Contracts
) -> Iterator[Subscript]:
    declaration = contracts.evaluator.declaration(around, statement)
    if declaration is None:
        return
    for part in (declaration.annotation, declaration.value):
        for node in walk(part) if part is not None else ():
            if isinstance(node, cst.Subscript):
                yield from _of(cls, contracts.evaluator.evaluate(node, declaration.scope))


def _of(cls: ClassSymbol, value: Value) -> Iterator[Subscript]:
    if isinstance(value, Subscript) and value.base == Reference(cls):
        yield value
