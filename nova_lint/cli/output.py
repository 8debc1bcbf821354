"""Where the output of a command goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from nova_lint.errors import ConfigError


@contextmanager
def opened(file: Path | None) -> Iterator[TextIO]:
    """A file that is to be written, or the output stream."""
    if file is None:
        yield sys.stdout
        return
    try:
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}") from error
