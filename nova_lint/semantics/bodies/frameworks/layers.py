"""What forms and serializers do with the project's rows and with methods of the project."""

from __future__ import annotations

import libcst as cst
import msgspec

from nova_lint.knowledge.hooks import FIELD_HOOKS, HOOKS, METHOD_FIELD, SHOWN_BY_KEY
from nova_lint.semantics.bodies.expressions import attributes, iteration
from nova_lint.semantics.bodies.frame import Frame
from nova_lint.semantics.effects import has_data, is_form
from nova_lint.semantics.kinds import (
    UNKNOWN,
    ClassOf,
    Framework,
    Function,
    Given,
    Kind,
    Literal,
    Manager,
    Mapping,
    Model,
    Object,
    QuerySet,
    RelatedManager,
    Scalar,
    Sequence,
)
from nova_lint.semantics.models import LayerField
from nova_lint.semantics.operations import Following, ProjectCall
from nova_lint.workspace.symbols import ClassSymbol

_DEEPEST = 4
"""How many serializers inside each other are followed."""


# Checking -------------------------------------------------------------------------------


def check(receiver: Kind, node: cst.CSTNode, frame: Frame) -> None:
    """Validation calls the project's own methods: `clean`, `clean_title`, `validate_title`."""
    match receiver:
        case Object(cls=cls, given=given):
            unbound = given is not None and not has_data(given)
            if is_form(receiver, frame.bodies.models) and unbound:
                return
            for name in _hooks(cls, frame):
                run(receiver, name, Given(complete=False), node, frame)
        case Framework(given=Given() as given) if has_data(given):
            form = given.keyword("form")
            if isinstance(form, ClassOf):
                check(Object(form.cls), node, frame)


def _hooks(cls: ClassSymbol, frame: Frame) -> list[str]:
    """The names of the methods that validation surely calls, if a class has them."""
    layer = frame.bodies.models.layer(cls) or ""
    start, fields = FIELD_HOOKS.get(layer, ""), frame.bodies.models.fields(cls) or ()
    # A form asks for every field, a serializer for those that the client sends.
    named = [f"{start}{f.name}" for f in fields if start and (layer == "form" or f.required)]
    return [*named, *HOOKS.get(layer, ())]


def run(receiver: Object, name: str, given: Given, node: cst.CSTNode, frame: Frame) -> Kind:
    """What a method of the project gives that a framework calls here."""
    member = frame.bodies.member(receiver.cls, name)
    if not isinstance(member, Function):
        return UNKNOWN
    outcome = frame.bodies.run(Function(member.symbol, receiver), given, frame.context)
    if outcome.reached:
        label = f"{receiver.cls.short_name}.{name}"
        frame.note(ProjectCall(member.symbol, label, outcome.reached, implicit=True), node)
    return outcome.result


# Making ---------------------------------------------------------------------------------


def made(form: Object, given: Given, node: cst.CSTNode, frame: Frame) -> None:
    """A form or serializer is made: its own `__init__` runs, and a model form asks the row that
    it is given for its initial values."""
    run(form, "__init__", given, node, frame)
    row = given.keyword("instance")
    fields = frame.bodies.models.fields(form.cls)
    if isinstance(row, Model) and fields is not None and is_form(form, frame.bodies.models):
        ask_many(row, frozenset(field.name for field in fields), node, frame)


def ask_many(row: Model, names: frozenset[str] | None, node: cst.CSTNode, frame: Frame) -> None:
    """The rows at the other ends of many-to-many columns are read, of those named or of all."""
    for name in frame.bodies.models.many_to_many(row.cls):
        if names is None or name in names:
            _many(row, name, node, frame)


def _many(row: Model, name: str, node: cst.CSTNode, frame: Frame) -> Kind:
    """What stands at the other end of a relation of several rows, which are read."""
    manager = attributes.read(row, name, node, frame)
    match manager:
        case RelatedManager(prefetched=prefetched, sure=sure):
            if not prefetched:
                frame.note(Following(row, name, relation=True, sure=sure), node)
            return attributes.rows_of(manager).row
        case QuerySet() | Sequence():
            return iteration.over(manager, "for", node, frame)
    return UNKNOWN


# Showing ----------------------------------------------------------------------------------


def show(receiver: Object, row: Kind, node: cst.CSTNode, frame: Frame, depth: int = 0) -> None:
    """A serializer shows a row: what its fields ask it for is read."""
    if not isinstance(row, Model) or depth > _DEEPEST:
        return
    if isinstance(frame.bodies.member(receiver.cls, "to_representation"), Function):
        run(receiver, "to_representation", Given((row,)), node, frame)
        return
    for field in frame.bodies.models.fields(receiver.cls) or ():
        if field.shown:
            _show(field, receiver, row, node, frame, depth)


def _show(
    field: LayerField, receiver: Object, row: Model, node: cst.CSTNode, frame: Frame, depth: int
) -> None:
    if field.framework_class == METHOD_FIELD:
        run(receiver, f"get_{field.name}", Given((row,)), node, frame)
        return
    *way, last = field.source.split(".") if field.source else [field.name]
    owner: Kind = row
    for name in way:
        owner = attributes.read(owner, name, node, frame)
    if not isinstance(owner, Model) or last == "*":
        return
    if field.many:
        found = _many(owner, last, node, frame)
    elif field.framework_class in SHOWN_BY_KEY:
        return
    else:
        found = attributes.read(owner, last, node, frame)
    if field.nested is not None:
        show(Object(field.nested), found, node, frame, depth + 1)


def shown(receiver: Object) -> Kind:
    """The row, or one of the rows, that a serializer was made of."""
    given = receiver.given or Given()
    handed = given.argument(0, "instance")
    if given.keyword("many") != Literal(True):
        return handed or UNKNOWN
    match handed:
        case QuerySet(row=row) | Sequence(item=row):
            return row
        case RelatedManager() | Manager():
            return attributes.rows_of(handed).row
    return UNKNOWN


def shown_data(serializer: Object, frame: Frame) -> Kind:
    """What `serializer.data` is: the fields that are shown, by their names."""
    if isinstance(frame.bodies.member(serializer.cls, "to_representation"), Function):
        return UNKNOWN
    fields = [field for field in frame.bodies.models.fields(serializer.cls) or () if field.shown]
    entries = tuple((field.name, attributes.validated(field.shown_type)) for field in fields)
    data = Mapping(Scalar("builtins.str"), UNKNOWN, entries)
    many = serializer.given.keyword("many") if serializer.given is not None else None
    if many is None:
        return data
    return Sequence(data) if many == Literal(True) else UNKNOWN


# Fields of forms --------------------------------------------------------------------------


def fields_of(form: Kind, frame: Frame) -> Kind:
    """The fields of a form by their names."""
    if not isinstance(form, Object):
        return UNKNOWN
    fields = frame.bodies.models.fields(form.cls) or ()
    return Mapping(entries=tuple((f.name, Framework(f.framework_class)) for f in fields))


def with_receiver(signal: Framework, receiver: Kind) -> Framework:
    """A signal with one more function that it calls."""
    known = signal.given.positional if signal.given is not None else ()
    return msgspec.structs.replace(signal, given=Given((*known, receiver)))
