"""Names in the settings that nothing in the project has: what they were written for does not
happen, and nothing else would tell.

Only what is certain is told: a name whose module, taken as the end of a path, no file has. So it
does not matter where the source roots are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from nova_lint.config import Settings
from nova_lint.workspace.environment import Environment, has_package
from nova_lint.workspace.source import UnreadableSource, read_text


def unmatched(settings: Settings, paths: Sequence[str], environment: Environment) -> Iterator[str]:
    """What is to be said about names that match none of the project's files, at `paths`."""

    def is_foreign(name: str) -> bool:
        # What packages hold is not looked through for this.
        return has_package(environment, name.partition(".")[0])

    links = chain.from_iterable(settings.links.items())
    yield from _links(settings.root, dict.fromkeys(links), paths, is_foreign)
    for boundary in settings.architecture.boundaries:
        for module in boundary.modules:
            if not any(_is_in(module, path) for path in paths) and not is_foreign(module):
                yield f'boundaries.{boundary.name}: no file of the project is in "{module}"'


def _links(
    root: Path, names: Iterable[str], paths: Sequence[str], is_foreign: Callable[[str], bool]
) -> Iterator[str]:
    for name in names:
        files = [path for path in paths if _may_hold(path, name)]
        if not any(_speaks_of(root / path, name) for path in files) and not is_foreign(name):
            yield f'links: there is no class "{name}" in the project'


def _may_hold(path: str, name: str) -> bool:
    """Whether a class of that name may stand in a file; the class may stand in another one."""
    parts = name.split(".")
    modules = (".".join(parts[:end]) for end in range(1, len(parts)))
    return any(_is_file_of(module, path) for module in modules)


def _is_file_of(module: str, path: str) -> bool:
    way = module.replace(".", "/")
    return f"/{path}".endswith((f"/{way}.py", f"/{way}/__init__.py"))


def _is_in(module: str, path: str) -> bool:
    return _is_file_of(module, path) or f"/{module.replace('.', '/')}/" in f"/{path}"


def _speaks_of(file: Path, name: str) -> bool:
    """Whether a file mentions a class: it may be imported there, or made by a call."""
    try:
        text = read_text(file)
    except UnreadableSource:
        return True
    own = re.escape(name.rpartition(".")[2])
    return re.search(rf"\b{own}\b|import \*", text) is not None
