"""Whether anybody sees the number that an object in memory holds instead of its column's."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

import libcst as cst
import msgspec

from nova_lint.contracts.project import Contracts
from nova_lint.contracts.readers.classes import project_classes
from nova_lint.knowledge import flows
from nova_lint.knowledge.hooks import METHOD_FIELD
from nova_lint.semantics.bodies.frame import Node, dotted
from nova_lint.semantics.kinds import Function, Kind, Literal
from nova_lint.semantics.operations import Operation
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol
from nova_lint.workspace.walk import children, walk

_KEYS = frozenset({"pk", "id"})


class _Made(msgspec.Struct, frozen=True):
    """An object of a model that code makes, and the floats that it holds by their columns.
    `parents` are those of the nodes of the function, by their ids."""

    model: ClassSymbol
    held: dict[str, Kind]
    operation: Operation
    project: Contracts
    parents: dict[int, cst.CSTNode]

    def around(self, node: cst.CSTNode | None) -> cst.CSTNode | None:
        return self.parents.get(id(node))


def is_unseen(
    operation: Operation, model: ClassSymbol, held: Iterable[tuple[str, Kind]], project: Contracts
) -> bool:
    """Whether the function that makes an object asks it for nothing but other columns, saves it,
    or has it shown by what writes the digits of the column."""
    site, function = operation.site, operation.function
    if not isinstance(site, Node) or function is None:
        return False
    if isinstance(project.bodies.member(model, "save"), Function):
        # It may calculate with what the object holds.
        return False
    parents = {id(part): node for node in _everything(site) for part in children(node)}
    made = _Made(model, dict(held), operation, project, parents)
    return _is_harmless(site.node, made, site, frozenset())


def may_save_with(model: ClassSymbol, held: Container[str], project: Contracts) -> bool:
    """Whether a `save` of the project may calculate with what an object holds: it does anything
    with the row but read other columns."""
    for cls in project_classes(project.symbols.mro(model)):
        save = project.symbols.own_member(cls, _SAVE)
        if not cls.module.first_party or save is None:
            continue
        definition = project.evaluator.function(save) if isinstance(save, FunctionSymbol) else None
        if definition is None or not _reads_others(definition, model, held, project):
            return True
    return False


def _reads_others(
    definition: cst.FunctionDef, model: ClassSymbol, held: Container[str], project: Contracts
) -> bool:
    """Whether all that a method reads of its row are columns that hold what they should."""
    parts = list(walk(definition.body))
    row = next((each.name.value for each in definition.params.params), "")
    read = [
        (part.value, part.attr.value)
        for part in parts
        if isinstance(part, cst.Attribute) and isinstance(part.value, cst.Name)
    ]
    own = {id(base): name for base, name in read}
    columns = project.bodies.models
    return all(
        (name := own.get(id(part))) is not None
        and name not in held
        and (name in _UNTOUCHED or columns.column(model, name) is not None)
        for part in parts
        if isinstance(part, cst.Name) and part.value == row
    )


_SAVE = "save"
_UNTOUCHED = _KEYS | {"_state"}


def _everything(site: Node) -> Iterator[cst.CSTNode]:
    for statement in site.segment.body:
        yield from walk(statement)


def _is_harmless(node: cst.CSTNode, made: _Made, site: Node, names: frozenset[str]) -> bool:
    """Whether nothing is done with what an expression gives that depends on the float; `names`
    are those that lead here."""
    parent = made.around(node)
    match parent:
        case cst.Await():
            return _is_harmless(parent, made, site, names)
        case cst.Attribute(attr=cst.Name(value=name)):
            return _is_harmless_attribute(name, parent, made)
        case cst.Arg():
            return _is_shown(node, made.around(parent), made)
        case cst.Expr():
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            uses = _uses(name, made, site) if name not in names else ()
            return all(_is_harmless(use, made, site, names | {name}) for use in uses)
    return False


def _uses(name: str, made: _Made, site: Node) -> Iterator[cst.CSTNode]:
    """Where a name is read, or otherwise mentioned."""
    for node in _everything(site):
        if isinstance(node, cst.Name) and node.value == name:
            match made.around(node):
                case cst.AssignTarget():
                    continue
                case cst.Attribute(attr=attr) if attr is node:
                    continue
                case cst.Arg(keyword=keyword) if keyword is node:
                    continue
            yield node


def _is_harmless_attribute(name: str, node: cst.CSTNode, made: _Made) -> bool:
    """Whether an attribute is the key, another column, or a method that only saves the row."""
    if name in flows.SAVERS:
        return isinstance(made.around(node), cst.Call)
    column = made.project.bodies.models.column(made.model, name)
    is_column = column is not None and not column.is_relation
    return name in _KEYS or (is_column and name not in made.held)


# Showing ----------------------------------------------------------------------------------


def _is_shown(node: cst.CSTNode, call: cst.CSTNode | None, made: _Made) -> bool:
    """Whether an object is given to a serializer whose `data` is asked for at once, or to a
    schema, and both take the column's digits of it."""
    match call:
        case cst.Call(func=func, args=[cst.Arg(value=value), *_]) if value is node:
            pass
        case _:
            return False
    cls = _class(func, made)
    if cls is not None:
        after = made.around(call)
        is_data = isinstance(after, cst.Attribute) and after.attr.value == flows.SHOWN_DATA
        return is_data and _has_digits(cls, "serializer", made)
    if isinstance(func, cst.Attribute) and func.attr.value in flows.SCHEMA_MAKERS:
        cls = _class(func.value, made)
        # pydantic reads a float by its shortest text, which of a computed one has all digits.
        is_written = all(isinstance(kind, Literal) for kind in made.held.values())
        return cls is not None and is_written and _has_digits(cls, "schema", made)
    return False


def _class(node: cst.BaseExpression, made: _Made) -> ClassSymbol | None:
    function, path = made.operation.function, dotted(node)
    if function is None or path is None:
        return None
    found = made.project.symbols.lookup(function.owner or function.module, path)
    return found if isinstance(found, ClassSymbol) else None


def _has_digits(cls: ClassSymbol, layer: str, made: _Made) -> bool:
    """Whether a class shows every float as the Decimal that its column is, by fields of its
    framework's own."""
    models = made.project.bodies.models
    fields = models.fields(cls)
    if models.layer(cls) != layer or fields is None:
        return False
    if isinstance(made.project.bodies.member(cls, "to_representation"), Function):
        return False
    if any(field.framework_class == METHOD_FIELD for field in fields):
        return False
    shown = [field for field in fields if (field.source or field.name) in made.held]
    return all(field.type == "decimal" for field in shown)
