"""The files that hold settings: where they are found, and how each of them is written."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from configparser import Error as IniError
from configparser import ParsingError, RawConfigParser
from pathlib import Path

import msgspec

from nova_lint.errors import ConfigError

_ROOT_MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", "manage.py", ".git")

_MISSPELT = re.compile(r"^\[((?:tool\.)?nova_lint)\b", re.MULTILINE)
"""The name of the package, which is not that of the table of settings."""

_QUOTED = frozenset("[]\"'")
"""What TOML writes around the names of rules, and an INI file does not."""

_INI_RULES = "nova-lint.rules."
"""An INI file nests no tables: the options of a rule are a section of their own."""


class Source(msgspec.Struct, frozen=True):
    """A table of settings, as it stands in a file. In an INI file values are text."""

    file: Path
    section: str
    table: Mapping[str, object]


def directory_of(hint: Path) -> Path:
    """The directory to start from: the path itself, or that of the file. Raises ConfigError."""
    path = _normal(hint)
    if not path.exists():
        raise ConfigError(f"no such file or directory: {hint}")
    return path if path.is_dir() else path.parent


def find_settings(start: Path) -> Source | None:
    """The nearest settings, in the directory or above it. Raises ConfigError."""
    for directory in (start, *start.parents):
        for name, read in _READERS.items():
            path = directory / name
            source = read(path) if path.is_file() else None
            if source is not None:
                return source
    return None


def places_of_settings(hint: Path) -> Iterator[Path]:
    """Every file, there or not, that decides which settings are for a path, and where its
    project begins. Raises ConfigError."""
    start = directory_of(hint)
    for directory in (start, *start.parents):
        for name in (*_READERS, "setup.py", "manage.py"):
            yield directory / name
        # One that is there changes with each commit, and is there to stay.
        if not (directory / ".git").exists():
            yield directory / ".git"


def read_settings(path: Path) -> Source:
    """The settings in a file that the user named. Raises ConfigError."""
    if not path.is_file():
        raise ConfigError(f"no such file: {path}")
    path = _normal(path)
    by_suffix = _read_ini if path.suffix in {".cfg", ".ini"} else _read_toml
    source = _READERS.get(path.name, by_suffix)(path)
    if source is None:
        raise ConfigError(f"{path}: has no settings for nova-lint")
    return source


def project_root(start: Path, file: Path | None) -> Path:
    """The directory that paths are relative to, given the file that holds the settings."""
    # Settings that are shared between projects, given by name, may lie anywhere: only those
    # that stand above the project say where it begins.
    if file is not None and file.parent in (start, *start.parents):
        return file.parent
    return _marked(start) or start


def separate_projects(paths: Iterable[Path]) -> list[Path]:
    """The projects that paths lie in, where they are several and none holds the others. Raises
    ConfigError."""
    starts = {directory_of(path) for path in paths}
    if len(starts) < 2:
        return []
    common = Path(os.path.commonpath(starts))
    if find_settings(common) is not None or _marked(common) is not None:
        return []
    roots = {root for start in starts if (root := _marked(start)) is not None}
    return sorted(roots) if len(roots) > 1 else []


def _marked(start: Path) -> Path | None:
    """The nearest directory, this one or above it, that looks like the root of a project."""
    for directory in (start, *start.parents):
        if any((directory / marker).exists() for marker in _ROOT_MARKERS):
            return directory
    return None


def split(text: str, separators: str) -> list[str]:
    """The words between separators, without the blanks around them and without empty ones."""
    parts = re.split(f"[{separators}]", text)
    return [part.strip() for part in parts if part.strip()]


def _normal(path: Path) -> Path:
    # Not `resolve`: a link into another directory still belongs to the project it stands in.
    return Path(os.path.normpath(path.absolute()))


def _read_toml(path: Path) -> Source | None:
    table = _parse_toml(path, _read_text(path))
    tool = table.get("tool")
    if isinstance(tool, dict) and "nova-lint" in tool:
        raise ConfigError(
            f"{path}: [tool.nova-lint] is for pyproject.toml; here keys and tables stand without "
            "that prefix, such as [severity]"
        )
    return Source(path, "", table)


def _read_pyproject(path: Path) -> Source | None:
    text = _read_text(path)
    _refuse_misspelt(path, text)
    # A pyproject.toml that does not speak of nova-lint may be as broken as it likes.
    if "nova-lint" not in text:
        return None
    tool = _parse_toml(path, text).get("tool", {})
    table = tool.get("nova-lint") if isinstance(tool, dict) else None
    return None if table is None else Source(path, "tool.nova-lint", _table(path, table))


def _refuse_misspelt(path: Path, text: str) -> None:
    found = _MISSPELT.search(text)
    if found is not None:
        meant = found[1].replace("_", "-")
        raise ConfigError(f"{path}: unknown table [{found[1]}]; did you mean [{meant}]?")


def _parse_toml(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def _table(path: Path, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: [tool.nova-lint] must be a table")
    return value


def _read_ini(path: Path) -> Source | None:
    text = _read_text(path)
    _refuse_misspelt(path, text)
    if "nova-lint" not in text:
        return None
    parser = RawConfigParser()
    # Keys keep their case: they may be patterns of paths and names of classes.
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    try:
        parser.read_string(text, path.name)
    except IniError as error:
        raise ConfigError(f"{path}: {_in_one_line(error, text)}") from error
    if not parser.has_section("nova-lint"):
        return None
    return Source(path, "nova-lint", _ini_table(path, parser))


def _in_one_line(error: IniError, text: str) -> str:
    if isinstance(error, ParsingError) and error.errors:
        number = error.errors[0][0]
        return f"line {number} is no `key = value`: {text.splitlines()[number - 1].strip()}"
    return " ".join(str(error).split())


def _ini_table(path: Path, parser: RawConfigParser) -> dict[str, object]:
    try:
        table = {key: _from_ini(key, value) for key, value in parser.items("nova-lint")}
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    rules = {
        section.removeprefix(_INI_RULES): dict(parser.items(section))
        for section in parser.sections()
        if section.startswith(_INI_RULES)
    }
    return table | ({"rules": rules} if rules else {})


_LISTS = frozenset(
    {
        "select",
        "ignore",
        "extend-select",
        "exclude",
        "extend-exclude",
        "src",
        "fixable",
        "unfixable",
    }
)
_SELECTORS = frozenset({"select", "ignore", "extend-select", "fixable", "unfixable"})
_TRUTH = RawConfigParser.BOOLEAN_STATES


def _from_ini(key: str, text: str) -> object:
    """The value of a key, in the shape that TOML would give it."""
    if key in _SELECTORS and not _QUOTED.isdisjoint(text):
        plain = ", ".join(split(text, ",\n\\[\\]\"'"))
        raise ConfigError(f"{key}: write it without brackets and quotes: {key} = {plain}")
    if key in _LISTS:
        return split(text, ",\n")
    if key in {"per-file-ignores", "layers"}:
        return {pattern: split(codes, ", ") for pattern, codes in _ini_pairs(key, text)}
    if key in {"severity", "links"}:
        return dict(_ini_pairs(key, text))
    if key == "jobs":
        return int(text) if text.strip().isdigit() else text
    if key in {"fix", "unsafe-fixes"}:
        return _TRUTH.get(text.strip().lower(), text)
    return text


def _ini_pairs(key: str, text: str) -> Iterable[tuple[str, str]]:
    for line in split(text, "\n"):
        # The last colon, because a pattern may hold one and a value never does.
        left, separator, right = line.rpartition(":" if ":" in line else "=")
        if not separator:
            raise ConfigError(f'{key}: expected "name: value" on the line "{line}"')
        yield left.strip(), right.strip()


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


_READERS: Mapping[str, Callable[[Path], Source | None]] = {
    "nova-lint.toml": _read_toml,
    "pyproject.toml": _read_pyproject,
    "setup.cfg": _read_ini,
}
