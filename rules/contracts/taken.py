"""Whether something asks if a value is taken before it is saved."""

from __future__ import annotations

from nova_lint.contracts.contract import Constraint, Field, Known, Layer, Link
from nova_lint.contracts.links import Linked
from nova_lint.contracts.project import Contracts
from nova_lint.knowledge.drf import UNIQUE_VALIDATOR
from nova_lint.knowledge.lookups import OTHER_CHECKS
from nova_lint.semantics.values import Items, Value
from nova_lint.workspace.symbols import ClassSymbol


def asks_whether_taken(linked: Linked, *names: str) -> bool:
    """Whether code around a contract looks for an existing row by one of some columns, or
    handles the database's refusal: `filter(sku=sku).exists()`, `get_or_create(sku=sku)`,
    `except IntegrityError`, `validate_sku`."""
    supply = linked.supply
    if any(map(supply.checks, names)) or supply.answers_refusals:
        return True
    return supply.has_word(*OTHER_CHECKS) or supply.looks_up(names)


def may_ask(field: Field) -> bool:
    """Whether a field may look for a row with its value: by a UniqueValidator, or in code of
    its own class."""
    validators = field.validators
    if field.refuses or not isinstance(validators, Known):
        return True
    return UNIQUE_VALIDATOR in validators.value


def derives_validator(constraint: Constraint, linked: Linked, project: Contracts) -> bool:
    """Whether DRF turns a constraint into a UniqueTogetherValidator, which asks whether the
    values are taken and for the values themselves: in a ModelSerializer that takes in all
    its columns, unless `Meta.validators` stands in its place. Those that it lists may ask, too."""
    if constraint.kind != "unique":
        return False
    if linked.contract.layer is not Layer.SERIALIZER or linked.link is not Link.META:
        return False
    listed = _listed_validators(linked, project)
    if listed is not None:
        return listed != Items(())
    present = {
        pair.column.name
        for pair in linked.pairs
        if pair.field.read_only != Known(True) or pair.field.has_default != Known(False)
    }
    return {*constraint.fields, *constraint.condition_fields} <= present


def _listed_validators(linked: Linked, project: Contracts) -> Value | None:
    """What `Meta.validators` of a serializer says; None where nothing is said."""
    cls = project.class_named(linked.contract.name)
    meta = project.symbols.class_member(cls, "Meta") if cls is not None else None
    if not isinstance(meta, ClassSymbol):
        return None
    symbol = project.symbols.class_member(meta, "validators")
    return project.evaluator.symbol_value(symbol) if symbol is not None else None
