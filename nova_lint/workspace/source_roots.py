"""Source roots: the directories below which a file's path is its dotted name.

Nobody writes them down. Django projects hold directories without `__init__.py` that are
packages all the same, and directories with one that are put on `sys.path`; so the imports
of the project are asked. Each candidate is judged by how many imports resolve below it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

PROJECT_ROOT = ""
"""The project's root as a source root. Every root is relative to it, without a slash."""


def source_roots(
    files: Iterable[str], imports: Iterable[tuple[str, Iterable[str]]]
) -> tuple[str, ...]:
    """The source roots of a project, the best first.

    `files` are paths relative to the project's root, with forward slashes; `imports` are,
    for each file, the absolute names of the modules that it imports. The first root that
    holds a file names it; roots that name no file stand behind, because some imports
    resolve below them.
    """
    tree = _Tree.of(files)
    names = Counter(name for _, modules in imports for name in modules)
    votes = {root: _Votes.count(root, names, tree) for root in _candidates(tree)}
    naming = [root for root in votes if _names_its_files(root, votes, tree)]
    naming.sort(key=lambda root: (-_depth(root), -votes[root].total(), root))
    explained = {name for root in naming for name in votes[root].names}
    others = [root for root in votes if votes[root].names.keys() - explained]
    others.sort(key=lambda root: (-votes[root].total(), root))
    return (*naming, *(root for root in others if root not in naming))


def module_name(path: str, roots: Iterable[str]) -> str:
    """The dotted name of a file below the first root that holds it.

    A package is named without its `__init__`; one that is itself a root has an empty name.
    """
    root = next((each for each in roots if _holds(each, path)), PROJECT_ROOT)
    return _dotted(path, root)


def module_names(path: str, roots: Iterable[str]) -> tuple[str, ...]:
    """Every dotted name under which a file can be imported, the one it bears first."""
    names = (_dotted(path, root) for root in roots if _holds(root, path))
    return tuple(dict.fromkeys(names)) or (_dotted(path, PROJECT_ROOT),)


class _Tree(msgspec.Struct, frozen=True):
    """What of a project can be imported: paths of modules without `.py`, and directories."""

    modules: frozenset[str]
    directories: frozenset[str]
    packages: frozenset[str]
    manage: frozenset[str]

    @staticmethod
    def of(files: Iterable[str]) -> _Tree:
        paths = tuple(files)
        directories = {PROJECT_ROOT}
        for path in paths:
            directories.update(_above(path))
        return _Tree(
            modules=frozenset(path.removesuffix(".py") for path in paths),
            directories=frozenset(directories),
            packages=frozenset(_parent(each) for each in paths if _base(each) == "__init__.py"),
            manage=frozenset(_parent(each) for each in paths if _base(each) == "manage.py"),
        )

    def holds(self, path: str) -> bool:
        return path in self.modules or path in self.directories


class _Votes(msgspec.Struct, frozen=True):
    """The names that resolve below a root, and what each of them weighs."""

    root: str
    names: Mapping[str, int]

    @staticmethod
    def count(root: str, names: Mapping[str, int], tree: _Tree) -> _Votes:
        resolved = {
            name: count * _weight(name)
            for name, count in names.items()
            if not _is_standard(name) and tree.holds(_path(name, root))
        }
        return _Votes(root, resolved)

    def total(self) -> int:
        return sum(self.names.values())

    def apart_from(self, other: _Votes) -> int:
        """What the names weigh that do not resolve below the other root as well."""
        return sum(weight for name, weight in self.names.items() if name not in other.names)

    def within(self, root: str) -> int:
        """What the names weigh that lead to somewhere below another root."""
        return sum(
            weight for name, weight in self.names.items() if _holds(root, _path(name, self.root))
        )


def _candidates(tree: _Tree) -> Collection[str]:
    roots = {PROJECT_ROOT, *tree.manage}
    roots.update(_parent(each) for each in tree.packages if _parent(each) not in tree.packages)
    roots.update(each for each in tree.directories if _base(each) == "src")
    # A package's own directory is no root, unless manage.py says that it is put on the path.
    return sorted(root for root in roots if root not in tree.packages or root in tree.manage)


def _names_its_files(root: str, votes: Mapping[str, _Votes], tree: _Tree) -> bool:
    """Whether files below the root are imported by the names it gives them.

    Compared with each root above it, which gives the same files longer names.
    """
    if root == PROJECT_ROOT:
        return True
    prior = _prior(root, tree)
    return all(
        votes[root].apart_from(votes[above]) + prior
        > votes[above].within(root) + _prior(above, tree) * _is_importable(root, above)
        for above in votes
        if above != root and _holds(above, root)
    )


def _prior(root: str, tree: _Tree) -> int:
    """What speaks for a root before any import does: it is where Python is started."""
    return int(root in tree.manage)


def _is_importable(path: str, root: str) -> bool:
    return all(part.isidentifier() for part in _dotted(path, root).split("."))


def _is_standard(name: str) -> bool:
    """Whether a name is more likely the standard library's than the project's."""
    return "." not in name and name in sys.stdlib_module_names


def _weight(name: str) -> int:
    """A dotted name that resolves to its end is no coincidence; `stripe` alone may be."""
    return 10 if "." in name else 1


def _dotted(path: str, root: str) -> str:
    below = path.removeprefix(f"{root}/") if root else path
    parts = below.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _holds(root: str, path: str) -> bool:
    return not root or path.startswith(f"{root}/")


def _path(name: str, root: str) -> str:
    path = name.replace(".", "/")
    return f"{root}/{path}" if root else path


def _depth(root: str) -> int:
    return root.count("/") + 1 if root else 0


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def _above(path: str) -> Iterator[str]:
    while path := _parent(path):
        yield path
