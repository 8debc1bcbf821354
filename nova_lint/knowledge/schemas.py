"""pydantic, django-ninja, FastAPI and Django Nova: names and constraints.

Source: pydantic 2.11 to 2.14, django-ninja 1.4 to 1.7. Held against the installed packages
by tests/knowledge/test_schemas.py.
"""

from __future__ import annotations

from typing import Final

SCHEMA_ROOTS: Final = frozenset(
    {
        "pydantic.BaseModel",
        "pydantic.v1.BaseModel",
        "pydantic.BaseSettings",
        "pydantic.RootModel",
        "pydantic.create_model()",
        "pydantic_settings.BaseSettings",
        "sqlmodel.SQLModel",
        "ninja.Schema",
        "ninja.ModelSchema",
        "ninja.FilterSchema",
        "ninja.create_schema()",
    }
)

PYDANTIC_NAMES: Final = (
    "BaseModel",
    "RootModel",
    "BaseSettings",
    "Field",
    "ConfigDict",
    "field_validator",
    "model_validator",
    "validator",
    "root_validator",
    "computed_field",
    "field_serializer",
    "PrivateAttr",
    "create_model",
    "constr",
    "conint",
    "confloat",
    "condecimal",
    "conlist",
    "conset",
    "conbytes",
    "condate",
    "StringConstraints",
    "AfterValidator",
    "BeforeValidator",
    "PlainValidator",
    "WrapValidator",
    "PlainSerializer",
    "WrapSerializer",
    "PositiveInt",
    "NegativeInt",
    "NonNegativeInt",
    "NonPositiveInt",
    "PositiveFloat",
    "NegativeFloat",
    "NonNegativeFloat",
    "NonPositiveFloat",
    "StrictInt",
    "StrictStr",
    "StrictFloat",
    "StrictBool",
    "StrictBytes",
    "FiniteFloat",
    "EmailStr",
    "NameEmail",
    "HttpUrl",
    "AnyUrl",
    "AnyHttpUrl",
    "UUID1",
    "UUID3",
    "UUID4",
    "UUID5",
    "Json",
    "JsonValue",
    "SecretStr",
    "SecretBytes",
    "PastDate",
    "FutureDate",
    "PastDatetime",
    "FutureDatetime",
    "AwareDatetime",
    "NaiveDatetime",
    "InstanceOf",
    "SkipValidation",
    "SkipJsonSchema",
    "IPvAnyAddress",
    "IPvAnyInterface",
    "IPvAnyNetwork",
    "AnyWebsocketUrl",
    "WebsocketUrl",
    "FileUrl",
    "FtpUrl",
    "PostgresDsn",
    "RedisDsn",
    "MySQLDsn",
    "AmqpDsn",
    "MongoDsn",
    "KafkaDsn",
    "UUID6",
    "UUID7",
    "UUID8",
    "Base64Bytes",
    "Base64Str",
    "Base64UrlBytes",
    "Base64UrlStr",
    "ByteSize",
    "FilePath",
    "DirectoryPath",
    "NewPath",
    "ImportString",
    "OnErrorOmit",
    "SecretBytes",
    "Strict",
    "StrictDate",
    "confrozenset",
    "AliasChoices",
    "AliasPath",
    "AliasGenerator",
    "model_serializer",
    "validate_call",
    "WithJsonSchema",
    "Discriminator",
    "Tag",
    "to_camel",
    "to_pascal",
    "to_snake",
    "dataclass",
)

NINJA_NAMES: Final = (
    "Schema",
    "ModelSchema",
    "FilterSchema",
    "FilterLookup",
    "Field",
    "PatchDict",
    "UploadedFile",
    "NinjaAPI",
    "Router",
    "Query",
    "Path",
    "Body",
    "Form",
    "File",
    "Header",
    "Cookie",
    "create_schema",
)

NOVA_NAMES: Final = ("NovaModel", "NovaConfig")

TYPING_NAMES: Final = (
    "Any",
    "Optional",
    "Union",
    "List",
    "Dict",
    "Set",
    "FrozenSet",
    "Tuple",
    "Type",
    "Sequence",
    "MutableSequence",
    "Iterable",
    "Iterator",
    "Collection",
    "Mapping",
    "MutableMapping",
    "AbstractSet",
    "Callable",
    "Literal",
    "Annotated",
    "ClassVar",
    "Final",
    "Generic",
    "Protocol",
    "TypeVar",
    "NewType",
    "TypedDict",
    "Required",
    "NotRequired",
    "Self",
    "LiteralString",
    "NamedTuple",
    "DefaultDict",
    "OrderedDict",
    "Deque",
    "Awaitable",
    "Coroutine",
    "AsyncIterator",
    "AsyncGenerator",
    "Generator",
)

# Annotations ------------------------------------------------------------------------------

# The family of the values that an annotation accepts, by canonical name.
FAMILIES: Final[dict[str, str]] = {
    "builtins.str": "str",
    "builtins.int": "int",
    "builtins.float": "float",
    "builtins.bool": "bool",
    "builtins.bytes": "bytes",
    "builtins.bytearray": "bytes",
    "builtins.list": "list",
    "builtins.tuple": "list",
    "builtins.set": "list",
    "builtins.frozenset": "list",
    "builtins.dict": "json",
    "builtins.object": "any",
    "decimal.Decimal": "decimal",
    "datetime.date": "date",
    "datetime.datetime": "datetime",
    "datetime.time": "time",
    "datetime.timedelta": "duration",
    "uuid.UUID": "uuid",
    "pathlib.Path": "str",
    "ipaddress.IPv4Address": "str",
    "ipaddress.IPv6Address": "str",
    "re.Pattern": "str",
    "collections.deque": "list",
    "collections.defaultdict": "json",
    "collections.OrderedDict": "json",
    "collections.Counter": "json",
    **dict.fromkeys(
        (
            "typing.List",
            "typing.Set",
            "typing.FrozenSet",
            "typing.Tuple",
            "typing.Sequence",
            "typing.MutableSequence",
            "typing.Iterable",
            "typing.Collection",
            "typing.AbstractSet",
            "typing.Deque",
            "typing.NamedTuple",
        ),
        "list",
    ),
    **dict.fromkeys(
        (
            "typing.Dict",
            "typing.Mapping",
            "typing.MutableMapping",
            "typing.DefaultDict",
            "typing.OrderedDict",
            "typing.TypedDict",
        ),
        "json",
    ),
    "typing.Any": "any",
    "typing.LiteralString": "str",
    "typing.Text": "str",
    **dict.fromkeys(
        (
            "pydantic.StrictStr",
            "pydantic.EmailStr",
            "pydantic.NameEmail",
            "pydantic.HttpUrl",
            "pydantic.AnyUrl",
            "pydantic.AnyHttpUrl",
            "pydantic.AnyWebsocketUrl",
            "pydantic.WebsocketUrl",
            "pydantic.FileUrl",
            "pydantic.FtpUrl",
            "pydantic.PostgresDsn",
            "pydantic.RedisDsn",
            "pydantic.MySQLDsn",
            "pydantic.AmqpDsn",
            "pydantic.MongoDsn",
            "pydantic.KafkaDsn",
            "pydantic.SecretStr",
            "pydantic.Base64Str",
            "pydantic.Base64UrlStr",
            "pydantic.FilePath",
            "pydantic.DirectoryPath",
            "pydantic.NewPath",
            "pydantic.ImportString",
            "pydantic.IPvAnyAddress",
            "pydantic.IPvAnyInterface",
            "pydantic.IPvAnyNetwork",
        ),
        "str",
    ),
    **dict.fromkeys(
        (
            "pydantic.UUID1",
            "pydantic.UUID3",
            "pydantic.UUID4",
            "pydantic.UUID5",
            "pydantic.UUID6",
            "pydantic.UUID7",
            "pydantic.UUID8",
        ),
        "uuid",
    ),
    "pydantic.StrictInt": "int",
    "pydantic.StrictFloat": "float",
    "pydantic.FiniteFloat": "float",
    "pydantic.StrictBool": "bool",
    "pydantic.StrictBytes": "bytes",
    "pydantic.SecretBytes": "bytes",
    "pydantic.Base64Bytes": "bytes",
    "pydantic.Base64UrlBytes": "bytes",
    "pydantic.ByteSize": "int",
    "pydantic.StrictDate": "date",
    "pydantic.PastDate": "date",
    "pydantic.FutureDate": "date",
    "pydantic.PastDatetime": "datetime",
    "pydantic.FutureDatetime": "datetime",
    "pydantic.AwareDatetime": "datetime",
    "pydantic.NaiveDatetime": "datetime",
    "pydantic.Json": "json",
    "pydantic.JsonValue": "json",
    "ninja.PatchDict": "json",
    "ninja.UploadedFile": "file",
}
# Families of which one value holds several.
MANY_FAMILIES: Final = frozenset({"list"})

# Named types that are a family with limits, in pydantic's own words for limits.
CONSTRAINED_TYPES: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "pydantic.PositiveInt": ("int", {"gt": 0}),
    "pydantic.NegativeInt": ("int", {"lt": 0}),
    "pydantic.NonNegativeInt": ("int", {"ge": 0}),
    "pydantic.NonPositiveInt": ("int", {"le": 0}),
    "pydantic.PositiveFloat": ("float", {"gt": 0}),
    "pydantic.NegativeFloat": ("float", {"lt": 0}),
    "pydantic.NonNegativeFloat": ("float", {"ge": 0}),
    "pydantic.NonPositiveFloat": ("float", {"le": 0}),
}
# Functions that make a type with limits: the family, and limits that stand when not given.
CONSTRAINED_FUNCTIONS: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "constr": ("str", {}),
    "conint": ("int", {}),
    "confloat": ("float", {}),
    "condecimal": ("decimal", {}),
    "condate": ("date", {}),
    "conbytes": ("bytes", {"min_length": 0}),
    "conlist": ("list", {"min_length": 0}),
    "conset": ("list", {"min_length": 0}),
    "confrozenset": ("list", {"min_length": 0}),
}

# Calls that configure a field, as its default or inside `Annotated`.
FIELD_FUNCTIONS: Final = frozenset(
    {"pydantic.Field", "pydantic.v1.Field", "sqlmodel.Field", "sqlmodel.main.Field"}
    | {f"ninja.{name}" for name in ("Field", "Query", "Path", "Body", "Form", "File", "Header")}
    | {
        f"{package}.{name}"
        for package in ("fastapi", "fastapi.params", "fastapi.param_functions")
        for name in ("Query", "Path", "Body", "Form", "File", "Header", "Cookie")
    }
)
# Calls that make an annotated name something else than a field.
NO_FIELD_FUNCTIONS: Final = frozenset(
    {
        "pydantic.PrivateAttr",
        "pydantic.v1.PrivateAttr",
        "sqlmodel.Relationship",
        "sqlmodel.main.Relationship",
    }
)
# The keywords that set limits, pydantic 1's names included: keyword -> pydantic 2's name.
LIMIT_KEYWORDS: Final[dict[str, str]] = {
    "gt": "gt",
    "ge": "ge",
    "lt": "lt",
    "le": "le",
    "min_length": "min_length",
    "max_length": "max_length",
    "pattern": "pattern",
    "max_digits": "max_digits",
    "decimal_places": "decimal_places",
    "regex": "pattern",
    "min_items": "min_length",
    "max_items": "max_length",
}
# Limits that stand in `Annotated`: the parameters in order, by pydantic's names.
ANNOTATED_LIMITS: Final[dict[str, tuple[str, ...]]] = {
    "annotated_types.Gt": ("gt",),
    "annotated_types.Ge": ("ge",),
    "annotated_types.Lt": ("lt",),
    "annotated_types.Le": ("le",),
    "annotated_types.Interval": (),
    "annotated_types.MinLen": ("min_length",),
    "annotated_types.MaxLen": ("max_length",),
    "annotated_types.Len": ("min_length", "max_length"),
    "pydantic.StringConstraints": (),
}
# Things in `Annotated` that change or check the value.
ANNOTATED_VALIDATORS: Final = frozenset(
    {
        "BeforeValidator",
        "AfterValidator",
        "PlainValidator",
        "WrapValidator",
        "PlainSerializer",
        "WrapSerializer",
        "SkipValidation",
    }
)

# Methods ----------------------------------------------------------------------------------

# Decorators of methods that check or change values; of one field (they name it) or of all.
FIELD_DECORATORS: Final = frozenset({"field_validator", "validator", "field_serializer"})
MODEL_DECORATORS: Final = frozenset({"model_validator", "root_validator", "model_serializer"})
# The mode that a decorator has when it does not say.
DEFAULT_MODES: Final[dict[str, str]] = {
    "field_validator": "after",
    "validator": "after",
    "model_validator": "after",
    "root_validator": "after",
    "field_serializer": "plain",
    "model_serializer": "plain",
}

# Configuration ----------------------------------------------------------------------------

# Without it pydantic does not look at a default.
VALIDATE_DEFAULT: Final = "validate_default"
# Settings that decide which values a schema accepts beyond what its annotations say.
COERCING_SETTINGS: Final = (
    "coerce_numbers_to_str",
    "strict",
    "str_strip_whitespace",
    "use_enum_values",
    "populate_by_name",
    "validate_by_name",
    VALIDATE_DEFAULT,
)
# Settings that limit the length of text, pydantic 1's names included.
TEXT_SETTINGS: Final[dict[str, str]] = {
    "str_max_length": "max_length",
    "str_min_length": "min_length",
    "max_anystr_length": "max_length",
    "min_anystr_length": "min_length",
}

# ninja's ModelSchema ----------------------------------------------------------------------

# The family of the schema field that ninja makes of a column (ninja/orm/fields.py, TYPES).
NINJA_FAMILIES: Final[dict[str, str]] = {
    "AutoField": "int",
    "BigAutoField": "int",
    "BigIntegerField": "int",
    "BinaryField": "bytes",
    "BooleanField": "bool",
    "CharField": "str",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "DurationField": "duration",
    "FileField": "str",
    "FilePathField": "str",
    "FloatField": "float",
    "GenericIPAddressField": "str",
    "IPAddressField": "str",
    "IntegerField": "int",
    "JSONField": "json",
    "NullBooleanField": "bool",
    "PositiveBigIntegerField": "int",
    "PositiveIntegerField": "int",
    "PositiveSmallIntegerField": "int",
    "SlugField": "str",
    "SmallAutoField": "int",
    "SmallIntegerField": "int",
    "TextField": "str",
    "TimeField": "time",
    "UUIDField": "uuid",
    "ArrayField": "list",
    "CICharField": "str",
    "CIEmailField": "str",
    "CITextField": "str",
    "HStoreField": "json",
}
# Limits that a column's `deconstruct` leaves out because they are its default; ninja reads
# `deconstruct`, so its schema has no limit there.
NINJA_DROPPED_LENGTHS: Final[dict[str, int]] = {
    "SlugField": 50,
    "URLField": 200,
    "FileField": 100,
    "ImageField": 100,
    "FilePathField": 100,
    "GenericIPAddressField": 39,
    "IPAddressField": 15,
    "UUIDField": 32,
}
# The options of ModelSchema, in `Meta` and in the `Config` of ninja 0.x.
NINJA_OPTIONS: Final[dict[str, tuple[str, str]]] = {
    "model": ("model", "model"),
    "fields": ("fields", "model_fields"),
    "exclude": ("exclude", "model_exclude"),
    "optional": ("fields_optional", "model_fields_optional"),
}

# Words of a schema's name that say what it is for, not what it is about.
NAME_PARTS: Final = frozenset(
    {
        "In",
        "Out",
        "Input",
        "Output",
        "Create",
        "Created",
        "Update",
        "Updated",
        "Patch",
        "Partial",
        "Read",
        "Write",
        "Detail",
        "Details",
        "List",
        "Item",
        "Base",
        "Full",
        "Short",
        "Mini",
        "Schema",
        "Schemas",
        "Model",
        "Request",
        "Response",
        "Payload",
        "Body",
        "Data",
        "Dto",
        "DTO",
        "Form",
        "Params",
        "Result",
        "View",
        "Public",
        "Private",
        "Internal",
    }
)

# Since this version of pydantic, `Page[User]` at the top of a module is a class of that module,
# and not of the one of `Page`.
PARAMETRISED_WHERE_USED: Final = (2, 14)
