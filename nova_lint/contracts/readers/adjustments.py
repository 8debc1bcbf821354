"""What a form's or serializer's methods change about its fields when an object is made.

`__init__` and `get_fields` may set attributes of fields, put fields in and take some away.
What they touch is not known from the source unless it is a plain statement that always
runs; everything else still is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import libcst as cst
import msgspec
from msgspec.structs import replace

from nova_lint.contracts.contract import FACTS, UNKNOWN, Field, Span
from nova_lint.contracts.readers.classes import ReadField, merged, project_classes
from nova_lint.semantics.functions import imported
from nova_lint.semantics.scope import Scope
from nova_lint.semantics.values import Call, Value
from nova_lint.workspace.outline_nodes import Function
from nova_lint.workspace.symbols import ClassSymbol
from nova_lint.workspace.walk import walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_METHODS = ("__init__", "get_fields", "get_field_names", "get_extra_kwargs")
# Attributes of field objects, and the fact that each one is.
_ATTRIBUTES = {
    "required": ("required",),
    "allow_null": ("nullable",),
    "allow_blank": ("blank",),
    "default": ("has_default", "required"),
    "max_length": ("max_length",),
    "min_length": ("min_length",),
    "min_value": ("min_value",),
    "max_value": ("max_value",),
    "choices": ("choices",),
    "read_only": ("read_only", "required"),
    "disabled": ("read_only",),
    "validators": ("validators",),
}
_ALL = (*FACTS, "source", "default", "validators")


class Placed(msgspec.Struct, frozen=True):
    """A field that a method puts in: `fields["tags"] = TagField()`; `sure` where the
    statement always runs."""

    name: str
    value: Value
    span: Span
    sure: bool


class Changes(msgspec.Struct, frozen=True):
    """What the methods of one class change.

    `touched` are pairs of a field's name (None: any field) and an attribute that is set on
    it, `placed` fields put in, `removed` the names of fields that are always taken away;
    `adds_fields` where fields are put in whose names are not written out.
    """

    touched: tuple[tuple[str | None, str], ...] = ()
    placed: tuple[Placed, ...] = ()
    removed: tuple[str, ...] = ()
    adds_fields: bool = False


class Adjusted(msgspec.Struct, frozen=True):
    """The fields with what methods change; `adds_fields` where methods may add some that
    are not among them."""

    fields: dict[str, Field]
    adds_fields: bool


def adjusted(
    cls: ClassSymbol,
    fields: dict[str, Field],
    contracts: Contracts,
    read: ReadField,
    *,
    settles: bool,
) -> Adjusted:
    """Applies what the methods of a class and its bases change to the fields.

    `read` reads the fields that methods put in. `settles` says that the class has no
    fields but those of its objects; a form also has those of before `__init__`.
    """
    result = dict(fields)
    adds = False
    for base in reversed(list(project_classes(contracts.symbols.mro(cls)))):
        if not base.module.first_party:
            continue
        changes = contracts.changes(base)
        adds = adds or changes.adds_fields
        for placed in changes.placed:
            field = _placed(placed, base, contracts, read)
            known = result.get(placed.name)
            if field is not None and placed.sure and settles:
                result[placed.name] = field
            elif known is None:
                adds = True
            elif field is not None:
                result[placed.name] = replace(merged([known, field]), span=known.span)
            else:
                result[placed.name] = unsettled(known, _ALL)
        for name, attribute in changes.touched:
            facts = _ATTRIBUTES.get(attribute, ())
            for target in tuple(result) if name is None else (name,):
                if target in result:
                    result[target] = unsettled(result[target], facts)
        for name in changes.removed if settles else ():
            result.pop(name, None)
    return Adjusted(result, adds)


def _placed(
    placed: Placed, owner: ClassSymbol, contracts: Contracts, read: ReadField
) -> Field | None:
    if not isinstance(placed.value, Call):
        return None
    field = read(placed.name, placed.value, placed.span, owner, contracts)
    return replace(field, declared=False) if field is not None else None


def unsettled(field: Field, facts: Iterable[str]) -> Field:
    """The field with some of its facts unknown."""
    unknown = dict.fromkeys(facts, UNKNOWN)
    return replace(field, **unknown)


# Reading methods ------------------------------------------------------------------------


def read_changes(cls: ClassSymbol, contracts: Contracts) -> Changes:
    """What the methods in the body of one class change about the fields of its objects."""
    found = Changes()
    for name in _METHODS:
        for statement in cls.bindings.get(name, ()):
            if not isinstance(statement, Function):
                continue
            if "fields" not in contracts.workspace.statement_text(cls.module.path, statement):
                continue
            method = contracts.evaluator.function_at(cls.module, statement)
            if method is not None:
                span = Span(cls.module.path, statement.line, statement.end_line)
                found = _both(found, _changes(method, span, cls, contracts))
    return found


def _both(first: Changes, second: Changes) -> Changes:
    return Changes(
        touched=first.touched + second.touched,
        placed=first.placed + second.placed,
        removed=first.removed + second.removed,
        adds_fields=first.adds_fields or second.adds_fields,
    )


def _changes(
    method: cst.FunctionDef, span: Span, cls: ClassSymbol, contracts: Contracts
) -> Changes:
    nodes = list(walk(method))
    sure = list(_straight(method))
    scope = _scope(sure, cls, contracts)
    placed: list[Placed] = []
    for node in nodes:
        match node:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Subscript() as target)]):
                name = _key(target) if _is_fields(target.value) else None
                if name is not None:
                    value = contracts.evaluator.evaluate(node.value, scope)
                    always = any(node is line for line in sure)
                    placed.append(Placed(name, value, span, always))
    return Changes(
        touched=tuple(_touched(nodes)),
        placed=tuple(placed),
        removed=tuple(_removed(sure)),
        adds_fields=_adds_fields(nodes),
    )


def _straight(method: cst.FunctionDef) -> Iterator[cst.BaseSmallStatement]:
    """The statements of a method that run whenever it is called."""
    for statement in method.body.body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body


def _scope(
    lines: Iterable[cst.BaseSmallStatement], cls: ClassSymbol, contracts: Contracts
) -> Scope:
    """The scope of a method, with the names that it imports itself."""
    scope = Scope(cls.module)
    for line in lines:
        if isinstance(line, cst.ImportFrom):
            names = imported(line, cls.module, contracts.evaluator)
            scope = scope.with_local(dict(names))
    return scope


def _removed(lines: Iterable[cst.BaseSmallStatement]) -> Iterator[str]:
    """`fields.pop("name")` and `del fields["name"]` that always run."""
    for line in lines:
        match line:
            case cst.Expr(
                value=cst.Call(
                    func=cst.Attribute(value=base, attr=cst.Name(value="pop")),
                    args=[cst.Arg(value=cst.SimpleString() as text), *_],
                )
            ) if _is_fields(base) and isinstance(text.evaluated_value, str):
                yield text.evaluated_value
            case cst.Del(target=cst.Subscript() as target) if _is_fields(target.value):
                name = _key(target)
                if name is not None:
                    yield name


def _touched(nodes: list[cst.CSTNode]) -> Iterator[tuple[str | None, str]]:
    aliases = set(_aliases(nodes))
    for node in nodes:
        match node:
            case cst.AssignTarget(target=cst.Attribute(value=base, attr=attribute)):
                match base:
                    case cst.Subscript() if _is_fields(base.value):
                        yield _key(base), attribute.value
                    case cst.Name(value=name) if name in aliases:
                        yield None, attribute.value


def _aliases(nodes: list[cst.CSTNode]) -> Iterator[str]:
    """Names that stand for a field: loop variables over `fields`, and `f = fields[…]`."""
    for node in nodes:
        match node:
            case cst.For(target=target, iter=iterated) if any(map(_is_fields, walk(iterated))):
                for part in walk(target):
                    if isinstance(part, cst.Name):
                        yield part.value
            case cst.Assign(targets=targets, value=cst.Subscript(value=base)) if _is_fields(base):
                for assigned in targets:
                    if isinstance(assigned.target, cst.Name):
                        yield assigned.target.value


def _is_fields(node: cst.CSTNode) -> bool:
    match node:
        case cst.Name(value="fields"):
            return True
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value="fields")):
            return True
    return False


def _key(node: cst.Subscript) -> str | None:
    match node.slice[0].slice:
        case cst.Index(value=cst.SimpleString() as text):
            value = text.evaluated_value
            return value if isinstance(value, str) else None
    return None


def _adds_fields(nodes: list[cst.CSTNode]) -> bool:
    """Whether a method sets fields whose names are not written out."""
    for node in nodes:
        match node:
            case cst.AssignTarget(target=cst.Subscript(value=base) as target):
                if _is_fields(base) and _key(target) is None:
                    return True
            case cst.Call(func=cst.Attribute(value=base, attr=cst.Name(value="update"))):
                if _is_fields(base):
                    return True
    return False


def names_decided_on(
    cls: ClassSymbol, function: Function, contracts: Contracts
) -> frozenset[str] | None:
    """The field names for which a method like `build_field` differs from the framework's.

    Such a method compares `field_name` with texts and otherwise returns what `super()`
    gives; None for a method that decides by anything else.
    """
    definition = contracts.evaluator.function_at(cls.module, function)
    if definition is None:
        return None
    names: set[str] = set()
    last: cst.CSTNode | None = None
    for statement in definition.body.body:
        match statement:
            case cst.If(
                test=cst.Comparison(left=cst.Name(value="field_name")) as test, orelse=None
            ):
                texts = [n for n in walk(test) if isinstance(n, cst.SimpleString)]
                names.update(str(text.evaluated_value) for text in texts)
            case cst.SimpleStatementLine(body=[line, *_]):
                last = line
            case _:
                return None
    match last:
        case cst.Return(value=cst.Call(func=cst.Attribute(value=cst.Call(func=base)))):
            if isinstance(base, cst.Name) and base.value == "super":
                return frozenset(names)
    return None
