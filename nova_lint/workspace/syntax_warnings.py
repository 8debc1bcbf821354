"""What Python says of code that it parses is between that code and its authors."""

from __future__ import annotations

import warnings


def ignore_syntax_warnings() -> None:
    """Keeps Python from warning of `"\\d"` and the like in code that is only looked at, for as
    long as the process runs. It names no file, and warns whoever runs the code."""
    # Under this name `ast.parse` compiles a text.
    warnings.filterwarnings("ignore", module="<unknown>")
