"""The reader of schemas against pydantic and django-ninja.

The modules below are written to a folder, imported by the real frameworks in a process of
their own (tests/introspection.py), and read by nova-lint; every fact must agree, or be
unknown where a test says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Annotated, Any

import pydantic
import pytest

from nova_lint.contracts.contract import UNKNOWN, Contract, Field, Known, Link
from nova_lint.contracts.project import Contracts
from nova_lint.contracts.readers.ninja import nova_links
from nova_lint.workspace.opening import open_project

INTROSPECTION = Path(__file__).resolve().parents[1] / "introspection.py"
COMPARED = (
    "type",
    "required",
    "nullable",
    "has_default",
    "alias",
    "choices",
    "max_length",
    "min_length",
    "max_digits",
    "decimal_places",
    "min_value",
    "max_value",
    "pattern",
)

MODULES = {
    "shapes.py": """
from typing import Annotated, Literal, NamedTuple, NewType, Optional, TypeVar, Union
from typing_extensions import TypedDict
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, IntEnum
from annotated_types import Ge, Interval, Len, MaxLen
from pydantic import BaseModel, Field, StringConstraints

class Grade(IntEnum):
    LOW = 1
    HIGH = 2

class Kind(str, Enum):
    BOOK = "book"
    MAP = "map"

class Row(TypedDict):
    id: int

class Point(NamedTuple):
    x: int

@dataclass
class Plain:
    a: int

class Price(Decimal):
    @classmethod
    def __get_pydantic_core_schema__(cls, source, handler):
        return handler(Decimal)

T = TypeVar("T")
Pair = tuple[T, T]
ListOf = list[T]
MaybeText = Optional[Annotated[str, MaxLen(9)]]
Quoted = Optional["Row"]
Key = NewType("Key", int)
TightKey = NewType("TightKey", Annotated[int, Ge(1)])
TITLE = 80
COMMON = {"max_length": TITLE, "min_length": 2}

def money(**keywords):
    return Field(max_digits=12, decimal_places=2, **keywords)
""",
    "fields.py": """
import datetime
import typing as t
from datetime import date, time
from typing import ClassVar, Final
from annotated_types import *
import pydantic as p
from pydantic import *
from pydantic import alias_generators
import re
from shapes import *
from shapes import COMMON, TITLE, money

class Nested(BaseModel):
    row: Row
    rows: list[Row] = []
    point: Point = Point(1)
    quoted: Quoted = None
    pair: Pair[int] = (1, 2)
    many: ListOf[str] = []
    key: Key
    tight: TightKey = 1
    maybe: MaybeText = None
    maybe_twice: Optional[MaybeText] = None

class Choosing(BaseModel):
    grade: Grade
    kind: Kind = Kind.BOOK
    kinds: list[Kind] = []
    either: Literal["a"] | None = None
    truth: Literal[True]
    mixed: Literal["a", 1, None] = None
    member: Literal[Kind.BOOK]
    either_kind: Kind | None

class Metadata(BaseModel):
    interval: Annotated[int, Interval(gt=1, le=5)]
    length: Annotated[list[int], Len(2, 3)]
    at_least: Annotated[int, Ge(3)]
    short: Annotated[str, MaxLen(4)] = ""
    text: Annotated[str, StringConstraints(min_length=1, max_length=TITLE, pattern=r"^a")]
    stacked: Annotated[Annotated[str, MaxLen(10)], MaxLen(4)]
    loosened_bound: Annotated[int, Field(ge=1), Field(gt=0)]
    inner_default: Annotated[int, Field(default=3)]
    outer_default: Annotated[int, Field(default=3, ge=1)] = 4
    both: Annotated[int, Field(ge=1)] = Field(4, le=9)
    positive: PositiveInt = Field(5, le=8)
    bounded: conint(ge=1, lt=10) | None = None
    several: conset(str, max_length=3) = set()
    json_text: Json | None = None
    dated: datetime.date
    moment: AwareDatetime | None = None
    link: HttpUrl
    secret: SecretStr = SecretStr("x")
    number: StrictInt = 1
    code: p.constr(max_length=3)
    common: str = Field(**COMMON)
    spread: str = Field("x", **COMMON)
    compiled: str = Field(pattern=re.compile("^b"))
    exclusive: Decimal = Field(gt=0, max_digits=5, decimal_places=1)

class Defaulted(BaseModel):
    ellipsis: int = ...
    dotted: int = Field(...)
    named: int = Field(default=...)
    factory: list[int] = Field(default_factory=list)
    none: int = None
    field_none: int = Field(None)
    anything: t.Any
    nothing: None = None
    call: date = date.today()
    bare: int = Field()

class Shadowed(BaseModel):
    date: date
    time: time
    type: str
    int: int
    id: int

class Skipped(BaseModel):
    kept: int
    shared: ClassVar[int] = 3
    bare: ClassVar = 4
    quoted: "ClassVar[int]" = 5
    frozen: Final[int] = 3
    frozen_open: Final[int]
    _hidden: int = 1
    _private: str = PrivateAttr("x")

    class Inner(BaseModel):
        depth: int = 1

    inner: Inner = Inner()

class Aliases(BaseModel):
    model_config = ConfigDict(alias_generator=AliasGenerator())
    a: str = Field(alias="x", validation_alias="y")
    b: Annotated[str, Field(alias="z")] = "b"

class Camel(BaseModel):
    model_config = {"alias_generator": alias_generators.to_camel}
    first_name: str
    x2_y: int = 0
    already: int = 0
    kept: int = Field(0, alias="KEPT")

class Pascal(BaseModel):
    class Config:
        alias_generator = alias_generators.to_pascal
    first_name: str

class Computing(BaseModel):
    width: int

    @computed_field
    @property
    def area(self) -> int:
        return self.width

    @property
    def hidden(self) -> int:
        return 1
""",
    "bases.py": '''
from __future__ import annotations
import abc
from typing import Annotated, ClassVar, Generic, Optional, TypeVar
from pydantic import BaseModel, Field, RootModel
import fields
from shapes import Row

T = TypeVar("T")
U = TypeVar("U")
B = TypeVar("B", bound=BaseModel)

class Base(BaseModel):
    name: str = Field("n", max_length=5)
    number: int

class Left(Base):
    pass

class Right(Base):
    name: Annotated[str, Field(max_length=50)]
    right: Optional[int] = None

class Both(Left, Right):
    """`name` is Base's, through Left: pydantic asks its bases, not the resolution order."""

class Required(Base):
    name: str

class Dropped(Base):
    name: ClassVar[str] = "x"

class Mixin:
    mixed: int = 1
    open: str
    unannotated = 3

class Mixed(Mixin, Base):
    own: int

class Abstract(BaseModel, abc.ABC):
    must: int

class Concrete(Abstract):
    more: "Optional[Later]" = None

class Later(BaseModel):
    value: list[Later] = []

Concrete.model_rebuild()

class Page(BaseModel, Generic[T]):
    items: list[T]
    first: T | None = None
    total: int = 0

class TextPage(Page[str]):
    pass

class NumberPage(Page[int]): ...

class ClosedPage(
    Page[int], extra="forbid"
): ...

class RowPage(Page[Row]):
    total: int

class Two(BaseModel, Generic[T, U]):
    one: T
    two: U

class Half(Two[int, U], Generic[U]):
    three: U

class Whole(Half[str]):
    pass

class Nested(Two[list[int], Optional[str]]):
    pass

Alias = Page[int]

class FromAlias(Alias):
    pass

class FromQuoted(Page["Later"]):
    pass

class Bounded(BaseModel, Generic[B]):
    body: B

class Numbers(RootModel[list[int]]):
    pass

class Name(RootModel):
    root: str = "x"

class Holder(BaseModel):
    page: Page[int]
    dotted: fields.Kind
    self_made: fields.Nested | None = None

class Elsewhere(fields.Metadata):
    code: int

class Configured(Base, str_strip_whitespace=True):
    text: str = ""

class Inside(BaseModel):
    optional: Optional[Annotated[int, Field(default=3, alias="a", ge=2)]]
    outside: Annotated[Optional[int], Field(default=3, alias="b", ge=2)]
''',
    "unreadable.py": """
from typing import Annotated
from pydantic import BaseModel, Field, create_model
from shapes import money

LIMIT = int(__import__("os").environ.get("LIMIT", "5"))

def optional(cls):
    for field in cls.model_fields.values():
        field.default = None
    cls.model_rebuild(force=True)
    return cls

def choose(x):
    if x:
        return Field(max_length=3)
    return Field(4)

class Base(BaseModel):
    a: int

@optional
class Decorated(Base):
    b: int

class Made(create_model("Made", c=(int, 3))):
    d: int

class Wrapped(BaseModel):
    price: float = money(ge=1)
    chosen: str = choose(1)
    limited: str = Field(max_length=LIMIT)
""",
    "library/__init__.py": "",
    "library/models.py": """
import uuid
from django.db import models
from django.utils import timezone

class Keyed(models.Model):
    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    slug = models.SlugField()

class Coded(models.Model):
    code = models.CharField(max_length=5, primary_key=True)

class Extended(Keyed):
    note = models.TextField(blank=True)

class Owned(models.Model):
    one = models.OneToOneField(Coded, on_delete=models.CASCADE, primary_key=True)

class Item(models.Model):
    name = models.CharField(max_length=60, choices=[("a", "A")])
    blank = models.CharField(max_length=60, blank=True)
    null = models.IntegerField(null=True)
    given = models.IntegerField(default=3)
    blank_given = models.IntegerField(default=3, blank=True)
    computed = models.DateTimeField(default=timezone.now)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.TimeField(auto_now=True, null=True)
    slug = models.SlugField()
    long_slug = models.SlugField(max_length=99)
    email = models.EmailField()
    link = models.URLField()
    long_link = models.URLField(max_length=300)
    attachment = models.FileField()
    address = models.GenericIPAddressField(null=True)
    data = models.JSONField(default=dict)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    flag = models.BooleanField()
    raw = models.BinaryField()
    span = models.DurationField()
    keyed = models.ForeignKey(Keyed, on_delete=models.CASCADE)
    coded = models.ForeignKey("Coded", on_delete=models.CASCADE, null=True)
    owned = models.ForeignKey("library.Owned", on_delete=models.CASCADE, default=1)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, blank=True)
    many = models.ManyToManyField(Keyed, related_name="+", blank=True)
""",
    "library/schemas.py": """
from typing import Optional
from ninja import Field, FilterSchema, ModelSchema, Schema
from ninja.orm import create_schema
from library.models import Extended, Item, Keyed, Owned

class Everything(ModelSchema):
    class Meta:
        model = Item
        fields = "__all__"

class Named(ModelSchema):
    class Meta:
        model = "library.Item"
        fields = ("id", "name", "keyed")

class Excluding(ModelSchema):
    class Meta:
        model = Item
        exclude = ["id", "parent"]
        fields_optional = ["name", "keyed", "given"]

class Patch(ModelSchema):
    class Meta:
        model = Item
        fields = ["name", "coded", "given"]
        fields_optional = "__all__"

class WithEmail(Schema):
    email: int
    extra: str = "x"

class Mixed(WithEmail, ModelSchema):
    name: str = Field(max_length=3)

    class Meta:
        model = Item
        fields = ["name", "email"]

class Child(Named):
    more: Optional[int] = None

    class Meta:
        model = Item
        fields = ["id", "price"]

class Parents(ModelSchema):
    class Meta:
        model = Extended
        fields = "__all__"

class One(ModelSchema):
    class Meta:
        model = Owned
        fields = "__all__"

class FromCall(create_schema(Item, fields=["name", "price"], optional_fields=["price"])):
    more: int

Made = create_schema(Keyed, name="Made", exclude=["slug"])

class FromMade(Made):
    pass

class Deep(create_schema(Item, name="Deep", depth=1, fields=["name", "keyed", "coded"])):
    pass

class Filter(FilterSchema):
    name: Optional[str] = Field(None, q="name__icontains")

class Holding(Schema):
    made: Made
    items: list[Everything] = []
""",
    "settings.py": """
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.contenttypes", "library"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
""",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name, source in MODULES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def contracts(project: Path) -> Contracts:
    return read(project, tuple(MODULES))


def read(root: Path, paths: tuple[str, ...]) -> Contracts:
    installed = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return Contracts(open_project(root, sorted(paths), dict.fromkeys(installed)).workspace)


@pytest.fixture(scope="module")
def truth(project: Path) -> dict[str, Any]:
    modules = ["shapes", "fields", "bases", "unreadable", "library.models", "library.schemas"]
    command = [sys.executable, str(INTROSPECTION), "--root", str(project)]
    done = subprocess.run(
        [*command, "--settings", "settings", *modules], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert not answer["errors"]
    return {c["name"]: c for c in answer["contracts"] if c["layer"] == "schema"}


def named(contracts: Contracts, name: str) -> Contract:
    module, _, qualname = name.rpartition(".")
    for cls in contracts.classes:
        if cls.name == name:
            found = contracts.contract(cls)
            assert found is not None
            return found
    raise AssertionError(f"no class {qualname} in {module}")


def field(contracts: Contracts, name: str) -> Field:
    owner, _, last = name.rpartition(".")
    found = named(contracts, owner).field(last)
    assert found is not None
    return found


def value(found: Field, fact: str) -> object:
    """A fact in the words of tests/introspection.py; UNKNOWN stays."""
    known = getattr(found, fact)
    if not isinstance(known, Known):
        return UNKNOWN
    if fact == "choices" and known.value is not None:
        return sorted({str(choice) for choice in known.value})
    if fact in ("min_value", "max_value") and known.value is not None:
        return float(known.value)
    return known.value


def disagreements(ours: Contract, theirs: dict[str, Any], unknown: set[str]) -> list[str]:
    found = []
    for name, facts in theirs["fields"].items():
        mine = ours.field(name)
        if mine is None:
            found.append(f"{ours.short_name}.{name} is missing")
            continue
        for fact in COMPARED:
            if fact not in facts or (fact == "type" and facts[fact] is None):
                continue
            said = value(mine, fact)
            if said is UNKNOWN and f"{ours.short_name}.{name}.{fact}" in unknown:
                continue
            if said != facts[fact]:
                found.append(f"{ours.short_name}.{name}.{fact}: {said!r}, really {facts[fact]!r}")
    extra = {f.name for f in ours.fields} - {*theirs["fields"], *theirs["computed"]}
    if extra and not ours.unknown:
        found.append(f"{ours.short_name} has no {sorted(extra)}")
    return found


# What the source does not settle, or pydantic's versions answer differently.
UNSETTLED = {
    "Page.first.nullable",
    "Two.one.nullable",
    "Two.two.nullable",
    "Half.two.nullable",
    "Half.three.nullable",
}


@pytest.mark.parametrize("module", ["fields", "bases", "library.schemas"])
def test_every_fact_is_what_the_framework_says(
    module: str, contracts: Contracts, truth: dict[str, Any]
) -> None:
    found = []
    for name, theirs in truth.items():
        if name.startswith(f"{module}."):
            found.extend(disagreements(named(contracts, name), theirs, UNSETTLED))
    assert not found, "\n".join(found)


def test_computed_fields_are_read_only(contracts: Contracts) -> None:
    area = field(contracts, "fields.Computing.area")
    assert (area.read_only, area.required, area.type) == (Known(True), Known(False), Known("int"))
    assert named(contracts, "fields.Computing").field("hidden") is None


def test_none_as_default_of_a_type_without_none(contracts: Contracts) -> None:
    none = field(contracts, "fields.Defaulted.none")
    assert none.required == Known(False)
    assert none.nullable == Known(False)
    assert (none.has_default, none.default) == (Known(True), Known(None))


def test_exclusive_bounds_are_marked(contracts: Contracts) -> None:
    assert field(contracts, "fields.Metadata.exclusive").validators == Known(("gt",))
    assert field(contracts, "fields.Metadata.loosened_bound").validators == Known(())


def test_nested_schemas_are_named(contracts: Contracts) -> None:
    assert field(contracts, "fields.Skipped.inner").relation == Known("fields.Skipped.Inner")
    items = field(contracts, "library.schemas.Holding.items")
    assert (items.relation, items.many) == (Known("library.schemas.Everything"), Known(True))


def test_models_of_schemas(contracts: Contracts) -> None:
    for name in ("Everything", "Named", "Child", "FromCall", "Mixed"):
        schema = named(contracts, f"library.schemas.{name}")
        assert (schema.model, schema.link) == ("library.models.Item", Link.META)
    assert named(contracts, "library.schemas.FromMade").model == "library.models.Keyed"
    assert named(contracts, "library.schemas.Filter").model is None


# What cannot be read --------------------------------------------------------------------


def test_a_decorator_that_rewrites_fields_unsettles_them(contracts: Contracts) -> None:
    decorated = named(contracts, "unreadable.Decorated")
    assert decorated.unknown == {"fields"}
    assert {f.required for f in decorated.fields} == {UNKNOWN}


def test_a_base_made_by_a_call_may_have_any_field(contracts: Contracts) -> None:
    made = named(contracts, "unreadable.Made")
    assert made.unknown == {"fields"}
    assert made.field("d") is not None


def test_functions_that_return_fields(contracts: Contracts) -> None:
    price = field(contracts, "unreadable.Wrapped.price")
    assert price.required == Known(True)
    assert (price.max_digits, price.decimal_places) == (Known(12), Known(2))
    assert price.min_value == Known(1)
    chosen = field(contracts, "unreadable.Wrapped.chosen")
    assert (chosen.required, chosen.max_length) == (UNKNOWN, UNKNOWN)
    assert field(contracts, "unreadable.Wrapped.limited").max_length is UNKNOWN
    assert field(contracts, "unreadable.Wrapped.limited").required == Known(True)


# Validators -----------------------------------------------------------------------------

VALIDATED = """
from typing import Annotated
from ninja import Schema
from pydantic import *

def strip(value):
    return value

class Base(Schema):
    a: str
    b: str = ""

    @field_validator("a", mode="before")
    @classmethod
    def check(cls, value):
        return value

    @staticmethod
    def resolve_b(obj):
        return "b"

class Child(Base):
    c: Annotated[str, BeforeValidator(strip)] = ""
    d: int = 0
    _strip = field_validator("d")(strip)

    @validator("b", pre=True)
    def old(cls, value):
        return value

    @field_serializer("c")
    def shown(self, value):
        return value

class Whole(Base):
    @model_validator(mode="before")
    @classmethod
    def whole(cls, values):
        return values

    @field_validator("*")
    @classmethod
    def each(cls, value):
        return value
"""
WHOLE = ("model_validator:before", "field_validator:after")


def test_what_changes_a_value_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "validated.py").write_text(VALIDATED, encoding="utf-8")
    contracts = read(tmp_path, ("validated.py",))
    marks = {
        name: {f.name: f.validators for f in named(contracts, f"validated.{name}").fields}
        for name in ("Base", "Child", "Whole")
    }
    assert marks == {
        "Base": {"a": Known(("field_validator:before",)), "b": Known(("resolve",))},
        "Child": {
            "a": Known(("field_validator:before",)),
            "b": Known(("resolve", "validator:before")),
            "c": Known(("BeforeValidator", "field_serializer:plain")),
            "d": Known(("field_validator:after",)),
        },
        "Whole": {
            "a": Known(("field_validator:before", *WHOLE)),
            "b": Known(("resolve", *WHOLE)),
        },
    }


# Settings -------------------------------------------------------------------------------


class Limited(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(str_max_length=5, coerce_numbers_to_str=True, extra="forbid")

    plain: str = ""
    maybe: str | None = None
    own: str = pydantic.Field("", max_length=9)
    constrained: pydantic.constr(min_length=1) = "x"  # type: ignore[valid-type]
    several: list[str] = []
    loosened: Annotated[str, pydantic.Field(max_length=4), pydantic.Field(max_length=9)] = ""


@pytest.mark.parametrize("name", ["plain", "maybe", "own", "constrained", "loosened"])
def test_settings_limit_text(name: str) -> None:
    path = Path(__file__).resolve()
    contracts = read(path.parent, (path.name,))
    limited = next(cls for cls in contracts.classes if cls.node.name == "Limited")
    contract = contracts.contract(limited)
    assert contract is not None
    assert contract.coerces == {"coerce_numbers_to_str", "extra:forbid"}
    found = contract.field(name)
    assert found is not None
    assert isinstance(found.max_length, Known)
    longest = found.max_length.value
    assert longest is not None
    Limited(**{name: "x" * longest})
    with pytest.raises(pydantic.ValidationError):
        Limited(**{name: "x" * (longest + 1)})


def test_a_limit_that_versions_of_pydantic_decide_differently(tmp_path: Path) -> None:
    source = """
from typing import Annotated
from pydantic import BaseModel, Field

class Contested(BaseModel):
    name: Annotated[str, Field(max_length=3)] = Field("", max_length=9)
"""
    (tmp_path / "contested.py").write_text(source, encoding="utf-8")
    contracts = read(tmp_path, ("contested.py",))
    assert field(contracts, "contested.Contested.name").max_length is UNKNOWN


# Generations of syntax and of frameworks --------------------------------------------------


def test_parameters_in_brackets(tmp_path: Path) -> None:
    source = """
from pydantic import BaseModel

class Page[T](BaseModel):
    items: list[T]
    first: T

class Texts(Page[str]):
    pass

class Again[K](Page[K]):
    key: K

class Numbers(Again[int]):
    pass
"""
    (tmp_path / "pages.py").write_text(source, encoding="utf-8")
    contracts = read(tmp_path, ("pages.py",))
    assert field(contracts, "pages.Page.first").type is UNKNOWN
    assert field(contracts, "pages.Texts.first").type == Known("str")
    assert field(contracts, "pages.Numbers.first").type == Known("int")
    assert field(contracts, "pages.Numbers.key").type == Known("int")


def test_pydantic_one(tmp_path: Path) -> None:
    source = """
from typing import List, Optional
from pydantic.v1 import BaseModel, Field, conlist, constr, validator

class Old(BaseModel):
    maybe: Optional[int]
    none: int = None
    code: constr(regex="^a", max_length=3)
    items: conlist(int, min_items=1, max_items=4)
    text: str = Field(..., regex="^b")

    class Config:
        max_anystr_length = 7

    @validator("text", pre=True)
    def strip(cls, value):
        return value
"""
    (tmp_path / "old.py").write_text(source, encoding="utf-8")
    contracts = read(tmp_path, ("old.py",))
    maybe, none, code, items, text = named(contracts, "old.Old").fields
    assert (maybe.required, maybe.nullable) == (Known(False), Known(True))
    assert (none.required, none.nullable) == (Known(False), Known(True))
    assert (code.pattern, code.max_length) == (Known("^a"), Known(3))
    assert (items.min_length, items.max_length) == (Known(1), Known(4))
    assert (text.pattern, text.max_length, text.required) == (Known("^b"), Known(7), Known(True))
    assert text.validators == Known(("validator:before",))


def test_packages_that_are_not_installed(tmp_path: Path) -> None:
    source = """
from typing import Annotated
from fastapi import Query
from pydantic import BaseModel
from sqlmodel import Field, Relationship, SQLModel
from nowhere import Phone, Base, Mixin

class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=9)
    team: "Team | None" = Relationship(back_populates="heroes")

class Params(BaseModel):
    limit: Annotated[int, Query(gt=0, le=100)] = 100
    needed: str = Query(..., max_length=5)

class Call(Mixin, BaseModel):
    phone: Phone = "1"
"""
    (tmp_path / "heroes.py").write_text(source, encoding="utf-8")
    contracts = read(tmp_path, ("heroes.py",))
    identity, name = named(contracts, "heroes.Hero").fields
    assert (identity.required, identity.nullable) == (Known(False), Known(True))
    assert (name.required, name.max_length) == (Known(True), Known(9))
    limit, needed = named(contracts, "heroes.Params").fields
    assert (limit.min_value, limit.max_value, limit.default) == (Known(0), Known(100), Known(100))
    assert (needed.required, needed.max_length) == (Known(True), Known(5))
    call = named(contracts, "heroes.Call")
    assert call.unknown == {"fields"}
    phone = call.fields[0]
    assert (phone.type, phone.nullable, phone.max_length) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert phone.required == Known(False)


def test_model_schema_of_ninja_zero(tmp_path: Path) -> None:
    source = """
from django.db import models
from ninja import ModelSchema

class Item(models.Model):
    name = models.CharField(max_length=9)
    price = models.IntegerField()

class ItemIn(ModelSchema):
    class Config:
        model = Item
        model_fields = ["name", "price", "gone"]
        model_fields_optional = ["price"]
"""
    (tmp_path / "items.py").write_text(source, encoding="utf-8")
    item = named(read(tmp_path, ("items.py",)), "items.ItemIn")
    assert (item.model, item.link) == ("items.Item", Link.META)
    assert [f.name for f in item.fields] == ["name", "price", "gone"]
    assert item.fields[0].max_length == Known(9)
    assert item.fields[1].required == Known(False)
    assert [(missing.name, missing.option) for missing in item.missing] == [("gone", "Meta.fields")]


def test_schemas_that_nova_models_name(tmp_path: Path) -> None:
    source = """
from nova import NovaConfig, NovaModel
from pydantic import BaseModel

class OrderSchema(BaseModel):
    total: int

class Order(NovaModel):
    _nova_config = NovaConfig(pydantic_schema=OrderSchema)
"""
    (tmp_path / "orders.py").write_text(source, encoding="utf-8")
    contracts = read(tmp_path, ("orders.py",))
    assert nova_links(contracts) == {"orders.OrderSchema": "orders.Order"}


def test_a_class_that_inherits_from_itself(tmp_path: Path) -> None:
    (tmp_path / "first.py").write_text(
        "from second import B\n\nclass A(B):\n    a: int\n", encoding="utf-8"
    )
    (tmp_path / "second.py").write_text(
        "from pydantic import BaseModel\nfrom first import A\n\n"
        "class B(A, BaseModel):\n    b: 'list[B]'\n",
        encoding="utf-8",
    )
    contracts = read(tmp_path, ("first.py", "second.py"))
    assert all(contracts.contract(cls) is not None for cls in contracts.classes)
