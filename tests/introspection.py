"""What Django, DRF, pydantic and ninja say at run time of a project's classes.

    python tests/introspection.py --settings catalogue.settings \
        --root tests/fixtures/catalogue catalogue > truth.json

prints one JSON document of the shape of the truth files: every model, form, serializer and
schema that the named modules define (a package stands for all of its modules), and for each
field the facts that `nova-lint contracts --format json` names. `introspect(...)` does the same
in a subprocess, so that a test may read several projects with different settings.

Under `generated` it says the same of classes without a `class` statement, which packages make.
Beyond the truth files it says `editable`, `primary_key`, `has_db_default` and `min_length` of
model fields, `validators` (dotted names, without those that set a limit) of model, form and
serializer fields, `alias` and `has_default` of schema fields; the limits of form and serializer
fields are those of their validators too; and it names a type where the truth files say none:
`object` for a nested schema, `choice` for an enum, `list` for a set or tuple, `bytes`, the
`output_field`'s for a `GeneratedField`, `datetime` for a `SplitDateTimeField`.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import json
import os
import pkgutil
import platform
import subprocess
import sys
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

Facts = dict[str, Any]
Contract = dict[str, Any]

# A class counts by the first of its bases that a framework defines and that stands here.
MODEL_TYPES = {
    "AutoField": "int",
    "AutoFieldMixin": "int",
    "BigAutoField": "int",
    "BinaryField": "bytes",
    "BooleanField": "bool",
    "CharField": "str",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "DurationField": "duration",
    "FileField": "file",
    "FilePathField": "str",
    "FloatField": "float",
    "ForeignKey": "relation",
    "GenericIPAddressField": "str",
    "IPAddressField": "str",
    "IntegerField": "int",
    "JSONField": "json",
    "ManyToManyField": "relation",
    "TextField": "str",
    "TimeField": "time",
    "UUIDField": "uuid",
}
FORM_TYPES = {
    "BooleanField": "bool",
    "CharField": "str",
    "ChoiceField": "choice",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "DurationField": "duration",
    "FileField": "file",
    "FloatField": "float",
    "IntegerField": "int",
    "JSONField": "json",
    "ModelChoiceField": "relation",
    "ModelMultipleChoiceField": "relation",
    "MultipleChoiceField": "list",
    "SplitDateTimeField": "datetime",
    "TimeField": "time",
    "TypedMultipleChoiceField": "list",
    "UUIDField": "uuid",
}
SERIALIZER_TYPES = {
    "BaseSerializer": "object",
    "BooleanField": "bool",
    "CharField": "str",
    "ChoiceField": "choice",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "DictField": "json",
    "DurationField": "duration",
    "FileField": "file",
    "FloatField": "float",
    "IntegerField": "int",
    "JSONField": "json",
    "ListField": "list",
    "ListSerializer": "list",
    "ManyRelatedField": "relation",
    "MultipleChoiceField": "list",
    "RelatedField": "relation",
    "SerializerMethodField": "any",
    "TimeField": "time",
    "UUIDField": "uuid",
}
# Looked up along the annotation's own bases: `class Price(Decimal)` is a decimal.
ANNOTATION_TYPES = {
    "builtins.bool": "bool",
    "builtins.bytes": "bytes",
    "builtins.dict": "json",
    "builtins.float": "float",
    "builtins.frozenset": "list",
    "builtins.int": "int",
    "builtins.list": "list",
    "builtins.set": "list",
    "builtins.str": "str",
    "builtins.tuple": "list",
    "collections.abc.Mapping": "json",
    "collections.abc.Sequence": "list",
    "datetime.date": "date",
    "datetime.datetime": "datetime",
    "datetime.time": "time",
    "datetime.timedelta": "duration",
    "decimal.Decimal": "decimal",
    "pydantic.main.BaseModel": "object",
    "uuid.UUID": "uuid",
}


def introspect(
    modules: Iterable[str],
    settings: str | None,
    root: Path,
    *,
    python: str = sys.executable,
) -> dict[str, Any]:
    """What the frameworks say of `modules`, read in a process of its own."""
    command = [python, str(Path(__file__).resolve()), "--root", str(root)]
    if settings:
        command += ["--settings", settings]
    done = subprocess.run([*command, *modules], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"introspection of {root} failed:\n{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description="what the frameworks say of a project's classes")
    parser.add_argument("modules", nargs="+", help="modules; a package stands for its modules too")
    parser.add_argument("--settings", help="DJANGO_SETTINGS_MODULE; without it, no Django")
    parser.add_argument("--root", type=Path, default=Path(), help="import root and base of paths")
    options = parser.parse_args()
    root = options.root.resolve()
    # The script's own folder is no place to import from; the project's root is.
    sys.path[0] = str(root)
    with contextlib.redirect_stdout(sys.stderr):
        if options.settings:
            os.environ["DJANGO_SETTINGS_MODULE"] = options.settings
            importlib.import_module("django").setup()
        answer = read_modules(options.modules, root)
    json.dump(answer, sys.stdout, indent=1)
    sys.stdout.write("\n")


def read_modules(names: Iterable[str], root: Path) -> dict[str, Any]:
    contracts: list[Contract] = []
    errors: list[dict[str, str]] = []
    read: set[str] = set()
    for name in [name for given in names for name in module_names(given)]:
        try:
            module = importlib.import_module(name)
        except Exception as error:
            errors.append({"name": name, "error": f"{type(error).__name__}: {error}"})
            continue
        for owner in classes_of(module, name):
            dotted = dotted_name(owner)
            if dotted in read:
                continue
            read.add(dotted)
            try:
                contract = read_class(owner, root)
            except Exception as error:
                errors.append({"name": dotted, "error": f"{type(error).__name__}: {error}"})
                continue
            if contract is not None:
                contracts.append(contract)
    generated = []
    for owner in generated_classes(names):
        contract = read_class(owner, root)
        if contract is not None:
            generated.append(contract)
    return {
        "project": root.name,
        "python": platform.python_version(),
        "django": version("django"),
        "drf": version("rest_framework"),
        "pydantic": version("pydantic"),
        "ninja": version("ninja"),
        "contracts": contracts,
        "generated": generated,
        "errors": errors,
    }


def module_names(name: str) -> Iterator[str]:
    yield name
    with contextlib.suppress(Exception):
        module = importlib.import_module(name)
        found = getattr(module, "__path__", [])
        for info in pkgutil.walk_packages(found, f"{name}.", onerror=lambda _: None):
            if not {"migrations", "__main__"} & set(info.name.split(".")):
                yield info.name


def version(package: str) -> str | None:
    module = sys.modules.get(package)
    return getattr(module, "__version__", None) or getattr(module, "VERSION", None)


def classes_of(holder: Any, module: str) -> Iterator[type]:
    """The classes that a module defines, those inside other classes too."""
    for value in list(vars(holder).values()):
        if not isinstance(value, type) or value.__module__ != module:
            continue
        nested = value.__qualname__.rpartition(".")[0]
        if nested != ("" if isinstance(holder, types.ModuleType) else holder.__qualname__):
            continue
        if find_class(value) is None:  # made by a call, or `Model[int]`: no class statement
            continue
        yield value
        yield from classes_of(value, module)


def generated_classes(names: Iterable[str]) -> Iterator[type]:
    """The models and schemas of these packages without a `class` statement: some package made
    them, and not all of them stand in their module."""
    given = tuple(names)
    seen: set[type] = set()
    for base in ("django.db.models", "Model"), ("pydantic", "BaseModel"):
        waiting = [getattr(sys.modules.get(base[0]), base[1], None)]
        while waiting:
            owner = waiting.pop()
            waiting.extend(owner.__subclasses__() if owner is not None else ())
            if owner is None or owner in seen or owner.__module__.partition(".")[0] not in given:
                continue
            seen.add(owner)
            if "<locals>" not in owner.__qualname__ and find_class(owner) is None:
                if not is_passed_by(owner):
                    yield owner


def is_passed_by(owner: Any) -> bool:
    """Whether a model is the table of a many-to-many relation, or has none: a base that a call
    gives to the one class below it."""
    options = getattr(owner, "_meta", None)
    return options is not None and bool(options.auto_created or options.abstract)


def dotted_name(owner: Any) -> str:
    return f"{owner.__module__}.{owner.__qualname__}"


def read_class(owner: type, root: Path) -> Contract | None:
    for layer, base, read in READERS:
        if any(dotted_name(parent) == base for parent in owner.__mro__[1:]):
            model, fields = read(owner, root)
            path, line = place_of(owner, root)
            contract = {
                "layer": layer,
                "name": dotted_name(owner),
                "path": path,
                "line": line,
                "model": model,
                "fields": fields,
            }
            if layer == "schema":
                contract["computed"] = sorted(owner.model_computed_fields)  # type: ignore[attr-defined]
            return contract
    return None


# --- models ---------------------------------------------------------------------------------


def read_model(owner: Any, root: Path) -> tuple[str | None, dict[str, Facts]]:
    fields = {}
    for field in owner._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete:  # the other side of somebody's relation
            continue
        fields[field.name] = {**model_facts(field), **declaration(owner, field.name, root)}
    return None if owner._meta.abstract else owner._meta.label, fields


def model_facts(field: Any) -> Facts:
    column = getattr(field, "output_field", None) if is_generated(field) else field
    kind = framework_type(column, "django.db.models", MODEL_TYPES)
    facts: Facts = {
        "type": kind,
        "nullable": bool(getattr(field, "null", False)),
        "blank": bool(getattr(field, "blank", False)),
        "has_default": bool(hasattr(field, "has_default") and field.has_default()),
        "unique": bool(getattr(field, "unique", False)),
        "max_digits": getattr(field, "max_digits", None),
        "decimal_places": getattr(field, "decimal_places", None),
    }
    validators = own_validators(field)
    if kind != "relation":
        lowest = 0 if is_positive(field) else None
        facts["max_length"] = getattr(field, "max_length", None)
        facts["min_length"] = limit(validators, "MinLengthValidator", max)
        facts["min_value"] = limit(validators, "MinValueValidator", max, lowest)
        facts["max_value"] = limit(validators, "MaxValueValidator", min)
    if getattr(field, "choices", None):
        facts["choices"] = choice_values(field.flatchoices)
    if getattr(field, "is_relation", False):
        related = related_label(field)
        if related is not None:
            facts["relation"] = related
        facts["many"] = bool(field.many_to_many)
    facts["editable"] = bool(getattr(field, "editable", False))
    facts["primary_key"] = bool(getattr(field, "primary_key", False))
    facts["has_db_default"] = has_db_default(field)
    facts["validators"] = validator_names(v for v in validators if not is_limit(v))
    return facts


def is_limit(validator: Any) -> bool:
    limits = ("MinValueValidator", "MaxValueValidator", "MinLengthValidator", "MaxLengthValidator")
    return any(base.__name__ in limits for base in type(validator).__mro__)


def is_generated(field: Any) -> bool:
    return bool(getattr(field, "generated", False))


def is_positive(field: Any) -> bool:
    return any(base.__name__ == "PositiveIntegerRelDbTypeMixin" for base in type(field).__mro__)


def own_validators(field: Any) -> list[Any]:
    """Those that a developer or the field class names; not what the database or limits add."""
    return [*getattr(field, "default_validators", ()), *getattr(field, "_validators", ())]


def has_db_default(field: Any) -> bool:
    from django.db.models import NOT_PROVIDED

    return getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED


def related_label(field: Any) -> str | None:
    related = field.related_model
    return related if related is None or isinstance(related, str) else related._meta.label


# --- forms ----------------------------------------------------------------------------------


def read_form(owner: Any, root: Path) -> tuple[str | None, dict[str, Facts]]:
    fields = {}
    for name, field in owner.base_fields.items():
        declared = name in owner.declared_fields
        place = declaration(owner, name, root) if declared else {}
        fields[name] = {**form_facts(field), "declared": declared, **place}
    model = getattr(getattr(owner, "_meta", None), "model", None)
    return model._meta.label if model is not None else None, fields


def form_facts(field: Any) -> Facts:
    kind = framework_type(field, "django.forms", FORM_TYPES)
    facts: Facts = {"type": kind, "required": bool(field.required), **limits(field)}
    if kind == "choice":
        facts["choices"] = choice_values(flatten(field.choices))
    facts["validators"] = validator_names(field.validators, field)
    facts["disabled"] = bool(field.disabled)
    return facts


# --- serializers ----------------------------------------------------------------------------


def read_serializer(owner: Any, root: Path) -> tuple[str | None, dict[str, Facts]]:
    fields = {}
    for name, field in getattr(owner(), "fields", {}).items():
        declared = name in owner._declared_fields
        place = declaration(owner, name, root) if declared else extra_kwargs(owner, name, root)
        fields[name] = {**serializer_facts(field), "declared": declared, **place}
    model = getattr(getattr(owner, "Meta", None), "model", None)
    return model._meta.label if model is not None else None, fields


def serializer_facts(field: Any) -> Facts:
    from rest_framework.fields import empty

    kind = framework_type(field, "rest_framework", SERIALIZER_TYPES)
    facts: Facts = {
        "type": kind,
        "required": bool(field.required),
        "nullable": bool(field.allow_null),
        "read_only": bool(field.read_only),
        "write_only": bool(field.write_only),
        "has_default": field.default is not empty,
        "source": field.source,
        "many": type_name(field, "rest_framework", ("ManyRelatedField", "ListSerializer"))
        is not None,
        **limits(field),
    }
    if kind == "str":
        facts["blank"] = bool(field.allow_blank)
    if kind == "choice":
        facts["choices"] = choice_values(field.choices.items())
    facts["validators"] = validator_names(field.validators, field)
    return facts


def extra_kwargs(owner: Any, name: str, root: Path) -> Facts:
    """Where `Meta.extra_kwargs` speaks of a field."""
    for base in owner.__mro__:
        meta = vars(base).get("Meta")
        node = find_class(meta) if isinstance(meta, type) else None
        for statement in body_of(node) if node else ():
            if "extra_kwargs" not in targets(statement):
                continue
            value = getattr(statement, "value", None)
            for key in value.keys if isinstance(value, ast.Dict) else ():
                if isinstance(key, ast.Constant) and key.value == name:
                    return {
                        "line": key.lineno,
                        "path": place_of(base, root)[0],
                        "declared_in": f"{base.__qualname__}.Meta.extra_kwargs",
                    }
    return {}


# --- schemas --------------------------------------------------------------------------------


def read_schema(owner: Any, root: Path) -> tuple[str | None, dict[str, Facts]]:
    fields = {
        name: {**schema_facts(field), **declaration(owner, name, root)}
        for name, field in owner.model_fields.items()
    }
    longest = owner.model_config.get("str_max_length")
    for facts in fields.values() if longest is not None else ():
        if facts["type"] == "str" and facts["max_length"] is None:
            facts["max_length"] = longest
    options = getattr(getattr(getattr(owner, "Meta", None), "model", None), "_meta", None)
    return getattr(options, "label", None), fields


def schema_facts(field: Any) -> Facts:
    marks: list[Any] = list(field.metadata)
    shape, nullable = strip(field.annotation, marks)
    choices = closed_values(shape)
    facts: Facts = {
        "type": "choice" if choices is not None else annotation_type(shape),
        "required": field.is_required(),
        "nullable": nullable,
        "max_length": mark(marks, min, "max_length"),
        "min_length": mark(marks, max, "min_length"),
        "min_value": mark(marks, max, "ge", "gt"),
        "max_value": mark(marks, min, "le", "lt"),
        "max_digits": mark(marks, min, "max_digits"),
        "decimal_places": mark(marks, min, "decimal_places"),
        "pattern": pattern(marks),
    }
    if choices is not None:
        facts["choices"] = choices
    facts["has_default"] = not field.is_required()
    facts["alias"] = field.validation_alias if isinstance(field.validation_alias, str) else None
    return facts


def strip(annotation: Any, marks: list[Any]) -> tuple[Any, bool]:
    """The annotation without `Annotated`, `Optional` and `NewType`, and whether it takes None."""
    if annotation is Any or annotation is object:
        return annotation, True
    if isinstance(annotation, typing.NewType):
        return strip(annotation.__supertype__, marks)
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        inner, *metadata = typing.get_args(annotation)
        marks.extend(spread(metadata))
        return strip(inner, marks)
    if origin in (typing.Union, types.UnionType):
        arguments = typing.get_args(annotation)
        rest = [argument for argument in arguments if argument is not type(None)]
        if len(rest) == 1:
            shape, nullable = strip(rest[0], marks)
            return shape, nullable or len(rest) < len(arguments)
        nullable = any(strip(argument, [])[1] for argument in rest)
        return annotation, nullable or len(rest) < len(arguments)
    if origin is typing.Literal:
        return annotation, None in typing.get_args(annotation)
    return annotation, annotation is type(None)


def spread(metadata: Iterable[Any]) -> Iterator[Any]:
    for item in metadata:
        yield from getattr(item, "metadata", ())  # `Field(...)` inside `Annotated`
        yield item


def closed_values(shape: Any) -> list[str] | None:
    if typing.get_origin(shape) is typing.Literal:
        values = [value for value in typing.get_args(shape) if value is not None]
        return sorted({plain(value) for value in values})
    if isinstance(shape, type) and issubclass(shape, Enum):
        return sorted({plain(member) for member in shape})
    return None


def plain(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def annotation_type(shape: Any) -> str | None:
    if shape is Any:
        return "any"
    shape = typing.get_origin(shape) or shape
    for base in getattr(shape, "__mro__", ()):
        if (kind := ANNOTATION_TYPES.get(f"{base.__module__}.{base.__qualname__}")) is not None:
            return kind
    return None


def mark(marks: list[Any], strictest: Callable[..., Any], *names: str) -> Any:
    found = [getattr(item, name, None) for item in marks for name in names]
    values = [number(value) for value in found if number(value) is not None]
    return strictest(values) if values else None


def pattern(marks: list[Any]) -> str | None:
    for item in marks:
        value = getattr(item, "pattern", None)
        if value is not None:
            return value if isinstance(value, str) else value.pattern
    return None


# --- shared ---------------------------------------------------------------------------------


def type_name(field: Any, framework: str, names: Iterable[str]) -> str | None:
    """The nearest of the class's bases that the framework defines and `names` holds."""
    for base in type(field).__mro__:
        if base.__module__.startswith(framework) and base.__name__ in names:
            return base.__name__
    return None


def framework_type(field: Any, framework: str, kinds: dict[str, str]) -> str | None:
    name = type_name(field, framework, kinds)
    return kinds[name] if name else None


def limits(field: Any) -> Facts:
    facts: Facts = {}
    for name in ("max_length", "min_length", "max_digits", "decimal_places"):
        facts[name] = getattr(field, name, None)
    for name in ("min_value", "max_value"):
        value = getattr(field, name, None)
        facts[name] = number(value() if callable(value) else value)
    if hasattr(type(field), "choices"):  # they leave no room for limits
        return facts
    for name, validator, strictest in LIMITS:
        implied = facts[name] if not isinstance(facts[name], bool) else None
        facts[name] = limit(field.validators, validator, strictest, implied)
    return facts


LIMITS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("min_length", "MinLengthValidator", max),
    ("max_length", "MaxLengthValidator", min),
    ("min_value", "MinValueValidator", max),
    ("max_value", "MaxValueValidator", min),
)


def limit(
    validators: Iterable[Any], name: str, strictest: Callable[..., Any], implied: Any = None
) -> Any:
    values = [] if implied is None else [implied]
    for validator in validators:
        if any(base.__name__ == name for base in type(validator).__mro__):
            value = validator.limit_value
            value = number(value() if callable(value) else value)
            if value is not None:
                values.append(value)
    return strictest(values) if values else None


def number(value: Any) -> int | float | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def validator_names(validators: Iterable[Any], field: Any = None) -> list[str]:
    """Dotted names, without those that a limit of the field already stands for."""
    names = []
    for validator in validators:
        if field is not None and is_implied(validator, field):
            continue
        named = validator if hasattr(validator, "__qualname__") else type(validator)
        names.append(f"{named.__module__}.{named.__qualname__}")
    return sorted(names)


IMPLIED = {
    "MaxLengthValidator": "max_length",
    "MinLengthValidator": "min_length",
    "MaxValueValidator": "max_value",
    "MinValueValidator": "min_value",
    "StepValueValidator": "step_size",
}
ALWAYS_IMPLIED = {
    "DecimalValidator",
    "ProhibitNullCharactersValidator",
    "ProhibitSurrogateCharactersValidator",
}


def is_implied(validator: Any, field: Any) -> bool:
    name = type(validator).__name__
    if name in IMPLIED:
        said = getattr(field, IMPLIED[name], None)
        return said is not None and said == validator.limit_value
    return name in ALWAYS_IMPLIED


def choice_values(pairs: Iterable[tuple[Any, Any]]) -> list[str]:
    return sorted({str(value) for value, _ in pairs} - {""})


def flatten(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


# --- places ---------------------------------------------------------------------------------


@cache
def syntax_of(path: str) -> ast.Module:
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def source_of(owner: Any) -> str | None:
    path = getattr(sys.modules.get(owner.__module__), "__file__", None)
    return path if path and path.endswith(".py") else None


def find_class(owner: Any) -> ast.ClassDef | None:
    path = source_of(owner)
    if path is None or "<locals>" in owner.__qualname__:
        return None
    holder: ast.AST | None = syntax_of(path)
    for name in owner.__qualname__.split("."):
        found = [n for n in body_of(holder) if isinstance(n, ast.ClassDef) and n.name == name]
        if not found:
            return None
        holder = found[-1]
    return holder if isinstance(holder, ast.ClassDef) else None


def body_of(holder: Any) -> Iterator[ast.stmt]:
    """The statements of a body, those under `if`, `try` and `with` too."""
    for statement in holder.body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With):
            yield from body_of(statement)
            for branch in ("orelse", "finalbody"):
                yield from body_of(types.SimpleNamespace(body=getattr(statement, branch, [])))
            for handler in getattr(statement, "handlers", ()):
                yield from body_of(handler)


def targets(statement: ast.stmt) -> set[str]:
    nodes: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        nodes = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        nodes = [statement.target]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def place_of(owner: Any, root: Path) -> tuple[str, int]:
    path, node = source_of(owner), find_class(owner)
    return shown(path or "", root), node.lineno if node else 0


def shown(path: str, root: Path) -> str:
    if "site-packages/" in path:
        return "site-packages/" + path.partition("site-packages/")[2]
    with contextlib.suppress(ValueError):
        return str(Path(path).resolve().relative_to(root))
    return path


def declaration(owner: Any, name: str, root: Path) -> Facts:
    """Where a class or one of its bases assigns or annotates a field."""
    for base in owner.__mro__:
        node = find_class(base)
        for statement in body_of(node) if node else ():
            if name in targets(statement):
                return {
                    "line": statement.lineno,
                    "path": place_of(base, root)[0],
                    "declared_in": base.__qualname__,
                }
    return {}


Reader = Callable[[Any, Path], tuple[str | None, dict[str, Facts]]]
READERS: tuple[tuple[str, str, Reader], ...] = (
    ("model", "django.db.models.base.Model", read_model),
    ("form", "django.forms.forms.BaseForm", read_form),
    ("serializer", "rest_framework.serializers.BaseSerializer", read_serializer),
    ("schema", "pydantic.main.BaseModel", read_schema),
)


if __name__ == "__main__":
    main()
