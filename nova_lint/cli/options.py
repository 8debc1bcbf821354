"""The options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nova_lint.config import Overrides

_Command = Callable[..., Any]
_Option = Callable[[_Command], _Command]

FORMATS = click.Choice(["text", "json"])


def _split(_context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """`--select NL1,NL2 --select NL3` gives three selectors."""
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if values and not parts and option.name == "select":
        # Every rule would run, which nobody can mean by it.
        raise click.BadParameter("names no rule; leave it out to run those that are on by default")
    return parts


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


def takes_project(command: _Command) -> _Command:
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


def takes_selection(command: _Command) -> _Command:
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


def takes_fixes(command: _Command) -> _Command:
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
