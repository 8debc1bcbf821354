"""`nova-lint server`: findings in editors, by the language server protocol."""

from __future__ import annotations

import click

from nova_lint.cli.exits import CLEAN


@click.command()
@click.option(
    "--diagnostics",
    type=click.Choice(["on", "off"]),
    default="on",
    help="Whether findings are published: `off` where the editor shows mypy's with the plugin.",
)
def server(diagnostics: str) -> int:
    """Serve an editor over standard input and output, by the language server protocol."""
    try:
        import pygls  # noqa: F401
    except ImportError as error:
        raise click.ClickException(
            'the language server needs the extra "server": pip install "nova-lint[server]"'
        ) from error

    from nova_lint.server.options import Diagnostics
    from nova_lint.server.serving import serve

    serve(Diagnostics(diagnostics))
    return CLEAN
