"""The table of columns against the installed Django: every class that it exports."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core import validators
from django.db import models
from django.db.models.fields.related import RelatedField
from django.utils import translation
from rest_framework.serializers import ModelField, ModelSerializer
from rest_framework.utils.field_mapping import ClassLookupDict

from nova_lint.knowledge.models import (
    COLUMNS,
    CONTENTTYPES_NAMES,
    FIELD_ENDINGS,
    GENERIC_KEY_COLUMNS,
    LIMIT_VALIDATORS,
    MODEL_ATTRIBUTES,
    NAMES,
    POSTGRES_COLUMNS,
    TRANSLATION_NAMES,
    VALIDATOR_NAMES,
    Column,
    column,
    holds_empty_text,
    is_column,
)

EXPORTED = {
    name: cls
    for name, cls in vars(models).items()
    if isinstance(cls, type) and issubclass(cls, models.Field)
}
# Not exported, but what packages derive their own relations from.
EXPORTED["RelatedField"] = RelatedField
RELATIONS = ("ForeignKey", "ForeignObject", "ManyToManyField", "OneToOneField")
# Django keeps these for old migrations and refuses to use them.
REMOVED = ("CommaSeparatedIntegerField", "IPAddressField", "NullBooleanField")
USABLE = [name for name in COLUMNS if name not in (*REMOVED, "RelatedField")]

# One value of each family in the words in which a database or a form may hand it over.
SAMPLES: dict[str, tuple[Any, str]] = {
    "bool": ("1", "bool"),
    "date": ("2024-02-29", "date"),
    "datetime": ("2024-02-29 12:00", "datetime"),
    "decimal": ("1.5", "Decimal"),
    "duration": ("1:00", "timedelta"),
    "float": ("1.5", "float"),
    "int": ("1", "int"),
    "str": ("x", "str"),
    "time": ("12:00", "time"),
    "uuid": ("12345678123456781234567812345678", "UUID"),
}
# Families that `to_python` leaves as they are, by the type of the database's column.
STORED = {"bytes": "BinaryField", "file": "FileField", "json": "JSONField"}


def make(name: str, **options: Any) -> models.Field[Any, Any]:
    """A column of that class with as little said as it allows."""
    cls = EXPORTED[name]
    match name:
        case "ForeignKey" | "OneToOneField":
            made = cls(Group, models.CASCADE, **options)
        case "ForeignObject":
            made = cls(Group, models.CASCADE, ["a"], ["id"], **options)
        case "ManyToManyField":
            made = cls(Group, **options)
        case "GeneratedField":
            made = cls(
                expression=models.F("a"), output_field=models.IntegerField(), db_persist=True
            )
        case "CompositePrimaryKey":
            made = cls("a", "b")
        case "OrderWrt":
            made = cls()
        case _:
            made = cls(**options)
    made.set_attributes_from_name("column")
    return made


def known(name: str) -> Column:
    return COLUMNS[name]


def test_the_names_of_columns_end_alike_and_those_of_managers_do_not() -> None:
    others = {name for name in NAMES if not name.endswith(FIELD_ENDINGS)}
    assert {"Manager", "QuerySet"} <= others
    # Django makes these itself.
    assert others & COLUMNS.keys() == {"ForeignObject", "OrderWrt"}


def test_every_exported_class_is_in_the_table() -> None:
    assert set(EXPORTED) == set(COLUMNS)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_exists(name: str) -> None:
    assert name in EXPORTED or hasattr(models, name)


@pytest.mark.parametrize("name", COLUMNS)
def test_parent(name: str) -> None:
    bases = [base.__name__ for base in EXPORTED[name].__mro__[1:] if base.__name__ in COLUMNS]
    if name.endswith("AutoField"):  # its mixins come first
        assert issubclass(EXPORTED[name], EXPORTED[known(name).parent])
    elif name != "Field":
        assert known(name).parent == bases[0]


@pytest.mark.parametrize("name", COLUMNS)
def test_descent(name: str) -> None:
    for other, cls in EXPORTED.items():
        if name in ("BigAutoField", "SmallAutoField") and other == f"{name[:-9]}IntegerField":
            continue  # an AutoField first of all; the table has one parent for each class
        assert is_column(name, other) == issubclass(EXPORTED[name], cls), other


@pytest.mark.parametrize("name", USABLE)
@pytest.mark.parametrize("fact", ["editable", "blank", "null", "max_length"])
def test_what_holds_by_itself(name: str, fact: str) -> None:
    assert getattr(make(name), fact) == getattr(known(name), fact)


@pytest.mark.parametrize("name", USABLE)
def test_least_value(name: str) -> None:
    signed = not any(b.__name__ == "PositiveIntegerRelDbTypeMixin" for b in EXPORTED[name].__mro__)
    assert known(name).min_value == (None if signed else 0)


@pytest.mark.parametrize("name", USABLE)
def test_family(name: str) -> None:
    family = known(name).type
    field = make(name)
    if family == "relation":
        assert field.is_relation
    elif family in STORED:
        assert is_column(field.get_internal_type(), STORED[family])
    elif family != "any":
        given, expected = SAMPLES[family]
        assert type(field.to_python(given)).__name__ == expected


@pytest.mark.parametrize("name", USABLE)
def test_form_field(name: str) -> None:
    if name in ("ForeignObject", "CompositePrimaryKey", "GeneratedField"):
        assert known(name).form is None
        return
    made = make(name, **({"path": "/"} if name == "FilePathField" else {})).formfield()
    assert (type(made).__name__ if made is not None else None) == known(name).form


@pytest.mark.parametrize("name", USABLE)
def test_serializer_field(name: str) -> None:
    if name in RELATIONS:
        return
    mapping = ClassLookupDict(ModelSerializer.serializer_field_mapping)
    field = make(name)
    if name == "GeneratedField":
        return
    try:
        assert mapping[field].__name__ == known(name).serializer
    except KeyError:
        assert known(name).serializer == "ModelField"
        assert issubclass(ModelField, object)


@pytest.mark.parametrize("name", COLUMNS)
def test_positional_parameters(name: str) -> None:
    if name in ("CompositePrimaryKey", "OrderWrt"):  # what is given there is something else
        assert known(name).positional == ()
    else:
        assert leading_parameters(EXPORTED[name]) == known(name).positional


def leading_parameters(cls: type) -> tuple[str, ...]:
    """The positional parameters of the first constructor that takes no `*args`."""
    for base in cls.__mro__:
        if "__init__" in vars(base):
            parameters = list(inspect.signature(base.__init__).parameters.values())[1:]
            if parameters and parameters[0].kind is inspect.Parameter.VAR_POSITIONAL:
                continue
            return tuple(
                p.name for p in parameters if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
            )
    return ()


@pytest.mark.parametrize("name", USABLE)
def test_what_is_saved_without_a_value(name: str) -> None:
    """An empty text, where Django saves one; relations and computed columns apart."""
    if name in (*RELATIONS, "Field", "GeneratedField", "CompositePrimaryKey"):
        return
    empty = make(name).get_default() is not None
    assert holds_empty_text(f"django.db.models.{name}") == (empty and name != "OrderWrt")


@pytest.mark.parametrize("name", VALIDATOR_NAMES)
def test_validators_exist(name: str) -> None:
    assert hasattr(validators, name)


def test_no_validator_is_forgotten() -> None:
    """Every validator that Django names, except helpers that make one."""
    exported = {
        name
        for name, found in vars(validators).items()
        if (name.endswith("Validator") and isinstance(found, type)) or name.startswith("validate_")
    }
    bases = {"BaseValidator", "DomainNameValidator", "validate_domain_name"}
    assert exported - bases <= set(VALIDATOR_NAMES)


def test_limits_have_a_limit() -> None:
    for dotted, fact in LIMIT_VALIDATORS.items():
        cls = getattr(validators, dotted.rpartition(".")[2])
        assert issubclass(cls, validators.BaseValidator)
        assert cls.__name__.lower() == fact.replace("_", "") + "validator"


@pytest.mark.parametrize("name", sorted(MODEL_ATTRIBUTES - {"objects"}))
def test_every_model_has(name: str) -> None:
    assert hasattr(Group(), name)


@pytest.mark.parametrize("name", TRANSLATION_NAMES)
def test_translations_exist(name: str) -> None:
    if not name.startswith("u"):  # before Django 4
        assert hasattr(translation, name)


def test_columns_of_content_types() -> None:
    from django.contrib.contenttypes import fields

    assert all(hasattr(fields, name) for name in CONTENTTYPES_NAMES)


def test_columns_of_postgres() -> None:
    """Needs a driver of PostgreSQL; without one Django does not import its columns."""
    try:
        from django.contrib.postgres import fields
    except ImportError:
        pytest.skip("no driver of PostgreSQL")
    # What Django has taken away is kept for old migrations.
    exported = {
        name: cls
        for name, cls in vars(fields).items()
        if isinstance(cls, type) and issubclass(cls, models.Field)
        if cls.system_check_removed_details is None
    }
    assert set(exported) - set(POSTGRES_COLUMNS) == set()


def test_look_up_by_canonical_name() -> None:
    assert column("django.db.models.CharField") == COLUMNS["CharField"]
    assert column("django.contrib.postgres.fields.ArrayField") == POSTGRES_COLUMNS["ArrayField"]
    assert column("shop.fields.CharField") is None


def test_a_generic_relation_sets_two_columns():
    signature = inspect.signature(GenericForeignKey.__init__)
    for keyword, usual in GENERIC_KEY_COLUMNS.items():
        assert signature.parameters[keyword].default == usual
