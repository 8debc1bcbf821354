"""Where the packages that a project imports are installed.

Found by looking at directories and files alone: nothing is run and nothing is imported,
because the environment may be broken, foreign, or of another Python.
"""

from __future__ import annotations

import ast
import codecs
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from nova_lint.errors import ConfigError

_PACKAGES = ("site-packages", "dist-packages")
_ENVIRONMENT_NAMES = (".venv", "venv")
# Not compiled here, which takes longer than all that most runs ask of this module.
_MAPPING = r"(?m)^MAPPING\b[^=\n]*= *(?P<value>\{[^}]*\})"
_VERSIONED = r"python(\d+)\.(\d+)"


class Environment(NamedTuple):
    """Installed packages: directories to look for them in, the first one first.

    `python` is the environment's interpreter, None where none was seen; `origin` says, for
    a person, what named the environment.
    """

    python: str | None
    search_path: tuple[str, ...]
    origin: str


def has_package(environment: Environment, name: str) -> bool:
    """Whether an environment has a package of that name, by its folder alone."""
    return any((Path(entry) / name).is_dir() for entry in environment.search_path)


def find_environment(root: Path, python: str | None, variables: Mapping[str, str]) -> Environment:
    """The environment of the project at `root`.

    It is the one that `python` names, an interpreter or an environment's directory; else
    `VIRTUAL_ENV` among the variables; else a `.venv` or `venv` in the root or above it
    inside the same repository; else that of the running interpreter. Raises ConfigError
    where `python` names nothing.
    """
    if python is not None:
        return _named(python)
    active = variables.get("VIRTUAL_ENV", "")
    if active and Path(active).is_dir():
        return _of_prefix(Path(active), "VIRTUAL_ENV")
    for prefix in _beside(root):
        if prefix.is_dir() and _packages_under(prefix):
            return _of_prefix(prefix, f"{prefix.name} beside the project")
    return _running()


def _named(python: str) -> Environment:
    path = Path(python).expanduser()
    if not path.exists() and os.sep not in python:
        path = Path(shutil.which(python) or path)
    if not path.exists():
        raise ConfigError(f"python: no such interpreter or environment: {python}")
    environment = _of_prefix(path, python) if path.is_dir() else _of_interpreter(path, python)
    if not environment.search_path:
        raise ConfigError(f"python: {python} has no site-packages beside it")
    return environment


def _of_interpreter(path: Path, origin: str) -> Environment:
    # The link in an environment's bin leads out of the environment, so it is asked first.
    own = Path(os.path.normpath(path.absolute()))
    if (own.parent.parent / "pyvenv.cfg").is_file():
        prefix = own.parent.parent
        return Environment(str(own), _search_path(_packages_of_venv(prefix)), origin)
    real = path.resolve()
    prefix = real.parent if os.name == "nt" else real.parent.parent
    version = re.fullmatch(_VERSIONED, real.name.removesuffix(".exe"))
    found = _packages_under(prefix)
    fitting = [each for each in found if version is None or _fits(each, version.group())]
    return Environment(str(own), _search_path(fitting), origin)


def _of_prefix(prefix: Path, origin: str) -> Environment:
    prefix = Path(os.path.normpath(prefix.absolute()))
    interpreters = (
        prefix / "bin" / "python",
        prefix / "bin" / "python3",
        prefix / "Scripts" / "python.exe",
        prefix / "python.exe",
    )
    python = next((str(each) for each in interpreters if each.exists()), None)
    return Environment(python, _search_path(_packages_of_venv(prefix)), origin)


def _running() -> Environment:
    packages = [Path(each) for each in sys.path if Path(each).name in _PACKAGES]
    return Environment(sys.executable or None, _search_path(packages), "nova-lint's own Python")


def _beside(root: Path) -> Iterator[Path]:
    above = (root, *root.parents)
    top = next((each for each in above if (each / ".git").exists()), root)
    for directory in above:
        yield from (directory / name for name in _ENVIRONMENT_NAMES)
        if directory == top:
            return


def _packages_of_venv(prefix: Path) -> list[Path]:
    """The environment's own packages, and those behind it where it lets them through."""
    own = _packages_under(prefix)
    settings = _read_pyvenv(prefix / "pyvenv.cfg")
    if settings.get("include-system-site-packages", "").lower() != "true":
        return own
    home = settings.get("home")
    if home is None:
        return own
    base = Path(home) if os.name == "nt" else Path(home).parent
    version = ".".join(settings.get("version", settings.get("version_info", "")).split(".")[:2])
    return own + [each for each in _packages_under(base) if _fits(each, f"python{version}")]


def _read_pyvenv(file: Path) -> Mapping[str, str]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _packages_under(prefix: Path) -> list[Path]:
    """The directories for packages in the layouts of venv, conda, Debian and Windows."""
    libraries = [prefix / "local" / "lib", prefix / "lib", prefix / "lib64"]
    candidates = [
        directory / packages
        for library in libraries
        for directory in (*_newest_first(library), library / "python3")
        for packages in _PACKAGES
    ]
    candidates.append(prefix / "Lib" / "site-packages")
    # On many systems lib64 is a link to lib, and on some `Lib` is `lib`.
    unique = {os.path.realpath(each): each for each in reversed(candidates) if each.is_dir()}
    return list(reversed(unique.values()))


def _newest_first(library: Path) -> list[Path]:
    try:
        found = [each for each in library.iterdir() if re.fullmatch(_VERSIONED, each.name)]
    except OSError:
        return []
    return sorted(found, key=lambda each: _version(each.name), reverse=True)


def _version(name: str) -> tuple[int, int]:
    found = re.fullmatch(_VERSIONED, name)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _fits(packages: Path, python: str) -> bool:
    """Whether a directory for packages is read by an interpreter such as `python3.12`."""
    return packages.parent.name in {python, "python3"} or not re.fullmatch(
        _VERSIONED, packages.parent.name
    )


def _search_path(packages: Iterable[Path]) -> tuple[str, ...]:
    path: dict[str, None] = {}
    for directory in packages:
        path[str(directory)] = None
        path.update(dict.fromkeys(_added_by(directory)))
    return tuple(path)


def _added_by(packages: Path) -> Iterator[str]:
    """The directories that `.pth` files and the finders of editable installs add."""
    try:
        names = sorted(os.listdir(packages))  # noqa: PTH208  many, and asked in each run
    except OSError:
        return
    for name in names:
        if name.endswith(".pth"):
            yield from _lines_of_pth(packages, name)
        elif name.startswith("__editable__") and name.endswith("_finder.py"):
            yield from _mapped_by_finder(packages / name)


def _lines_of_pth(packages: Path, name: str) -> Iterator[str]:
    for line in _read(packages / name).splitlines():
        # A line of code is for an interpreter to run, and nothing is run here.
        if not line.strip() or line.startswith(("#", "import ", "import\t")):
            continue
        directory = packages / line.strip()
        if directory.is_dir():
            yield os.path.normpath(directory)


def _mapped_by_finder(finder: Path) -> Iterator[str]:
    """The parents of packages that setuptools maps by name.

    Only where a package lies in a directory of its own name: a search path cannot express
    more than that.
    """
    for name, location in _mapping(_read(finder)).items():
        path = Path(location)
        module = path / "__init__.py" if path.name == name else path
        if path.stem == name and module.is_file():
            yield str(path.parent)


def _mapping(source: str) -> Mapping[str, str]:
    """The dictionary `MAPPING` of a setuptools finder, read without running it."""
    found = re.search(_MAPPING, source)
    try:
        mapping = ast.literal_eval(found["value"]) if found else {}
    except (SyntaxError, ValueError):
        return {}
    return {str(name): str(path) for name, path in mapping.items()}


def _read(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError:
        return ""
    return data.removeprefix(codecs.BOM_UTF8).decode(errors="replace")
