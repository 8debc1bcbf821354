"""What becomes of a float where a Decimal is expected.

Source: CPython 3.11 to 3.14, decimal; Django 5.2, db/models/fields/__init__.py
(`DecimalField.to_python`), forms/fields.py, core/validators.py; DRF 3.18, fields.py; pydantic
2.14. Every entry is run by tests/knowledge/test_conversions.py.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Final

import msgspec

from nova_lint.knowledge.floats import error


class Becomes(Enum):
    """What is made of the float.

    `ITSELF`: nothing, it stays a float. `VALUE`: the Decimal of all its digits, 0.1 is
    0.1000000000000000055511151231257827…. `DIGITS`: the same, rounded to as many digits as the
    column has in all, so that 0.1 is right in a column of 15 or fewer and has more decimal
    places than the column allows. `SHORTEST`: the Decimal of its shortest text, 0.1 is 0.1.
    """

    ITSELF = "itself"
    VALUE = "value"
    DIGITS = "digits"
    SHORTEST = "shortest"


# By the class or function that is given a float.
TAKEN: Final[dict[str, Becomes]] = {
    "decimal.Decimal": Becomes.VALUE,
    "decimal.Decimal.from_float": Becomes.VALUE,
    # Django's own conversion, when a row is saved, updated, filtered or cleaned. What is saved
    # is right to the column's places; `full_clean` refuses most floats for having too many.
    "django.db.models.DecimalField": Becomes.DIGITS,
    "django.forms.DecimalField": Becomes.SHORTEST,
    "rest_framework.serializers.DecimalField": Becomes.SHORTEST,
    # A field annotated as Decimal; in strict mode a float is refused.
    "pydantic.BaseModel": Becomes.SHORTEST,
    "ninja.Schema": Becomes.SHORTEST,
    "dataclasses.dataclass": Becomes.ITSELF,
}

# The same for a value that nobody gave, by class and keyword; a default of pydantic and ninja
# is what a field is set to. pydantic converts it with `validate_default=True`.
DEFAULTS: Final[dict[str, Becomes]] = {
    "django.db.models.DecimalField": Becomes.ITSELF,
    "rest_framework.serializers.DecimalField": Becomes.ITSELF,
    "pydantic.BaseModel": Becomes.ITSELF,
    "ninja.Schema": Becomes.ITSELF,
    "dataclasses.dataclass": Becomes.ITSELF,
}

# What a column of the object at hand holds after a write, by the way it is given: the methods
# of a manager return the object, the constructor makes it, and an assignment changes it.
# `update` has no object; it is not listed.
HELD: Final[dict[str, Becomes]] = {
    "constructor": Becomes.ITSELF,
    "assignment": Becomes.ITSELF,
    "create": Becomes.ITSELF,
    "get_or_create": Becomes.ITSELF,
    "update_or_create": Becomes.ITSELF,
    "bulk_create": Becomes.ITSELF,
    "bulk_update": Becomes.ITSELF,
    "save": Becomes.ITSELF,
}
# Methods of an object after which its columns hold Decimals.
REPLACES: Final = frozenset({"refresh_from_db", "full_clean", "clean_fields"})


class Side(Enum):
    """Which values a bound excludes: those below it, or those above it."""

    LOWER = "lower"
    UPPER = "upper"


class Bound(msgspec.Struct, frozen=True):
    """What a keyword bounds, and what becomes of a float that is given for it."""

    side: Side
    taken: Becomes


_ALL_OF_IT: Final = {
    "min_value": Bound(Side.LOWER, Becomes.ITSELF),
    "max_value": Bound(Side.UPPER, Becomes.ITSELF),
}
_SHORTEST: Final = {
    "ge": Bound(Side.LOWER, Becomes.SHORTEST),
    "gt": Bound(Side.LOWER, Becomes.SHORTEST),
    "le": Bound(Side.UPPER, Becomes.SHORTEST),
    "lt": Bound(Side.UPPER, Becomes.SHORTEST),
}
# Validators, and the keyword that a field takes several of them by.
VALIDATORS: Final = frozenset(
    {"django.core.validators.MinValueValidator", "django.core.validators.MaxValueValidator"}
)
LIMIT: Final = "limit_value"
VALIDATING: Final = "validators"
# Fields whose values are Decimals.
DECIMAL_FIELDS: Final = frozenset(
    {
        *("django.db.models.DecimalField", "django.forms.DecimalField"),
        "rest_framework.serializers.DecimalField",
    }
)
# Bounds over a Decimal, by class or function and parameter.
BOUNDS: Final[dict[str, dict[str, Bound]]] = {
    "django.core.validators.MinValueValidator": {"limit_value": Bound(Side.LOWER, Becomes.ITSELF)},
    "django.core.validators.MaxValueValidator": {"limit_value": Bound(Side.UPPER, Becomes.ITSELF)},
    "django.forms.DecimalField": _ALL_OF_IT,
    "rest_framework.serializers.DecimalField": _ALL_OF_IT,
    "pydantic.Field": _SHORTEST,
    "pydantic.condecimal": _SHORTEST,
    "ninja.Field": _SHORTEST,
}


def excludes_itself(bound: Bound, literal: float) -> bool:
    """Whether an inclusive bound that is given as a float keeps out the very number that the
    literal says."""
    if bound.taken is Becomes.SHORTEST:
        return False
    over = error(literal)
    return over > Decimal(0) if bound.side is Side.LOWER else over < Decimal(0)
