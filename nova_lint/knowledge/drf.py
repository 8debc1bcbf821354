"""Django REST framework's serializers and fields.

Source: DRF 3.16 to 3.18, rest_framework/fields.py, relations.py, serializers.py. Held
against the installed DRF by tests/knowledge/test_drf.py.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

# The setting by which a serializer shows Decimals as numbers or as texts; a DecimalField's own
# `coerce_to_string` comes first.
AS_TEXT: Final = "COERCE_DECIMAL_TO_STRING"
# Types of fields whose values are shown as they are; a date becomes a text.
SHOWN_AS_THEY_ARE: Final = frozenset({"bool", "float", "int", "str"})

SERIALIZER_ROOTS: Final = frozenset(
    {
        "rest_framework.serializers.BaseSerializer",
        "rest_framework.serializers.Serializer",
        "rest_framework.serializers.ModelSerializer",
        "rest_framework.serializers.HyperlinkedModelSerializer",
        "rest_framework.serializers.ListSerializer",
    }
)


# The methods of a field that read what a client sends, and the one by which they refuse it.
READING_METHODS: Final = frozenset({"to_internal_value", "run_validation", "run_validators"})
REFUSING: Final = "fail"

# A field that takes nothing from a client: its value is its default.
HIDDEN: Final = "rest_framework.serializers.HiddenField"


class SerializerField(msgspec.Struct, frozen=True, kw_only=True):
    """One built-in serializer field class.

    `required` is None where DRF decides it from `default` and `read_only`; `nullable` and
    `read_only` are what the class itself sets.
    """

    type: str
    parent: str = "Field"
    read_only: bool = False
    write_only: bool = False
    max_length: int | None = None
    many: bool = False


FIELDS: Final[dict[str, SerializerField]] = {
    "Field": SerializerField(type="any"),
    "BooleanField": SerializerField(type="bool"),
    "NullBooleanField": SerializerField(type="bool", parent="BooleanField"),
    "CharField": SerializerField(type="str"),
    "ChoiceField": SerializerField(type="choice"),
    "DateField": SerializerField(type="date"),
    "DateTimeField": SerializerField(type="datetime"),
    "DecimalField": SerializerField(type="decimal"),
    "DictField": SerializerField(type="json"),
    "DurationField": SerializerField(type="duration"),
    "EmailField": SerializerField(type="str", parent="CharField"),
    "FileField": SerializerField(type="file"),
    "FilePathField": SerializerField(type="choice", parent="ChoiceField"),
    "FloatField": SerializerField(type="float"),
    "HStoreField": SerializerField(type="json", parent="DictField"),
    "HiddenField": SerializerField(type="any", write_only=True),
    "HyperlinkedIdentityField": SerializerField(
        type="relation", parent="HyperlinkedRelatedField", read_only=True
    ),
    "HyperlinkedRelatedField": SerializerField(type="relation", parent="RelatedField"),
    "IPAddressField": SerializerField(type="str", parent="CharField"),
    "ImageField": SerializerField(type="file", parent="FileField"),
    "IntegerField": SerializerField(type="int"),
    "BigIntegerField": SerializerField(type="int", parent="IntegerField"),
    "JSONField": SerializerField(type="json"),
    "ListField": SerializerField(type="list"),
    "ManyRelatedField": SerializerField(type="relation", many=True),
    "ModelField": SerializerField(type="any"),
    "MultipleChoiceField": SerializerField(type="list", parent="ChoiceField"),
    "PrimaryKeyRelatedField": SerializerField(type="relation", parent="RelatedField"),
    "ReadOnlyField": SerializerField(type="any", read_only=True),
    "RegexField": SerializerField(type="str", parent="CharField"),
    "RelatedField": SerializerField(type="relation"),
    "SerializerMethodField": SerializerField(type="any", read_only=True),
    "SlugField": SerializerField(type="str", parent="CharField"),
    "SlugRelatedField": SerializerField(type="relation", parent="RelatedField"),
    "StringRelatedField": SerializerField(type="relation", parent="RelatedField", read_only=True),
    "TimeField": SerializerField(type="time"),
    "URLField": SerializerField(type="str", parent="CharField"),
    "UUIDField": SerializerField(type="uuid"),
}

NAMES: Final = (
    *FIELDS,
    "BaseSerializer",
    "Serializer",
    "ModelSerializer",
    "HyperlinkedModelSerializer",
    "ListSerializer",
    "CreateOnlyDefault",
    "CurrentUserDefault",
    "ALL_FIELDS",
    "UniqueValidator",
    "UniqueTogetherValidator",
)

MODEL_SERIALIZER_ROOTS: Final = frozenset(
    {
        "rest_framework.serializers.ModelSerializer",
        "rest_framework.serializers.HyperlinkedModelSerializer",
    }
)

# Leading positional parameters of the classes that have some.
POSITIONAL: Final[dict[str, tuple[str, ...]]] = {
    f"rest_framework.serializers.{name}": parameters
    for name, parameters in {
        "BigIntegerField": ("coerce_to_string",),
        "ChoiceField": ("choices",),
        "DateField": ("format", "input_formats"),
        "DateTimeField": ("format", "input_formats", "default_timezone"),
        "DecimalField": (
            "max_digits",
            "decimal_places",
            "coerce_to_string",
            "max_value",
            "min_value",
            "localize",
            "rounding",
            "normalize_output",
        ),
        "FilePathField": (
            "path",
            "match",
            "recursive",
            "allow_files",
            "allow_folders",
            "required",
        ),
        "HyperlinkedIdentityField": ("view_name",),
        "HyperlinkedRelatedField": ("view_name",),
        "IPAddressField": ("protocol",),
        "ManyRelatedField": ("child_relation",),
        "ModelField": ("model_field",),
        "RegexField": ("regex",),
        "SerializerMethodField": ("method_name",),
        "SlugField": ("allow_unicode",),
        "SlugRelatedField": ("slug_field",),
        "TimeField": ("format", "input_formats"),
        "BaseSerializer": ("instance", "data"),
        "Serializer": ("instance", "data"),
        "ModelSerializer": ("instance", "data"),
        "HyperlinkedModelSerializer": ("instance", "data"),
        "ListSerializer": ("instance", "data"),
    }.items()
}

# The class of a derived relation, in a ModelSerializer and in a hyperlinked one.
RELATED_FIELDS: Final = {
    "plain": "PrimaryKeyRelatedField",
    "hyperlinked": "HyperlinkedRelatedField",
}

# What a ModelSerializer calls for each kind of field that it derives.
BUILDERS: Final = {
    "column": ("build_standard_field", "build_field", "include_extra_kwargs"),
    "relation": ("build_relational_field", "build_field", "include_extra_kwargs"),
    "nested": ("build_nested_field", "build_field", "include_extra_kwargs"),
    "property": ("build_property_field", "build_field", "include_extra_kwargs"),
}

# Fields that are given the whole object, not one of its attributes.
WHOLE_OBJECT_FIELDS: Final = frozenset({"SerializerMethodField", "HyperlinkedIdentityField"})

# The release from which on DRF …
Release: TypeAlias = tuple[int, ...]
NEWEST: Final[Release] = (3, 18)
# … gives a UniqueValidator for a UniqueConstraint of a single column.
CONSTRAINT_IS_UNIQUE_SINCE: Final[Release] = (3, 15)
# … has a nullable column of a multi-column constraint default to None.
NULL_IS_DEFAULT_SINCE: Final[Release] = (3, 16)
# … applies a conditional constraint only where the condition's columns are fields too.
CONDITION_COUNTS_SINCE: Final[Release] = (3, 16)
# … takes a constraint of one column with another one in its condition for multi-column.
CONDITION_JOINS_SINCE: Final[Release] = (3, 18)
# … has a blank text column of a multi-column constraint default to "".
BLANK_IS_DEFAULT_SINCE: Final[Release] = (3, 18)
# … gives a ChoiceField for a read-only column too.
READ_ONLY_CHOICES_SINCE: Final[Release] = (3, 18)

UNIQUE_VALIDATOR: Final = "rest_framework.validators.UniqueValidator"

VALIDATOR_NAMES: Final = (
    "UniqueValidator",
    "UniqueTogetherValidator",
    "UniqueForDateValidator",
    "UniqueForMonthValidator",
    "UniqueForYearValidator",
)


def is_serializer_field(name: str, ancestor: str) -> bool:
    """Whether a built-in field class is `ancestor` or derives from it (short names)."""
    current: str | None = name
    while current is not None:
        if current == ancestor:
            return True
        known = FIELDS.get(current)
        current = known.parent if known is not None and current != "Field" else None
    return False


# Which views show lists, and what they show them with (rest_framework/generics.py, mixins.py).
LISTING: Final = frozenset(
    {
        "rest_framework.mixins.ListModelMixin",
        "rest_framework.generics.ListAPIView",
        "rest_framework.generics.ListCreateAPIView",
        "rest_framework.viewsets.ReadOnlyModelViewSet",
        "rest_framework.viewsets.ModelViewSet",
    }
)
CLASS_ATTRIBUTE: Final = "serializer_class"
CLASS_GETTER: Final = "get_serializer_class"
LIST_ACTION: Final = "list"
