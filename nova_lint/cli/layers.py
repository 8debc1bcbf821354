"""`nova-lint layers`: what each layer of the code does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from nova_lint.cli.exits import exit_code
from nova_lint.cli.options import takes_project
from nova_lint.cli.output import opened
from nova_lint.cli.project import absolute, common_directory, load, sources_of

if TYPE_CHECKING:
    from nova_lint.config import Overrides, Settings
    from nova_lint.engine.layers.survey import Survey

_FORMATS = click.Choice(["table", "json", "html"])


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@takes_project
@click.option("--format", "format_name", type=_FORMATS, default="table")
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
    wanted = absolute(paths)
    _, settings = load(common_directory(wanted), overrides, None)

    from nova_lint.engine.layers.survey import survey
    from nova_lint.report import text
    from nova_lint.report.progress import Progress
    from nova_lint.report.style import style_for

    with Progress("Reading", sys.stderr) as progress:
        found = survey(settings, wanted, progress)
    with opened(output_file) as stream:
        stream.write(_render_survey(found, format_name, show_all, stream, settings))
    style = style_for(sys.stderr, os.environ)
    sys.stderr.writelines(text.render_problems(found.errors, sources_of(settings), style))
    return exit_code((), found.errors)


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
    written = render(found, sources_of(settings), style_for(stream, os.environ))
    return encodable(written, stream.encoding)
