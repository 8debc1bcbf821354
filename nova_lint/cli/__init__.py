"""The command line: arguments in, exit code out. One file a command.

What a command needs is imported inside it: `nova-lint --help` must not wait for libcst.
"""

from nova_lint.cli.program import main, nova_lint

__all__ = ["main", "nova_lint"]
