"""What the methods of a schema do with values: validators, serializers, computed fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec
from msgspec.structs import replace

from nova_lint.contracts import facts
from nova_lint.contracts.contract import Field, Known, Span
from nova_lint.contracts.readers.annotations import Annotations, short_name
from nova_lint.contracts.readers.schema_fields import Assigned, field_of
from nova_lint.contracts.readers.shapes import OPAQUE
from nova_lint.knowledge.schemas import DEFAULT_MODES, FIELD_DECORATORS, MODEL_DECORATORS
from nova_lint.semantics.evaluation import Scope, constant
from nova_lint.semantics.values import Call, Constant, Unknown, Value
from nova_lint.workspace.outline_nodes import Assignment, Function
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_RESOLVER = "resolve_"
_WORDS = ("validator", "serializer")
_METHOD_DECORATORS = FIELD_DECORATORS | MODEL_DECORATORS
_COMPUTED = "computed_field"


class _Hook(msgspec.Struct, frozen=True):
    """A method that checks or changes values; `fields` is None where it sees all of them."""

    mark: str
    fields: tuple[str, ...] | None


def with_methods(
    cls: ClassSymbol, fields: dict[str, Field], contracts: Contracts
) -> dict[str, Field]:
    """The fields with the marks of the methods in the class's own body."""
    result = fields
    for hook in _hooks(cls, contracts):
        names = result.keys() if hook.fields is None else hook.fields
        touched = {name: marked(result[name], hook.mark) for name in names if name in result}
        result = {**result, **touched}
    return result


def marked(field: Field, mark: str) -> Field:
    """The field with one more name among its validators."""
    if not isinstance(field.validators, Known) or mark in field.validators.value:
        return field
    return replace(field, validators=Known((*field.validators.value, mark)))


def computed_fields(
    cls: ClassSymbol, annotations: Annotations, contracts: Contracts
) -> Iterator[Field]:
    """The fields that methods under `computed_field` give to the output."""
    for statement in cls.node.body:
        if not isinstance(statement, Function):
            continue
        if not any(name == _COMPUTED for name in _decorator_names(cls, statement, contracts)):
            continue
        definition = contracts.evaluator.function_at(cls.module, statement)
        returns = definition.returns if definition is not None else None
        shape = annotations.read(returns.annotation) if returns is not None else OPAQUE
        span = Span(cls.module.path, statement.line, statement.end_line)
        field = field_of(statement.name, shape, Assigned(), span, cls)
        yield replace(field, required=Known(False), read_only=Known(True))


# Hooks ----------------------------------------------------------------------------------


def _hooks(cls: ClassSymbol, contracts: Contracts) -> Iterator[_Hook]:
    for statement in cls.node.body:
        match statement:
            case Function(decorators=decorators):
                if statement.name.startswith(_RESOLVER):
                    yield _Hook("resolve", (statement.name.removeprefix(_RESOLVER),))
                elif decorators:
                    yield from _decorated(cls, statement, contracts)
            case Assignment(annotated=False, augmented=False):
                yield from _assigned(cls, statement, contracts)


def _decorator_names(cls: ClassSymbol, statement: Function, contracts: Contracts) -> Iterator[str]:
    for dotted in statement.decorators:
        symbol = contracts.symbols.lookup(cls, dotted) if dotted else None
        if isinstance(symbol, External) and symbol.name.startswith("pydantic."):
            yield short_name(symbol.name)


def _decorated(cls: ClassSymbol, statement: Function, contracts: Contracts) -> Iterator[_Hook]:
    if not _METHOD_DECORATORS.intersection(_decorator_names(cls, statement, contracts)):
        return
    definition = contracts.evaluator.function_at(cls.module, statement)
    for decorator in definition.decorators if definition is not None else ():
        value = contracts.evaluator.evaluate(decorator.decorator, Scope(cls))
        hook = _hook(value)
        if hook is not None:
            yield hook


def _assigned(cls: ClassSymbol, statement: Assignment, contracts: Contracts) -> Iterator[_Hook]:
    """`_strip = field_validator("name")(strip)`."""
    text = contracts.workspace.statement_text(cls.module.path, statement)
    if not any(word in text for word in _WORDS):
        return
    declaration = contracts.evaluator.declaration(cls, statement)
    if declaration is None or not isinstance(declaration.value, cst.Call):
        return
    hook = _hook(contracts.evaluator.evaluate(declaration.value.func, declaration.scope))
    if hook is not None:
        yield hook


def _hook(value: Value) -> _Hook | None:
    call = value if isinstance(value, Call) else None
    name = facts.dotted_name(call.callee if call is not None else value) or ""
    short = short_name(name)
    if not name.startswith("pydantic.") or short not in _METHOD_DECORATORS:
        return None
    mark = f"{short}:{_mode(short, call)}"
    if short in MODEL_DECORATORS or call is None:
        return _Hook(mark, None)
    named = [call.positional(index) or Unknown() for index in range(call.positional_count)]
    return _Hook(mark, _named(named))


def _named(values: Iterable[Value]) -> tuple[str, ...] | None:
    """The fields that a decorator names; None where that may be any."""
    names: list[str] = []
    for value in values:
        if not isinstance(value, Constant) or not isinstance(value.value, str):
            return None
        if value.value == "*":
            return None
        names.append(value.value)
    return tuple(names)


def _mode(short: str, call: Call | None) -> str:
    if call is not None:
        mode = constant(call.keyword("mode"))
        if isinstance(mode, str):
            return mode
        if constant(call.keyword("pre")) is True:
            return "before"
    return DEFAULT_MODES[short]
