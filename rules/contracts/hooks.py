"""What a layer's own code does with a value."""

from __future__ import annotations

from nova_lint.contracts.contract import Field, Known
from nova_lint.contracts.links import Pair

_LIMITS = frozenset({"gt", "lt"})
_OUTPUT_ONLY = (
    "field_serializer",
    "model_serializer",
    "PlainSerializer",
    "WrapSerializer",
    "resolve",
)


def sees_input(field: Field, *, whole: bool = True) -> bool:
    """Whether code of the schema checks or changes the value before it is saved; with
    `whole`, code that sees all fields at once counts as well. What such code takes and
    refuses is not decided, nor for a field whose validators cannot be read."""
    if not isinstance(field.validators, Known):
        return True
    return any(_is_hook(mark, whole) for mark in field.validators.value)


def is_checked(pair: Pair) -> bool:
    """Whether code of the layer looks at the value: that of the field's own class, or of the
    contract's, which speaks of it under the field's name or under the one that it bears once
    it is validated."""
    supply = pair.linked.supply
    return pair.field.refuses or supply.checks(pair.field.name) or supply.checks(pair.column.name)


def _is_hook(mark: str, whole: bool) -> bool:
    if mark in _LIMITS or mark.startswith(_OUTPUT_ONLY):
        return False
    if mark.startswith(("model_validator", "root_validator")):
        return whole
    # A dotted name is a validator of Django's kind, whose limits are read.
    annotated = mark.endswith("Validator") and "." not in mark
    return annotated or mark.startswith(("field_validator", "validator"))


def sees_output(field: Field) -> bool:
    """Whether code of the schema may change the value before it is shown."""
    if not isinstance(field.validators, Known):
        return True
    return any(mark not in _LIMITS for mark in field.validators.value)
