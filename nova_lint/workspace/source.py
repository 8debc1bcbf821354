"""Text of a source file, decoded the way Python decodes it."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path


class UnreadableSource(Exception):
    """A file that cannot be read or decoded; the message says why, without the path."""


def read_text(path: Path) -> str:
    """The text of a Python file with every line ending as a line feed.

    The encoding is the one that PEP 263 names: a byte order mark, a coding comment, or
    UTF-8. Raises UnreadableSource.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSource(error.strerror or str(error)) from error
    return decode(data)


def decode(data: bytes) -> str:
    """The text of a Python file given its bytes. Raises UnreadableSource."""
    if b"\0" in data:
        raise UnreadableSource("the file holds a null byte, so it is not Python source")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise UnreadableSource(f"the file cannot be decoded: {error}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
