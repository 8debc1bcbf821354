"""Which Python files belong to a project.

Directories that are no part of the project's own code are never entered: environments,
caches, what git ignores, migrations. What the user excludes is left unchecked but still
read, because the classes there may be what the checked code derives from.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from nova_lint.problem import Problem
from nova_lint.workspace.gitignore import Patterns, parse

FOREIGN_DIRECTORIES = frozenset(
    {
        ".bzr",
        ".direnv",
        ".eggs",
        ".git",
        ".hg",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nova_lint_cache",
        ".nox",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "LC_MESSAGES",
        "__pycache__",
        "__pypackages__",
        "bower_components",
        "node_modules",
        "site-packages",
    }
)
"""Never the project's own code, whatever the settings say."""

DEFAULT_EXCLUDES = ("migrations", "build", "dist")
"""Not read unless the user's `exclude` replaces them. See `_is_excluded_by_default`."""

_GENERATED = frozenset({"build", "dist"})
_FIRST_MIGRATION = "0001_initial.py"


class FileSelection(msgspec.Struct, frozen=True):
    """Which of a project's files are wanted.

    `paths` are the files and directories to check, absolute; none means the whole project.
    `exclude` of None stands for DEFAULT_EXCLUDES; patterns are those of .gitignore.
    """

    paths: tuple[Path, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()


class SourceFile(msgspec.Struct, frozen=True):
    """A Python file of the project.

    `path` is relative to the project's root, with forward slashes; `size` counts bytes.
    `checked` says whether findings in it are wanted, `excluded` that the settings do not want
    them, whatever the paths.
    """

    path: str
    absolute: str
    mtime_ns: int
    size: int
    checked: bool
    excluded: bool = False


class Discovered(msgspec.Struct, frozen=True):
    """The files of a project, sorted by path, and what could not be looked at.

    As long as what stands in the directories `entered`, and in the files of `ignores` (there
    or not), is the same, so are the files. All paths of these are absolute.
    """

    files: tuple[SourceFile, ...]
    errors: tuple[Problem, ...]
    entered: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()


def discover(root: Path, wanted: FileSelection) -> Discovered:
    """The Python files under the root, an existing directory."""
    walk = _Walk(root, wanted)
    walk.run()
    return Discovered(
        files=tuple(sorted(walk.files, key=lambda file: file.path)),
        errors=tuple(sorted(walk.errors)),
        entered=tuple(walk.entered),
        ignores=(*map(str, _possible_ignores_above(walk.real_root)), *walk.ignores),
    )


class _Ignores(msgspec.Struct, frozen=True):
    """The patterns of one .gitignore, which are relative to the directory it stands in.

    `prefix` leads from the project's root down to that directory; where the file stands
    above the root, `above` leads from it down to the root. Both end in a slash or are empty.
    `for_files` leaves out the patterns that match no Python file, which are nearly all.
    """

    for_directories: Patterns
    for_files: Patterns
    prefix: str
    above: str = ""

    def verdict(self, path: str) -> bool | None:
        """Whether the path is ignored; None where no pattern speaks of it.

        A directory's path ends in a slash. The directories above it are not looked at:
        the walk does not enter what is ignored.
        """
        patterns = self.for_directories if path.endswith("/") else self.for_files
        return patterns.verdict(self.above + path[len(self.prefix) :])


class _Directory(msgspec.Struct, frozen=True):
    """A directory to walk. `path` is relative and ends in a slash, or is empty."""

    path: str
    absolute: str
    real: str
    ignores: tuple[_Ignores, ...]


class _Walk:
    """One walk over a project, which collects files and errors."""

    def __init__(self, root: Path, wanted: FileSelection) -> None:
        self.files: list[SourceFile] = []
        self.errors: list[Problem] = []
        self.entered: list[str] = []
        self.ignores: list[str] = []
        self.real_root = Path(os.path.realpath(root))
        self._root = os.fspath(root)
        self._real_root = os.fspath(self.real_root)
        self._defaults_apply = wanted.exclude is None
        patterns = (*(wanted.exclude or ()), *wanted.extend_exclude)
        self._excluded = parse(patterns)
        self._wanted = tuple(_relative_prefixes(root, wanted.paths))
        self._seen: set[str] = set()
        self._links: list[_Directory] = []

    def run(self) -> None:
        ignores = tuple(_ignores_above(self.real_root))
        self._walk(_Directory("", self._root, self._real_root, ignores))
        # Links come last, so that a directory is known by its own name where it has one
        # inside the project.
        while self._links:
            link = self._links.pop(0)
            if not self._is_loop(link.real):
                self._walk(link)

    def _walk(self, start: _Directory) -> None:
        waiting = [start]
        while waiting:
            directory = waiting.pop()
            if directory.real not in self._seen:
                waiting.extend(self._enter(directory))

    def _is_loop(self, real: str) -> bool:
        """Whether a link leads to where the walk has been, or to a directory above it."""
        return real in self._seen or (self._real_root + os.sep).startswith(
            real.rstrip(os.sep) + os.sep
        )

    def _enter(self, directory: _Directory) -> Iterable[_Directory]:
        """Collects the files of one directory; the directories inside are still to be walked."""
        self.entered.append(directory.absolute)
        try:
            with os.scandir(directory.absolute) as scan:
                entries = {entry.name: entry for entry in scan}
        except OSError as error:
            self._report(directory.path, error)
            return []
        if directory.path and self._is_foreign(directory.path, entries):
            return []
        self._seen.add(directory.real)
        directory = self._with_own_ignores(directory, entries)
        inside: list[_Directory] = []
        for name, entry in entries.items():
            if name.endswith(".py"):
                self._collect(directory, entry)
            elif self._is_directory(entry) and name not in FOREIGN_DIRECTORIES:
                inside.extend(self._inner(directory, entry))
            elif entry.is_symlink():
                # There may be something behind it one day.
                self.entered.append(entry.path)
        return inside

    def _is_foreign(self, path: str, names: Iterable[str]) -> bool:
        if "pyvenv.cfg" in names or "conda-meta" in names:
            return True
        return self._defaults_apply and _is_excluded_by_default(_last(path), names)

    def _is_directory(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir()
        except OSError:
            return False  # a link into a loop

    def _inner(self, directory: _Directory, entry: os.DirEntry[str]) -> Iterator[_Directory]:
        path = f"{directory.path}{entry.name}/"
        if _is_ignored(path, directory.ignores):
            return
        if entry.is_symlink():
            real = os.path.realpath(entry.path)
            self._links.append(_Directory(path, entry.path, real, directory.ignores))
            self._links.sort(key=lambda link: link.path)
            return
        # No system call: below a real path, what is no link is real.
        real = f"{directory.real}{os.sep}{entry.name}"
        yield _Directory(path, entry.path, real, directory.ignores)

    def _with_own_ignores(
        self, directory: _Directory, entries: Mapping[str, os.DirEntry[str]]
    ) -> _Directory:
        if ".gitignore" not in entries:
            return directory
        self.ignores.append(entries[".gitignore"].path)
        try:
            own = _read_ignores(Path(entries[".gitignore"].path), prefix=directory.path)
        except OSError as error:
            self._report(f"{directory.path}.gitignore", error)
            return directory
        return msgspec.structs.replace(directory, ignores=(own, *directory.ignores))

    def _collect(self, directory: _Directory, entry: os.DirEntry[str]) -> None:
        path = directory.path + entry.name
        if _is_ignored(path, directory.ignores):
            return
        try:
            if not entry.is_file():
                return  # a broken link, such as an editor's lock file, or a directory
            status = entry.stat()
        except OSError as error:
            self._report(path, error)
            return
        if not _is_unicode(path):
            self._complain(path, "the file's name is not valid Unicode")
            return
        excluded = bool(self._excluded) and self._excluded.cover(path)
        checked = not excluded and self._is_asked_about(path)
        stamp = status.st_mtime_ns, status.st_size
        self.files.append(SourceFile(path, entry.path, *stamp, checked, excluded))

    def _is_asked_about(self, path: str) -> bool:
        return not self._wanted or any(_is_within(path, prefix) for prefix in self._wanted)

    def _report(self, path: str, error: OSError) -> None:
        self._complain(path.rstrip("/") or ".", f"cannot be read: {error.strerror or error}")

    def _complain(self, path: str, message: str) -> None:
        printable = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        self.errors.append(Problem(printable, 0, 0, message))


def _is_excluded_by_default(name: str, names: Iterable[str]) -> bool:
    """Whether a directory holds migrations or what a build left behind.

    Migrations are known by the directory's name or by the first of them, because settings
    can give the directory another name. An app may well be called `build`: what a build
    leaves behind is no package.
    """
    if name == "migrations" or _FIRST_MIGRATION in names:
        return True
    return name in _GENERATED and "__init__.py" not in names


def _is_ignored(path: str, ignores: tuple[_Ignores, ...]) -> bool:
    """What git would say: the file nearest to the path has the first word."""
    for each in ignores:
        ignored = each.verdict(path)
        if ignored is not None:
            return ignored
    return False


def _possible_ignores_above(root: Path) -> Iterator[Path]:
    """Everything that decides what `_ignores_above` gives."""
    for each in (root, *root.parents):
        git = each / ".git"
        # A directory has another stamp after each commit.
        yield git / "HEAD" if git.is_dir() else git
        yield from (each / ".gitignore", git / "info" / "exclude")
        if git.exists():
            return


def _ignores_above(root: Path) -> Iterator[_Ignores]:
    """The ignore files above the root, where it lies inside a git repository, nearest first."""
    chain = (root, *root.parents)
    repository = next((each for each in chain if (each / ".git").exists()), None)
    if repository is None:
        return
    files = [each / ".gitignore" for each in root.parents if each.is_relative_to(repository)]
    for file in files:
        yield from _optional(file, _way(file.parent, root))
    yield from _optional(repository / ".git" / "info" / "exclude", _way(repository, root))


def _way(above: Path, root: Path) -> str:
    return "" if above == root else root.relative_to(above).as_posix() + "/"


def _optional(file: Path, above: str) -> Iterator[_Ignores]:
    try:
        yield _read_ignores(file, above=above)
    except OSError:
        return  # missing, or unreadable outside what the user asked about


def _read_ignores(file: Path, *, prefix: str = "", above: str = "") -> _Ignores:
    """The patterns of an ignore file. Raises OSError."""
    text = file.read_text(encoding="utf-8-sig", errors="surrogateescape")
    patterns = parse(text.splitlines())
    return _Ignores(
        for_directories=patterns,
        for_files=patterns.matching(".py"),
        prefix=prefix,
        above=above,
    )


def _relative_prefixes(root: Path, paths: Iterable[Path]) -> Iterator[str]:
    """The wanted paths relative to the root; none where the whole root is wanted."""
    for path in paths:
        if root.is_relative_to(path):
            return
    for path in paths:
        yield Path(os.path.relpath(path, root)).as_posix()


def _is_within(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _is_unicode(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
