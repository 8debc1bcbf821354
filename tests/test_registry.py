"""Rules come from entry points, and not all of them are written well."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import EntryPoint
from types import ModuleType
from typing import ClassVar

import pytest

from nova_lint.engine.finding import Severity
from nova_lint.engine.registry import GROUP, Registry, load_registry
from nova_lint.errors import ConfigError


class Longer:
    """Finds what is longer than its column."""

    code: ClassVar[str] = "ACME1"
    name: ClassVar[str] = "acme-longer"
    severity: ClassVar[Severity] = Severity.WARNING
    enabled: ClassVar[bool] = True
    options: ClassVar[Mapping[str, type]] = {"limit": int}


class SameCode(Longer):
    name = "acme-other"


class SameName(Longer):
    code = "ACME2"


class Shapeless:
    code = "ACME3"


class WrongSeverity(Longer):
    severity = "dreadful"  # type: ignore[assignment]


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """Modules that can be imported as `acme_<name>`, by that name."""
    modules: dict[str, ModuleType] = {}
    for name, rules in {
        "good": (Longer,),
        "same_code": (SameCode,),
        "same_name": (SameName,),
        "shapeless": (Shapeless,),
        "severity": (WrongSeverity,),
        "none": None,
    }.items():
        module = ModuleType(f"acme_{name}")
        if rules is not None:
            module.RULES = rules  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        modules[name] = module
    return iter([modules])


def loaded(*names: str) -> Registry:
    return load_registry(EntryPoint(name, f"acme_{name}", GROUP) for name in names)


pytestmark = pytest.mark.usefixtures("packages")


def test_a_rule_is_known_by_what_its_class_says():
    registry = loaded("good")
    assert registry.rules == {"ACME1": Longer}
    info = registry.infos["ACME1"]
    assert (info.code, info.name, info.severity) == ("ACME1", "acme-longer", Severity.WARNING)
    assert info.options == {"limit": int}
    assert registry.problems == ()


def test_what_the_engine_itself_reports_is_known_too():
    assert list(loaded("good").infos) == ["ACME1", "NL001", "NL002"]


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        ("missing", "ModuleNotFoundError: No module named 'acme_missing'"),
        ("none", "TypeError: acme_none has no tuple RULES"),
        ("shapeless", "AttributeError"),
        ("severity", "Invalid enum value 'dreadful'"),
    ],
)
def test_a_broken_package_is_a_problem_and_the_others_work(package, reason):
    registry = loaded(package, "good")
    assert set(registry.rules) == {"ACME1"}
    (problem,) = registry.problems
    assert problem.message.startswith(f"the rules of acme_{package} cannot be loaded: ")
    assert reason in problem.message


def test_two_rules_with_one_code_are_an_error():
    with pytest.raises(ConfigError, match="the code ACME1 of acme-other is taken by acme-longer"):
        loaded("good", "same_code")


def test_two_rules_with_one_name_are_an_error():
    with pytest.raises(ConfigError, match="the name acme-longer of ACME2 is taken by ACME1"):
        loaded("good", "same_name")


def test_the_same_entry_point_may_be_found_twice():
    assert set(loaded("good", "good").rules) == {"ACME1"}
