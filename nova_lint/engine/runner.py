"""Checks a project: finds its files, runs the rules, leaves out what is silenced."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec

from nova_lint.config import Settings
from nova_lint.engine.analysis import once
from nova_lint.engine.checking import results
from nova_lint.engine.finding import Finding, Severity, sort_key
from nova_lint.engine.reading import Progress, without_collector
from nova_lint.engine.registry import installed_rules
from nova_lint.engine.rule import AnyRule, Rule
from nova_lint.engine.selection import CRASH
from nova_lint.engine.snapshot import Results
from nova_lint.engine.suppression import suppress
from nova_lint.errors import Problem
from nova_lint.workspace.discovery import FileSelection, discover
from nova_lint.workspace.environment import find_environment
from nova_lint.workspace.source import UnreadableSource, read_text


@dataclass(frozen=True)
class Report:
    """What came out of a run: findings in their order, files and rules that failed."""

    findings: tuple[Finding, ...]
    errors: tuple[Problem, ...]
    checked_files: int


def check(settings: Settings, paths: Sequence[Path], progress: Progress) -> Report:
    """Checks the files below `paths` (absolute; none: the whole project).

    The whole project is read in any case: what a file says is judged against the others.
    """
    discovered = discover(
        settings.root,
        FileSelection(tuple(paths), settings.exclude, settings.extend_exclude),
    )
    wanted = frozenset(file.path for file in discovered.files if file.checked)
    progress.total = 2 * len(discovered.files)
    environment = find_environment(settings.root, settings.python, os.environ)
    stamps = {file.path: (file.mtime_ns, file.size) for file in discovered.files}
    rules, unusable = _rules(settings)
    with without_collector():
        found = results(settings, stamps, environment, rules, progress.advance)
    findings = list(_silenced(found, wanted, settings))
    errors = [
        *unusable,
        *discovered.errors,
        *(problem for problem in found.unread if problem.path in wanted),
        *chain.from_iterable(found.files[path].problems for path in sorted(wanted)),
    ]
    return Report(tuple(sorted(findings, key=sort_key)), tuple(sorted(errors)), len(wanted))


def _rules(settings: Settings) -> tuple[list[AnyRule], list[Problem]]:
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


def _silenced(results: Results, wanted: frozenset[str], settings: Settings) -> Iterator[Finding]:
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
            text = read_text(settings.root / path)
        except UnreadableSource:
            # Said once, among the problems; findings in it cannot be silenced by comments.
            yield from _with_severity(here, settings.severities)
            continue
        outcome = suppress(path, text, here, codes, infos)
        extra = [finding for finding in outcome.extra if finding.code in codes]
        yield from _with_severity((*outcome.kept, *extra), settings.severities)


def _with_severity(
    findings: Iterable[Finding], severities: Mapping[str, Severity]
) -> Iterator[Finding]:
    for finding in findings:
        chosen = severities.get(finding.code)
        default = installed_rules().infos[finding.code].severity
        if chosen is not None and chosen != default:
            yield msgspec.structs.replace(finding, severity=chosen)
        else:
            yield finding
