"""Tables between two models: what Django makes of a many-to-many column without `through`.

The model has two keys and no name of its own in the source; `Order.tags.through` stands for it
(Django 5.2, django/db/models/fields/related.py, create_many_to_many_intermediary_model).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from msgspec.structs import replace

from nova_lint.contracts.contract import Field, Known
from nova_lint.contracts.generated.model import Columns, GeneratedModel, generated_model
from nova_lint.contracts.generated.records.copies import new_column
from nova_lint.contracts.generated.tags import tag_model_name
from nova_lint.contracts.readers.classes import own_span
from nova_lint.contracts.readers.model_options import is_abstract
from nova_lint.knowledge.models import MODEL, is_column
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.scope import Scope
from nova_lint.semantics.values import Reference
from nova_lint.workspace.symbols import ClassSymbol, External

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts


def named_table(node: cst.CSTNode, scope: Scope, contracts: Contracts) -> GeneratedModel | None:
    """The table that `Order.tags.through` stands for, and
    `Order._meta.get_field("tags").remote_field.through`."""
    match node:
        case cst.Attribute(
            value=cst.Attribute(
                value=cst.Call(
                    func=cst.Attribute(
                        value=cst.Attribute(value=of, attr=cst.Name(value="_meta")),
                        attr=cst.Name(value="get_field"),
                    ),
                    args=[cst.Arg(value=named, star="")],
                ),
                attr=cst.Name(value="remote_field"),
            ),
            attr=cst.Name(value="through"),
        ):
            name = constant(contracts.evaluator.evaluate(named, scope))
        case cst.Attribute(
            value=cst.Attribute(value=of, attr=cst.Name(value=name)),
            attr=cst.Name(value="through"),
        ):
            pass
        case _:
            return None
    model = contracts.evaluator.evaluate(of, scope)
    if not isinstance(model, Reference) or not isinstance(model.symbol, ClassSymbol):
        return None
    if not isinstance(name, str) or not contracts.is_model(model.symbol):
        return None
    return _table(model.symbol, name, contracts)


def _table(model: ClassSymbol, name: str, contracts: Contracts) -> GeneratedModel:
    """The table of a column, made once: what is known of a class is kept for that class."""
    questions = contracts.workspace.questions
    return questions.memo(
        ("table", id(model), name),
        lambda: generated_model(
            f"{model.module.name}.{model.short_name}_{name}",
            (External(MODEL),),
            lambda: _columns(model, name, contracts),
            model.module,
            own_span(model),
            questions,
        ),
    )


def _columns(model: ClassSymbol, name: str, contracts: Contracts) -> Columns:
    owner = _owner(model, name, contracts)
    target = _target(owner, name, contracts)
    if target is None:
        return Columns((), complete=False)
    own, its = owner.short_name.lower(), target.rpartition(".")[2].lower()
    if own == its:
        own, its = f"from_{own}", f"to_{its}"
    related = f"{owner.short_name}_{name}+"
    return Columns((_key(own, owner.name, related), _key(its, target, related)))


def _owner(model: ClassSymbol, name: str, contracts: Contracts) -> ClassSymbol:
    """The model whose column it is: a model with a table of its own gives it to those below."""
    for base in contracts.symbols.bases(model):
        if isinstance(base, ClassSymbol) and contracts.is_model(base):
            contract = None if is_abstract(base, contracts) else contracts.contract(base)
            if contract is not None and contract.field(name) is not None:
                return _owner(base, name, contracts)
    return model


def _target(owner: ClassSymbol, name: str, contracts: Contracts) -> str | None:
    """The model at the other end; None where that is not known, or the table is a model of the
    project's."""
    contract = contracts.contract(owner)
    column = contract.field(name) if contract is not None else None
    if column is None or column.has_through or column.many != Known(True):
        return None
    if not is_column(column.framework_class, "ManyToManyField"):
        return None
    if isinstance(column.relation, Known):
        return column.relation.value
    return tag_model_name(owner, name, contracts)


def _key(name: str, model: str, related_name: str) -> Field:
    column = new_column(name, "ForeignKey")
    return replace(column, relation=Known(model), related_name=Known(related_name))
