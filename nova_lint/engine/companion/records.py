"""Files of messages, to which several processes add.

Such a file begins with its name, by which it is told from another one in its place.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from nova_lint.engine.messages import SIZE
from nova_lint.workspace.replacing import replace

_NAME = 8
"""Bytes of a file's name."""


def begun(file: str) -> str:
    """The name of a file of messages, which is begun anew where there is none or it is
    broken."""
    with contextlib.suppress(OSError):
        data = Path(file).read_bytes()
        if _is_whole(data):
            return data[:_NAME].decode(errors="replace")
    name = os.urandom(_NAME // 2).hex()
    with contextlib.suppress(OSError):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        replace(Path(file), [name.encode()])
    return name


def _is_whole(data: bytes) -> bool:
    end = _NAME
    while end < len(data):
        end += SIZE + int.from_bytes(data[end : end + SIZE], "big")
    return end == len(data)


def messages_in(file: str) -> tuple[bytes, list[bytes]]:
    """The name and the messages of a file, as far as it is not broken. Raises OSError."""
    with Path(file).open("rb") as stream:
        name = stream.read(_NAME)
        size = os.fstat(stream.fileno()).st_size
        found: list[bytes] = []
        while stream.tell() < size:
            length = int.from_bytes(stream.read(SIZE), "big")
            if length > size - stream.tell():
                break
            found.append(stream.read(length))
    return name, found


def append(file: str, messages: bytes) -> None:
    """Adds messages to a file that has begun. Raises OSError."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND)
    try:
        # At once, so that the messages of several processes do not run into each other.
        os.write(handle, messages)
    finally:
        os.close(handle)
