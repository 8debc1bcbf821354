"""Checks a project: finds its files, runs the rules, leaves out what is silenced."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from nova_lint.config import Settings
from nova_lint.contracts.project import Contracts
from nova_lint.engine.analysis import analyse
from nova_lint.engine.finding import Finding, sort_key
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.rule import Rule
from nova_lint.engine.suppression import suppress
from nova_lint.errors import Problem
from nova_lint.workspace.discovery import Discovered, FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.opening import Opened, open_project


class Progress(Protocol):
    """What a run tells about how far it is."""

    total: int

    def advance(self, count: int) -> None: ...


@dataclass(frozen=True)
class Report:
    """What came out of a run: findings in their order, files and rules that failed."""

    findings: tuple[Finding, ...]
    errors: tuple[Problem, ...]
    checked_files: int


def check(settings: Settings, paths: Sequence[Path], progress: Progress) -> Report:
    """Checks the files below `paths` (absolute; none: the whole project)."""
    discovered = discover(
        settings.root,
        FileSelection(tuple(paths), settings.exclude, settings.extend_exclude),
    )
    checked = [file.path for file in discovered.files if file.checked]
    progress.total = 2 * len(discovered.files)
    with _without_collector():
        opened = open_files(settings, discovered, progress)
        project = Contracts(opened.workspace, settings.links)
        findings, problems = analyse(project, _rules(settings), project.workspace.paths)
    progress.advance(len(discovered.files))
    wanted = frozenset(checked)
    kept = _silenced(findings, wanted, settings, project)
    unread = [problem for problem in opened.problems if problem.path in wanted]
    errors = (*discovered.errors, *unread, *problems)
    return Report(tuple(sorted(kept, key=sort_key)), tuple(sorted(errors)), len(checked))


def open_files(settings: Settings, discovered: Discovered, progress: Progress) -> Opened:
    """The workspace of a project's files and its environment."""
    environment = find_environment(settings.root, settings.python, os.environ)
    return open_project(
        settings.root,
        [file.path for file in discovered.files],
        environment.search_path,
        given_roots=settings.src,
        jobs=settings.jobs,
        done=progress.advance,
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of syntax nodes that all live to the end: looking for garbage among them
    costs a third of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _rules(settings: Settings) -> list[Rule[object]]:
    found: list[Rule[object]] = []
    for code, rule in installed_rules().rules.items():
        if code in settings.selected and issubclass(rule, Rule):
            found.append(rule(settings.options.get(code)))
    return found


def _silenced(
    findings: Iterable[Finding],
    wanted: frozenset[str],
    settings: Settings,
    project: Contracts,
) -> Iterator[Finding]:
    """The findings in wanted files that no comment and no setting silences."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.place.path, []).append(finding)
    infos = installed_rules().infos
    for path in sorted(wanted):
        codes = settings.selected_in(path)
        here = [f for f in by_path.get(path, ()) if f.code in codes]
        if not here and "nova" not in project.workspace.modules.at(path).outline.names:
            continue
        text = project.workspace.text(path)
        outcome = suppress(path, text, here, codes, infos)
        extra = [f for f in outcome.extra if f.code in codes]
        yield from _with_severity((*outcome.kept, *extra), settings.severities)


def _with_severity(
    findings: Iterable[Finding], severities: Mapping[str, object]
) -> Iterator[Finding]:
    for finding in findings:
        chosen = severities.get(finding.code)
        default = installed_rules().infos[finding.code].severity
        if chosen is not None and chosen != default:
            yield msgspec.structs.replace(finding, severity=chosen)
        else:
            yield finding

