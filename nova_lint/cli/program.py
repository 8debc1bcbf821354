"""The program: its commands, and what becomes of whatever they raise."""

from __future__ import annotations

import codecs
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

from nova_lint.cli.check import check
from nova_lint.cli.contracts import contracts
from nova_lint.cli.exits import CLEAN, FAILED, INTERRUPTED
from nova_lint.cli.layers import layers
from nova_lint.cli.rule import rule
from nova_lint.cli.server import server
from nova_lint.errors import ConfigError
from nova_lint.version import VERSION
from nova_lint.workspace.syntax_warnings import ignore_syntax_warnings


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with its exit code."""
    codecs.register_error(_ESCAPED, _escape)
    for stream in (sys.stdout, sys.stderr):
        # What the terminal's encoding does not know must not end the run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_ESCAPED)
    ignore_syntax_warnings()
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
        return INTERRUPTED
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


for _command in (check, contracts, layers, rule, server):
    nova_lint.add_command(_command)
