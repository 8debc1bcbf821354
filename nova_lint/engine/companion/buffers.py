"""A project as an editor has it: what is not saved yet counts, and not what is on disk.

A file that is being edited cannot be read half of the time. Then it stands for itself as it
last could be, so that what the others say of it holds on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from nova_lint.config import Settings
from nova_lint.engine.cache.snapshot import Memory, Snapshot
from nova_lint.engine.companion.editors import Found, Look, Mend, Mended, Seen
from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.editing import Text
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.fixes.fixing import is_allowed, judged
from nova_lint.engine.fixes.rounds import State, fix_all
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.runner import Report, Task, prepare, reported, work_out
from nova_lint.problem import Problem
from nova_lint.workspace.environment import Environment, has_package
from nova_lint.workspace.outlining import outline_of
from nova_lint.workspace.source import Reader, UnreadableSource, read_text
from nova_lint.workspace.stamps import stamp_of_text

_SAFE = frozenset({Safety.SAFE})


class _Opened(msgspec.Struct, frozen=True):
    """A project with the texts of an editor. `inside` are the files that the editor has open,
    by the paths that it gave, as the project has them; `unread` says why some of these cannot
    be read, and `readable` are the others' texts."""

    task: Task
    read: Reader
    inside: Mapping[str, str]
    unread: Mapping[str, Problem]
    readable: Mapping[Path, str]


class Buffers:
    """Answers what an editor asks; `before` is what the last answer left of a project."""

    def __init__(self, before: Callable[[Task], Snapshot]) -> None:
        self._before = before
        self._readable: dict[Path, Mapping[Path, str]] = {}

    def answer(self, request: Look | Mend, settings: Settings) -> Seen | Mended:
        match request:
            case Look():
                return self._look(request, settings)
            case Mend(look=look, path=path):
                return self._mend(self._opened(look, settings), path, look.texts[path])

    def _opened(self, look: Look, settings: Settings) -> _Opened:
        before = self._readable.get(settings.root, {})
        opened = _open(look.texts, prepare(settings, ()), before)
        self._readable[settings.root] = opened.readable
        return opened

    def _look(self, look: Look, settings: Settings) -> Seen:
        opened = self._opened(look, settings)
        asked = opened.task.wanted.intersection(opened.inside.values())
        task = replace(opened.task, wanted=asked)
        found = work_out(task, self._before(task), lambda count: None, opened.read)
        report = reported(found, replace(task, problems=()), opened.read)
        return Seen(
            str(settings.root),
            {
                path: _found(inside, report, opened.unread)
                for path, inside in opened.inside.items()
                if inside in asked
            },
            (*installed_rules().problems, *task.problems),
            _notice(task.environment),
        )

    def _mend(self, opened: _Opened, path: str, raw: str) -> Mended:
        task, inside = opened.task, opened.inside.get(path)
        if inside is None or inside not in task.wanted or inside in opened.unread:
            return Mended(None)
        before = self._before(task)
        # What is tried out is forgotten: the next look is at the files as they are.
        trial = Memory(before.identity, before)
        found = work_out(task, before, lambda count: None, opened.read)
        texts = {inside: Text(raw)}
        end = fix_all(
            State(texts, reported(found, task, opened.read)),
            lambda finding: _is_safely_fixed_in(inside, finding),
            lambda new: judged(task, texts, new, trial, opened.read),
        )
        text = end.texts[inside].raw
        return Mended(text if text != raw else None)


def _is_safely_fixed_in(path: str, finding: Finding) -> bool:
    fix = finding.fix
    return is_allowed(finding, _SAFE) and (
        fix is not None and {fix.path, finding.place.path} == {path}
    )


def _open(texts: Mapping[str, str], task: Task, before: Mapping[Path, str]) -> _Opened:
    """The task with texts in place of files of the project; `before` are those that could be
    read when the editor asked the last time."""
    root = task.settings.root
    inside = dict(_inside(texts, task))
    shown: dict[Path, str] = {}
    unread: dict[str, Problem] = {}
    readable: dict[Path, str] = {}
    stamps = dict(task.stamps)
    for path, name in inside.items():
        place, text = root / name, Text(texts[path]).plain
        problem = _problem(root, name, text) if text != before.get(place) else None
        if problem is None:
            readable[place] = text
        else:
            unread[name] = problem
            last = before.get(place, _readable_on_disk(root, name))
            text = last if last is not None else text
            readable.update({place: last} if last is not None else {})
        shown[place] = text
        if text != _on_disk(place):
            stamps[name] = stamp_of_text(text)
    return _Opened(replace(task, stamps=stamps), Reader(shown), inside, unread, readable)


def _inside(paths: Mapping[str, str], task: Task) -> Iterator[tuple[str, str]]:
    """The files of the project among some paths, and how it calls them. Whichever links lead
    there, the editor's way and the project's may be others."""
    root = task.settings.root
    real = Path(os.path.realpath(root))
    for path in paths:
        for start, each in ((root, Path(path)), (real, Path(os.path.realpath(path)))):
            name = each.relative_to(start).as_posix() if each.is_relative_to(start) else ""
            if name in task.stamps:
                yield path, name
                break


def _problem(root: Path, name: str, text: str) -> Problem | None:
    """Why a text cannot be read as Python, if so."""
    outcome = outline_of(root, Reader({root / name: text}), name)
    return outcome if isinstance(outcome, Problem) else None


def _on_disk(path: Path) -> str | None:
    try:
        return read_text(path)
    except UnreadableSource:
        return None


def _readable_on_disk(root: Path, name: str) -> str | None:
    text = _on_disk(root / name)
    return text if text is not None and _problem(root, name, text) is None else None


def _found(inside: str, report: Report, unread: Mapping[str, Problem]) -> Found:
    if inside in unread:
        return Found((), (unread[inside],))
    return Found(
        tuple(each for each in report.findings if each.place.path == inside),
        tuple(each for each in report.errors if each.path == inside),
    )


def _notice(environment: Environment) -> str:
    """A look without the project's packages is worth less, and is like any other."""
    if has_package(environment, "django"):
        return ""
    return (
        f"Django is not installed in the environment ({environment.origin}): what the project "
        "takes from packages is not known; name its environment with `python` in the settings"
    )
