"""The tables of conversions against Django, DRF, pydantic and ninja: every entry is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import make_dataclass
from decimal import Decimal
from typing import Annotated, Any

import ninja
import pydantic
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from rest_framework import serializers

from nova_lint.knowledge.conversions import (
    BOUNDS,
    DECIMAL_FIELDS,
    DEFAULTS,
    HELD,
    LIMIT,
    REPLACES,
    TAKEN,
    VALIDATING,
    VALIDATORS,
    Becomes,
    Bound,
    Side,
    excludes_itself,
)
from tests.knowledge.live import named


class Price(models.Model):
    """A Decimal column, with and without a float as its default."""

    amount = models.DecimalField(max_digits=8, decimal_places=2)
    fee = models.DecimalField(max_digits=8, decimal_places=2, default=0.1)

    class Meta:
        app_label = "conversions"


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Price)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Price)


def column(max_digits: int = 8) -> models.DecimalField:
    return models.DecimalField(max_digits=max_digits, decimal_places=2)


def rest_field(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=8, decimal_places=2, **options)


def schema(base: type[pydantic.BaseModel], *default: Any) -> Any:
    """A class with one field, `amount: Decimal`."""
    field = (Decimal, *(default or (...,)))
    return pydantic.create_model("Schema", __base__=base, amount=field)


RECORD = make_dataclass("Record", [("amount", Decimal)])
DEFAULTED_RECORD = make_dataclass("DefaultedRecord", [("amount", Decimal, 0.1)])

# What each makes of a float.
GIVEN: dict[str, Callable[[float], Any]] = {
    "decimal.Decimal": Decimal,
    "decimal.Decimal.from_float": Decimal.from_float,
    "django.db.models.DecimalField": lambda value: column().to_python(value),
    "django.forms.DecimalField": lambda value: forms.DecimalField().clean(value),
    "rest_framework.serializers.DecimalField": lambda value: rest_field().run_validation(value),
    "pydantic.BaseModel": lambda value: schema(pydantic.BaseModel)(amount=value).amount,
    "ninja.Schema": lambda value: schema(ninja.Schema)(amount=value).amount,
    "dataclasses.dataclass": lambda value: RECORD(amount=value).amount,
}
# What each makes of 0.1 as its default.
UNGIVEN: dict[str, Callable[[], Any]] = {
    "django.db.models.DecimalField": lambda: Price().fee,
    "rest_framework.serializers.DecimalField": lambda: rest_field(default=0.1).run_validation(
        serializers.empty
    ),
    "pydantic.BaseModel": lambda: schema(pydantic.BaseModel, 0.1)().amount,
    "ninja.Schema": lambda: schema(ninja.Schema, 0.1)().amount,
    "dataclasses.dataclass": lambda: DEFAULTED_RECORD().amount,
}


def becomes(value: Any, given: float) -> set[Becomes]:
    """Whatever the value could have been made by: a column's digits and a float's shortest
    text often say the same."""
    if isinstance(value, float):
        return {Becomes.ITSELF}
    found = set()
    if value == Decimal(given):
        found.add(Becomes.VALUE)
    if value == column().context.create_decimal_from_float(given):
        found.add(Becomes.DIGITS)
    if value == Decimal(str(given)):
        found.add(Becomes.SHORTEST)
    return found


def test_every_way_is_run():
    assert set(GIVEN) == set(TAKEN)
    assert set(UNGIVEN) == set(DEFAULTS)


@pytest.mark.parametrize("name", TAKEN)
def test_what_becomes_of_a_float(name: str):
    assert TAKEN[name] in becomes(GIVEN[name](0.1), 0.1)


@pytest.mark.parametrize("name", DEFAULTS)
def test_what_becomes_of_a_default(name: str):
    assert DEFAULTS[name] in becomes(UNGIVEN[name](), 0.1)


def test_a_column_keeps_as_many_digits_as_it_has():
    assert str(column(8).to_python(0.1)) == "0.10000000"
    assert column(40).to_python(0.1) != Decimal("0.1")
    # The digits of a form and of a schema do not depend on a column.
    assert forms.DecimalField(max_digits=40).clean(0.1) == Decimal("0.1")


def test_a_column_refuses_a_float_for_its_places():
    with pytest.raises(ValidationError, match="decimal places"):
        column().clean(0.1, None)
    assert column().clean(0.5, None) == Decimal("0.5")
    assert column().clean(Decimal("0.1"), None) == Decimal("0.1")


def test_pydantic_keeps_what_it_does_not_validate():
    made = schema(pydantic.BaseModel)
    assert type(made.model_construct(amount=0.1).amount) is float
    assigned = made(amount="1")
    assigned.amount = 0.1
    assert type(assigned.amount) is float
    assert type(assigned.model_copy(update={"amount": 0.1}).amount) is float


def test_pydantic_validates_defaults_and_refuses_floats_where_it_is_told_to():
    class Checked(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(validate_default=True)
        amount: Decimal = 0.1  # type: ignore[assignment]

    class Strict(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(strict=True)
        amount: Decimal

    assert Checked().amount == Decimal("0.1")
    with pytest.raises(pydantic.ValidationError):
        Strict(amount=0.1)


# What an object holds -----------------------------------------------------------------------


def _assigned(value: float) -> Price:
    price = Price(amount=1)
    price.amount = value
    return price


def _saved(value: float) -> Price:
    price = _assigned(value)
    price.save()
    return price


def _bulk_updated(value: float) -> Price:
    price = Price.objects.create(amount=1)
    price.amount = value
    Price.objects.bulk_update([price], ["amount"])
    return price


WRITES: dict[str, Callable[[float], Price]] = {
    "constructor": lambda value: Price(amount=value),
    "assignment": _assigned,
    "save": _saved,
    "create": lambda value: Price.objects.create(amount=value),
    "get_or_create": lambda value: Price.objects.get_or_create(pk=99, defaults={"amount": value})[
        0
    ],
    "update_or_create": lambda value: Price.objects.update_or_create(
        pk=Price.objects.create(amount=1).pk, defaults={"amount": value}
    )[0],
    "bulk_create": lambda value: Price.objects.bulk_create([Price(amount=value)])[0],
    "bulk_update": _bulk_updated,
}


def test_every_write_is_run():
    assert set(WRITES) == set(HELD)


@pytest.mark.parametrize("name", HELD)
def test_what_an_object_holds_after_a_write(name: str):
    Price.objects.all().delete()
    price = WRITES[name](1.1)
    assert HELD[name] in becomes(price.amount, 1.1)
    if name not in ("constructor", "assignment"):
        assert Price.objects.get(pk=price.pk).amount == Decimal("1.1")


@pytest.mark.parametrize("name", sorted(REPLACES))
def test_what_makes_a_decimal_of_it(name: str):
    """0.5, for `full_clean` refuses the others."""
    price = Price.objects.create(amount=0.5, fee=0.5)
    assert type(price.amount) is float
    getattr(price, name)()
    assert type(price.amount) is Decimal


# Bounds -------------------------------------------------------------------------------------


def _accepts(check: Callable[[Any], Any], value: object) -> bool:
    try:
        check(value)
    except (ValidationError, serializers.ValidationError, pydantic.ValidationError):
        return False
    return True


def bounded(name: str, keyword: str, limit: Any) -> Callable[[Any], Any]:
    """Something that takes a number within a bound."""
    given = {keyword: limit}
    match name.rpartition(".")[2], name.partition(".")[0]:
        case "MinValueValidator", _:
            return MinValueValidator(limit)
        case "MaxValueValidator", _:
            return MaxValueValidator(limit)
        case "DecimalField", "django":
            return forms.DecimalField(**given).clean
        case "DecimalField", _:
            return rest_field(**given).run_validation
        case "condecimal", _:
            return pydantic.TypeAdapter(pydantic.condecimal(**given)).validate_python
        case _, "ninja":
            annotated = Annotated[Decimal, ninja.Field(..., **given)]
        case _:
            annotated = Annotated[Decimal, pydantic.Field(**given)]
    return pydantic.TypeAdapter(annotated).validate_python


def bounds() -> Iterator[tuple[str, str, Bound]]:
    for name, keywords in BOUNDS.items():
        yield from ((name, keyword, bound) for keyword, bound in keywords.items())


@pytest.mark.parametrize(("name", "keyword", "bound"), list(bounds()))
@pytest.mark.parametrize("literal", [0.01, 0.3, 1.1, 99.99, 0.5])
@pytest.mark.filterwarnings("ignore:min_value should be|max_value should be")
def test_whether_a_bound_excludes_itself(name: str, keyword: str, bound: Bound, literal: float):
    itself = Decimal(str(literal))
    takes = bounded(name, keyword, literal)
    if keyword in ("gt", "lt"):
        # Exclusive: it has to keep itself out, and would not if the float were taken.
        assert not _accepts(takes, itself)
    else:
        assert _accepts(takes, itself) is not excludes_itself(bound, literal)
    apart = Decimal("0.01") if bound.side is Side.LOWER else Decimal("-0.01")
    assert _accepts(takes, itself + apart)
    assert not _accepts(takes, itself - apart)


@pytest.mark.parametrize(("name", "keyword", "bound"), list(bounds()))
def test_a_bound_that_is_the_decimal_of_a_float_excludes_itself(
    name: str, keyword: str, bound: Bound
):
    literal = 0.01 if bound.side is Side.LOWER else 99.99
    assert not _accepts(bounded(name, keyword, Decimal(literal)), Decimal(str(literal)))
    if keyword not in ("gt", "lt"):
        assert _accepts(bounded(name, keyword, Decimal(str(literal))), Decimal(str(literal)))


# Fields and validators -----------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DECIMAL_FIELDS))
def test_a_field_of_decimals_refuses_its_own_bound(name: str):
    """By a keyword of its own, and by a validator."""
    digits = {} if name.startswith("django.forms") else {"max_digits": 8, "decimal_places": 2}
    bounded = [named(name)(**digits, **{VALIDATING: [MinValueValidator(**{LIMIT: 0.01})]})]
    if name in BOUNDS:
        bounded.append(named(name)(min_value=0.01, **digits))
    for field in bounded:
        with pytest.raises((ValidationError, serializers.ValidationError)):
            if isinstance(field, serializers.Field):
                field.run_validation("0.01")
            elif isinstance(field, models.Field):
                field.clean(Decimal("0.01"), None)
            else:
                field.clean("0.01")


def test_validators_are_bounds():
    assert set(BOUNDS) >= VALIDATORS
    assert all(set(BOUNDS[name]) == {LIMIT} for name in VALIDATORS)
