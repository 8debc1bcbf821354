"""The rules that are installed: nova-lint's own and those of other packages.

Every package offers its rules in the same way, as an entry point of the group
`nova_lint.rules` that names a module with a tuple `RULES`:

    [project.entry-points."nova_lint.rules"]
    acme = "acme.lint_rules"
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import ClassVar, Protocol

import msgspec

from nova_lint.engine.finding import Severity
from nova_lint.engine.selection import RuleInfo
from nova_lint.engine.suppression import UNKNOWN_CODE, UNUSED_SUPPRESSION
from nova_lint.errors import ConfigError
from nova_lint.problem import Problem
from nova_lint.workspace.libcst_loading import load_libcst

GROUP = "nova_lint.rules"

BUILT_IN = (UNUSED_SUPPRESSION, UNKNOWN_CODE)
"""What the engine itself reports."""


class DescribedRule(Protocol):
    """What every rule class says of itself."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    enabled: ClassVar[bool]
    options: ClassVar[Mapping[str, type]]


class Registry(msgspec.Struct, frozen=True):
    """The rules that can run, by code, and what kept others from being loaded.

    `infos` holds those of `rules` and the engine's own, in the order of their codes.
    """

    rules: Mapping[str, type[DescribedRule]]
    infos: Mapping[str, RuleInfo]
    problems: tuple[Problem, ...]


@functools.cache
def installed_rules() -> Registry:
    """Every rule that is installed beside nova-lint; see load_registry."""
    return load_registry(entry_points(group=GROUP))


def load_registry(points: Iterable[EntryPoint]) -> Registry:
    """Loads the rules behind entry points.

    An entry point that cannot be loaded is a problem of the registry, because a broken
    package must not keep the others from checking. Raises ConfigError where two rules have
    the same code or name: which of them runs would be chance.
    """
    # Every rule imports it.
    load_libcst()
    # The same distribution may be found twice, in the source tree and where it is installed.
    unique = sorted({(point.name, point.value): point for point in points}.items())
    rules: dict[str, type[DescribedRule]] = {}
    infos = {info.code: info for info in BUILT_IN}
    problems: list[Problem] = []
    for _, point in unique:
        try:
            loaded = [(rule, _describe(rule)) for rule in _rules_of(point)]
        except Exception as error:
            problems.append(_problem(point, error))
            continue
        for rule, info in loaded:
            _check_unique(info, infos, point)
            rules[info.code] = rule
            infos[info.code] = info
    in_order = {code: infos[code] for code in sorted(infos)}
    return Registry(rules, in_order, tuple(problems))


def _rules_of(point: EntryPoint) -> Iterator[type[DescribedRule]]:
    module = point.load()
    rules = getattr(module, "RULES", None)
    if not isinstance(rules, tuple):
        raise TypeError(f"{point.value} has no tuple RULES")
    yield from rules


def _describe(rule: type[DescribedRule]) -> RuleInfo:
    """What a rule class says of itself, checked: it may have been written by anybody."""
    info = {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "enabled": rule.enabled,
    }
    msgspec.convert(info, _Described, strict=True)
    return RuleInfo(rule.code, rule.name, rule.severity, rule.enabled, dict(rule.options))


class _Described(msgspec.Struct, frozen=True):
    code: str
    name: str
    severity: Severity
    enabled: bool


def _check_unique(info: RuleInfo, infos: Mapping[str, RuleInfo], point: EntryPoint) -> None:
    for other in infos.values():
        if other.code == info.code:
            raise ConfigError(
                f"{point.value}: the code {info.code} of {info.name} is taken by {other.name}"
            )
        if other.name == info.name:
            raise ConfigError(
                f"{point.value}: the name {info.name} of {info.code} is taken by {other.code}"
            )


def _problem(point: EntryPoint, error: Exception) -> Problem:
    message = f"the rules of {point.value} cannot be loaded: {type(error).__name__}: {error}"
    return Problem("", 0, 0, message)
