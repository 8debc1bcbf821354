"""Django's model columns: what each class holds, and what it gives to a form or serializer.

Source: Django 5.2, django/db/models/fields/ and django/contrib/postgres/fields/. Held
against the installed Django by tests/knowledge/test_models.py.
"""

from __future__ import annotations

from typing import Final

import msgspec

MODEL: Final = "django.db.models.Model"

# How the names of column classes end, those of packages too as far as they keep the custom.
FIELD_ENDINGS: Final = ("Field", "ForeignKey", "PrimaryKey")

# Positional parameters of `Field`, and of every column class without some of its own.
FIELD_PARAMETERS: Final = (
    "verbose_name",
    "name",
    "primary_key",
    "max_length",
    "unique",
    "blank",
    "null",
    "db_index",
    "rel",
    "default",
    "editable",
    "serialize",
    "unique_for_date",
    "unique_for_month",
    "unique_for_year",
    "choices",
    "help_text",
    "db_column",
    "db_tablespace",
    "auto_created",
    "validators",
    "error_messages",
    "db_comment",
    "db_default",
)


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One built-in column class.

    `parent` is the column class it derives from, `type` the family of its values. The
    limits are what it has when nobody says otherwise. `form` and `serializer` are the field
    classes that a ModelForm and a ModelSerializer derive (None: they leave it out, or DRF
    falls back to ModelField). `positional` names its positional parameters.
    """

    type: str
    parent: str = "Field"
    max_length: int | None = None
    min_value: int | None = None
    editable: bool = True
    blank: bool = False
    null: bool = False
    form: str | None = "CharField"
    serializer: str | None = "ModelField"
    positional: tuple[str, ...] = FIELD_PARAMETERS


def _auto(parent: str = "AutoField", serializer: str = "IntegerField") -> Column:
    """A key that the database counts up. Django takes every such column for an AutoField."""
    return Column(type="int", parent=parent, blank=True, form=None, serializer=serializer)


def _integer(
    parent: str = "IntegerField", minimum: int | None = None, serializer: str = "IntegerField"
) -> Column:
    return Column(
        type="int",
        parent=parent,
        min_value=minimum,
        form="IntegerField",
        serializer=serializer,
    )


COLUMNS: Final[dict[str, Column]] = {
    "Field": Column(type="any"),
    "AutoField": _auto(parent="IntegerField"),
    "BigAutoField": _auto(serializer="BigIntegerField"),
    "SmallAutoField": _auto(),
    # DRF before 3.16 has no field of its own for them; an IntegerField says the same.
    "BigIntegerField": _integer(serializer="BigIntegerField"),
    "BinaryField": Column(type="bytes", editable=False),
    "BooleanField": Column(type="bool", form="BooleanField", serializer="BooleanField"),
    "CharField": Column(type="str", serializer="CharField"),
    "CommaSeparatedIntegerField": Column(type="str", parent="CharField", serializer="CharField"),
    "CompositePrimaryKey": Column(type="any", editable=False, blank=True, form=None, positional=()),
    "DateField": Column(
        type="date",
        form="DateField",
        serializer="DateField",
        positional=("verbose_name", "name", "auto_now", "auto_now_add"),
    ),
    "DateTimeField": Column(
        type="datetime",
        parent="DateField",
        form="DateTimeField",
        serializer="DateTimeField",
        positional=("verbose_name", "name", "auto_now", "auto_now_add"),
    ),
    "DecimalField": Column(
        type="decimal",
        form="DecimalField",
        serializer="DecimalField",
        positional=("verbose_name", "name", "max_digits", "decimal_places"),
    ),
    "DurationField": Column(type="duration", form="DurationField", serializer="DurationField"),
    "EmailField": Column(
        type="str",
        parent="CharField",
        max_length=254,
        form="EmailField",
        serializer="EmailField",
    ),
    "FileField": Column(
        type="file",
        max_length=100,
        form="FileField",
        serializer="FileField",
        positional=("verbose_name", "name", "upload_to", "storage"),
    ),
    "FilePathField": Column(
        type="str",
        max_length=100,
        form="FilePathField",
        serializer="FilePathField",
        positional=(
            "verbose_name",
            "name",
            "path",
            "match",
            "recursive",
            "allow_files",
            "allow_folders",
        ),
    ),
    "FloatField": Column(type="float", form="FloatField", serializer="FloatField"),
    "ForeignKey": Column(
        type="relation",
        parent="ForeignObject",
        form="ModelChoiceField",
        serializer="PrimaryKeyRelatedField",
        positional=(
            "to",
            "on_delete",
            "related_name",
            "related_query_name",
            "limit_choices_to",
            "parent_link",
            "to_field",
            "db_constraint",
        ),
    ),
    "ForeignObject": Column(
        type="relation",
        parent="RelatedField",
        positional=(
            "to",
            "on_delete",
            "from_fields",
            "to_fields",
            "rel",
            "related_name",
            "related_query_name",
            "limit_choices_to",
            "parent_link",
            "swappable",
        ),
        form=None,
    ),
    "GeneratedField": Column(type="any", editable=False, blank=True, form=None, positional=()),
    "GenericIPAddressField": Column(
        type="str",
        max_length=39,
        form="GenericIPAddressField",
        serializer="IPAddressField",
        positional=("verbose_name", "name", "protocol", "unpack_ipv4"),
    ),
    "IPAddressField": Column(type="str", max_length=15, serializer="CharField"),
    "ImageField": Column(
        type="file",
        parent="FileField",
        max_length=100,
        form="ImageField",
        serializer="ImageField",
        positional=("verbose_name", "name", "width_field", "height_field"),
    ),
    "IntegerField": _integer(parent="Field"),
    "JSONField": Column(
        type="json",
        form="JSONField",
        serializer="JSONField",
        positional=("verbose_name", "name", "encoder", "decoder"),
    ),
    "ManyToManyField": Column(
        type="relation",
        parent="RelatedField",
        form="ModelMultipleChoiceField",
        serializer="ManyRelatedField",
        positional=(
            "to",
            "related_name",
            "related_query_name",
            "limit_choices_to",
            "symmetrical",
            "through",
            "through_fields",
            "db_constraint",
            "db_table",
            "swappable",
        ),
    ),
    "NullBooleanField": Column(
        type="bool",
        parent="BooleanField",
        null=True,
        blank=True,
        form="NullBooleanField",
        serializer="BooleanField",
    ),
    "OneToOneField": Column(
        type="relation",
        parent="ForeignKey",
        form="ModelChoiceField",
        serializer="PrimaryKeyRelatedField",
        positional=("to", "on_delete", "to_field"),
    ),
    "OrderWrt": Column(
        type="int",
        parent="IntegerField",
        editable=False,
        form="IntegerField",
        serializer="IntegerField",
        positional=(),
    ),
    "PositiveBigIntegerField": _integer(
        parent="BigIntegerField", minimum=0, serializer="BigIntegerField"
    ),
    "PositiveIntegerField": _integer(minimum=0),
    "PositiveSmallIntegerField": _integer(parent="SmallIntegerField", minimum=0),
    # The base of relations; packages derive their own from it (taggit's TaggableManager).
    "RelatedField": Column(
        type="relation",
        positional=("related_name", "related_query_name", "limit_choices_to"),
    ),
    "SlugField": Column(
        type="str",
        parent="CharField",
        max_length=50,
        form="SlugField",
        serializer="SlugField",
    ),
    "SmallIntegerField": _integer(),
    "TextField": Column(type="str", serializer="CharField"),
    "TimeField": Column(
        type="time",
        form="TimeField",
        serializer="TimeField",
        positional=("verbose_name", "name", "auto_now", "auto_now_add"),
    ),
    "URLField": Column(
        type="str",
        parent="CharField",
        max_length=200,
        form="URLField",
        serializer="URLField",
        positional=("verbose_name", "name"),
    ),
    "UUIDField": Column(
        type="uuid",
        max_length=32,
        form="UUIDField",
        serializer="UUIDField",
        positional=("verbose_name",),
    ),
}

# Names below `django.db.models` that are no columns but mean something to a reader.
NAMES: Final = (
    *COLUMNS,
    "Model",
    "Manager",
    "QuerySet",
    "TextChoices",
    "IntegerChoices",
    "Choices",
    "CheckConstraint",
    "UniqueConstraint",
    "Q",
    "F",
    "Func",
    "Value",
    "Prefetch",
    "Deferrable",
    "CASCADE",
    "SET_NULL",
    "PROTECT",
    "RESTRICT",
    "SET_DEFAULT",
    "DO_NOTHING",
    "SET",
    "NOT_PROVIDED",
)

POSTGRES_COLUMNS: Final[dict[str, Column]] = {
    "ArrayField": Column(
        type="list",
        form="django.contrib.postgres.forms.SimpleArrayField",
        serializer="ListField",
        positional=("base_field", "size"),
    ),
    "HStoreField": Column(
        type="json",
        form="django.contrib.postgres.forms.HStoreField",
        serializer="HStoreField",
    ),
    "CICharField": Column(type="str", parent="CharField", serializer="CharField"),
    "CIEmailField": Column(
        type="str", parent="EmailField", max_length=254, form="EmailField", serializer="EmailField"
    ),
    "CITextField": Column(type="str", parent="TextField", serializer="CharField"),
    **{
        name: Column(type="any", form=f"django.contrib.postgres.forms.{form}")
        for name, form in {
            "RangeField": "BaseRangeField",
            "IntegerRangeField": "IntegerRangeField",
            "BigIntegerRangeField": "IntegerRangeField",
            "DecimalRangeField": "DecimalRangeField",
            "DateTimeRangeField": "DateTimeRangeField",
            "DateRangeField": "DateRangeField",
        }.items()
    },
}
POSTGRES_NAMES: Final = tuple(POSTGRES_COLUMNS)

# Columns of text, where an empty string is a value of its own.
TEXT_COLUMNS: Final = ("CharField", "TextField")

# What every model instance has, whatever its class says (django/db/models/base.py, Model).
MODEL_ATTRIBUTES: Final = frozenset(
    {
        "pk",
        "_state",
        "_meta",
        "objects",
        "save",
        "asave",
        "delete",
        "adelete",
        "clean",
        "full_clean",
        "clean_fields",
        "validate_unique",
        "validate_constraints",
        "refresh_from_db",
        "arefresh_from_db",
        "get_deferred_fields",
        "serializable_value",
        "unique_error_message",
        "date_error_message",
        "prepare_database_save",
        "check",
        "__str__",
        "__class__",
    }
)

# Members of a model that Django lists beside its columns.
CONTENTTYPES_NAMES: Final = ("GenericForeignKey", "GenericRelation")

GENERIC_RELATION: Final = "django.contrib.contenttypes.fields.GenericRelation"

# Of those, what sets columns of other names when it is given to a model.
WRITES_OTHER_COLUMNS: Final = frozenset({"django.contrib.contenttypes.fields.GenericForeignKey"})

# The keywords of a GenericForeignKey that name the columns which it sets, and their defaults.
GENERIC_KEY_COLUMNS: Final = {"ct_field": "content_type", "fk_field": "object_id"}

VALIDATOR_NAMES: Final = (
    "RegexValidator",
    "URLValidator",
    "EmailValidator",
    "MinValueValidator",
    "MaxValueValidator",
    "MinLengthValidator",
    "MaxLengthValidator",
    "DecimalValidator",
    "StepValueValidator",
    "FileExtensionValidator",
    "ProhibitNullCharactersValidator",
    "validate_email",
    "validate_slug",
    "validate_unicode_slug",
    "validate_ipv4_address",
    "validate_ipv6_address",
    "validate_ipv46_address",
    "validate_comma_separated_integer_list",
    "validate_integer",
    "validate_image_file_extension",
    "int_list_validator",
)

TRANSLATION_NAMES: Final = (
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "pgettext",
    "pgettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "ugettext",
    "ugettext_lazy",
)

# Validators that set a limit, and which fact it is.
LIMIT_VALIDATORS: Final[dict[str, str]] = {
    "django.core.validators.MinValueValidator": "min_value",
    "django.core.validators.MaxValueValidator": "max_value",
    "django.core.validators.MinLengthValidator": "min_length",
    "django.core.validators.MaxLengthValidator": "max_length",
}

# Methods by which such a validator compares; a subclass that has its own sets another limit.
COMPARING: Final = frozenset({"__init__", "__call__", "compare", "clean"})


def column(canonical_name: str) -> Column | None:
    """The column class of that canonical name, or None."""
    package, _, name = canonical_name.rpartition(".")
    if package == "django.db.models":
        return COLUMNS.get(name)
    if package == "django.contrib.postgres.fields":
        return POSTGRES_COLUMNS.get(name)
    return None


# Columns for which Django saves "" when nobody gives a value (`empty_strings_allowed` and
# NOT NULL); for every other class it saves NULL.
_EMPTY_TEXT: Final = ("CharField", "TextField", "FileField", "FilePathField", "BinaryField")


def holds_empty_text(canonical_name: str) -> bool:
    """Whether a column without a value is saved as an empty string."""
    return any(is_column(canonical_name, kind) for kind in _EMPTY_TEXT)


def is_column(canonical_name: str, ancestor: str) -> bool:
    """Whether a built-in column class is `ancestor` or derives from it (both short names)."""
    name: str | None = canonical_name.rpartition(".")[2]
    while name is not None and name != "Field":
        if name == ancestor:
            return True
        known = COLUMNS.get(name) or POSTGRES_COLUMNS.get(name)
        name = known.parent if known else None
    return name == ancestor
