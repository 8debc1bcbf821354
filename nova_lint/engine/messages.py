"""Messages one behind the other in a stream, each behind its length."""

from __future__ import annotations

from typing import IO

SIZE = 8
"""Bytes that say how long the message behind them is."""


def send(stream: IO[bytes], message: bytes) -> None:
    """Writes one message."""
    stream.write(len(message).to_bytes(SIZE, "big"))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Reads one message; None where the other end is closed, be it in the midst of one."""
    head = stream.read(SIZE)
    if len(head) < SIZE:
        return None
    size = int.from_bytes(head, "big")
    message = stream.read(size)
    return message if len(message) == size else None
