"""Reads a file so that it can be written back as it was, and writes it in one step."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tempfile
import tokenize
from pathlib import Path

import msgspec

from nova_lint.engine.fixes.editing import Text
from nova_lint.workspace.source import UnreadableSource, decode
from nova_lint.workspace.stamps import Stamp


class NotFixedError(Exception):
    """A file that is left as it is; the message says why, without the path."""


class Original(msgspec.Struct, frozen=True):
    """A file as it was read: its bytes, how they are to be understood, and its text."""

    path: Path
    data: bytes
    encoding: str
    text: Text


def read(path: Path, stamp: Stamp) -> Original:
    """The file that bore a stamp when it was checked. Raises NotFixedError."""
    try:
        data = path.read_bytes()
        status = path.stat()
    except FileNotFoundError as error:
        raise NotFixedError(_REMOVED) from error
    except OSError as error:
        raise NotFixedError(error.strerror or str(error)) from error
    if (status.st_mtime_ns, status.st_size) != stamp:
        raise NotFixedError(_CHANGED)
    return original(path, data)


def original(path: Path, data: bytes) -> Original:
    """A file of that content. Raises NotFixedError."""
    try:
        decode(data)
    except UnreadableSource as error:
        raise NotFixedError(str(error)) from error
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    text = data.decode(encoding)
    if _encoded(text, encoding) != data:
        raise NotFixedError(f"it would not be the same file when written back as {encoding}")
    return Original(path, data, encoding, Text(text))


def write(before: Original, text: Text) -> None:
    """Puts a text in the place of a file, unless that has changed since it was read.

    The file is replaced in one step, so that nobody ever sees half of it. It keeps its
    encoding, its permissions and, as far as that is allowed, its owner; what is a link stays
    one. Raises NotFixedError.
    """
    data = _encoded(text.raw, before.encoding)
    try:
        target = before.path.resolve(strict=True)
        current, status = target.read_bytes(), target.stat()
        if current == data:
            # Two paths lead to the file, and the other one came first.
            return
        if current != before.data:
            raise NotFixedError(_CHANGED)
        if not status.st_mode & _WRITABLE or not os.access(target, os.W_OK):
            raise NotFixedError("it is read-only")
        _replace(target, data, status)
    except FileNotFoundError as error:
        raise NotFixedError(_REMOVED) from error
    except OSError as error:
        raise NotFixedError(f"it cannot be written: {error.strerror or error}") from error


_CHANGED = "it changed while it was checked"
_REMOVED = "it was removed while it was checked"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        what = error.object[error.start : error.end]
        raise NotFixedError(f"{what!r} cannot be written as {encoding}") from error


def _replace(target: Path, data: bytes, status: os.stat_result) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if hasattr(os, "chown"):
            # Only root may give a file to somebody else.
            with contextlib.suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
        temporary.chmod(stat.S_IMODE(status.st_mode))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
