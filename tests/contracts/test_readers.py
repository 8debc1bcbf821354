"""The readers of models, forms and serializers against Django and DRF themselves.

docs/examples/shop and the projects in tests/fixtures are imported by the real frameworks in
a process of their own (tests/introspection.py) and read by nova-lint. Every fact of every
class must agree, of those too that packages generate, which tests/fixtures/archive is about.
One may be unknown only where `UNKNOWN_BECAUSE` says why.
"""

from __future__ import annotations

import fnmatch
import functools
import json
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django.core.validators
import pytest

from nova_lint.contracts.contract import UNKNOWN, Contract, Field, Known
from nova_lint.contracts.models_in_code import in_order
from nova_lint.contracts.project import Contracts
from nova_lint.workspace.opening import open_project

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECTS = {
    "catalogue": REPOSITORY / "tests/fixtures/catalogue",
    "shop": REPOSITORY / "docs/examples/shop",
    "archive": REPOSITORY / "tests/fixtures/archive",
}
# The packages of a project whose classes are compared, where it has several.
PACKAGES = {"archive": ("archive", "staff")}
LAYERS = ("model", "form", "serializer")

# Why the source alone does not say a fact: patterns of `layer class.field fact`.
UNKNOWN_BECAUSE: dict[str, tuple[str, ...]] = {
    "a setting, and which settings module runs is not known": ("* *.char_setting max_length",),
    "the files that a folder holds when the program starts": (
        "form *.path choices",
        "serializer *.path choices",
    ),
    "a limit that is a function, called whenever it is checked": (
        "* *.integer_callable max_value",
    ),
    "an `if` in the body of a class: which branch ran is not read": (
        "* catalogue.*Titles*.subtitle max_length",
    ),
    "the range that the database's whole numbers have": (
        "serializer * min_value",
        "serializer * max_value",
    ),
    "validators of a nested serializer are its own class's": (
        "serializer catalogue.rest.nested.*Shelf.* validators",
        "serializer catalogue.rest.model.MemberSerializer.* validators",
        "serializer shop.orders.serializers.OrderSerializer.lines validators",
    ),
    "a class of which one base cannot be read": ("form *.DynamicForm.detail missing",),
    "one of two fields, as a setting decides": ("form *.DynamicForm.either max_length",),
    "a validator that the constructor of a class adds": (
        *(f"serializer *.brief {end}_{of}" for end in ("min", "max") for of in ("length", "value")),
        "serializer *.brief validators",
    ),
    "a table between models is a model of the project's, or the other model is not known": tuple(
        f"model archive.loans.{name}.{column} missing"
        for proxy, columns in {
            "BranchPeople": ("branch", "person"),
            "ShelfWords": ("shelf", "word"),
        }.items()
        for name in (f"tracking.{proxy}", f"models.{proxy}Event")
        for column in columns
    ),
    "a method of the class builds the field": ("serializer *.PlacingSerializer.room *",),
    "`__init__` and `get_fields` set it on the object": (
        "form *.Replacing.name max_length",
        "* *.Changing.name required",
        "form *.Changing.kind choices",
    ),
    "several aliases, or one that a function makes": (
        "schema catalogue.schemas.models.Aliased.several alias",
        "schema catalogue.schemas.models.Generated.code alias",
    ),
    "a type variable that nothing binds": (
        "schema catalogue.schemas.models.Box.content nullable",
        "schema staff.models.Pair.other nullable",
    ),
    "ninja holds a TextField's limit against what comes in, not against what goes out": (
        "schema catalogue.schemas.ninja_models.Texts*.text_limited max_length",
    ),
    "a column that other code adds to the class": ("model *.CustomLater.added_later missing",),
    "a setting of a package": tuple(
        f"model archive.shelves.models.*.{name} max_length" for name in ("name", "slug", "label")
    ),
    "the constructor of a package's field chooses the model": (
        "model archive.shelves.models.*Shelf.* relation",
        "model archive.shelves.models.Labelled.* relation",
    ),
}

# Where the framework's own attribute says something else than what the field does.
ATTRIBUTE_MISLEADS = {
    # NullBooleanField.validate does nothing: without a value it gives None.
    "form catalogue.forms.plain.EveryField.null_boolean required",
    # pydantic itself declares the field of a RootModel.
    "schema catalogue.schemas.models.Names.root line",
    "schema catalogue.schemas.models.Names.root path",
    # The class stands in the body of a function, where introspection does not look for it.
    "model archive.loans.models.LocalPostEvent.pgh_obj relation",
    "model archive.loans.models.NearEvent.pgh_obj relation",
    # It is of the class that inherits it, and Django says "self" until one does.
    "model archive.records.Remark.by relation",
}

# What the framework cannot answer for: it refuses to build these classes.
REFUSED = {
    "catalogue.rest.inheritance.BaseMixin": "a ModelSerializer without a model",
    "catalogue.rest.nested.TagListSerializer": "a ListSerializer without a child",
    "shop.invoices.serializers.InvoiceListSerializer": "Meta.fields names what the model lacks",
}

# Generated classes that are not read.
NOT_READ = {
    "catalogue.schemas.models.Made": "what `create_model` returns",
    "catalogue.schemas.models.RootModel[list[str]]": "a generic class of pydantic's own",
}

# The facts under which introspection and nova-lint know the same thing by other names.
OTHER_NAMES = {"has_db_default": "database_default", "disabled": "read_only"}

ADDRESSES = {"validate_ipv4_address", "validate_ipv6_address", "validate_ipv46_address"}
# Validators that a built-in field class brings along; `Field.validators` leaves them out.
OF_THE_CLASS = {
    "EmailField": {"EmailValidator"},
    "URLField": {"URLValidator"},
    "SlugField": {"RegexValidator"},
    "RegexField": {"RegexValidator"},
    "GenericIPAddressField": ADDRESSES,
    "IPAddressField": ADDRESSES,
    "ImageField": {"validate_image_file_extension"},
}


# Validators that nova-lint knows as limits.
LIMITS = {
    f"django.core.validators.{name}Validator"
    for name in ("MinValue", "MaxValue", "MinLength", "MaxLength")
}


@functools.cache
def truth(project: str) -> dict[str, Any]:
    script = REPOSITORY / "tests/introspection.py"
    options = ["--settings", f"{project}.settings", "--root", str(PROJECTS[project])]
    done = subprocess.run(
        [sys.executable, str(script), *options, *PACKAGES.get(project, (project,))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@functools.cache
def contracts(project: str) -> Contracts:
    root = PROJECTS[project]
    paths = sorted(
        str(path.relative_to(root)) for path in root.rglob("*.py") if "migrations" not in path.parts
    )
    installed = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    return Contracts(open_project(root, paths, installed).workspace)


@functools.cache
def read(project: str) -> dict[str, Contract]:
    known = contracts(project)
    found = {}
    for cls in known.classes:
        contract = known.contract(cls)
        if contract is not None:
            found[contract.name] = contract
    return found


@functools.cache
def model_names(project: str) -> dict[str, str]:
    """Dotted class names of models by the labels under which Django knows them."""
    listed = [*truth(project)["contracts"], *truth(project)["generated"]]
    return {c["model"]: c["name"] for c in listed if c["layer"] == "model" and c["model"]}


def of_layer(project: str, layer: str) -> Iterator[dict[str, Any]]:
    for theirs in truth(project)["contracts"]:
        if theirs["layer"] == layer and "<locals>" not in theirs["name"]:
            yield theirs


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("project", PROJECTS)
def test_every_fact_is_what_the_framework_says(project: str, layer: str) -> None:
    """Classes, fields and facts; none is missing, none is too many."""
    found: list[str] = []
    for theirs in of_layer(project, layer):
        ours = read(project).get(theirs["name"])
        if ours is None or ours.layer != layer:
            found.append(f"{layer} {theirs['name']} is missing")
            continue
        found.extend(disagreements(project, ours, theirs))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("project", PROJECTS)
def test_columns_are_in_the_order_in_which_a_model_takes_them(project: str) -> None:
    seen = 0
    for theirs in of_layer(project, "model"):
        ours = read(project)[theirs["name"]]
        names = [field.name for field in in_order(ours)] if not ours.unknown else []
        if names:
            seen += 1
            columns = [name for name in theirs["fields"] if name in names]
            assert names == columns, ours.name
    assert seen >= 5


@pytest.mark.parametrize("project", PROJECTS)
def test_schemas_too(project: str) -> None:
    """Schemas of the same projects; tests/contracts/test_schemas.py has the odd ones."""
    found: list[str] = []
    for theirs in of_layer(project, "schema"):
        ours = read(project).get(theirs["name"])
        if ours is None or ours.layer != "schema":
            found.append(f"schema {theirs['name']} is missing")
            continue
        found.extend(disagreements(project, ours, theirs))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("project", PROJECTS)
def test_classes_that_packages_generate_too(project: str) -> None:
    found: list[str] = []
    for theirs in truth(project)["generated"]:
        ours = read(project).get(theirs["name"])
        if ours is None:
            if theirs["name"] not in NOT_READ:
                found.append(f"{theirs['layer']} {theirs['name']} is missing")
            continue
        found.extend(disagreements_of_fields(project, ours, theirs))
        lines = (PROJECTS[project] / ours.span.path).read_text().splitlines()
        assert 1 <= ours.span.line <= ours.name_line <= ours.span.end_line <= len(lines)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("project", PROJECTS)
def test_the_frameworks_read_every_class(project: str) -> None:
    errors = {error["name"]: error["error"] for error in truth(project)["errors"]}
    assert {name for name in errors if name not in REFUSED} == set()
    found = [*truth(project)["contracts"], *truth(project)["generated"]]
    known = {theirs["name"] for theirs in found}
    for name in read(project):
        assert name in known or name in REFUSED, f"{name} is no contract"


def test_every_excuse_is_needed() -> None:
    """A reason for not knowing that nothing needs any more goes away."""
    unknown = [key for project in PROJECTS for key in unknown_facts(project)]
    idle = [
        pattern
        for patterns in UNKNOWN_BECAUSE.values()
        for pattern in patterns
        if not any(fnmatch.fnmatchcase(key, pattern) for key in unknown)
    ]
    assert not idle


# Comparison -----------------------------------------------------------------------------


def disagreements(project: str, ours: Contract, theirs: dict[str, Any]) -> Iterator[str]:
    yield from disagreements_of_fields(project, ours, theirs)
    if (ours.span.path, ours.name_line) != (theirs["path"], theirs["line"]):
        yield f"{ours.name} stands at {ours.span.path}:{ours.name_line}"


def disagreements_of_fields(project: str, ours: Contract, theirs: dict[str, Any]) -> Iterator[str]:
    for name, facts in theirs["fields"].items():
        field = ours.field(name)
        if field is not None:
            yield from disagreements_of_field(project, ours, field, facts)
        elif not ("fields" in ours.unknown and is_excused(key_of(ours, name, "missing"))):
            yield key_of(ours, name, "missing")
    computed = theirs.get("computed", ())
    for name in [f.name for f in ours.fields]:
        if name not in theirs["fields"] and name not in computed:
            yield f"{key_of(ours, name, 'extra')}"
    if ours.layer != "schema" and theirs["model"] is not None:
        model = model_names(project).get(theirs["model"])
        if ours.model != model and model is not None:
            yield f"{ours.name} speaks of {ours.model}, at run time {model}"


def disagreements_of_field(
    project: str, ours: Contract, field: Field, facts: dict[str, Any]
) -> Iterator[str]:
    for fact, said in comparable(facts).items():
        if fact == "validators" and is_derived_in_form(ours, field):
            continue
        key = key_of(ours, field.name, fact)
        mine, real = our_fact(project, field, fact, ours), wanted(project, field, fact, said)
        excused = mine is UNKNOWN and is_excused(key)
        if mine != real and not excused and key not in ATTRIBUTE_MISLEADS:
            yield f"{key}: {mine!r}, at run time {real!r}"


def is_derived_in_form(contract: Contract, field: Field) -> bool:
    """A ModelForm runs the column's validators in `full_clean`, not in the form field."""
    return contract.layer == "form" and not field.declared


def key_of(contract: Contract, field: str, fact: str) -> str:
    return f"{contract.layer} {contract.name}.{field} {fact}"


def is_excused(key: str) -> bool:
    return any(
        fnmatch.fnmatchcase(key, pattern)
        for patterns in UNKNOWN_BECAUSE.values()
        for pattern in patterns
    )


def unknown_facts(project: str) -> Iterator[str]:
    for theirs in [*truth(project)["contracts"], *truth(project)["generated"]]:
        ours = read(project).get(theirs["name"])
        if ours is None:
            continue
        for name, facts in theirs["fields"].items():
            field = ours.field(name)
            if field is None:
                yield key_of(ours, name, "missing")
                continue
            for fact in comparable(facts):
                if our_fact(project, field, fact, ours) is UNKNOWN:
                    yield key_of(ours, name, fact)


def comparable(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that introspection could tell; a type of None is one that it could not."""
    return {fact: said for fact, said in facts.items() if not (fact == "type" and said is None)}


def our_fact(project: str, field: Field, fact: str, contract: Contract) -> object:
    """A fact of ours in the words of introspection."""
    match fact:
        case "primary_key":
            return field.primary_key
        case "declared" | "declared_in":
            return getattr(field, fact)
        case "line":
            return field.span.line if field.span is not None else None
        case "path":
            return shown(project, field.span.path) if field.span is not None else None
    known = getattr(field, OTHER_NAMES.get(fact, fact))
    if not isinstance(known, Known):
        return UNKNOWN
    match fact:
        case "choices":
            return sorted({str(choice) for choice in known.value or ()} - {""})
        case "validators":
            return sorted({validator_class(name) for name in known.value} - implied(contract))
        case "min_value" | "max_value" if known.value is not None:
            return float(known.value)
    return known.value


def wanted(project: str, field: Field, fact: str, said: Any) -> object:
    """What introspection says, in the same words."""
    match fact:
        case "choices":
            return sorted(said or ())
        case "validators":
            return sorted(set(said) - LIMITS - of_the_class(field))
        case "relation":
            return model_names(project).get(said, installed_model(said))
        case "min_value" | "max_value" if said is not None:
            return float(said)
    return said


def installed_model(label: str) -> str:
    app, _, name = label.partition(".")
    package = f"django.contrib.{app}" if app in ("auth", "contenttypes") else app
    return f"{package}.models.{name}"


def shown(project: str, path: str) -> str:
    """A path as introspection prints it."""
    _, found, rest = path.partition("site-packages/")
    return f"site-packages/{rest}" if found else path


def implied(contract: Contract) -> set[str]:
    """Validators that form and serializer fields of text run anyway."""
    prohibiting = "django.core.validators.ProhibitNullCharactersValidator"
    return set() if contract.layer == "model" else {prohibiting}


def of_the_class(field: Field) -> set[str]:
    short = field.framework_class.rpartition(".")[2]
    return {f"django.core.validators.{name}" for name in OF_THE_CLASS.get(short, ())}


def validator_class(name: str) -> str:
    """`validate_email` is an object: introspection names its class."""
    package, _, last = name.rpartition(".")
    found = getattr(django.core.validators, last, None) if package.startswith("django") else None
    if found is None or hasattr(found, "__qualname__"):
        return name
    return f"{package}.{type(found).__name__}"
