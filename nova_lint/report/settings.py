"""Settings as they were understood, in the words in which they could be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from nova_lint.config import Settings
from nova_lint.contracts.code.architecture import Boundary
from nova_lint.workspace.environment import Environment


def render(settings: Settings, environment: Environment) -> str:
    """The settings as TOML, with comments on where they and the packages come from."""
    return "".join(f"{line}\n" for line in _lines(settings, environment))


def _lines(settings: Settings, environment: Environment) -> Iterator[str]:
    yield f"# project root: {settings.root}"
    yield f"# settings from: {settings.file or 'nowhere, these are the defaults'}"
    yield f"# environment: {environment.python or 'no interpreter'}, from {environment.origin}"
    for directory in environment.search_path:
        yield f"#     {directory}"
    yield f"select = {_toml(sorted(settings.selected))}"
    if settings.exclude is not None:
        yield f"exclude = {_toml(settings.exclude)}"
    yield f"extend-exclude = {_toml(settings.extend_exclude)}"
    yield f"src = {_toml(settings.src)}" if settings.src else "# src: found by itself"
    if settings.python is not None:
        yield f"python = {_toml(settings.python)}"
    yield f"jobs = {settings.jobs}"
    yield f"cache-dir = {_toml(str(settings.cache_dir))}" if settings.cache_dir else "# no cache"
    yield f"format = {_toml(settings.format.value)}"
    yield f"fix = {_toml(settings.fix)}"
    yield f"unsafe-fixes = {_toml(settings.unsafe_fixes)}"
    yield f"fixable = {_toml(sorted(settings.fixable))}"
    yield from _tables(settings)


def _tables(settings: Settings) -> Iterator[str]:
    ignores = {each.pattern: sorted(each.codes) for each in settings.per_file_ignores}
    severities = {code: settings.severities[code].value for code in sorted(settings.selected)}
    yield from _table("per-file-ignores", ignores)
    yield from _table("severity", severities)
    for code, options in sorted(settings.options.items()):
        yield from _table(f"rules.{code}", options)
    yield from _table("links", settings.links)
    layers = settings.architecture.layers
    yield from _table("layers", {layer.value: patterns for layer, patterns in layers.items()})
    for boundary in settings.architecture.boundaries:
        yield ""
        yield "[[boundaries]]"
        for key, value in _of_boundary(boundary).items():
            yield f"{key} = {_toml(value)}"


def _of_boundary(boundary: Boundary) -> Mapping[str, object]:
    """The keys of a boundary that say something."""
    may = None if boundary.may is None else sorted(effect.value for effect in boundary.may)
    values: dict[str, object] = {
        "name": boundary.name,
        "modules": boundary.modules,
        "paths": boundary.paths,
        "layers": sorted(boundary.layers),
        "must-not-import": boundary.must_not_import,
        "must-implement": boundary.must_implement,
    }
    allowed = {"may-import": boundary.may_import, "may": may}
    return {key: value for key, value in values.items() if value} | {
        key: value for key, value in allowed.items() if value is not None
    }


def _table(name: str, values: Mapping[str, object]) -> Iterator[str]:
    if not values:
        return
    yield ""
    yield f"[{name}]"
    for key, value in values.items():
        yield f"{_toml(key)} = {_toml(value)}"


def _toml(value: object) -> str:
    # What settings hold, strings, numbers, lists and booleans, TOML writes as JSON does.
    return msgspec.json.encode(value).decode()
