"""Answers that outlive the process that worked them out.

A program that checks an unchanged project once more is told what it was told before, without
any process to work for it. Finding out that nothing has changed is all that such a run costs,
so that is done with as few looks at the disk as possible, and with as few imports: what an
answer is made of is left to whoever needs more than its overview.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nova_lint.version import VERSION
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.replacing import replace
from nova_lint.workspace.stamps import (
    Stamp,
    Stamped,
    are_current,
    stamped_now,
    stamped_then,
    stamps_of,
    stamps_then,
)
from nova_lint.workspace.substance import digest

if TYPE_CHECKING:
    from nova_lint.workspace.discovery import Discovered

_SETTLED = 2_000_000_000
"""Nanoseconds after which a change of a directory has another time than the last one: some
file systems count in two seconds."""

_NO_FILES = Stamped((), "")

_PROGRAM = f"{VERSION} {sys.version} {__file__}"


class Question(NamedTuple):
    """What is asked of a project. `near` is a directory inside it.

    `shadows` maps absolute paths of files to those that are read in their place. `keep` is
    where the answer is to be kept, `notes` where what is told later is; empty for nowhere.
    `program` is the nova-lint that is asked: another one may find something else.
    """

    near: str
    shadows: Mapping[str, str]
    keep: str
    notes: str
    program: str = _PROGRAM


class Overview(NamedTuple):
    """What most of those who ask want to know of an answer: for each file in which something
    is found, by its absolute path, a digest of that; and the files that are stale."""

    digests: Mapping[str, str]
    stale: Sequence[str]


class Basis(NamedTuple):
    """Everything that an answer depends on.

    `sources` are the project's files. `places` are the directories and ignore files that say
    which these are, none where that is not known; `digests` are those of what the sources
    say, in the same order.
    """

    question: Question
    root: str
    exclude: Sequence[str] | None
    extend_exclude: Sequence[str]
    python: str | None
    search_path: Sequence[str]
    sources: Stamped
    others: Stamped
    places: Stamped = _NO_FILES
    digests: Sequence[str] = ()


class Kept(NamedTuple):
    """An answer, as it is sent, with what it rests on."""

    basis: Basis
    overview: Overview
    answer: bytes


def last_answer(question: Question) -> Kept | None:
    """What an earlier process was told last, whether that still holds or not."""
    try:
        kept = _read(question.keep)
    except (OSError, TypeError, ValueError):
        # There is none, or none that was written as a whole by this program.
        return None
    return kept if kept.basis.question == question else None


def as_of_now(kept: Kept) -> Kept | None:
    """The same answer, as long as asking again would give it."""
    try:
        basis = _as_of_now(kept.basis)
    except (OSError, TypeError, ValueError):
        # It was not written as a whole by this program.
        return None
    if basis is None:
        return None
    if basis is kept.basis:
        return kept
    renewed = kept._replace(basis=basis)
    keep(renewed)
    return renewed


def keep(kept: Kept) -> None:
    """Writes an answer down for later processes; where that cannot be done, they ask. Whoever
    asked may be gone, and the project too: then it is not to come back as a directory."""
    path = Path(kept.basis.question.keep)
    head = json.dumps((kept.basis, kept.overview, len(kept.answer)), separators=(",", ":"))
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        replace(path, (head.encode(), b"\n", kept.answer))


def completed(basis: Basis, last: Basis | None) -> Basis:
    """The basis of an answer with everything that helps to see that it still holds; of files
    that are as they were, what the `last` one says is taken. Nothing is added where the
    project is another one by now."""
    discovered = _discovered(basis)
    if basis.question.shadows or _stamps(basis, discovered) != stamps_then(basis.sources):
        return basis
    try:
        digests = _digests(basis, last)
    except OSError:
        return basis
    if not are_current(basis.sources):
        return basis
    return basis._replace(places=_settled(basis, discovered), digests=digests)


def _digests(basis: Basis, last: Basis | None) -> list[str]:
    """The digests of a project's files, in their order. Raises OSError."""
    said: Mapping[str, str] = {}
    if last is not None and last.digests:
        same = dict(stamps_then(basis.sources).items() & stamps_then(last.sources).items())
        digests = zip(last.sources.paths, last.digests, strict=True)
        said = {path: digest for path, digest in digests if path in same}
    return [said.get(path) or _digest_of(path) for path in basis.sources.paths]


def _read(path: str) -> Kept:
    """What is kept in a file. Raises OSError, TypeError or ValueError where there is nothing,
    or nothing whole."""
    head, _, answer = Path(path).read_bytes().partition(b"\n")
    basis, overview, size = json.loads(head)
    if size != len(answer):
        raise ValueError("the answer was cut off")
    return Kept(_basis(*basis), Overview(*overview), answer)


def _basis(*fields: Any) -> Basis:
    question, *settings, sources, others, places, digests = fields
    files = map(Stamped._make, (sources, others, places))
    return Basis._make((Question(*question), *settings, *files, digests))


def _as_of_now(basis: Basis) -> Basis | None:
    """The basis of an answer as it is now, where whatever has changed in it makes no
    difference."""
    if not are_current(basis.others):
        return None
    environment = find_environment(Path(basis.root), basis.python, os.environ)
    if list(environment.search_path) != list(basis.search_path):
        return None
    shadows, places = basis.question.shadows, basis.places
    if not shadows and places.paths and are_current(places):
        if are_current(basis.sources):
            return basis
        sources = stamps_of(basis.sources.paths, Path())
    else:
        discovered = _discovered(basis)
        shadowed = by_absolute_path(basis.root, shadow_stamps(Path(basis.root), shadows))
        sources = {**_stamps(basis, discovered), **shadowed}
        places = _settled(basis, discovered)
    return _renewed(basis, sources, places)


def _renewed(basis: Basis, sources: Mapping[str, Stamp], places: Stamped) -> Basis | None:
    """The basis with new stamps; None where the files are other ones, or say something else
    than they said."""
    before = stamps_then(basis.sources)
    if sources == before and places == basis.places:
        return basis
    if sources.keys() != before.keys():
        return None
    changed = [path for path, stamp in sources.items() if stamp != before[path]]
    if changed and not _say_the_same(changed, basis):
        return None
    ordered = {path: sources[path] for path in basis.sources.paths}
    return basis._replace(sources=stamped_then(ordered), places=places)


def _say_the_same(changed: Iterable[str], basis: Basis) -> bool:
    """Whether files with new stamps say what they said."""
    if basis.question.shadows or not basis.digests:
        return False
    said = dict(zip(basis.sources.paths, basis.digests, strict=True))
    try:
        return all(_digest_of(path) == said[path] for path in changed)
    except OSError:
        return False


def _digest_of(path: str) -> str:
    return digest(Path(path).read_bytes()).hex()


def _discovered(basis: Basis) -> Discovered:
    # Imported here because mostly nothing has changed.
    from nova_lint.workspace.discovery import FileSelection, discover

    exclude = None if basis.exclude is None else tuple(basis.exclude)
    selection = FileSelection((), exclude, tuple(basis.extend_exclude))
    return discover(Path(basis.root), selection)


def _stamps(basis: Basis, discovered: Discovered) -> dict[str, Stamp]:
    stamps = {file.path: (file.mtime_ns, file.size) for file in discovered.files}
    return by_absolute_path(basis.root, stamps)


def _settled(basis: Basis, discovered: Discovered) -> Stamped:
    """The stamps of what says which files a project has; none where one of them is so new
    that another change would not show, or cannot be looked into."""
    if discovered.errors:
        return _NO_FILES
    # Where answers are kept, each run changes something.
    kept = os.path.dirname(basis.question.keep)  # noqa: PTH120
    every = dict.fromkeys((*discovered.entered, *discovered.ignores))
    places = stamped_now(place for place in every if place != kept)
    newest = max((modified for modified, _ in stamps_then(places).values()), default=0)
    return places if newest < time.time_ns() - _SETTLED else _NO_FILES


def shadow_stamps(root: Path, shadows: Mapping[str, str]) -> dict[str, Stamp]:
    """The stamps of files that stand in for those of a project, by the paths of these."""
    stamps = stamps_of(shadows.values(), Path())
    return {
        Path(path).relative_to(root).as_posix(): stamps[shadow]
        for path, shadow in shadows.items()
        if shadow in stamps and Path(path).is_relative_to(root)
    }


def by_absolute_path(root: str, stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """The stamps of a project's files by absolute path instead of that inside the project."""
    return {os.path.join(root, path): stamp for path, stamp in stamps.items()}  # noqa: PTH118
