"""Settings of a project: where they are written, what they mean, what is wrong with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, get_origin

import msgspec

from nova_lint.config_files import (
    Source,
    directory_of,
    find_settings,
    places_of_settings,
    project_root,
    read_settings,
    split,
)
from nova_lint.contracts.code.architecture import Architecture, Boundary
from nova_lint.engine.finding import Severity
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.selection import (
    ALL,
    RuleInfo,
    Selection,
    UnknownSelectorError,
    most_specific,
    nearest,
    resolve,
    resolve_all,
    selected,
    suggestion,
)
from nova_lint.errors import ConfigError
from nova_lint.knowledge.code_layers import CodeLayer
from nova_lint.knowledge.queries import Effect
from nova_lint.workspace.gitignore import check, parse

__all__ = [
    "ConfigError",
    "Format",
    "Layout",
    "Overrides",
    "PerFileIgnore",
    "Settings",
    "load",
    "places_of_settings",
]

CACHE_DIRECTORY = ".nova_lint_cache"

_OFF = "off"
_DOTTED_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+")
_MSGSPEC_LOCATION = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<where>.*)`)?$", re.DOTALL)
_MSGSPEC_WORDS = {
    "`array`": "a list",
    "`object`": "a table",
    "`str`": "a string",
    "`array | null`": "a list",
    "`int | null`": "a whole number",
    "`int`": "a whole number",
    "`str | null`": "a string",
    "`bool`": "true or false",
}

_Value = TypeVar("_Value")


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"


class PerFileIgnore(msgspec.Struct, frozen=True):
    """Codes that are not reported in the files that match a gitignore pattern."""

    pattern: str
    codes: frozenset[str]

    def covers(self, path: str) -> bool:
        """Whether a file, given relative to the project's root, is one of them."""
        return parse([self.pattern]).cover(path)


class Settings(msgspec.Struct, frozen=True):
    """What a project wants, with every default filled in and every name checked.

    `root` is the project's root, absolute; `file` is where the settings stand, None where
    there are none. `severities` holds every rule that is not switched off by its severity.
    `exclude` is None where the defaults of the discovery apply; `src` is empty where the
    source roots are to be found. `python` is what the user named, not yet looked up.
    `options` maps the code of a rule to the options that the project sets. `links` maps the
    dotted name of a layer's class to that of its model. `cache_dir` is None for no cache.
    `fixable` are the codes of the rules whose fixes are offered; `fix` says that a check makes
    those that are allowed. `architecture` is what the project says of its layers of code.
    """

    root: Path
    file: Path | None
    selected: frozenset[str]
    severities: Mapping[str, Severity]
    per_file_ignores: tuple[PerFileIgnore, ...]
    options: Mapping[str, Mapping[str, object]]
    links: Mapping[str, str]
    exclude: tuple[str, ...] | None
    extend_exclude: tuple[str, ...]
    src: tuple[str, ...]
    python: str | None
    jobs: int
    cache_dir: Path | None
    format: Format
    fix: bool
    unsafe_fixes: bool
    fixable: frozenset[str]
    architecture: Architecture

    @property
    def safeties(self) -> frozenset[Safety]:
        """The kinds of fixes that are made."""
        return frozenset(Safety) if self.unsafe_fixes else frozenset({Safety.SAFE})

    def selected_in(self, path: str) -> frozenset[str]:
        """The codes that are reported in a file, given relative to the root with slashes."""
        ignored = [each.codes for each in self.per_file_ignores if each.covers(path)]
        return self.selected.difference(*ignored)


class Overrides(msgspec.Struct, frozen=True):
    """What the command line says; it wins over the project's settings.

    `config` is a file of settings to use instead of the one that would be found.
    `cache_dir` of None means no cache.
    """

    config: Path | None = None
    selection: Selection = Selection()
    python: str | None = None
    jobs: int | None = None
    cache_dir: Path | msgspec.UnsetType | None = msgspec.UNSET
    format: Format | None = None
    fix: bool | None = None
    unsafe_fixes: bool | None = None


class Layout(msgspec.Struct, frozen=True):
    """What a project's settings say of its files, for which no rule need be known; see
    Settings."""

    root: Path
    exclude: tuple[str, ...] | None
    extend_exclude: tuple[str, ...]
    jobs: int
    cache_dir: Path | None
    fix: bool


def layout(root_hint: Path, overrides: Overrides) -> Layout:
    """The layout of the project around `root_hint`; see load. Raises ConfigError."""
    root, source = _find(root_hint, overrides)
    with _naming(source):
        return _layout(root, _Raw() if source is None else _convert(source), overrides)


def load(root_hint: Path, overrides: Overrides, rules: Mapping[str, RuleInfo]) -> Settings:
    """The settings for checking `root_hint`, a file or a directory inside the project.

    They stand in the first file, walking up from there, that is a `nova-lint.toml`, has a
    `[tool.nova-lint]` table in `pyproject.toml`, or a `[nova-lint]` section in `setup.cfg`;
    the project's root is the directory of that file. Raises ConfigError.
    """
    root, source = _find(root_hint, overrides)
    with _naming(source):
        raw = _Raw() if source is None else _convert(source)
        return _settings(root, source.file if source else None, raw, overrides, rules)


def _find(root_hint: Path, overrides: Overrides) -> tuple[Path, Source | None]:
    """The project's root, and where its settings stand."""
    start = directory_of(root_hint)
    source = read_settings(overrides.config) if overrides.config else find_settings(start)
    return project_root(start, source.file if source else None), source


@contextmanager
def _naming(source: Source | None) -> Iterator[None]:
    """Has the message about a wrong setting name the file where it stands."""
    try:
        yield
    except _CommandLineError:
        raise
    except ConfigError as error:
        if source is None:
            raise
        raise ConfigError(f"{source.file}: {error}") from error


class _CommandLineError(ConfigError):
    """Wrong on the command line, so no file is to blame."""


class _Raw(msgspec.Struct, frozen=True, rename="kebab"):
    """The keys that may be set, and what type their values have."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    src: tuple[str, ...] = ()
    python: str | None = None
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    severity: dict[str, str] = {}
    rules: dict[str, dict[str, object]] = {}
    jobs: int | None = None
    cache_dir: str | None = None
    links: dict[str, str] = {}
    format: str | None = None
    fix: bool = False
    unsafe_fixes: bool = False
    fixable: tuple[str, ...] = (ALL,)
    unfixable: tuple[str, ...] = ()
    layers: dict[str, tuple[str, ...]] = {}
    boundaries: tuple[_RawBoundary, ...] = ()


class _RawBoundary(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The keys of a boundary."""

    name: str
    modules: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    may_import: tuple[str, ...] | None = None
    must_not_import: tuple[str, ...] = ()
    must_implement: tuple[str, ...] = ()
    may: tuple[str, ...] | None = None


_KEYS = tuple(field.encode_name for field in msgspec.structs.fields(_Raw))


def _convert(source: Source) -> _Raw:
    for key in source.table:
        if key not in _KEYS:
            where = f" in [{source.section}]" if source.section else ""
            raise ConfigError(f'unknown key "{key}"{where}{suggestion(nearest(key, _KEYS))}')
    for key, shape in _SHAPES.items():
        _check_entries(key, source.table.get(key), shape)
    _check_boundaries(source.table.get("boundaries"))
    return _typed(source.table, _Raw, "")


class _Shape(msgspec.Struct, frozen=True):
    """The type of every value in a table, and how a right one is written."""

    kind: type
    right: str


_SHAPES = {
    "severity": _Shape(str, '"error", "warning", "info" or "off"'),
    "per-file-ignores": _Shape(list, 'a list of rules, such as ["NL101"]'),
    "layers": _Shape(list, 'a list of patterns, such as ["shop/services/**"]'),
    "links": _Shape(str, 'the dotted name of a model, such as "shop.models.Order"'),
}


def _check_entries(key: str, table: object, shape: _Shape) -> None:
    """Refuses a wrong value with the entry that it stands in, which msgspec does not name."""
    for entry, value in table.items() if isinstance(table, Mapping) else ():
        if not isinstance(value, shape.kind):
            shown = msgspec.json.encode(value, enc_hook=str).decode()
            raise ConfigError(f'{key}: "{entry}" must be {shape.right}, not {shown}')


def _check_boundaries(boundaries: object) -> None:
    known = tuple(field.encode_name for field in msgspec.structs.fields(_RawBoundary))
    for boundary in boundaries if isinstance(boundaries, list) else ():
        for key in boundary if isinstance(boundary, Mapping) else ():
            if key not in known:
                where = f"boundaries.{boundary.get('name', '?')}"
                hint = suggestion(nearest(key, known)) or f"; known are {', '.join(known)}"
                raise ConfigError(f'{where}: unknown key "{key}"{hint}')


def _typed(value: object, kind: type[_Value], key: str) -> _Value:
    """The value as the type that the key wants. Raises ConfigError naming the key."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        found = _MSGSPEC_LOCATION.match(str(error))
        what, where = (found["what"], found["where"]) if found else (str(error), None)
        for jargon, word in _MSGSPEC_WORDS.items():
            what = what.replace(jargon, word)
        raise ConfigError(f"{key or where}: {what[:1].lower()}{what[1:]}") from error


def _settings(
    root: Path,
    file: Path | None,
    raw: _Raw,
    overrides: Overrides,
    rules: Mapping[str, RuleInfo],
) -> Settings:
    severities = _severities(raw.severity, rules)
    own = Selection(raw.select, raw.extend_select, raw.ignore)
    _check_selectors(own, rules)
    _check_override(overrides.selection, rules)
    files = _layout(root, raw, overrides)
    return Settings(
        root=root,
        file=file,
        selected=selected((own, overrides.selection), rules) & severities.keys(),
        severities=severities,
        per_file_ignores=_per_file_ignores(raw.per_file_ignores, rules),
        options=_options(raw.rules, rules),
        links=_links(raw.links),
        exclude=files.exclude,
        extend_exclude=files.extend_exclude,
        src=tuple(_source_root(root, each) for each in raw.src),
        python=overrides.python or _python(root, raw.python),
        jobs=files.jobs,
        cache_dir=files.cache_dir,
        format=overrides.format or _format(raw.format),
        fix=files.fix,
        unsafe_fixes=raw.unsafe_fixes if overrides.unsafe_fixes is None else overrides.unsafe_fixes,
        fixable=_fixable(raw, rules),
        architecture=_architecture(raw),
    )


def _layout(root: Path, raw: _Raw, overrides: Overrides) -> Layout:
    return Layout(
        root=root,
        exclude=None if raw.exclude is None else _patterns("exclude", raw.exclude),
        extend_exclude=_patterns("extend-exclude", raw.extend_exclude),
        jobs=_jobs(raw.jobs if overrides.jobs is None else overrides.jobs),
        cache_dir=_cache_dir(root, raw, overrides),
        fix=raw.fix if overrides.fix is None else overrides.fix,
    )


def _check_selectors(selection: Selection, rules: Mapping[str, RuleInfo]) -> None:
    for key, chosen in (
        ("select", selection.select or ()),
        ("extend-select", selection.extend_select),
        ("ignore", selection.ignore),
    ):
        with _blaming(key):
            resolve_all(chosen, rules)


def _fixable(raw: _Raw, rules: Mapping[str, RuleInfo]) -> frozenset[str]:
    """The rules whose fixes are offered; as in `select` and `ignore`, the more specific wins."""
    with _blaming("fixable"):
        resolve_all(raw.fixable, rules)
    with _blaming("unfixable"):
        resolve_all(raw.unfixable, rules)
    return selected((Selection(raw.fixable, (), raw.unfixable),), rules)


def _check_override(selection: Selection, rules: Mapping[str, RuleInfo]) -> None:
    try:
        _check_selectors(selection, rules)
    except ConfigError as error:
        raise _CommandLineError(f"--{error}") from error


@contextmanager
def _blaming(key: str) -> Iterator[None]:
    """Has the message about an unknown rule begin with the key where it stands."""
    try:
        yield
    except UnknownSelectorError as error:
        raise ConfigError(f"{key}: {error}") from error


def _severities(table: Mapping[str, str], rules: Mapping[str, RuleInfo]) -> Mapping[str, Severity]:
    known = (*Severity, _OFF)
    for selector, value in table.items():
        if value not in known:
            hint = suggestion(nearest(value, known)) or f"; expected one of {', '.join(known)}"
            raise ConfigError(f'severity: unknown severity "{value}" for "{selector}"{hint}')
    with _blaming("severity"):
        chosen = most_specific(table, rules)
    wanted = {code: chosen.get(code, rule.severity.value) for code, rule in rules.items()}
    return {code: Severity(value) for code, value in wanted.items() if value != _OFF}


def _per_file_ignores(
    table: Mapping[str, tuple[str, ...]], rules: Mapping[str, RuleInfo]
) -> tuple[PerFileIgnore, ...]:
    _patterns("per-file-ignores", tuple(table))
    with _blaming("per-file-ignores"):
        return tuple(
            PerFileIgnore(pattern, resolve_all(chosen, rules)) for pattern, chosen in table.items()
        )


def _options(
    table: Mapping[str, Mapping[str, object]], rules: Mapping[str, RuleInfo]
) -> Mapping[str, Mapping[str, object]]:
    options: dict[str, Mapping[str, object]] = {}
    for selector, values in table.items():
        with _blaming("rules"):
            codes = resolve(selector, rules)
        if len(codes) > 1:
            raise ConfigError(f'rules: "{selector}" names {len(codes)} rules, not one')
        (code,) = codes
        options[code] = {
            option: _option(rules[code], option, value, f"rules.{selector}")
            for option, value in values.items()
        }
    return options


def _option(rule: RuleInfo, option: str, value: object, key: str) -> object:
    kind = rule.options.get(option)
    if kind is None:
        if not rule.options:
            raise ConfigError(f"{key}: {rule.code} {rule.name} has no options")
        hint = suggestion(nearest(option, tuple(rule.options)))
        known = hint or f"; it has {', '.join(sorted(rule.options))}"
        raise ConfigError(f'{key}: unknown option "{option}" of {rule.code} {rule.name}{known}')
    if isinstance(value, str) and kind is not str:
        value = _from_text(value, kind)
    return _typed(value, kind, f"{key}.{option}")


def _from_text(text: str, kind: type) -> object:
    """An option in an INI file, where every value is text, as a value of the rule's type."""
    if get_origin(kind) in (list, tuple, set, frozenset):
        return split(text, ",\n")
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        return text


def _links(table: Mapping[str, str]) -> Mapping[str, str]:
    for name in (*table, *table.values()):
        if not _DOTTED_NAME.fullmatch(name):
            raise ConfigError(
                f'links: "{name}" is not the dotted name of a class, such as shop.forms.OrderForm'
            )
    return table


def _architecture(raw: _Raw) -> Architecture:
    layers = {
        _member(CodeLayer, name, "layers", "layer"): _patterns("layers", patterns)
        for name, patterns in raw.layers.items()
    }
    boundaries = tuple(map(_boundary, raw.boundaries))
    names = [each.name for each in boundaries]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f'boundaries: two have the name "{name}"')
    return Architecture(layers, boundaries)


def _boundary(raw: _RawBoundary) -> Boundary:
    key = f"boundaries.{raw.name}"
    if not (raw.modules or raw.paths or raw.layers):
        raise ConfigError(f"{key}: nothing is inside: set modules, paths or layers")
    return Boundary(
        raw.name,
        raw.modules,
        _patterns(key, raw.paths),
        frozenset(_member(CodeLayer, name, key, "layer") for name in raw.layers),
        raw.may_import,
        raw.must_not_import,
        raw.must_implement,
        None if raw.may is None else frozenset(_member(Effect, e, key, "effect") for e in raw.may),
    )


_Named = TypeVar("_Named", CodeLayer, Effect)


def _member(kind: type[_Named], name: str, key: str, what: str) -> _Named:
    """The layer or effect of a name, in which a hyphen may stand for a blank."""
    known = {each.value.replace(" ", "-"): each for each in kind}
    found = known.get(name.replace(" ", "-"))
    if found is None:
        hint = suggestion(nearest(name, tuple(known))) or f"; known are {', '.join(known)}"
        raise ConfigError(f'{key}: unknown {what} "{name}"{hint}')
    return found


def _patterns(key: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        try:
            check(pattern)
        except ValueError as error:
            raise ConfigError(f'{key}: "{pattern}" is not a gitignore pattern: {error}') from error
    return patterns


def _source_root(root: Path, value: str) -> str:
    path = Path(os.path.normpath(root / value))
    if not path.is_dir():
        raise ConfigError(f"src: no such directory: {path}")
    if not path.is_relative_to(root):
        raise ConfigError(f"src: {path} lies outside the project, which begins at {root}")
    relative = path.relative_to(root).as_posix()
    return "" if relative == "." else relative


def _python(root: Path, value: str | None) -> str | None:
    """The interpreter or environment, relative to the root unless it is to be found on PATH."""
    if value is None:
        return None
    path = root / Path(value).expanduser()
    return value if Path(value).name == value and not path.exists() else str(path)


def _jobs(value: int | None) -> int:
    """How many processes work at once: every core, where nobody says otherwise."""
    if value is None:
        return _cores()
    if value < 1:
        raise ConfigError(f"jobs: must be 1 or more, not {value}")
    return value


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cache_dir(root: Path, raw: _Raw, overrides: Overrides) -> Path | None:
    if overrides.cache_dir is not msgspec.UNSET:
        return overrides.cache_dir
    return root / Path(raw.cache_dir or CACHE_DIRECTORY).expanduser()


def _format(value: str | None) -> Format:
    if value is None:
        return Format.TEXT
    if value not in tuple(Format):
        hint = suggestion(nearest(value, tuple(Format))) or f"; expected {' or '.join(Format)}"
        raise ConfigError(f'format: unknown format "{value}"{hint}')
    return Format(value)
