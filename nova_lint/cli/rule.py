"""`nova-lint rule`: the pages of the rules."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from nova_lint.cli.exits import CLEAN, FAILED
from nova_lint.cli.options import FORMATS
from nova_lint.errors import ConfigError

if TYPE_CHECKING:
    from nova_lint.engine.registry import Registry


@click.command()
@click.argument("rule_name", metavar="[RULE]", required=False)
@click.option("--all", "show_all", is_flag=True, help="List every rule.")
@click.option("--format", "format_name", type=FORMATS, default="text")
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
        entry = pages.Entry(registry.infos[code], pages.summarize(page), page)
        sys.stdout.write(pages.render_json([entry]))
    elif sys.stdout.isatty():
        _render_markdown(page)
    else:
        sys.stdout.write(page)


def _render_markdown(page: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    console.print(Markdown(page), width=min(console.width, 100))
