"""`nova-lint check`: what is found, and what of it is fixed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from nova_lint.cli.exits import CLEAN, FAILED, exit_code
from nova_lint.cli.options import FORMATS, takes_fixes, takes_project, takes_selection
from nova_lint.cli.output import opened
from nova_lint.cli.project import absolute, common_directory, load, sources_of

if TYPE_CHECKING:
    from nova_lint.config import Overrides, Settings
    from nova_lint.engine.beginning import Begun
    from nova_lint.engine.finding import Finding
    from nova_lint.engine.fixes.batch import Refused
    from nova_lint.engine.registry import Registry
    from nova_lint.engine.runner import Report
    from nova_lint.problem import Problem


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@takes_project
@takes_selection
@takes_fixes
@click.option("--diff", is_flag=True, help="Show what fixes would change, and change nothing.")
@click.option("--format", "format_name", type=FORMATS, help="How findings are written.")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even where there are findings.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked.")
@click.option("--show-settings", is_flag=True, help="Show the settings that would be used.")
def check(
    paths: tuple[Path, ...],
    overrides: Overrides,
    diff: bool,
    format_name: str | None,
    output_file: Path | None,
    statistics: bool,
    exit_zero: bool,
    show_files: bool,
    show_settings: bool,
) -> int:
    """Check the Python files in PATHS, by default those of the project around you."""
    wanted = absolute(paths)
    hint = common_directory(wanted)
    if show_settings or show_files or diff:
        registry, settings = load(hint, overrides, format_name)
        if show_settings:
            return _show_settings(settings)
        if show_files:
            return _show_files(settings, wanted)
        return _show_diff(settings, wanted, registry, output_file, exit_zero)

    from nova_lint.engine.interpreter import without_collector

    started = time.monotonic()
    with without_collector(), _begun(hint, overrides, wanted) as begun:
        registry, settings = load(hint, overrides, format_name)
        checked = _checked(settings, wanted, begun)
    problems = (*registry.problems, *checked.report.errors)
    with opened(output_file) as stream:
        write = _write_statistics if statistics else _write_findings
        write(checked.report.findings, problems, settings, stream)
    _write_refused(checked.refused, settings)
    if settings.format.value == "text":
        _write_summary(checked, problems, settings, started)
        if not checked.report.checked_files:
            _write_left_out(settings, wanted)
        if not wanted or any(settings.root.is_relative_to(path) for path in wanted):
            _write_unmatched(settings, checked.report.paths)
    return exit_code(() if exit_zero else checked.report.findings, problems)


@contextmanager
def _begun(hint: Path, overrides: Overrides, wanted: tuple[Path, ...]) -> Iterator[Begun | None]:
    """What can be done before the rules are known; nothing where files are to be fixed,
    because those are read as they are after each fix."""
    from nova_lint import config
    from nova_lint.engine.beginning import begin

    layout = config.layout(hint, overrides)
    with nullcontext() if layout.fix else begin(layout, wanted) as begun:
        yield begun


class _Checked(NamedTuple):
    """What was found, after the fixes where there are to be some, and what became of those."""

    report: Report
    fixed: Sequence[Finding] = ()
    refused: Sequence[Refused] = ()


def _checked(settings: Settings, wanted: tuple[Path, ...], begun: Begun | None) -> _Checked:
    from nova_lint.report.progress import Progress

    with Progress("Checking", sys.stderr) as progress:
        if begun is not None:
            from nova_lint.engine import runner

            return _Checked(runner.go_on(settings, begun, progress))

        from nova_lint.engine.fixes.fixing import fix

        outcome = fix(settings, wanted, progress)
        return _Checked(outcome.left, outcome.fixed, outcome.refused)


def _show_diff(
    settings: Settings,
    wanted: tuple[Path, ...],
    registry: Registry,
    output_file: Path | None,
    exit_zero: bool,
) -> int:
    """Prints what `--fix` would change; there is something to report where that is anything."""
    from nova_lint.engine.fixes.fixing import propose
    from nova_lint.report import diff, fixes, text
    from nova_lint.report.progress import Progress
    from nova_lint.report.style import style_for

    with Progress("Checking", sys.stderr) as progress:
        proposal = propose(settings, wanted, progress)
    sources, style = sources_of(settings), style_for(sys.stderr, os.environ)
    with opened(output_file) as stream:
        stream.writelines(diff.render(proposal.changes, sources))
    sys.stdout.flush()
    problems = (*registry.problems, *proposal.left.errors)
    sys.stderr.writelines(text.render_problems(problems, sources, style))
    _write_refused(proposal.refused, settings)
    sys.stderr.write(f"{fixes.would_fix(proposal.fixed)}\n")
    _write_available(fixes.hidden(proposal.left.findings, settings.safeties), settings)
    return exit_code(() if exit_zero else proposal.fixed, problems)


def _write_findings(
    findings: Iterable[Finding], problems: Sequence[Problem], settings: Settings, stream: TextIO
) -> None:
    from nova_lint.config import Format
    from nova_lint.report import json, text
    from nova_lint.report.style import style_for

    if settings.format is Format.JSON:
        stream.write(json.render(findings, problems))
        return
    style = style_for(stream, os.environ)
    for block in text.render(findings, sources_of(settings), style, settings.safeties):
        stream.write(block)


def _write_statistics(
    findings: Iterable[Finding], problems: Sequence[Problem], settings: Settings, stream: TextIO
) -> None:
    from nova_lint.config import Format
    from nova_lint.report import statistics
    from nova_lint.report.style import style_for

    rows = statistics.count(findings)
    if settings.format is Format.JSON:
        stream.write(statistics.render_json(rows, problems))
    else:
        stream.write(statistics.render_text(rows, style_for(stream, os.environ).palette))


def _write_summary(
    checked: _Checked, problems: Sequence[Problem], settings: Settings, started: float
) -> None:
    """Goes to the error stream, so that what is on the other is the same in every run."""
    from nova_lint.report import fixes, text
    from nova_lint.report.style import style_for

    sys.stdout.flush()
    style = style_for(sys.stderr, os.environ)
    for line in text.render_problems(problems, sources_of(settings), style):
        sys.stderr.write(line)
    findings, files = checked.report.findings, checked.report.checked_files
    seconds = time.monotonic() - started
    said = text.summary(findings, problems, files, seconds, len(checked.fixed))
    sys.stderr.write(f"{said}\n")
    hidden = fixes.hidden(findings, settings.safeties)
    _write_available(hidden if settings.fix else findings, settings)
    _write_missing(settings)


def _write_missing(settings: Settings) -> None:
    """A run without the project's packages is worth less, and looks like any other."""
    from nova_lint.workspace.environment import find_environment, has_package

    environment = find_environment(settings.root, settings.python, os.environ)
    if not has_package(environment, "django"):
        sys.stderr.write(
            f"Django is not installed in the environment ({environment.origin}): what the "
            "project takes from packages is not known; name its environment with --python\n"
        )


def _write_left_out(settings: Settings, wanted: tuple[Path, ...]) -> None:
    from nova_lint.engine.left_out import reasons

    sources = sources_of(settings)
    for path, reason in reasons(settings, wanted).items():
        sys.stderr.write(f"{sources.shown(os.fspath(path))}: {reason}\n")


def _write_unmatched(settings: Settings, paths: Sequence[str]) -> None:
    """Names in the settings that do nothing; said of the whole project alone, once."""
    if not (settings.links or settings.architecture.boundaries):
        return
    from nova_lint.engine.unmatched import unmatched
    from nova_lint.workspace.environment import find_environment

    environment = find_environment(settings.root, settings.python, os.environ)
    for said in unmatched(settings, paths, environment):
        sys.stderr.write(f"{settings.file}: {said}; that setting does nothing\n")


def _write_available(findings: Sequence[Finding], settings: Settings) -> None:
    from nova_lint.report import fixes

    said = fixes.available(findings, settings.safeties)
    sys.stderr.write(f"{said}\n" if said else "")


def _write_refused(refused: Sequence[Refused], settings: Settings) -> None:
    if not refused:
        return
    sys.stdout.flush()
    from nova_lint.report import fixes
    from nova_lint.report.style import style_for

    style = style_for(sys.stderr, os.environ)
    sys.stderr.writelines(fixes.render_refused(refused, sources_of(settings), style))


def _show_settings(settings: Settings) -> int:
    from nova_lint.report.settings import render
    from nova_lint.workspace.environment import find_environment

    environment = find_environment(settings.root, settings.python, os.environ)
    sys.stdout.write(render(settings, environment))
    return CLEAN


def _show_files(settings: Settings, wanted: tuple[Path, ...]) -> int:
    from nova_lint.report import text
    from nova_lint.report.style import style_for
    from nova_lint.workspace.discovery import FileSelection, discover

    selection = FileSelection(wanted, settings.exclude, settings.extend_exclude)
    discovered = discover(settings.root, selection)
    sources = sources_of(settings)
    for file in discovered.files:
        if file.checked:
            sys.stdout.write(f"{sources.shown(file.path)}\n")
    style = style_for(sys.stderr, os.environ)
    sys.stderr.writelines(text.render_problems(discovered.errors, sources, style))
    return FAILED if discovered.errors else CLEAN
