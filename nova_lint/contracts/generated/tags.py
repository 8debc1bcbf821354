"""Tag models: what `tags = TagField()` makes of a model.

A field that names no tag model generates one, `Tagulous_<Model>_<field>`, for each model that
has it: for the one that declares it, abstract or not, and for each that inherits it from an
abstract one (django-tagulous 2.2, tagulous/models/fields.py, BaseTagField.contribute_to_class).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from nova_lint.contracts.facts import dotted_name
from nova_lint.contracts.generated.model import Columns, GeneratedModel, generated_model
from nova_lint.contracts.readers.classes import own_span, span_of
from nova_lint.contracts.readers.model_options import is_abstract
from nova_lint.knowledge.generated import (
    TAG_FIELDS,
    TAG_MODELS,
    TAG_PACKAGES,
    TAG_PREFIX,
    TAG_TREE_MODELS,
)
from nova_lint.knowledge.models import MODEL
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Reference
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

_WORDS = frozenset(TAG_FIELDS)
_MODULES = tuple(f"{package}.models." for package in TAG_PACKAGES)


def tag_models(classes: Iterable[ClassSymbol], contracts: Contracts) -> Iterator[GeneratedModel]:
    """The tag models of some classes."""
    mentioning = [contracts.workspace.mentioning(word) for word in TAG_FIELDS]
    for cls in classes if any(mentioning) else ():
        if contracts.is_model(cls):
            for name, (owner, statement) in _declared(cls, contracts).items():
                call = _tags(owner, statement, contracts)
                if call is not None:
                    yield _tag_model(cls, name, owner, statement, call, contracts)


def tag_model_name(cls: ClassSymbol, name: str, contracts: Contracts) -> str | None:
    """The dotted name of the tag model that a field of a class generates; None where it
    generates none."""
    owner, statement = _declared(cls, contracts).get(name, (None, None))
    if owner is None or statement is None or _tags(owner, statement, contracts) is None:
        return None
    return _name(cls, name)


def _name(cls: ClassSymbol, field: str) -> str:
    return f"{cls.module.name}.{TAG_PREFIX}_{cls.short_name}_{field}"


def _declared(cls: ClassSymbol, contracts: Contracts) -> dict[str, tuple[ClassSymbol, Assignment]]:
    """The assignments that may make fields of tags in a class, by name: its own, and those
    that it inherits from abstract models and nothing nearer hides."""
    found: dict[str, tuple[ClassSymbol, Assignment]] = {}
    for owner in _givers(cls, contracts):
        # Whoever asked which statements mention the words knows of all of these.
        for statement in owner.outline.body:
            if isinstance(statement, Assignment) and not _WORDS.isdisjoint(statement.words):
                nearest = contracts.symbols.class_member(cls, statement.name)
                if isinstance(nearest, Variable) and nearest.owner is owner:
                    found[statement.name] = (owner, statement)
    return found


def _givers(cls: ClassSymbol, contracts: Contracts) -> Iterator[ClassSymbol]:
    """A model, and the abstract ones above whose fields become its own: none that a concrete
    parent already has."""
    yield cls
    for base in contracts.symbols.bases(cls):
        if isinstance(base, ClassSymbol) and contracts.is_model(base):
            if is_abstract(base, contracts):
                yield from _givers(base, contracts)


def _tags(owner: ClassSymbol, statement: Assignment, contracts: Contracts) -> Call | None:
    """The call of a field that has to make its own tag model."""
    declaration = contracts.evaluator.declaration(owner, statement)
    if declaration is None or declaration.value is None:
        return None
    value = contracts.evaluator.evaluate(declaration.value, declaration.scope)
    if not isinstance(value, Call) or not _is_field(value):
        return None
    named = value.argument(0, "to")
    return value if named is None or named == Constant(None) else None


def _is_field(call: Call) -> bool:
    name = dotted_name(call.callee) or ""
    return name.startswith(_MODULES) and name.endswith(TAG_FIELDS)


def _tag_model(
    cls: ClassSymbol,
    name: str,
    owner: ClassSymbol,
    statement: Assignment,
    call: Call,
    contracts: Contracts,
) -> GeneratedModel:
    base = _base(call, contracts)
    return generated_model(
        _name(cls, name),
        (base if base is not None else External(MODEL),),
        lambda: Columns((), complete=base is not None),
        cls.module,
        span_of(owner, statement) if owner is cls else own_span(cls),
        contracts.workspace.questions,
    )


def _base(call: Call, contracts: Contracts) -> ClassSymbol | None:
    """The model that a tag model derives from, None where it is not in reach."""
    given = call.argument(1, "to_base")
    if given is not None and given != Constant(None):
        symbol = given.symbol if isinstance(given, Reference) else None
        return symbol if isinstance(symbol, ClassSymbol) else None
    tree = call.keyword("tree")
    has_levels = tree is not None and constant(tree) is True
    for name in TAG_TREE_MODELS if has_levels else TAG_MODELS:
        found = contracts.symbols.absolute(name)
        if isinstance(found, ClassSymbol):
            return found
    return None
