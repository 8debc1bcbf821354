"""Answers that outlive the process that worked them out.

A program that checks an unchanged project once more is told what it was told before, without
any process to work for it. Finding out that nothing has changed is all that such a run costs,
so that is done with as few looks at the disk as possible.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nova_lint.engine.companion.consulting import Answer, Request
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.stamps import Stamp, are_current, stamps_of
from nova_lint.workspace.substance import digest

if TYPE_CHECKING:
    from nova_lint.workspace.discovery import Discovered

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a directory has another time than the last one: some
file systems count in two seconds."""


class Basis(msgspec.Struct, frozen=True, array_like=True):
    """Everything that an answer depends on.

    `sources` are the project's files by their path inside it. `places` are the directories
    and ignore files that say which these are, empty where that is not known; `digests` those
    of what the files say.
    """

    request: Request
    root: str
    exclude: tuple[str, ...] | None
    extend_exclude: tuple[str, ...]
    python: str | None
    search_path: tuple[str, ...]
    sources: dict[str, Stamp]
    others: dict[str, Stamp | None]
    places: dict[str, Stamp | None] = {}
    digests: dict[str, bytes] = {}


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """An answer on disk."""

    basis: Basis
    answer: Answer


def kept_answer(request: Request) -> Answer | None:
    """The answer of an earlier process, as long as asking again would give the same."""
    try:
        kept = msgspec.msgpack.decode(Path(request.keep).read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):
        return None
    basis = _as_of_now(kept.basis) if kept.basis.request == request else None
    if basis is None:
        return None
    if basis is not kept.basis:
        keep(Kept(basis, kept.answer))
    return kept.answer


def keep(kept: Kept) -> None:
    """Writes an answer down for later processes; where that cannot be done, they ask."""
    path = Path(kept.basis.request.keep)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(kept))
        Path(temporary).replace(path)


def completed(kept: Kept) -> Kept:
    """The same answer with everything that helps to see that it still holds. Nothing is
    added where the project is another one by now."""
    basis, root = kept.basis, Path(kept.basis.root)
    discovered = _discovered(basis)
    if basis.request.shadows or _stamps(discovered) != basis.sources:
        return kept
    try:
        digests = {path: digest((root / path).read_bytes()) for path in basis.sources}
    except OSError:
        return kept
    if stamps_of(basis.sources, root) != basis.sources:
        return kept
    places = _settled(discovered)
    return Kept(msgspec.structs.replace(basis, places=places, digests=digests), kept.answer)


def _as_of_now(basis: Basis) -> Basis | None:
    """The basis of an answer as it is now, where whatever has changed in it makes no
    difference."""
    root, shadows = Path(basis.root), basis.request.shadows
    if not are_current(basis.others, root):
        return None
    if find_environment(root, basis.python, os.environ).search_path != basis.search_path:
        return None
    places = basis.places
    if not shadows and places and are_current(places, root):
        if are_current(basis.sources, root):
            return basis
        sources = dict(stamps_of(basis.sources, root))
    else:
        discovered = _discovered(basis)
        sources = {**_stamps(discovered), **shadow_stamps(root, shadows)}
        places = _settled(discovered)
    if sources == basis.sources and places == basis.places:
        return basis
    if not _say_the_same(basis, sources):
        return None
    return msgspec.structs.replace(basis, sources=sources, places=places)


def _say_the_same(basis: Basis, sources: Mapping[str, Stamp]) -> bool:
    """Whether the files are the same ones, and those with new stamps say what they said."""
    if sources.keys() != basis.sources.keys():
        return False
    changed = [path for path, stamp in sources.items() if stamp != basis.sources[path]]
    if changed and basis.request.shadows:
        return False
    try:
        return all(_digest_of(basis, path) == basis.digests.get(path) for path in changed)
    except OSError:
        return False


def _digest_of(basis: Basis, path: str) -> bytes:
    return digest(Path(basis.root, path).read_bytes())


def _discovered(basis: Basis) -> Discovered:
    # Imported here because mostly nothing has changed.
    from nova_lint.workspace.discovery import FileSelection, discover

    return discover(Path(basis.root), FileSelection((), basis.exclude, basis.extend_exclude))


def _stamps(discovered: Discovered) -> dict[str, Stamp]:
    return {file.path: (file.mtime_ns, file.size) for file in discovered.files}


def _settled(discovered: Discovered) -> dict[str, Stamp | None]:
    """The stamps of what says which files a project has; none where one of them is so new
    that another change would not show."""
    places = stamps_now(dict.fromkeys((*discovered.entered, *discovered.ignores)))
    newest = max((stamp[0] for stamp in places.values() if stamp is not None), default=0)
    return places if newest < time.time_ns() - _SETTLED else {}


def shadow_stamps(root: Path, shadows: Mapping[str, str]) -> dict[str, Stamp]:
    """The stamps of files that stand in for those of a project, by the paths of these."""
    stamps = stamps_of(shadows.values(), Path())
    return {
        Path(path).relative_to(root).as_posix(): stamps[shadow]
        for path, shadow in shadows.items()
        if shadow in stamps and Path(path).is_relative_to(root)
    }


def stamps_now(paths: Mapping[str, object]) -> dict[str, Stamp | None]:
    """The stamps of files and directories, None for those that do not exist."""
    found = stamps_of(paths, Path())
    return {path: found.get(path) for path in paths}
