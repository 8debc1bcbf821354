"""Text of a source file, decoded the way Python decodes it."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Mapping
from pathlib import Path

import msgspec


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


class Reader(msgspec.Struct, frozen=True):
    """Reads files; `texts` stand in for what is on disk, with line feeds."""

    texts: Mapping[Path, str] = msgspec.field(default_factory=dict)

    def __call__(self, path: Path) -> str:
        """The text of a file. Raises UnreadableSource."""
        text = self.texts.get(path)
        return text if text is not None else read_text(path)


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
