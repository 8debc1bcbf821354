"""The files that an editor has open, saved or not, and what was found in them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from pygls.uris import from_fs_path, to_fs_path

from nova_lint.engine.companion.editors import Found
from nova_lint.engine.fixes.editing import Text
from nova_lint.engine.fixes.files import NotFixedError, original


class Document(msgspec.Struct, frozen=True, eq=False):
    """An open file as it was at one moment: each change makes another one."""

    uri: str
    path: Path
    version: int | None
    text: Text


class Judged(msgspec.Struct, frozen=True):
    """What was found in a document. Paths in it are relative to `root`."""

    document: Document
    root: Path
    found: Found


def path_of(uri: str) -> Path | None:
    """The file that a URI stands for; None for what is on no disk."""
    path = to_fs_path(uri)
    return Path(os.path.normpath(path)) if path else None


def uri_of(path: Path, documents: Iterable[Document]) -> str:
    """The URI of a file, as the editor writes it where it has the file open."""
    document = document_at(path, documents)
    return document.uri if document is not None else from_fs_path(str(path))


def document_at(path: Path, documents: Iterable[Document]) -> Document | None:
    """The document of a file, whichever links led the editor there."""
    every = list(documents)
    for document in every:
        if document.path == path:
            return document
    real = os.path.realpath(path)
    return next((each for each in every if os.path.realpath(each.path) == real), None)


def text_at(path: Path, documents: Iterable[Document]) -> Text | None:
    """The text of a file with its line endings, as the editor has it, or else the disk."""
    document = document_at(path, documents)
    if document is not None:
        return document.text
    try:
        return original(path, path.read_bytes()).text
    except (OSError, NotFixedError):
        return None
