"""The settings of a schema: `model_config`, `class Config`, keywords of the class.

Settings of bases are merged, later bases over earlier ones, the class's own over all
(pydantic 2.14, pydantic/_internal/_config.py, ConfigWrapper.for_model).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nova_lint.contracts.contract import UNKNOWN, Fact, Field, Known
from nova_lint.knowledge.schemas import COERCING_SETTINGS, TEXT_SETTINGS
from nova_lint.semantics.evaluation import constant
from nova_lint.semantics.values import Call, Constant, Mapping, Reference, Value
from nova_lint.workspace.outline_nodes import Assignment
from nova_lint.workspace.symbols import ClassSymbol, External, Variable

if TYPE_CHECKING:
    from nova_lint.contracts.project import Contracts

# Annotations of text that settings limit; their own limits come first.
_TEXT = frozenset({"builtins.str", "pydantic.StrictStr", "pydantic.constr"})


def read_settings(cls: ClassSymbol, contracts: Contracts) -> dict[str, Value]:
    """The settings that hold for a class."""
    found: dict[str, Value] = {}
    _gather_settings(cls, contracts, found, set())
    return found


def _gather_settings(
    cls: ClassSymbol, contracts: Contracts, found: dict[str, Value], above: set[int]
) -> None:
    for base in contracts.symbols.bases(cls):
        if isinstance(base, ClassSymbol) and id(base) not in above:
            _gather_settings(base, contracts, found, {*above, id(cls)})
    found.update(_own_settings(cls, contracts))


def coercions(settings: dict[str, Value]) -> frozenset[str]:
    """The settings under which a schema takes more, or less, than its annotations say."""
    found = {name for name in COERCING_SETTINGS if constant(settings.get(name)) is True}
    extra = constant(settings.get("extra"))
    if isinstance(extra, str):
        found.add(f"extra:{extra}")
    return frozenset(found)


def with_settings(field: Field, settings: dict[str, Value]) -> Field:
    """The field with what the settings say of all fields: length of text, aliases."""
    if field.framework_class in _TEXT:
        for setting, fact in TEXT_SETTINGS.items():
            if setting in settings and getattr(field, fact) == Known(None):
                limit = constant(settings[setting])
                known = Known(limit) if isinstance(limit, int) else UNKNOWN
                field = replace(field, **{fact: known})
    generator = settings.get("alias_generator")
    if generator is not None and generator != Constant(None) and field.alias == Known(None):
        field = replace(field, alias=_generated_alias(field.name, generator))
    return field


def _own_settings(cls: ClassSymbol, contracts: Contracts) -> dict[str, Value]:
    found: dict[str, Value] = {}
    symbols, evaluator = contracts.symbols, contracts.evaluator
    if "model_config" in cls.bindings:
        found.update(_entries(evaluator.symbol_value(symbols.own_member(cls, "model_config"))))
    if "Config" in cls.bindings:
        inner = symbols.own_member(cls, "Config")
        if isinstance(inner, ClassSymbol):
            found.update(_body_settings(inner, contracts))
    if cls.node.keywords:
        found.update(evaluator.class_keywords(cls))
    return found


def _entries(value: Value) -> Iterator[tuple[str, Value]]:
    """The entries of `ConfigDict(…)` or of a dictionary."""
    match value:
        case Mapping():
            for key, item in value.constant_items():
                yield str(key), item
        case Call():
            first = value.positional(0)
            if isinstance(first, Mapping):
                yield from _entries(first)
            yield from value.keywords().items()


def _body_settings(inner: ClassSymbol, contracts: Contracts) -> Iterator[tuple[str, Value]]:
    for base in reversed(contracts.symbols.mro(inner).classes):
        if not isinstance(base, ClassSymbol):
            continue
        for name, statements in base.bindings.items():
            symbol = contracts.symbols.own_member(base, name)
            if isinstance(symbol, Variable) and isinstance(statements[0], Assignment):
                yield name, contracts.evaluator.variable(symbol)


def _generated_alias(name: str, generator: Value) -> Fact[str | None]:
    match generator:
        case Reference(symbol=External(name="pydantic.to_camel")):
            return Known(_camel(name))
        case Reference(symbol=External(name="pydantic.to_pascal")):
            return Known(_pascal(name))
    return UNKNOWN


def _camel(name: str) -> str:
    """As pydantic.alias_generators.to_camel writes a name."""
    if re.match("^[a-z]+[A-Za-z0-9]*$", name) and not re.search(r"\d[a-z]", name):
        return name
    return re.sub("(^_*[A-Z])", lambda found: found.group(1).lower(), _pascal(name))


def _pascal(name: str) -> str:
    """As pydantic.alias_generators.to_pascal writes a name."""
    return re.sub("([0-9A-Za-z])_(?=[0-9A-Z])", lambda found: found.group(1), name.title())
