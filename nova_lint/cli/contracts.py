"""`nova-lint contracts`: what each class says about its data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nova_lint.cli.exits import exit_code
from nova_lint.cli.options import takes_project
from nova_lint.cli.output import opened
from nova_lint.cli.project import load, sources_of

if TYPE_CHECKING:
    from nova_lint.config import Overrides


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's directory, by default the one around you.",
)
@takes_project
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
    _, settings = load(Path(directories[0] if directories else "."), overrides, None)

    from nova_lint.engine import inventory as inventories
    from nova_lint.report import inventory, text
    from nova_lint.report.progress import Progress
    from nova_lint.report.style import style_for

    wanted = tuple(name for name in names if name not in directories)
    with Progress("Reading", sys.stderr) as progress:
        found = inventories.collect(settings, wanted, progress)
    sources = sources_of(settings)
    with opened(output_file) as stream:
        if format_name == "json":
            stream.write(inventory.render_json(found))
        else:
            table = inventory.render_table(found, sources, style_for(stream, os.environ))
            stream.write(inventory.encodable(table, stream.encoding))
    problems = text.render_problems(found.errors, sources, style_for(sys.stderr, os.environ))
    sys.stderr.writelines(problems)
    return exit_code((), found.errors)
