"""The command line: arguments in, exit code out.

What a command needs is imported inside it: `nova-lint --help` must not wait for libcst.
"""

from __future__ import annotations

import codecs
import functools
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TextIO

import click

from nova_lint.errors import ConfigError
from nova_lint.version import VERSION

if TYPE_CHECKING:
    from nova_lint.config import Overrides, Settings
    from nova_lint.engine.finding import Finding
    from nova_lint.engine.fixes.batch import Refused
    from nova_lint.engine.layer_survey import Survey
    from nova_lint.engine.registry import Registry
    from nova_lint.engine.runner import Report
    from nova_lint.errors import Problem
    from nova_lint.report.sources import Sources

CLEAN = 0
FOUND = 1
FAILED = 2
"""Wrong usage or settings, something that could not be checked, or a mistake of our own."""

_INTERRUPTED = 130

_Command = Callable[..., Any]
_Option = Callable[[_Command], _Command]

_FORMATS = click.Choice(["text", "json"])
_LAYER_FORMATS = click.Choice(["table", "json", "html"])


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with its exit code."""
    codecs.register_error(_ESCAPED, _escape)
    for stream in (sys.stdout, sys.stderr):
        # What the terminal's encoding does not know must not end the run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)
    sys.exit(_run(arguments))


_ESCAPED = "nova-lint.escaped"


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Letters that an encoding does not know, written as JSON may write them."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    data = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = (data[at : at + 2].hex() for at in range(0, len(data), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = nova_lint(arguments, prog_name="nova-lint", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return FAILED
    except ConfigError as error:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever reads the output has seen enough. Python would complain again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception:
        traceback.print_exc()
        click.echo("nova-lint failed. This is a mistake in nova-lint or in a rule.", err=True)
        return FAILED
    return code if isinstance(code, int) else CLEAN


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="nova-lint", message="%(prog)s %(version)s")
def nova_lint() -> None:
    """Finds where Django models, forms, serializers and schemas disagree."""


# Options that several commands share


def _split(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """`--select NL1,NL2 --select NL3` gives three selectors."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _selectors(flag: str, text: str) -> _Option:
    return click.option(flag, multiple=True, metavar="CODES", callback=_split, help=text)


_SELECTION_OPTIONS: tuple[_Option, ...] = (
    _selectors("--select", "Run only these rules: codes, prefixes or names."),
    _selectors("--extend-select", "Run these rules as well."),
    _selectors("--ignore", "Do not run these rules."),
)
_PROJECT_OPTIONS: tuple[_Option, ...] = (
    click.option(
        "--python",
        metavar="PATH",
        help="The interpreter or environment that the project's packages are installed in.",
    ),
    click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Read the settings from this file.",
    ),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="How many processes work."
    ),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
)


def _takes_project(command: _Command) -> _Command:
    """Adds the options about a project; the command gets them as one `overrides`."""

    @functools.wraps(command)
    def run(
        *, python: str | None, config: Path | None, jobs: int | None, no_cache: bool, **rest: Any
    ) -> object:
        import msgspec

        from nova_lint.config import Overrides

        cache_dir = None if no_cache else msgspec.UNSET
        overrides = Overrides(config=config, python=python, jobs=jobs, cache_dir=cache_dir)
        return command(overrides=overrides, **rest)

    return _with(_PROJECT_OPTIONS, run)


def _takes_selection(command: _Command) -> _Command:
    """Adds the options about which rules run to those in `overrides`."""

    @functools.wraps(command)
    def run(
        *,
        select: list[str],
        extend_select: list[str],
        ignore: list[str],
        overrides: Overrides,
        **rest: Any,
    ) -> object:
        import msgspec

        from nova_lint.engine.selection import Selection

        selection = Selection(tuple(select) or None, tuple(extend_select), tuple(ignore))
        return command(overrides=msgspec.structs.replace(overrides, selection=selection), **rest)

    return _with(_SELECTION_OPTIONS, run)


_FIX_OPTIONS: tuple[_Option, ...] = (
    click.option("--fix/--no-fix", default=None, help="Fix what can safely be fixed."),
    click.option(
        "--unsafe-fixes/--no-unsafe-fixes",
        default=None,
        help="Also make fixes after which the code may do something else.",
    ),
)


def _takes_fixes(command: _Command) -> _Command:
    """Adds the options about which fixes are made to those in `overrides`."""

    @functools.wraps(command)
    def run(
        *, fix: bool | None, unsafe_fixes: bool | None, overrides: Overrides, **rest: Any
    ) -> object:
        import msgspec

        changed = msgspec.structs.replace(overrides, fix=fix, unsafe_fixes=unsafe_fixes)
        return command(overrides=changed, **rest)

    return _with(_FIX_OPTIONS, run)


def _with(options: Sequence[_Option], command: _Command) -> _Command:
    """The command with the options, in the order in which the help is to show them."""
    for option in reversed(options):
        command = option(command)
    return command


# nova-lint check


@nova_lint.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@_takes_project
@_takes_selection
@_takes_fixes
@click.option("--diff", is_flag=True, help="Show what fixes would change, and change nothing.")
@click.option("--format", "format_name", type=_FORMATS, help="How findings are written.")
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
    wanted = tuple(Path(os.path.normpath(path.absolute())) for path in paths)
    registry, settings = _load(_common(wanted), overrides, format_name)
    if show_settings:
        return _show_settings(settings)
    if show_files:
        return _show_files(settings, wanted)

    if diff:
        return _show_diff(settings, wanted, registry, output_file, exit_zero)
    started = time.monotonic()
    checked = _checked(settings, wanted)
    problems = (*registry.problems, *checked.report.errors)
    with _output(output_file) as stream:
        write = _write_statistics if statistics else _write_findings
        write(checked.report.findings, problems, settings, stream)
    _write_refused(checked.refused, settings)
    if settings.format.value == "text":
        _write_summary(checked, problems, settings, started)
    return _exit_code(() if exit_zero else checked.report.findings, problems)


class _Checked(NamedTuple):
    """What was found, after the fixes where there are to be some, and what became of those."""

    report: Report
    fixed: Sequence[Finding] = ()
    refused: Sequence[Refused] = ()


def _checked(settings: Settings, wanted: tuple[Path, ...]) -> _Checked:
    from nova_lint.report.progress import Progress

    with Progress("Checking", sys.stderr) as progress:
        if not settings.fix:
            from nova_lint.engine import runner

            return _Checked(runner.check(settings, wanted, progress))

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
    sources, style = _sources(settings), style_for(sys.stderr, os.environ)
    with _output(output_file) as stream:
        stream.writelines(diff.render(proposal.changes, sources))
    sys.stdout.flush()
    problems = (*registry.problems, *proposal.left.errors)
    sys.stderr.writelines(text.render_problems(problems, sources, style))
    _write_refused(proposal.refused, settings)
    sys.stderr.write(f"{fixes.would_fix(proposal.fixed)}\n")
    _write_available(fixes.hidden(proposal.left.findings, settings.safeties), settings)
    return _exit_code(() if exit_zero else proposal.fixed, problems)


def _exit_code(findings: Sequence[Finding], problems: Sequence[Problem]) -> int:
    if problems:
        return FAILED
    return FOUND if findings else CLEAN


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
    for block in text.render(findings, _sources(settings), style, settings.safeties):
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
    for line in text.render_problems(problems, _sources(settings), style):
        sys.stderr.write(line)
    findings, files = checked.report.findings, checked.report.checked_files
    seconds = time.monotonic() - started
    said = text.summary(findings, problems, files, seconds, len(checked.fixed))
    sys.stderr.write(f"{said}\n")
    hidden = fixes.hidden(findings, settings.safeties)
    _write_available(hidden if settings.fix else findings, settings)


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
    sys.stderr.writelines(fixes.render_refused(refused, _sources(settings), style))


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
    sources = _sources(settings)
    for file in discovered.files:
        if file.checked:
            sys.stdout.write(f"{sources.shown(file.path)}\n")
    style = style_for(sys.stderr, os.environ)
    sys.stderr.writelines(text.render_problems(discovered.errors, sources, style))
    return FAILED if discovered.errors else CLEAN


# nova-lint contracts


@nova_lint.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's directory, by default the one around you.",
)
@_takes_project
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False, path_type=Path))
def contracts(
    names: tuple[str, ...],
    project: Path | None,
    overrides: Overrides,
    format_name: str,
    output_file: Path | None,
) -> int:
    """Show what each class says about its data; of NAMES, classes or models, where given.

    A NAME that is a directory is taken for the project.
    """
    directories = [name for name in names if Path(name).is_dir()]
    if project is not None:
        directories.append(str(project))
    if len(directories) > 1:
        raise click.UsageError(f"one project at a time, not {' and '.join(directories)}")
    _, settings = _load(Path(directories[0] if directories else "."), overrides, None)

    from nova_lint.engine import inventory as inventories
    from nova_lint.report import inventory, text
    from nova_lint.report.progress import Progress
    from nova_lint.report.style import style_for

    wanted = tuple(name for name in names if name not in directories)
    with Progress("Reading", sys.stderr) as progress:
        found = inventories.collect(settings, wanted, progress)
    sources = _sources(settings)
    with _output(output_file) as stream:
        if format_name == "json":
            stream.write(inventory.render_json(found))
        else:
            table = inventory.render_table(found, sources, style_for(stream, os.environ))
            stream.write(inventory.encodable(table, stream.encoding))
    problems = text.render_problems(found.errors, sources, style_for(sys.stderr, os.environ))
    sys.stderr.writelines(problems)
    return _exit_code((), found.errors)


# nova-lint layers


@nova_lint.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@_takes_project
@click.option("--format", "format_name", type=_LAYER_FORMATS, default="table")
@click.option("--list", "show_all", is_flag=True, help="List every class and function.")
@click.option("-o", "--output-file", type=click.Path(dir_okay=False, path_type=Path))
def layers(
    paths: tuple[Path, ...],
    overrides: Overrides,
    format_name: str,
    show_all: bool,
    output_file: Path | None,
) -> int:
    """Show what each layer of the code in PATHS does: views, services, models and so on."""
    wanted = tuple(Path(os.path.normpath(path.absolute())) for path in paths)
    _, settings = _load(_common(wanted), overrides, None)

    from nova_lint.engine.layer_survey import survey
    from nova_lint.report import text
    from nova_lint.report.progress import Progress
    from nova_lint.report.style import style_for

    with Progress("Reading", sys.stderr) as progress:
        found = survey(settings, wanted, progress)
    with _output(output_file) as stream:
        stream.write(_render_survey(found, format_name, show_all, stream, settings))
    style = style_for(sys.stderr, os.environ)
    sys.stderr.writelines(text.render_problems(found.errors, _sources(settings), style))
    return _exit_code((), found.errors)


def _render_survey(
    found: Survey, format_name: str, show_all: bool, stream: TextIO, settings: Settings
) -> str:
    from nova_lint.report.inventory.text import encodable
    from nova_lint.report.style import style_for

    if format_name == "json":
        from nova_lint.report.layers.json import render_json

        return render_json(found)
    if format_name == "html":
        from nova_lint.report.layers.html import render_html

        return render_html(found)

    from nova_lint.report.layers.table import render_list, render_table

    render = render_list if show_all else render_table
    written = render(found, _sources(settings), style_for(stream, os.environ))
    return encodable(written, stream.encoding)


# nova-lint rule


@nova_lint.command()
@click.argument("rule_name", metavar="[RULE]", required=False)
@click.option("--all", "show_all", is_flag=True, help="List every rule.")
@click.option("--format", "format_name", type=_FORMATS, default="text")
def rule(rule_name: str | None, show_all: bool, format_name: str) -> int:
    """Print the page of a RULE, given by its code or its name."""
    if show_all == (rule_name is not None):
        raise click.UsageError("name a rule, or ask for --all of them")

    from nova_lint.engine.registry import installed_rules

    registry = installed_rules()
    if rule_name is None:
        _list_rules(registry, format_name)
    else:
        _print_page(registry, rule_name, format_name)
    for problem in registry.problems:
        click.echo(problem.message, err=True)
    return FAILED if registry.problems else CLEAN


def _list_rules(registry: Registry, format_name: str) -> None:
    from nova_lint.report import pages
    from nova_lint.report.style import style_for

    entries = pages.list_rules(registry)
    if format_name == "json":
        sys.stdout.write(pages.render_json(entries))
    else:
        sys.stdout.write(pages.render_list(entries, style_for(sys.stdout, os.environ).palette))


def _print_page(registry: Registry, name: str, format_name: str) -> None:
    from nova_lint.engine.selection import CRASH, UnknownSelectorError, is_exact, resolve
    from nova_lint.report import pages

    if name.upper() == CRASH:
        # No rule of its own: what a run says when something of nova-lint's crashes.
        sys.stdout.write(pages.read_page(CRASH, registry) or "")
        return
    if not is_exact(name, registry.infos):
        raise UnknownSelectorError(name, registry.infos)
    (code,) = resolve(name, registry.infos)
    page = pages.read_page(code, registry)
    if page is None:
        raise ConfigError(f"{code} has no page")
    if format_name == "json":
        sys.stdout.write(pages.render_json([pages.Entry(registry.infos[code], page)]))
    elif sys.stdout.isatty():
        _render_markdown(page)
    else:
        sys.stdout.write(page)


def _render_markdown(page: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    console.print(Markdown(page), width=min(console.width, 100))


# What several commands do


def _load(hint: Path, overrides: Overrides, format_name: str | None) -> tuple[Registry, Settings]:
    import msgspec

    from nova_lint.config import Format, load
    from nova_lint.engine.registry import installed_rules

    registry = installed_rules()
    if format_name is not None:
        overrides = msgspec.structs.replace(overrides, format=Format(format_name))
    return registry, load(hint, overrides, registry.infos)


def _common(paths: tuple[Path, ...]) -> Path:
    """The path itself where there is one, else the directory above all of them."""
    return Path(os.path.commonpath(paths)) if paths else Path()


def _sources(settings: Settings) -> Sources:
    from nova_lint.report.sources import Sources

    return Sources(settings.root, Path.cwd())


@contextmanager
def _output(file: Path | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdout
        return
    try:
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}") from error
