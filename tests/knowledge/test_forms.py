"""The table of form fields against the installed Django: every class that it exports."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from nova_lint.contracts.readers.forms import POSITIONAL
from nova_lint.knowledge.forms import (
    FIELDS,
    FORM,
    FORM_ROOTS,
    MODEL_FORM_ROOTS,
    NAMES,
    POSTGRES_FIELDS,
    form_field,
    is_form_field,
)
from nova_lint.knowledge.framework_queries import FACTORIES

EXPORTED = {
    name: cls
    for name, cls in vars(forms).items()
    if isinstance(cls, type) and issubclass(cls, forms.Field)
}
# What a class cannot be made without.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "ComboField": {"fields": [forms.CharField()]},
    "FilePathField": {"path": "/"},
    "ModelChoiceField": {"queryset": Group.objects.all()},
    "ModelMultipleChoiceField": {"queryset": Group.objects.all()},
    "MultiValueField": {"fields": [forms.CharField()]},
    "RegexField": {"regex": "x"},
    "URLField": {"assume_scheme": "https"},
}
# One value of each family as a browser sends it, and the type that it becomes.
SAMPLES = {
    "bool": ("true", "bool"),
    "date": ("2024-02-29", "date"),
    "datetime": ("2024-02-29 12:00", "datetime"),
    "decimal": ("1.5", "Decimal"),
    "duration": ("1:00", "timedelta"),
    "float": ("1.5", "float"),
    "int": ("1", "int"),
    "json": ('{"a": 1}', "dict"),
    "time": ("12:00", "time"),
    "uuid": ("12345678123456781234567812345678", "UUID"),
    "choice": ("x", "str"),
    "list": (["x"], "list"),
}
TEXT = {"GenericIPAddressField": "127.0.0.1", "URLField": "https://example.org"}


def make(name: str) -> forms.Field:
    return EXPORTED[name](**ARGUMENTS.get(name, {}))


def test_every_exported_class_is_in_the_table() -> None:
    assert set(EXPORTED) == set(FIELDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_exists(name: str) -> None:
    assert hasattr(forms, name)


@pytest.mark.parametrize("root", sorted(FORM_ROOTS | MODEL_FORM_ROOTS | {FORM}))
def test_roots_are_forms(root: str) -> None:
    cls = getattr(forms, root.rpartition(".")[2])
    assert issubclass(cls, forms.BaseForm)
    assert issubclass(cls, forms.BaseModelForm) == (root in MODEL_FORM_ROOTS)


@pytest.mark.parametrize("name", FIELDS)
def test_descent(name: str) -> None:
    for other, cls in EXPORTED.items():
        assert is_form_field(name, other) == issubclass(EXPORTED[name], cls), other


@pytest.mark.parametrize("name", FIELDS)
def test_limits_and_number(name: str) -> None:
    field, known = make(name), FIELDS[name]
    assert getattr(field, "max_length", None) == known.max_length
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    assert isinstance(field, several) == known.many


@pytest.mark.parametrize("name", FIELDS)
def test_required(name: str) -> None:
    """By what happens without a value: NullBooleanField's attribute says something else."""
    field = make(name)
    try:
        field.clean(None)
    except forms.ValidationError as error:
        assert error.code == "required"
        assert FIELDS[name].required
    else:
        assert not FIELDS[name].required


@pytest.mark.parametrize("name", FIELDS)
def test_family(name: str) -> None:
    field, family = make(name), FIELDS[name].type
    if family == "relation":
        assert isinstance(field, forms.ModelChoiceField)
    elif family == "file":
        assert isinstance(field.widget, forms.FileInput)
    elif name == "SplitDateTimeField":
        assert type(field.clean(["2024-02-29", "12:00"])).__name__ == "datetime"
    elif family == "str":
        assert isinstance(field.to_python(TEXT.get(name, "x")), str)
    elif family != "any":
        given, expected = SAMPLES[family]
        assert type(field.to_python(given)).__name__ == expected


@pytest.mark.parametrize("dotted", [name for name in POSITIONAL if ".postgres." not in name])
def test_positional_parameters(dotted: str) -> None:
    cls = EXPORTED[dotted.rpartition(".")[2]]
    assert leading_parameters(cls)[: len(POSITIONAL[dotted])] == POSITIONAL[dotted]


def test_no_positional_parameter_is_forgotten() -> None:
    for name, cls in EXPORTED.items():
        if f"django.forms.{name}" not in POSITIONAL:
            assert leading_parameters(cls) == (), name


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


def test_fields_of_postgres() -> None:
    """Needs a driver of PostgreSQL; without one Django does not import its fields."""
    try:
        from django.contrib.postgres import forms as postgres
    except ImportError:
        pytest.skip("no driver of PostgreSQL")
    exported = {
        name
        for name, cls in vars(postgres).items()
        if isinstance(cls, type) and issubclass(cls, forms.Field)
    }
    assert exported - set(POSTGRES_FIELDS) == set()


def test_look_up_by_canonical_name() -> None:
    assert form_field("django.forms.CharField") == FIELDS["CharField"]
    assert form_field("shop.forms.CharField") is None


def parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize("dotted", FACTORIES)
def test_a_factory_makes_a_class_of_form_sets(dotted: str):
    """It takes its parameters in that order, and gives a class that descends from the base."""
    base, taken = FACTORIES[dotted]
    factory = getattr(forms, dotted.rpartition(".")[2])
    assert [name for name in parameters(factory) if name in taken] == list(taken)
    given = {"form": forms.Form} if taken == ("form",) else {"model": Permission, "fields": []}
    if "parent_model" in taken:
        given["parent_model"] = ContentType
    assert issubclass(factory(**given), getattr(forms, base.rpartition(".")[2]))
