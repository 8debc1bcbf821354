"""Fixes a project: finds what can be fixed, makes the fixes in memory, writes the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from nova_lint.config import Settings
from nova_lint.engine.cache.snapshot import Memory
from nova_lint.engine.checking import cache_of, identity_of
from nova_lint.engine.finding import Finding
from nova_lint.engine.fixes.batch import Refused
from nova_lint.engine.fixes.editing import Text
from nova_lint.engine.fixes.files import NotFixedError, Original, read, write
from nova_lint.engine.fixes.fix import Safety
from nova_lint.engine.fixes.rounds import State, fix_all
from nova_lint.engine.reading import Progress
from nova_lint.engine.runner import Report, Task, judge, prepare
from nova_lint.problem import Problem
from nova_lint.workspace.source import Reader
from nova_lint.workspace.stamps import stamp_of_text


class Change(msgspec.Struct, frozen=True):
    """A file as it is and as it would be, with the findings that this does away with."""

    before: Original
    after: Text
    fixed: tuple[Finding, ...]


class Proposal(msgspec.Struct, frozen=True):
    """Every fix that can be made, made in memory: the files that change, by path, the fixes
    that cannot be made, the files that cannot be fixed, and what is left to find."""

    changes: Mapping[str, Change]
    refused: tuple[Refused, ...]
    problems: tuple[Problem, ...]
    left: Report

    @property
    def fixed(self) -> tuple[Finding, ...]:
        return tuple(finding for change in self.changes.values() for finding in change.fixed)


class Outcome(msgspec.Struct, frozen=True):
    """A project after its fixes were written: what was fixed, what was not, what is left."""

    fixed: tuple[Finding, ...]
    refused: tuple[Refused, ...]
    left: Report


def fix(settings: Settings, paths: Sequence[Path], progress: Progress) -> Outcome:
    """Fixes the files below `paths` (absolute; none: the whole project), as far as the
    settings allow, and checks them again."""
    proposal = propose(settings, paths, progress)
    problems = list(proposal.problems)
    fixed: list[Finding] = []
    for path, change in proposal.changes.items():
        try:
            write(change.before, change.after)
            fixed += change.fixed
        except NotFixedError as error:
            problems.append(_problem(path, error))
    left = _judged_anew(settings, paths)
    errors = tuple(sorted({*left.errors, *problems}))
    return Outcome(tuple(fixed), proposal.refused, replace(left, errors=errors))


def _judged_anew(settings: Settings, paths: Sequence[Path]) -> Report:
    """What is left to find in the files as they are now, for the cache too."""
    task = prepare(settings, paths)
    return judge(task, cache_of(settings, task.environment, task.rules), lambda count: None)


def propose(settings: Settings, paths: Sequence[Path], progress: Progress) -> Proposal:
    """What `fix` would do. The whole project is judged, whatever the paths: a fix in one file
    must not raise a finding in another."""
    task = prepare(settings, ())
    wanted = prepare(settings, paths).wanted if paths else task.wanted
    progress.total = 2 * len(task.stamps)
    cache = cache_of(settings, task.environment, task.rules)
    memory = Memory(identity_of(settings, task.environment, task.rules), cache)
    report = judge(task, cache or memory, progress.advance)

    def is_wanted(finding: Finding) -> bool:
        return is_allowed(finding, settings.safeties) and (
            finding.fix is not None and {finding.fix.path, finding.place.path} <= wanted
        )

    files = {f.fix.path for f in report.findings if f.fix is not None and is_wanted(f)}
    originals, problems = _originals(files, task)
    texts = {path: original.text for path, original in originals.items()}
    start = State(texts, report)
    end = fix_all(start, is_wanted, lambda new: judged(task, texts, new, memory, Reader()))
    changes = {
        path: Change(originals[path], text, _fixed_in(path, end.fixed))
        for path, text in end.texts.items()
        if text != texts[path]
    }
    left = [finding for finding in end.report.findings if finding.place.path in wanted]
    errors = tuple(sorted({*end.report.errors, *problems}))
    after = Report(tuple(left), errors, len(wanted), end.report.paths)
    return Proposal(changes, end.refused, problems, after)


def is_allowed(finding: Finding, safeties: frozenset[Safety]) -> bool:
    """Whether a finding has a fix of an allowed kind."""
    return finding.fix is not None and finding.fix.safety in safeties


def _originals(paths: Iterable[str], task: Task) -> tuple[dict[str, Original], tuple[Problem, ...]]:
    found: dict[str, Original] = {}
    problems: list[Problem] = []
    for path in sorted(paths):
        try:
            found[path] = read(task.settings.root / path, task.stamps[path])
        except NotFixedError as error:
            problems.append(_problem(path, error))
    return found, tuple(problems)


def _problem(path: str, error: NotFixedError) -> Problem:
    return Problem(path, 0, 0, f"not fixed: {error}")


def _fixed_in(path: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.fix is not None and each.fix.path == path)


def judged(
    task: Task,
    before: Mapping[str, Text],
    after: Mapping[str, Text],
    memory: Memory,
    read: Reader,
) -> Report:
    """What the rules say with other texts in some files; `read` gives those of all others."""
    new = {path: text.plain for path, text in after.items() if text != before[path]}
    stamps = {**task.stamps, **{path: stamp_of_text(text) for path, text in new.items()}}
    changed = {task.settings.root / path: text for path, text in new.items()}
    reader = Reader({**read.texts, **changed})
    return judge(replace(task, stamps=stamps), memory, lambda count: None, reader)
