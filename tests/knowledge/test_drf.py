"""The table of serializer fields against the installed DRF: every class that it exports."""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import Any

import pytest
import rest_framework
from django.contrib.auth.models import Group
from django.db import models
from rest_framework import serializers, validators
from rest_framework.fields import Field, empty
from rest_framework.settings import api_settings

from nova_lint.knowledge.drf import (
    AS_TEXT,
    BUILDERS,
    FIELDS,
    HIDDEN,
    MODEL_SERIALIZER_ROOTS,
    NAMES,
    NEWEST,
    POSITIONAL,
    READING_METHODS,
    REFUSING,
    RELATED_FIELDS,
    SERIALIZER_ROOTS,
    SHOWN_AS_THEY_ARE,
    UNIQUE_VALIDATOR,
    VALIDATOR_NAMES,
    WHOLE_OBJECT_FIELDS,
    is_serializer_field,
)
from nova_lint.knowledge.hooks import METHOD_FIELD, SHOWN_BY_KEY

EXPORTED = {
    name: cls
    for name, cls in vars(serializers).items()
    if isinstance(cls, type) and issubclass(cls, Field)
}
# DRF 3.14 dropped it; older projects still have it.
REMOVED = {"NullBooleanField"}
PRESENT = [name for name in FIELDS if name not in REMOVED]
# What a class cannot be made without.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "ChoiceField": {"choices": ["x"]},
    "DecimalField": {"max_digits": 4, "decimal_places": 2},
    "FilePathField": {"path": "/"},
    "HiddenField": {"default": 1},
    "HyperlinkedIdentityField": {"view_name": "x"},
    "HyperlinkedRelatedField": {"view_name": "x", "queryset": Group.objects.all()},
    "ModelField": {"model_field": models.Field()},
    "MultipleChoiceField": {"choices": ["x"]},
    "PrimaryKeyRelatedField": {"queryset": Group.objects.all()},
    "RegexField": {"regex": "x"},
    "RelatedField": {"queryset": Group.objects.all()},
    "SlugRelatedField": {"slug_field": "name", "queryset": Group.objects.all()},
}
# One value of each family as JSON has it, and the type that it becomes.
SAMPLES = {
    "bool": (True, "bool"),
    "choice": ("x", "str"),
    "date": ("2024-02-29", "date"),
    "datetime": ("2024-02-29T12:00", "datetime"),
    "decimal": ("1.5", "Decimal"),
    "duration": ("1:00", "timedelta"),
    "float": ("1.5", "float"),
    "int": ("1", "int"),
    "json": ({"a": "1"}, "dict"),
    "str": ("x", "str"),
    "time": ("12:00", "time"),
    "uuid": ("12345678123456781234567812345678", "UUID"),
}


def make(name: str) -> Any:
    if name == "ManyRelatedField":
        child = serializers.PrimaryKeyRelatedField(read_only=True)
        return serializers.ManyRelatedField(child_relation=child)
    return EXPORTED[name](**ARGUMENTS.get(name, {}))


def short(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def test_every_exported_class_is_in_the_table() -> None:
    roots = {short(root) for root in SERIALIZER_ROOTS}
    assert set(EXPORTED) == set(PRESENT) | roots


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REMOVED])
def test_every_name_exists(name: str) -> None:
    assert hasattr(serializers, name) or hasattr(validators, name)


@pytest.mark.parametrize("root", sorted(SERIALIZER_ROOTS))
def test_roots_are_serializers(root: str) -> None:
    cls = getattr(serializers, short(root))
    assert issubclass(cls, serializers.BaseSerializer)
    assert issubclass(cls, serializers.ModelSerializer) == (root in MODEL_SERIALIZER_ROOTS)


@pytest.mark.parametrize("name", PRESENT)
def test_descent(name: str) -> None:
    for other in PRESENT:
        expected = issubclass(EXPORTED[name], EXPORTED[other])
        assert is_serializer_field(name, other) == expected, other


@pytest.mark.parametrize("name", PRESENT)
def test_what_holds_by_itself(name: str) -> None:
    field, known = make(name), FIELDS[name]
    assert field.read_only == known.read_only
    assert field.write_only == known.write_only
    assert getattr(field, "max_length", None) == known.max_length
    assert (name == "ManyRelatedField") == known.many
    assert (field.source == "*") == (name in WHOLE_OBJECT_FIELDS)
    assert field.required == (not known.read_only and field.default is empty)


@pytest.mark.parametrize("name", PRESENT)
def test_family(name: str) -> None:
    field, family = make(name), FIELDS[name].type
    match family:
        case "relation":
            assert isinstance(field, serializers.RelatedField | serializers.ManyRelatedField)
        case "file":
            assert isinstance(field, serializers.FileField)
        case "list":
            assert isinstance(field.to_internal_value(["x"]), set | list)
        case "any":
            assert name in (
                "Field",
                "HiddenField",
                "ModelField",
                "ReadOnlyField",
                "SerializerMethodField",
            )
        case _:
            sample, expected = SAMPLES[family]
            if name == "IPAddressField":
                sample = "127.0.0.1"
            if name == "FilePathField":
                sample = next(iter(field.choices), None)
            if sample is not None:
                assert type(field.to_internal_value(sample)).__name__ == expected


@pytest.mark.parametrize("name", EXPORTED)
def test_positional_parameters(name: str) -> None:
    given = POSITIONAL.get(f"rest_framework.serializers.{name}", ())
    assert leading_parameters(EXPORTED[name]) == given


def leading_parameters(cls: type) -> tuple[str, ...]:
    for base in cls.__mro__:
        if "__init__" in vars(base):
            parameters = list(inspect.signature(base.__init__).parameters.values())[1:]
            if parameters and parameters[0].kind is inspect.Parameter.VAR_POSITIONAL:
                continue
            return tuple(
                p.name for p in parameters if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
            )
    return ()


def test_relations_of_a_model_serializer() -> None:
    plain = serializers.ModelSerializer.serializer_related_field
    hyperlinked = serializers.HyperlinkedModelSerializer.serializer_related_field
    assert plain.__name__ == RELATED_FIELDS["plain"]
    assert hyperlinked.__name__ == RELATED_FIELDS["hyperlinked"]


@pytest.mark.parametrize("method", sorted({m for several in BUILDERS.values() for m in several}))
def test_builders_exist(method: str) -> None:
    assert callable(getattr(serializers.ModelSerializer, method))


def test_validators_exist() -> None:
    assert all(hasattr(validators, name) for name in VALIDATOR_NAMES)
    assert validators.UniqueValidator.__module__ == UNIQUE_VALIDATOR.rpartition(".")[0]


def test_the_newest_release_is_known() -> None:
    """A newer DRF may derive fields by other rules: look at its release notes first."""
    installed = tuple(int(part) for part in rest_framework.VERSION.split(".")[:2])
    assert installed <= NEWEST


@pytest.mark.parametrize("dotted", sorted(SHOWN_BY_KEY))
def test_a_field_that_is_shown_by_its_key_asks_for_no_row(dotted: str):
    """DRF then hands the field an object that has nothing but the key."""
    field = getattr(serializers, dotted.rpartition(".")[2])
    arguments = {"view_name": "books"} if "Hyperlinked" in dotted else {}
    assert field(read_only=True, **arguments).use_pk_only_optimization()


def test_no_other_field_of_rows_is_shown_by_its_key():
    fields = [
        serializers.StringRelatedField(),
        serializers.SlugRelatedField("name", read_only=True),
    ]
    assert not any(field.use_pk_only_optimization() for field in fields)


def test_a_method_field_asks_a_method_of_the_serializer():
    class Shown(serializers.Serializer[Any]):
        title = serializers.SerializerMethodField()

    method = Shown().fields["title"].method_name
    assert (METHOD_FIELD.rpartition(".")[2], method) == ("SerializerMethodField", "get_title")


def test_a_decimal_is_shown_as_a_text_unless_somebody_says_otherwise() -> None:
    digits = {"max_digits": 4, "decimal_places": 2}
    assert serializers.DecimalField(**digits).to_representation(Decimal(1)) == "1.00"
    as_number = serializers.DecimalField(coerce_to_string=False, **digits)
    assert type(as_number.to_representation(Decimal(1))) is Decimal
    assert getattr(api_settings, AS_TEXT) is True


@pytest.mark.parametrize(
    ("name", "value"),
    [("BooleanField", True), ("CharField", "x"), ("FloatField", 1.1), ("IntegerField", 1)],
)
def test_what_is_shown_as_it_is(name: str, value: object) -> None:
    assert FIELDS[name].type in SHOWN_AS_THEY_ARE
    assert type(EXPORTED[name]().to_representation(value)) is type(value)


def test_a_field_reads_by_these_methods_and_refuses_by_that():
    assert all(callable(getattr(Field, name)) for name in READING_METHODS | {REFUSING})
    with pytest.raises(serializers.ValidationError):
        getattr(serializers.CharField(), REFUSING)("required")


def test_a_hidden_field_takes_nothing_from_a_client():
    field = getattr(serializers, HIDDEN.rpartition(".")[2])(default="mine")
    holder = type("Holder", (serializers.Serializer,), {"value": field})
    shown = holder(data={"value": "theirs"})
    assert shown.is_valid()
    assert shown.validated_data == {"value": "mine"}


def test_no_serializer_is_made_for_an_abstract_model():
    class Base(models.Model):
        class Meta:
            abstract = True
            app_label = "auth"

    meta = type("Meta", (), {"model": Base, "fields": ["nothing"]})
    made = type("Made", (serializers.ModelSerializer,), {"Meta": meta})
    with pytest.raises(ValueError, match="Abstract"):
        _ = made().fields
