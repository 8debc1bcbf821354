"""One declared field of a serializer: what the call in the class body says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from nova_lint.contracts import facts
from nova_lint.contracts.construction import Construction, construct
from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known, Span, unknown_field
from nova_lint.contracts.readers.adjustments import unsettled
from nova_lint.contracts.readers.classes import class_validators, may_be_field
from nova_lint.knowledge.drf import (
    FIELDS,
    POSITIONAL,
    READING_METHODS,
    REFUSING,
    SERIALIZER_ROOTS,
    WHOLE_OBJECT_FIELDS,
    is_serializer_field,
)
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Unknown, Value
from nova_lint.workspace.symbols import ClassSymbol, FunctionSymbol
from nova_lint.workspace.walk import last_name, walk

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

# The limits that validators may set.
_VALIDATED = ("max_length", "min_length", "min_value", "max_value")
FIELD_ROOTS = SERIALIZER_ROOTS | {f"rest_framework.serializers.{name}" for name in FIELDS}


def read_declared(
    name: str, call: Call, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field | None:
    """The field that a call in a serializer's body makes; None where it makes none."""
    built = construct(call, contracts.evaluator, POSITIONAL, FIELD_ROOTS)
    if built is None:
        return _unresolved(name, call, span, owner)
    if built.external in SERIALIZER_ROOTS:
        return _nested(name, built, span, owner)
    return _built_in(name, built, span, owner, contracts)


def _nested(name: str, built: Construction, span: Span, owner: ClassSymbol) -> Field:
    many = constant(built.get("many") or Constant(False)) is True
    many = many or built.external.endswith("ListSerializer")
    shape = _common(name, built, span, owner)
    relation = built.classes[0].name if built.classes else None
    return replace(
        shape,
        type=Known("list" if many else "object"),
        many=Known(many),
        relation=Known(relation),
        custom=True,
        min_length=facts.integer(built.get("min_length"), None) if many else Known(None),
        max_length=facts.integer(built.get("max_length"), None) if many else Known(None),
        # Those of its own class, for constraints over several columns.
        validators=UNKNOWN,
    )


def _common(name: str, built: Construction, span: Span, owner: ClassSymbol) -> Field:
    """What every serializer field says, whatever its class."""
    short = built.external.rpartition(".")[2]
    known = FIELDS.get(short)
    many = constant(built.get("many")) is True
    # What a class sets for itself does not reach the ManyRelatedField around it.
    always = bool(known and known.read_only) and not built.skips_framework and not many
    read_only = Known(True) if always else facts.boolean(built.get("read_only"), False)
    has_default = _has_default(built)
    source = facts.text(built.get("source"))
    if source == Known(None):
        source = Known("*" if short in WHOLE_OBJECT_FIELDS else name)
    return Field(
        name=name,
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=source,
        type=UNKNOWN,
        framework_class=built.external,
        custom=bool(built.classes),
        required=_required(built.get("required"), read_only, has_default),
        nullable=Known(True)
        if short == "NullBooleanField"
        else facts.boolean(built.get("allow_null"), False),
        has_default=has_default,
        default=_default(built),
        read_only=read_only,
        write_only=Known(True)
        if known and known.write_only
        else facts.boolean(built.get("write_only"), False),
    )


def _built_in(
    name: str, built: Construction, span: Span, owner: ClassSymbol, contracts: Contracts
) -> Field:
    short = built.external.rpartition(".")[2]
    known = FIELDS[short]
    own = built.get("validators")
    # `validators=[…]` replaces those of the class.
    checks = facts.validators([own] if own else class_validators(built, contracts))
    is_relation = is_serializer_field(short, "RelatedField")
    many = Known(True) if known.many else facts.boolean(built.get("many"), False)
    common = _common(name, built, span, owner)
    if is_relation and many == Known(True):
        common = replace(common, nullable=Known(False))
    field = replace(
        common,
        type=Known(known.type) if not (short == "Field" or _reshapes(built)) else UNKNOWN,
        blank=facts.boolean(built.get("allow_blank"), False),
        max_length=_length("max_length", built, checks),
        min_length=_length("min_length", built, checks),
        max_digits=facts.integer(built.get("max_digits"), None),
        decimal_places=facts.integer(built.get("decimal_places"), None),
        min_value=_bound("min_value", built, checks),
        max_value=_bound("max_value", built, checks),
        pattern=facts.text(built.get("regex")),
        choices=_choices(short, built, contracts),
        relation=_related_model(built, contracts) if is_relation else Known(None),
        many=many,
        validators=Known(()) if is_relation and many == Known(True) else checks.others,
        as_text=facts.boolean(built.get("coerce_to_string"), True),
        refuses=_refuses(built, contracts),
    )
    return unsettled(field, _VALIDATED) if _adds_validators(built) else field


def _choices(
    short: str, built: Construction, contracts: Contracts
) -> Fact[tuple[object, ...] | None]:
    if short == "FilePathField":
        # The files that a folder holds at the time.
        return UNKNOWN
    if not is_serializer_field(short, "ChoiceField"):
        return Known(None)
    return facts.choices(built.get("choices"), contracts.evaluator)


def _length(fact: str, built: Construction, checks: facts.Validators) -> Fact[int | None]:
    """A length limit that a keyword or a validator sets, the stricter of the two."""
    return checks.length(fact, facts.integer(built.get(fact), None))


def _reshapes(built: Construction) -> bool:
    """Whether a custom class changes what comes in or goes out."""
    return any(
        name in cls.bindings
        for cls in built.classes
        for name in ("to_internal_value", "to_representation")
    ) and built.external.endswith(".Field")


def _adds_validators(built: Construction) -> bool:
    """Whether a custom class adds validators to those that it is given."""
    return built.attributes.get("validators") == Unknown()


def _refuses(built: Construction, contracts: Contracts) -> bool:
    """Whether a custom class refuses values where it reads them, or by validators that it adds:
    which values, is not decided."""
    if _adds_validators(built):
        return True
    for cls in built.classes:
        for name in READING_METHODS & cls.bindings.keys():
            symbol = contracts.symbols.own_member(cls, name)
            if not isinstance(symbol, FunctionSymbol):
                return True
            node = contracts.evaluator.function(symbol)
            if node is None or any(map(_is_refusal, walk(node))):
                return True
    return False


def _is_refusal(node: cst.CSTNode) -> bool:
    """`raise …`, `self.fail(…)`"""
    if isinstance(node, cst.Call):
        return last_name(node.func) == REFUSING
    return isinstance(node, cst.Raise)


def _bound(fact: str, built: Construction, checks: facts.Validators) -> Fact[object]:
    return facts.stricter(fact, facts.limit(built.get(fact)), checks.limits.get(fact, Known(None)))


def _related_model(built: Construction, contracts: Contracts) -> Fact[str | None]:
    found = contracts.queryset_model(built.get("queryset"))
    return Known(found.name) if found is not None else UNKNOWN


def _required(value: Value | None, read_only: Fact[bool], default: Fact[bool]) -> Fact[bool]:
    """DRF requires a field unless it has a default or is read-only (fields.py, Field)."""
    if value is not None and value != Constant(None):
        return facts.boolean(value, None)
    if read_only == Known(True) or default == Known(True):
        return Known(False)
    if read_only is UNKNOWN or default is UNKNOWN:
        return UNKNOWN
    return Known(True)


def _has_default(built: Construction) -> Fact[bool]:
    if "default" in built.keywords:
        return Known(True)
    return Known(False) if built.complete else UNKNOWN


def _default(built: Construction) -> Fact[object]:
    value = built.get("default")
    return facts.limit(value) if value is not None else Known(None)


def _unresolved(name: str, call: Call, span: Span, owner: ClassSymbol) -> Field | None:
    """A field of a package that is not installed: only what the call itself says is known."""
    dotted = facts.dotted_name(call.callee)
    if dotted is None or not dotted.endswith(("Field", "Serializer")):
        return None
    if not may_be_field(call.callee, call.evaluator):
        return None
    keywords = call.keywords()
    source = facts.text(keywords.get("source"))
    return replace(
        unknown_field(name),
        span=span,
        declared_in=owner.qualname,
        declared=True,
        source=Known(name) if source == Known(None) else source,
        framework_class=dotted,
        custom=True,
        required=facts.boolean(keywords.get("required"), None),
        nullable=facts.boolean(keywords.get("allow_null"), None),
        has_default=Known(True) if "default" in keywords else UNKNOWN,
        many=facts.boolean(keywords.get("many"), None),
        read_only=facts.boolean(keywords.get("read_only"), None),
        write_only=facts.boolean(keywords.get("write_only"), None),
    )
