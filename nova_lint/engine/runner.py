"""Checks a project: finds its files, runs the rules, leaves out what is silenced."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from nova_lint.config import Settings
from nova_lint.engine.analysis import once
from nova_lint.engine.beginning import Begun
from nova_lint.engine.cache.snapshot import Results, Snapshot
from nova_lint.engine.checking import Inputs, cache_of, results
from nova_lint.engine.finding import Finding, sort_key
from nova_lint.engine.interpreter import allow_deep_calls, without_collector
from nova_lint.engine.reading import Progress
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.rule import AnyRule, Rule
from nova_lint.engine.selection import CRASH
from nova_lint.engine.suppression import Origin, suppress
from nova_lint.problem import Problem
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import Environment, find_environment
from nova_lint.workspace.outlining import Outlining
from nova_lint.workspace.source import UnreadableSource, read_text
from nova_lint.workspace.stamps import Stamp


class Report(msgspec.Struct, frozen=True):
    """What came out of a run: findings in their order, files and rules that failed. `paths` are
    those of all files of the project."""

    findings: tuple[Finding, ...]
    errors: tuple[Problem, ...]
    checked_files: int
    paths: tuple[str, ...]


class Task(msgspec.Struct, frozen=True):
    """What a run is given: the files that there are and those that are asked about, the
    packages beside them, the rules, and what kept others from taking part. `begun` are
    outlines that are being made already. `beside` are the files that nobody asks about and that
    no setting excludes: what is found depends on them."""

    settings: Settings
    stamps: Mapping[str, Stamp]
    wanted: frozenset[str]
    environment: Environment
    rules: Sequence[AnyRule]
    problems: tuple[Problem, ...]
    begun: Outlining | None = None
    beside: frozenset[str] = frozenset()


def check(settings: Settings, paths: Sequence[Path], progress: Progress) -> Report:
    """Checks the files below `paths` (absolute; none: the whole project).

    The whole project is read in any case: what a file says is judged against the others.
    """
    return go_on(settings, _found(settings, paths), progress)


def go_on(settings: Settings, begun: Begun, progress: Progress) -> Report:
    """Checks the files of a check that has begun."""
    task = task_of(settings, begun)
    progress.total = 2 * len(task.stamps)
    return judge(task, cache_of(settings, task.environment, task.rules), progress.advance)


def prepare(settings: Settings, paths: Sequence[Path]) -> Task:
    """Finds what there is to check."""
    return task_of(settings, _found(settings, paths))


def _found(settings: Settings, paths: Sequence[Path]) -> Begun:
    selection = FileSelection(tuple(paths), settings.exclude, settings.extend_exclude)
    return Begun(discover(settings.root, selection), None)


def task_of(settings: Settings, begun: Begun) -> Task:
    discovered = begun.discovered
    rules, unusable = usable_rules(settings)
    return Task(
        settings,
        stamps={file.path: (file.mtime_ns, file.size) for file in discovered.files},
        wanted=frozenset(file.path for file in discovered.files if file.checked),
        environment=find_environment(settings.root, settings.python, os.environ),
        rules=rules,
        problems=(*unusable, *discovered.errors),
        begun=begun.outlining,
        beside=frozenset(f.path for f in discovered.files if not (f.checked or f.excluded)),
    )


def judge(
    task: Task,
    cache: Snapshot | None,
    done: Callable[[int], object],
    read: Callable[[Path], str] = read_text,
    heeded: Collection[Origin] = tuple(Origin),
) -> Report:
    """What the rules say about the files of a task; `read` gives the text of a file, and
    `heeded` are the comments that silence."""
    return reported(work_out(task, cache, done, read), task, read, heeded)


def work_out(
    task: Task,
    cache: Snapshot | None,
    done: Callable[[int], object],
    read: Callable[[Path], str] = read_text,
) -> Results:
    """What the rules find in the files of a task, whether it is silenced or not."""
    allow_deep_calls()
    with without_collector():
        inputs = Inputs(task.settings, task.stamps, task.environment, read, task.begun)
        return results(inputs, task.rules, cache, done)


def reported(
    found: Results,
    task: Task,
    read: Callable[[Path], str] = read_text,
    heeded: Collection[Origin] = tuple(Origin),
) -> Report:
    """What of some results is shown."""
    settings, wanted = task.settings, task.wanted
    findings = list(_silenced(found, wanted, settings, read, heeded))
    errors = [
        *task.problems,
        *_unread(found, task),
        *chain.from_iterable(found.files[path].problems for path in sorted(wanted)),
    ]
    found_in_order = tuple(sorted(findings, key=sort_key))
    return Report(found_in_order, tuple(sorted(errors)), len(wanted), tuple(task.stamps))


def _unread(found: Results, task: Task) -> Iterator[Problem]:
    """Why files could not be read, those too on which the findings in others depend."""
    for problem in found.unread:
        if problem.path in task.wanted:
            yield problem
        elif problem.path in task.beside:
            message = f"{problem.message}; findings that depend on this file are missing"
            yield msgspec.structs.replace(problem, message=message)


def usable_rules(settings: Settings) -> tuple[list[AnyRule], list[Problem]]:
    """The rules that are to run, and what is wrong with those that cannot."""
    found: list[AnyRule] = []
    problems: list[Problem] = []
    for code, rule in installed_rules().rules.items():
        if code not in settings.selected:
            continue
        try:
            if not issubclass(rule, Rule):
                raise TypeError("it does not derive from nova_lint.engine.rule.Rule")
            found.append(rule(settings.options.get(code)))
        except Exception as error:
            message = f"rule {code} ({rule.name}) cannot run: {type(error).__name__}: {error}"
            problems.append(Problem("", 0, 0, f"{CRASH} {message}; the other rules ran"))
    return found, problems


def _silenced(
    results: Results,
    wanted: frozenset[str],
    settings: Settings,
    read: Callable[[Path], str],
    heeded: Collection[Origin],
) -> Iterator[Finding]:
    """The findings in wanted files that no comment and no setting silences."""
    by_path: dict[str, list[Finding]] = {}
    for finding in once(chain.from_iterable(file.findings for file in results.files.values())):
        by_path.setdefault(finding.place.path, []).append(finding)
    infos = installed_rules().infos
    for path in sorted(wanted):
        codes = settings.selected_in(path)
        here = [finding for finding in by_path.get(path, ()) if finding.code in codes]
        if not here and path not in results.with_comments:
            continue
        try:
            text = read(settings.root / path)
        except UnreadableSource:
            # Said once, among the problems; findings in it cannot be silenced by comments.
            yield from adjusted(here, settings)
            continue
        outcome = suppress(path, text, here, codes, infos, heeded)
        extra = [finding for finding in outcome.extra if finding.code in codes]
        yield from adjusted((*outcome.kept, *extra), settings)


def adjusted(findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
    """The findings with the severities that a project sets, and the fixes that it allows."""
    infos = installed_rules().infos
    for finding in findings:
        severity = settings.severities.get(finding.code)
        if severity is not None and severity != infos[finding.code].severity:
            finding = msgspec.structs.replace(finding, severity=severity)
        if finding.fix is not None and finding.code not in settings.fixable:
            finding = msgspec.structs.replace(finding, fix=None)
        yield finding
